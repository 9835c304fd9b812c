//! What is wrong with a field, and where.

use std::fmt;

/// Why a value is no act: where it stands, what was expected there and what
/// was found.
///
/// `Display` is one English sentence; [`FieldError::vi`] the same in
/// Vietnamese. Neither quotes text out of an act, since a secret may have been
/// typed into the wrong field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{path}`: expected {expected}, found {found}")]
pub struct FieldError {
    /// The place, such as `copies/0/to`; empty for the act as a whole.
    pub path: String,
    /// What belongs there.
    pub expected: Phrase,
    /// What is there.
    pub found: Phrase,
}

/// The same words in both languages. `Display` prints the English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// In Vietnamese.
    pub vi: Box<str>,
    /// In English.
    pub en: Box<str>,
}

impl FieldError {
    /// An error at `path`.
    #[must_use]
    pub fn new(path: impl Into<String>, expected: Phrase, found: Phrase) -> Self {
        Self {
            path: path.into(),
            expected,
            found,
        }
    }

    /// The sentence in Vietnamese.
    #[must_use]
    pub fn vi(&self) -> String {
        let Self {
            path,
            expected,
            found,
        } = self;
        format!("`{path}`: cần {}, nhưng gặp {}", expected.vi, found.vi)
    }
}

impl Phrase {
    /// The same words in Vietnamese and English.
    #[must_use]
    pub fn new(vi: impl Into<Box<str>>, en: impl Into<Box<str>>) -> Self {
        Self {
            vi: vi.into(),
            en: en.into(),
        }
    }
}

impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en)
    }
}

/// Why a text is no word of a closed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected one of `{}`", words.join("` `"))]
pub struct WordError {
    /// The words of the list.
    pub words: &'static [&'static str],
}

/// A place inside an act, built without cost while nothing is wrong.
#[derive(Clone, Copy)]
pub(crate) enum Place<'a> {
    /// The act itself.
    Root,
    /// At a key.
    Key(&'a Place<'a>, &'a str),
    /// At an index.
    Index(&'a Place<'a>, usize),
    /// At a path that a caller gave.
    Path(&'a str),
}

impl<'a> Place<'a> {
    pub(crate) fn key(&'a self, key: &'a str) -> Self {
        Self::Key(self, key)
    }

    pub(crate) fn index(&'a self, index: usize) -> Self {
        Self::Index(self, index)
    }

    pub(crate) fn error(&self, expected: Phrase, found: Phrase) -> FieldError {
        FieldError::new(self.to_string(), expected, found)
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => Ok(()),
            Self::Path(path) => f.write_str(path),
            Self::Key(Place::Root, key) => f.write_str(key),
            Self::Key(parent, key) => write!(f, "{parent}/{key}"),
            Self::Index(parent, index) => write!(f, "{parent}/{index}"),
        }
    }
}
