fn main() {
    let (fonts, f) = yinfa::fonts::FontSet::load(&[]);
    println!("{f:?}");
    let plan = yinfa::pipeline::Plan { kinds: yinfa::data::kind::Kinds::load(None).unwrap(), fonts: fonts.unwrap(), layout: yinfa::standard::GENERAL };
    for a in std::env::args().skip(1) {
        let t = std::time::Instant::now();
        let r = yinfa::pipeline::export(std::path::Path::new(&a), &plan);
        for d in &r.findings { println!("{} {:?} {:?} {} {:?}", d.code, d.position(), d.field, d.message, d.hints); }
        if let Some(o) = r.outputs { println!("{} {} pages {:?}", o.bureau, o.pages, t.elapsed());
          std::fs::write(format!("/tmp/out/{}.pdf", o.bureau), o.pdf).unwrap();
          std::fs::write(format!("/tmp/out/{}.docx", o.bureau), o.docx).unwrap(); }
    }
}
