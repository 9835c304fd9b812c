//! Every law, over its committed corpus and a bounded number of other inputs.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use bmnn_fuzz::{LAWS, Law};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, TestRunner};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// One test for each law, so that they run side by side and fail by name.
macro_rules! laws {
    ($($name:ident)*) => {
        const NAMES: &[&str] = &[$(stringify!($name)),*];
        $(#[test]
        fn $name() {
            holds(LAWS.iter().find(|law| law.name == stringify!($name)).unwrap());
        })*
    };
}

laws! {
    level words cbor statement entry checkpoint proof inclusion growth note slip slip_change
    file records mutation
    act_json act_map pack old_book registry
}

/// None is forgotten: neither here nor among libFuzzer's targets.
#[test]
fn each_law_has_a_test_and_a_target() {
    let names: Vec<&str> = LAWS.iter().map(|law| law.name).collect();
    assert_eq!(names, NAMES);
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest = std::fs::read_to_string(fuzz.join("libfuzzer/Cargo.toml")).unwrap();
    for name in names {
        let target = format!("path = \"targets/{name}.rs\"");
        assert!(manifest.contains(&target), "{name}");
    }
}

fn holds(law: &Law) {
    let inputs = corpus(law);
    for (path, bytes) in &inputs {
        let held = catch_unwind(AssertUnwindSafe(|| (law.check)(bytes)));
        assert!(held.is_ok(), "{}", path.display());
    }
    let like_those = (any::<Index>(), changes());
    let like_those = like_those.prop_map(|(first, changes)| changed(&inputs, first, &changes));
    let any_bytes = prop::collection::vec(any::<u8>(), 0..400);
    let tried = TestRunner::new(Config {
        cases: law.tries,
        // What is found is put in a test's row or in the corpus.
        failure_persistence: None,
        ..Config::default()
    })
    .run(&prop_oneof![3 => like_those, 1 => any_bytes], |bytes| {
        (law.check)(&bytes);
        Ok(())
    });
    assert!(tried.is_ok(), "{}: {}", law.name, tried.unwrap_err());
}

/// The committed inputs of a law.
fn corpus(law: &Law) -> Vec<(PathBuf, Vec<u8>)> {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = fuzz.join("corpus").join(law.name);
    let files = std::fs::read_dir(&folder).unwrap();
    let mut paths: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty(), "{} has no corpus", law.name);
    let read = |path: PathBuf| (path.clone(), std::fs::read(path).unwrap());
    paths.into_iter().map(read).collect()
}

type Change = (Index, Index, Index, u8);

fn changes() -> impl Strategy<Value = Vec<Change>> {
    prop::collection::vec(any::<Change>(), 1..6)
}

/// An input in which bytes are others, ranges gone, or parts of another input
/// come in between.
fn changed(inputs: &[(PathBuf, Vec<u8>)], first: Index, changes: &[Change]) -> Vec<u8> {
    let mut bytes = first.get(inputs).1.clone();
    for (at, to, other, how) in changes {
        let (at, to) = (at.index(bytes.len() + 1), to.index(bytes.len() + 1));
        let range = at.min(to)..at.max(to);
        match how % 8 {
            0..=3 if at < bytes.len() => bytes[at] ^= how,
            4 => drop(bytes.drain(range)),
            5 => drop(bytes.splice(range, [*how; 3])),
            _ => {
                let other = &other.get(inputs).1;
                let from = to.min(other.len());
                drop(bytes.splice(at..at, other[from..].iter().copied()));
            }
        }
    }
    bytes
}
