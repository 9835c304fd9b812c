//! Verifying a ledger's file.

use crate::error::{StoreError, io};
use crate::frame::{LEDGER, write_record};
use crate::medium::{Disk, LocalDisk, Medium, Opening, read_vec};
use crate::pipeline::{Committed, PATIENCE, Pipeline, SEGMENT};
use crate::scan::Scanner;
use crate::state::read_tip;
use crate::store::{TIP, check_magic};
use crate::tip::Tip;
use crate::workers::{Jobs, Workers};
use bmnn::id::{Id, Kid};
use bmnn::ledger::keyring::Keyring;
use bmnn::ledger::verify::{Bookmark, Checking};
use bmnn::ledger::{Expect, Finding, Kind, Position, Record, RecordKind, Report, Verifier};
use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::Path;

/// More threads than this have nothing to do: records are judged in order, on
/// one of them.
const MOST_THREADS: usize = 8;

/// How far a verification is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// How many bytes were read.
    pub done: u64,
    /// How many there are.
    pub total: u64,
    /// How many entries were read.
    pub entries: u64,
}

/// Whoever looks on while a ledger is verified. A closure that is told of the
/// progress is one.
pub trait Watch {
    /// Is told now and then how far it is, and may break off; there is no
    /// report then. It may step back, where signatures are checked once more.
    fn progress(&mut self, now: Progress) -> ControlFlow<()>;

    /// Whether records are to be shown.
    fn wants_records(&self) -> bool {
        false
    }

    /// Is shown each record, in order, once and only after its signatures were
    /// checked: a replay of the acts needs no second reading.
    fn show(&mut self, shown: &Shown<'_>) {
        let _ = shown;
    }
}

impl<F: FnMut(Progress) -> ControlFlow<()>> Watch for F {
    fn progress(&mut self, now: Progress) -> ControlFlow<()> {
        self(now)
    }
}

/// A record that was judged.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'r> {
    /// The position of the last entry up to and with it.
    pub seq: u64,
    /// The record.
    pub record: &'r Record,
    /// The keys: each says at which positions it is valid. Some may have been
    /// enrolled, or ended, by records behind this one.
    pub keys: &'r Keyring,
}

impl<'r> Shown<'r> {
    /// Whose key this is, of those enrolled up to and with this record.
    #[must_use]
    pub fn person(&self, kid: &Kid) -> Option<&'r Id> {
        let key = self.keys.get(kid)?;
        let known = key.first() <= self.seq + 1;
        key.person().filter(|_| known)
    }
}

/// A verification that is about to be made: what is known beforehand, and how
/// it is done. It takes no lock.
///
/// # Examples
///
/// ```no_run
/// use bmnn_store::{Inspection, Progress};
/// use std::ops::ControlFlow;
/// let inspection = Inspection { keep: true, ..Inspection::default() };
/// let mut go_on = |_: Progress| ControlFlow::Continue(());
/// let inspected = inspection.folder("van-thu".as_ref(), &mut go_on)?;
/// if let Some(inspected) = inspected.filter(|inspected| inspected.report.holds()) {
///     println!("{} entries hold", inspected.report.size);
/// }
/// # Ok::<(), bmnn_store::StoreError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Inspection {
    /// What the caller knows of the ledger.
    pub expect: Expect,
    /// How signatures are checked.
    pub checking: Checking,
    /// How many threads at most; as many as the machine has, if nothing is
    /// said. What is reported does not depend on it. Each takes some 4 MiB.
    pub threads: Option<NonZeroUsize>,
    /// How many signatures are checked together at most, 5 120 if nothing or more
    /// is said: fewer take less memory, and more time.
    pub batch: Option<NonZeroUsize>,
    /// Where an earlier verification ended that held: this one begins there, if
    /// the file has just that checkpoint in that place, and else at the start.
    pub since: Option<Bookmark>,
    /// Whether a bookmark is to be made.
    pub keep: bool,
}

/// What came of an [`Inspection`].
#[derive(Clone, Debug)]
pub struct Inspected {
    /// What there is to say.
    pub report: Report,
    /// Where the next verification can begin, if this one was to keep it and
    /// the ledger holds up to its end.
    pub bookmark: Option<Bookmark>,
}

impl Inspection {
    /// Verifies the ledger in a folder, against its `tip` too.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if there is no ledger, it is not one of this format
    /// version, or it cannot be read. What is wrong with it is among the
    /// findings.
    pub fn folder(
        self,
        dir: &Path,
        watch: &mut dyn Watch,
    ) -> Result<Option<Inspected>, StoreError> {
        let path = dir.join(LEDGER);
        if !path.try_exists().map_err(io("cannot look for", &path))? {
            return Err(StoreError::Absent(dir.to_owned()));
        }
        // `tip` first: what it tells of is in the file then, whoever is writing.
        let tip = LocalDisk.open(&dir.join(TIP), Opening::Read).ok();
        let tip = read_tip(tip.as_deref());
        let file = LocalDisk.open(&path, Opening::Read);
        let file = file.map_err(io("cannot open", &path))?;
        let finding = tip.is_none().then(|| {
            let detail = "`tip` cannot be read, so that a cut at the end is not found";
            Finding::notice(Kind::Truncated, Position::Ledger, detail)
        });
        self.run(&*file, &path, tip, (PATIENCE, finding), watch)
    }

    /// Verifies the file at `path` by itself.
    ///
    /// # Errors
    ///
    /// As [`folder`](Self::folder).
    pub fn file(self, path: &Path, watch: &mut dyn Watch) -> Result<Option<Inspected>, StoreError> {
        let file = LocalDisk.open(path, Opening::Read);
        let file = file.map_err(io("cannot open", path))?;
        self.medium(&*file, path, None, watch)
    }

    /// Verifies an open file, against a tip if there is one.
    ///
    /// # Errors
    ///
    /// As [`folder`](Self::folder).
    pub fn medium(
        self,
        file: &dyn Medium,
        path: &Path,
        tip: Option<Tip>,
        watch: &mut dyn Watch,
    ) -> Result<Option<Inspected>, StoreError> {
        self.run(file, path, tip, (0, None), watch)
    }

    fn run(
        mut self,
        file: &dyn Medium,
        path: &Path,
        tip: Option<Tip>,
        (patience, finding): (u32, Option<Finding>),
        watch: &mut dyn Watch,
    ) -> Result<Option<Inspected>, StoreError> {
        check_magic(file, path)?;
        let reading = || io("cannot read", path);
        let total = file.len().map_err(reading())?;
        if let Some(tip) = tip {
            self.expect.acknowledged = Some((tip.size, tip.root));
        }
        let mut scanner = Scanner::from_start(file, total);
        let (mut verifier, committed) = match self.begin(file).map_err(reading())? {
            Some(bookmark) => {
                scanner.go_to(bookmark.place());
                let committed = Committed {
                    place: bookmark.place(),
                    note: bookmark.note().to_vec(),
                };
                let verifier = Verifier::since(bookmark, self.expect, self.checking);
                (verifier, Some(committed))
            }
            None => (Verifier::checking(self.expect, self.checking), None),
        };
        finding
            .into_iter()
            .for_each(|found| verifier.finding(found));
        let threads = self
            .threads
            .map_or_else(available_threads, NonZeroUsize::get);
        keep_freed_memory();
        let jobs = Jobs::default();
        let outcome = std::thread::scope(|scope| {
            let pipeline = Pipeline {
                verifier,
                checking: self.checking,
                workers: Workers::new(scope, &jobs, threads),
                file,
                scanner,
                total,
                tip,
                committed,
                patience,
                waiting: VecDeque::new(),
                again: Vec::new(),
                batch: self
                    .batch
                    .map_or(SEGMENT, |most| SEGMENT.min(most.get() as u64)),
            };
            pipeline.run(watch, self.keep)
        });
        let outcome = outcome.map_err(reading())?;
        Ok(outcome.map(|(report, bookmark)| Inspected { report, bookmark }))
    }

    /// The bookmark to begin at, if the file has just its checkpoint in its
    /// place. One that it has not is a checkpoint kept elsewhere: what became of
    /// it, the verification from the start says.
    fn begin(&mut self, file: &dyn Medium) -> std::io::Result<Option<Bookmark>> {
        let Some(bookmark) = self.since.take() else {
            return Ok(None);
        };
        let mut record = Vec::new();
        write_record(&mut record, RecordKind::Checkpoint, bookmark.note());
        let from = bookmark.place().checked_sub(record.len() as u64);
        let there = match from {
            Some(from) => read_vec(file, from, record.len())? == record,
            None => false,
        };
        if there {
            return Ok(Some(bookmark));
        }
        let note = String::from_utf8_lossy(bookmark.note()).into_owned();
        self.expect.checkpoints.push(note);
        Ok(None)
    }
}

/// Lets the allocator keep what batches free for the batches that follow.
///
/// glibc hands memory at the end of its heap back to the system once there is
/// more than twice the largest block that it ever mapped and unmapped
/// (`mallopt(3)`, `M_MMAP_THRESHOLD`). A batch frees some 3 MiB, so that each one
/// would begin with hundreds of page faults, which cost up to a tenth of its time. A
/// larger block, none of whose pages is touched, raises that bound.
fn keep_freed_memory() {
    const LARGER: usize = 8 << 20;
    drop(std::hint::black_box(Vec::<u8>::with_capacity(LARGER)));
}

fn available_threads() -> usize {
    let available = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    available.min(MOST_THREADS)
}

/// Verifies the ledger in a folder, against its `tip` too. It takes no lock.
///
/// `progress` is told now and then how far it is, and may break off; there is
/// no report then. An [`Inspection`] says more of how it is done.
///
/// # Errors
///
/// As [`Inspection::folder`].
pub fn verify_folder(
    dir: &Path,
    expect: Expect,
    mut progress: impl FnMut(Progress) -> ControlFlow<()>,
) -> Result<Option<Report>, StoreError> {
    let inspected = Inspection::of(expect).folder(dir, &mut progress)?;
    Ok(inspected.map(|inspected| inspected.report))
}

/// Verifies the file at `path` by itself. It takes no lock.
///
/// # Errors
///
/// As [`Inspection::folder`].
pub fn verify_file(
    path: &Path,
    expect: Expect,
    mut progress: impl FnMut(Progress) -> ControlFlow<()>,
) -> Result<Option<Report>, StoreError> {
    let inspected = Inspection::of(expect).file(path, &mut progress)?;
    Ok(inspected.map(|inspected| inspected.report))
}

/// Verifies an open file, against a tip if there is one.
///
/// # Errors
///
/// As [`Inspection::folder`].
pub fn verify_medium(
    file: &dyn Medium,
    path: &Path,
    tip: Option<Tip>,
    expect: Expect,
    mut progress: impl FnMut(Progress) -> ControlFlow<()>,
) -> Result<Option<Report>, StoreError> {
    let inspected = Inspection::of(expect).medium(file, path, tip, &mut progress)?;
    Ok(inspected.map(|inspected| inspected.report))
}

impl Inspection {
    /// A verification against what the caller knows, in the ordinary way.
    #[must_use]
    pub fn of(expect: Expect) -> Self {
        Self {
            expect,
            ..Self::default()
        }
    }
}
