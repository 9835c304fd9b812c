//! Findings: what a verification has to say, each with its kind, place and
//! severity.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        /// What kind of thing was found.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Kind { $($(#[$doc])* $name),* }

        impl Kind {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The kind's name, as the format page writes it.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => stringify!($name)),* }
            }
        }
    };
}

kinds! {
    /// The file ends inside a commit that was never acknowledged.
    TornTail,
    /// Bytes that no crash can have left so.
    Damaged,
    /// Acknowledged entries are missing at the end.
    Truncated,
    /// An entry that does not follow from the one before it.
    BrokenLink,
    /// Bytes that are not the one encoding of what belongs there.
    BadEncoding,
    /// A signature that does not verify.
    BadSignature,
    /// A signature by someone whose it is not to sign this.
    WrongSigner,
    /// A key that was never enrolled.
    UnknownKey,
    /// A key that cannot be enrolled or used.
    BadKey,
    /// A key used before its enrolment or after its revocation.
    KeyOutOfRange,
    /// An algorithm that this format version does not know.
    UnknownAlgorithm,
    /// An act that saw another history than this one.
    WrongHistory,
    /// An act's id that is there already.
    DuplicateId,
    /// A checkpoint that does not say what the entries say.
    CheckpointMismatch,
    /// Two checkpoints of one ledger that cannot both be true.
    Fork,
    /// An entry behind `ledger.close`.
    AfterClose,
    /// Statements of a key from the position on at which it was compromised.
    Doubtful,
    /// An entry that an export leaves out.
    Withheld,
    /// A sealed value that is not the one committed to.
    SealMismatch,
    /// A sealed value that is gone without an act that erases it.
    SealMissing,
    /// An act that the rules in force refuse.
    Unlawful,
    /// An act recorded as irregular.
    Irregular,
    /// A transfer whose second leg is missing.
    OpenLeg,
    /// Copies that do not add up.
    NotConserved,
    /// An act without a signature that the agency asks for.
    WrongHand,
    /// An act of a name that this program does not know.
    UnknownAct,
    /// A field that this program does not know.
    UnknownField,
    /// The registry's clock stepped back.
    ClockBackwards,
    /// An act of an earlier day than it was received.
    Backdated,
    /// An act of a later day than it was received.
    Postdated,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth knowing; the ledger holds.
    Notice,
    /// The ledger holds, and someone should look.
    Warning,
    /// The ledger does not hold.
    Error,
}

/// Where a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Position {
    /// The ledger as a whole.
    Ledger,
    /// The entry at this position.
    Entry(u64),
    /// The checkpoint behind this many entries.
    Checkpoint(u64),
    /// The byte at this offset of the file.
    Byte(u64),
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ledger => f.write_str("ledger"),
            Self::Entry(seq) => write!(f, "entry {seq}"),
            Self::Checkpoint(size) => write!(f, "checkpoint of {size}"),
            Self::Byte(offset) => write!(f, "byte {offset}"),
        }
    }
}

/// One thing that a verification has to say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What kind of thing.
    pub kind: Kind,
    /// Where.
    pub position: Position,
    /// How much it weighs.
    pub severity: Severity,
    /// The facts, in English, without the words of any document.
    pub detail: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            kind,
            position,
            detail,
            ..
        } = self;
        write!(f, "{kind} at {position}: {detail}")
    }
}

impl Finding {
    /// A finding for which the ledger does not hold.
    #[must_use]
    pub fn error(kind: Kind, position: Position, detail: impl Into<String>) -> Self {
        Self::new(kind, position, Severity::Error, detail)
    }

    /// A finding that someone should look at.
    #[must_use]
    pub fn warning(kind: Kind, position: Position, detail: impl Into<String>) -> Self {
        Self::new(kind, position, Severity::Warning, detail)
    }

    /// A finding worth knowing.
    #[must_use]
    pub fn notice(kind: Kind, position: Position, detail: impl Into<String>) -> Self {
        Self::new(kind, position, Severity::Notice, detail)
    }

    fn new(kind: Kind, position: Position, severity: Severity, detail: impl Into<String>) -> Self {
        Self {
            kind,
            position,
            severity,
            detail: detail.into(),
        }
    }

    /// Whether the ledger does not hold for it.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}
