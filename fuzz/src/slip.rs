//! What travels between two agencies: notes with cosignatures, and slips.

use crate::file::SOUND;
use crate::{bytes32, signer};
use arbitrary::Unstructured;
use bmnn::id::Bytes32;
use bmnn::ledger::checkpoint::Checkpoint;
use bmnn::ledger::cosignature::CosignatureLine;
use bmnn::ledger::note::Note;
use bmnn::ledger::slip::{ComposeError, Expect, Slip, Standing};
use bmnn::ledger::tree::{Tree, leaf_hash, root};
use bmnn::ledger::vkey::VerifierKey;
use bmnn::ledger::{Chain, PublicKey, Signatures, Signer, Window};
use std::collections::BTreeSet;

/// Reading a text as a note, a cosignature or a verifier's key: what is taken
/// is printed as the same text. A note takes a witness's line once, and the
/// line holds for that checkpoint, name and key.
///
/// # Panics
///
/// If that does not hold.
pub fn note_law(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    if let Ok(line) = text.parse::<VerifierKey>() {
        assert_eq!(line.to_string(), text, "one text");
    }
    if let Ok(line) = CosignatureLine::parse(text) {
        assert_eq!(line.to_string(), text, "one text");
    }
    let Ok(mut note) = Note::parse(text) else {
        return;
    };
    assert_eq!(note.to_text(), text, "one text");
    assert_eq!(
        Checkpoint::parse(note.own().as_bytes()),
        Ok(*note.checkpoint())
    );
    let witness = signer(3);
    let (checkpoint, name) = (*note.checkpoint(), "nhan-chung.example");
    let (Ok(line), Some(key)) = (
        CosignatureLine::sign(&checkpoint, name, 1_772_416_800, witness),
        PublicKey::parse(&witness.public_key())
            .ok()
            .and_then(|key| VerifierKey::of_witness(name, key).ok()),
    ) else {
        return;
    };
    assert!(
        note.cosignatures()
            .iter()
            .all(|other| other.check(&checkpoint, &key).is_err())
    );
    assert_eq!(
        CosignatureLine::parse(&line.to_string()).as_ref(),
        Ok(&line)
    );
    assert!(line.check(&checkpoint, &key).is_ok());
    let grown = Checkpoint {
        size: checkpoint.size ^ 1,
        ..checkpoint
    };
    assert!(line.check(&grown, &key).is_err(), "of one checkpoint");
    if note.add(line.clone()).is_ok() {
        assert_eq!(Note::parse(&note.to_text()).as_ref(), Ok(&note));
        assert!(note.add(line).is_err(), "a witness stands there once");
    }
}

/// Reading bytes as a slip: what is taken is its own encoding, and the same is
/// said of it twice; only what holds carries an entry, and it is that of the
/// slip.
///
/// # Panics
///
/// If that does not hold.
pub fn law(data: &[u8]) {
    let Ok(slip) = Slip::decode(data) else { return };
    assert!(Slip::begins(data));
    assert_eq!(slip.encode(), data, "one encoding");
    let report = slip.verify(&Expect::default());
    assert_eq!(report, slip.verify(&Expect::default()), "the same twice");
    assert_eq!(report.holds(), report.carried().is_some());
    assert_eq!(report.about, slip.about());
    if let Some(carried) = report.carried() {
        assert_eq!(carried.seq, slip.about());
        let own = slip.pieces().iter().find(|piece| piece.seq == carried.seq);
        assert_eq!(own.map(|own| leaf_hash(&own.entry)), Some(carried.leaf));
        assert_eq!(report.standing, Standing::First, "nothing was noted");
    }
    let another = Expect {
        ledger: Some(bytes32(0x77)),
        ..Expect::default()
    };
    assert!(!slip.verify(&another).holds(), "of no other ledger");
}

/// A slip of any entry of a sound ledger, and a change of one byte of it: it
/// holds for whoever knows the ledger, at whatever size he noted it, and changed
/// it holds for nobody, or says the same.
///
/// # Panics
///
/// If that does not hold.
pub fn change_law(data: &[u8]) {
    let mut input = Unstructured::new(data);
    let Ok((which, about, since, at, bits)) = input.arbitrary::<(u8, u8, Option<u8>, u32, u8)>()
    else {
        return;
    };
    let Some(sent) = SOUND.get(usize::from(which) % SOUND.len()) else {
        return;
    };
    let Some(sender) = Sender::of(sent) else {
        unreachable!("a sound ledger can be read")
    };
    let size = sender.leaves.len();
    let about = usize::from(about) % size;
    let since = since.map(|since| usize::from(since) % size + 1);
    let read = |seq: u64| {
        let place = usize::try_from(seq).ok();
        place
            .and_then(|place| sender.entries.get(place))
            .cloned()
            .ok_or(())
    };
    let tree: Tree = sender.leaves.iter().copied().collect();
    let Ok(note) = Note::parse(&sender.note) else {
        unreachable!("a sound ledger's checkpoint is a note")
    };
    let noted = since.map(|since| since as u64);
    let keys = sender.chain.keys();
    let slip = match Slip::compose(about as u64, noted, note, keys, &tree, read) {
        Ok(slip) => slip,
        Err(ComposeError::Revocation) => {
            return assert!(sender.revokes.contains(&about), "it is a `key.revoke`");
        }
        Err(other) => unreachable!("every other entry has a slip: {other}"),
    };
    let expect = Expect {
        ledger: sender.chain.ledger(),
        noted: since.map(|since| Checkpoint {
            ledger: sender.chain.ledger().unwrap_or(bytes32(0)),
            size: since as u64,
            root: root(sender.leaves.get(..since).unwrap_or_default()),
        }),
        witnesses: Vec::new(),
    };
    let encoded = slip.encode();
    assert_eq!(Slip::decode(&encoded).as_ref(), Ok(&slip));
    let report = slip.verify(&expect);
    assert!(report.holds(), "{:?} of ledger {which}", report.findings);
    assert_eq!(
        report.carried().map(|c| c.leaf),
        sender.leaves.get(about).copied()
    );

    let mut changed = encoded;
    let at = usize::try_from(at).unwrap_or(0) % changed.len().max(1);
    let Some(byte) = changed.get_mut(at).filter(|_| bits != 0) else {
        return;
    };
    *byte ^= bits;
    law(&changed);
    if let Ok(other) = Slip::decode(&changed) {
        let other = other.verify(&expect);
        assert!(
            !other.holds() || other.carried() == report.carried(),
            "another story: byte {at} of the slip of {about} of ledger {which}"
        );
        assert!(!other.holds() || (other.size, other.root) == (report.size, report.root));
    }
}

/// A ledger whose entries are sent.
struct Sender {
    chain: Chain,
    entries: Vec<Vec<u8>>,
    leaves: Vec<Bytes32>,
    /// The positions of `key.revoke`.
    revokes: BTreeSet<usize>,
    note: String,
}

impl Sender {
    fn of(file: &[u8]) -> Option<Self> {
        let (mut chain, mut window) = (Chain::default(), Window::default());
        let mut revokes = BTreeSet::new();
        let (mut entries, mut leaves, mut note) = (Vec::new(), Vec::new(), String::new());
        for (kind, bytes) in crate::file::whole_records(file) {
            if kind == 1 {
                let examined = chain.examine(bytes, &window, Signatures::Check).ok()?;
                chain.advance(&examined);
                window.push(examined.leaf(), examined.id());
                let name = examined.act().and_then(|act| act.get("act")?.as_text());
                if name == Some("key.revoke") {
                    revokes.insert(leaves.len());
                }
                leaves.push(examined.leaf());
                entries.push(bytes.to_vec());
            } else {
                chain.close_commit(bytes, Signatures::Check).ok()?;
                note = String::from_utf8(bytes.to_vec()).ok()?;
            }
        }
        Some(Self {
            chain,
            entries,
            leaves,
            revokes,
            note,
        })
    }
}
