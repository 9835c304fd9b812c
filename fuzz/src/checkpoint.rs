//! Checkpoints: one text for a size and a root, one form of a signature.

use crate::signer;
use bmnn::ledger::checkpoint::{Checkpoint, CheckpointError};
use bmnn::ledger::{PublicKey, Signer};

/// Reading bytes as a checkpoint's note: what is taken is the text of its size
/// and root, no byte can be left out or added, and no key of ours signed it.
/// The same checkpoint, signed, holds for that key and for nothing else.
///
/// # Panics
///
/// If that does not hold.
pub fn law(data: &[u8]) {
    let Ok(read) = Checkpoint::parse(data) else {
        return;
    };
    let text = read.text();
    assert!(data.starts_with(text.as_bytes()), "one text");
    assert_eq!(data.len(), read.note_length());
    for changed in [
        &[data, b"\n"].concat(),
        data.strip_suffix(b"\n").unwrap_or(b""),
    ] {
        assert!(
            Checkpoint::parse(changed).is_err(),
            "not a byte more or less"
        );
    }
    let (by, other) = (signer(1), signer(2));
    let (Ok(key), Ok(other_key)) = (
        PublicKey::parse(&by.public_key()),
        PublicKey::parse(&other.public_key()),
    ) else {
        return;
    };
    assert!(
        read.check(data, &other_key).is_err(),
        "not by a key of ours"
    );

    let Ok(note) = read.sign(by) else { return };
    assert_eq!(note.len(), read.note_length());
    assert_eq!(Checkpoint::parse(note.as_bytes()), Ok(read));
    assert_eq!(read.check(note.as_bytes(), &key), Ok(()));
    assert_eq!(
        read.check(note.as_bytes(), &other_key),
        Err(CheckpointError::OtherKey)
    );
    let later = Checkpoint {
        size: read.size.wrapping_add(1),
        ..read
    };
    let mismatch = CheckpointError::Mismatch { size: later.size };
    assert_eq!(later.check(note.as_bytes(), &key), Err(mismatch));
}
