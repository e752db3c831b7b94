fn main() {
    for a in std::env::args().skip(1) {
        match yinfa::inspect::inspect(std::path::Path::new(&a), &yinfa::standard::GENERAL) {
            Ok(i) => { println!("{} {:?} {:?}", a, i.form, i.pages); for r in i.rows { println!("{:?} {} {} | {} | {} | {} | {:?} {}", r.verdict, r.clause, r.item, r.required, r.found, r.difference, r.page, r.place); } }
            Err(e) => println!("{a}: {} {}", e.code, e.message),
        }
    }
}
