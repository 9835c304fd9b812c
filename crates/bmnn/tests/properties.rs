//! Whatever is done in whatever order: nothing vanishes, nothing is in two
//! places, a refusal changes nothing, and the last act can be taken back.
//!
//! Acts are drawn over a small world of three documents, a few parties and
//! persons; most are plausible, many are not allowed.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test stops where it fails"
)]

mod office;

use bmnn::act::Act;
use bmnn::custody::{
    Copy, CopyState, Deed, Document, DutyKind, Key, Kind, Overlay, Party, Person, Query, Record,
    State, World,
};
use bmnn::date::Date;
use bmnn::decide::{Decision, Judgment, Recording, decide};
use bmnn::id::ActId;
use office::{
    Office, council, date, deputy, determination, hand, head, issue, list_ref, paper, with,
};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use std::sync::OnceLock;

const PARTIES: [&str; 7] = [
    "unit-vt", "unit-1", "unit-2", "self", "bo-a", "so-b", "nowhere",
];
const PERSONS: [&str; 4] = ["officer", "stranger", "deputy-2", "nobody"];

/// The choices of one step.
#[derive(Clone, Debug)]
struct Choices {
    act: Index,
    copies: Vec<Index>,
    party: Index,
    person: Index,
    earlier: Index,
    flags: u16,
    days: u8,
}

fn choices() -> impl Strategy<Value = Choices> {
    (
        any::<Index>(),
        prop::collection::vec(any::<Index>(), 1..4),
        any::<Index>(),
        any::<Index>(),
        any::<Index>(),
        any::<u16>(),
        0u8..4,
    )
        .prop_map(
            |(act, copies, party, person, earlier, flags, days)| Choices {
                act,
                copies,
                party,
                person,
                earlier,
                flags,
                days,
            },
        )
}

/// An office with something of each kind.
fn start() -> Office {
    static START: OnceLock<Office> = OnceLock::new();
    let begin = || {
        let mut office = Office::with_issue("2021-05-04");
        let day = "2021-05-04";
        office.allowed(json!({
            "act": "document.receive", "on": day, "document": "r1", "issuer": "bo-a", "symbol": "9/BC", "date": "2021-05-01",
            "level": "Mat", "doc-type": "bao-cao", "copies": [{"number": 4}, {}], "row": {"book": "in-2021"},
        }));
        office.allowed(with(
            determination("o1", "Mat", day),
            json!({"carrier": "object", "medium": null, "drafter": null, "copies-planned": null, "recipients": null}),
        ));
        office
    };
    START.get_or_init(begin).clone()
}

fn copies_of(state: &dyn State) -> Vec<Copy> {
    state.copies(&Query::All(Kind::Copy)).unwrap()
}

/// The act that the choices come to in this office, dated `on`.
#[expect(clippy::too_many_lines, reason = "one row an act")]
fn draw(office: &Office, choices: &Choices, on: &str) -> Json {
    let flag = |bit: u16| choices.flags & (1 << bit) != 0;
    let all = copies_of(&office.world);
    // Most draws are of copies that are here, so that something comes of them.
    let here: Vec<Copy> = all
        .iter()
        .filter(|copy| copy.state == CopyState::Held)
        .cloned()
        .collect();
    let known = if flag(6) && !here.is_empty() {
        here
    } else {
        all.clone()
    };
    let copies: BTreeSet<String> = choices
        .copies
        .iter()
        .map(|index| index.get(&known).id.to_string())
        .collect();
    let first = copies.first().unwrap().clone();
    let copies = json!(copies);
    let party = *choices.party.get(&PARTIES);
    let person = *choices.person.get(&PERSONS);
    let documents: Vec<Document> = {
        let state: &dyn State = &office.world;
        state
            .select(&Query::All(Kind::Document))
            .unwrap()
            .into_iter()
            .filter_map(|record| match record {
                Record::Document(document) => Some(document),
                _ => None,
            })
            .collect()
    };
    let document = choices.earlier.get(&documents);
    let of = |names: &[&str]| -> String {
        let done: Vec<&Act> = office
            .acts
            .iter()
            .filter(|act| names.contains(&act.name()))
            .collect();
        match done.is_empty() {
            true => ActId([9; 16]).to_string(),
            false => choices.earlier.get(&done).common.id.unwrap().to_string(),
        }
    };
    // An act that has copies away, or any of its kind.
    let sent = |state: CopyState, names: &[&str]| -> String {
        let away: Vec<ActId> = all
            .iter()
            .filter(|copy| copy.state == state)
            .filter_map(|copy| copy.sent_by)
            .collect();
        if flag(5) && !away.is_empty() {
            choices.earlier.get(&away).to_string()
        } else {
            of(names)
        }
    };
    let legs = ["copy.transfer", "copy.return"];
    let lost: Vec<&Copy> = all
        .iter()
        .filter(|copy| copy.state == CopyState::Lost)
        .collect();
    let (lost_copy, of_incident) = if lost.is_empty() {
        (first.clone(), incident(office, choices))
    } else {
        let copy = choices.earlier.get(&lost);
        (copy.id.to_string(), incident_of(office, copy))
    };
    let who = if flag(9) {
        hand(person, on)
    } else {
        json!({"name": "–", "date": on})
    };
    let by = if flag(10) { deputy(on) } else { head(on) };
    let narrowed = if flag(11) { copies.clone() } else { Json::Null };
    let later = (date(on).plus_days(20)).to_string();
    let next = format!("n{}", office.seq);
    let level = |n: u16| ["Mat", "ToiMat", "TuyetMat"][usize::from(n % 3)];
    let acts: Vec<Json> = vec![
        with(
            json!({"act": "copy.transfer", "copies": copies, "to": party}),
            json!({"received": if flag(0) { who.clone() } else { Json::Null }, "to-person": if flag(1) { json!(person) } else { Json::Null },
                "return-by": if flag(2) { json!(later) } else { Json::Null }, "row": if flag(3) { json!({"book": "hand-2021"}) } else { Json::Null }}),
        ),
        with(
            json!({"act": "copy.accept", "transfer": sent(CopyState::InTransit, &legs), "receiver": who}),
            json!({"copies": narrowed}),
        ),
        with(
            json!({"act": "copy.refuse", "transfer": sent(CopyState::InTransit, &legs), "receiver": who, "faults": ["opened"]}),
            json!({"copies": narrowed}),
        ),
        with(
            json!({"act": "copy.return", "copies": copies, "to": party, "reason": "done"}),
            json!({"received": if flag(0) { who.clone() } else { Json::Null }}),
        ),
        json!({"act": "copy.recall", "copies": copies, "return-by": later, "decision": by, "reason": "–"}),
        json!({
            "act": "copy.carry-out", "copies": copies, "person": person, "purpose": "–", "place": "–", "return-by": later, "abroad": flag(0),
            "permit": by, "application": paper("application"), "protection": "–", "delegation-head": hand("head", on),
        }),
        with(
            json!({"act": "copy.bring-back", "carry-out": sent(CopyState::CarriedOut, &["copy.carry-out"]), "receiver": who, "report": paper("report")}),
            json!({"copies": narrowed}),
        ),
        json!({"act": "copy.archive", "copies": copies, "archive": "tt-luu-tru", "paper": paper("minutes")}),
        with(
            json!({"act": "copy.destroy", "copies": copies, "ground": if flag(0) { "emergency" } else { "not-needed" }, "method": "shred", "performers": ["clerk"]}),
            if flag(0) {
                json!({"report": paper("report")})
            } else {
                json!({"council": council(), "decision": by, "schedule": paper("other"), "minutes": paper("minutes")})
            },
        ),
        json!({
            "act": "incident.report", "incident": next, "kind": if flag(0) { "loss" } else { "leak" }, "discovered": on, "what": "–",
            "reporter": who, "head": "head", "copies": copies,
        }),
        json!({
            "act": "copy.recover", "copies": [lost_copy], "incident": of_incident, "holder": party, "finder": who, "place": "–",
        }),
        json!({
            "act": "incident.close", "incident": incident(office, choices), "outcome": if flag(0) { "confirmed" } else { "handled" }, "cause": "–",
            "handling": "–", "decision": by,
        }),
        with(
            json!({
                "act": "copy.reproduce", "copy": first, "kind": "true-copy", "permitted": 2, "made": if flag(0) { 2 } else { 1 }, "permit": by,
                "maker": "officer", "duplicates": [{"number": 1, "to": party}, {"number": 2, "to": "so-b"}],
            }),
            json!({"row": if flag(3) { json!({"book": "copy-2021"}) } else { Json::Null }}),
        ),
        with(
            issue(document.id.as_str(), &format!("{next}/X"), on),
            json!({"copies": [{"number": document.issued + 1, "to": "bo-a"}], "irregular": {"reason": "–", "decision": head(on)}, "original": "numbered"}),
        ),
        with(
            issue(document.id.as_str(), "15/BC-UBND", on),
            json!({"copies": [{"number": 1, "to": "bo-a"}]}),
        ),
        determination(&next, level(choices.flags), on),
        json!({"act": "document.cancel", "document": document.id, "reason": "–"}),
        json!({
            "act": "level.adjust", "document": document.id, "old-level": document.level, "new-level": level(choices.flags), "decision": by,
            "list-refs": list_ref(),
        }),
        with(
            json!({"act": "document.declassify", "document": document.id, "ground": "need", "effective": if flag(0) { later.clone() } else { on.to_owned() }, "council": council(), "decision": by}),
            if flag(1) {
                json!({"extent": "full"})
            } else {
                json!({"extent": "partial", "released": "–", "remaining-level": "Mat"})
            },
        ),
        json!({"act": "mark.apply", "copies": copies, "mark": "recall", "how": "stamped"}),
        json!({"act": "party.end", "party": party, "how": "merged", "paper": paper("decision"), "successor": if flag(0) { "unit-vt" } else { "so-b" }}),
        json!({"act": "person.leave", "person": person, "reason": if flag(0) { "died" } else { "transfer" }, "last-day": on}),
        json!({"act": "notice.receive", "document": document.id, "issuer": "bo-a", "effect": "recall", "effective": on, "return-by": later, "paper": paper("notice")}),
        json!({"act": "entry.correct", "corrected": of(&["document.issue", "document.receive"]), "changes": {"symbol": format!("{next}/Y")}, "reason": "–"}),
        json!({"act": "entry.void", "voided": of(&VOIDABLE), "reason": "–", "decision": head(on)}),
    ];
    // Hand to hand oftener than the acts that end something.
    let often = [0, 0, 0, 0, 1, 1, 1, 2, 3, 3, 5, 6, 6, 9, 9, 10];
    let rare = [7, 8, 16, 18, 20, 21];
    let turns = (0..acts.len())
        .filter(|act| !rare.contains(act) || flag(7))
        .chain(often);
    let turns: Vec<usize> = turns.collect();
    let mut act = acts[*choices.act.get(&turns)].clone();
    let fields = act.as_object_mut().unwrap();
    fields.insert("on".to_owned(), json!(on));
    if flag(12) {
        fields.insert("late".to_owned(), json!("–"));
    }
    act
}

const VOIDABLE: [&str; 15] = [
    "copy.transfer",
    "copy.accept",
    "copy.refuse",
    "copy.return",
    "copy.recall",
    "copy.carry-out",
    "copy.bring-back",
    "copy.destroy",
    "incident.report",
    "copy.reproduce",
    "document.issue",
    "document.cancel",
    "level.adjust",
    "document.declassify",
    "party.end",
];

fn incident(office: &Office, choices: &Choices) -> String {
    let state: &dyn State = &office.world;
    let known = state.select(&Query::All(Kind::Incident)).unwrap();
    match known.is_empty() {
        true => "none".to_owned(),
        false => choices.earlier.get(&known).key().id,
    }
}

fn incident_of(office: &Office, copy: &Copy) -> String {
    let state: &dyn State = &office.world;
    let known = state.select(&Query::All(Kind::Incident)).unwrap();
    let named = known.into_iter().find(|record| match record {
        Record::Incident(incident) => incident.copies.contains(&copy.id),
        _ => false,
    });
    named.map_or_else(|| "none".to_owned(), |record| record.key().id)
}

/// The conservation law, and what each state of a copy says of its fields.
fn conserved(world: &World, once: &BTreeSet<String>) {
    let state: &dyn State = world;
    let copies = copies_of(state);
    let ids: BTreeSet<String> = copies.iter().map(|copy| copy.id.to_string()).collect();
    assert_eq!(ids.len(), copies.len(), "one record a copy");
    let gone: Vec<&String> = once.difference(&ids).collect();
    assert!(gone.is_empty(), "vanished: {gone:?}");
    for record in state.select(&Query::All(Kind::Document)).unwrap() {
        let Record::Document(document) = record else {
            continue;
        };
        if document.issuer.is_some() {
            continue;
        }
        // numbered = held + in transit + delivered + carried out + archived + returned + destroyed + lost
        let set: Vec<&Copy> = copies
            .iter()
            .filter(|copy| copy.document == document.id && !copy.id.is_duplicate())
            .collect();
        let numbers: BTreeSet<u32> = set.iter().filter_map(|copy| copy.id.number()).collect();
        assert_eq!(numbers, (1..=document.issued).collect(), "{}", document.id);
        let numbered = set.iter().filter(|copy| copy.id.number().is_some()).count();
        assert_eq!(numbered, document.issued as usize, "{}", document.id);
        assert!(
            !set.iter().any(|copy| copy.state == CopyState::Unknown),
            "unknown only by import"
        );
    }
    for duty in state.duties(&Query::OpenDuties).unwrap() {
        let about = duty.about.contains('#').then_some(&duty.about);
        assert!(
            about.is_none_or(|copy| ids.contains(copy)),
            "a duty about nothing: {duty:?}"
        );
    }
    let own = |copy: &Copy| {
        copy.holder.as_ref().is_some_and(|holder| {
            holder.is_own_agency()
                || state
                    .find::<Party>(holder)
                    .unwrap()
                    .is_some_and(|party| party.own)
        })
    };
    let ended = |copy: &Copy| {
        let holder = copy
            .holder
            .as_ref()
            .and_then(|holder| state.find::<Party>(holder).unwrap());
        holder.is_some_and(|holder| holder.ended.is_some())
    };
    for copy in &copies {
        let said = format!("{copy:?}");
        let duties = state
            .duties(&Query::OpenDutiesAbout(copy.id.to_string()))
            .unwrap();
        let owes = |kind: DutyKind| duties.iter().any(|duty| duty.kind == kind);
        assert_eq!(
            copy.to.is_some(),
            copy.state == CopyState::InTransit,
            "{said}"
        );
        let away = [CopyState::InTransit, CopyState::CarriedOut].contains(&copy.state);
        assert_eq!(copy.sent_by.is_some(), away, "{said}");
        assert!(
            !copy.abroad || copy.state == CopyState::CarriedOut,
            "{said}"
        );
        assert!(
            !owes(DutyKind::Receipt) || copy.state == CopyState::InTransit,
            "{said}: {duties:?}"
        );
        assert!(
            !owes(DutyKind::BringBack) || copy.state == CopyState::CarriedOut,
            "{said}: {duties:?}"
        );
        assert!(
            !owes(DutyKind::Return) || copy.return_by.is_some(),
            "{said}: {duties:?}"
        );
        let keeper = copy.person.as_ref();
        let keeper = keeper.and_then(|person| state.find::<Person>(person).unwrap());
        assert!(
            !owes(DutyKind::Collect) || keeper.is_some_and(|keeper| keeper.left.is_some()),
            "{said}: {duties:?}"
        );
        match copy.state {
            CopyState::Held | CopyState::CarriedOut => assert!(own(copy), "{said}"),
            CopyState::Delivered | CopyState::Returned => assert!(!own(copy), "{said}"),
            CopyState::Destroyed | CopyState::Archived => {
                assert!(duties.is_empty(), "{said}: {duties:?}")
            }
            CopyState::InTransit | CopyState::Lost | CopyState::Unknown => {}
        }
        assert!(
            !copy.is_with_somebody() || !ended(copy),
            "held by what has ended: {said}"
        );
    }
}

/// Everything but what stays used: rows, books, symbols, and the acts
/// themselves.
fn lasting(world: &World) -> Vec<(&Key, &Record)> {
    let stays = [Kind::Row, Kind::Book, Kind::SameSymbol, Kind::Deed];
    world
        .records()
        .filter(|(key, _)| !stays.contains(&key.kind))
        .collect()
}

fn judged(state: &dyn State, office: &Office, act: &Act, seq: u64, day: Date) -> Judgment {
    decide(state, &office.packs, act, Recording { seq, day }).unwrap()
}

/// Takes the last act back on a copy of the world, which is then as it was.
fn undone(office: &Office, before: &World, last: ActId, day: Date) {
    let void = json!({
        "act": "entry.void", "id": "ff".repeat(16), "on": day.to_string(), "voided": last.to_string(), "reason": "–", "decision": head(&day.to_string()),
    });
    let void = office.read(void);
    let judgment = judged(&office.world, office, &void, office.seq, day);
    assert!(
        judgment.is_allowed(),
        "nothing rests on the last act: {:?}",
        judgment.decision
    );
    let mut world = office.world.clone();
    world.apply(
        office.seq,
        ActId([0xff; 16]),
        judgment.changes,
        judgment.rests,
    );
    let (now, then) = (lasting(&world), lasting(before));
    let changed: Vec<_> = now.iter().filter(|row| !then.contains(row)).collect();
    let gone: Vec<_> = then.iter().filter(|row| !now.contains(row)).collect();
    assert!(
        changed.is_empty() && gone.is_empty(),
        "changed: {changed:#?}\nwas: {gone:#?}"
    );
}

fn play(steps: &[Choices]) {
    let mut office = start();
    let base = office.world.clone();
    let mut overlay = Overlay::new(&base);
    let mut day = date("2021-05-04");
    let mut once: BTreeSet<String> = copies_of(&office.world)
        .iter()
        .map(|copy| copy.id.to_string())
        .collect();
    for (nth, step) in steps.iter().enumerate() {
        day = day.plus_days(i64::from(step.days));
        // Some acts are dated back, some ahead of the day of recording.
        let on = match step.flags >> 13 {
            0 => day.plus_days(-3),
            1 => day.plus_days(1),
            _ => day,
        };
        let drawn = draw(&office, step, &on.to_string());
        let Ok(act) = office.try_read(drawn) else {
            continue;
        };
        let judgment = judged(&office.world, &office, &act, office.seq, day);
        let over = judged(&overlay, &office, &act, office.seq, day);
        assert_eq!(judgment, over, "overlay and world agree");
        if !judgment.is_allowed() {
            assert!(
                judgment.changes.is_empty() && judgment.rests.is_empty() && judgment.row.is_none()
            );
            continue;
        }
        assert!(act.common.on <= day, "never ahead");
        let id = act.common.id.unwrap();
        let before = office.world.clone();
        office.names.insert(id, act.name().to_owned());
        office.world.apply(
            office.seq,
            id,
            judgment.changes.clone(),
            judgment.rests.clone(),
        );
        overlay.apply(office.seq, id, judgment.changes, judgment.rests);
        let name = act.name();
        office.acts.push(act);
        office.seq += 1;
        if name == "entry.void" {
            let here = copies_of(&office.world);
            once = here.iter().map(|copy| copy.id.to_string()).collect();
        } else {
            conserved(&office.world, &once);
            once.extend(
                copies_of(&office.world)
                    .iter()
                    .map(|copy| copy.id.to_string()),
            );
            if !name.starts_with("entry.") {
                undone(&office, &before, id, day);
            }
        }
        conserved(&office.world, &once);
        assert_eq!(
            overlay.size().unwrap(),
            office.world.size().unwrap(),
            "step {nth}"
        );
    }
    for kind in Kind::ALL {
        let all = Query::All(*kind);
        assert_eq!(
            overlay.select(&all).unwrap(),
            office.world.select(&all).unwrap()
        );
    }
    replayed(&office, &base);
}

/// Every deed names the state that it found, so that the deeds alone lead back.
fn replayed(office: &Office, base: &World) {
    let state: &dyn State = &office.world;
    let deeds = state.select(&Query::All(Kind::Deed)).unwrap();
    let known: usize = base.select(&Query::All(Kind::Deed)).unwrap().len();
    assert_eq!(deeds.len() - known, office.acts.len() - start().acts.len());
    for act in &office.acts {
        let deed = state.find::<Deed>(act.common.id.unwrap()).unwrap().unwrap();
        assert_eq!((deed.act.as_str(), deed.on), (act.name(), act.common.on));
        assert!(deed.on <= deed.recorded);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, max_shrink_iters: 2000, ..ProptestConfig::default() })]

    #[test]
    fn nothing_vanishes_and_the_last_act_can_be_taken_back(steps in prop::collection::vec(choices(), 1..50)) {
        play(&steps);
    }
}

/// The draws are worth something: each kind of act is allowed now and then.
#[test]
fn each_act_is_allowed_sometimes() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut seen = BTreeSet::new();
    for _ in 0..60 {
        let steps = prop::collection::vec(choices(), 40)
            .new_tree(&mut runner)
            .unwrap()
            .current();
        let mut office = start();
        let mut day = date("2021-05-04");
        for step in &steps {
            day = day.plus_days(i64::from(step.days));
            let drawn = draw(&office, step, &day.to_string());
            let Ok(act) = office.try_read(drawn.clone()) else {
                continue;
            };
            let judgment = office.perform(drawn);
            if let Decision::Allowed { .. } = judgment.decision {
                seen.insert(act.name());
            }
        }
    }
    assert_eq!(seen.len(), 24, "{seen:?}");
}
