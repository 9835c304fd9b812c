//! Verification of a whole registry: the ledger by its own rules, and the acts
//! replayed from nothing under the packs that they adopted.
//!
//! Index and tip are not believed, and no lock is taken: an outsider can do
//! this on a copy of the folder, or on `ledger.bmnn` alone where only packs of
//! this program were adopted.

mod custody;
mod doubt;
mod export;
mod hands;
mod succession;

pub use export::{ExportFileError, inspect_export, inspect_file_or_export};
pub use hands::Hands;
pub use succession::{End, Succession, end, succession};

use crate::packs::Library;
use crate::registry::{Registry, VAULT};
use crate::vault::{Vault, VaultError, VaultKey};
use bmnn::ledger::verify::{Bookmark, Expect, NotProven, Report};
use bmnn::ledger::{Finding, Position};
use bmnn_store::{Inspected, LEDGER, Medium, Shown, StoreError, Watch};
use custody::Replay;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;

pub use bmnn_store::{Inspection, Progress};

/// What a verification of ledger and acts has to say.
#[derive(Clone, Debug)]
pub struct Verification {
    /// The report: the findings of both, in the order of the ledger, and what
    /// was not proven.
    pub report: Report,
    /// How many acts there are of each name.
    pub acts: BTreeMap<String, u64>,
    /// Whose hands the acts name, and how each is borne out.
    pub hands: Hands,
    /// How many sealed values are gone from the vault because an entry erased
    /// them. Without a vault none is looked for.
    pub erased: u64,
    /// Why the acts were not all replayed, where they were not.
    pub not_replayed: Option<String>,
    /// Where the next verification of the ledger can begin, if one was to be
    /// kept and everything holds.
    pub bookmark: Option<Bookmark>,
}

impl Verification {
    /// Adds what there is to say of how the ledger follows from another.
    pub fn join(&mut self, succession: &Succession) {
        for finding in &succession.findings {
            *self.report.counts.entry(finding.kind).or_default() += 1;
            self.report.errors += u64::from(finding.is_error());
            self.report.findings.push(finding.clone());
        }
        self.report.findings.sort_by_key(order);
    }

    /// Whether ledger and acts hold.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.report.holds()
    }
}

/// Verifies the registry in a folder: ledger, tip, acts, and, where there is a
/// vault, that it has each sealed value. The vault stays locked: what the
/// values are is not compared, and [`NotProven::Seals`] says so.
///
/// `progress` is told now and then how far it is, and may break off; there is
/// no answer then.
///
/// # Errors
///
/// [`StoreError`] if there is no ledger, it is not one of this format version,
/// or it cannot be read. What is wrong with it is among the findings.
pub fn verify_folder(
    folder: &Path,
    expect: Expect,
    progress: impl FnMut(Progress) -> ControlFlow<()>,
) -> Result<Option<Verification>, StoreError> {
    inspect_folder(Inspection::of(expect), folder, progress)
}

/// As [`verify_folder`], with the key of the vault: each sealed value is
/// compared with its commitment, and not only looked for.
///
/// # Errors
///
/// [`UnlockedError::Vault`] if the key does not open the vault, or it is not
/// encrypted yet, and nothing was tried then; otherwise as [`verify_folder`].
pub fn verify_folder_unlocked(
    folder: &Path,
    key: &VaultKey,
    expect: Expect,
    progress: impl FnMut(Progress) -> ControlFlow<()>,
) -> Result<Option<Verification>, UnlockedError> {
    inspect_folder_unlocked(Inspection::of(expect), folder, key, progress)
}

/// Why a verification with the vault's key could not be tried.
#[derive(Debug, thiserror::Error)]
pub enum UnlockedError {
    /// The ledger's file.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The vault's lock.
    #[error(transparent)]
    Vault(#[from] VaultError),
}

/// Verifies a ledger's file by itself, with the texts of adopted packs that
/// lie in `packs` beside it, if there are any.
///
/// # Errors
///
/// As [`verify_folder`].
pub fn verify_file(
    path: &Path,
    expect: Expect,
    progress: impl FnMut(Progress) -> ControlFlow<()>,
) -> Result<Option<Verification>, StoreError> {
    inspect_file(Inspection::of(expect), path, progress)
}

/// As [`verify_folder`], in the way that `inspection` says. One that begins at
/// a bookmark replays no acts: what they rest on stands before it.
///
/// # Errors
///
/// As [`verify_folder`].
pub fn inspect_folder(
    inspection: Inspection,
    folder: &Path,
    progress: impl FnMut(Progress) -> ControlFlow<()>,
) -> Result<Option<Verification>, StoreError> {
    let vault = Vault::open_read_only(folder.join(VAULT));
    inspect_with(inspection, folder, vault.as_ref(), progress)
}

/// As [`verify_folder_unlocked`], in the way that `inspection` says.
///
/// # Errors
///
/// As [`verify_folder_unlocked`].
pub fn inspect_folder_unlocked(
    inspection: Inspection,
    folder: &Path,
    key: &VaultKey,
    progress: impl FnMut(Progress) -> ControlFlow<()>,
) -> Result<Option<Verification>, UnlockedError> {
    let vault = Vault::open_read_only(folder.join(VAULT));
    let vault = match vault.and_then(|mut vault| vault.unlock(key).map(|()| vault)) {
        Err(
            error @ (VaultError::WrongKey { .. }
            | VaultError::OtherLock { .. }
            | VaultError::Cost { .. }
            | VaultError::Clear { .. }),
        ) => return Err(error.into()),
        // What is wrong with it is a finding rather than a refusal.
        vault => vault,
    };
    let vault = vault.as_ref();
    Ok(inspect_with(inspection, folder, vault, progress)?)
}

fn inspect_with(
    inspection: Inspection,
    folder: &Path,
    vault: Result<&Vault, &VaultError>,
    progress: impl FnMut(Progress) -> ControlFlow<()>,
) -> Result<Option<Verification>, StoreError> {
    let library = Library::of(Some(folder));
    let mut watching = Watching::new(&inspection, progress, || {
        let mut replay = Replay::new(&library, vault.ok());
        if let Err(error) = vault {
            replay.no_vault(error);
        }
        replay
    });
    let inspected = inspection.folder(folder, &mut watching)?;
    watching.name_doubtful(&folder.join(LEDGER), None)?;
    Ok(inspected.map(|inspected| finish(inspected, watching.replay)))
}

/// As [`verify_file`], in the way that `inspection` says.
///
/// # Errors
///
/// As [`verify_folder`].
pub fn inspect_file(
    inspection: Inspection,
    path: &Path,
    progress: impl FnMut(Progress) -> ControlFlow<()>,
) -> Result<Option<Verification>, StoreError> {
    let library = Library::of(path.parent());
    let mut watching = Watching::new(&inspection, progress, || Replay::new(&library, None));
    let inspected = inspection.file(path, &mut watching)?;
    watching.name_doubtful(path, None)?;
    Ok(inspected.map(|inspected| finish(inspected, watching.replay)))
}

/// Replays what it is shown.
struct Watching<'a, P> {
    progress: P,
    replay: Option<Replay<'a>>,
}

impl<'a, P> Watching<'a, P> {
    fn new(inspection: &Inspection, progress: P, replay: impl FnOnce() -> Replay<'a>) -> Self {
        let replay = inspection.since.is_none().then(replay);
        Self { progress, replay }
    }

    fn name_doubtful(&mut self, path: &Path, file: Option<&dyn Medium>) -> Result<(), StoreError> {
        let named = self
            .replay
            .as_mut()
            .map(|replay| replay.name_doubtful(path, file));
        named.transpose().map(|_| ())
    }
}

impl<P: FnMut(Progress) -> ControlFlow<()>> Watch for Watching<'_, P> {
    fn progress(&mut self, now: Progress) -> ControlFlow<()> {
        (self.progress)(now)
    }

    fn wants_records(&self) -> bool {
        self.replay.is_some()
    }

    fn show(&mut self, shown: &Shown<'_>) {
        if let Some(replay) = &mut self.replay {
            replay.record(shown);
        }
    }
}

fn finish(inspected: Inspected, replay: Option<Replay<'_>>) -> Verification {
    let Inspected {
        mut report,
        bookmark,
    } = inspected;
    let Some(replay) = replay else {
        return Verification {
            report,
            bookmark,
            acts: BTreeMap::new(),
            hands: Hands::default(),
            erased: 0,
            not_replayed: Some("a verification from a bookmark on replays no acts".to_owned()),
        };
    };
    let outcome = replay.finish();
    outcome.found.join(&mut report);
    report.findings.sort_by_key(order);
    report.not_proven.retain(|what| match what {
        NotProven::Law => outcome.stopped.is_some(),
        NotProven::DistantIds => outcome.stopped.is_some(),
        NotProven::Seals => !outcome.seals_checked,
        _ => true,
    });
    Verification {
        bookmark: bookmark.filter(|_| report.holds()),
        report,
        acts: outcome.acts,
        hands: outcome.hands,
        erased: outcome.erased,
        not_replayed: outcome.stopped,
    }
}

/// Findings on an entry stand by its position, those on the whole at the end.
fn order(finding: &Finding) -> u64 {
    match finding.position {
        Position::Entry(seq) => seq,
        Position::Checkpoint(size) => size.saturating_sub(1),
        Position::Ledger | Position::Byte(_) => u64::MAX,
    }
}

impl Registry {
    /// Verifies this registry from its files, as anyone could, and its sealed
    /// values through the vault, if that is open.
    ///
    /// # Errors
    ///
    /// As [`verify_folder`].
    pub fn verify(
        &self,
        expect: Expect,
        progress: impl FnMut(Progress) -> ControlFlow<()>,
    ) -> Result<Option<Verification>, StoreError> {
        match &self.vault {
            Some(vault) => inspect_with(Inspection::of(expect), self.folder(), Ok(vault), progress),
            None => verify_folder(self.folder(), expect, progress),
        }
    }
}
