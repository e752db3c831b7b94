//! `docs/standard.md`: the values of the table and the ledger of all clauses, each with what
//! shows that it holds.

use std::collections::BTreeSet;

use yinfa::Element;
use yinfa::standard::{Basis, GENERAL, LEDGER, Status};

use crate::support::root;
use crate::tidy::{files, generated};

#[test]
fn the_page_about_the_standard_is_fresh() {
    let text = format!(
        "# GB/T 9704-2012 in this program\n\nGenerated from `src/standard` by `UPDATE=1 cargo \
         test`. Both back ends, the measurements and `yinfa inspect` read these values; none \
         holds lengths of its own.\n\n## Clauses\n\n*Enforced and measured*: rows of the \
         acceptance table (`scripts/accept/table.py`) measure it on the finished PDF and on the \
         Word file as LibreOffice sets it, over the cases in `tests/acceptance`. *Holds by \
         construction*: what the program writes cannot break it. *Author's duty*: words, paper, \
         printing, binding.\n\n| Clause | Term | What it asks | Status | Shown by |\n\
         | --- | --- | --- | --- | --- |\n{}\n## Values\n\n| Item | Value | Tolerance | Clause | \
         Basis |\n| --- | --- | --- | --- | --- |\n{}",
        clauses(),
        values()
    );
    generated("docs/standard.md", &text);
}

fn clauses() -> String {
    let shown = |status: Status| match status {
        Status::Measured(rows) => rows.join("、"),
        Status::Construction(why, None) | Status::Author(why) => why.to_owned(),
        Status::Construction(why, Some(test)) => format!("{why} (test `{test}`)"),
        Status::Nothing => String::new(),
    };
    let line = |one: &yinfa::standard::Clause| {
        let (status, shown) = (one.status.word(), shown(one.status));
        format!("| {} | {} | {} | {status} | {shown} |\n", one.number, one.term, one.demand)
    };
    LEDGER.iter().map(line).collect()
}

fn values() -> String {
    let line = |row: yinfa::standard::Row| {
        let basis = match row.basis {
            Basis::Stated => "stated".to_owned(),
            Basis::Derived => "computed".to_owned(),
            Basis::House(reason) => format!("ours: {reason}"),
        };
        let tolerance = row.tolerance.map(|value| format!("± {value}")).unwrap_or_default();
        format!("| {} | {} | {tolerance} | {} | {basis} |\n", row.term, row.value, row.clause)
    };
    GENERAL.rows().into_iter().map(line).collect()
}

#[test]
fn every_value_and_element_has_its_clause_in_the_ledger() {
    let known: BTreeSet<&str> = LEDGER.iter().map(|one| one.number).collect();
    assert_eq!(known.len(), LEDGER.len(), "a clause stands twice in the ledger");
    let is_known = |clause: &str| {
        known.iter().any(|number| *number == clause || number.starts_with(&format!("{clause}.")))
    };
    for row in GENERAL.rows() {
        assert!(is_known(row.clause), "{}: clause {} is not in the ledger", row.term, row.clause);
    }
    for element in Element::ALL {
        assert!(is_known(element.clause()), "{}: {}", element.term(), element.clause());
    }
}

/// Each row of the acceptance table shows some clause, and each clause that is measured has
/// rows there; each test that is named exists.
#[test]
fn the_ledger_names_what_there_is() {
    let table = std::fs::read_to_string(root().join("scripts/accept/table.py")).unwrap();
    let rows: BTreeSet<&str> = table
        .lines()
        .filter_map(|line| line.strip_prefix("    \"")?.split_once("\": (").map(|(row, _)| row))
        .collect();
    let named: BTreeSet<&str> = LEDGER
        .iter()
        .flat_map(|one| match one.status {
            Status::Measured(rows) => rows,
            _ => &[],
        })
        .copied()
        .collect();
    // These are about the two files, not about a clause.
    let others = ["页数", "两份文字相同", "换面相同", "目录页码"];
    let expected: BTreeSet<&str> =
        rows.iter().copied().filter(|row| !others.contains(row)).collect();
    assert_eq!(named, expected, "the ledger and the acceptance table differ");
    let sources: String = ["tests", "src"]
        .iter()
        .flat_map(|folder| files(&root().join(folder)))
        .filter_map(|file| std::fs::read_to_string(file).ok())
        .collect();
    for one in LEDGER {
        if let Status::Construction(_, Some(test)) = one.status {
            assert!(sources.contains(&format!("fn {test}()")), "{}: no test {test}", one.number);
        }
    }
}
