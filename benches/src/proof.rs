//! Proofs: made and checked in memory, and made from a registry's index.

use crate::measure::{Scale, median, rates, ratio};
use crate::row::Row;
use bmnn::id::Bytes32;
use bmnn::ledger::tree::{Tree, check_inclusion, inclusion, leaf_hash};
use bmnn_registry::Registry;
use ct_merkle::mem_backed_tree::MemoryBackedTree;
use ct_merkle::{HashableLeaf, InclusionProof};
use sha2::Sha256;
use std::error::Error;
use std::hint::black_box;

/// How many proofs a call makes or checks.
const TOGETHER: u64 = 256;
/// How long an entry is.
pub(crate) const ENTRY: usize = 256;

/// An entry, by its number.
#[derive(Clone, Copy)]
pub(crate) struct Numbered(pub(crate) u64);

impl Numbered {
    /// Its bytes: the number, and filling.
    pub(crate) fn bytes(self) -> [u8; ENTRY] {
        let mut bytes = [0x5A; ENTRY];
        bytes
            .iter_mut()
            .zip(self.0.to_be_bytes())
            .for_each(|(to, from)| *to = from);
        bytes
    }
}

impl HashableLeaf for Numbered {
    fn hash<H: ct_merkle::digest::Update>(&self, hasher: &mut H) {
        hasher.update(&self.bytes());
    }
}

/// Positions in an order that no cache foresees.
pub(crate) struct Positions {
    state: u64,
    size: u64,
}

impl Iterator for Positions {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        // Knuth's multiplier; the high bits are the random ones.
        self.state = self
            .state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        Some((self.state >> 33) % self.size)
    }
}

/// Positions below `size`, in the same order every time.
pub(crate) fn positions(size: u64) -> Positions {
    Positions { state: 7, size }
}

/// The rows `proof.make` and `proof.check` that are wanted.
pub(crate) fn in_memory(
    scale: Scale,
    wanted: &dyn Fn(&str) -> bool,
    show: &dyn Fn(Row),
) -> Result<(), Box<dyn Error>> {
    if !wanted("proof.make") && !wanted("proof.check") {
        return Ok(());
    }
    let size = scale.leaves;
    let ours: Tree = (0..size).map(|n| leaf_hash(&Numbered(n).bytes())).collect();
    let mut theirs = MemoryBackedTree::<Sha256, Numbered>::new();
    (0..size).for_each(|n| theirs.push(Numbered(n)));
    if ours.root().0[..] != theirs.root().as_bytes()[..] {
        return Err("the peer has another root".into());
    }
    if wanted("proof.make") {
        show(make(scale, &ours, &theirs)?);
    }
    if wanted("proof.check") {
        show(check(scale, &ours, &theirs)?);
    }
    Ok(())
}

type Peer = MemoryBackedTree<Sha256, Numbered>;

fn make(scale: Scale, ours: &Tree, theirs: &Peer) -> Result<Row, Box<dyn Error>> {
    let size = ours.size();
    let (mut mine, mut other) = (positions(size), positions(size));
    let [made, peer] = rates(
        scale,
        [
            &mut || {
                for index in mine.by_ref().take(TOGETHER as usize) {
                    black_box(inclusion(ours, index, size)?);
                }
                Ok(TOGETHER)
            },
            &mut || {
                for index in other.by_ref().take(TOGETHER as usize) {
                    black_box(theirs.prove_inclusion(usize::try_from(index)?));
                }
                Ok(TOGETHER)
            },
        ],
    )?;
    Ok(Row {
        name: "proof.make",
        value: median(&made),
        unit: "proofs/s",
        ceiling: None,
        ratio: None,
        peer: Some(median(&peer)),
        peer_ratio: Some(ratio(&made, &peer)),
        note: "inclusion, a million leaves in memory; peer: ct-merkle 0.3",
    })
}

fn check(scale: Scale, ours: &Tree, theirs: &Peer) -> Result<Row, Box<dyn Error>> {
    let (size, root, their_root) = (ours.size(), ours.root(), theirs.root());
    let mut proofs: Vec<(u64, Vec<Bytes32>, InclusionProof<Sha256>)> = Vec::new();
    for index in positions(size).take(TOGETHER as usize) {
        let theirs = theirs.prove_inclusion(usize::try_from(index)?);
        proofs.push((index, inclusion(ours, index, size)?, theirs));
    }
    let [checked, peer] = rates(
        scale,
        [
            &mut || {
                for (index, path, _) in &proofs {
                    let leaf = leaf_hash(&Numbered(*index).bytes());
                    check_inclusion(&leaf, *index, size, path, &root)?;
                }
                Ok(TOGETHER)
            },
            &mut || {
                for (index, _, proof) in &proofs {
                    let held = their_root.verify_inclusion(&Numbered(*index), *index, proof);
                    held.map_err(|_| "the peer's proof does not hold")?;
                }
                Ok(TOGETHER)
            },
        ],
    )?;
    Ok(Row {
        name: "proof.check",
        value: median(&checked),
        unit: "proofs/s",
        ceiling: None,
        ratio: None,
        peer: Some(median(&peer)),
        peer_ratio: Some(ratio(&checked, &peer)),
        note: "the same, from the entry's 256 bytes to the root, no signature; peer: ct-merkle 0.3",
    })
}

/// The row `proof.make.index`: from entry number to a text that was checked,
/// beside the one signature that checking it costs.
pub(crate) fn from_index(scale: Scale, registry: &Registry) -> Result<Row, Box<dyn Error>> {
    let size = registry.size();
    let mut entries = positions(size);
    let proof = registry.prove(0, None)?;
    let key = registry.verifier_key(size)?;
    let note = registry.checkpoint_at(size)?;
    let [made, ceiling] = rates(
        scale,
        [
            &mut || {
                for seq in entries.by_ref().take(16) {
                    black_box(registry.prove(seq, None)?.to_text());
                }
                Ok(16)
            },
            &mut || {
                for _ in 0..16 {
                    proof.checkpoint().check(note.as_bytes(), key.public())?;
                }
                Ok(16)
            },
        ],
    )?;
    Ok(Row {
        name: "proof.make.index",
        value: median(&made),
        unit: "proofs/s",
        ceiling: Some(median(&ceiling)),
        ratio: Some(ratio(&made, &ceiling)),
        peer: None,
        peer_ratio: None,
        note: "a registry of 100 000 acts: hashes from the index, entry from the ledger, checked; ceiling: the checkpoint's one signature",
    })
}
