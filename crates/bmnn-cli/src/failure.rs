//! Why a command could not do what was asked: one clear sentence.

use std::{error::Error, io, path::Path};

use bmnn_cli::old_book::Unreadable;
use bmnn_registry::{
    OpenError, PerformError, ReadError, SlipFailure,
    backup::BackupError,
    export::ExportError,
    keys::{KeyError, RenewalError},
    packs::PacksError,
    vault::VaultError,
    witness::WitnessError,
};
use bmnn_store::StoreError;
use serde_json::{Value, json};

use crate::{exit::Exit, lang::Lang};

/// A sentence in both languages, and how the command ends for it.
#[derive(Debug)]
pub(crate) struct Failure {
    vi: String,
    en: String,
    exit: Exit,
}

impl Failure {
    /// What could not be tried.
    pub(crate) fn new(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            vi: vi.into(),
            en: en.into(),
            exit: Exit::NotTried,
        }
    }

    /// The same, ending in another way.
    pub(crate) fn ending(self, exit: Exit) -> Self {
        Self { exit, ..self }
    }

    /// The same, with the place in front.
    pub(crate) fn at(self, vi: &str, en: &str) -> Self {
        Self {
            vi: format!("{vi}: {}", self.vi),
            en: format!("{en}: {}", self.en),
            ..self
        }
    }

    /// What the system said when `path` was read.
    pub(crate) fn reading(path: &Path, cause: &io::Error) -> Self {
        let path = path.display();
        match cause.kind() {
            io::ErrorKind::NotFound => Self::new(
                format!("không có tệp hoặc thư mục `{path}`"),
                format!("there is no file or folder `{path}`"),
            ),
            io::ErrorKind::PermissionDenied => Self::new(
                format!("không có quyền đọc `{path}`"),
                format!("no permission to read `{path}`"),
            ),
            _ => Self::new(
                format!("không đọc được `{path}`: {cause}"),
                format!("cannot read `{path}`: {cause}"),
            ),
        }
    }

    /// What the system said when `path` was written.
    pub(crate) fn writing(path: &Path, cause: &io::Error) -> Self {
        let path = path.display();
        match cause.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::new(
                format!("ổ đĩa đã đầy, không ghi được `{path}`"),
                format!("the disk is full: cannot write `{path}`"),
            ),
            io::ErrorKind::ReadOnlyFilesystem => Self::new(
                format!("ổ đĩa chỉ cho đọc, không ghi được `{path}`"),
                format!("the disk is read-only: cannot write `{path}`"),
            ),
            io::ErrorKind::PermissionDenied => Self::new(
                format!("không có quyền ghi `{path}`"),
                format!("no permission to write `{path}`"),
            ),
            io::ErrorKind::AlreadyExists => Self::new(
                format!("`{path}` đã có và không bị ghi đè"),
                format!("`{path}` exists already and is not overwritten"),
            ),
            _ => Self::new(
                format!("không ghi được `{path}`: {cause}"),
                format!("cannot write `{path}`: {cause}"),
            ),
        }
    }

    /// The sentence.
    pub(crate) fn text(&self, lang: Lang) -> &str {
        lang.pick(&self.vi, &self.en)
    }

    /// How the command ends.
    pub(crate) fn exit(&self) -> Exit {
        self.exit
    }

    /// `{"error": {"vi", "en"}, "exit"}`.
    pub(crate) fn json(&self) -> Value {
        json!({ "error": self.texts(), "exit": self.exit.code() })
    }

    /// `{"vi", "en"}`.
    pub(crate) fn texts(&self) -> Value {
        json!({ "vi": self.vi, "en": self.en })
    }
}

impl From<KeyError> for Failure {
    fn from(error: KeyError) -> Self {
        Self::new(error.vi(), error.to_string())
    }
}

impl From<RenewalError> for Failure {
    fn from(error: RenewalError) -> Self {
        Self::new(error.vi(), error.to_string())
    }
}

impl From<Unreadable> for Failure {
    fn from(Unreadable { vi, en }: Unreadable) -> Self {
        Self::new(vi, en)
    }
}

/// Every error of the registry says itself in both languages.
macro_rules! from_registry {
    ($($error:ty),*) => {$(
        impl From<$error> for Failure {
            fn from(error: $error) -> Self {
                Self::new(error.vi(), english(&error))
            }
        }
    )*};
}

/// Why a ledger's file cannot be used, in the registry's words.
impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        OpenError::Store(error).into()
    }
}

from_registry!(
    OpenError,
    ReadError,
    PacksError,
    BackupError,
    ExportError,
    VaultError
);

impl From<SlipFailure> for Failure {
    fn from(error: SlipFailure) -> Self {
        let failure = Self::new(error.vi(), english(&error));
        match error {
            SlipFailure::Read(_) | SlipFailure::Disk { .. } | SlipFailure::OwnCheckpoint => failure,
            _ => failure.ending(Exit::DoesNotHold),
        }
    }
}

impl From<WitnessError> for Failure {
    fn from(error: WitnessError) -> Self {
        let failure = Self::new(error.vi(), english(&error));
        if error.is_refusal() {
            return failure.ending(Exit::DoesNotHold);
        }
        failure
    }
}

impl From<PerformError> for Failure {
    fn from(error: PerformError) -> Self {
        let failure = Self::new(error.vi(), english(&error));
        if error.is_refusal() {
            return failure.ending(Exit::DoesNotHold);
        }
        failure
    }
}

/// The sentence, with its causes behind it.
fn english(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        let words = next.to_string();
        // A transparent error has the words of its cause.
        if !text.contains(&words) {
            text = format!("{text}: {words}");
        }
        cause = next.source();
    }
    text
}
