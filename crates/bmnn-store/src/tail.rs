//! Telling a torn tail from damage, and setting it aside.

use crate::error::{StoreError, io as fault};
use crate::frame::{HEADER, Header, LEDGER};
use crate::medium::{Disk, Medium, Opening, read_full};
use bmnn::id::Bytes32;
use bmnn::ledger::checkpoint::{Checkpoint, MAX_NOTE};
use bmnn::ledger::{RecordKind, sha256};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A torn tail that was copied to a side file and cut off. The next commit
/// begins with a `ledger.recover` that says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAside {
    /// The side file.
    pub path: PathBuf,
    /// How many bytes were set aside.
    pub length: u64,
    /// Their SHA-256.
    pub digest: Bytes32,
}

/// How much is looked through at a time.
const CHUNK: usize = 1 << 20;

/// How many whole checkpoint records of `ledger` stand in a file between two
/// places, at whatever offset; counts no further than 2.
pub(crate) fn checkpoints_within(
    medium: &dyn Medium,
    from: u64,
    to: u64,
    ledger: &Bytes32,
) -> io::Result<usize> {
    let origin = format!("bmnn/{ledger}\n").into_bytes();
    let longest = HEADER + MAX_NOTE;
    let mut found = 0;
    let mut at = from;
    let mut buffer = Vec::new();
    while at < to && found < 2 {
        // Chunks overlap, so that no record lies across the end of all of them.
        let left = usize::try_from(to - at).unwrap_or(usize::MAX);
        buffer.resize(left.min(CHUNK + longest), 0);
        let read = read_full(medium, &mut buffer, at)?;
        let bytes = buffer.get(..read).unwrap_or_default();
        let starts = bytes.len().min(CHUNK);
        found += (0..starts)
            .filter(|start| {
                let here = bytes.get(*start..).unwrap_or_default();
                here.get(HEADER..).is_some_and(|b| b.starts_with(&origin))
                    && is_checkpoint_record(here)
            })
            .take(2)
            .count();
        at += starts.max(1) as u64;
    }
    Ok(found)
}

/// Whether a whole checkpoint record begins here.
fn is_checkpoint_record(bytes: &[u8]) -> bool {
    let Some((header, rest)) = bytes.split_first_chunk::<HEADER>() else {
        return false;
    };
    let header = Header::parse(*header);
    let note = header.length().and_then(|length| rest.get(..length));
    note.is_some_and(|note| {
        header.kind() == RecordKind::Checkpoint
            && header.covers(note)
            && Checkpoint::parse(note).is_ok()
    })
}

/// Copies everything from `at` on to a side file and cuts it off.
pub(crate) fn set_aside(
    medium: &mut dyn Medium,
    disk: &dyn Disk,
    dir: &Path,
    at: u64,
) -> Result<(), StoreError> {
    let ledger = dir.join(LEDGER);
    let length = medium.len().map_err(fault("cannot read", &ledger))? - at;
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    let tail =
        crate::medium::read_vec(medium, at, length).map_err(fault("cannot read", &ledger))?;
    let known = pending(dir, at)?.into_iter();
    if !known
        .map(|known| known.digest)
        .any(|digest| digest == sha256(&[&tail]))
    {
        copy(disk, dir, at, &tail)?;
    }
    medium
        .truncate(at)
        .map_err(fault("cannot cut off the torn tail of", &ledger))?;
    medium.sync().map_err(fault("cannot sync", &ledger))
}

/// Writes a side file under a name that is free, whole or not at all.
fn copy(disk: &dyn Disk, dir: &Path, at: u64, tail: &[u8]) -> Result<(), StoreError> {
    let taken = pending(dir, at)?.len();
    let path = dir.join(format!("{}{taken}", prefix(at)));
    let new = dir.join(format!("{LEDGER}.torn-new"));
    let write = || {
        let mut file = disk.open(&new, Opening::Empty)?;
        if file.write_at(tail, 0)? != tail.len() {
            return Err(io::ErrorKind::WriteZero.into());
        }
        file.sync()?;
        fs::rename(&new, &path)?;
        disk.sync_folder(dir)
    };
    write().map_err(fault("cannot set the torn tail aside in", &path))
}

/// The file that says that a ledger which ends at `at` was restored.
fn restored(dir: &Path, at: u64) -> PathBuf {
    dir.join(format!("{LEDGER}.restored-{at}"))
}

/// Says that the ledger in `dir`, which ends at `at`, was restored from a
/// backup: while it ends there, its next commit begins with a
/// `ledger.recover`.
///
/// # Errors
///
/// [`StoreError`] if the disk does not take it.
pub fn mark_restored(dir: &Path, at: u64) -> Result<(), StoreError> {
    let path = restored(dir, at);
    let write = || {
        fs::File::create(&path)?.sync_all()?;
        fs::File::open(dir)?.sync_all()
    };
    write().map_err(fault("cannot write", &path))
}

/// Whether the ledger in `dir`, which ends at `at`, was restored, and no commit
/// tells of it yet.
pub(crate) fn is_restored(dir: &Path, at: u64) -> bool {
    restored(dir, at).exists()
}

fn prefix(at: u64) -> String {
    format!("{LEDGER}.torn-{at}-")
}

/// The tails that were set aside at `at` and of which no commit tells yet: the
/// ledger ends there, so nothing was committed since.
pub(crate) fn pending(dir: &Path, at: u64) -> Result<Vec<SetAside>, StoreError> {
    let prefix = prefix(at);
    let mut numbers = Vec::new();
    for file in fs::read_dir(dir).map_err(fault("cannot read", dir))? {
        let name = file.map_err(fault("cannot read", dir))?.file_name();
        let number = name.to_str().and_then(|name| name.strip_prefix(&prefix));
        numbers.extend(number.and_then(|number| number.parse::<u64>().ok()));
    }
    numbers.sort_unstable();
    let read = |number| {
        let path = dir.join(format!("{prefix}{number}"));
        let bytes = fs::read(&path).map_err(fault("cannot read", &path))?;
        Ok(SetAside {
            length: bytes.len() as u64,
            digest: sha256(&[&bytes]),
            path,
        })
    };
    numbers.into_iter().map(read).collect()
}
