//! A slip: what travels with a copy between two agencies, in a file.
//!
//! With it the receiver checks offline, and with nothing but the sender's
//! ledger-id, that the sender's ledger holds the entry, who signed it, and that
//! this ledger still is the one it noted before. One map in the ledger's
//! [CBOR profile](super::cbor), at most 16 MiB:
//!
//! | key | value |
//! | --- | --- |
//! | `slip` | 1 |
//! | `about` | the position of the entry that travels |
//! | `since` | absent, or `[size, [hash32, …]]`: consistency from the size that the receiver last noted (RFC 9162 §2.1.4.1) |
//! | `entries` | `[[seq, entry bytes, [hash32, …]], …]` by ascending position, each with its inclusion proof to the checkpoint (§2.1.3.1) |
//! | `checkpoint` | text: the signed [note](super::note), with cosignatures or without |
//!
//! `entries` are entry 0, which makes the ledger-id; the entry itself; and the
//! enrolment of each key that signs something in the slip (the checkpoint, the
//! entry, its cosignatures, or such an enrolment) unless `ledger.open` brought
//! it. Nothing else has a place there.
//!
//! Sealed fields travel as the commitments that they are: the words of a
//! document go with the document, on paper or in its file, and never in a slip.

mod verify;

pub use verify::{Carried, Expect, NotProven, SlipReport, Standing};

use super::cbor::{CborError, CborFault, Reader, major, write_bytes, write_head};
use super::entry::{Entry, EntryError, MAX_ENTRY};
use super::key::Role;
use super::keyring::Keyring;
use super::note::{Note, NoteError};
use super::tree::{Nodes, ProofError, consistency, inclusion};
use crate::id::{Bytes32, Kid};
use std::collections::BTreeMap;

/// How long a slip may be, in bytes.
pub const MAX_SLIP: usize = 16 << 20;
/// A tree of sizes that the profile can say has fewer levels.
const MAX_PATH: u64 = 64;
/// How the one map begins: four keys or five, the first of them `slip`.
const BEGINNINGS: [&[u8]; 2] = [b"\xA4\x64slip\x01", b"\xA5\x64slip\x01"];

/// An entry of another ledger with what it takes to believe it; nothing is
/// checked but its form. [`verify`](Self::verify) checks it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    about: u64,
    note: Note,
    pieces: Vec<Piece>,
    since: Option<Since>,
}

/// An entry in a slip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The position.
    pub seq: u64,
    /// The entry's bytes.
    pub entry: Vec<u8>,
    /// The inclusion proof to the checkpoint.
    pub path: Vec<Bytes32>,
}

/// The way from an earlier size to the checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Since {
    /// The size that the receiver noted.
    pub size: u64,
    /// The consistency proof.
    pub path: Vec<Bytes32>,
}

/// Why bytes are no slip.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SlipError {
    /// Longer than a slip may be.
    #[error("the slip is longer than 16 MiB")]
    TooLong,
    /// Not a slip in its one form.
    #[error("the slip is malformed at {0}")]
    Malformed(#[from] CborError),
    /// The checkpoint is no note.
    #[error("the slip's checkpoint: {0}")]
    Note(#[from] NoteError),
    /// The entries do not ascend from entry 0.
    #[error("the slip's entries do not begin with entry 0, or are not in ascending order")]
    Order,
    /// The entry that the slip is about is not in it.
    #[error("the slip is about entry {about}, which is not in it")]
    NoSubject {
        /// The position.
        about: u64,
    },
}

/// Why a slip cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError<N, E> {
    /// The entry, or the size to lead from, lies beyond the checkpoint.
    #[error("entry or size {asked} lies beyond a checkpoint of {size} entries")]
    Beyond {
        /// What was asked for.
        asked: u64,
        /// The checkpoint's size.
        size: u64,
    },
    /// A hash of the tree is not to be had.
    #[error("a hash of the tree cannot be read")]
    Nodes(#[source] N),
    /// An entry is not to be had.
    #[error("an entry cannot be read")]
    Read(#[source] E),
    /// What stands there is no entry.
    #[error("what stands in the ledger is no entry")]
    Entry(#[from] EntryError),
    /// The checkpoint is not signed with a key of the ledger.
    #[error("the checkpoint is not signed with a key of this ledger")]
    OtherKey,
    /// A `key.revoke` concerns its own ledger alone: the enrolment of the key
    /// that it names signs nothing in a slip, and has no place there.
    #[error("a `key.revoke` does not travel: it concerns its own ledger alone")]
    Revocation,
    /// The slip would be longer than 16 MiB.
    #[error("the slip would be longer than 16 MiB")]
    TooLong,
}

impl<N, E> From<ProofError<N>> for ComposeError<N, E> {
    fn from(error: ProofError<N>) -> Self {
        match error {
            ProofError::Beyond { asked, size } => Self::Beyond { asked, size },
            ProofError::Nodes(error) => Self::Nodes(error),
        }
    }
}

impl Slip {
    /// Makes the slip of the entry at `about` under the checkpoint in `note`,
    /// for a receiver who noted the size `since` last, if any. `keys` are the
    /// ledger's, `nodes` its tree, and `read` gives an entry's bytes.
    ///
    /// # Errors
    ///
    /// [`ComposeError`].
    pub fn compose<N: Nodes, E>(
        about: u64,
        since: Option<u64>,
        note: Note,
        keys: &Keyring,
        nodes: &N,
        mut read: impl FnMut(u64) -> Result<Vec<u8>, E>,
    ) -> Result<Self, ComposeError<N::Error, E>> {
        let size = note.checkpoint().size;
        if about >= size {
            return Err(ComposeError::Beyond { asked: about, size });
        }
        let mut signers = vec![signed_by(&note, keys).ok_or(ComposeError::OtherKey)?];
        let mut entries = BTreeMap::new();
        for seq in [0, about] {
            let bytes = read(seq).map_err(ComposeError::Read)?;
            if seq == about && is_revocation(&bytes)? {
                return Err(ComposeError::Revocation);
            }
            signers.extend(kids(&bytes)?);
            entries.insert(seq, bytes);
        }
        while let Some(kid) = signers.pop() {
            // Keys of `ledger.open` are valid from entry 0, others from the
            // entry behind their enrolment.
            let enrolled = keys.get(&kid).and_then(|key| key.first().checked_sub(1));
            let Some(seq) = enrolled.filter(|seq| !entries.contains_key(seq)) else {
                continue;
            };
            let bytes = read(seq).map_err(ComposeError::Read)?;
            signers.extend(kids(&bytes)?);
            entries.insert(seq, bytes);
        }
        let mut pieces = Vec::with_capacity(entries.len());
        for (seq, entry) in entries {
            let path = inclusion(nodes, seq, size)?;
            pieces.push(Piece { seq, entry, path });
        }
        let since = match since {
            Some(old) => Some(Since {
                size: old,
                path: consistency(nodes, old, size)?,
            }),
            None => None,
        };
        let slip = Self {
            about,
            note,
            pieces,
            since,
        };
        if slip.encode().len() > MAX_SLIP {
            return Err(ComposeError::TooLong);
        }
        Ok(slip)
    }

    /// Whether `bytes` begin as a slip does.
    #[must_use]
    pub fn begins(bytes: &[u8]) -> bool {
        BEGINNINGS.iter().any(|start| bytes.starts_with(start))
    }

    /// The position of the entry that travels.
    #[must_use]
    pub fn about(&self) -> u64 {
        self.about
    }

    /// The checkpoint's note.
    #[must_use]
    pub fn note(&self) -> &Note {
        &self.note
    }

    /// The entries, by ascending position.
    #[must_use]
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// The way from the size last noted.
    #[must_use]
    pub fn since(&self) -> Option<&Since> {
        self.since.as_ref()
    }

    /// The bytes; [`decode`](Self::decode) gives the slip back.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let [short, long] = BEGINNINGS;
        out.extend_from_slice(self.since.as_ref().map_or(short, |_| long));
        write_key(&mut out, "about");
        write_head(&mut out, major::UNSIGNED, self.about);
        if let Some(since) = &self.since {
            write_key(&mut out, "since");
            write_head(&mut out, major::ARRAY, 2);
            write_head(&mut out, major::UNSIGNED, since.size);
            write_path(&mut out, &since.path);
        }
        write_key(&mut out, "entries");
        write_head(&mut out, major::ARRAY, self.pieces.len() as u64);
        for piece in &self.pieces {
            write_head(&mut out, major::ARRAY, 3);
            write_head(&mut out, major::UNSIGNED, piece.seq);
            write_bytes(&mut out, &piece.entry);
            write_path(&mut out, &piece.path);
        }
        write_key(&mut out, "checkpoint");
        write_key(&mut out, &self.note.to_text());
        out
    }

    /// The slip in `bytes`.
    ///
    /// # Errors
    ///
    /// [`SlipError`] for anything but the one form.
    pub fn decode(bytes: &[u8]) -> Result<Self, SlipError> {
        if bytes.len() > MAX_SLIP {
            return Err(SlipError::TooLong);
        }
        let mut reader = Reader::new(bytes);
        let [short, long] = BEGINNINGS;
        let with_since = bytes.starts_with(long);
        let beginning = if with_since { long } else { short };
        reader.exactly(beginning, "a map with `slip` 1")?;
        reader.exactly(b"\x65about", "`about`")?;
        let about = position(&mut reader)?;
        let mut since = None;
        if with_since {
            reader.exactly(b"\x65since", "`since`")?;
            reader.array_of(2, "a size and a path")?;
            let size = position(&mut reader)?;
            let path = path(&mut reader)?;
            since = Some(Since { size, path });
        }
        reader.exactly(b"\x67entries", "`entries`")?;
        let mut pieces: Vec<Piece> = Vec::new();
        for _ in 0..reader.array("the entries")? {
            reader.array_of(3, "a position, an entry and a path")?;
            let seq = position(&mut reader)?;
            let offset = reader.at();
            let entry = reader.bytes("an entry")?;
            if entry.len() > MAX_ENTRY {
                let fault = CborFault::Expected("an entry of at most 1 MiB");
                return Err(CborError { offset, fault }.into());
            }
            let (entry, path) = (entry.to_vec(), path(&mut reader)?);
            pieces.push(Piece { seq, entry, path });
        }
        reader.exactly(b"\x6Acheckpoint", "`checkpoint`")?;
        let note = Note::parse(reader.text_item("the checkpoint's note")?)?;
        reader.end()?;
        let ascends = pieces.is_sorted_by(|a, b| a.seq < b.seq);
        if !ascends || pieces.first().is_none_or(|piece| piece.seq != 0) {
            return Err(SlipError::Order);
        }
        if !pieces.iter().any(|piece| piece.seq == about) {
            return Err(SlipError::NoSubject { about });
        }
        Ok(Self {
            about,
            note,
            pieces,
            since,
        })
    }
}

/// Whether the entry's act ends a key.
fn is_revocation(entry: &[u8]) -> Result<bool, EntryError> {
    let (_, statement) = Entry::decode(entry)?;
    let act = statement.act().ok();
    let name = act.as_ref().and_then(|act| act.get("act")?.as_text());
    Ok(name == Some("key.revoke"))
}

/// The ledger key that signed the checkpoint.
fn signed_by(note: &Note, keys: &Keyring) -> Option<Kid> {
    let ledgers = keys.iter().filter(|(_, key)| key.role() == Role::Ledger);
    let signed = |key: &&super::key::PublicKey| note.check(key).is_ok();
    ledgers
        .filter_map(|(kid, key)| key.parsed().ok().filter(signed).map(|_| *kid))
        .next()
}

/// The keys that signed and cosigned an entry.
fn kids(entry: &[u8]) -> Result<impl Iterator<Item = Kid>, EntryError> {
    let (entry, statement) = Entry::decode(entry)?;
    let cosigned = entry.cosigned.into_iter().map(|one| one.kid);
    Ok(std::iter::once(statement.kid()).chain(cosigned))
}

/// Writes a text, which holds nothing that the profile refuses.
fn write_key(out: &mut Vec<u8>, text: &str) {
    write_head(out, major::TEXT, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

fn write_path(out: &mut Vec<u8>, path: &[Bytes32]) {
    write_head(out, major::ARRAY, path.len() as u64);
    path.iter().for_each(|hash| write_bytes(out, &hash.0));
}

fn position(reader: &mut Reader<'_>) -> Result<u64, CborError> {
    let offset = reader.at();
    let int = reader.int("a position or size")?;
    u64::try_from(int).map_err(|_| CborError {
        offset,
        fault: CborFault::Expected("a position or size, which is not negative"),
    })
}

fn path(reader: &mut Reader<'_>) -> Result<Vec<Bytes32>, CborError> {
    let offset = reader.at();
    let count = reader.array("a path of hashes")?;
    if count > MAX_PATH {
        let fault = CborFault::Expected("a path of at most 64 hashes");
        return Err(CborError { offset, fault });
    }
    let hash = |_| reader.bytes_of("a hash of 32 bytes").map(Bytes32);
    (0..count).map(hash).collect()
}
