//! An office for the tables of the law: a province committee with its head, a
//! delegated deputy, a clerk, units and other agencies, all in memory.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "each table uses its own part of the office, and a test stops where it fails"
)]

pub mod copies;

use bmnn::act::{Act, FieldError, json};
use bmnn::custody::{Copy, CopyState, Document, Duty, DutyKind, Query, State, World};
use bmnn::date::Date;
use bmnn::decide::{Decision, Judgment, Recording, decide};
use bmnn::id::ActId;
use bmnn::pack::Packs;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

#[derive(Clone)]
pub struct Office {
    pub world: World,
    pub packs: Packs,
    pub names: BTreeMap<ActId, String>,
    pub acts: Vec<Act>,
    pub seq: u64,
}

/// What a row of a table expects.
#[derive(Clone, Copy, Debug)]
pub enum Expect {
    /// Allowed without a word.
    Fine,
    /// Allowed, with just these warnings.
    Warns(&'static [&'static str]),
    /// Refused, for just these reasons.
    Refused(&'static [&'static str]),
}

pub fn date(text: &str) -> Date {
    text.parse().unwrap()
}

/// The id of the act that a test calls `name`.
pub fn id(name: &str) -> String {
    assert!(name.len() <= 16, "{name}");
    let mut bytes = [0; 16];
    bytes[..name.len()].copy_from_slice(name.as_bytes());
    ActId(bytes).to_string()
}

/// A decision of the head.
pub fn head(day: &str) -> Json {
    json!({"person": "head", "position": "p-head", "date": day})
}

/// A decision of the first deputy, under the delegation given at the opening.
pub fn deputy(day: &str) -> Json {
    json!({"person": "deputy", "position": "p-deputy", "date": day, "delegation": id("delegation")})
}

pub fn paper(kind: &str) -> Json {
    json!({"kind": kind, "symbol": "7/QĐ-UBND"})
}

pub fn hand(person: &str, day: &str) -> Json {
    json!({"person": person, "date": day})
}

pub fn council() -> Json {
    json!({"set-up": paper("decision"), "chair": "head", "members": ["clerk", "deputy"], "minutes": paper("minutes")})
}

pub fn list_ref() -> Json {
    json!([{"list": "list-1", "article": 2, "clause": 1, "point": "a"}])
}

/// The sample determination on `day`, to which a row adds or from which it
/// takes.
pub fn determination(document: &str, level: &str, day: &str) -> Json {
    json!({
        "act": "document.determine", "on": day, "document": document, "carrier": "document", "level": level,
        "decision": head(day), "copying": "allowed", "list-refs": list_ref(), "medium": "paper", "drafter": "officer",
        "copies-planned": 3, "recipients": ["bo-a", "so-b", "unit-1"],
    })
}

pub fn issue(document: &str, symbol: &str, day: &str) -> Json {
    json!({
        "act": "document.issue", "on": day, "document": document, "symbol": symbol, "date": day, "signer": "head",
        "kept-by": "unit-vt", "original": "apart", "row": {"book": format!("out-{}", &day[..4])},
        "copies": [{"number": 1, "to": "bo-a"}, {"number": 2, "to": "so-b"}, {"number": 3, "to": "unit-1"}],
    })
}

/// `base` with the keys of `over` laid over it; `null` takes a key away.
pub fn with(mut base: Json, over: Json) -> Json {
    for (key, value) in over.as_object().unwrap() {
        match value {
            Json::Null => base.as_object_mut().unwrap().remove(key),
            value => base
                .as_object_mut()
                .unwrap()
                .insert(key.clone(), value.clone()),
        };
    }
    base
}

impl Office {
    /// The office as it opened on 1 July 2020, under all three packs.
    pub fn open() -> Self {
        let mut office = Self {
            world: World::default(),
            packs: Packs::built_in().unwrap(),
            names: BTreeMap::new(),
            acts: Vec::new(),
            seq: 0,
        };
        let day = "2020-07-01";
        for (person, party) in [
            ("clerk", "self"),
            ("head", "self"),
            ("deputy", "self"),
            ("deputy-2", "self"),
            ("officer", "self"),
            ("stranger", "self"),
        ] {
            office.allowed(json!({"act": "person.enrol", "on": day, "person": person, "name": "–", "party": party}));
        }
        for (party, kind) in [
            ("unit-vt", "unit"),
            ("unit-1", "unit"),
            ("unit-2", "unit"),
            ("bo-a", "agency"),
            ("so-b", "agency"),
            ("tt-luu-tru", "agency"),
        ] {
            office.allowed(
                json!({"act": "party.enrol", "on": day, "party": party, "kind": kind, "name": "–"}),
            );
        }
        for (position, person, post) in [
            ("p-head", "head", "province-committee-chair"),
            ("p-deputy", "deputy", "deputy-head"),
            ("p-deputy-2", "deputy-2", "deputy-head"),
            ("p-clerk", "clerk", "clerk"),
            ("p-officer", "officer", "officer"),
        ] {
            office.allowed(json!({
                "act": "position.assign", "on": day, "position": position, "person": person, "post": post,
                "party": "self", "starts": day, "paper": paper("decision"),
            }));
        }
        office.allowed(json!({
            "act": "authority.delegate", "id": id("delegation"), "on": day, "grantor": "p-head", "grantee": "p-deputy",
            "powers": ["determine", "copy"], "levels": ["Mat", "ToiMat"], "matters": "–", "standing": true,
            "starts": day, "ends": "2030-12-31", "paper": paper("delegation"),
        }));
        office.allowed(json!({
            "act": "list.adopt", "on": day, "list": "list-1", "symbol": "531/QĐ-TTg", "date": "2020-01-02",
            "starts": "2020-01-02",
        }));
        office.allowed(json!({
            "act": "list.adopt", "on": day, "list": "list-0", "symbol": "1/QĐ-TTg", "date": "2010-01-02",
            "starts": "2010-01-02", "ends": "2020-06-30",
        }));
        for year in [2020, 2021, 2024, 2025, 2026, 2031] {
            for (book, kind) in [
                ("out", "outgoing"),
                ("in", "incoming"),
                ("hand", "handover"),
                ("copy", "copying"),
            ] {
                office.allowed(json!({
                    "act": "book.open", "on": day, "book": format!("{book}-{year}"), "kind": kind, "year": year,
                    "volume": 1, "party": "self",
                }));
            }
        }
        office
    }

    /// The office with document `d1` (Tối mật) issued in three copies on `day`.
    pub fn with_issue(day: &str) -> Self {
        let mut office = Self::open();
        office.allowed(with(
            determination("d1", "ToiMat", day),
            json!({"id": id("determine")}),
        ));
        office.allowed(with(
            issue("d1", "15/BC-UBND", day),
            json!({"id": id("issue")}),
        ));
        office
    }

    /// Reads an act as a host writes it, filling in what the registry fills.
    pub fn read(&self, act: Json) -> Act {
        let said = act.to_string();
        self.try_read(act)
            .unwrap_or_else(|error| panic!("{error}: {said}"))
    }

    /// Reads an act that may not be one.
    pub fn try_read(&self, mut act: Json) -> Result<Act, FieldError> {
        let fields = act.as_object_mut().unwrap();
        let name = fields["act"].as_str().unwrap().to_owned();
        let on = date(fields["on"].as_str().unwrap());
        fields
            .entry("id")
            .or_insert_with(|| json!(id(&format!("act-{}", self.seq))));
        fields.entry("by").or_insert_with(|| json!("clerk"));
        let before_office =
            name.starts_with("party.") || name == "person.enrol" || name == "pack.adopt";
        if let Some(pack) = self.packs.on(on).filter(|_| !before_office) {
            fields.entry("pack").or_insert_with(|| json!(pack.id()));
        }
        let names = |id: &ActId| self.names.get(id).cloned();
        Act::from_map(&json::from_json(&act, &names)?)
    }

    /// Decides an act as recorded on its own day.
    pub fn decide(&self, act: &Json) -> Judgment {
        let recorded = date(act["on"].as_str().unwrap());
        self.decide_on(act, recorded)
    }

    /// Decides an act as recorded on `day`.
    pub fn decide_on(&self, act: &Json, day: Date) -> Judgment {
        let act = self.read(act.clone());
        decide(
            &self.world,
            &self.packs,
            &act,
            Recording { seq: self.seq, day },
        )
        .unwrap()
    }

    /// Performs an act if it is allowed; answers with the judgment.
    pub fn perform(&mut self, act: Json) -> Judgment {
        let recorded = date(act["on"].as_str().unwrap());
        self.perform_on(act, recorded)
    }

    pub fn perform_on(&mut self, act: Json, day: Date) -> Judgment {
        let judgment = self.decide_on(&act, day);
        if judgment.is_allowed() {
            let act = self.read(act);
            // The first persons are enrolled before the clerk himself.
            let id = act.common.id.unwrap();
            self.names.insert(id, act.name().to_owned());
            self.world.apply(
                self.seq,
                id,
                judgment.changes.clone(),
                judgment.rests.clone(),
            );
            self.acts.push(act);
            self.seq += 1;
        }
        judgment
    }

    /// Performs an act that must be allowed.
    pub fn allowed(&mut self, act: Json) -> Judgment {
        let said = act.to_string();
        let judgment = self.perform(act);
        if let Decision::Refused { reasons, .. } = &judgment.decision {
            panic!(
                "refused: {:?}: {said}",
                reasons.iter().map(|reason| reason.en()).collect::<Vec<_>>()
            );
        }
        judgment
    }

    /// Tries each row of a table on this office as it stands.
    pub fn table(&self, rows: &[(&str, Json, Expect)]) {
        for (law, act, expect) in rows {
            let judgment = self.decide(act);
            check(law, &judgment, *expect);
        }
    }

    pub fn copy(&self, name: &str) -> Copy {
        let state: &dyn State = &self.world;
        state
            .find::<Copy>(name)
            .unwrap()
            .unwrap_or_else(|| panic!("no copy {name}"))
    }

    pub fn place(&self, name: &str) -> (CopyState, String) {
        let copy = self.copy(name);
        (
            copy.state,
            copy.holder
                .map(|holder| holder.to_string())
                .unwrap_or_default(),
        )
    }

    pub fn document(&self, name: &str) -> Document {
        let state: &dyn State = &self.world;
        state.find::<Document>(name).unwrap().unwrap()
    }

    /// The open duties, as kind and what they are about.
    pub fn duties(&self) -> Vec<(DutyKind, String)> {
        let state: &dyn State = &self.world;
        let open: Vec<Duty> = state.duties(&Query::OpenDuties).unwrap();
        open.into_iter()
            .map(|duty| (duty.kind, duty.about))
            .collect()
    }
}

/// Checks a judgment against what a row expects.
pub fn check(law: &str, judgment: &Judgment, expect: Expect) {
    let codes = |remarks: &[bmnn::decide::Remark]| -> Vec<&str> {
        let mut codes: Vec<_> = remarks.iter().map(|remark| remark.reason.code()).collect();
        codes.sort_unstable();
        codes
    };
    let sorted = |codes: &[&'static str]| -> Vec<&str> {
        let mut codes = codes.to_vec();
        codes.sort_unstable();
        codes
    };
    match (&judgment.decision, expect) {
        (Decision::Allowed { warnings, .. }, Expect::Fine) => {
            assert_eq!(codes(warnings), [""; 0], "{law}")
        }
        (Decision::Allowed { warnings, .. }, Expect::Warns(expected)) => {
            assert_eq!(codes(warnings), sorted(expected), "{law}");
        }
        (Decision::Refused { reasons, .. }, Expect::Refused(expected)) => {
            assert_eq!(codes(reasons), sorted(expected), "{law}");
            for reason in reasons {
                assert!(!reason.vi().contains('{'), "{}", reason.vi());
                assert!(!reason.en().contains('{'), "{}", reason.en());
            }
        }
        (decision, expect) => panic!("{law}: expected {expect:?}, found {decision:#?}"),
    }
}
