//! One step of a day: which act, about what, and what is wrong with it.

use super::office::DAY;
use arbitrary::Arbitrary;
use bmnn::id::ActId;
use serde_json::{Value as Json, json};
use std::sync::OnceLock;

/// What is done, with which document, copy and place; many are refused, which
/// is part of the day.
#[derive(Arbitrary, Clone, Debug)]
pub(super) struct Step {
    what: u8,
    document: u8,
    number: u8,
    to: u8,
    spoiled: Option<(u8, Spoil)>,
    /// Whether it waits for the acts behind it, to be put on record together.
    pub(super) later: bool,
}

/// What is wrong with a field.
#[derive(Arbitrary, Clone, Copy, Debug)]
enum Spoil {
    Gone,
    Text,
    Number(i16),
    Yesterday,
    Tomorrow,
    OfAnother(u8),
}

const PLACES: [&str; 4] = ["bo-a", "unit-1", "unit-vt", "so-b"];

impl Step {
    /// The act. Its id follows from its place in the day.
    pub(super) fn act(&self, done: &[(ActId, String)], place: usize) -> Json {
        let document = format!("d{}", self.document % 4);
        let number = self.number % 4 + 1;
        let copy = match self.to >> 6 {
            3 => format!("{document}#u1"),
            _ => format!("{document}#{number}"),
        };
        let to = PLACES.get(usize::from(self.to) % PLACES.len());
        let to = to.copied().unwrap_or("self");
        let mut act = match self.what % 64 {
            0..=3 => determination(&document),
            4..=7 => issue(&document, &format!("{number}/BC")),
            8..=13 => transfer(&copy, to),
            14..=17 => with(transfer(&copy, to), "received", hand("head")),
            18..=20 => json!({"act": "copy.accept", "transfer": self.earlier(done, TRAVELS),
                "receiver": hand("clerk")}),
            21..=22 => json!({"act": "copy.refuse", "transfer": self.earlier(done, TRAVELS),
                "receiver": hand("clerk"), "faults": ["damaged"]}),
            23..=24 => json!({"act": "copy.return", "copies": [copy], "to": to, "reason": "done"}),
            25..=26 => json!({"act": "copy.carry-out", "copies": [copy], "person": "head",
                "purpose": "Họp", "place": "Hà Nội", "return-by": "2026-03-09", "abroad": false,
                "permit": decision()}),
            27..=28 => json!({"act": "copy.bring-back",
                "carry-out": self.earlier(done, &["copy.carry-out"]), "receiver": hand("clerk")}),
            29..=32 => json!({"act": "entry.void", "voided": self.earlier(done, &[]),
                "reason": "Ghi nhầm"}),
            33..=34 => json!({"act": "copy.reproduce", "copy": copy, "kind": "full-copy",
                "permitted": 1, "made": 1, "permit": decision(), "maker": "clerk",
                "duplicates": [{"number": 1, "to": "unit-1"}], "row": {"book": "copy-2026"}}),
            35..=36 => json!({"act": "copy.destroy", "copies": [copy], "ground": "spoiled",
                "method": "shred", "performers": ["clerk"], "minutes": paper("minutes")}),
            what => self.example(usize::from(what), &document, &copy, done),
        };
        act = with(act, "on", DAY.into());
        act = with(act, "id", id(place).to_string().into());
        match self.spoiled {
            Some((field, spoil)) => spoiled(act, usize::from(field), spoil),
            None => act,
        }
    }

    /// The id of an act of one of these names, or of any; of none that is
    /// there, where nothing was done yet.
    fn earlier(&self, done: &[(ActId, String)], names: &[&str]) -> String {
        let fitting = done
            .iter()
            .rev()
            .filter(|(_, name)| names.is_empty() || names.contains(&name.as_str()));
        let found = fitting.map(|(id, _)| *id).nth(usize::from(self.number % 4));
        found.unwrap_or(ActId([0xEE; 16])).to_string()
    }

    /// An example of the catalogue, moved into this office.
    fn example(&self, what: usize, document: &str, copy: &str, done: &[(ActId, String)]) -> Json {
        let examples = examples();
        let at = what.wrapping_add(usize::from(self.to) * 29) % examples.len().max(1);
        let mut act = examples.get(at).cloned().unwrap_or_default();
        let earlier = self.earlier(done, &[]);
        moved(&mut act, &|text| {
            if text.contains('#') {
                return Some(copy.to_owned());
            }
            if text.len() == 36 && text.split('-').count() == 5 {
                return Some(earlier.clone());
            }
            let to = match text {
                "doc-17" | "doc-18" | "den-4" | "cu-2014-31" => document,
                "p-son" | "p-hung" => "head",
                "p-lan" | "p-minh" => "clerk",
                "cv-ct" => "p-head",
                "cv-vt" => "p-clerk",
                "so-tc" => "bo-a",
                "phong-hc" => "unit-1",
                "ban-noi-chinh" => "so-b",
                "dm-noi-vu" | "dm-cu" => "list-1",
                "cg-2026" => "hand-2026",
                "sao-2026" => "copy-2026",
                "den-2026" => "in-2026",
                "di-2026" => "out-2026",
                _ if text.starts_with("2026-") && text.len() == 10 => DAY,
                _ => return None,
            };
            Some(to.to_owned())
        });
        act
    }
}

const TRAVELS: &[&str] = &["copy.transfer", "copy.return"];

fn id(place: usize) -> ActId {
    let mut bytes = *b"act of this day\0";
    if let Some(last) = bytes.last_mut() {
        *last = u8::try_from(place).unwrap_or(u8::MAX);
    }
    ActId(bytes)
}

/// One example of every act of the catalogue.
fn examples() -> &'static [Json] {
    const FILES: [&str; 4] = [
        include_str!("../../../crates/bmnn/tests/acts/registry.json"),
        include_str!("../../../crates/bmnn/tests/acts/secret.json"),
        include_str!("../../../crates/bmnn/tests/acts/copies.json"),
        include_str!("../../../crates/bmnn/tests/acts/incident.json"),
    ];
    static EXAMPLES: OnceLock<Vec<Json>> = OnceLock::new();
    EXAMPLES.get_or_init(|| {
        let read = |text| serde_json::from_str::<Vec<Json>>(text).unwrap_or_default();
        // Opening a ledger and its keys are the roots' and not the clerk's.
        let acts = FILES.into_iter().flat_map(read);
        acts.filter(|act| {
            let name = act.get("act").and_then(Json::as_str).unwrap_or_default();
            !["ledger.", "key.", "pack."]
                .iter()
                .any(|of| name.starts_with(of))
        })
        .collect()
    })
}

fn moved(json: &mut Json, to: &dyn Fn(&str) -> Option<String>) {
    match json {
        Json::String(text) => {
            if let Some(other) = to(text) {
                *text = other;
            }
        }
        Json::Array(items) => items.iter_mut().for_each(|item| moved(item, to)),
        Json::Object(fields) => fields.values_mut().for_each(|value| moved(value, to)),
        _ => {}
    }
}

fn spoiled(mut act: Json, field: usize, spoil: Spoil) -> Json {
    let Some(fields) = act.as_object_mut() else {
        return act;
    };
    let keys: Vec<String> = fields.keys().cloned().collect();
    let pick = |at: usize| {
        keys.get(at % keys.len().max(1))
            .cloned()
            .unwrap_or_default()
    };
    let key = pick(field);
    // Without its id the act could not be asked for twice.
    if key == "id" {
        return act;
    }
    let value = match spoil {
        Spoil::Gone => {
            fields.remove(&key);
            return act;
        }
        Spoil::Text => "chữ".into(),
        Spoil::Number(number) => number.into(),
        Spoil::Yesterday => "2026-03-01".into(),
        Spoil::Tomorrow => "2026-03-03".into(),
        Spoil::OfAnother(other) => {
            let other = fields.get(&pick(usize::from(other)));
            other.cloned().unwrap_or_default()
        }
    };
    fields.insert(key, value);
    act
}

fn paper(kind: &str) -> Json {
    json!({"kind": kind, "symbol": "7/QĐ-UBND"})
}

fn decision() -> Json {
    json!({"person": "head", "position": "p-head", "date": DAY, "paper": paper("decision")})
}

fn hand(person: &str) -> Json {
    json!({"person": person, "date": DAY})
}

pub(super) fn determination(document: &str) -> Json {
    json!({
        "act": "document.determine", "on": DAY, "document": document, "carrier": "document",
        "level": "ToiMat", "decision": decision(), "copying": "allowed",
        "list-refs": [{"list": "list-1", "article": 2, "clause": 1, "point": "a"}],
        "medium": "paper", "drafter": "head", "copies-planned": 3,
        "recipients": ["bo-a", "unit-1"], "subject": "Phương án bảo vệ kỳ họp",
    })
}

pub(super) fn issue(document: &str, symbol: &str) -> Json {
    json!({
        "act": "document.issue", "on": DAY, "document": document, "symbol": symbol, "date": DAY,
        "signer": "head", "kept-by": "unit-vt", "original": "apart", "row": {"book": "out-2026"},
        "copies": [
            {"number": 1, "to": "bo-a"}, {"number": 2, "to": "unit-1"}, {"number": 3, "to": "unit-1"},
        ],
    })
}

fn transfer(copy: &str, to: &str) -> Json {
    json!({"act": "copy.transfer", "copies": [copy], "to": to, "means": "hand",
        "row": {"book": "hand-2026"}})
}

/// `act` with a field laid over it.
fn with(mut act: Json, key: &str, value: Json) -> Json {
    if let Some(fields) = act.as_object_mut() {
        fields.insert(key.to_owned(), value);
    }
    act
}
