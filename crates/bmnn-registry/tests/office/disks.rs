//! Disks that fail, and a disk that remembers in which order it was written.

use super::{clerk, ledger_key};
use bmnn_registry::host::SetClock;
use bmnn_registry::{Host, OpenError, PerformError, Performed, Registry};
use bmnn_store::{Disk, LocalDisk, Medium, Opening};
use serde_json::Value as Json;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};
use tempfile::TempDir;

/// What a registry asks of a file, and what the two disks here number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    Open,
    Read,
    Write,
    Sync,
    Truncate,
}

/// How a call fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// `ENOSPC`: nothing is taken.
    Full,
    /// A write takes half, and says so.
    Short,
    /// `EIO`: half of what was to be written is there.
    Torn,
    /// `EIO` where something is read.
    Unreadable,
    /// `EIO` where something is synced.
    Unsynced,
}

impl Fault {
    /// Whether this call can fail so.
    fn befalls(self, call: Call) -> bool {
        match self {
            Self::Full => matches!(call, Call::Open | Call::Write),
            Self::Short => call == Call::Write,
            Self::Torn => matches!(call, Call::Write | Call::Truncate),
            Self::Unreadable => call == Call::Read,
            Self::Unsynced => call == Call::Sync,
        }
    }

    fn error(self) -> io::Error {
        match self {
            Self::Full => io::ErrorKind::StorageFull.into(),
            // EIO has no kind of its own.
            _ => io::Error::from_raw_os_error(5),
        }
    }
}

/// A disk of which the call number `at`, of those that can fail so, fails;
/// later ones too, if it is to stay bad.
#[derive(Clone)]
pub struct Failing {
    fault: Fault,
    at: usize,
    stays: bool,
    seen: Arc<Mutex<Seen>>,
}

#[derive(Default)]
struct Seen {
    calls: usize,
    failed: Vec<(Call, String)>,
}

struct FailingFile {
    file: Box<dyn Medium>,
    name: String,
    disk: Failing,
}

impl Failing {
    pub fn new(fault: Fault, at: usize, stays: bool) -> Self {
        Self {
            fault,
            at,
            stays,
            seen: Arc::default(),
        }
    }

    /// How many calls there were that could fail so.
    pub fn calls(&self) -> usize {
        self.seen.lock().unwrap().calls
    }

    /// The calls that failed, each with its file.
    pub fn failed(&self) -> Vec<(Call, String)> {
        self.seen.lock().unwrap().failed.clone()
    }

    fn turn(&self, call: Call, file: &str) -> Option<Fault> {
        if !self.fault.befalls(call) {
            return None;
        }
        let mut seen = self.seen.lock().unwrap();
        let number = seen.calls;
        seen.calls += 1;
        let fails = number == self.at || (self.stays && number > self.at);
        fails.then(|| {
            seen.failed.push((call, file.to_owned()));
            self.fault
        })
    }

    fn fails(&self, call: Call, file: &str) -> io::Result<()> {
        self.turn(call, file)
            .map_or(Ok(()), |fault| Err(fault.error()))
    }
}

fn name(path: &Path) -> String {
    path.file_name().unwrap().to_str().unwrap().to_owned()
}

impl Disk for Failing {
    fn open(&self, path: &Path, opening: Opening) -> io::Result<Box<dyn Medium>> {
        let name = name(path);
        // A file that is there takes no room.
        if opening != Opening::Read && !path.exists() {
            self.fails(Call::Open, &name)?;
        }
        let file = LocalDisk.open(path, opening)?;
        let disk = self.clone();
        Ok(Box::new(FailingFile { file, name, disk }))
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        self.fails(Call::Sync, &name(folder))
    }
}

impl Medium for FailingFile {
    fn len(&self) -> io::Result<u64> {
        self.disk.fails(Call::Read, &self.name)?;
        self.file.len()
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        self.disk.fails(Call::Read, &self.name)?;
        self.file.read_at(buffer, offset)
    }

    fn write_at(&mut self, bytes: &[u8], offset: u64) -> io::Result<usize> {
        let half = &bytes[..bytes.len() / 2];
        match self.disk.turn(Call::Write, &self.name) {
            None => self.file.write_at(bytes, offset),
            Some(Fault::Short) => self.file.write_at(half, offset),
            Some(fault) => {
                if fault == Fault::Torn {
                    self.file.write_at(half, offset)?;
                }
                Err(fault.error())
            }
        }
    }

    fn sync(&mut self) -> io::Result<()> {
        // Nobody pulls the plug here.
        self.disk.fails(Call::Sync, &self.name)
    }

    fn truncate(&mut self, length: u64) -> io::Result<()> {
        self.disk.fails(Call::Truncate, &self.name)?;
        self.file.truncate(length)
    }
}

/// What was asked of a disk, in order.
#[derive(Clone, Debug)]
pub enum Event {
    Write {
        file: String,
        at: usize,
        bytes: Vec<u8>,
    },
    Truncate {
        file: String,
        length: usize,
    },
    Sync {
        file: String,
    },
    /// The folder was synced, which held these files.
    Folder(Vec<String>),
    /// Who asked was told that so many entries are on record.
    Acknowledged(u64),
}

/// What is told of each event before it happens.
type Witness = Arc<dyn Fn() + Send + Sync>;

/// A disk that remembers what was asked of it.
#[derive(Clone)]
pub struct Recording {
    pub events: Arc<Mutex<Vec<Event>>>,
    /// Called before each event.
    pub before: Witness,
}

struct RecordedFile {
    file: Box<dyn Medium>,
    name: String,
    disk: Recording,
}

impl Recording {
    pub fn push(&self, event: Event) {
        (self.before)();
        self.events.lock().unwrap().push(event);
    }
}

impl Disk for Recording {
    fn open(&self, path: &Path, opening: Opening) -> io::Result<Box<dyn Medium>> {
        let name = name(path);
        if opening == Opening::Empty {
            let file = name.clone();
            self.push(Event::Truncate { file, length: 0 });
        }
        let file = LocalDisk.open(path, opening)?;
        let disk = self.clone();
        Ok(Box::new(RecordedFile { file, name, disk }))
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        let files = std::fs::read_dir(folder)?.map(|file| name(&file.unwrap().path()));
        self.push(Event::Folder(files.collect()));
        Ok(())
    }
}

impl Medium for RecordedFile {
    fn len(&self) -> io::Result<u64> {
        self.file.len()
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        self.file.read_at(buffer, offset)
    }

    fn write_at(&mut self, bytes: &[u8], offset: u64) -> io::Result<usize> {
        self.disk.push(Event::Write {
            file: self.name.clone(),
            at: usize::try_from(offset).unwrap(),
            bytes: bytes.to_vec(),
        });
        self.file.write_at(bytes, offset)
    }

    fn sync(&mut self) -> io::Result<()> {
        let file = self.name.clone();
        self.disk.push(Event::Sync { file });
        Ok(())
    }

    fn truncate(&mut self, length: u64) -> io::Result<()> {
        self.disk.push(Event::Truncate {
            file: self.name.clone(),
            length: usize::try_from(length).unwrap(),
        });
        self.file.truncate(length)
    }
}

/// A folder like this one.
pub fn twin(folder: &Path) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    copy(folder, dir.path());
    dir
}

fn copy(from: &Path, to: &Path) {
    for file in std::fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        let to = to.join(file.file_name());
        if file.file_type().unwrap().is_dir() {
            std::fs::create_dir(&to).unwrap();
            copy(&file.path(), &to);
        } else {
            std::fs::copy(file.path(), to).unwrap();
        }
    }
}

/// Opens the registry in a folder on another disk.
pub fn open_on(
    folder: &Path,
    disk: Arc<dyn Disk>,
    clock: &SetClock,
    seed: u8,
) -> Result<Registry, OpenError> {
    let host = Host::fixed(clock.clone(), [seed; 32]);
    Registry::open_on(folder, disk, ledger_key(), host, &mut |_, _| {})
}

/// Puts acts on record as the clerk does: one alone, several in one commit.
pub fn put(registry: &mut Registry, acts: &[Json]) -> Result<Vec<Performed>, PerformError> {
    match acts {
        [act] => Ok(vec![registry.perform(act.clone(), &clerk())?]),
        acts => registry.perform_all(acts.to_vec(), &clerk()),
    }
}
