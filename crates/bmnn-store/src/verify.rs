//! Verifying a file: the records go to the verifier, and what stands between
//! them is told apart here.

use crate::error::{StoreError, io};
use crate::frame::LEDGER;
use crate::medium::{Disk, LocalDisk, Medium, Opening};
use crate::scan::{Found, Scanner};
use crate::state::{first_leaf, read_tip};
use crate::store::{TIP, check_magic};
use crate::tail::checkpoints_within;
use crate::tip::Tip;
use bmnn::ledger::{Expect, Finding, Kind, Position, Record, RecordKind, Report, Verifier};
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Duration;

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

/// Verifies the ledger in a folder, against its `tip` too. It takes no lock.
///
/// `progress` is told now and then how far it is, and may break off; there is
/// no report then.
///
/// # Errors
///
/// [`StoreError`] if there is no ledger, it is not one of this format version,
/// or it cannot be read. What is wrong with it is among the findings.
pub fn verify_folder(
    dir: &Path,
    expect: Expect,
    progress: impl FnMut(Progress) -> ControlFlow<()>,
) -> Result<Option<Report>, StoreError> {
    verify_folder_showing(dir, expect, progress, |_, _| {})
}

/// As [`verify_folder`], showing each record, and the verifier behind it, to
/// `show`: a replay of the acts needs no second reading.
///
/// # Errors
///
/// As [`verify_folder`].
pub fn verify_folder_showing(
    dir: &Path,
    expect: Expect,
    progress: impl FnMut(Progress) -> ControlFlow<()>,
    show: impl FnMut(&Record, &Verifier),
) -> Result<Option<Report>, StoreError> {
    let path = dir.join(LEDGER);
    if !path.try_exists().map_err(io("cannot look for", &path))? {
        return Err(StoreError::Absent(dir.to_owned()));
    }
    // `tip` first: what it tells of is in the file then, whoever is writing.
    let tip = LocalDisk.open(&dir.join(TIP), Opening::Read).ok();
    let tip = read_tip(tip.as_deref());
    let file = LocalDisk.open(&path, Opening::Read);
    let file = file.map_err(io("cannot open", &path))?;
    let mut verification = Verification::new(expect, tip);
    verification.patience = PATIENCE;
    if tip.is_none() {
        let detail = "`tip` cannot be read, so that a cut at the end is not found";
        let finding = Finding::notice(Kind::Truncated, Position::Ledger, detail);
        verification.verifier.finding(finding);
    }
    verification.run(&*file, &path, progress, show)
}

/// Verifies the file at `path` by itself. It takes no lock.
///
/// # Errors
///
/// As [`verify_folder`].
pub fn verify_file(
    path: &Path,
    expect: Expect,
    progress: impl FnMut(Progress) -> ControlFlow<()>,
) -> Result<Option<Report>, StoreError> {
    verify_file_showing(path, expect, progress, |_, _| {})
}

/// As [`verify_file`], showing each record, and the verifier behind it, to
/// `show`.
///
/// # Errors
///
/// As [`verify_folder`].
pub fn verify_file_showing(
    path: &Path,
    expect: Expect,
    progress: impl FnMut(Progress) -> ControlFlow<()>,
    show: impl FnMut(&Record, &Verifier),
) -> Result<Option<Report>, StoreError> {
    let file = LocalDisk.open(path, Opening::Read);
    let file = file.map_err(io("cannot open", path))?;
    Verification::new(expect, None).run(&*file, path, progress, show)
}

/// Verifies an open file, against a tip if there is one.
///
/// # Errors
///
/// As [`verify_folder`].
pub fn verify_medium(
    file: &dyn Medium,
    path: &Path,
    tip: Option<Tip>,
    expect: Expect,
    progress: impl FnMut(Progress) -> ControlFlow<()>,
) -> Result<Option<Report>, StoreError> {
    Verification::new(expect, tip).run(file, path, progress, |_, _| {})
}

struct Verification {
    verifier: Verifier,
    tip: Option<Tip>,
    /// The place behind the last good checkpoint record.
    committed: Option<u64>,
    /// How often an unfinished end is looked at again: somebody may be writing
    /// it, which is no finding.
    patience: u32,
}

/// How often the end of a folder's ledger is looked at again, and how long
/// that waits: a commit is one write.
const PATIENCE: u32 = 5;
const WAIT: Duration = Duration::from_millis(20);

/// How many records are read between two words of progress.
const STRIDE: u64 = 1024;

impl Verification {
    fn new(mut expect: Expect, tip: Option<Tip>) -> Self {
        if let Some(tip) = tip {
            expect.acknowledged = Some((tip.size, tip.root));
        }
        Self {
            verifier: Verifier::new(expect),
            tip,
            committed: None,
            patience: 0,
        }
    }

    /// Whether the end may be a commit that is being written.
    fn is_unfinished(&self, found: &Found) -> bool {
        let chain = self.verifier.chain();
        let all_seen = self.tip.is_none_or(|tip| tip.size <= chain.committed());
        match found {
            Found::Record(_) => false,
            Found::End => all_seen && chain.size() > chain.committed(),
            Found::Bad { .. } => all_seen,
        }
    }

    fn run(
        mut self,
        file: &dyn Medium,
        path: &Path,
        mut progress: impl FnMut(Progress) -> ControlFlow<()>,
        mut show: impl FnMut(&Record, &Verifier),
    ) -> Result<Option<Report>, StoreError> {
        check_magic(file, path)?;
        let reading = || io("cannot read", path);
        let mut total = file.len().map_err(reading())?;
        let mut scanner = Scanner::from_start(file, total);
        for records in 0_u64.. {
            let mut found = scanner.next().map_err(reading())?;
            while self.patience > 0 && self.is_unfinished(&found) {
                self.patience -= 1;
                std::thread::sleep(WAIT);
                total = file.len().map_err(reading())?;
                scanner.look_again(total);
                found = scanner.next().map_err(reading())?;
            }
            let record = match found {
                Found::Record(record) => record,
                Found::End => break,
                Found::Bad { place, why } => {
                    let finding = self.judge(file, place, why).map_err(reading())?;
                    let torn = finding.kind == Kind::TornTail;
                    self.verifier.finding(finding);
                    let skipped = scanner.skip_bad().map_err(reading())?;
                    match skipped.filter(|_| !torn) {
                        Some(record) => record,
                        None => {
                            if !torn {
                                self.verifier.stop();
                            }
                            break;
                        }
                    }
                }
            };
            self.verifier.record(&record);
            show(&record, &self.verifier);
            if record.kind == RecordKind::Checkpoint {
                self.committed = Some(record.next);
            }
            let now = Progress {
                done: record.next,
                total,
                entries: self.verifier.chain().size(),
            };
            if records % STRIDE == 0 && progress(now).is_break() {
                return Ok(None);
            }
        }
        Ok(Some(self.verifier.finish()))
    }

    /// Whether bytes that are no record are a torn tail: behind the last good
    /// checkpoint, beyond `tip`, with at most one whole checkpoint record of
    /// this ledger behind them.
    fn judge(&self, file: &dyn Medium, place: u64, why: &str) -> std::io::Result<Finding> {
        let damaged = Finding::error(Kind::Damaged, Position::Byte(place), why);
        let Some(committed) = self.committed else {
            return Ok(damaged);
        };
        let length = file.len()?;
        let Some(ledger) = first_leaf(file, length)? else {
            return Ok(damaged);
        };
        let acknowledged = self.tip.is_some_and(|tip| tip.length > committed);
        if acknowledged || checkpoints_within(file, place, length, &ledger)? > 1 {
            return Ok(damaged);
        }
        let detail = format!("the file ends inside a commit: at byte {place}, {why}");
        let position = Position::Byte(committed);
        Ok(Finding::error(Kind::TornTail, position, detail))
    }
}
