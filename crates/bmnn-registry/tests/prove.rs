//! Proofs out of the index: for every entry and checkpoint, and none that does
//! not hold.

#[cfg(test)]
mod office;

use bmnn::ledger::checkpoint::Checkpoint;
use bmnn::ledger::consistency::Consistency;
use bmnn::ledger::proof::Proof;
use bmnn::ledger::receipt::CoseReceipt;
use bmnn::ledger::tree::leaf_hash;
use bmnn_registry::{INDEX, IndexError, ReadError, Registry};
use office::{Office, determination};
use rusqlite::Connection;

/// An office, and the sizes of its checkpoints.
#[cfg(test)]
fn grown() -> (Office, Vec<u64>) {
    let mut office = Office::open();
    let mut sizes = vec![2, office.registry.size()];
    for round in 0..24 {
        let first = round * 10;
        let acts = (first..=first + round % 5).map(|n| determination(&format!("d{n}")));
        let clerk = office::clerk();
        office.registry.perform_all(acts, &clerk).unwrap();
        sizes.push(office.registry.size());
    }
    (office, sizes)
}

#[test]
fn every_entry_is_proven_under_every_checkpoint() {
    let (office, sizes) = grown();
    for registry in [&office.registry, &Registry::read(office.path()).unwrap()] {
        for &size in &sizes {
            let key = registry.verifier_key(size).unwrap();
            assert_eq!(key.ledger(), Some(registry.ledger_id()));
            for seq in 0..size {
                let proof = registry.prove(seq, Some(size)).unwrap();
                let sent = Proof::parse(&proof.to_text()).unwrap();
                let leaf = leaf_hash(&registry.entry_bytes(seq).unwrap());
                assert_eq!(sent.check(&leaf, key.public()), Ok(()));
                assert_eq!((sent.index(), sent.checkpoint().size), (seq, size));
            }
        }
    }
}

#[test]
fn every_checkpoint_is_proven_to_begin_every_later_one() {
    let (office, sizes) = grown();
    let registry = &office.registry;
    for (place, &old) in sizes.iter().enumerate() {
        let earlier = registry.checkpoint_at(old).unwrap();
        let earlier = Checkpoint::parse(earlier.as_bytes()).unwrap();
        for &new in &sizes[place..] {
            let proof = registry.consistency(old, Some(new)).unwrap();
            let sent = Consistency::parse(&proof.to_text()).unwrap();
            let key = registry.verifier_key(new).unwrap();
            assert_eq!(sent.check(&earlier, key.public()), Ok(()), "{old} of {new}");
        }
        let receipt = registry.cose_consistency(old).unwrap().encode();
        let key = registry.verifier_key(registry.size()).unwrap();
        let read = CoseReceipt::decode(&receipt).unwrap();
        let root = read.check_consistency(&earlier.root, key.public());
        assert_eq!(root, Ok(registry.root()));
    }
}

#[test]
fn a_cose_receipt_takes_the_ledger_key() {
    let (office, _) = grown();
    let key = office
        .registry
        .verifier_key(office.registry.size())
        .unwrap();
    for seq in 0..office.registry.size() {
        let receipt = office.registry.cose_receipt(seq).unwrap().encode();
        let read = CoseReceipt::decode(&receipt).unwrap();
        let leaf = leaf_hash(&office.registry.entry_bytes(seq).unwrap());
        let root = read.check_inclusion(&leaf, key.public());
        assert_eq!(root, Ok(office.registry.root()));
    }
    let reading = Registry::read(office.path()).unwrap();
    assert!(matches!(
        reading.cose_receipt(0),
        Err(ReadError::NoLedgerKey)
    ));
}

#[test]
fn what_cannot_be_proven_is_said() {
    let (office, sizes) = grown();
    let registry = &office.registry;
    let size = registry.size();
    let between = sizes.windows(2).find(|pair| pair[1] > pair[0] + 1).unwrap();
    let (at, after) = (between[0] + 1, between[1]);
    match registry.prove(0, Some(at)).unwrap_err() {
        ReadError::NoCheckpoint { size, next } => assert_eq!((size, next), (at, Some(after))),
        other => panic!("{other:?}"),
    }
    for (old, new) in [(0, None), (at, None), (2, Some(at)), (size + 1, None)] {
        let error = registry.consistency(old, new).unwrap_err();
        let said = matches!(
            error,
            ReadError::NoCheckpoint { .. } | ReadError::NoEntry { .. }
        );
        assert!(said, "{old}, {new:?}: {error}");
    }
    // The later of the two is the second.
    assert!(registry.consistency(sizes[2], Some(sizes[1])).is_err());
    for (seq, at) in [
        (size, None),
        (u64::MAX, None),
        (2, Some(2)),
        (0, Some(size + 1)),
        (0, Some(0)),
    ] {
        let error = registry.prove(seq, at).unwrap_err();
        assert!(
            matches!(error, ReadError::NoEntry { .. }),
            "{seq}, {at:?}: {error}"
        );
    }
}

/// What someone who can write the index makes of it.
#[test]
fn a_bent_index_gives_an_error_and_no_false_proof() {
    let bends = [
        "UPDATE node SET hash = zeroblob(32) WHERE level = 4 AND place = 0",
        "UPDATE entry SET leaf = zeroblob(32) WHERE seq = 5",
        "UPDATE entry SET leaf = zeroblob(31) WHERE seq = 5",
        "UPDATE entry SET place = (SELECT place FROM entry WHERE seq = 6) WHERE seq = 4",
        "UPDATE entry SET place = 9 WHERE seq = 4",
        "DELETE FROM entry WHERE seq = 5",
        "DELETE FROM node",
        "UPDATE node SET place = place + 1 WHERE level = 4 AND place = (SELECT max(place) FROM node WHERE level = 4)",
    ];
    for bend in bends {
        let (office, sizes) = grown();
        let size = office.registry.size();
        let dir = office.dir;
        drop(office.registry);
        let index = Connection::open(dir.path().join(INDEX)).unwrap();
        assert!(index.execute(bend, []).unwrap() > 0);
        drop(index);

        let registry = Registry::read(dir.path()).unwrap();
        let key = registry.verifier_key(size).unwrap();
        let mut refused = 0;
        for seq in 0..size {
            match registry.prove(seq, None) {
                // What is handed out holds, for the entry as it is.
                Ok(proof) => {
                    let leaf = leaf_hash(&registry.entry_bytes(seq).unwrap());
                    assert_eq!(proof.check(&leaf, key.public()), Ok(()), "{bend}");
                }
                Err(ReadError::Unproven(_) | ReadError::Index(_) | ReadError::Store(_)) => {
                    refused += 1;
                }
                Err(ReadError::NoEntry { .. }) if bend.starts_with("DELETE") => refused += 1,
                Err(other) => panic!("{bend}: {other}"),
            }
        }
        assert!(refused > 0, "{bend}");
        let consistent = registry.consistency(sizes[3], None);
        match consistent {
            Ok(_)
            | Err(
                ReadError::Unproven(_)
                | ReadError::Index(IndexError::Behind | IndexError::Database(_)),
            ) => {}
            Err(other) => panic!("{bend}: {other}"),
        }

        // Made anew, it proves everything again.
        std::fs::remove_file(dir.path().join(INDEX)).unwrap();
        let registry = Registry::read(dir.path()).unwrap();
        assert!((0..size).all(|seq| registry.prove(seq, None).is_ok()));
    }
}
