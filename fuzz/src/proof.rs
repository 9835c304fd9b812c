//! Proofs that an entry is in a ledger: one text, and one leaf.

use crate::{bytes32, signer};
use arbitrary::Unstructured;
use bmnn::id::Bytes32;
use bmnn::ledger::checkpoint::Checkpoint;
use bmnn::ledger::proof::Proof;
use bmnn::ledger::tree::{Frontier, Grown, inclusion, leaf_hash};
use bmnn::ledger::{PublicKey, Signer};

/// Reading a text as a proof: what is taken is printed as the same text and
/// proves nothing for a key that did not sign.
///
/// # Panics
///
/// If that does not hold.
pub fn law(data: &[u8]) {
    if let Ok(text) = std::str::from_utf8(data)
        && let Ok(proof) = Proof::parse(text)
    {
        assert_eq!(proof.to_text(), text, "one text");
        if let Ok(key) = PublicKey::parse(&signer(2).public_key()) {
            assert!(proof.check(&leaf_hash(data), &key).is_err());
        }
    }
}

/// A tree of any size, a leaf of it, and a change anywhere in the proof: the
/// proof checks for its leaf alone, and changed it does not check.
///
/// # Panics
///
/// If that does not hold.
pub fn inclusion_law(data: &[u8]) {
    let mut input = Unstructured::new(data);
    let Ok((size, index, at, flip)) = input.arbitrary::<(u16, u16, usize, u8)>() else {
        return;
    };
    let size = u64::from(size % 600) + 1;
    let index = u64::from(index) % size;
    let leaves: Vec<Bytes32> = (0..size).map(|n| leaf_hash(&n.to_be_bytes())).collect();
    let before = Frontier::default();
    let mut frontier = Frontier::default();
    leaves.iter().for_each(|leaf| frontier.push(*leaf));
    let nodes = Grown {
        before: &before,
        leaves: &leaves,
    };
    let path = inclusion(&nodes, index, size);
    assert!(path.is_ok(), "every entry has a proof");
    let Ok(path) = path else { return };
    assert!(path.len() <= 64);
    let checkpoint = Checkpoint {
        ledger: bytes32(9),
        size,
        root: frontier.root(),
    };
    let by = signer(1);
    let (Ok(note), Ok(key)) = (checkpoint.sign(by), PublicKey::parse(&by.public_key())) else {
        return;
    };
    let Ok(proof) = Proof::new(index, path, note) else {
        return;
    };
    for leaf in &leaves {
        let own = *leaf == leaf_hash(&index.to_be_bytes());
        assert_eq!(proof.check(leaf, &key).is_ok(), own, "its own leaf alone");
    }
    let leaf = leaf_hash(&index.to_be_bytes());
    let mut text = proof.to_text().into_bytes();
    assert_eq!(
        std::str::from_utf8(&text).ok().map(Proof::parse),
        Some(Ok(proof))
    );
    let at = at % text.len().max(1);
    if let Some(byte) = text.get_mut(at).filter(|_| flip != 0) {
        *byte ^= flip;
        let changed = std::str::from_utf8(&text).ok().map(Proof::parse);
        let holds = changed.is_some_and(|p| p.is_ok_and(|p| p.check(&leaf, &key).is_ok()));
        assert!(!holds, "no byte of a proof is idle");
    }
}
