//! A ledger in a folder.

use crate::condition::Condition;
use crate::error::{StoreError, io};
use crate::frame::{LEDGER, MAGIC, write_record};
use crate::medium::{Disk, LocalDisk, Medium, Opening, read_vec};
use crate::scan::{Found, Records, Scanner};
use crate::state::State;
use crate::tail::{self, SetAside};
use crate::tip::Tip;
use bmnn::id::Bytes32;
use bmnn::ledger::checkpoint::Checkpoint;
use bmnn::ledger::tree::Frontier;
use bmnn::ledger::{Commit, Record, RecordKind, Store};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The file that holds the last acknowledged size and root.
pub const TIP: &str = "tip";
/// The file that the writer locks.
pub const LOCK: &str = "lock";

/// The append-only file of one ledger.
///
/// Opening takes no lock and reads the file's two ends alone. A writer holds
/// the lock while it decides and commits; [`lock`](Self::lock) first catches up
/// with whatever other processes have written.
pub struct FileStore {
    dir: PathBuf,
    path: PathBuf,
    disk: Arc<dyn Disk>,
    /// `None` until the first commit of a new ledger.
    file: Option<Box<dyn Medium>>,
    tip: Option<Box<dyn Medium>>,
    /// Why it can only be read, by the rights it was opened with.
    denied: Option<ErrorKind>,
    lock: Option<File>,
    held: bool,
    poisoned: bool,
    state: State,
    set_aside: Vec<SetAside>,
    restored: bool,
}

impl FileStore {
    /// Takes a folder for a new ledger, made if need be, and locks it. The
    /// ledger's file appears, whole, with the first commit.
    ///
    /// # Errors
    ///
    /// [`StoreError::Exists`] if a ledger or its tip is there, and whatever
    /// the system refuses. Nothing that is there is changed.
    pub fn create(dir: &Path) -> Result<Self, StoreError> {
        Self::create_on(dir, Arc::new(LocalDisk))
    }

    /// As [`create`](Self::create), on another disk.
    ///
    /// # Errors
    ///
    /// As [`create`](Self::create).
    pub fn create_on(dir: &Path, disk: Arc<dyn Disk>) -> Result<Self, StoreError> {
        check_free(dir)?;
        std::fs::create_dir_all(dir).map_err(io("cannot make the folder", dir))?;
        let lock = open_lock(dir)?;
        take(&lock)?;
        // Now that nobody else makes one.
        check_free(dir)?;
        Ok(Self {
            dir: dir.to_owned(),
            path: dir.join(LEDGER),
            disk,
            file: None,
            tip: None,
            denied: None,
            lock: Some(lock),
            held: true,
            poisoned: false,
            state: State::default(),
            set_aside: Vec::new(),
            restored: false,
        })
    }

    /// Opens the ledger of a folder, for reading until it is locked.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if there is none, or the file is not a ledger of this
    /// format version. A damaged or cut ledger opens; its
    /// [`condition`](Self::condition) keeps it from being written.
    pub fn open(dir: &Path) -> Result<Self, StoreError> {
        Self::open_on(dir, Arc::new(LocalDisk))
    }

    /// As [`open`](Self::open), on another disk.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    pub fn open_on(dir: &Path, disk: Arc<dyn Disk>) -> Result<Self, StoreError> {
        let path = dir.join(LEDGER);
        let there = path.try_exists().map_err(io("cannot look for", &path))?;
        if !there {
            return Err(StoreError::Absent(dir.to_owned()));
        }
        let (file, denied) = match disk.open(&path, Opening::Write) {
            Ok(file) => (file, None),
            // What a read-only disk holds can still be read.
            Err(fault) => {
                let file = disk.open(&path, Opening::Read);
                let file = file.map_err(io("cannot open", &path))?;
                (file, Some(fault.kind()))
            }
        };
        check_magic(&*file, &path)?;
        let mut store = Self {
            dir: dir.to_owned(),
            path,
            disk,
            file: Some(file),
            tip: None,
            denied,
            lock: None,
            held: false,
            poisoned: false,
            state: State::default(),
            set_aside: Vec::new(),
            restored: false,
        };
        store.look()?;
        Ok(store)
    }

    /// How the file was found when it was last looked at.
    #[must_use]
    pub fn condition(&self) -> Condition {
        self.state.condition.clone()
    }

    /// What the last good checkpoint says.
    #[must_use]
    pub fn last(&self) -> Option<&Checkpoint> {
        self.state.last.as_ref()
    }

    /// The ledger-id.
    #[must_use]
    pub fn ledger(&self) -> Option<Bytes32> {
        self.state.ledger
    }

    /// What `tip` said when it was last looked at; `None` if it cannot be
    /// read, which is a notice.
    #[must_use]
    pub fn tip(&self) -> Option<Tip> {
        self.state.tip
    }

    /// Whether the file can be written at all, by the rights it was opened
    /// with.
    #[must_use]
    pub fn is_writable(&self) -> bool {
        self.denied.is_none()
    }

    /// The torn tails that were set aside and of which no entry tells yet. The
    /// next commit begins with a `ledger.recover` for each.
    #[must_use]
    pub fn set_aside(&self) -> &[SetAside] {
        &self.set_aside
    }

    /// Whether the ledger was restored from a backup, and no entry tells of it
    /// yet. The next commit begins with a `ledger.recover` that does.
    #[must_use]
    pub fn is_restored(&self) -> bool {
        self.restored
    }

    /// Becomes the one writer, and catches up with what others wrote.
    ///
    /// A torn tail is set aside; a commit beyond `tip` is written again in
    /// place and synced, since an earlier sync may have failed unseen.
    ///
    /// # Errors
    ///
    /// [`StoreError::Locked`] if another writes, [`StoreError::ReadOnly`] if
    /// the file is damaged or cut. The lock is not held then.
    pub fn lock(&mut self) -> Result<(), StoreError> {
        if self.held {
            return Ok(());
        }
        if let Some(denied) = self.denied {
            return Err(io("cannot write", &self.path)(denied.into()));
        }
        if self.poisoned {
            return Err(StoreError::Poisoned);
        }
        let lock = match self.lock.take() {
            Some(lock) => lock,
            None => open_lock(&self.dir)?,
        };
        let taken = take(&lock);
        self.lock = Some(lock);
        taken?;
        self.held = true;
        let ready = self.make_ready();
        if ready.is_err() {
            self.unlock();
        }
        ready
    }

    /// Lets others write.
    pub fn unlock(&mut self) {
        if let Some(lock) = self.lock.as_ref().filter(|_| self.held) {
            // The lock goes with the file handle at the latest.
            let _ = lock.unlock();
        }
        self.held = false;
    }

    /// Looks for what other processes have written since, without the lock.
    ///
    /// # Errors
    ///
    /// Whatever the system says while reading.
    pub fn refresh(&mut self) -> Result<(), StoreError> {
        self.look()
    }

    /// Under the lock: nobody else is writing, so what is unfinished is torn.
    fn make_ready(&mut self) -> Result<(), StoreError> {
        self.look()?;
        match self.condition() {
            Condition::Sound => {}
            Condition::Unfinished { at } => {
                let file = self.file.as_deref_mut().ok_or(StoreError::Poisoned)?;
                tail::set_aside(file, &*self.disk, &self.dir, at)?;
                self.look()?;
            }
            condition => return Err(StoreError::ReadOnly(condition)),
        }
        self.write_again()?;
        self.set_aside = tail::pending(&self.dir, self.state.end)?;
        self.restored = tail::is_restored(&self.dir, self.state.end);
        Ok(())
    }

    /// Writes what lies beyond `tip` again in place and syncs it.
    fn write_again(&mut self) -> Result<(), StoreError> {
        let end = self.state.end;
        let from = match self.state.tip {
            Some(tip) if tip.length == end => return Ok(()),
            Some(tip) => tip.length,
            None => match self.state.last_commit {
                Some(place) => place,
                None => return Ok(()),
            },
        };
        let path = self.path.clone();
        let file = self.file.as_deref_mut().ok_or(StoreError::Poisoned)?;
        let mut at = from;
        while at < end {
            let length = usize::try_from(end - at).unwrap_or(usize::MAX).min(1 << 20);
            let bytes = read_vec(file, at, length).map_err(io("cannot read", &path))?;
            let wrote = file
                .write_at(&bytes, at)
                .map_err(io("cannot write", &path))?;
            if wrote == 0 {
                return Err(StoreError::ShortWrite {
                    wrote,
                    wanted: length,
                });
            }
            at += wrote as u64;
        }
        file.sync().map_err(io("cannot sync", &path))?;
        self.write_tip();
        Ok(())
    }

    /// Notes the last checkpoint in `tip`. That the note fails does no harm
    /// but to the note: it is read back as unreadable, or as an older one.
    fn write_tip(&mut self) {
        let Some(last) = &self.state.last else { return };
        let tip = Tip {
            size: last.size,
            length: self.state.end,
            root: last.root,
        };
        if self.tip.is_none() {
            let path = self.dir.join(TIP);
            self.tip = self.disk.open(&path, Opening::Create).ok();
        }
        let bytes = tip.to_bytes();
        let unreadable = self.state.tip.is_none();
        let wrote = self.tip.as_mut().map(|file| {
            if unreadable {
                // It may be longer than ours.
                file.truncate(0)?;
            }
            file.write_at(&bytes, 0)
        });
        let whole = matches!(wrote, Some(Ok(wrote)) if wrote == bytes.len());
        self.state.tip = whole.then_some(tip);
    }

    /// Finds out where the last good commit ends.
    fn look(&mut self) -> Result<(), StoreError> {
        let Some(file) = self.file.as_deref() else {
            return Ok(());
        };
        if self.tip.is_none() {
            let path = self.dir.join(TIP);
            let open = |opening| self.disk.open(&path, opening).ok();
            self.tip = open(Opening::Write).or_else(|| open(Opening::Read));
        }
        self.state
            .look(file, self.tip.as_deref())
            .map_err(io("cannot read", &self.path))
    }

    /// Lets the file of a new ledger appear, whole, under its name.
    fn write_new(&mut self, records: &[u8]) -> Result<(), StoreError> {
        let new = self.dir.join(format!("{LEDGER}.new"));
        let opened = self.disk.open(&new, Opening::Empty);
        let mut file = opened.map_err(io("cannot make", &new))?;
        write_durably(&mut *file, 0, records, &new)?;
        let appear = || {
            match std::fs::hard_link(&new, &self.path) {
                Ok(()) => std::fs::remove_file(&new)?,
                Err(fault) if fault.kind() == ErrorKind::AlreadyExists => {
                    return Err(fault);
                }
                // A file system without links: nobody else makes files here
                // while the lock is held.
                Err(_) => std::fs::rename(&new, &self.path)?,
            }
            self.disk.sync_folder(&self.dir)
        };
        appear().map_err(io("cannot make", &self.path))?;
        self.file = Some(file);
        Ok(())
    }
}

impl Store for FileStore {
    type Error = StoreError;

    fn end(&self) -> u64 {
        self.state.end
    }

    fn read(&self, place: u64) -> Result<Record, StoreError> {
        let why = "it is not within the committed part";
        let beyond = StoreError::NoRecord { place, why };
        let Some(file) = self.file.as_deref().filter(|_| place < self.state.end) else {
            return Err(beyond);
        };
        let mut scanner = Scanner::single(file, place, self.state.end);
        let found = scanner.next();
        match found.map_err(io("cannot read", &self.path))? {
            Found::Record(record) => Ok(record.to_record()),
            Found::End => Err(beyond),
            Found::Bad { place, why } => Err(StoreError::NoRecord { place, why }),
        }
    }

    fn records(
        &self,
        place: u64,
    ) -> Result<impl Iterator<Item = Result<Record, StoreError>>, StoreError> {
        let place = place.max(MAGIC.len() as u64);
        let file = self.file.as_deref();
        let records = file.map(|file| Records::new(file, place, self.state.end, self.path.clone()));
        Ok(records.into_iter().flatten())
    }

    fn commit(&mut self, commit: &Commit) -> Result<Vec<u64>, StoreError> {
        if self.poisoned {
            return Err(StoreError::Poisoned);
        }
        if !self.held {
            return Err(StoreError::NotLocked);
        }
        let (size, root) = match &self.state.last {
            Some(last) => (last.size, last.root),
            None => (0, Frontier::default().root()),
        };
        if commit.before().size() != size || commit.before().root() != root {
            let first = commit.first();
            return Err(StoreError::Stale { first, size });
        }
        let begins = self.state.end;
        let mut records = Vec::new();
        if self.file.is_none() {
            records.extend_from_slice(&MAGIC);
        }
        let mut places = Vec::with_capacity(commit.entries().len());
        for entry in commit.entries() {
            places.push(begins + records.len() as u64);
            write_record(&mut records, RecordKind::Entry, entry);
        }
        write_record(
            &mut records,
            RecordKind::Checkpoint,
            commit.note().as_bytes(),
        );

        // Until it is known what the disk holds, nothing more is written.
        self.poisoned = true;
        let written = match self.file.as_deref_mut() {
            Some(file) => write_durably(file, begins, &records, &self.path),
            None => self.write_new(&records),
        };
        self.poisoned = !matches!(written, Ok(()) | Err(StoreError::ShortWrite { .. }));
        written?;

        self.state.ledger = commit.chain().ledger();
        self.state.last = commit.chain().checkpoint();
        self.state.last_commit = Some(begins.max(MAGIC.len() as u64));
        self.state.end = begins + records.len() as u64;
        self.state.condition = Condition::Sound;
        self.set_aside.clear();
        self.restored = false;
        self.write_tip();
        Ok(places)
    }
}

/// Writes `records` at the file's end, syncs them and reads them back.
fn write_durably(
    file: &mut dyn Medium,
    at: u64,
    records: &[u8],
    path: &Path,
) -> Result<(), StoreError> {
    let wrote = write_once(file, records, at).map_err(io("cannot write", path))?;
    if wrote != records.len() {
        // If even taking it away fails, the next opening finds a torn tail.
        let cut = file.truncate(at).and_then(|()| file.sync());
        cut.map_err(io("cannot take a short write away from", path))?;
        let wanted = records.len();
        return Err(StoreError::ShortWrite { wrote, wanted });
    }
    file.sync().map_err(io("cannot sync", path))?;
    let back = read_vec(file, at, records.len()).map_err(io("cannot read", path))?;
    if back == records {
        Ok(())
    } else {
        Err(StoreError::ReadBack)
    }
}

/// Writes in one call, unless a signal came first.
fn write_once(file: &mut dyn Medium, bytes: &[u8], at: u64) -> std::io::Result<usize> {
    loop {
        match file.write_at(bytes, at) {
            Err(fault) if fault.kind() == ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}

/// Whether the file says that it is a ledger of this format version.
pub(crate) fn check_magic(file: &dyn Medium, path: &Path) -> Result<(), StoreError> {
    let magic = read_vec(file, 0, MAGIC.len()).map_err(io("cannot read", path))?;
    let [name @ .., _] = MAGIC;
    match magic.strip_prefix(&name) {
        Some([_]) if magic == MAGIC => Ok(()),
        Some([version]) if version.is_ascii_graphic() => Err(StoreError::FutureVersion {
            path: path.to_owned(),
            version: char::from(*version),
        }),
        _ => Err(StoreError::Foreign(path.to_owned())),
    }
}

/// Refuses a folder that holds a ledger, or the trace of one.
fn check_free(dir: &Path) -> Result<(), StoreError> {
    for name in [LEDGER, TIP] {
        let path = dir.join(name);
        if path.try_exists().map_err(io("cannot look for", &path))? {
            return Err(StoreError::Exists(path));
        }
    }
    Ok(())
}

fn open_lock(dir: &Path) -> Result<File, StoreError> {
    let path = dir.join(LOCK);
    let mut options = OpenOptions::new();
    // The file stays empty; it is there to be locked.
    let options = options.read(true).write(true).create(true).truncate(false);
    options.open(&path).map_err(io("cannot open", &path))
}

fn take(lock: &File) -> Result<(), StoreError> {
    match lock.try_lock() {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => Err(StoreError::Locked),
        Err(TryLockError::Error(fault)) => Err(io("cannot lock", Path::new(LOCK))(fault)),
    }
}
