//! Whether a ledger follows from the one that it says it succeeds.
//!
//! ```text
//! before   … ─ ledger.close {successor-key?} ─ checkpoint (size, root)
//!                     │                              ▲
//!                     ▼ a root of                    │ after = [ledger-id, size, root]
//! successor           ledger.open {roots, after} ────┘
//! ```
//!
//! `after` stands in the successor's first entry, and so in its ledger-id: it
//! names one end of one ledger for good. It brings nothing with it; what was
//! held is brought in by `document.import`.

use bmnn::act::{Act, After, Body, LedgerClose, LedgerOpen};
use bmnn::ledger::verify::Report;
use bmnn::ledger::{Entry, Finding, Kind, Position, RecordKind};
use bmnn_store::{Inspected, Inspection, LEDGER, Progress, Shown, StoreError, Watch, each_record};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// What there is to say of how a ledger follows from another.
#[derive(Clone, Debug)]
pub struct Succession {
    /// The end that the successor names, if it names one.
    pub after: Option<After>,
    /// The verification of the ledger before. Its acts were not replayed.
    pub before: Report,
    /// Whether it was closed.
    pub closed: bool,
    /// What was found, on the successor's first entry.
    pub findings: Vec<Finding>,
}

impl Succession {
    /// Whether the ledger before holds, and the successor follows from it.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.before.holds() && !self.findings.iter().any(Finding::is_error)
    }
}

/// Verifies the ledger at `before` (a registry's folder, or a file), and that
/// the one at `successor` names its end: its ledger-id, size and root, and
/// what its `ledger.close` names in turn.
///
/// That the ledger before was never closed is a warning: where its roots are
/// lost, nobody can close it any more.
///
/// # Errors
///
/// [`StoreError`] if either is no ledger of this format version, or cannot be
/// read.
pub fn succession(
    successor: &Path,
    before: &Path,
    progress: impl FnMut(Progress) -> ControlFlow<()>,
) -> Result<Option<Succession>, StoreError> {
    let open = opening(successor)?;
    let Some(End { report, closed }) = end(before, progress)? else {
        return Ok(None);
    };
    let findings = compare(open.as_ref(), &report, closed.as_ref());
    Ok(Some(Succession {
        after: open.and_then(|open| open.after),
        before: report,
        closed: closed.is_some(),
        findings,
    }))
}

/// Keeps the last entry that it is shown.
struct LastEntry<P> {
    progress: P,
    entry: Option<Vec<u8>>,
}

impl<P: FnMut(Progress) -> ControlFlow<()>> Watch for LastEntry<P> {
    fn progress(&mut self, now: Progress) -> ControlFlow<()> {
        (self.progress)(now)
    }

    fn wants_records(&self) -> bool {
        true
    }

    fn show(&mut self, shown: &Shown<'_>) {
        if shown.record.kind == RecordKind::Entry {
            self.entry = Some(shown.record.bytes.clone());
        }
    }
}

/// Where a ledger ends.
#[derive(Clone, Debug)]
pub struct End {
    /// The verification of the ledger. Its acts were not replayed.
    pub report: Report,
    /// The act that closed it, if it was closed.
    pub closed: Option<LedgerClose>,
}

/// Verifies the ledger at `path` (a registry's folder, or a file), and says
/// how it ends.
///
/// # Errors
///
/// [`StoreError`] if it is no ledger of this format version, or cannot be read.
pub fn end(
    path: &Path,
    progress: impl FnMut(Progress) -> ControlFlow<()>,
) -> Result<Option<End>, StoreError> {
    let mut watching = LastEntry {
        progress,
        entry: None,
    };
    let inspection = Inspection::default();
    let inspected = if path.is_dir() {
        inspection.folder(path, &mut watching)?
    } else {
        inspection.file(path, &mut watching)?
    };
    let Some(Inspected { report, .. }) = inspected else {
        return Ok(None);
    };
    // The last entry of a ledger that holds closed it, or nothing did.
    let closed = watching.entry.and_then(|bytes| match act(&bytes)?.body {
        Body::LedgerClose(close) => Some(close),
        _ => None,
    });
    Ok(Some(End { report, closed }))
}

fn compare(
    open: Option<&LedgerOpen>,
    before: &Report,
    close: Option<&LedgerClose>,
) -> Vec<Finding> {
    let at = Position::Entry(0);
    let wrong = |detail: String| Finding::error(Kind::WrongHistory, at, detail);
    let Some(open) = open else {
        return vec![wrong("it does not begin with `ledger.open`".to_owned())];
    };
    let Some(after) = open.after else {
        let detail = "`ledger.open` names no ledger that this one succeeds (`after`)";
        return vec![wrong(detail.to_owned())];
    };
    let mut findings = Vec::new();
    let ledger = before.ledger.map(|id| id.to_string()).unwrap_or_default();
    let named = (after.ledger.to_string(), after.size, after.root);
    if named != (ledger.clone(), before.size, before.root) {
        findings.push(wrong(format!(
            "`after` names ledger {} with {} entries and root {}; the one before is {ledger} with {} and {}",
            named.0, named.1, named.2, before.size, before.root
        )));
    }
    if !before.holds() {
        let detail = format!("the ledger before does not hold: {} errors", before.errors);
        findings.push(wrong(detail));
    }
    match close {
        None => {
            let detail = "the ledger before was not closed: it may go on beside this one";
            findings.push(Finding::warning(Kind::WrongHistory, at, detail));
        }
        Some(LedgerClose {
            successor_key: Some(key),
            ..
        }) if !open.roots.contains(key) => {
            let detail = "the ledger before names a root of its successor (`successor-key`) that is none of this one's";
            findings.push(wrong(detail.to_owned()));
        }
        Some(_) => {}
    }
    findings
}

/// The first act of the ledger at `path`.
fn opening(path: &Path) -> Result<Option<LedgerOpen>, StoreError> {
    let file: PathBuf = match path.is_dir() {
        true => path.join(LEDGER),
        false => path.to_path_buf(),
    };
    if path.is_dir() && !file.exists() {
        return Err(StoreError::Absent(path.to_path_buf()));
    }
    let mut first = None;
    each_record(&file, |record| {
        first = Some(record.bytes.clone());
        ControlFlow::Break(())
    })?;
    Ok(first.and_then(|bytes| match act(&bytes)?.body {
        Body::LedgerOpen(open) => Some(open),
        _ => None,
    }))
}

fn act(entry: &[u8]) -> Option<Act> {
    let (_, statement) = Entry::decode(entry).ok()?;
    Act::from_map(&statement.act().ok()?).ok()
}
