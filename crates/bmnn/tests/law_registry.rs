//! Parties, people, posts, delegations, lists and packs: each row cites its
//! article.

mod office;

use bmnn::custody::{CopyState, DutyKind};
use office::Expect::{Fine, Refused, Warns};
use office::{Office, check, date, deputy, determination, hand, head, id, issue, paper, with};
use serde_json::{Value as Json, json};

/// A day under each law.
const UNDER_2018: &str = "2021-05-04";
const UNDER_2025: &str = "2026-05-04";

fn end_party(party: &str, over: Json) -> Json {
    with(
        json!({"act": "party.end", "on": UNDER_2018, "party": party, "how": "merged", "paper": paper("decision")}),
        over,
    )
}

fn transfer(copy: &str, to: &str, day: &str) -> Json {
    json!({
        "act": "copy.transfer", "on": day, "copies": [copy], "to": to, "row": {"book": "hand-2021"},
        "received": {"name": "–", "date": day},
    })
}

#[test]
fn enrolling() {
    let office = Office::open();
    let party = |over| {
        with(
            json!({"act": "party.enrol", "on": UNDER_2018, "party": "unit-9", "kind": "unit", "name": "–"}),
            over,
        )
    };
    let person = |over| {
        with(
            json!({"act": "person.enrol", "on": UNDER_2018, "person": "p9", "name": "–", "party": "self"}),
            over,
        )
    };
    let position = |over| {
        with(
            json!({
                "act": "position.assign", "on": UNDER_2018, "position": "p-9", "person": "stranger", "post": "officer",
                "party": "unit-1", "starts": UNDER_2018, "paper": paper("decision"),
            }),
            over,
        )
    };
    office.table(&[
        ("a unit", party(json!({"parent": "unit-1"})), Fine),
        (
            "twice",
            party(json!({"party": "unit-1"})),
            Refused(&["id.taken"]),
        ),
        (
            "the agency itself",
            party(json!({"party": "self"})),
            Refused(&["id.taken"]),
        ),
        (
            "under nobody known",
            party(json!({"parent": "nowhere"})),
            Refused(&["party.unknown"]),
        ),
        ("a person", person(json!({})), Fine),
        (
            "twice",
            person(json!({"person": "officer"})),
            Refused(&["id.taken"]),
        ),
        (
            "of nowhere",
            person(json!({"party": "nowhere"})),
            Refused(&["party.unknown"]),
        ),
        ("L18 11: a post", position(json!({})), Fine),
        (
            "a post that the pack has not",
            position(json!({"post": "emperor"})),
            Refused(&["position.unknown-post"]),
        ),
        (
            "it ends before it starts",
            position(json!({"ends": "2021-05-03"})),
            Refused(&["date.ends-before"]),
        ),
        (
            "held by nobody known",
            position(json!({"person": "nobody"})),
            Refused(&["person.unknown"]),
        ),
        (
            "a position taken",
            position(json!({"position": "p-head"})),
            Refused(&["id.taken"]),
        ),
    ]);
}

#[test]
fn what_stands_around_every_act() {
    let office = Office::with_issue(UNDER_2018);
    let act = |over| with(determination("d9", "Mat", UNDER_2018), over);
    office.table(&[
        (
            "signed by a person unknown",
            act(json!({"by": "nobody"})),
            Refused(&["person.unknown"]),
        ),
        (
            "in a post of another's",
            act(json!({"position": "p-head"})),
            Refused(&["position.other-person"]),
        ),
        (
            "in a post of one's own",
            act(json!({"position": "p-clerk"})),
            Fine,
        ),
        (
            "answered for by a person unknown",
            act(json!({"responsible": "nobody"})),
            Refused(&["person.unknown"]),
        ),
        (
            "an id that is taken",
            act(json!({"id": id("issue")})),
            Refused(&["act.id-taken"]),
        ),
        (
            "before any pack",
            with(
                determination("d9", "Mat", "2001-03-31"),
                json!({"pack": "vn-2000", "list-refs": null}),
            ),
            Refused(&["act.no-pack", "position.other-person"]),
        ),
    ]);
}

#[test]
fn a_unit_merged() {
    let mut office = Office::with_issue(UNDER_2018);
    office.allowed(transfer("d1#1", "unit-1", UNDER_2018));
    office.allowed(with(
        transfer("d1#2", "unit-1", UNDER_2018),
        json!({"id": id("transfer"), "received": null}),
    ));
    office.allowed(transfer("d1#3", "bo-a", UNDER_2018));
    office.table(&[
        (
            "C104 15(4): who takes over is named",
            end_party("unit-1", json!({})),
            Refused(&["party.holds"]),
        ),
        (
            "C104 15(4)",
            end_party("unit-1", json!({"successor": "unit-2"})),
            Fine,
        ),
        (
            "to the agency itself",
            end_party("unit-1", json!({"successor": "self"})),
            Fine,
        ),
        (
            "not to another agency",
            end_party("unit-1", json!({"successor": "so-b"})),
            Refused(&["party.not-own"]),
        ),
        (
            "not to itself",
            end_party("unit-1", json!({"successor": "unit-1"})),
            Refused(&["party.successor-itself"]),
        ),
        (
            "nor to nobody known",
            end_party("unit-1", json!({"successor": "nowhere"})),
            Refused(&["party.unknown", "party.not-own"]),
        ),
        (
            "one that holds nothing",
            end_party("unit-2", json!({"how": "dissolved"})),
            Fine,
        ),
        (
            "another agency that has a copy",
            end_party("bo-a", json!({"how": "renamed"})),
            Refused(&["party.holds"]),
        ),
    ]);
    office.allowed(end_party("unit-1", json!({"successor": "unit-2"})));
    assert_eq!(office.place("d1#1"), (CopyState::Held, "unit-2".to_owned()));
    assert_eq!(
        office.copy("d1#2").to.map(|to| to.to_string()),
        Some("unit-2".to_owned())
    );
    let day = "2021-05-05";
    office.allowed(json!({
        "act": "copy.accept", "on": day, "transfer": id("transfer"), "receiver": hand("officer", day),
    }));
    assert_eq!(office.place("d1#2"), (CopyState::Held, "unit-2".to_owned()));
    office.table(&[
        (
            "nothing goes to what has ended",
            transfer("d1#1", "unit-1", day),
            Refused(&["party.ended"]),
        ),
        (
            "not even on its last day, told late",
            with(transfer("d1#1", "unit-1", UNDER_2018), json!({"late": "–"})),
            Refused(&["party.ended"]),
        ),
        (
            "it ends once",
            with(
                end_party("unit-1", json!({"successor": "unit-2"})),
                json!({"on": day}),
            ),
            Refused(&["already-ended"]),
        ),
    ]);
    // What was issued for it goes to its successor without a word.
    office.allowed(with(
        end_party("bo-a", json!({"successor": "tt-luu-tru", "how": "renamed"})),
        json!({"on": day}),
    ));
    assert_eq!(
        office.place("d1#3"),
        (CopyState::Delivered, "tt-luu-tru".to_owned())
    );
    check(
        "issued for bo-a",
        &office.decide(&transfer("d1#1", "tt-luu-tru", "2021-05-06")),
        Fine,
    );
}

#[test]
fn an_agency_merged_into_this_one() {
    let mut office = Office::with_issue(UNDER_2018);
    office.allowed(transfer("d1#1", "bo-a", UNDER_2018));
    office.allowed(end_party("bo-a", json!({"successor": "unit-2"})));
    assert_eq!(office.place("d1#1"), (CopyState::Held, "unit-2".to_owned()));
}

#[test]
fn leaving() {
    let mut office = Office::with_issue(UNDER_2018);
    let leave = |person: &str, over| {
        with(
            json!({"act": "person.leave", "on": UNDER_2018, "person": person, "reason": "transfer", "last-day": UNDER_2018}),
            over,
        )
    };
    office.allowed(with(
        transfer("d1#1", "unit-1", UNDER_2018),
        json!({"received": hand("officer", UNDER_2018)}),
    ));
    office.table(&[
        (
            "L18 26(2)(d): hands over first",
            leave("officer", json!({})),
            Refused(&["person.holds"]),
        ),
        (
            "L18 26(2)(d): signs a commitment",
            leave("deputy", json!({})),
            Warns(&["person.commitment"]),
        ),
        (
            "L18 25(4): who died does not",
            leave("officer", json!({"reason": "died"})),
            Fine,
        ),
        (
            "an unknown person",
            leave("nobody", json!({})),
            Refused(&["person.unknown"]),
        ),
    ]);
    // L18 25(4): what the dead had is collected, and handing it on collects it.
    office.allowed(leave("officer", json!({"reason": "died"})));
    assert_eq!(office.duties(), [(DutyKind::Collect, "d1#1".to_owned())]);
    office.allowed(with(
        transfer("d1#1", "unit-1", UNDER_2018),
        json!({"received": hand("clerk", UNDER_2018)}),
    ));
    assert_eq!(office.duties(), []);
    let day = "2021-05-05";
    office.table(&[
        (
            "who has left signs for nothing",
            with(
                transfer("d1#2", "unit-1", day),
                json!({"received": hand("officer", day)}),
            ),
            Refused(&["person.left"]),
        ),
        (
            "leaves once",
            with(leave("officer", json!({})), json!({"on": day})),
            Refused(&["already-ended"]),
        ),
        (
            "and holds no post",
            with(
                determination("d9", "Mat", day),
                json!({"position": "p-officer", "by": "officer"}),
            ),
            Refused(&["person.left", "person.left", "position.other-person"]),
        ),
    ]);

    // Who lost a copy does not hold it any more.
    let mut office = Office::with_issue(UNDER_2018);
    office.allowed(with(
        transfer("d1#1", "unit-1", UNDER_2018),
        json!({"received": hand("officer", UNDER_2018)}),
    ));
    office.allowed(json!({
        "act": "incident.report", "on": UNDER_2018, "incident": "i1", "kind": "loss", "discovered": UNDER_2018, "what": "–",
        "reporter": hand("officer", UNDER_2018), "head": "head", "copies": ["d1#1"],
    }));
    check(
        "L18 26(2)(d)",
        &office.decide(&leave("officer", json!({}))),
        Warns(&["person.commitment"]),
    );
}

#[test]
fn posts_end() {
    let mut office = Office::open();
    let end = |over| {
        with(
            json!({"act": "position.end", "on": UNDER_2018, "position": "p-deputy", "last-day": UNDER_2018}),
            over,
        )
    };
    office.table(&[
        ("a post ends", end(json!({})), Fine),
        (
            "before it began",
            end(json!({"last-day": "2020-06-30"})),
            Refused(&["date.ends-before"]),
        ),
        (
            "that was never given",
            end(json!({"position": "p-nobody"})),
            Refused(&["position.unknown"]),
        ),
    ]);
    office.allowed(end(json!({})));
    let day = "2021-05-05";
    office.table(&[
        (
            "it has ended",
            end(json!({"on": day, "last-day": day})),
            Refused(&["already-ended"]),
        ),
        (
            "L18 11(5): whose post has ended",
            with(
                determination("d9", "Mat", day),
                json!({"decision": deputy(day)}),
            ),
            Refused(&["position.other-person"]),
        ),
        (
            "what was decided before stands",
            with(
                determination("d9", "Mat", day),
                json!({"decision": deputy(UNDER_2018)}),
            ),
            Fine,
        ),
    ]);
}

#[test]
fn delegating() {
    let mut office = Office::open();
    office.allowed(json!({
        "act": "position.assign", "on": UNDER_2018, "position": "p-far", "person": "stranger", "post": "deputy-head",
        "party": "so-b", "starts": UNDER_2018, "paper": paper("decision"),
    }));
    office.allowed(json!({
        "act": "position.assign", "on": UNDER_2018, "position": "p-chair-b", "person": "stranger", "post": "province-committee-chair",
        "party": "so-b", "starts": UNDER_2018, "paper": paper("decision"),
    }));
    let delegate = |day: &str, over| {
        with(
            json!({
                "act": "authority.delegate", "id": id("second"), "on": day, "grantor": "p-head", "grantee": "p-deputy-2",
                "powers": ["determine", "copy"], "levels": ["Mat", "ToiMat"], "matters": "–", "standing": false, "starts": day,
                "ends": "2027-12-31", "paper": paper("delegation"),
            }),
            over,
        )
    };
    office.table(&[
        ("L18 11(5): in writing, with scope, content and term", delegate(UNDER_2018, json!({})), Fine),
        ("L18 11(5): a deputy does not pass it on", delegate(UNDER_2018, json!({"grantor": "p-deputy"})), Refused(&["delegation.chain", "delegation.grantor"])),
        ("L18 11(5): only to a deputy", delegate(UNDER_2018, json!({"grantee": "p-officer"})), Refused(&["delegation.not-deputy"])),
        ("L18 11(5): to one's own deputy", delegate(UNDER_2018, json!({"grantee": "p-far"})), Refused(&["delegation.not-deputy"])),
        ("L18 10(2), 11(5): the head of another body gives no power here", delegate(UNDER_2018, json!({"grantor": "p-chair-b", "grantee": "p-far", "powers": ["determine"]})), Refused(&["delegation.chain"])),
        ("L18 11(5): a clerk has nothing to give", delegate(UNDER_2018, json!({"grantor": "p-clerk"})), Refused(&["delegation.chain", "delegation.grantor"])),
        ("a term that ends before it starts", delegate(UNDER_2018, json!({"ends": "2021-05-03"})), Refused(&["date.ends-before"])),
        ("from a position unknown", delegate(UNDER_2018, json!({"grantor": "p-nobody"})), Refused(&["position.unknown"])),
        ("R3 not seen: a deputy's deputy warns", delegate(UNDER_2025, json!({"grantor": "p-deputy"})), Warns(&["delegation.chain", "delegation.grantor"])),
        ("L18 10(2): the head of another body does not determine here", with(determination("d9", "Mat", UNDER_2018), json!({"decision": {"person": "stranger", "position": "p-chair-b", "date": UNDER_2018}})), Refused(&["authority.none"])),
    ]);
    office.allowed(delegate(UNDER_2018, json!({})));
    let by_second = |day: &str| {
        with(
            determination("d9", "Mat", day),
            json!({"decision": {"person": "deputy-2", "position": "p-deputy-2", "date": day, "delegation": id("second")}}),
        )
    };
    let withdraw = json!({"act": "authority.withdraw", "on": "2021-06-01", "delegation": id("second"), "last-day": "2021-06-01"});
    office.table(&[
        (
            "guidance 4114: by the delegation",
            by_second("2021-06-01"),
            Fine,
        ),
        ("withdrawn", withdraw.clone(), Fine),
        (
            "one that was never given",
            with(withdraw.clone(), json!({"delegation": id("issue")})),
            Refused(&["act.unknown"]),
        ),
    ]);
    office.allowed(withdraw);
    office.table(&[
        ("L18 11(5): on its last day", by_second("2021-06-01"), Fine),
        (
            "L18 11(5): the day after",
            by_second("2021-06-02"),
            Refused(&["delegation.term"]),
        ),
    ]);
    // A grantor out of office gives nothing.
    office.allowed(json!({"act": "position.end", "on": "2021-07-01", "position": "p-head", "last-day": "2021-07-01"}));
    check(
        "L18 11(5): the grantor's own right",
        &office.decide(&delegate("2021-07-02", json!({"id": id("third")}))),
        Refused(&["position.other-person"]),
    );
}

#[test]
fn lists() {
    let office = Office::open();
    let adopt = |over| {
        with(
            json!({"act": "list.adopt", "on": UNDER_2018, "list": "list-9", "symbol": "9/QĐ-TTg", "date": "2021-01-02", "starts": "2021-02-01"}),
            over,
        )
    };
    office.table(&[
        ("L18 9(1)", adopt(json!({})), Fine),
        (
            "twice",
            adopt(json!({"list": "list-1"})),
            Refused(&["id.taken"]),
        ),
        (
            "it ends before it starts",
            adopt(json!({"ends": "2021-01-31"})),
            Refused(&["date.ends-before"]),
        ),
        (
            "L18 10(1): before it is in force",
            with(
                determination("d9", "Mat", "2020-07-02"),
                json!({"list-refs": [{"list": "list-0", "article": 1}]}),
            ),
            Warns(&["determine.list-not-in-force"]),
        ),
    ]);
}

#[test]
fn an_agencys_own_pack() {
    let mut office = Office::open();
    let text = include_str!("packs/agency.toml");
    let pack = office.packs.read("agency.toml", text).unwrap();
    let adopt = |over| {
        with(
            json!({"act": "pack.adopt", "on": UNDER_2025, "adopted": "agency-2026", "digest": "11".repeat(32), "decision": head(UNDER_2025)}),
            over,
        )
    };
    office.table(&[
        ("by decision", adopt(json!({})), Fine),
        (
            "of a position of another's",
            adopt(
                json!({"decision": {"person": "clerk", "position": "p-head", "date": UNDER_2025}}),
            ),
            Refused(&["position.other-person"]),
        ),
    ]);
    office.allowed(adopt(json!({})));
    office.packs.adopt(pack);
    let determine = |over| with(determination("d9", "Mat", UNDER_2025), over);
    office.table(&[
        ("the pack in force", determine(json!({})), Fine),
        (
            "the one before it",
            determine(json!({"pack": "vn-2025"})),
            Refused(&["act.other-pack"]),
        ),
        (
            "its period only",
            with(
                determination("d9", "Mat", UNDER_2018),
                json!({"pack": "vn-2018"}),
            ),
            Fine,
        ),
    ]);
    // What it enforces refuses: under vn-2025 alone these warn.
    office.allowed(determine(json!({})));
    office.allowed(issue("d9", "9/BC", UNDER_2025));
    check(
        "D26 3(3), enforced by the agency",
        &office.decide(&json!({
            "act": "copy.reproduce", "on": UNDER_2025, "copy": "d9#1", "kind": "true-copy", "permitted": 1, "made": 2,
            "permit": head(UNDER_2025), "maker": "officer", "row": {"book": "copy-2026"},
            "duplicates": [{"number": 1, "to": "so-b"}, {"number": 2, "to": "so-b"}],
        })),
        Refused(&["reproduce.made-other"]),
    );
}

#[test]
fn an_issuer_that_was_merged() {
    let mut office = Office::open();
    office.allowed(json!({
        "act": "document.receive", "on": UNDER_2018, "document": "r1", "issuer": "bo-a", "symbol": "9/BC", "date": "2021-05-01",
        "level": "Mat", "doc-type": "bao-cao", "copies": [{"number": 4}], "row": {"book": "in-2021"},
    }));
    office.allowed(end_party("bo-a", json!({"successor": "so-b"})));
    office.allowed(json!({
        "act": "copy.return", "on": UNDER_2018, "copies": ["r1#4"], "to": "so-b", "reason": "done",
        "received": {"name": "–", "date": UNDER_2018},
    }));
    // C104 15(4): who took over from the issuer is where it goes back to.
    assert_eq!(
        office.place("r1#4"),
        (CopyState::Returned, "so-b".to_owned())
    );
}

#[test]
fn who_has_left_records_nothing_more() {
    let mut office = Office::open();
    let (last_day, later) = ("2021-05-04", "2021-05-07");
    office.allowed(json!({
        "act": "person.leave", "on": last_day, "person": "officer", "reason": "transfer", "last-day": last_day,
    }));
    // L18 26(2)(d): he handed over; his key may still be there.
    let act = json!({
        "act": "person.enrol", "on": last_day, "by": "officer", "person": "friend", "name": "–", "party": "self",
    });
    check(
        "on the last day",
        &office.decide_on(&act, date(last_day)),
        Fine,
    );
    check(
        "of the last day, recorded later",
        &office.decide_on(&act, date(later)),
        Refused(&["person.left"]),
    );
    check(
        "after it",
        &office.decide(&with(act, json!({"on": later}))),
        Refused(&["person.left"]),
    );
}
