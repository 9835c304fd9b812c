//! The acts on copies, as the tables of the law vary them.

use super::{council, hand, head, paper, with};
use serde_json::{Value as Json, json};

pub fn year(day: &str) -> &str {
    &day[..4]
}

pub fn transfer(copies: Json, to: &str, day: &str) -> Json {
    json!({
        "act": "copy.transfer", "on": day, "copies": copies, "to": to,
        "row": {"book": format!("hand-{}", year(day))},
    })
}

pub fn give_back(copies: Json, to: &str, reason: &str, day: &str) -> Json {
    json!({"act": "copy.return", "on": day, "copies": copies, "to": to, "reason": reason})
}

pub fn recall(copies: Json, by: &str, day: &str) -> Json {
    json!({
        "act": "copy.recall", "on": day, "copies": copies, "return-by": by, "decision": head(day), "reason": "–",
    })
}

pub fn carry_out(copies: Json, day: &str) -> Json {
    json!({
        "act": "copy.carry-out", "on": day, "copies": copies, "person": "officer", "purpose": "–", "place": "–",
        "return-by": day, "abroad": false, "permit": head(day), "application": paper("application"), "protection": "–",
    })
}

pub fn destroy(copies: Json, ground: &str, day: &str) -> Json {
    json!({
        "act": "copy.destroy", "on": day, "copies": copies, "ground": ground, "method": "shred", "performers": ["clerk"],
    })
}

pub fn planned(copies: Json, day: &str) -> Json {
    with(
        destroy(copies, "not-needed", day),
        json!({"council": council(), "decision": head(day), "schedule": paper("other"), "minutes": paper("minutes")}),
    )
}

pub fn loss(incident: &str, copies: Json, day: &str) -> Json {
    json!({
        "act": "incident.report", "on": day, "incident": incident, "kind": "loss", "discovered": day, "what": "–",
        "reporter": hand("officer", day), "head": "head", "copies": copies, "reported-to": [{"party": "bo-a", "date": day}],
    })
}

pub fn archive(copies: Json, day: &str) -> Json {
    json!({"act": "copy.archive", "on": day, "copies": copies, "archive": "tt-luu-tru", "paper": paper("minutes")})
}

pub fn reproduce(copy: &str, made: u32, day: &str) -> Json {
    let duplicates: Vec<Json> = (1..=made)
        .map(|number| json!({"number": number, "to": "so-b"}))
        .collect();
    json!({
        "act": "copy.reproduce", "on": day, "copy": copy, "kind": "true-copy", "permitted": made, "made": made,
        "permit": head(day), "maker": "officer", "duplicates": duplicates, "row": {"book": format!("copy-{}", year(day))},
    })
}
