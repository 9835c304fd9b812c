//! Evidence of forks.

use super::sender::*;
use bmnn::ledger::checkpoint::CheckpointError;
use bmnn::ledger::fork::{Evidence, ForkFault};
use bmnn::ledger::tree::{Leaves, consistency, root_at};

/// What `other` has at the size of the note over the first `size` of `ours`.
fn evidence(ours: &Sender, size: u64, other: &Sender) -> Result<Evidence, ForkFault> {
    let leaves = other.leaves();
    let nodes = Leaves(&leaves);
    let root = root_at(&nodes, size).unwrap();
    let path = consistency(&nodes, size, other.size()).unwrap();
    let first = ours.note(size, LATE_LEDGER);
    Evidence::new(first, other.note(other.size(), LATE_LEDGER), root, path)
}

/// A ledger, and the same one rolled back to `size` that went on differently.
fn rolled_back(by: usize) -> (Sender, Sender) {
    let shared = Sender::grown();
    let (mut ours, mut other) = (shared.clone(), shared);
    ours.act(CLERK, &[]);
    for _ in 0..by {
        other.act(SECOND, &[]);
    }
    (ours, other)
}

#[test]
fn two_histories_of_one_size_prove_a_fork() {
    for by in 1..5 {
        let (ours, other) = rolled_back(by);
        let evidence = evidence(&ours, ours.size(), &other).unwrap();
        let text = evidence.to_text();
        assert!(Evidence::begins(text.as_bytes()));
        assert_eq!(Evidence::parse(&text), Ok(evidence.clone()));
        let fork = evidence.check(&[public(LATE_LEDGER)]).unwrap();
        assert_eq!(
            (fork.ledger(), fork.size()),
            (ours.at(1).ledger, ours.size())
        );
        assert_eq!(fork.roots(), [ours.at(15).root, other.at(15).root]);
        // Without the key nothing is proven.
        for keys in [vec![], vec![public(LEDGER)]] {
            let source = CheckpointError::OtherKey;
            let fault = ForkFault::Signature {
                which: "first",
                source,
            };
            assert_eq!(evidence.check(&keys), Err(fault));
        }
    }
}

#[test]
fn one_history_is_no_fork() {
    let (ours, mut other) = rolled_back(3);
    let shared = ours.size() - 1;
    assert_eq!(
        evidence(&ours, shared, &other)
            .unwrap()
            .check(&[public(LATE_LEDGER)]),
        Err(ForkFault::OneHistory)
    );
    // What is still shorter than what was noted shows nothing.
    let leaves = other.leaves();
    other.entries.truncate(14);
    let short = Evidence::new(
        ours.note(15, LATE_LEDGER),
        other.note(14, LATE_LEDGER),
        leaves[0],
        vec![],
    );
    assert_eq!(short, Err(ForkFault::Order));
    let strange = Evidence::new(
        Sender::open("Sở Y tế").note(1, LEDGER),
        ours.note(15, LATE_LEDGER),
        leaves[0],
        vec![],
    );
    assert_eq!(strange, Err(ForkFault::TwoLedgers));
}

#[test]
fn a_root_that_the_path_does_not_bear_out_proves_nothing() {
    let (ours, other) = rolled_back(3);
    let made = evidence(&ours, 15, &other).unwrap();
    let keys = [public(LATE_LEDGER)];
    let with = |root, path| {
        Evidence::new(made.first().clone(), made.second().clone(), root, path).unwrap()
    };
    let path = {
        let leaves = other.leaves();
        consistency(&Leaves(&leaves), 15, other.size()).unwrap()
    };
    let true_root = other.at(15).root;
    assert!(with(true_root, path.clone()).check(&keys).is_ok());
    // An invented root, which would frame an honest ledger.
    assert_eq!(
        with(other.at(3).root, path.clone()).check(&keys),
        Err(ForkFault::NotProven)
    );
    assert_eq!(
        with(true_root, vec![]).check(&keys),
        Err(ForkFault::NotProven)
    );
    let honest = Evidence::new(
        ours.note(14, LATE_LEDGER),
        ours.note(15, LATE_LEDGER),
        other.at(3).root,
        consistency(&Leaves(&ours.leaves()), 14, 15).unwrap(),
    );
    assert_eq!(honest.unwrap().check(&keys), Err(ForkFault::NotProven));
}

#[test]
fn evidence_with_any_bit_flipped_is_refused() {
    let (ours, other) = rolled_back(3);
    let text = evidence(&ours, 15, &other).unwrap().to_text();
    let keys = [public(LATE_LEDGER)];
    for place in 0..text.len() {
        for bit in 0..8 {
            let mut flipped = text.clone().into_bytes();
            flipped[place] ^= 1 << bit;
            let Ok(flipped) = String::from_utf8(flipped) else {
                continue;
            };
            let Ok(evidence) = Evidence::parse(&flipped) else {
                continue;
            };
            assert_eq!(evidence.to_text(), flipped);
            assert!(evidence.check(&keys).is_err(), "byte {place}, bit {bit}");
        }
        assert!(
            text.get(..place)
                .is_none_or(|cut| Evidence::parse(cut).is_err())
        );
    }
    assert!(Evidence::parse(&format!("{text}\n")).is_err());
}
