//! Asks a subject every question of the vectors and compares its answers.

use crate::subject::Subject;
use crate::vector::{Group, VectorError};
use serde_json::Value as Json;
use std::fmt;

/// What became of one case.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The answer is the one expected.
    Agrees,
    /// It is another.
    Differs(Difference),
    /// The subject does not do what is asked.
    NotTried,
}

/// Where an answer differs from the one expected.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The place in the answer, such as `findings/0/kind`.
    pub at: String,
    /// What was expected there; `null` if nothing.
    pub expected: Json,
    /// What the subject said there; `null` if nothing.
    pub found: Json,
}

/// One case and what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Tried {
    /// The group.
    pub group: String,
    /// The case's id.
    pub case: String,
    /// Whether a failure is the right answer.
    pub fails: bool,
    /// What became of it.
    pub outcome: Outcome,
}

impl fmt::Display for Tried {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { group, case, .. } = self;
        match &self.outcome {
            Outcome::Agrees => write!(f, "{group}: {case}: agrees"),
            Outcome::NotTried => write!(f, "{group}: {case}: not tried"),
            Outcome::Differs(Difference {
                at,
                expected,
                found,
            }) => write!(
                f,
                "{group}: {case}: at `{at}` expected {expected}, found {found}"
            ),
        }
    }
}

/// Asks `subject` every question of `group`.
///
/// # Errors
///
/// [`VectorError::Shared`] if a case names a value that its group does not have.
pub fn run(group: &Group, subject: &mut dyn Subject) -> Result<Vec<Tried>, VectorError> {
    let mut tried = Vec::new();
    for case in &group.cases {
        let input = group.input(case)?;
        let outcome = match subject.answer(&case.task, &input) {
            None => Outcome::NotTried,
            Some(answer) => match difference(&case.expect, &answer) {
                None => Outcome::Agrees,
                Some(difference) => Outcome::Differs(difference),
            },
        };
        tried.push(Tried {
            group: group.group.clone(),
            case: case.id.clone(),
            fails: case.fails(),
            outcome,
        });
    }
    Ok(tried)
}

/// The first difference between an answer and the one expected.
///
/// Keys that are not expected are the subject's own and mean nothing, but for
/// `failure`: what is to succeed does not fail. Arrays agree item by item.
#[must_use]
pub fn difference(expected: &Json, found: &Json) -> Option<Difference> {
    let unexpected = found.get("failure");
    if let (Some(failure), None) = (unexpected, expected.get("failure")) {
        return Some(Difference {
            at: "failure".to_owned(),
            expected: Json::Null,
            found: failure.clone(),
        });
    }
    differs(expected, found, "")
}

fn differs(expected: &Json, found: &Json, at: &str) -> Option<Difference> {
    let below = |key: &str| match at {
        "" => key.to_owned(),
        at => format!("{at}/{key}"),
    };
    match (expected, found) {
        (Json::Object(expected), Json::Object(found)) => {
            expected.iter().find_map(|(key, value)| {
                differs(value, found.get(key).unwrap_or(&Json::Null), &below(key))
            })
        }
        (Json::Array(expected), Json::Array(found)) => {
            let longest = expected.len().max(found.len());
            (0..longest).find_map(|index| {
                let item = |items: &[Json]| items.get(index).cloned().unwrap_or(Json::Null);
                differs(&item(expected), &item(found), &below(&index.to_string()))
            })
        }
        (expected, found) if expected == found => None,
        (expected, found) => Some(Difference {
            at: at.to_owned(),
            expected: expected.clone(),
            found: found.clone(),
        }),
    }
}
