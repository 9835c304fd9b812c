//! Proofs that travel: that an entry is in a ledger, that a ledger only grew,
//! and that it did not.

use crate::{bytes32, signer};
use arbitrary::Unstructured;
use bmnn::id::Bytes32;
use bmnn::ledger::checkpoint::Checkpoint;
use bmnn::ledger::consistency::Consistency;
use bmnn::ledger::fork::Evidence;
use bmnn::ledger::note::Note;
use bmnn::ledger::proof::Proof;
use bmnn::ledger::receipt::CoseReceipt;
use bmnn::ledger::tree::{Tree, consistency, inclusion, leaf_hash, root};
use bmnn::ledger::{PublicKey, Signer};

/// Reading a text as a proof of any kind: what is taken is printed as the same
/// text, and proves nothing for a key that did not sign.
///
/// # Panics
///
/// If that does not hold.
pub fn law(data: &[u8]) {
    let Some(stranger) = key(2) else { return };
    if let Ok(receipt) = CoseReceipt::decode(data) {
        assert_eq!(receipt.encode(), data, "one encoding");
        let leaf = leaf_hash(data);
        assert!(receipt.check_inclusion(&leaf, &stranger).is_err());
        assert!(receipt.check_consistency(&leaf, &stranger).is_err());
    }
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    if let Ok(proof) = Proof::parse(text) {
        assert_eq!(proof.to_text(), text, "one text");
        assert!(proof.check(&leaf_hash(data), &stranger).is_err());
    }
    if let Ok(proof) = Consistency::parse(text) {
        assert_eq!(proof.to_text(), text, "one text");
        assert!(proof.check(proof.checkpoint(), &stranger).is_err());
    }
    if let Ok(evidence) = Evidence::parse(text) {
        assert!(Evidence::begins(data));
        assert_eq!(evidence.to_text(), text, "one text");
        assert!(evidence.first().checkpoint().size <= evidence.second().checkpoint().size);
        assert!(evidence.check(&[stranger]).is_err());
    }
}

/// A tree of any size, a leaf of it, and a change anywhere in the proof or the
/// receipt: they check for their leaf alone, and changed they do not check.
///
/// # Panics
///
/// If that does not hold.
pub fn inclusion_law(data: &[u8]) {
    let mut input = Unstructured::new(data);
    let Ok((size, index, at, flip)) = input.arbitrary::<(u16, u16, usize, u8)>() else {
        return;
    };
    let size = usize::from(size % 300) + 1;
    let index = usize::from(index) % size;
    let leaves = leaves(size, size);
    let tree: Tree = leaves.iter().copied().collect();
    let path = inclusion(&tree, index as u64, size as u64);
    assert!(path.is_ok(), "every entry has a proof");
    let (Ok(path), Some(note), Some(key)) = (path, note(&leaves), key(1)) else {
        return;
    };
    let Ok(proof) = Proof::new(index as u64, path, note) else {
        unreachable!("our own note is one")
    };
    for (place, leaf) in leaves.iter().enumerate() {
        assert_eq!(proof.check_path(leaf).is_ok(), place == index, "one leaf");
    }
    let Some(leaf) = leaves.get(index) else {
        return;
    };
    assert_eq!(proof.check(leaf, &key), Ok(()));
    assert_eq!(Proof::parse(&proof.to_text()).as_ref(), Ok(&proof));
    let changed = flipped(proof.to_text().into_bytes(), at, flip);
    if let Some(changed) = changed.as_deref().and_then(|c| std::str::from_utf8(c).ok()) {
        let holds = Proof::parse(changed).is_ok_and(|proof| proof.check(leaf, &key).is_ok());
        assert!(!holds, "no byte of a proof is idle");
    }

    let Ok(receipt) = CoseReceipt::of_inclusion(&proof, leaf, signer(1)) else {
        unreachable!("what is proven has a receipt")
    };
    let encoded = receipt.encode();
    assert_eq!(CoseReceipt::decode(&encoded).as_ref(), Ok(&receipt));
    let proven = receipt.check_inclusion(leaf, &key);
    assert_eq!(proven, Ok(root(&leaves)));
    if let Some(changed) = flipped(encoded, at, flip)
        && let Ok(changed) = CoseReceipt::decode(&changed)
        && let Ok(other) = changed.check_inclusion(leaf, &key)
    {
        // Sizes and position are known as far as the path depends on them.
        assert_eq!(proven, Ok(other), "a receipt is of one tree");
    }
}

/// Two histories that part somewhere, or nowhere: the later checkpoint is
/// consistent with its own past alone, and evidence of a fork is evidence just
/// where they parted before the earlier size.
///
/// # Panics
///
/// If that does not hold.
pub fn growth_law(data: &[u8]) {
    let mut input = Unstructured::new(data);
    let Ok((new, old, parted, at, flip)) = input.arbitrary::<(u8, u8, u8, usize, u8)>() else {
        return;
    };
    let new = usize::from(new) + 1;
    let old = usize::from(old) % new + 1;
    let parted = usize::from(parted);
    // One history goes on as leaf `n`, the other from `parted` on otherwise.
    let (ours, theirs) = (leaves(new, new), leaves(old, parted));
    let past = ours.get(..old).unwrap_or_default();
    let one_history = past == theirs;
    assert_eq!(one_history, parted >= old);
    let tree: Tree = ours.iter().copied().collect();
    let path = consistency(&tree, old as u64, new as u64);
    assert!(path.is_ok(), "every size has a proof");
    let (Ok(path), Some(key)) = (path, key(1)) else {
        return;
    };
    let (Some(earlier), Some(other), Some(later)) = (note(past), note(&theirs), note(&ours)) else {
        return;
    };
    let (Ok(proof), Ok(noted), Ok(seen)) = (
        Consistency::new(old as u64, path.clone(), later.clone()),
        Checkpoint::parse(earlier.as_bytes()),
        Checkpoint::parse(other.as_bytes()),
    ) else {
        unreachable!("our own notes are notes")
    };
    assert_eq!(proof.check(&noted, &key), Ok(()));
    assert_eq!(proof.check(&seen, &key).is_ok(), one_history);
    let text = proof.to_text();
    assert_eq!(Consistency::parse(&text).as_ref(), Ok(&proof));
    let changed = flipped(text.into_bytes(), at, flip);
    if let Some(changed) = changed.as_deref().and_then(|c| std::str::from_utf8(c).ok()) {
        let holds = Consistency::parse(changed).is_ok_and(|p| p.check(&noted, &key).is_ok());
        assert!(!holds, "no byte of a proof is idle");
    }
    let receipt = CoseReceipt::of_consistency(&proof, &noted, signer(1));
    assert!(receipt.is_ok_and(|receipt| {
        CoseReceipt::decode(&receipt.encode()).as_ref() == Ok(&receipt)
            && receipt.check_consistency(&noted.root, &key) == Ok(root(&ours))
            && receipt.check_consistency(&seen.root, &key).is_ok() == one_history
    }));

    let (Ok(first), Ok(second)) = (Note::parse(&other), Note::parse(&later)) else {
        unreachable!("a checkpoint is a note without cosignatures")
    };
    let Ok(evidence) = Evidence::new(first, second, noted.root, path) else {
        unreachable!("the notes are of one ledger and in order")
    };
    let keys = [key];
    let shown = evidence.check(&keys);
    assert_eq!(shown.is_ok(), !one_history, "a fork, or none");
    if let Ok(fork) = &shown {
        assert_eq!((fork.size(), fork.ledger()), (old as u64, noted.ledger));
        assert_eq!(fork.roots(), [seen.root, noted.root]);
    }
    let text = evidence.to_text();
    assert_eq!(Evidence::parse(&text).as_ref(), Ok(&evidence));
    let changed = flipped(text.into_bytes(), at, flip);
    if let Some(changed) = changed.as_deref().and_then(|c| std::str::from_utf8(c).ok())
        && let Ok(changed) = Evidence::parse(changed)
    {
        assert!(changed.check(&keys).is_err(), "no byte of evidence is idle");
    }
}

/// The first `size` leaves of a history that goes its own way from `parted` on.
fn leaves(size: usize, parted: usize) -> Vec<Bytes32> {
    let leaf = |n: usize| leaf_hash(&[&n.to_be_bytes()[..], &[u8::from(n >= parted)]].concat());
    (0..size).map(leaf).collect()
}

/// The checkpoint of these leaves, signed.
fn note(leaves: &[Bytes32]) -> Option<String> {
    let checkpoint = Checkpoint {
        ledger: bytes32(9),
        size: leaves.len() as u64,
        root: root(leaves),
    };
    checkpoint.sign(signer(1)).ok()
}

fn key(number: u8) -> Option<PublicKey> {
    PublicKey::parse(&signer(number).public_key()).ok()
}

/// The bytes with some bits of one of them changed; none where none is.
fn flipped(mut bytes: Vec<u8>, at: usize, bits: u8) -> Option<Vec<u8>> {
    let at = at % bytes.len().max(1);
    *bytes.get_mut(at)? ^= bits;
    (bits != 0).then_some(bytes)
}
