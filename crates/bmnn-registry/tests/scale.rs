//! Large registries: memory stays bounded. Slow, so asked for by name:
//! `cargo test --release -p bmnn-registry --test scale -- --ignored`.

#[cfg(test)]
mod office;

use bmnn::ledger::verify::Expect;
use bmnn_registry::verify::verify_folder;
use office::{DAY, Office};
use serde_json::{Value as Json, json};
use std::ops::ControlFlow;

const ACTS: u64 = 100_000;

#[cfg(test)]
fn import(number: u64) -> Json {
    json!({
        "act": "document.import", "on": DAY, "document": format!("old-{number}"),
        "carrier": "document", "level": "Mat", "origin": "own", "subject": format!("Việc {number}"),
        "source": {"kind": "register", "page": 1, "line": 2}, "determined": "2020-03-02",
        "symbol": format!("{number}/BC"), "date": "2020-03-02", "issued-total": 1,
        "copies": [{"copy": format!("old-{number}#1"), "state": "held", "holder": "unit-1"}],
    })
}

/// What the process has used of memory at most, in MiB.
#[cfg(target_os = "linux")]
#[cfg(test)]
fn most_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM"))
        .unwrap();
    let kib: u64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
    kib / 1024
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "a hundred thousand acts"]
fn a_hundred_thousand_acts_fit_in_64_mib() {
    let mut office = Office::open();
    let clerk = office::clerk();
    for first in (0..ACTS).step_by(1_000) {
        let acts = (first..first + 1_000).map(import);
        let imported = office.registry.import(acts, &clerk).unwrap();
        assert!(imported.stopped.is_none(), "{:?}", imported.stopped);
    }
    let importing = most_memory();
    assert!(importing <= 64, "{importing} MiB");
    let office = office.reopen();
    let report = verify_folder(office.path(), Expect::default(), |_| {
        ControlFlow::Continue(())
    });
    assert!(report.unwrap().unwrap().holds());
    let verifying = most_memory();
    eprintln!("importing {importing} MiB, verifying {verifying} MiB");
    assert!(verifying <= 64, "{verifying} MiB");
}
