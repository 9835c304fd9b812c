//! Looks into the folder that a product left.

use super::{Check, Scenario};
use bmnn::act::json::value_to_json;
use bmnn::copy::CopyRef;
use bmnn::custody::{Kind, Row};
use bmnn::date::Date;
use bmnn::id::Id;
use bmnn::ledger::Expect;
use bmnn_registry::verify::{Verification, verify_folder};
use bmnn_registry::{Entered, OpenError, ReadError, Registry};
use bmnn_store::StoreError;
use serde_json::{Value as Json, json};
use std::ops::ControlFlow;
use std::path::Path;
use std::str::FromStr;

/// One expectation, and whether it is met.
#[derive(Clone, Debug, PartialEq)]
pub struct Met {
    /// The expectation's id.
    pub id: String,
    /// In words, in Vietnamese.
    pub vi: String,
    /// In words, in English.
    pub en: String,
    /// Whether it is met.
    pub met: bool,
    /// What is there instead, where it is not.
    pub found: Json,
}

/// Why a folder cannot be checked at all.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Unchecked {
    /// There is no ledger, or it cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The registry cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// It cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// An expectation names what has no such form: a fault of the scenario.
    #[error("the scenario names `{0}`, which has not the form of what it is to be")]
    Scenario(String),
}

/// What became of a scenario's expectations.
pub type Checked = Result<Vec<Met>, Unchecked>;

/// Checks the folder that a product left: first it is verified, as anyone
/// could, then state and acts are compared.
///
/// # Errors
///
/// [`Unchecked`] if the folder cannot be read. What is not as expected is an
/// answer.
pub fn check(scenario: &Scenario, folder: &Path) -> Checked {
    let go_on = |_| ControlFlow::Continue(());
    let verified = verify_folder(folder, Expect::default(), go_on)?;
    let registry = Registry::read(folder)?;
    let acts = registry.since(0).collect::<Result<Vec<_>, _>>()?;
    let product = Product {
        registry,
        acts,
        verified,
    };
    let expectations = scenario.expect.iter();
    let met = expectations.map(|expectation| {
        let (expected, found) = product.look(&expectation.check)?;
        let found = only(&expected, found);
        Ok(Met {
            id: expectation.id.clone(),
            vi: expectation.vi.clone(),
            en: expectation.en.clone(),
            met: expected == found,
            found: if expected == found { Json::Null } else { found },
        })
    });
    met.collect()
}

/// Of what is there, only what was asked about.
fn only(expected: &Json, found: Json) -> Json {
    match (expected, found) {
        (Json::Object(expected), Json::Object(found)) => {
            let asked = found.into_iter();
            asked
                .filter(|(key, _)| expected.contains_key(key))
                .collect()
        }
        (_, found) => found,
    }
}

struct Product {
    registry: Registry,
    acts: Vec<Entered>,
    verified: Option<Verification>,
}

fn read<T: FromStr>(text: &str) -> Result<T, Unchecked> {
    text.parse()
        .map_err(|_| Unchecked::Scenario(text.to_owned()))
}

impl Product {
    /// What is expected, and what is there.
    fn look(&self, check: &Check) -> Result<(Json, Json), Unchecked> {
        Ok(match check {
            Check::Ledger {} => (json!([]), self.errors()),
            Check::Document {
                document,
                level,
                symbol,
                issued,
                standing,
                ends,
                on,
            } => {
                let asked = json!({
                    "level": level, "symbol": symbol, "issued": issued, "standing": standing, "ends": ends,
                });
                (stated(asked), self.document(document, on.as_deref())?)
            }
            Check::Copy {
                copy,
                state,
                holder,
            } => {
                let asked = json!({"state": state, "holder": holder});
                let copy = self.registry.copy(&read::<CopyRef>(copy)?)?;
                let found = copy.map(|copy| {
                    let holder = copy.holder.as_ref().map(Id::as_str);
                    json!({"state": copy.state.as_str(), "holder": holder})
                });
                (stated(asked), found.unwrap_or_default())
            }
            Check::Rows { kind, year, count } => (json!(count), json!(self.rows(kind, *year)?)),
            Check::Duty { kind, about, open } => {
                let duties = self
                    .registry
                    .state()
                    .duties(&bmnn::custody::Query::OpenDuties);
                let duties = duties.map_err(|error| Unchecked::Scenario(error.to_string()))?;
                let mut duties = duties.iter();
                let found = duties.any(|duty| duty.kind.as_str() == kind && duty.about == *about);
                (json!(open), json!(found))
            }
            Check::Acts { act, fields, count } => {
                let acts = self.acts.iter().filter(|entered| {
                    entered.name == *act
                        && fields.iter().all(|(key, value)| has(entered, key, value))
                });
                (json!(count), json!(acts.count()))
            }
        })
    }

    /// The errors of the verification, by kind and place.
    fn errors(&self) -> Json {
        let Some(verified) = &self.verified else {
            return Json::Null;
        };
        let findings = verified.report.findings.iter();
        let errors = findings.filter(|finding| finding.is_error());
        errors.map(|finding| json!(finding.to_string())).collect()
    }

    fn document(&self, document: &str, on: Option<&str>) -> Result<Json, Unchecked> {
        let id: Id = read(document)?;
        let Some(sheet) = self.registry.document(&id)? else {
            return Ok(Json::Null);
        };
        let document = sheet.document;
        let mut found = json!({
            "level": document.level.map(|level| level.as_str()), "symbol": document.symbol,
            "issued": document.issued,
        });
        if let (Some(on), Json::Object(found)) = (on, &mut found) {
            let status = self.registry.status(&id, read::<Date>(on)?, None)?;
            if let Some(status) = status {
                let ends = status.ends.map(|ends| ends.to_string());
                found.insert("standing".to_owned(), json!(status.standing.as_str()));
                found.insert("ends".to_owned(), json!(ends));
            }
        }
        Ok(found)
    }

    fn rows(&self, kind: &str, year: u32) -> Result<usize, Unchecked> {
        let books = self.registry.books()?.into_iter();
        let books: Vec<Id> = books
            .filter(|book| book.kind.as_str() == kind && book.year == year)
            .map(|book| book.id)
            .collect();
        let rows: Vec<Row> = self.registry.all(Kind::Row)?;
        Ok(rows.iter().filter(|row| books.contains(&row.book)).count())
    }
}

/// What an expectation states; the rest is not looked at.
fn stated(asked: Json) -> Json {
    match asked {
        Json::Object(asked) => asked
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .collect(),
        other => other,
    }
}

/// Whether an act has a field in clear, just so.
fn has(entered: &Entered, key: &str, value: &toml::Value) -> bool {
    let found = entered.act.get(key).map(value_to_json);
    let wanted = serde_json::to_value(value).ok();
    found.is_some() && found == wanted
}
