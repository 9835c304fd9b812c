//! Scenarios: a clerk's days in words, and what a product has on record at the
//! end. A folder is judged by its state and acts, not by its bytes.

mod check;

pub use check::{Checked, Met, Unchecked, check};

use serde::Deserialize;
use std::collections::BTreeMap;

/// The scenarios that this program carries, by their names.
pub const BUILT_IN: [(&str, &str); 7] = [
    ("adjust", include_str!("../scenarios/adjust.toml")),
    ("destroy", include_str!("../scenarios/destroy.toml")),
    ("issue", include_str!("../scenarios/issue.toml")),
    ("leaver", include_str!("../scenarios/leaver.toml")),
    ("loss", include_str!("../scenarios/loss.toml")),
    ("old-book", include_str!("../scenarios/old-book.toml")),
    ("receive", include_str!("../scenarios/receive.toml")),
];

/// The office in which every scenario plays: who is there, in words.
pub const OFFICE: &str = include_str!("../scenarios/office.toml");

/// The office in words.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// In Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
}

impl Office {
    /// The office in which every scenario plays.
    ///
    /// # Errors
    ///
    /// [`ScenarioError`] if this program was built with another text.
    pub fn of_all() -> Result<Self, ScenarioError> {
        Ok(toml::from_str(OFFICE)?)
    }
}

/// A clerk's days, and what is expected at the end.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Its name.
    pub scenario: String,
    /// Its version; a changed expectation is a new one.
    pub version: u32,
    /// What it is about, in Vietnamese.
    pub vi: String,
    /// What it is about, in English.
    pub en: String,
    /// What happens, day by day.
    pub day: Vec<Day>,
    /// What is there at the end.
    pub expect: Vec<Expectation>,
}

/// One day in words.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Day {
    /// The day.
    pub on: String,
    /// What happens, in Vietnamese.
    pub vi: String,
    /// What happens, in English.
    pub en: String,
}

/// One thing that is there at the end.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expectation {
    /// Its name, once in a scenario.
    pub id: String,
    /// In words, in Vietnamese.
    pub vi: String,
    /// In words, in English.
    pub en: String,
    /// What is looked at.
    pub check: Check,
}

/// What is looked at, and what it is to be.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", tag = "of")]
pub enum Check {
    /// Ledger and acts verify: no finding is an error.
    Ledger {},
    /// A document's fields, as far as they are named.
    Document {
        /// Its id.
        document: String,
        /// The level on record.
        level: Option<String>,
        /// Number and symbol.
        symbol: Option<String>,
        /// How many numbered copies were issued.
        issued: Option<u32>,
        /// Its standing on `on`, such as `secret` or `declassified`.
        standing: Option<String>,
        /// The last day of protection, seen from `on`.
        ends: Option<String>,
        /// The day from which standing and end are looked at.
        on: Option<String>,
    },
    /// Where a copy is.
    Copy {
        /// Its name.
        copy: String,
        /// Its state.
        state: String,
        /// Who has it, or had it last.
        holder: Option<String>,
    },
    /// How many rows the books of a kind and year have.
    Rows {
        /// The kind of book.
        kind: String,
        /// The year.
        year: u32,
        /// How many rows.
        count: usize,
    },
    /// Whether a duty is open.
    Duty {
        /// The kind of duty.
        kind: String,
        /// On what: a copy, document, incident, book or person.
        about: String,
        /// Whether it is to be open.
        open: bool,
    },
    /// How many acts there are with a name and fields.
    Acts {
        /// The act's name.
        act: String,
        /// Fields in clear that are to be just so.
        #[serde(default)]
        fields: BTreeMap<String, toml::Value>,
        /// How many.
        count: usize,
    },
}

/// Why a text is no scenario.
#[derive(Clone, Debug, thiserror::Error)]
#[error("no scenario: {0}")]
pub struct ScenarioError(#[from] toml::de::Error);

impl Scenario {
    /// Reads a scenario.
    ///
    /// # Errors
    ///
    /// [`ScenarioError`] with the line at fault.
    pub fn parse(text: &str) -> Result<Self, ScenarioError> {
        Ok(toml::from_str(text)?)
    }
}

/// The text of a scenario that this program carries.
#[must_use]
pub fn built_in(name: &str) -> Option<&'static str> {
    let found = BUILT_IN.iter().find(|(of, _)| *of == name);
    found.map(|(_, text)| *text)
}
