//! What the registry's errors are to C.

use crate::error::Fault;
use crate::status::*;
use bmnn::act::{FieldError, Phrase};
use bmnn::ledger::slip::ComposeError;
use bmnn_registry::export::ExportError;
use bmnn_registry::vault::VaultError;
use bmnn_registry::verify::ExportFileError;
use bmnn_registry::{OpenError, PerformError, ReadError, SlipFailure};
use bmnn_store::StoreError;
use serde_json::json;
use std::io::ErrorKind;

impl From<FieldError> for Fault {
    fn from(error: FieldError) -> Self {
        Self::new(BMNN_E_ACT, error.vi(), error.to_string()).field(&error)
    }
}

impl Fault {
    /// The place in an act that is wrong, and what was expected there.
    fn field(self, error: &FieldError) -> Self {
        let both = |phrase: &Phrase| json!({"vi": &*phrase.vi, "en": &*phrase.en});
        self.with("path", json!(error.path))
            .with("expected", both(&error.expected))
            .with("found", both(&error.found))
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        let status = store(&error);
        let en = error.to_string();
        Self::new(status, ReadError::from(error).vi(), en)
    }
}

impl From<ExportFileError> for Fault {
    fn from(error: ExportFileError) -> Self {
        let status = match &error {
            ExportFileError::Store(error) => store(error),
            ExportFileError::NoExport(_) => BMNN_E_FORMAT,
            _ => BMNN_E_IO,
        };
        Self::new(status, error.vi(), error.to_string())
    }
}

impl From<ExportError> for Fault {
    fn from(error: ExportError) -> Self {
        let status = match &error {
            ExportError::NoEntry { .. } => BMNN_E_NOT_FOUND,
            ExportError::NeverWithheld { .. } => BMNN_E_STATE,
            ExportError::Read(error) => read(error),
            ExportError::Store(error) => store(error),
            ExportError::Packs(_) => BMNN_E_PACK,
            ExportError::Make { source, .. } if source.kind() == ErrorKind::AlreadyExists => {
                BMNN_E_EXISTS
            }
            _ => BMNN_E_IO,
        };
        Self::new(status, error.vi(), error.to_string())
    }
}

impl From<OpenError> for Fault {
    fn from(error: OpenError) -> Self {
        Self::new(open(&error), error.vi(), error.to_string())
    }
}

impl From<ReadError> for Fault {
    fn from(error: ReadError) -> Self {
        Self::new(read(&error), error.vi(), error.to_string())
    }
}

impl From<PerformError> for Fault {
    /// A refusal brings its articles: the first reason's own, and all in the
    /// detail.
    fn from(error: PerformError) -> Self {
        let mut fault = Self::new(perform(&error), error.vi(), error.to_string());
        if let PerformError::At { index, .. } = &error {
            fault = fault.with("index", json!(index));
        }
        if let PerformError::ClockAhead { days, .. } = bare(&error) {
            fault = fault.with("days", json!(days));
        }
        if let PerformError::Draft(error) = bare(&error) {
            fault = fault.field(error);
        }
        let Some(decision) = error.decision() else {
            return fault;
        };
        if let bmnn::decide::Decision::Refused { reasons, .. } = decision {
            let cited = reasons.iter().find_map(|reason| reason.cited.as_ref());
            fault = fault.article(cited.map(|cited| (cited.vi.clone(), cited.en.clone())));
        }
        fault.with("decision", bmnn_json::decision(decision))
    }
}

pub(crate) fn slip(failure: &SlipFailure) -> bmnn_status {
    match failure {
        SlipFailure::Malformed(_) => BMNN_E_PROOF,
        SlipFailure::Compose(error) => match &**error {
            ComposeError::Beyond { .. } => BMNN_E_NOT_FOUND,
            ComposeError::Read(error) => read(error),
            ComposeError::Revocation => BMNN_E_STATE,
            _ => BMNN_E_DAMAGED,
        },
        SlipFailure::UnknownParty(_) => BMNN_E_NOT_FOUND,
        SlipFailure::Own | SlipFailure::Stranger => BMNN_E_STATE,
        SlipFailure::DoesNotHold(_) | SlipFailure::NotShown { .. } | SlipFailure::NoAnswer(_) => {
            BMNN_E_REFUSED
        }
        SlipFailure::Read(error) => read(error),
        SlipFailure::Disk { .. } => BMNN_E_IO,
        _ => BMNN_E_DAMAGED,
    }
}

fn bare(error: &PerformError) -> &PerformError {
    match error {
        PerformError::At { error, .. } => bare(error),
        other => other,
    }
}

fn store(error: &StoreError) -> bmnn_status {
    match error {
        StoreError::Absent(_) => BMNN_E_NO_LEDGER,
        StoreError::Io { source, .. } if source.kind() == ErrorKind::NotFound => BMNN_E_NO_LEDGER,
        StoreError::Foreign(_) | StoreError::FutureVersion { .. } => BMNN_E_FORMAT,
        StoreError::Exists(_) => BMNN_E_EXISTS,
        StoreError::Locked => BMNN_E_LOCKED,
        StoreError::ReadOnly(_) | StoreError::NoRecord { .. } => BMNN_E_DAMAGED,
        StoreError::Poisoned | StoreError::Stale { .. } => BMNN_E_POISONED,
        _ => BMNN_E_IO,
    }
}

fn vault(error: &VaultError) -> bmnn_status {
    match error {
        VaultError::WrongKey { .. } | VaultError::OtherLock { .. } => BMNN_E_KEY,
        VaultError::Randomness(_) => BMNN_E_RANDOM,
        _ => BMNN_E_VAULT,
    }
}

fn open(error: &OpenError) -> bmnn_status {
    match error {
        OpenError::Store(error) => store(error),
        OpenError::Vault(error) => vault(error),
        OpenError::Exists(_) => BMNN_E_EXISTS,
        OpenError::LedgerKey { .. } => BMNN_E_KEY,
        OpenError::Ledger(_) | OpenError::Index(_) => BMNN_E_DAMAGED,
        OpenError::Packs(_) => BMNN_E_PACK,
        OpenError::Opening(error) => perform(error),
        _ => BMNN_E_IO,
    }
}

fn read(error: &ReadError) -> bmnn_status {
    match error {
        ReadError::Store(error) => store(error),
        ReadError::Vault(error) => vault(error),
        ReadError::VaultLocked => BMNN_E_VAULT,
        ReadError::NoEntry { .. } | ReadError::NoCheckpoint { .. } => BMNN_E_NOT_FOUND,
        ReadError::NoLedgerKey => BMNN_E_STATE,
        ReadError::Receipt(_) => BMNN_E_KEY,
        _ => BMNN_E_DAMAGED,
    }
}

fn perform(error: &PerformError) -> bmnn_status {
    match bare(error) {
        PerformError::Draft(_) | PerformError::ReadyMade { .. } | PerformError::Encoding(_) => {
            BMNN_E_ACT
        }
        PerformError::Refused(_) | PerformError::Ledger(_) | PerformError::NotVouched(_) => {
            BMNN_E_REFUSED
        }
        PerformError::OtherContent { .. } => BMNN_E_OTHER_CONTENT,
        PerformError::ClockAhead { .. } | PerformError::Clock(_) => BMNN_E_CLOCK,
        PerformError::Closed => BMNN_E_CLOSED,
        PerformError::NoRoot
        | PerformError::NotEnrolled(_)
        | PerformError::Sign(_)
        | PerformError::Seal(_) => BMNN_E_KEY,
        PerformError::Packs(_) => BMNN_E_PACK,
        PerformError::Randomness(_) => BMNN_E_RANDOM,
        PerformError::ReadOnly => BMNN_E_STATE,
        PerformError::Failed(_) => BMNN_E_POISONED,
        PerformError::Store(error) => store(error),
        PerformError::Vault(error) => vault(error),
        PerformError::Read(error) => read(error),
        PerformError::CatchUp(error) => open(error),
        _ => BMNN_E_DAMAGED,
    }
}
