//! A copy of a registry's folder that can take its place, and taking it.
//!
//! ```text
//! DEST.<process>.part/   made beside its place, verified, synced, then renamed
//!   tip           of the ledger as it is here
//!   ledger.bmnn   up to the last checkpoint
//!   vault.db      through SQLite's own copy, as encrypted as it is
//!   packs/        the texts of the adopted packs
//!   keys/         only where it is asked for
//! ```
//!
//! - **Order.** `tip`, then ledger, then vault: a writer may be at work. What
//!   `tip` tells of is in the ledger by then, and what an entry names was in
//!   the vault before the entry was written.
//! - **Index.** It follows from the ledger and is not copied.
//! - **Keys.** Left out unless asked for: who holds a backup with its keys and
//!   hears the passphrase signs as the agency. Without them, what is restored
//!   can be read and verified at once, and written once the ring is put back.
//!   They are copied before the vault and compared behind it: ring and vault of
//!   one copy open by one passphrase, or there is no copy.
//! - **Erasures.** A backup still holds what was erased from the vault after it
//!   was made. The law that wants a value gone wants it gone there too.

use crate::disk;
use crate::keys::is_giving_way;
use crate::packs::FOLDER as PACKS;
use crate::registry::VAULT;
use crate::vault::{Vault, VaultError};
use bmnn::id::Bytes32;
use bmnn::ledger::checkpoint::Checkpoint;
use bmnn::ledger::verify::{Expect, Report};
use bmnn::ledger::{Finding, Store};
use bmnn_store::{
    Condition, FileStore, Inspection, LEDGER, Progress, StoreError, TIP, Tip, mark_restored,
    verify_folder,
};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// The folder of the key ring.
const RING: &str = "keys";

/// Whether the key ring is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    /// It stays where it is.
    Leave,
    /// It is copied, encrypted as it is.
    Copy,
}

/// A copy that was made and verified.
#[derive(Clone, Debug)]
pub struct Copied {
    /// The ledger-id.
    pub ledger: Bytes32,
    /// How many entries it has.
    pub size: u64,
    /// The root over them.
    pub root: Bytes32,
    /// How many keys were copied.
    pub keys: usize,
    /// What a checkpoint kept elsewhere tells of and the copy has not: what
    /// was lost. Only a restore is shown such checkpoints.
    pub lost: Option<Lost>,
}

/// What is gone: the entries from one size to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lost {
    /// How many entries there once were, as the latest checkpoint says.
    pub size: u64,
    /// The root that they had.
    pub root: Bytes32,
    /// Whether the checkpoint is signed by the ledger key that the copy knows;
    /// a later key's signature cannot be checked by it.
    pub signed: bool,
}

/// Why a backup was not made, or not restored. Nothing is at the place then.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BackupError {
    /// Something stands at the place.
    #[error("`{}` is there already and is not overwritten", .0.display())]
    Exists(PathBuf),
    /// The copy would lie within what is copied.
    #[error("`{}` lies within the registry: a backup goes elsewhere", .0.display())]
    Within(PathBuf),
    /// The ledger's file, at the one place or the other.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The vault.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The copy of the ledger does not hold.
    #[error("the ledger does not hold: {}", .0)]
    DoesNotHold(Box<Finding>),
    /// The ring is no longer as it was copied, or gives way to itself under
    /// another passphrase.
    #[error("the key ring `{}` is being changed; work in the registry once, then copy it again", .0.display())]
    RingChanged(PathBuf),
    /// A checkpoint kept elsewhere is none.
    #[error("the checkpoint that was kept elsewhere is none of this ledger")]
    OtherCheckpoint,
    /// A file cannot be read or written.
    #[error("cannot copy `{}`: {cause}", .path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
}

impl BackupError {
    /// The same in Vietnamese.
    #[must_use]
    pub fn vi(&self) -> String {
        match self {
            Self::Exists(path) => format!("`{}` đã có và không bị ghi đè", path.display()),
            Self::Within(path) => format!(
                "`{}` nằm trong chính sổ; bản sao lưu phải để ở nơi khác",
                path.display()
            ),
            Self::Store(error) => crate::error::store(error),
            Self::Vault(error) => error.vi(),
            Self::DoesNotHold(finding) => format!("sổ cái không đứng vững: {finding}"),
            Self::RingChanged(path) => format!(
                "chùm khoá `{}` đang được thay đổi; hãy ghi sổ một lần rồi sao lại",
                path.display()
            ),
            Self::OtherCheckpoint => {
                "điểm kiểm tra giữ ở nơi khác không phải của sổ cái này".to_owned()
            }
            Self::Io { path, cause } => {
                format!("không sao được `{}`: {}", path.display(), disk::vi(cause))
            }
        }
    }
}

/// Copies the registry in `folder` to `place`, which is made by it, also while
/// somebody writes. The copy is verified before it takes its name.
///
/// # Errors
///
/// [`BackupError`]; nothing is at `place` then.
pub fn backup(folder: &Path, place: &Path, keys: Keys) -> Result<Copied, BackupError> {
    let whole = std::path::absolute(place).map_err(io(place))?;
    // Through whatever links: the nearest folder that is there tells.
    let mut above = whole.ancestors().skip(1);
    let parent = above.find_map(|folder| folder.canonicalize().ok());
    let within = folder
        .canonicalize()
        .is_ok_and(|folder| parent.is_some_and(|parent| parent.starts_with(folder)));
    if within {
        return Err(BackupError::Within(place.to_path_buf()));
    }
    appear(place, |part| {
        copy(folder, part, keys)?;
        verified(part, Vec::new())
    })
}

/// Lets the registry that `backup` is a copy of stand in `folder`, which holds
/// nothing yet. The next commit begins with a `ledger.recover` that says so.
///
/// `kept` are notes of checkpoints that were kept elsewhere: on slips, by
/// witnesses, in the paper book. What the copy has must agree with them, and
/// what they tell of beyond it was lost.
///
/// # Errors
///
/// [`BackupError`]; `folder` is as it was then.
pub fn restore(backup: &Path, folder: &Path, kept: &[String]) -> Result<Copied, BackupError> {
    appear(folder, |part| {
        copy(backup, part, Keys::Copy)?;
        let store = FileStore::open(part)?;
        let size = store.last().map_or(0, |last| last.size);
        let (within, beyond) = split(kept, store.ledger(), size)?;
        let mut copied = verified(part, within)?;
        copied.lost = lost(part, &beyond)?;
        mark_restored(part, store.end())?;
        Ok(copied)
    })
}

/// Makes a folder under a passing name, and gives it its own once it is whole.
fn appear(
    place: &Path,
    make: impl FnOnce(&Path) -> Result<Copied, BackupError>,
) -> Result<Copied, BackupError> {
    // A bare name has no folder to sync, a whole path has.
    let place = &*std::path::absolute(place).map_err(io(place))?;
    let part = part(place);
    if !is_free(place) || part.exists() {
        return Err(BackupError::Exists(place.to_path_buf()));
    }
    let made = make_folder(&part)
        .and_then(|()| make(&part))
        .and_then(|copied| {
            sync_all(&part)?;
            // An empty folder gives way; anything else is in the way.
            fs::rename(&part, place).map_err(io(place))?;
            disk::sync_folder_of(place).map_err(io(place))?;
            Ok(copied)
        });
    if made.is_err() {
        // It was made here, under a name of this process's own.
        let _ = fs::remove_dir_all(&part);
    }
    made
}

/// Whether nothing is there, or an empty folder.
fn is_free(place: &Path) -> bool {
    match fs::read_dir(place) {
        Ok(mut entries) => entries.next().is_none(),
        Err(cause) => cause.kind() == io::ErrorKind::NotFound,
    }
}

fn part(place: &Path) -> PathBuf {
    let mut name = place.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    place.with_file_name(name)
}

fn make_folder(path: &Path) -> Result<(), BackupError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(io(path))
}

/// Tip, ledger, the ring if it is asked for, vault, then what does not change.
fn copy(from: &Path, to: &Path, keys: Keys) -> Result<(), BackupError> {
    // Opening reads `tip` first, and finds out where the last commit ends.
    let store = FileStore::open(from)?;
    if !matches!(
        store.condition(),
        Condition::Sound | Condition::Unfinished { .. }
    ) {
        return Err(StoreError::ReadOnly(store.condition()).into());
    }
    let end = store.end();
    let last = store
        .last()
        .ok_or_else(|| StoreError::Absent(from.to_path_buf()))?;
    copy_file(&from.join(LEDGER), &to.join(LEDGER), end)?;
    let tip = Tip {
        size: last.size,
        length: end,
        root: last.root,
    };
    write_file(&to.join(TIP), &tip.to_bytes())?;
    let (ring, kept) = (from.join(RING), to.join(RING));
    if keys == Keys::Copy {
        copy_folder(&ring, &kept, "pem")?;
    }
    Vault::open_read_only(from.join(VAULT))?.copy_to(&to.join(VAULT))?;
    // A change of passphrase writes the vault's lock while the ring stands as
    // it was and the new one beside it: seen here, whichever was copied.
    if keys == Keys::Copy && (is_giving_way(&ring) || read_keys(&ring)? != read_keys(&kept)?) {
        return Err(BackupError::RingChanged(ring));
    }
    copy_folder(&from.join(PACKS), &to.join(PACKS), "toml")
}

/// The keys of a ring, by the names of their files; none where there is none.
fn read_keys(ring: &Path) -> Result<BTreeMap<PathBuf, Vec<u8>>, BackupError> {
    let mut keys = BTreeMap::new();
    if !ring.is_dir() {
        return Ok(keys);
    }
    for entry in fs::read_dir(ring).map_err(io(ring))? {
        let path = entry.map_err(io(ring))?.path();
        if path.is_file() && path.extension().is_some_and(|found| found == "pem") {
            let name = path.file_name().map(PathBuf::from).unwrap_or_default();
            keys.insert(name, fs::read(&path).map_err(io(&path))?);
        }
    }
    Ok(keys)
}

/// The files of one folder that end so.
fn copy_folder(from: &Path, to: &Path, extension: &str) -> Result<(), BackupError> {
    if !from.is_dir() {
        return Ok(());
    }
    make_folder(to)?;
    for entry in fs::read_dir(from).map_err(io(from))? {
        let path = entry.map_err(io(from))?.path();
        let fits = path.extension().is_some_and(|found| found == extension);
        if let (true, Some(name)) = (fits && path.is_file(), path.file_name()) {
            copy_file(&path, &to.join(name), u64::MAX)?;
        }
    }
    Ok(())
}

/// The first bytes of a file, in one of mode 0600.
fn copy_file(from: &Path, to: &Path, length: u64) -> Result<(), BackupError> {
    let mut source = File::open(from).map_err(io(from))?.take(length);
    let mut file = create(to)?;
    let copied = io::copy(&mut source, &mut file).map_err(io(to))?;
    if length != u64::MAX && copied != length {
        let cause = io::ErrorKind::UnexpectedEof.into();
        return Err(io(from)(cause));
    }
    file.sync_all().map_err(io(to))
}

fn write_file(path: &Path, bytes: &[u8]) -> Result<(), BackupError> {
    let mut file = create(path)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    written.map_err(io(path))
}

fn create(path: &Path) -> Result<File, BackupError> {
    let file = disk::private().write(true).create_new(true).open(path);
    file.map_err(io(path))
}

/// Waits until the disk has the folder and everything in it.
fn sync_all(folder: &Path) -> Result<(), BackupError> {
    for entry in fs::read_dir(folder).map_err(io(folder))? {
        let path = entry.map_err(io(folder))?.path();
        if path.is_dir() {
            sync_all(&path)?;
        } else {
            // Windows flushes only what is open for writing.
            let opened = fs::OpenOptions::new().write(true).open(&path);
            let synced = opened.and_then(|file| file.sync_all());
            synced.map_err(io(&path))?;
        }
    }
    disk::sync_folder_of(&folder.join(LEDGER)).map_err(io(folder))
}

/// The copy's ledger holds, against its tip and what was kept elsewhere, and
/// its vault is one.
fn verified(copy: &Path, checkpoints: Vec<String>) -> Result<Copied, BackupError> {
    let expect = Expect {
        checkpoints,
        ..Expect::default()
    };
    let report = verify_folder(copy, expect, |_| ControlFlow::Continue(()))?;
    let Some((ledger, report)) = report.and_then(|report| Some((report.ledger?, report))) else {
        return Err(StoreError::Absent(copy.to_path_buf()).into());
    };
    if let Some(finding) = first_error(&report) {
        return Err(BackupError::DoesNotHold(Box::new(finding)));
    }
    Vault::open_read_only(copy.join(VAULT))?;
    let keys = fs::read_dir(copy.join(RING)).map_or(0, Iterator::count);
    Ok(Copied {
        ledger,
        size: report.size,
        root: report.root,
        keys,
        lost: None,
    })
}

fn first_error(report: &Report) -> Option<Finding> {
    report
        .findings
        .iter()
        .find(|found| found.is_error())
        .cloned()
}

type Beyond = Vec<(Checkpoint, String)>;

/// The notes that the copy can be compared with, and those beyond it.
fn split(
    kept: &[String],
    ledger: Option<Bytes32>,
    size: u64,
) -> Result<(Vec<String>, Beyond), BackupError> {
    let mut within = Vec::new();
    let mut beyond = Vec::new();
    for note in kept {
        let checkpoint = Checkpoint::parse(note.as_bytes());
        let checkpoint = checkpoint.map_err(|_| BackupError::OtherCheckpoint)?;
        if Some(checkpoint.ledger) != ledger {
            return Err(BackupError::OtherCheckpoint);
        }
        if checkpoint.size > size {
            beyond.push((checkpoint, note.clone()));
        } else {
            within.push(note.clone());
        }
    }
    Ok((within, beyond))
}

/// What the latest of the checkpoints beyond the copy tells of.
fn lost(copy: &Path, beyond: &Beyond) -> Result<Option<Lost>, BackupError> {
    let Some((latest, note)) = beyond.iter().max_by_key(|(checkpoint, _)| checkpoint.size) else {
        return Ok(None);
    };
    let inspection = Inspection {
        keep: true,
        ..Inspection::default()
    };
    let inspected = inspection.folder(copy, &mut |_: Progress| ControlFlow::Continue(()))?;
    let bookmark = inspected.and_then(|inspected| inspected.bookmark);
    let in_force = bookmark.as_ref().and_then(|end| end.chain().ledger_key());
    let key = in_force.and_then(|key| key.parsed().ok());
    let signed = key.is_some_and(|key| latest.check(note.as_bytes(), key).is_ok());
    Ok(Some(Lost {
        size: latest.size,
        root: latest.root,
        signed,
    }))
}

/// Gives a system error its place.
fn io(path: &Path) -> impl FnOnce(io::Error) -> BackupError {
    let path = path.to_owned();
    move |cause| BackupError::Io { path, cause }
}
