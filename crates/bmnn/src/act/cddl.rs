//! The published CDDL of the acts, in the form that is signed.

use super::json_schema::{about, prose};
use super::schema::{ActSchema, Field, Need, Shape, Type};
use super::{CATALOGUE, Common};
use std::collections::BTreeMap;
use std::fmt::Write;

const HEAD: &str = r##"; The acts of bmnn, as they are signed (RFC 8610). Generated; do not edit.
;
; Encodings keep to the profile of the ledger format: deterministic CBOR, no
; floats, null or tags. Where a comment says so, a field is required in the case
; named; decisions judge that, readers do not.

"##;

/// Forms of values without parts.
const LEAVES: &str = r##"
act-id = bytes .size 16
bytes32 = bytes .size 32
kid = bytes .size 8
id = text .regexp "[A-Za-z0-9._:-]{1,64}"
copy = text .regexp "[A-Za-z0-9._:-]{1,64}#u?[1-9][0-9]{0,9}(/[1-9][0-9]{0,9}[.][1-9][0-9]{0,9}){0,8}"
date = text .regexp "(19|[2-9][0-9])[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
part-date = text .regexp "(19|[2-9][0-9])[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?"
time-of-day = text .regexp "([01][0-9]|2[0-3]):[0-5][0-9]"
level = "Mat" / "ToiMat" / "TuyetMat"
line = text .regexp ".{1,200}"
symbol = text .regexp ".{1,100}"
point = text .regexp "[0-9A-Za-zđĐ]{1,4}"
key-name = text .regexp "[^ +]{1,200}"
; as a signed note: origin, size, root, an empty line, signature lines
checkpoint-note = text .size (1..65536)
sealed-place = text .size (1..200)
pack-word = text .regexp "[a-z][a-z0-9]*(-[a-z0-9]+)*"
; SHA-256("bmnn/sealed/1" || salt || CBOR([act's id, value])): free text or a digest of secret content
sealed = { "sealed": bytes32 }
; New values of fields of the corrected act, in the forms that they have there
changes = { + text => any }
"##;

/// One CDDL document for all acts.
#[must_use]
pub fn cddl() -> String {
    let mut text = String::from(HEAD);
    let names: Vec<String> = CATALOGUE.iter().map(|act| rule(act.name)).collect();
    line(&mut text, &format!("act = {}", names.join(" /\n      ")));
    line(
        &mut text,
        "\n; What any act may carry, beside `paper` and `position`.",
    );
    line(&mut text, "common = (");
    let shared = |field: &&Field| !is_movable(field.key) && field.key != "seen";
    for field in Common::SHAPE.fields.iter().filter(shared) {
        put_field(&mut text, field, field.key == "id");
    }
    line(&mut text, ")");
    let mut rules = BTreeMap::new();
    for act in CATALOGUE {
        put_act(&mut text, act);
        collect_all(act.shape, &mut rules);
    }
    collect_all(Common::SHAPE, &mut rules);
    for rule in rules.values() {
        line(&mut text, &format!("\n{rule}"));
    }
    text + LEAVES
}

fn put_act(text: &mut String, act: &ActSchema) {
    line(
        text,
        &format!("\n; {} ({}). {}", act.en, act.vi, prose(act.doc)),
    );
    line(text, &format!("; Basis: {}.", act.basis));
    line(text, &format!("{} = {{", rule(act.name)));
    line(text, &format!("  \"act\": \"{}\",", act.name));
    line(text, "  common,");
    let movable = |field: &&Field| is_movable(field.key) && !act.owns(field.key);
    let seen = |field: &&Field| field.key == "seen" && act.name != "ledger.open";
    for field in Common::SHAPE.fields.iter() {
        if seen(&field) || movable(&field) {
            put_field(text, field, field.key == "seen");
        }
    }
    put_fields(text, act.shape);
    line(text, "}");
}

/// Keys that any act may carry, unless they are the act's own.
fn is_movable(key: &str) -> bool {
    key == "paper" || key == "position"
}

fn put_fields(text: &mut String, shape: &Shape) {
    let rival = |field: &&Field| shape.exactly_one.contains(&field.key);
    let rivals: Vec<String> = shape
        .fields
        .iter()
        .filter(rival)
        .map(|field| format!("\"{}\": {}", field.key, form(&field.of)))
        .collect();
    if !rivals.is_empty() {
        line(text, &format!("  ( {} ),", rivals.join(" // ")));
    }
    for field in shape.fields.iter().filter(|field| !rival(field)) {
        put_field(text, field, false);
    }
}

fn put_field(text: &mut String, field: &Field, required: bool) {
    let required = required || field.need == Need::Required;
    let mark = if required { "" } else { "? " };
    let (key, form, about) = (field.key, form(&field.of), about(field));
    line(text, &format!("  {mark}\"{key}\": {form}, ; {about}"));
}

/// A form, by the rule that it goes to or in full.
fn form(of: &Type) -> String {
    match of {
        Type::Id => "id".into(),
        Type::Copy => "copy".into(),
        Type::ActId => "act-id".into(),
        Type::Bytes32 => "bytes32".into(),
        Type::Kid => "kid".into(),
        Type::Date => "date".into(),
        Type::PartDate => "part-date".into(),
        Type::Time => "time-of-day".into(),
        Type::Level => "level".into(),
        Type::Text => "line".into(),
        Type::Symbol => "symbol".into(),
        Type::Point => "point".into(),
        Type::KeyName => "key-name".into(),
        Type::Checkpoint => "checkpoint-note".into(),
        Type::SealedPlace => "sealed-place".into(),
        Type::PackWord => "pack-word".into(),
        Type::Changes => "changes".into(),
        Type::Bool => "bool".into(),
        Type::True => "true".into(),
        // Free text stands nowhere but in the vault.
        Type::Free | Type::Sealed(_) => "sealed".into(),
        Type::Int(min, max) => format!("{min}..{max}"),
        Type::Word(list) => rule(list.name),
        Type::Map(shape) => rule(shape.name),
        Type::Array(list) if list.min > 0 => format!("[ + {} ]", form(&list.of)),
        Type::Array(list) => format!("[ * {} ]", form(&list.of)),
        Type::Tuple(forms) => {
            let forms: Vec<String> = forms.iter().map(form).collect();
            format!("[ {} ]", forms.join(", "))
        }
        Type::Either(first, second) => format!("{} / {}", form(first), form(second)),
    }
}

fn collect_all(shape: &Shape, rules: &mut BTreeMap<String, String>) {
    shape
        .fields
        .iter()
        .for_each(|field| collect(&field.of, rules));
}

/// The rules that a form goes to.
fn collect(of: &Type, rules: &mut BTreeMap<String, String>) {
    match of {
        Type::Array(list) => collect(&list.of, rules),
        Type::Word(list) => {
            let words = list.words.join("\" / \"");
            let name = rule(list.name);
            let text = format!("; {}\n{name} = \"{words}\"", prose(list.doc));
            rules.insert(name, text);
        }
        Type::Map(shape) => {
            let mut text = format!("; {}\n{} = {{\n", prose(shape.doc), rule(shape.name));
            put_fields(&mut text, shape);
            text.push('}');
            if rules.insert(rule(shape.name), text).is_none() {
                collect_all(shape, rules);
            }
        }
        _ => (),
    }
}

/// The name of a rule: `copy.transfer` and `CopyTransfer` are both fine names
/// elsewhere; CDDL's habit is `copy-transfer`.
fn rule(name: &str) -> String {
    let mut rule = String::new();
    for (index, c) in name.chars().enumerate() {
        if c.is_ascii_uppercase() && index > 0 {
            rule.push('-');
        }
        rule.push(if c == '.' {
            '-'
        } else {
            c.to_ascii_lowercase()
        });
    }
    rule
}

fn line(text: &mut String, line: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{line}");
}
