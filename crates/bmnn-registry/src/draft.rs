//! An act as a host gives it, before the registry has filled it in.

use crate::vault::SealedValue;
use bmnn::act::json::{Names, from_json};
use bmnn::act::{Act, FieldError, sealing};
use bmnn::id::{ActId, Bytes32};
use bmnn::value::{Map, Value};

/// What a host asks to put on record: `act`, `on` and the act's own fields,
/// with plain values where the schema says sealed.
///
/// # Examples
///
/// ```
/// use bmnn_registry::Draft;
/// let draft = Draft::from(serde_json::json!({
///     "act": "party.enrol", "on": "2026-03-01",
///     "party": "p-1", "kind": "agency", "name": "Sở Tài chính",
/// }));
/// # let _ = draft;
/// ```
#[derive(Clone, Debug)]
pub struct Draft(Form);

#[derive(Clone, Debug)]
enum Form {
    Json(serde_json::Value),
    Map(Map),
}

impl From<serde_json::Value> for Draft {
    fn from(json: serde_json::Value) -> Self {
        Self(Form::Json(json))
    }
}

impl From<Map> for Draft {
    fn from(map: Map) -> Self {
        Self(Form::Map(map))
    }
}

impl From<Act> for Draft {
    fn from(act: Act) -> Self {
        Self(Form::Map(act.to_map()))
    }
}

impl Draft {
    /// The act's data, by its schema; `names` tells what an `entry.correct`
    /// corrects.
    pub(crate) fn read(self, names: Names<'_>) -> Result<Map, FieldError> {
        match self.0 {
            Form::Json(json) => from_json(&json, names),
            Form::Map(map) => Ok(map),
        }
    }
}

/// The act's id, if it has one.
pub(crate) fn id(map: &Map) -> Option<ActId> {
    Some(ActId(map.get("id")?.as_bytes()?.try_into().ok()?))
}

/// Whether an act of this name is decided under a pack (design §4: left out
/// where none is needed).
pub(crate) fn needs_pack(name: &str) -> bool {
    let before = ["ledger.", "key.", "party."];
    let named = ["pack.adopt", "person.enrol"];
    !before.iter().any(|group| name.starts_with(group)) && !named.contains(&name)
}

/// Whether `draft` asks for what `stored` puts on record: the same fields, but
/// for those that the registry fills in, and the same values under the
/// commitments, as far as `open` knows them.
pub(crate) fn same(
    draft: &Map,
    stored: &Map,
    names: Names<'_>,
    open: &dyn Fn(&Bytes32) -> Option<SealedValue>,
) -> Result<bool, FieldError> {
    let commitments = sealing::commitments(stored);
    let mut seal = |path: &str, value: &Value| {
        let there = commitments.iter().find(|(place, _)| place == path);
        let opened = there.and_then(|(_, commitment)| open(commitment));
        match opened {
            Some(sealed) if sealed.value() == value => sealed.commitment(),
            _ => Bytes32([0; 32]),
        }
    };
    let draft = sealing::seal(draft, names, &mut seal)?;
    let mut stored = stored.clone();
    for filled_in in ["by", "seen", "pack"] {
        if !draft.contains(filled_in) {
            stored.remove(filled_in);
        }
    }
    Ok(draft == stored)
}
