//! How one copy of a document is named.
//!
//! ```text
//! DOC#3            the copy with the printed number 3
//! DOC#u1           a carrier that bears no number: an unnumbered original, an object, an old copy
//! DOC#3/2.1        duplicate 1 of occasion 2, made from copy 3
//! DOC#3/2.1/1.1    duplicate 1 of occasion 1, made from that duplicate
//! ```
//!
//! A name says where a copy comes from, never where it is: that is custody.

use crate::id::Id;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The name of one copy: its document, its place in the set, and the occasions
/// of reproduction that it came through.
///
/// Every number in it is at least 1 and it has one spelling, so that
/// `text.parse()?.to_string() == text`. Copies are ordered by document, then
/// numbered before unnumbered, and a copy comes before its duplicates.
///
/// # Examples
///
/// ```
/// use bmnn::copy::CopyRef;
/// let duplicate: CopyRef = "doc-17#3/2.1".parse()?;
/// assert_eq!(duplicate.document().as_str(), "doc-17");
/// assert_eq!(duplicate.parent().unwrap().to_string(), "doc-17#3");
/// assert!("doc-17#03".parse::<CopyRef>().is_err());
/// # Ok::<(), bmnn::copy::CopyRefError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CopyRef {
    document: Id,
    place: Place,
    duplicates: Vec<Duplicate>,
}

/// Where a copy stands in the set that an issue made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Place {
    /// It bears this printed number.
    Numbered(u32),
    /// It bears no number; told apart by a count of ours.
    Unnumbered(u32),
}

/// One step of reproduction: the occasion, and the number made on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Duplicate {
    occasion: u32,
    number: u32,
}

impl CopyRef {
    /// How many reproductions may lie between a copy and the issued one.
    pub const MAX_DEPTH: usize = 8;

    /// The copy of `document` with the printed number `number`.
    ///
    /// # Errors
    ///
    /// [`CopyRefError::Zero`] if `number` is zero.
    pub fn numbered(document: Id, number: u32) -> Result<Self, CopyRefError> {
        Self::issued(document, Place::Numbered(at_least_one(number)?))
    }

    /// The `count`-th carrier of `document` that bears no number.
    ///
    /// # Errors
    ///
    /// [`CopyRefError::Zero`] if `count` is zero.
    pub fn unnumbered(document: Id, count: u32) -> Result<Self, CopyRefError> {
        Self::issued(document, Place::Unnumbered(at_least_one(count)?))
    }

    /// Duplicate `number` of the `occasion`-th reproduction of this copy.
    ///
    /// # Errors
    ///
    /// [`CopyRefError::Zero`] if a number is zero, [`CopyRefError::TooDeep`]
    /// beyond [`CopyRef::MAX_DEPTH`] reproductions.
    pub fn duplicate(&self, occasion: u32, number: u32) -> Result<Self, CopyRefError> {
        if self.duplicates.len() == Self::MAX_DEPTH {
            return Err(CopyRefError::TooDeep);
        }
        let mut copy = self.clone();
        copy.duplicates.push(Duplicate {
            occasion: at_least_one(occasion)?,
            number: at_least_one(number)?,
        });
        Ok(copy)
    }

    /// The document that it is a copy of.
    #[must_use]
    pub fn document(&self) -> &Id {
        &self.document
    }

    /// The printed number of the issued copy, unless it bears none. A
    /// duplicate answers with the number of the copy it goes back to.
    #[must_use]
    pub fn number(&self) -> Option<u32> {
        if let Place::Numbered(number) = self.place {
            Some(number)
        } else {
            None
        }
    }

    /// The copy that this one was made from, if it is a duplicate.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        let mut parent = self.clone();
        parent.duplicates.pop().map(|_| parent)
    }

    /// The issued copy that it goes back to: itself, unless it is a duplicate.
    #[must_use]
    pub fn root(&self) -> Self {
        Self {
            duplicates: Vec::new(),
            ..self.clone()
        }
    }

    /// Whether it was made by reproduction.
    #[must_use]
    pub fn is_duplicate(&self) -> bool {
        !self.duplicates.is_empty()
    }

    /// The occasion of its making, if it is a duplicate.
    #[must_use]
    pub fn occasion(&self) -> Option<u32> {
        self.duplicates.last().map(|last| last.occasion)
    }

    /// Its number among the duplicates of its occasion, if it is one: the
    /// `Bản sao số` of its mark.
    #[must_use]
    pub fn duplicate_number(&self) -> Option<u32> {
        self.duplicates.last().map(|last| last.number)
    }

    /// How many reproductions lie between it and the issued copy.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.duplicates.len()
    }

    fn issued(document: Id, place: Place) -> Result<Self, CopyRefError> {
        Ok(Self {
            document,
            place,
            duplicates: Vec::new(),
        })
    }
}

impl FromStr for CopyRef {
    type Err = CopyRefError;

    fn from_str(text: &str) -> Result<Self, CopyRefError> {
        let (document, rest) = text.split_once('#').ok_or(CopyRefError::Malformed)?;
        let document = document.parse().map_err(|_| CopyRefError::Malformed)?;
        let mut parts = rest.split('/');
        let place = parts.next().unwrap_or_default();
        let mut copy = match place.strip_prefix('u') {
            Some(count) => Self::unnumbered(document, number(count)?),
            None => Self::numbered(document, number(place)?),
        }?;
        for part in parts {
            let (occasion, ordinal) = part.split_once('.').ok_or(CopyRefError::Malformed)?;
            copy = copy.duplicate(number(occasion)?, number(ordinal)?)?;
        }
        Ok(copy)
    }
}

impl fmt::Display for CopyRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Place::Numbered(number) => write!(f, "{}#{number}", self.document),
            Place::Unnumbered(count) => write!(f, "{}#u{count}", self.document),
        }?;
        self.duplicates
            .iter()
            .try_for_each(|step| write!(f, "/{}.{}", step.occasion, step.number))
    }
}

impl TryFrom<String> for CopyRef {
    type Error = CopyRefError;

    fn try_from(text: String) -> Result<Self, CopyRefError> {
        text.parse()
    }
}

impl From<CopyRef> for String {
    fn from(copy: CopyRef) -> Self {
        copy.to_string()
    }
}

/// Why a text names no copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CopyRefError {
    /// It does not have the form.
    #[error("expected a copy such as `doc-17#3`, `doc-17#u1` or `doc-17#3/2.1`")]
    Malformed,
    /// A number in it is zero.
    #[error("the numbers of a copy begin at 1")]
    Zero,
    /// It goes through too many reproductions.
    #[error(
        "a copy goes back through at most {} reproductions",
        CopyRef::MAX_DEPTH
    )]
    TooDeep,
}

/// A number without sign or leading zeros: one value, one spelling.
fn number(digits: &str) -> Result<u32, CopyRefError> {
    let plain = digits.bytes().all(|b| b.is_ascii_digit());
    if digits == "0" {
        return Err(CopyRefError::Zero);
    }
    if !plain || digits.starts_with('0') {
        return Err(CopyRefError::Malformed);
    }
    digits.parse().map_err(|_| CopyRefError::Malformed)
}

fn at_least_one(number: u32) -> Result<u32, CopyRefError> {
    if number == 0 {
        return Err(CopyRefError::Zero);
    }
    Ok(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_one_spelling() {
        let table = [
            ("doc#3", Ok(())),
            ("doc#u1", Ok(())),
            ("doc#3/2.1", Ok(())),
            ("doc#u2/1.1/7.12", Ok(())),
            ("d:1.2_-#4294967295", Ok(())),
            ("doc#0", Err(CopyRefError::Zero)),
            ("doc#3/0.1", Err(CopyRefError::Zero)),
            ("doc#u0", Err(CopyRefError::Zero)),
            ("doc#03", Err(CopyRefError::Malformed)), // one value, one spelling
            ("doc#00", Err(CopyRefError::Malformed)),
            ("doc#+3", Err(CopyRefError::Malformed)),
            ("doc#4294967296", Err(CopyRefError::Malformed)),
            ("doc#", Err(CopyRefError::Malformed)),
            ("doc#U1", Err(CopyRefError::Malformed)),
            ("doc", Err(CopyRefError::Malformed)),
            ("#3", Err(CopyRefError::Malformed)),
            ("doc#3/", Err(CopyRefError::Malformed)),
            ("doc#3/1", Err(CopyRefError::Malformed)),
            ("doc#3/1.2.3", Err(CopyRefError::Malformed)),
            ("doc#3/1.u2", Err(CopyRefError::Malformed)),
            ("doc#3#4", Err(CopyRefError::Malformed)),
            (" doc#3", Err(CopyRefError::Malformed)),
            ("", Err(CopyRefError::Malformed)),
            (
                "d#1/1.1/1.1/1.1/1.1/1.1/1.1/1.1/1.1/1.1",
                Err(CopyRefError::TooDeep),
            ),
        ];
        for (text, want) in table {
            assert_eq!(text.parse::<CopyRef>().map(drop), want, "{text:?}");
        }
    }

    #[test]
    fn copies_stand_in_natural_order() {
        let names = [
            "a#2",
            "a#10",
            "a#10/1.2",
            "a#10/1.10",
            "a#11",
            "a#u1",
            "b#1",
        ];
        let copies: Vec<CopyRef> = names.iter().map(|name| name.parse().unwrap()).collect();
        assert!(copies.is_sorted());
    }

    #[test]
    fn a_duplicate_knows_its_line() {
        let copy: CopyRef = "doc#3/2.1/1.4".parse().unwrap();
        assert_eq!(copy.parent().unwrap().to_string(), "doc#3/2.1");
        assert_eq!(copy.root().to_string(), "doc#3");
        assert_eq!(
            (copy.occasion(), copy.duplicate_number()),
            (Some(1), Some(4))
        );
        assert_eq!((copy.number(), copy.depth()), (Some(3), 2));
        assert_eq!(copy.root().parent(), None);
    }

    fn copies() -> impl Strategy<Value = CopyRef> {
        let steps = prop::collection::vec((1..=u32::MAX, 1..=u32::MAX), 0..=CopyRef::MAX_DEPTH);
        ("[A-Za-z0-9._:-]{1,64}", any::<bool>(), 1..=u32::MAX, steps).prop_map(
            |(document, printed, number, steps)| {
                let document = document.parse().unwrap();
                let first = if printed {
                    CopyRef::numbered(document, number)
                } else {
                    CopyRef::unnumbered(document, number)
                };
                steps
                    .iter()
                    .fold(first.unwrap(), |copy, (occasion, number)| {
                        copy.duplicate(*occasion, *number).unwrap()
                    })
            },
        )
    }

    proptest! {
        #[test]
        fn reading_what_was_printed_gives_the_copy(copy in copies()) {
            prop_assert_eq!(copy.to_string().parse::<CopyRef>().unwrap(), copy);
        }

        #[test]
        fn printing_what_was_read_gives_the_text(text in "[a-c0-2#u/.]{0,12}") {
            if let Ok(copy) = text.parse::<CopyRef>() {
                prop_assert_eq!(copy.to_string(), text);
            }
        }
    }
}
