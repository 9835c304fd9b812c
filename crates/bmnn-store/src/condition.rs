//! How a ledger's file was found.

use crate::tip::Tip;
use std::fmt;

/// How the file was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Condition {
    /// As a writer leaves it.
    #[default]
    Sound,
    /// It ends inside a commit: another process is writing it, or crashed.
    /// [`FileStore::lock`](crate::FileStore::lock) tells which, and sets a torn tail aside.
    Unfinished {
        /// Where the unfinished commit begins.
        at: u64,
    },
    /// Bytes that no crash leaves so.
    Damaged {
        /// Where they begin.
        at: u64,
        /// What is wrong.
        why: &'static str,
    },
    /// Acknowledged entries are missing, or others stand in their place.
    Truncated {
        /// What was acknowledged last.
        tip: Tip,
    },
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sound => f.write_str("nothing is wrong"),
            Self::Unfinished { at } => write!(f, "it ends inside a commit, from byte {at} on"),
            Self::Damaged { at, why } => write!(f, "it is damaged at byte {at}: {why}"),
            Self::Truncated { tip } => write!(
                f,
                "{} entries with root {} were acknowledged and are not there",
                tip.size, tip.root
            ),
        }
    }
}
