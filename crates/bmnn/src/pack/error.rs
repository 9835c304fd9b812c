//! Why a pack is refused.

use crate::cite::CitationError;

/// A pack that cannot be used, with the line at fault.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {reason}")]
pub struct PackError {
    /// The file, as the caller named it.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub reason: PackFault,
}

/// What is wrong in a pack.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PackFault {
    /// Not TOML, an unknown key, a missing key, or a value of another type.
    #[error("{0}")]
    Syntax(String),
    /// A provision that every complete pack has is missing.
    #[error("gap: provision `{0}` is missing")]
    Gap(String),
    /// Something is defined a second time.
    #[error("duplicate: {what} `{id}` is already defined on line {first}")]
    Duplicate {
        /// What kind of thing it is.
        what: &'static str,
        /// Its id.
        id: String,
        /// The line that defined it first.
        first: usize,
    },
    /// No provision is called this.
    #[error("unknown provision `{0}`")]
    UnknownProvision(String),
    /// The value is not of the provision's kind, or out of its range.
    #[error("provision `{id}` wants {wanted}")]
    WrongValue {
        /// The provision.
        id: String,
        /// What it wants.
        wanted: String,
    },
    /// A word that is not in its list.
    #[error("expected {wanted}, found `{found}`")]
    WrongWord {
        /// The words that would do.
        wanted: String,
        /// What stands there.
        found: String,
    },
    /// The citation cannot be read.
    #[error("bad citation: {0}")]
    Citation(#[from] CitationError),
    /// A value claims more than its source can bear.
    #[error("{0}")]
    Unsound(String),
    /// The pack that this one extends is not adopted.
    #[error("this pack extends `{0}`, which is not adopted")]
    NoParent(String),
    /// The pack extends another than the one it was laid over.
    #[error("this pack extends `{wanted}`, not `{found}`")]
    Parent {
        /// The pack that it extends.
        wanted: String,
        /// The pack that it was laid over.
        found: String,
    },
}
