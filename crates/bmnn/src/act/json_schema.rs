//! The published JSON Schema of the acts, in the form that a host gives.

use super::schema::{ActSchema, Field, List, Need, Shape, Type};
use super::{CATALOGUE, Common};
use crate::copy::CopyRef;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// One JSON Schema (draft 2020-12) for all acts, as pretty text with a final
/// line feed and keys in order.
///
/// It says all that the reader checks but what a schema can't: calendar days,
/// members of an array that share a number, the forms of a correction's new
/// values.
#[must_use]
pub fn json_schema() -> String {
    let mut definitions = BTreeMap::new();
    for (name, schema) in leaves() {
        definitions.insert(name.to_owned(), schema);
    }
    for act in CATALOGUE {
        define_shape(act.shape, &mut definitions, true);
        definitions.insert(act.name.to_owned(), act_schema(act));
    }
    define_shape(Common::SHAPE, &mut definitions, true);
    for field in Common::SHAPE.fields {
        definitions.insert(any(field), field_schema(field));
    }
    let acts: Vec<Json> = CATALOGUE.iter().map(|act| refer(act.name)).collect();
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:bmnn:acts:1",
        "title": "bmnn acts",
        "description": "What a host gives to perform: plain values, which the registry seals where this says so. \
            The registry fills in `id`, `by`, `seen` and `pack` where they are absent.",
        "oneOf": acts,
        "$defs": definitions,
    });
    let text = serde_json::to_string_pretty(&sorted(&schema)).unwrap_or_default();
    text + "\n"
}

/// Forms that are written as text, by the names that [`form`] refers to.
fn leaves() -> Vec<(&'static str, Json)> {
    let number = "[1-9][0-9]{0,9}";
    let depth = CopyRef::MAX_DEPTH;
    let copy = format!("^[A-Za-z0-9._:-]{{1,64}}#u?{number}(/{number}\\.{number}){{0,{depth}}}$");
    let day = "(0[1-9]|[12][0-9]|3[01])";
    let month = "(0[1-9]|1[0-2])";
    let year = "(19|[2-9][0-9])[0-9]{2}";
    let hex = |digits: u32| format!("^[0-9a-f]{{{digits}}}$");
    let control = "\\u0000-\\u001f\\u007f-\\u009f";
    // As `control`, but the line feed may stand in free text.
    let but_line_feed = "\\u0000-\\u0009\\u000b-\\u001f\\u007f-\\u009f";
    let prose = |not: &str| format!("^[^{not}]*[^\\s{not}][^{not}]*$");
    let pattern = |what: &str, pattern: &str| json!({ "type": "string", "description": what, "pattern": pattern });
    let line = |what: &str, longest: u32| {
        json!({
            "type": "string", "description": what,
            "minLength": 1, "maxLength": longest, "pattern": prose(control),
        })
    };
    vec![
        (
            "id",
            pattern(
                "An id that the host chooses, without meaning and without secret words.",
                "^[A-Za-z0-9._:-]{1,64}$",
            ),
        ),
        (
            "copy",
            pattern("A copy: `DOC#3`, `DOC#u1`, `DOC#3/2.1`.", &copy),
        ),
        (
            "act-id",
            pattern(
                "The 16 bytes of an act's id, in hex or as a UUID.",
                "^([0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$",
            ),
        ),
        ("bytes32", pattern("32 bytes in lower-case hex.", &hex(64))),
        (
            "kid",
            pattern("The 8 bytes of a key's id in lower-case hex.", &hex(16)),
        ),
        (
            "date",
            pattern(
                "A civil date in Vietnam (UTC+7).",
                &format!("^{year}-{month}-{day}$"),
            ),
        ),
        (
            "part-date",
            pattern(
                "A year, a month or a date.",
                &format!("^{year}(-{month}(-{day})?)?$"),
            ),
        ),
        (
            "time",
            pattern(
                "A time of day in Vietnam (UTC+7).",
                "^([01][0-9]|2[0-3]):[0-5][0-9]$",
            ),
        ),
        (
            "level",
            json!({ "description": "A level of secrecy (độ mật).", "enum": ["Mat", "ToiMat", "TuyetMat"] }),
        ),
        ("text", line("Text in clear.", 200)),
        ("symbol", line("Number and symbol as printed.", 100)),
        (
            "point",
            pattern("A point of an article (điểm).", "^[0-9A-Za-zđĐ]{1,4}$"),
        ),
        (
            "key-name",
            json!({
                "type": "string", "description": "The name of a witness's key, as C2SP signed notes have it.",
                "minLength": 1, "maxLength": 200, "pattern": format!("^[^\\s+{control}]+$"),
            }),
        ),
        (
            "checkpoint-note",
            json!({
                "type": "string", "description": "The signed checkpoint of a ledger, as it stands.",
                "maxLength": 65536,
                "pattern": "^bmnn/[0-9a-f]{64}\\n(0|[1-9][0-9]*)\\n[A-Za-z0-9+/=]{44}\\n\\n(— [^ \\n]+ [A-Za-z0-9+/=]+\\n)+$",
            }),
        ),
        (
            "sealed-place",
            json!({
                "type": "string", "description": "A sealed field of an act, keys and positions joined by `/`.",
                "maxLength": 200, "pattern": "^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*$",
            }),
        ),
        (
            "pack-word",
            json!({
                "type": "string", "description": "A word that the pack in force defines.",
                "maxLength": 64, "pattern": "^[a-z][a-z0-9]*(-[a-z0-9]+)*$",
            }),
        ),
        (
            "free-text",
            pattern(
                "Free text; it stands only where it is sealed.",
                &prose(but_line_feed),
            ),
        ),
        (
            "commitment",
            json!({
                "type": "object", "description": "What stands in place of a sealed value.",
                "properties": { "sealed": refer("bytes32") },
                "required": ["sealed"], "additionalProperties": false,
            }),
        ),
        (
            "sealed-text",
            json!({
                "description": "Free text, sealed before it is signed.",
                "oneOf": [refer("free-text"), refer("commitment")],
            }),
        ),
        (
            "sealed-digest",
            json!({
                "description": "A digest of secret content, sealed before it is signed.",
                "oneOf": [refer("bytes32"), refer("commitment")],
            }),
        ),
        (
            "changes",
            json!({
                "type": "object", "description": "New values of fields of the corrected act, in the forms that they have there.",
                "minProperties": 1,
            }),
        ),
    ]
}

/// The schema of a value of this form.
fn form(of: &Type) -> Json {
    match of {
        Type::Id => refer("id"),
        Type::Copy => refer("copy"),
        Type::ActId => refer("act-id"),
        Type::Bytes32 => refer("bytes32"),
        Type::Kid => refer("kid"),
        Type::Date => refer("date"),
        Type::PartDate => refer("part-date"),
        Type::Time => refer("time"),
        Type::Level => refer("level"),
        Type::Text => refer("text"),
        Type::Symbol => refer("symbol"),
        Type::Point => refer("point"),
        Type::KeyName => refer("key-name"),
        Type::Checkpoint => refer("checkpoint-note"),
        Type::SealedPlace => refer("sealed-place"),
        Type::PackWord => refer("pack-word"),
        Type::Free => refer("free-text"),
        Type::Changes => refer("changes"),
        Type::Int(min, max) => json!({ "type": "integer", "minimum": min, "maximum": max }),
        Type::Bool => json!({ "type": "boolean" }),
        Type::True => json!({ "const": true }),
        Type::Word(list) => refer(list.name),
        Type::Map(shape) => refer(shape.name),
        Type::Array(list) => array(list),
        Type::Tuple(forms) => json!({
            "type": "array",
            "prefixItems": forms.iter().map(form).collect::<Vec<_>>(),
            "items": false,
            "minItems": forms.len(),
        }),
        Type::Either(first, second) => json!({ "anyOf": [form(first), form(second)] }),
        Type::Sealed(Type::Bytes32) => refer("sealed-digest"),
        Type::Sealed(_) => refer("sealed-text"),
    }
}

fn array(list: &List) -> Json {
    let mut schema = json!({ "type": "array", "items": form(&list.of) });
    if list.min > 0 {
        put(&mut schema, "minItems", json!(list.min));
    }
    if list.distinct == super::schema::Distinct::Whole {
        put(&mut schema, "uniqueItems", json!(true));
    }
    schema
}

fn act_schema(act: &ActSchema) -> Json {
    let mut schema = object(act.shape.fields, &["act", "on"]);
    if let Some(properties) = schema.get_mut("properties") {
        put(properties, "act", json!({ "const": act.name }));
        for field in Common::SHAPE.fields {
            if !act.owns(field.key) {
                put(properties, field.key, refer(&any(field)));
            }
        }
    }
    put(
        &mut schema,
        "title",
        json!(format!("{} ({})", act.en, act.vi)),
    );
    let about = format!("{} Basis: {}.", prose(act.doc), act.basis);
    put(&mut schema, "description", json!(about));
    put_rivals(&mut schema, act.shape);
    schema
}

fn shape_schema(shape: &Shape) -> Json {
    let mut schema = object(shape.fields, &[]);
    put(&mut schema, "description", json!(prose(shape.doc)));
    put_rivals(&mut schema, shape);
    schema
}

fn object(fields: &[Field], required: &[&str]) -> Json {
    let mut properties = serde_json::Map::new();
    let mut required: Vec<&str> = required.to_vec();
    for field in fields {
        properties.insert(field.key.to_owned(), field_schema(field));
        if field.need == Need::Required {
            required.push(field.key);
        }
    }
    let mut schema = json!({
        "type": "object", "properties": properties, "additionalProperties": false,
    });
    if !required.is_empty() {
        put(&mut schema, "required", json!(required));
    }
    schema
}

fn field_schema(field: &Field) -> Json {
    let mut schema = form(&field.of);
    put(&mut schema, "description", json!(about(field)));
    schema
}

/// The name of what any act may carry.
fn any(field: &Field) -> String {
    format!("any.{}", field.key)
}

fn put_rivals(schema: &mut Json, shape: &Shape) {
    if !shape.exactly_one.is_empty() {
        let one = shape.exactly_one.iter();
        let one: Vec<Json> = one.map(|key| json!({ "required": [key] })).collect();
        put(schema, "oneOf", json!(one));
    }
}

/// Defines the words and maps that a shape refers to, and the shape itself
/// unless it is an `act`.
fn define_shape(shape: &Shape, definitions: &mut BTreeMap<String, Json>, act: bool) {
    if !act
        && definitions
            .insert(shape.name.to_owned(), shape_schema(shape))
            .is_some()
    {
        return;
    }
    for field in shape.fields {
        define(&field.of, definitions);
    }
}

fn define(of: &Type, definitions: &mut BTreeMap<String, Json>) {
    match of {
        Type::Map(shape) => define_shape(shape, definitions, false),
        Type::Array(list) => define(&list.of, definitions),
        Type::Word(list) => {
            let schema = json!({ "description": prose(list.doc), "enum": list.words });
            definitions.insert(list.name.to_owned(), schema);
        }
        _ => (),
    }
}

/// What a field says, and when it must stand.
pub(crate) fn about(field: &Field) -> String {
    match field.need {
        Need::Case(case) => format!("{} Required: {case}.", prose(field.doc)),
        Need::Required | Need::Optional => prose(field.doc),
    }
}

/// A doc comment as one paragraph.
pub(crate) fn prose(doc: &str) -> String {
    doc.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn refer(name: &str) -> Json {
    json!({ "$ref": format!("#/$defs/{name}") })
}

fn put(schema: &mut Json, key: &str, value: Json) {
    if let Json::Object(fields) = schema {
        fields.insert(key.to_owned(), value);
    }
}

/// The same JSON with keys in order, whichever order the library keeps.
fn sorted(json: &Json) -> Json {
    match json {
        Json::Object(fields) => {
            let fields: BTreeMap<_, _> = fields.iter().collect();
            let fields = fields.into_iter();
            fields
                .map(|(key, value)| (key.clone(), sorted(value)))
                .collect()
        }
        Json::Array(items) => items.iter().map(sorted).collect(),
        leaf => leaf.clone(),
    }
}
