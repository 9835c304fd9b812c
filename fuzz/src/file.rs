//! A ledger's file: any bytes, any records, and sound files with a change.

use arbitrary::{Arbitrary, Unstructured};
use bmnn::id::Bytes32;
use bmnn::ledger::tree::{self, leaf_hash};
use bmnn::ledger::{Expect, Report, Store};
use bmnn_store::{
    Condition, Disk, FileStore, LEDGER, MAGIC, MAX_RECORD, Medium, Opening, Tip, verify_medium,
};
use std::collections::BTreeSet;
use std::io::{Error, ErrorKind, Result};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use tempfile::TempDir;

/// Reading bytes as a ledger's file: the verifier says the same twice, what
/// holds is whole records whose tree has the root that the report says, and a
/// store opens it and reads the same entries.
///
/// # Panics
///
/// If that does not hold.
pub fn law(data: &[u8]) {
    judged(data);
}

/// Reading bytes as records, each a kind, a length of two bytes and its bytes,
/// which a file of right checksums is made of: the same law behind the framing.
///
/// # Panics
///
/// If that does not hold.
pub fn records_law(data: &[u8]) {
    let (mut rest, mut file) = (data, MAGIC.to_vec());
    while let Some(([kind, low, high], behind)) = rest.split_first_chunk::<3>() {
        let length = usize::from(u16::from_le_bytes([*low, *high]));
        let (bytes, behind) = behind.split_at(length.min(behind.len()));
        file.extend(framed(*kind, bytes));
        rest = behind;
    }
    judged(&file);
}

/// A sound ledger with one change: either it does not hold, or it tells the
/// same story, up to a cut behind a checkpoint; and where the end is known, not
/// even that.
///
/// # Panics
///
/// If that does not hold.
pub fn mutation_law(data: &[u8]) {
    let mut input = Unstructured::new(data);
    let Ok((which, change)) = input.arbitrary::<(u8, Change)>() else {
        return;
    };
    let Some(sound) = SOUND.get(usize::from(which) % SOUND.len()) else {
        return;
    };
    let records = whole_records(sound);
    let Some(changed) = change.of(sound, &records) else {
        return;
    };
    let Some(report) = judged(&changed) else {
        return;
    };
    let stories: BTreeSet<(u64, Bytes32)> = checkpoints(&records).into_iter().collect();
    let story = (report.size, report.root);
    assert!(
        !report.holds() || stories.contains(&story),
        "another story: {change:?} of ledger {which}"
    );
    let Some((size, root)) = stories.last().copied() else {
        unreachable!("a sound ledger has a checkpoint")
    };
    let tip = Tip {
        size,
        length: sound.len() as u64,
        root,
    };
    if let Some(report) = verified(&changed, Some(tip)) {
        assert!(
            !report.holds() || (report.size, report.root) == (size, root),
            "the end is known: {change:?} of ledger {which}"
        );
    }
}

/// Ledgers that hold, which a stranger wrote from the format page.
pub(crate) const SOUND: &[&[u8]] = &[
    include_bytes!("../../crates/bmnn-store/tests/strangers/good-start.bmnn"),
    include_bytes!("../../crates/bmnn-store/tests/strangers/good-2-53-1.bmnn"),
    include_bytes!("../../crates/bmnn-store/tests/strangers/good-doubtful.bmnn"),
    include_bytes!(
        "../../crates/bmnn-store/tests/strangers/good-rotate-ledger-key-recover-close.bmnn"
    ),
    include_bytes!(
        "../../crates/bmnn-store/tests/strangers/good-witness-key-cosign-by-actor-witness.bmnn"
    ),
    include_bytes!("../../crates/bmnn-store/tests/strangers/good-clock-backwards.bmnn"),
];

/// What somebody may do to a file.
#[derive(Arbitrary, Clone, Debug)]
enum Change {
    /// Bits of one byte.
    Flip(u32, u8),
    /// The end.
    Cut(u32),
    /// A range that is gone.
    Remove(u32, u16),
    /// A range that stands twice.
    Double(u32, u16),
    /// Bits of one byte within a record, whose checksum is then made right.
    Within(u8, u16, u8),
    /// A record that is gone.
    Drop(u8),
    /// Two records in each other's place.
    Swap(u8, u8),
    /// A record that stands twice, the second time further on.
    Again(u8, u8),
    /// A record of anyone's.
    Insert(u8, u8, Vec<u8>),
    /// A record that says that it is another kind of thing.
    Kind(u8, u8),
}

impl Change {
    /// The file with the change; none if that changes nothing.
    fn of(&self, sound: &[u8], records: &[(u8, &[u8])]) -> Option<Vec<u8>> {
        let place = |at: u32| usize::try_from(at).unwrap_or(0) % sound.len().max(1);
        let which = |at: u8| usize::from(at) % records.len().max(1);
        let mut bytes = sound.to_vec();
        let mut owned: Vec<(u8, Vec<u8>)> = records.iter().map(|(k, b)| (*k, b.to_vec())).collect();
        match self {
            Self::Flip(at, bits) => *bytes.get_mut(place(*at))? ^= bits,
            Self::Cut(at) => bytes.truncate(place(*at)),
            Self::Remove(at, length) => {
                let from = place(*at);
                let to = (from + usize::from(*length)).min(bytes.len());
                bytes.drain(from..to);
            }
            Self::Double(at, length) => {
                let from = place(*at);
                let to = (from + usize::from(*length)).min(bytes.len());
                let twice = bytes.get(from..to)?.to_vec();
                bytes.splice(to..to, twice);
            }
            Self::Within(record, at, bits) => {
                let (_, record) = owned.get_mut(which(*record))?;
                let at = usize::from(*at) % record.len().max(1);
                *record.get_mut(at)? ^= bits;
                bytes = file_of(&owned);
            }
            Self::Drop(record) => {
                owned.remove(which(*record));
                bytes = file_of(&owned);
            }
            Self::Swap(a, b) => {
                owned.swap(which(*a), which(*b));
                bytes = file_of(&owned);
            }
            Self::Again(from, to) => {
                let twice = owned.get(which(*from))?.clone();
                owned.insert(which(*to), twice);
                bytes = file_of(&owned);
            }
            Self::Insert(at, kind, record) => {
                owned.insert(which(*at), (*kind, record.clone()));
                bytes = file_of(&owned);
            }
            Self::Kind(record, kind) => {
                owned.get_mut(which(*record))?.0 = *kind;
                bytes = file_of(&owned);
            }
        }
        (bytes != sound).then_some(bytes)
    }
}

/// The report on a file, and what holds for any.
fn judged(file: &[u8]) -> Option<Report> {
    let report = verified(file, None)?;
    assert_eq!(
        verified(file, None).as_ref(),
        Some(&report),
        "the same twice"
    );
    let spelled = report.findings.iter().filter(|f| f.is_error()).count() as u64;
    assert!(spelled <= report.errors && report.holds() == (report.errors == 0));
    assert!(report.size <= report.entries, "what is committed is there");
    assert!(report.counts.values().sum::<u64>() >= report.findings.len() as u64);
    if report.holds() {
        let records = whole_records(file);
        let leaves = leaves(&records);
        assert_eq!(report.entries, leaves.len() as u64);
        assert_eq!(
            (report.size, report.root),
            (report.entries, tree::root(&leaves))
        );
        assert_eq!(file_of(&records), file, "whole records and nothing else");
        opens(file, &report, &records);
    }
    Some(report)
}

fn verified(file: &[u8], tip: Option<Tip>) -> Option<Report> {
    let medium = InMemory(Arc::from(file));
    let go_on = |_| ControlFlow::Continue(());
    let path = Path::new("in memory");
    let report = verify_medium(&medium, path, tip, Expect::default(), go_on);
    // Only what does not begin as a ledger is no ledger.
    assert_eq!(report.is_err(), !file.starts_with(&MAGIC));
    report.ok().flatten()
}

/// A store of a file that holds has the same records and the same end. Exports
/// are not for stores, and what a reader skips is no part of a commit where no
/// checkpoint stands behind it.
fn opens(file: &[u8], report: &Report, records: &[(u8, &[u8])]) {
    if records.iter().any(|(kind, _)| *kind == 4) {
        return;
    }
    let last = records.iter().rposition(|(kind, _)| *kind == 2);
    let records = records.get(..=last.unwrap_or(0)).unwrap_or_default();
    let end = file_of(records).len() as u64;
    let disk = Arc::new(Memory(Arc::from(file)));
    let store = FileStore::open_on(folder(), disk);
    assert!(store.is_ok(), "what holds can be opened");
    let Ok(store) = store else { return };
    let whole = end == file.len() as u64;
    let unfinished = Condition::Unfinished { at: end };
    assert_eq!(
        store.condition(),
        if whole { Condition::Sound } else { unfinished }
    );
    let last = store.last().map(|last| (last.size, last.root));
    assert_eq!(last, Some((report.size, report.root)));
    assert_eq!(store.ledger(), report.ledger);
    assert_eq!(store.end(), end);
    let Ok(read) = store.records(0) else { return };
    let read: Vec<_> = read.map_while(|record| record.ok()).collect();
    assert!(
        read.iter()
            .map(|r| (r.kind.number(), r.bytes.as_slice()))
            .eq(records.iter().copied())
    );
}

/// The records of a file whose framing is right.
pub(crate) fn whole_records(file: &[u8]) -> Vec<(u8, &[u8])> {
    let mut records = Vec::new();
    let mut rest = file.get(MAGIC.len()..).unwrap_or_default();
    while let Some(([a, b, c, d, _, _, _, _, kind], behind)) = rest.split_first_chunk::<9>() {
        let length = u32::from_le_bytes([*a, *b, *c, *d]) as usize;
        let Some((bytes, behind)) = behind.split_at_checked(length) else {
            break;
        };
        records.push((*kind, bytes));
        rest = behind;
    }
    records
}

fn leaves(records: &[(u8, &[u8])]) -> Vec<Bytes32> {
    let leaf = |(kind, bytes): &(u8, &[u8])| match kind {
        1 => Some(leaf_hash(bytes)),
        4 => (*bytes).try_into().ok().map(Bytes32),
        _ => None,
    };
    records.iter().filter_map(leaf).collect()
}

/// Size and root at each checkpoint.
fn checkpoints(records: &[(u8, &[u8])]) -> Vec<(u64, Bytes32)> {
    let places = records
        .iter()
        .enumerate()
        .filter(|(_, (kind, _))| *kind == 2);
    places
        .map(|(at, _)| {
            let leaves = leaves(records.get(..at).unwrap_or_default());
            (leaves.len() as u64, tree::root(&leaves))
        })
        .collect()
}

fn file_of<B: AsRef<[u8]>>(records: &[(u8, B)]) -> Vec<u8> {
    let mut file = MAGIC.to_vec();
    for (kind, bytes) in records {
        file.extend(framed(*kind, bytes.as_ref()));
    }
    file
}

/// A record with its framing, which is written here a second time on purpose.
fn framed(kind: u8, bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(bytes.len().min(MAX_RECORD)).unwrap_or(0);
    let covered = [&length.to_le_bytes()[..], &[kind], bytes].concat();
    let crc = crc32c::crc32c(&covered);
    [
        &length.to_le_bytes()[..],
        &crc.to_le_bytes(),
        &[kind],
        bytes,
    ]
    .concat()
}

/// A folder where a ledger seems to lie: its bytes come from [`Memory`].
fn folder() -> &'static Path {
    static FOLDER: OnceLock<Option<(TempDir, PathBuf)>> = OnceLock::new();
    let made = || {
        let dir = TempDir::new().ok()?;
        std::fs::write(dir.path().join(LEDGER), []).ok()?;
        let path = dir.path().to_owned();
        Some((dir, path))
    };
    let folder = FOLDER.get_or_init(made).as_ref();
    folder.map_or(Path::new("no folder"), |(_, path)| path.as_path())
}

/// A disk that has this ledger and no tip.
struct Memory(Arc<[u8]>);

impl Disk for Memory {
    fn open(&self, path: &Path, _: Opening) -> Result<Box<dyn Medium>> {
        if path.ends_with(LEDGER) {
            Ok(Box::new(InMemory(self.0.clone())))
        } else {
            Err(ErrorKind::NotFound.into())
        }
    }

    fn sync_folder(&self, _: &Path) -> Result<()> {
        Ok(())
    }
}

struct InMemory(Arc<[u8]>);

impl Medium for InMemory {
    fn len(&self) -> Result<u64> {
        Ok(self.0.len() as u64)
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> Result<usize> {
        let from = usize::try_from(offset).map_err(Error::other)?;
        let rest = self.0.get(from..).unwrap_or_default();
        let read = rest.len().min(buffer.len());
        let (Some(to), Some(from)) = (buffer.get_mut(..read), rest.get(..read)) else {
            return Ok(0);
        };
        to.copy_from_slice(from);
        Ok(read)
    }

    fn write_at(&mut self, _: &[u8], _: u64) -> Result<usize> {
        Err(ErrorKind::Unsupported.into())
    }

    fn sync(&mut self) -> Result<()> {
        Err(ErrorKind::Unsupported.into())
    }

    fn truncate(&mut self, _: u64) -> Result<()> {
        Err(ErrorKind::Unsupported.into())
    }
}
