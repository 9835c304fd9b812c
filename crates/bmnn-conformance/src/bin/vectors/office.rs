//! CƠ QUAN THỬ NGHIỆM: a province committee with its head, a delegated deputy,
//! a clerk, units and other agencies, as acts in JSON.

use bmnn::id::ActId;
use bmnn::pack::Packs;
use serde_json::{Value as Json, json};

/// The id of the act that the vectors call `name`.
pub(crate) fn id(name: &str) -> String {
    assert!(name.len() <= 16, "{name}");
    let mut bytes = [0; 16];
    bytes[..name.len()].copy_from_slice(name.as_bytes());
    ActId(bytes).to_string()
}

pub(crate) fn head(day: &str) -> Json {
    json!({"person": "head", "position": "p-head", "date": day})
}

pub(crate) fn deputy(day: &str) -> Json {
    json!({"person": "deputy", "position": "p-deputy", "date": day, "delegation": id("delegation")})
}

pub(crate) fn by(person: &str, day: &str) -> Json {
    json!({"person": person, "position": format!("p-{person}"), "date": day})
}

pub(crate) fn paper(kind: &str) -> Json {
    json!({"kind": kind, "symbol": "7/QĐ-CQTN"})
}

pub(crate) fn hand(person: &str, day: &str) -> Json {
    json!({"person": person, "date": day})
}

pub(crate) fn council() -> Json {
    json!({"set-up": paper("decision"), "chair": "head", "members": ["clerk", "deputy"], "minutes": paper("minutes")})
}

pub(crate) fn determination(document: &str, level: &str, day: &str) -> Json {
    json!({
        "act": "document.determine", "on": day, "document": document, "carrier": "document", "level": level,
        "decision": head(day), "copying": "allowed",
        "list-refs": [{"list": "list-1", "article": 2, "clause": 1, "point": "a"}],
        "medium": "paper", "drafter": "officer", "copies-planned": 3,
        "recipients": ["bo-a", "so-b", "unit-1"],
    })
}

pub(crate) fn issue(document: &str, symbol: &str, day: &str) -> Json {
    json!({
        "act": "document.issue", "on": day, "document": document, "symbol": symbol, "date": day, "signer": "head",
        "kept-by": "unit-vt", "original": "apart", "row": {"book": format!("out-{}", &day[..4])},
        "copies": [{"number": 1, "to": "bo-a"}, {"number": 2, "to": "so-b"}, {"number": 3, "to": "unit-1"}],
    })
}

pub(crate) fn transfer(copies: Json, to: &str, day: &str) -> Json {
    json!({
        "act": "copy.transfer", "on": day, "copies": copies, "to": to,
        "row": {"book": format!("hand-{}", &day[..4])},
    })
}

pub(crate) fn reproduce(copy: &str, made: u32, day: &str) -> Json {
    let duplicates = (1..=made).map(|number| json!({"number": number, "to": "so-b"}));
    json!({
        "act": "copy.reproduce", "on": day, "copy": copy, "kind": "true-copy", "permitted": made, "made": made,
        "permit": head(day), "maker": "officer", "duplicates": duplicates.collect::<Vec<_>>(),
        "row": {"book": format!("copy-{}", &day[..4])},
    })
}

pub(crate) fn destroy(copies: Json, ground: &str, day: &str) -> Json {
    json!({
        "act": "copy.destroy", "on": day, "copies": copies, "ground": ground, "method": "shred", "performers": ["clerk"],
    })
}

pub(crate) fn destroy_planned(copies: Json, day: &str) -> Json {
    with(
        destroy(copies, "not-needed", day),
        json!({"council": council(), "decision": head(day), "schedule": paper("other"), "minutes": paper("minutes")}),
    )
}

pub(crate) fn carry_out(copies: Json, day: &str) -> Json {
    json!({
        "act": "copy.carry-out", "on": day, "copies": copies, "person": "officer", "purpose": "–", "place": "–",
        "return-by": day, "abroad": false, "permit": head(day), "application": paper("application"), "protection": "–",
    })
}

pub(crate) fn loss(incident: &str, copies: Json, day: &str) -> Json {
    json!({
        "act": "incident.report", "on": day, "incident": incident, "kind": "loss", "discovered": day, "what": "–",
        "reporter": hand("officer", day), "head": "head", "copies": copies,
        "reported-to": [{"party": "bo-a", "date": day}],
    })
}

pub(crate) fn receive(document: &str, day: &str) -> Json {
    json!({
        "act": "document.receive", "on": day, "document": document, "issuer": "bo-a", "symbol": "9/BC",
        "date": day, "level": "Mat", "doc-type": "bao-cao", "copies": [{"number": 4}, {}],
        "arrival-number": 31, "row": {"book": format!("in-{}", &day[..4])},
    })
}

/// `base` with the keys of `over` laid over it; `null` takes a key away.
pub(crate) fn with(mut base: Json, over: Json) -> Json {
    let fields = base.as_object_mut().unwrap();
    for (key, value) in over.as_object().unwrap() {
        match value {
            Json::Null => fields.remove(key),
            value => fields.insert(key.clone(), value.clone()),
        };
    }
    base
}

/// What a registry fills in: id, person, pack.
pub(crate) fn filled(mut act: Json, name: &str) -> Json {
    let fields = act.as_object_mut().unwrap();
    let about = fields["act"].as_str().unwrap().to_owned();
    let on = fields["on"].as_str().unwrap().to_owned();
    fields.entry("id").or_insert_with(|| json!(id(name)));
    fields.entry("by").or_insert_with(|| json!("clerk"));
    let before = about.starts_with("party.") || about == "person.enrol" || about == "pack.adopt";
    let packs = Packs::built_in().unwrap();
    let pack = packs.on(on.parse().unwrap()).filter(|_| !before);
    if let Some(pack) = pack {
        fields.entry("pack").or_insert_with(|| json!(pack.id()));
    }
    act
}

/// The acts with which the office begins on 1 July 2020.
pub(crate) fn opened() -> Vec<Json> {
    let day = "2020-07-01";
    let mut acts = Vec::new();
    for person in ["clerk", "head", "deputy", "deputy-2", "officer", "stranger"] {
        acts.push(json!({"act": "person.enrol", "on": day, "person": person, "name": "–", "party": "self"}));
    }
    for (party, kind) in [
        ("unit-vt", "unit"),
        ("unit-1", "unit"),
        ("unit-2", "unit"),
        ("bo-a", "agency"),
        ("so-b", "agency"),
        ("tt-luu-tru", "agency"),
    ] {
        acts.push(
            json!({"act": "party.enrol", "on": day, "party": party, "kind": kind, "name": "–"}),
        );
    }
    for (person, post) in [
        ("head", "province-committee-chair"),
        ("deputy", "deputy-head"),
        ("deputy-2", "deputy-head"),
        ("clerk", "clerk"),
        ("officer", "officer"),
    ] {
        acts.push(json!({
            "act": "position.assign", "on": day, "position": format!("p-{person}"), "person": person,
            "post": post, "party": "self", "starts": day, "paper": paper("decision"),
        }));
    }
    acts.push(json!({
        "act": "authority.delegate", "id": id("delegation"), "on": day, "grantor": "p-head", "grantee": "p-deputy",
        "powers": ["determine", "copy"], "levels": ["Mat", "ToiMat"], "matters": "–", "standing": true,
        "starts": day, "ends": "2030-12-31", "paper": paper("delegation"),
    }));
    for (list, symbol, starts, ends) in [
        ("list-1", "1/QĐ-THỬ", "2020-01-02", None),
        ("list-0", "0/QĐ-THỬ", "2010-01-02", Some("2020-06-30")),
    ] {
        let mut act = json!({
            "act": "list.adopt", "on": day, "list": list, "symbol": symbol, "date": starts, "starts": starts,
        });
        if let Some(ends) = ends {
            act["ends"] = ends.into();
        }
        acts.push(act);
    }
    for year in [2020, 2021, 2026] {
        for (book, kind) in [
            ("out", "outgoing"),
            ("in", "incoming"),
            ("hand", "handover"),
            ("copy", "copying"),
        ] {
            acts.push(json!({
                "act": "book.open", "on": day, "book": format!("{book}-{year}"), "kind": kind, "year": year,
                "volume": 1, "party": "self",
            }));
        }
    }
    let named = acts.into_iter().enumerate();
    named
        .map(|(n, act)| filled(act, &format!("begin-{n}")))
        .collect()
}

/// Document `d1`, Tối mật, determined and issued in three copies on `day`.
pub(crate) fn issued(day: &str) -> Vec<Json> {
    vec![
        filled(determination("d1", "ToiMat", day), "determine"),
        filled(issue("d1", "15/BC-CQTN", day), "issue"),
    ]
}
