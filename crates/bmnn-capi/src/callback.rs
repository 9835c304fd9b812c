//! What the host's own functions answered, told to whoever called the library.
//!
//! Between the host's function and the call stand the registry and the core,
//! which know that a signer failed but not with which number. It is kept here
//! until the call ends.

use crate::error::Fault;
use crate::status::{BMNN_E_CALLBACK, BMNN_E_CANCELLED, BMNN_E_PANIC};
use serde_json::json;
use std::cell::Cell;

/// Whose function it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    Clock,
    Randomness,
    Signer,
    Progress,
}

impl Who {
    /// As the detail of an error names it.
    fn name(self) -> &'static str {
        match self {
            Self::Clock => "clock",
            Self::Randomness => "randomness",
            Self::Signer => "signer",
            Self::Progress => "progress",
        }
    }

    fn vi(self) -> &'static str {
        match self {
            Self::Clock => "đồng hồ của chương trình",
            Self::Randomness => "nguồn ngẫu nhiên của chương trình",
            Self::Signer => "bộ ký của chương trình",
            Self::Progress => "hàm theo dõi của chương trình",
        }
    }

    fn en(self) -> &'static str {
        match self {
            Self::Clock => "the host's clock",
            Self::Randomness => "the host's source of randomness",
            Self::Signer => "the host's signer",
            Self::Progress => "the host's progress callback",
        }
    }
}

/// A function of the host's that failed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Failure {
    who: Who,
    answer: i32,
}

// Of a type that is not dropped: the library leaves nothing behind in a thread
// that it did not begin.
thread_local!(static FAILED: Cell<Option<Failure>> = const { Cell::new(None) });

/// Runs a call. A function of the host's that fails in it is what the call
/// fails of.
pub(crate) fn heard(call: impl FnOnce() -> Result<(), Fault>) -> Result<(), Fault> {
    // A callback may itself make a call, of something else.
    let outer = FAILED.take();
    let outcome = call();
    let failed = FAILED.replace(outer);
    match (outcome, failed) {
        (Err(fault), Some(failed)) if fault.status != BMNN_E_PANIC => Err(failed.explains(fault)),
        (outcome, _) => outcome,
    }
}

impl Failure {
    pub(crate) fn new(who: Who, answer: i32) -> Self {
        Self { who, answer }
    }

    /// Keeps it for the end of the call, unless another came first.
    pub(crate) fn keep(self) {
        FAILED.set(FAILED.get().or(Some(self)));
    }

    /// What the call then comes to: the host broke it off, or failed in its own
    /// way.
    fn explains(self, fault: Fault) -> Fault {
        let Self { who, answer } = self;
        if answer == BMNN_E_CANCELLED {
            return fault.instead(
                BMNN_E_CANCELLED,
                format!("{} đã dừng việc này", who.vi()),
                format!("{} broke the work off", who.en()),
            );
        }
        let vi = format!("{} báo lỗi {answer}", who.vi());
        let en = format!("{} failed with {answer}", who.en());
        fault
            .instead(BMNN_E_CALLBACK, vi, en)
            .with("callback", json!(who.name()))
            .with("host", json!(answer))
    }
}

impl From<Failure> for Fault {
    fn from(failure: Failure) -> Self {
        failure.explains(Self::new(BMNN_E_CALLBACK, "", ""))
    }
}
