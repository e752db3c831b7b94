//! How long one report takes, warm: `cargo bench`.

use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use yinfa::data::kind::Kinds;
use yinfa::data::records::Records;
use yinfa::fonts::FontSet;
use yinfa::pipeline::{Plan, export};
use yinfa::sheets::Books;
use yinfa::standard::GENERAL;

fn one_report(criterion: &mut Criterion) {
    let (fonts, _) = FontSet::load(&[]);
    let plan = Plan {
        kinds: Kinds::load(None).expect("the bundled kinds"),
        fonts: fonts.expect("the bundled fonts"),
        layout: GENERAL,
        books: Books::default(),
        records: Records::default(),
    };
    let input = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/示例县/2024/示例县司法局.yaml");
    criterion.bench_function("one report of seven pages, Word and PDF", |bench| {
        bench.iter(|| export(&input, &plan));
    });
}

criterion_group!(benches, one_report);
criterion_main!(benches);
