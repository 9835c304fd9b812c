//! Copies out and back, to the archive and the fire, lost and found, and those
//! of what is no secret any more: each row cites its article.

mod office;

use bmnn::custody::{CopyState, DutyKind};
use bmnn::decide::Decision;
use office::Expect::{Fine, Refused, Warns};
use office::copies::{archive, carry_out, destroy, loss, planned, recall, reproduce, transfer};
use office::{Office, check, council, date, deputy, hand, head, id, paper, with};
use serde_json::{Value as Json, json};

/// A day under each law.
const UNDER_2018: &str = "2021-05-04";
const UNDER_2025: &str = "2026-05-04";

#[test]
fn carrying_out_and_bringing_back() {
    let mut office = Office::with_issue(UNDER_2018);
    let abroad = |day: &str| json!({"abroad": true, "delegation-head": hand("head", day)});
    let home = |day: &str, over| with(carry_out(json!(["d1#u1"]), day), over);
    let none = json!({"application": null, "protection": null});
    let deputy_2 = |day: &str| json!({"person": "deputy-2", "position": "p-deputy-2", "date": day});
    office.table(&[
        ("L18 14(1); D26 5(1)", home(UNDER_2018, json!({})), Fine),
        (
            "D26 5(1): without an application",
            home(UNDER_2018, json!({"application": null})),
            Refused(&["carry-out.no-application"]),
        ),
        (
            "D26 5(2): without the measures of protection",
            home(UNDER_2018, json!({"protection": null})),
            Refused(&["carry-out.no-application"]),
        ),
        (
            "L18 14(1): a deputy who was not empowered",
            home(UNDER_2018, json!({"permit": deputy_2(UNDER_2018)})),
            Refused(&["authority.none"]),
        ),
        (
            "L18 14(1): empowered for something else",
            home(UNDER_2018, json!({"permit": deputy(UNDER_2018)})),
            Refused(&["delegation.power"]),
        ),
        (
            "L18 14(2): abroad",
            with(home(UNDER_2018, json!({})), abroad(UNDER_2018)),
            Fine,
        ),
        (
            "L18 14(2): the head of the delegation is not told",
            home(UNDER_2018, json!({"abroad": true})),
            Refused(&["carry-out.no-delegation-head"]),
        ),
        (
            "L18 14(2): abroad by a deputy",
            with(
                home(UNDER_2018, json!({"permit": deputy_2(UNDER_2018)})),
                abroad(UNDER_2018),
            ),
            Refused(&["authority.none"]),
        ),
        (
            "D63 7(1): no application at home",
            home(UNDER_2025, none.clone()),
            Fine,
        ),
        (
            "D63 7(2)(b): one abroad",
            with(home(UNDER_2025, none), abroad(UNDER_2025)),
            Refused(&["carry-out.no-application", "carry-out.no-application"]),
        ),
        (
            "due before it leaves",
            home(UNDER_2018, json!({"return-by": "2021-05-03"})),
            Refused(&["date.due-before"]),
        ),
        (
            "by a person unknown",
            home(UNDER_2018, json!({"person": "nobody"})),
            Refused(&["person.unknown"]),
        ),
    ]);

    office.allowed(with(
        carry_out(json!(["d1#u1", "d1#1"]), UNDER_2018),
        json!({"id": id("trip"), "return-by": "2021-05-08"}),
    ));
    assert_eq!(
        office.place("d1#u1"),
        (CopyState::CarriedOut, "unit-vt".to_owned())
    );
    let bring = |day: &str, over| {
        with(
            json!({"act": "copy.bring-back", "on": day, "carry-out": id("trip"), "receiver": hand("clerk", day), "report": paper("report")}),
            over,
        )
    };
    office.table(&[
        (
            "D26 5(1): with a report",
            bring("2021-05-08", json!({})),
            Fine,
        ),
        (
            "D26 5(1): without one",
            bring("2021-05-08", json!({"report": null})),
            Refused(&["bring-back.no-report"]),
        ),
        (
            "after its day",
            bring("2021-05-09", json!({})),
            Warns(&["return.late", "return.late"]),
        ),
        (
            "D63 7(1)(b): no report asked",
            bring(UNDER_2025, json!({"report": null, "copies": ["d1#1"]})),
            Warns(&["return.late"]),
        ),
        (
            "a copy of no trip",
            bring("2021-05-08", json!({"copies": ["d1#2"]})),
            Refused(&["accept.not-on-the-way"]),
        ),
        (
            "not a trip",
            bring("2021-05-08", json!({"carry-out": id("issue")})),
            Refused(&["accept.nothing", "act.other-kind"]),
        ),
        (
            "transferred while it is outside",
            transfer(json!(["d1#1"]), "bo-a", "2021-05-08"),
            Refused(&["copy.not-here"]),
        ),
    ]);
    office.allowed(bring("2021-05-08", json!({"copies": ["d1#1"]})));
    assert_eq!(
        office.place("d1#1"),
        (CopyState::Held, "unit-vt".to_owned())
    );
    assert_eq!(office.duties(), [(DutyKind::BringBack, "d1#u1".to_owned())]);
    office.allowed(bring("2021-05-08", json!({})));
    assert_eq!(office.duties(), []);
    check(
        "all are back",
        &office.decide(&bring("2021-05-08", json!({}))),
        Refused(&["accept.nothing"]),
    );

    // Abroad, the report is asked by its own rule (L18 14(2); D63 7(2)(c) not seen to its end).
    office.allowed(with(
        with(carry_out(json!(["d1#2"]), UNDER_2025), abroad(UNDER_2025)),
        json!({"id": id("abroad")}),
    ));
    let back = json!({"act": "copy.bring-back", "on": UNDER_2025, "carry-out": id("abroad"), "receiver": hand("clerk", UNDER_2025)});
    check(
        "D63 7(2)(c)",
        &office.decide(&back),
        Warns(&["bring-back.no-report"]),
    );
}

#[test]
fn a_copy_brought_back_keeps_the_day_it_is_owed() {
    let mut office = Office::with_issue(UNDER_2018);
    office.allowed(recall(json!(["d1#1"]), "2021-05-30", UNDER_2018));
    office.allowed(with(
        carry_out(json!(["d1#1"]), UNDER_2018),
        json!({"id": id("trip")}),
    ));
    office.allowed(json!({
        "act": "copy.bring-back", "on": UNDER_2018, "carry-out": id("trip"), "receiver": hand("clerk", UNDER_2018),
        "report": paper("report"),
    }));
    assert_eq!(office.copy("d1#1").return_by, Some(date("2021-05-30")));
}

#[test]
fn archiving() {
    let mut office = Office::with_issue(UNDER_2018);
    office.allowed(recall(json!(["d1#2"]), "2021-05-20", UNDER_2018));
    office.table(&[
        (
            "L18 22(5): by minutes of delivery",
            archive(json!(["d1#1", "d1#2"]), UNDER_2018),
            Fine,
        ),
        (
            "to an archive unknown",
            with(
                archive(json!(["d1#1"]), UNDER_2018),
                json!({"archive": "nowhere"}),
            ),
            Refused(&["party.unknown"]),
        ),
        (
            "received by a person unknown",
            with(
                archive(json!(["d1#1"]), UNDER_2018),
                json!({"received": hand("nobody", UNDER_2018)}),
            ),
            Refused(&["person.unknown"]),
        ),
    ]);
    office.allowed(archive(json!(["d1#1", "d1#2"]), UNDER_2018));
    assert_eq!(
        office.place("d1#2"),
        (CopyState::Archived, "tt-luu-tru".to_owned())
    );
    assert_eq!(office.duties(), []);
    check(
        "it has left",
        &office.decide(&transfer(json!(["d1#2"]), "bo-a", UNDER_2018)),
        Refused(&["copy.not-here"]),
    );
}

#[test]
fn destroying() {
    let mut office = Office::with_issue(UNDER_2018);
    let by_clerk =
        json!({"decision": {"person": "clerk", "position": "p-clerk", "date": UNDER_2018}});
    office.allowed(json!({
        "act": "copy.reproduce", "on": UNDER_2018, "copy": "d1#3", "kind": "true-copy", "permitted": 1, "made": 1,
        "permit": head(UNDER_2018), "maker": "officer", "row": {"book": "copy-2021"},
        "duplicates": [{"number": 1, "to": "unit-1"}],
    }));
    let urgent = |copies, over| with(destroy(copies, "emergency", UNDER_2018), over);
    let report = json!({"report": paper("report")});
    let plan = |over| with(planned(json!(["d1#3"]), UNDER_2018), over);
    office.table(&[
        ("L18 23(3)(a), (4)", plan(json!({})), Fine),
        ("L18 23(4)(a): without a council", plan(json!({"council": null})), Refused(&["destroy.no-council"])),
        ("L18 23(4)(d): the file lacks schedule and minutes", plan(json!({"schedule": null, "minutes": null})), Refused(&["destroy.file", "destroy.file"])),
        ("L18 23(3)(a): without a decision", plan(json!({"decision": null})), Refused(&["destroy.file"])),
        ("L18 23(3)(a): not a clerk's", plan(by_clerk), Refused(&["authority.none"])),
        ("a member unknown", plan(json!({"council": {"set-up": paper("decision"), "chair": "head", "members": ["nobody"], "minutes": paper("minutes")}})), Refused(&["person.unknown"])),
        ("a performer unknown", plan(json!({"performers": ["nobody"]})), Refused(&["person.unknown"])),
        ("L18 23(3)(c): at once, and reported", urgent(json!(["d1#3"]), report.clone()), Fine),
        ("L18 23(3)(c): not reported", urgent(json!(["d1#3"]), json!({})), Refused(&["destroy.no-report"])),
        ("D26 3(3): surplus", destroy(json!(["d1#3/1.1"]), "surplus", UNDER_2018), Fine),
        ("D26 3(3): spoiled", destroy(json!(["d1#3/1.1"]), "spoiled", UNDER_2018), Fine),
        ("D26 3(3): what was issued is not surplus", destroy(json!(["d1#3"]), "surplus", UNDER_2018), Warns(&["destroy.not-surplus"])),
        ("C07 3(3)(a): said to be a draft", destroy(json!(["d1#3"]), "draft", UNDER_2018), Warns(&["destroy.not-draft"])),
        ("R3 not seen: without a council", with(planned(json!(["d1#3"]), UNDER_2025), json!({"council": null})), Warns(&["destroy.no-council"])),
    ]);
    // L18 23(1)(b): what is outside or on the way may be destroyed at once, and only so.
    office.allowed(with(
        carry_out(json!(["d1#1"]), UNDER_2018),
        json!({"return-by": "2021-06-01"}),
    ));
    office.allowed(with(
        transfer(json!(["d1#2"]), "so-b", UNDER_2018),
        json!({"id": id("transfer")}),
    ));
    office.table(&[
        (
            "L18 23(1)(a): not while it is outside",
            planned(json!(["d1#1"]), UNDER_2018),
            Refused(&["copy.not-here"]),
        ),
        (
            "L18 23(1)(a): not on the way",
            planned(json!(["d1#2"]), UNDER_2018),
            Refused(&["copy.not-here"]),
        ),
        (
            "D26 3(3): surplus is here",
            destroy(json!(["d1#1"]), "surplus", UNDER_2018),
            Refused(&["copy.not-here"]),
        ),
    ]);
    office.allowed(urgent(json!(["d1#1", "d1#2"]), report));
    for copy in ["d1#1", "d1#2"] {
        assert_eq!(office.place(copy).0, CopyState::Destroyed);
    }
    assert_eq!(office.duties(), []);

    // A draft that was sent out stays a draft (C104 3(4)).
    office.allowed(with(
        office::determination("d2", "Mat", UNDER_2018),
        json!({"stage": "draft"}),
    ));
    office.allowed(office::issue("d2", "2/DT", UNDER_2018));
    check(
        "C07 3(3)(a)",
        &office.decide(&destroy(json!(["d2#1", "d2#2"]), "draft", UNDER_2018)),
        Fine,
    );
}

#[test]
fn losing_and_finding() {
    let mut office = Office::with_issue(UNDER_2018);
    office.allowed(with(
        transfer(json!(["d1#1", "d1#2"]), "bo-a", UNDER_2018),
        json!({"id": id("transfer"), "return-by": "2021-06-01"}),
    ));
    let day = "2021-05-06";
    office.allowed(loss("i1", json!(["d1#1"]), day));
    assert_eq!(office.place("d1#1").0, CopyState::Lost);
    // The leg is over; that it is owed stays.
    let mut duties = office.duties();
    duties.sort();
    let left = [
        (DutyKind::Return, "d1#1"),
        (DutyKind::Return, "d1#2"),
        (DutyKind::Receipt, "d1#2"),
    ];
    assert_eq!(duties, left.map(|(kind, about)| (kind, about.to_owned())));
    let recover = |over| {
        with(
            json!({
                "act": "copy.recover", "on": day, "copies": ["d1#1"], "incident": "i1", "holder": "unit-vt",
                "finder": hand("officer", day), "place": "–",
            }),
            over,
        )
    };
    office.table(&[
        ("ours: found again", recover(json!({})), Fine),
        (
            "no such incident",
            recover(json!({"incident": "i9"})),
            Refused(&["incident.unknown"]),
        ),
        (
            "not lost",
            recover(json!({"copies": ["d1#3"]})),
            Refused(&["copy.not-here"]),
        ),
        (
            "by another agency",
            recover(json!({"holder": "bo-a"})),
            Refused(&["party.not-own"]),
        ),
        (
            "a finder unknown",
            recover(json!({"finder": hand("nobody", day)})),
            Refused(&["person.unknown"]),
        ),
    ]);
    office.allowed(loss("i2", json!(["d1#3"]), day));
    check(
        "of another incident",
        &office.decide(&recover(json!({"incident": "i2"}))),
        Refused(&["recover.other-incident"]),
    );
    office.allowed(recover(json!({})));
    assert_eq!(
        office.place("d1#1"),
        (CopyState::Held, "unit-vt".to_owned())
    );
    // A confirmed loss asks for nothing more.
    office.allowed(recall(json!(["d1#3"]), "2021-06-01", day));
    office.allowed(json!({
        "act": "incident.close", "on": day, "incident": "i2", "outcome": "confirmed", "cause": "–", "handling": "–",
        "decision": head(day),
    }));
    assert!(!office.duties().iter().any(|(_, about)| about == "d1#3"));
}

#[test]
fn what_was_cancelled_goes_nowhere() {
    let mut office = Office::with_issue(UNDER_2018);
    office.allowed(
        json!({"act": "document.cancel", "on": UNDER_2018, "document": "d1", "reason": "–"}),
    );
    office.table(&[
        (
            "transfer",
            transfer(json!(["d1#1"]), "bo-a", UNDER_2018),
            Refused(&["document.cancelled"]),
        ),
        (
            "carry out",
            carry_out(json!(["d1#1"]), UNDER_2018),
            Refused(&["document.cancelled"]),
        ),
        (
            "reproduce",
            reproduce("d1#1", 1, UNDER_2018),
            Refused(&["document.cancelled"]),
        ),
        (
            "archive",
            archive(json!(["d1#1"]), UNDER_2018),
            Refused(&["document.cancelled"]),
        ),
        (
            "D26 3(3): destroy",
            destroy(json!(["d1#1"]), "surplus", UNDER_2018),
            Fine,
        ),
    ]);
    office.allowed(destroy(
        json!(["d1#1", "d1#2", "d1#3", "d1#u1"]),
        "surplus",
        UNDER_2018,
    ));
    assert_eq!(office.duties(), []);
}

#[test]
fn what_is_secret_no_more_asks_no_duties() {
    let mut office = Office::with_issue(UNDER_2018);
    office.allowed(with(
        transfer(json!(["d1#1"]), "bo-a", UNDER_2018),
        json!({"return-by": "2021-06-01"}),
    ));
    office.allowed(json!({
        "act": "document.declassify", "id": id("lifted"), "on": "2021-05-05", "document": "d1", "ground": "need", "extent": "full",
        "effective": "2021-05-05", "council": council(), "decision": head("2021-05-05"),
    }));
    // What is left is to mark what is here, and to tell who has a copy (L18 22(6)).
    let mut duties = office.duties();
    duties.sort();
    let expected = [
        (DutyKind::Mark, "d1#1"),
        (DutyKind::Mark, "d1#2"),
        (DutyKind::Mark, "d1#3"),
        (DutyKind::Mark, "d1#u1"),
        (DutyKind::Notice, "d1"),
    ];
    assert_eq!(
        duties,
        expected.map(|(kind, about)| (kind, about.to_owned()))
    );
    let day = "2021-05-06";
    let clerk = json!({"person": "clerk", "position": "p-clerk", "date": day});
    let opened = |act: Json| match office.decide(&act).decision {
        Decision::Allowed { opens, .. } => opens.len(),
        refused @ Decision::Refused { .. } => panic!("{refused:?}"),
    };
    assert_eq!(
        opened(with(
            transfer(json!(["d1#2"]), "so-b", day),
            json!({"return-by": "2021-06-01"})
        )),
        0
    );
    assert_eq!(
        opened(with(
            carry_out(json!(["d1#2"]), day),
            json!({"permit": clerk})
        )),
        0
    );
    assert_eq!(opened(recall(json!(["d1#2"]), "2021-06-01", day)), 0);
    check(
        "it is copied as any paper is",
        &office.decide(&reproduce("d1#2", 1, day)),
        Refused(&["document.no-secret"]),
    );
}

#[test]
fn an_object_is_one_copy_and_a_place_has_none() {
    let mut office = Office::open();
    let bare = json!({"medium": null, "drafter": null, "copies-planned": null, "recipients": null});
    for carrier in ["object", "place", "speech", "activity", "other"] {
        office.allowed(with(
            with(office::determination(carrier, "Mat", UNDER_2018), bare.clone()),
            json!({"carrier": carrier, "protect": if carrier == "activity" { json!({"years": 1}) } else { Json::Null }}),
        ));
    }
    office.table(&[
        (
            "L18 13: an object goes from hand to hand",
            transfer(json!(["object#u1"]), "unit-1", UNDER_2018),
            Fine,
        ),
        (
            "L18 14: and is carried out",
            carry_out(json!(["object#u1"]), UNDER_2018),
            Fine,
        ),
        (
            "L18 23: and is destroyed",
            planned(json!(["object#u1"]), UNDER_2018),
            Fine,
        ),
        (
            "it is not issued",
            office::issue("object", "1/V", UNDER_2018),
            Refused(&["carrier.no-copies"]),
        ),
        (
            "nor is a place",
            office::issue("place", "1/V", UNDER_2018),
            Refused(&["carrier.no-copies"]),
        ),
        (
            "a place has no copy",
            transfer(json!(["place#u1"]), "unit-1", UNDER_2018),
            Refused(&["copy.unknown"]),
        ),
        (
            "nor has speech",
            archive(json!(["speech#u1"]), UNDER_2018),
            Refused(&["copy.unknown"]),
        ),
    ]);
}
