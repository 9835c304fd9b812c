//! The chain as a registry uses it: looked up, stored apart, taken up again.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests are tests"
)]

mod common;

use bmnn::id::{ActId, Bytes32};
use bmnn::ledger::commit::AppendError;
use bmnn::ledger::window::WINDOW;
use bmnn::ledger::{Batch, Chain, History, Kind, PublicKey, Signer, Window};
use common::{Forgery, Office, id, verify};

#[test]
fn a_stored_chain_goes_on_where_it_was() {
    let (mut office, _) = Office::opened();
    for _ in 0..5 {
        let before = office.chain.clone();
        office.commit(3);
        assert!(office.chain.shares_members(&before));
        let head = serde_json::to_string(office.chain.head()).unwrap();
        let members = serde_json::to_string(office.chain.members()).unwrap();
        let restored = Chain::restore(
            serde_json::from_str(&head).unwrap(),
            serde_json::from_str(&members).unwrap(),
        );
        assert_eq!(restored, office.chain);
        // And it admits what the other would.
        office.chain = restored;
    }
    let before = office.chain.clone();
    office.busy_year();
    assert!(!office.chain.shares_members(&before));
}

#[test]
fn every_entry_of_a_commit_has_its_receipt() {
    let (mut office, _) = Office::opened();
    for count in [1, 2, 7, 30] {
        let commit = office.commit(count);
        let key = PublicKey::parse(&office.ledger.public_key()).unwrap();
        for (place, leaf) in commit.leaves().iter().enumerate() {
            let proof = commit.receipt(commit.first() + place as u64).unwrap();
            let proof = bmnn::ledger::proof::Proof::parse(&proof.to_text()).unwrap();
            assert_eq!(proof.check(leaf, &key), Ok(()));
        }
        assert!(commit.receipt(commit.size()).is_err());
    }
}

/// A past that cannot be read.
struct Unreadable;

impl History for Unreadable {
    type Error = &'static str;

    fn leaf(&self, _: u64) -> Result<Option<Bytes32>, &'static str> {
        Err("the index is gone")
    }

    fn position(&self, _: &ActId) -> Result<Option<u64>, &'static str> {
        Err("the index is gone")
    }
}

#[test]
fn a_past_that_cannot_be_read_is_no_finding() {
    let (mut office, _) = Office::opened();
    let act = office.note();
    let statement = office.sign(&office.chain, act, &office.clerk);
    let mut batch = Batch::new(&office.chain, Unreadable);
    let pushed = batch.push(&statement, vec![], office.received);
    assert!(matches!(
        pushed,
        Err(AppendError::History("the index is gone"))
    ));
    assert!(batch.is_empty());
}

#[test]
fn the_window_forgets_what_leaves_it() {
    let mut window = Window::default();
    let leaf = |n: u64| {
        let mut leaf = [0; 32];
        leaf[..8].copy_from_slice(&n.to_be_bytes());
        Bytes32(leaf)
    };
    window.push(leaf(0), Some(id(1)));
    window.push(leaf(1), Some(id(2)));
    for n in 2..WINDOW {
        window.push(leaf(n), None);
    }
    assert_eq!(window.leaf(0), Ok(Some(leaf(0))));
    assert_eq!(window.position(&id(1)), Ok(Some(0)));
    assert_eq!(window.leaf(WINDOW), Ok(None));
    window.push(leaf(WINDOW), None);
    assert_eq!(
        (window.leaf(0), window.position(&id(1))),
        (Ok(None), Ok(None))
    );
    assert_eq!(window.leaf(1), Ok(Some(leaf(1))));
    assert_eq!(window.position(&id(2)), Ok(Some(1)));
    assert_eq!(window.leaf(WINDOW), Ok(Some(leaf(WINDOW))));
}

#[test]
fn an_act_sees_no_further_back_than_the_window() {
    let (mut office, _) = Office::opened();
    let (seq, _) = office.chain.last().unwrap();
    let act = office.note();
    let statement = office.sign(&office.chain, act, &office.clerk);
    // So many entries came in while the act waited for its signature.
    for n in 1..=WINDOW {
        assert_eq!(office.chain.size() - seq, n);
        if [1, WINDOW - 1, WINDOW].contains(&n) {
            let pushed = office.batch().push(&statement, vec![], office.received);
            assert!(pushed.is_ok(), "{n} positions back");
        }
        let hidden = Bytes32([7; 32]);
        office.chain.advance_withheld(hidden);
        office.window.push(hidden, None);
    }
    assert_eq!(office.chain.size() - seq, WINDOW + 1);
    let pushed = office.batch().push(&statement, vec![], office.received);
    let Err(AppendError::Refused(findings)) = pushed else {
        panic!("{pushed:?}");
    };
    assert_eq!(findings[0].kind, Kind::WrongHistory);
}

#[test]
fn a_time_beyond_the_format_is_refused() {
    let (mut office, _) = Office::opened();
    let act = office.note();
    let statement = office.sign(&office.chain, act, &office.clerk);
    for time in [i64::MAX, i64::MIN, 1 << 53, -(1 << 53)] {
        let pushed = office.batch().push(&statement, vec![], time);
        assert!(matches!(pushed, Err(AppendError::Time(_))));
    }
    for time in [(1 << 53) - 1, 1 - (1 << 53)] {
        office.batch().push(&statement, vec![], time).unwrap();
    }
}

#[test]
fn findings_beyond_what_a_report_spells_out_are_counted() {
    let mut file = Forgery::new();
    for n in 0..20_u8 {
        file.entry(&[n]);
    }
    let report = verify(&file.file, None, bmnn::ledger::Expect::default());
    let encodings = report.counts.get(&Kind::BadEncoding);
    assert_eq!(encodings, Some(&20));
    assert!(report.errors >= 20 && !report.holds());
    let json = serde_json::to_value(&report).unwrap();
    assert_eq!(json["not-proven"][0], "identity");
    assert_eq!(json["findings"][0]["position"]["entry"], 0);
}

#[test]
fn an_entry_is_at_most_a_mebibyte() {
    let (mut office, _) = Office::opened();
    let size = |office: &mut Office, filler: usize| {
        let mut act = office.note();
        act.insert("paper", bmnn::value::Value::Bytes(vec![0; filler]));
        let statement = office.sign(&office.chain, act, &office.clerk);
        let pushed = office.batch().push(&statement, vec![], office.received);
        pushed.map(drop).is_ok()
    };
    // The rest of the entry takes less than a kibibyte.
    assert!(size(&mut office, (1 << 20) - 1024));
    assert!(!size(&mut office, 1 << 20));
}
