//! Ledgers that a stranger wrote from the format page alone: ours judges them
//! as theirs did.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use bmnn::ledger::Expect;
use bmnn_store::verify_file;
use serde::Deserialize;
use std::ops::ControlFlow;
use std::path::Path;

/// One file, and what is known of it.
#[derive(Deserialize)]
struct Row {
    file: String,
    about: String,
    holds: Option<Holds>,
    #[serde(default)]
    found: Vec<String>,
}

#[derive(Deserialize)]
struct Holds {
    size: u64,
    root: String,
}

#[test]
fn a_strangers_ledgers_are_judged_as_the_stranger_judged_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/strangers");
    let rows: Vec<Row> =
        serde_json::from_slice(&std::fs::read(folder.join("ledgers.json")).unwrap()).unwrap();
    assert!(rows.len() > 60, "only {} ledgers", rows.len());
    for row in rows {
        let report = verify_file(&folder.join(&row.file), Expect::default(), |_| {
            ControlFlow::Continue(())
        });
        let report = report.unwrap().unwrap();
        let errors = report.findings.iter().filter(|finding| finding.is_error());
        let kinds: Vec<String> = errors
            .map(|finding| format!("{:?}", finding.kind))
            .collect();
        match row.holds {
            Some(holds) => {
                assert_eq!(kinds, [""; 0], "{}", row.about);
                assert_eq!(
                    (report.size, report.root.to_string()),
                    (holds.size, holds.root),
                    "{}",
                    row.about
                );
            }
            None => assert!(
                row.found.iter().any(|kind| kinds.contains(kind)),
                "{}: {kinds:?}",
                row.about
            ),
        }
    }
}
