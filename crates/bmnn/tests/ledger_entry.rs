//! An entry has one form, and bounds.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use bmnn::id::{Bytes32, Kid};
use bmnn::ledger::entry::{Entry, EntryError, MAX_COSIGNED};
use bmnn::ledger::{Cosignature, PlainSigner, Scope, Statement};
use bmnn::value::Map;

fn entry(kids: impl Iterator<Item = u8>) -> Vec<u8> {
    let signer = PlainSigner::from_seed(&[1; 32]);
    let act = Map::from_iter([("act", "person.enrol".into())]);
    let statement = Statement::sign(&act, Scope::Opening, &signer).unwrap();
    Entry {
        seq: 3,
        prev: Bytes32([7; 32]),
        received: -1,
        statement: statement.encode(),
        cosigned: kids
            .map(|kid| Cosignature {
                kid: Kid([kid; 8]),
                signature: [0; 64],
            })
            .collect(),
    }
    .encode()
}

#[test]
fn cosignatures_have_one_order_and_a_bound() {
    let most = u8::try_from(MAX_COSIGNED).unwrap();
    let order = EntryError::CosignatureOrder;
    let table = [
        ("none", entry(std::iter::empty()), Ok(())),
        ("as many as there may be", entry(0..most), Ok(())),
        (
            "one more",
            entry(0..=most),
            Err(EntryError::TooManyCosigned(MAX_COSIGNED + 1)),
        ),
        ("descending", entry([2, 1].into_iter()), Err(order.clone())),
        ("twice", entry([1, 1].into_iter()), Err(order)),
    ];
    for (what, bytes, expected) in table {
        let decoded = Entry::decode(&bytes).map(|(entry, _)| {
            assert_eq!(entry.encode(), bytes, "{what}");
        });
        assert_eq!(decoded, expected, "{what}");
    }
}
