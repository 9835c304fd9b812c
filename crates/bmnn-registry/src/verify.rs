//! Verification of a whole registry: the ledger by its own rules, and the acts
//! replayed from nothing under the packs that they adopted.
//!
//! Index and tip are not believed, and no lock is taken: an outsider can do
//! this on a copy of the folder, or on `ledger.bmnn` alone where only packs of
//! this program were adopted.

mod custody;
mod doubt;
mod found;
mod hands;
mod succession;

pub use hands::Hands;
pub use succession::{Succession, succession};

use crate::packs::Library;
use crate::registry::{Registry, VAULT};
use crate::vault::{Vault, VaultError, VaultKey};
use bmnn::ledger::verify::{Expect, NotProven, Report};
use bmnn::ledger::{Finding, Position};
use bmnn_store::{LEDGER, StoreError, verify_file_showing, verify_folder_showing};
use custody::Replay;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;

pub use bmnn_store::Progress;

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
    /// Why the acts were not all replayed, where they were not.
    pub not_replayed: Option<String>,
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
    let vault = Vault::open_read_only(folder.join(VAULT));
    verify_with(folder, vault.as_ref(), expect, progress)
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
    Ok(verify_with(folder, vault.as_ref(), expect, progress)?)
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

fn verify_with(
    folder: &Path,
    vault: Result<&Vault, &VaultError>,
    expect: Expect,
    progress: impl FnMut(Progress) -> ControlFlow<()>,
) -> Result<Option<Verification>, StoreError> {
    let library = Library::of(Some(folder));
    let mut replay = Replay::new(&library, vault.ok());
    if let Err(error) = vault {
        replay.no_vault(error);
    }
    let report = verify_folder_showing(folder, expect, progress, |record, verifier| {
        replay.record(record, verifier);
    })?;
    replay.name_doubtful(&folder.join(LEDGER))?;
    Ok(report.map(|report| finish(report, replay)))
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
    let library = Library::of(path.parent());
    let mut replay = Replay::new(&library, None);
    let report = verify_file_showing(path, expect, progress, |record, verifier| {
        replay.record(record, verifier);
    })?;
    replay.name_doubtful(path)?;
    Ok(report.map(|report| finish(report, replay)))
}

fn finish(mut report: Report, replay: Replay<'_>) -> Verification {
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
        report,
        acts: outcome.acts,
        hands: outcome.hands,
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
            Some(vault) => verify_with(self.folder(), Ok(vault), expect, progress),
            None => verify_folder(self.folder(), expect, progress),
        }
    }
}
