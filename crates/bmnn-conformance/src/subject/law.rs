//! What the law says: packs, terms, status, decisions, marks.

use super::ask::{Answer, Failure, failure, field, list, parsed, perhaps, read, text, variant};
use bmnn::act::{Act, Carrier, json as act_json};
use bmnn::custody::World;
use bmnn::date::Date;
use bmnn::decide::{Decision, Recording, Remark, decide};
use bmnn::id::ActId;
use bmnn::level::Level;
use bmnn::mark::{Mark, MarkRow};
use bmnn::pack::{Pack, Packs, Provision, Setting};
use bmnn::status::status;
use bmnn::term::{self, Cited, Protection};
use bmnn::until::Until;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

/// The packs as they are published.
fn packs() -> Result<Packs, Failure> {
    Packs::built_in().map_err(|_| failure("Packs"))
}

pub(super) fn pack_on(input: &Json) -> Answer {
    let packs = packs()?;
    let pack = packs.on(parsed(input, "date")?);
    let pack = pack.ok_or_else(|| failure("NoPack"))?;
    Ok(json!({"pack": pack.id()}))
}

fn pack<'p>(packs: &'p Packs, input: &Json) -> Result<&'p Pack, Failure> {
    packs
        .by_id(text(input, "pack")?)
        .ok_or_else(|| failure("NoPack"))
}

pub(super) fn provision(input: &Json) -> Answer {
    let packs = packs()?;
    let pack = pack(&packs, input)?;
    let provision = pack.provision(text(input, "provision")?);
    let provision = provision.ok_or_else(|| failure("NoProvision"))?;
    Ok(json!({
        "value": setting(&provision.value), "article": provision.citation.vi(),
        "confidence": variant(&provision.confidence).to_lowercase(),
        "refuses": provision.refuses(),
    }))
}

fn setting(value: &Setting) -> Json {
    match value {
        Setting::Years(n) => json!({"years": n}),
        Setting::Days(n) => json!({"days": n}),
        Setting::Count(n) => json!({"count": n}),
        Setting::Holds(holds) => json!({"holds": holds}),
        Setting::Word(word) => json!({"word": word}),
        Setting::Words(words) => json!({"words": words}),
        Setting::AtOnce => json!("at-once"),
        other => json!(variant(other)),
    }
}

pub(super) fn resolve(input: &Json) -> Answer {
    let packs = packs()?;
    let pack = pack(&packs, input)?;
    let until: Until = read(input, "until")?;
    let level = level(input, "level")?;
    let resolved = until.resolve(parsed(input, "start")?, level, pack);
    let ids: Vec<&str> = resolved
        .because
        .iter()
        .map(|provision: &&Provision| provision.id)
        .collect();
    Ok(json!({
        "end": resolved.end.map(|end| end.to_string()), "at-event": resolved.at_event,
        "cut": resolved.cut, "because": ids,
    }))
}

fn level(input: &Json, key: &str) -> Result<Level, Failure> {
    text(input, key)?.parse().map_err(|_| failure("Level"))
}

pub(super) fn term(input: &Json) -> Answer {
    let carrier: Carrier = parsed(input, "carrier")?;
    let protection = Protection {
        carrier,
        level: perhaps(input, "level", level)?,
        determined: perhaps(input, "determined", parsed)?,
        protect: perhaps(input, "protect", read)?,
        extended_to: perhaps(input, "extended-to", parsed)?,
        listed: perhaps(input, "listed", read)?,
    };
    let term = term::of(&protection, &packs()?);
    let because = term.because.iter().map(|ground| cited(&ground.cited));
    Ok(json!({
        "end": term.end.map(|end| end.to_string()), "unknown": term.unknown,
        "undecided": term.undecided, "because": because.collect::<Vec<_>>(),
    }))
}

fn cited(cited: &Cited) -> Json {
    json!({"pack": cited.pack, "provision": cited.provision, "article": cited.vi})
}

/// An act as a host writes it, with what a registry fills in.
fn act(json: &Json, names: &BTreeMap<ActId, String>) -> Result<Act, Failure> {
    let names = |id: &ActId| names.get(id).cloned();
    let map = act_json::from_json(json, &names).and_then(|map| Act::from_map(&map));
    map.map_err(|error| Failure(json!({"failure": "Field", "path": error.path})))
}

pub(super) fn status_on(input: &Json) -> Answer {
    let names = BTreeMap::new();
    let acts = list(input, "acts")?.iter();
    let acts = acts.map(|json| act(json, &names));
    let acts: Vec<Act> = acts.collect::<Result<_, _>>()?;
    let status = status(&acts, &packs()?, parsed(input, "on")?);
    let because = status.because.iter();
    let because = because.map(|because| because.cited.as_ref().map(cited));
    Ok(json!({
        "standing": status.standing.as_str(), "level": status.level.map(Level::as_str),
        "ends": status.ends.map(|end| end.to_string()), "pack": status.pack,
        "because": because.collect::<Vec<_>>(),
    }))
}

/// The decision on an act, after others that are allowed.
pub(super) fn decide_act(input: &Json) -> Answer {
    let packs = packs()?;
    let (mut world, mut names) = (World::default(), BTreeMap::new());
    let mut seq = 0;
    let groups = list(input, "after")?.iter();
    // A shared setting is a list of acts, an act of the case stands alone.
    let before = groups.flat_map(|item| match item.as_array() {
        Some(acts) => acts.iter().collect(),
        None => vec![item],
    });
    for json in before {
        let act = act(json, &names)?;
        let day = act.common.on;
        let judgment = decide(&world, &packs, &act, Recording { seq, day });
        let judgment = judgment.map_err(|_| failure("State"))?;
        if !judgment.is_allowed() {
            return Err(Failure(json!({"failure": "Setting", "act": seq})));
        }
        let id = act.common.id.ok_or_else(|| failure("Setting"))?;
        names.insert(id, act.name().to_owned());
        world.apply(seq, id, judgment.changes, judgment.rests);
        seq += 1;
    }
    let act = act(field(input, "act")?, &names)?;
    let recorded: Option<Date> = perhaps(input, "recorded", parsed)?;
    let day = recorded.unwrap_or(act.common.on);
    let judgment = decide(&world, &packs, &act, Recording { seq, day });
    let judgment = judgment.map_err(|_| failure("State"))?;
    Ok(match &judgment.decision {
        Decision::Refused { reasons, warnings } => json!({
            "allowed": false, "reasons": remarks(reasons), "warnings": remarks(warnings),
        }),
        Decision::Allowed {
            warnings,
            irregular,
            opens,
            closes,
        } => json!({
            "allowed": true, "warnings": remarks(warnings), "irregular": remarks(irregular),
            "opens": duties(opens), "closes": duties(closes),
            "row": judgment.row.as_ref().map(|row| json!({"book": row.book.as_str(), "number": row.number})),
        }),
    })
}

/// Remarks by their codes; the order means nothing.
fn remarks(remarks: &[Remark]) -> Vec<Json> {
    let mut said: Vec<(&str, Json)> = remarks
        .iter()
        .map(|remark| {
            let code = remark.reason.code();
            let cited = remark.cited.as_ref().map(cited);
            (code, json!({"code": code, "cited": cited}))
        })
        .collect();
    said.sort_by(|a, b| (a.0, a.1.to_string()).cmp(&(b.0, b.1.to_string())));
    said.into_iter().map(|(_, json)| json).collect()
}

fn duties(duties: &[bmnn::custody::Duty]) -> Vec<Json> {
    let mut said: Vec<(String, Json)> = duties
        .iter()
        .map(|duty| {
            let due = duty.due.map(|due| due.to_string());
            let json = json!({"kind": duty.kind.as_str(), "about": duty.about, "due": due});
            (json.to_string(), json)
        })
        .collect();
    said.sort_by(|a, b| a.0.cmp(&b.0));
    said.into_iter().map(|(_, json)| json).collect()
}

pub(super) fn mark(input: &Json) -> Answer {
    let packs = packs()?;
    let pack = pack(&packs, input)?;
    let mark = pack.mark(text(input, "mark")?);
    let mark: &Mark = mark.ok_or_else(|| failure("NoMark"))?;
    let row = |row: &MarkRow| {
        let text = row.text.as_ref().map(|text| text.value.clone());
        let fill = row.fill.map(|fill| variant(&fill).to_lowercase());
        json!({"text": text, "fill": fill})
    };
    Ok(json!({
        "level": mark.level.map(Level::as_str),
        "rows": mark.rows.iter().map(row).collect::<Vec<_>>(),
        "article": mark.citation.vi(), "can-be-drawn": mark.can_be_drawn(),
    }))
}
