//! Registers (sổ), document types, and the Vietnamese of closed words.

use crate::cite::{Citation, Confidence};
use std::collections::BTreeMap;

/// A register as its form lays it out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Register {
    /// Which book: `outgoing`, `incoming`, `handover`, `copying`, as `book.open` names it.
    pub kind: String,
    /// Its title.
    pub vi: String,
    /// Its title in English.
    pub en: String,
    /// How many columns the form has, where that is known.
    pub total: Option<u32>,
    /// The columns that are known, from the left; fewer than `total` where the
    /// form was not seen whole.
    pub columns: Vec<Column>,
    /// What the cover states, in order.
    pub cover: Vec<String>,
    /// Where the form stands.
    pub citation: Citation,
    /// How surely.
    pub confidence: Confidence,
    /// What is open about it.
    pub note: Option<String>,
}

impl Register {
    /// Whether every column of the form is known, so that it can be printed.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.total
            .is_some_and(|total| usize::try_from(total) == Ok(self.columns.len()))
    }
}

/// One column of a register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub vi: String,
    /// Its heading in English.
    pub en: String,
    /// What is written in it: `row`, `symbol`, `recipients`…
    pub field: String,
    /// What its filling guide adds.
    pub note: Option<String>,
}

/// A type of document (tên loại văn bản).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocType {
    /// Its id: `quyet-dinh`.
    pub id: String,
    /// Its Vietnamese name.
    pub vi: String,
    /// An English label.
    pub en: String,
    /// Where it stands.
    pub citation: Citation,
    /// How surely.
    pub confidence: Confidence,
}

/// The Vietnamese of one list of closed words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labels {
    /// The list: `carrier`.
    pub list: String,
    /// Word to Vietnamese.
    pub words: BTreeMap<String, String>,
    /// Where the Vietnamese words stand.
    pub citation: Citation,
    /// How surely.
    pub confidence: Confidence,
}
