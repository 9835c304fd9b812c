//! Copies from hand to hand, out and back, to the archive and the fire: each
//! row cites its article, and the table of states is tried in full.
#![allow(
    clippy::indexing_slicing,
    reason = "the helpers of a test stop where it fails"
)]

mod office;

use bmnn::custody::{CopyState, DutyKind};
use bmnn::decide::Decision;
use office::Expect::{Fine, Refused, Warns};
use office::{Office, check, council, date, deputy, hand, head, id, paper, with};
use serde_json::{Value as Json, json};

/// A day under each law.
const UNDER_2018: &str = "2021-05-04";
const UNDER_2025: &str = "2026-05-04";

fn year(day: &str) -> &str {
    &day[..4]
}

fn transfer(copies: Json, to: &str, day: &str) -> Json {
    json!({
        "act": "copy.transfer", "on": day, "copies": copies, "to": to,
        "row": {"book": format!("hand-{}", year(day))},
    })
}

fn give_back(copies: Json, to: &str, reason: &str, day: &str) -> Json {
    json!({"act": "copy.return", "on": day, "copies": copies, "to": to, "reason": reason})
}

fn recall(copies: Json, by: &str, day: &str) -> Json {
    json!({
        "act": "copy.recall", "on": day, "copies": copies, "return-by": by, "decision": head(day), "reason": "–",
    })
}

fn carry_out(copies: Json, day: &str) -> Json {
    json!({
        "act": "copy.carry-out", "on": day, "copies": copies, "person": "officer", "purpose": "–", "place": "–",
        "return-by": day, "abroad": false, "permit": head(day), "application": paper("application"), "protection": "–",
    })
}

fn destroy(copies: Json, ground: &str, day: &str) -> Json {
    json!({
        "act": "copy.destroy", "on": day, "copies": copies, "ground": ground, "method": "shred", "performers": ["clerk"],
    })
}

fn planned(copies: Json, day: &str) -> Json {
    with(
        destroy(copies, "not-needed", day),
        json!({"council": council(), "decision": head(day), "schedule": paper("other"), "minutes": paper("minutes")}),
    )
}

fn loss(incident: &str, copies: Json, day: &str) -> Json {
    json!({
        "act": "incident.report", "on": day, "incident": incident, "kind": "loss", "discovered": day, "what": "–",
        "reporter": hand("officer", day), "head": "head", "copies": copies, "reported-to": [{"party": "bo-a", "date": day}],
    })
}

fn archive(copies: Json, day: &str) -> Json {
    json!({"act": "copy.archive", "on": day, "copies": copies, "archive": "tt-luu-tru", "paper": paper("minutes")})
}

fn reproduce(copy: &str, made: u32, day: &str) -> Json {
    let duplicates: Vec<Json> = (1..=made)
        .map(|number| json!({"number": number, "to": "so-b"}))
        .collect();
    json!({
        "act": "copy.reproduce", "on": day, "copy": copy, "kind": "true-copy", "permitted": made, "made": made,
        "permit": head(day), "maker": "officer", "duplicates": duplicates, "row": {"book": format!("copy-{}", year(day))},
    })
}

#[test]
fn reproducing() {
    let mut office = Office::with_issue(UNDER_2018);
    let at = |over| with(reproduce("d1#3", 2, UNDER_2018), over);
    let clerk = json!({"person": "clerk", "position": "p-clerk", "date": UNDER_2018});
    office.table(&[
        ("L18 11(1)(k): the chair permits", at(json!({})), Fine),
        ("L18 11(5): an empowered deputy permits", at(json!({"permit": deputy(UNDER_2018)})), Fine),
        ("L18 11: a clerk does not", at(json!({"permit": clerk})), Refused(&["authority.none"])),
        ("D26 3(3): more than permitted", at(json!({"permitted": 1})), Refused(&["reproduce.made-other"])),
        ("D26 3(3): fewer than permitted", at(json!({"permitted": 3})), Refused(&["reproduce.made-other"])),
        ("C104 4(3): numbers with a gap", at(json!({"duplicates": [{"number": 1, "to": "so-b"}, {"number": 3, "to": "so-b"}]})), Refused(&["reproduce.numbers-gap"])),
        ("C104 4(3): fewer duplicates than made", at(json!({"duplicates": [{"number": 1, "to": "so-b"}]})), Refused(&["reproduce.numbers-gap"])),
        ("D26 3(2): in no book", at(json!({"row": null})), Warns(&["book.not-registered"])),
        ("D26 3(3): a photograph without its paper", at(json!({"kind": "photograph"})), Refused(&["reproduce.no-record"])),
        ("C104 4(4): a scan is a photograph", at(json!({"kind": "scan"})), Refused(&["reproduce.no-record"])),
        ("D26 3(3): with its paper", at(json!({"kind": "scan", "record": paper("minutes")})), Fine),
        ("no such copy", at(json!({"copy": "d1#9"})), Refused(&["copy.unknown"])),
        ("an unknown maker", at(json!({"maker": "nobody"})), Refused(&["person.unknown"])),
        ("an unknown recipient", at(json!({"duplicates": [{"number": 1, "to": "so-b"}, {"number": 2, "to": "nowhere"}]})), Refused(&["party.unknown"])),
        ("R3 not seen: more than permitted warns", with(reproduce("d1#3", 2, UNDER_2025), json!({"permitted": 1})), Warns(&["reproduce.made-other"])),
    ]);
    let made = office.allowed(at(json!({})));
    assert_eq!(made.row.map(|row| row.number), Some(1));
    assert_eq!(
        office.place("d1#3/1.2"),
        (CopyState::Held, "unit-vt".to_owned())
    );
    // Occasions count up by themselves, and duplicates have duplicates.
    office.allowed(at(json!({})));
    office.allowed(reproduce("d1#3/1.2", 1, UNDER_2018));
    for copy in ["d1#3/2.1", "d1#3/1.2/1.1"] {
        assert_eq!(office.place(copy).0, CopyState::Held);
    }

    let mut office = Office::open();
    office.allowed(with(
        office::determination("d1", "ToiMat", UNDER_2018),
        json!({"copying": "forbidden"}),
    ));
    office.allowed(office::issue("d1", "1/BC", UNDER_2018));
    check(
        "L18 10(2): copying is not allowed",
        &office.decide(&reproduce("d1#1", 1, UNDER_2018)),
        Refused(&["reproduce.forbidden"]),
    );
}

#[test]
fn an_older_book_keeps_its_duplicates() {
    let mut office = Office::open();
    office.allowed(json!({
        "act": "document.import", "on": UNDER_2018, "document": "o1", "carrier": "document", "level": "Mat", "origin": "own",
        "source": paper("register"), "determined": "2018", "symbol": "3/UB", "date": "2018-04-01",
        "copies": [{"copy": "o1#3", "state": "held"}, {"copy": "o1#3/1.1", "state": "delivered", "holder": "bo-a"}],
    }));
    office.allowed(reproduce("o1#3", 1, UNDER_2018));
    assert_eq!(office.place("o1#3/1.1").0, CopyState::Delivered);
    assert_eq!(office.place("o1#3/2.1").0, CopyState::Held);
    // A further issue goes on after what the older book names.
    let further = |number: u32| {
        with(
            office::issue("o1", "4/UB", UNDER_2018),
            json!({"copies": [{"number": number, "to": "bo-a"}], "original": "numbered"}),
        )
    };
    office.table(&[
        (
            "number 3 is taken",
            further(3),
            Refused(&["issue.numbers-gap"]),
        ),
        ("number 4 is next", further(4), Fine),
    ]);
}

#[test]
fn transferring_on_the_spot() {
    let office = Office::with_issue(UNDER_2018);
    let at = |over| with(transfer(json!(["d1#1"]), "bo-a", UNDER_2018), over);
    let signed = json!({"received": {"name": "–", "date": UNDER_2018}});
    office.table(&[
        ("L18 13(6): signed for on the spot", at(signed.clone()), Fine),
        ("D26 4(1)(c): in no handover book", with(at(signed.clone()), json!({"row": null})), Warns(&["book.not-registered"])),
        ("to whom it was not issued", with(at(signed.clone()), json!({"to": "so-b"})), Warns(&["transfer.other-recipient"])),
        ("to whoever holds it", at(json!({"to": "unit-vt"})), Refused(&["transfer.same-holder"])),
        ("to a person of who holds it", at(json!({"to": "unit-vt", "to-person": "officer"})), Fine),
        ("to nobody known", at(json!({"to": "nowhere"})), Refused(&["party.unknown"])),
        ("an unknown courier", at(json!({"courier": hand("nobody", UNDER_2018)})), Refused(&["person.unknown"])),
        ("an unknown giver", at(json!({"giver": hand("nobody", UNDER_2018)})), Refused(&["person.unknown"])),
        ("an unknown addressee", at(json!({"to-person": "nobody"})), Refused(&["person.unknown"])),
        ("received ahead of the day", at(json!({"received": {"name": "–", "date": "2021-05-05"}})), Refused(&["authority.date-ahead"])),
        ("due before it leaves", at(json!({"return-by": "2021-05-03"})), Refused(&["date.due-before"])),
        ("before its last step", with(at(signed.clone()), json!({"on": "2021-05-03", "received": {"name": "–", "date": "2021-05-03"}})), Refused(&["act.date-back"])),
        ("before its last step, and why", with(at(signed), json!({"on": "2021-05-03", "received": {"name": "–", "date": "2021-05-03"}, "late": "–"})), Fine),
    ]);
}

#[test]
fn two_legs() {
    let mut office = Office::with_issue(UNDER_2018);
    let day = "2021-05-10";
    office.allowed(with(
        transfer(json!(["d1#1", "d1#2", "d1#3"]), "bo-a", UNDER_2018),
        json!({"id": id("transfer"), "courier": hand("officer", UNDER_2018), "return-by": "2021-06-01"}),
    ));
    for copy in ["d1#1", "d1#2", "d1#3"] {
        // Until it is taken it is the giver's.
        assert_eq!(
            office.place(copy),
            (CopyState::InTransit, "unit-vt".to_owned())
        );
    }
    let accept = |over| {
        with(
            json!({"act": "copy.accept", "on": day, "transfer": id("transfer"), "receiver": {"name": "–", "date": day}}),
            over,
        )
    };
    let refuse = |over| {
        with(
            json!({
                "act": "copy.refuse", "on": day, "transfer": id("transfer"), "receiver": {"name": "–", "date": day},
                "faults": ["opened"],
            }),
            over,
        )
    };
    office.table(&[
        ("L18 13(6): the receiver signs", accept(json!({})), Fine),
        ("narrowed", accept(json!({"copies": ["d1#2"]})), Fine),
        (
            "D26 4(3): with faults",
            accept(json!({"check": {"intact": false, "documents": 3, "faults": ["missing"]}})),
            Warns(&["receive.faults"]),
        ),
        (
            "not of this leg",
            accept(json!({"copies": ["d1#u1"]})),
            Refused(&["accept.not-on-the-way"]),
        ),
        (
            "no such transfer",
            accept(json!({"transfer": id("none")})),
            Refused(&["act.unknown"]),
        ),
        (
            "not a transfer",
            accept(json!({"transfer": id("issue")})),
            Refused(&["accept.nothing", "act.other-kind"]),
        ),
        (
            "an unknown receiver",
            accept(json!({"receiver": hand("nobody", day)})),
            Refused(&["person.unknown"]),
        ),
        ("D26 4(2)(c): refused", refuse(json!({})), Fine),
        (
            "already on the way",
            transfer(json!(["d1#1"]), "so-b", day),
            Refused(&["copy.not-here"]),
        ),
    ]);
    office.allowed(accept(json!({"copies": ["d1#1"]})));
    office.allowed(refuse(json!({"copies": ["d1#2"]})));
    assert_eq!(
        office.place("d1#1"),
        (CopyState::Delivered, "bo-a".to_owned())
    );
    assert_eq!(
        office.place("d1#2"),
        (CopyState::Held, "unit-vt".to_owned())
    );
    assert_eq!(
        office.copy("d1#2").return_by,
        None,
        "the leg's own day goes with it"
    );
    let mut duties = office.duties();
    duties.sort();
    let left = [
        (DutyKind::Return, "d1#1"),
        (DutyKind::Return, "d1#3"),
        (DutyKind::Receipt, "d1#3"),
    ];
    assert_eq!(duties, left.map(|(kind, about)| (kind, about.to_owned())));
    check(
        "taken already",
        &office.decide(&accept(json!({"copies": ["d1#1"]}))),
        Refused(&["accept.not-on-the-way"]),
    );
    office.allowed(accept(json!({})));
    assert_eq!(office.place("d1#3").0, CopyState::Delivered);
    check(
        "nothing is left",
        &office.decide(&accept(json!({}))),
        Refused(&["accept.nothing"]),
    );
}

#[test]
fn an_electronic_copy_is_checked_on_arrival() {
    let mut office = Office::open();
    let signature = |kind: &str| json!({"kind": kind, "signer": "x", "certificate": "00".repeat(32), "date": UNDER_2025, "time": "09:00"});
    office.allowed(with(
        office::determination("e1", "Mat", UNDER_2025),
        json!({"medium": "electronic"}),
    ));
    office.allowed(with(
        office::issue("e1", "1/CV", UNDER_2025),
        json!({"digest": "11".repeat(32), "time": "09:00", "signatures": [signature("person"), signature("agency")]}),
    ));
    office.allowed(with(
        transfer(json!(["e1#1"]), "bo-a", UNDER_2025),
        json!({"id": id("transfer"), "means": "electronic"}),
    ));
    let accept = |over| {
        with(
            json!({"act": "copy.accept", "on": UNDER_2025, "transfer": id("transfer"), "receiver": {"name": "–", "date": UNDER_2025}}),
            over,
        )
    };
    office.table(&[
        ("D63: without a check", accept(json!({})), Refused(&["electronic.no-check"])),
        ("D63: with one", accept(json!({"check": {"intact": true, "documents": 1, "pages": 2, "attachments": 0}})), Fine),
        ("D63: not intact", accept(json!({"check": {"intact": false, "documents": 1, "pages": 2, "attachments": 0, "faults": ["bad-signature"]}})), Warns(&["receive.faults"])),
    ]);
}

#[test]
fn returning_our_own() {
    let mut office = Office::with_issue(UNDER_2018);
    for (copy, to) in [("d1#1", "bo-a"), ("d1#2", "so-b"), ("d1#3", "unit-1")] {
        office.allowed(with(
            transfer(json!([copy]), to, UNDER_2018),
            json!({"received": {"name": "–", "date": UNDER_2018}, "return-by": "2021-05-20"}),
        ));
    }
    office.allowed(with(
        recall(json!(["d1#1"]), "2021-05-25", "2021-05-06"),
        json!({"id": id("recall")}),
    ));
    let signed = |day: &str| json!({"received": hand("clerk", day)});
    let back = |copy: &str, to: &str, reason: &str, day: &str| {
        with(give_back(json!([copy]), to, reason, day), signed(day))
    };
    office.table(&[
        (
            "D26 4(4): recalled",
            with(
                back("d1#1", "unit-vt", "recalled", "2021-05-25"),
                json!({"recall": id("recall")}),
            ),
            Fine,
        ),
        (
            "D26 4(4): after the day",
            back("d1#1", "unit-vt", "recalled", "2021-05-26"),
            Warns(&["return.late"]),
        ),
        (
            "D26 4(4): on the day written on it",
            back("d1#3", "unit-vt", "due", "2021-05-20"),
            Fine,
        ),
        (
            "D26 4(4): the day after",
            back("d1#3", "unit-vt", "due", "2021-05-21"),
            Warns(&["return.late"]),
        ),
        (
            "L18 17(1)(e): collected after a meeting",
            back("d1#3", "unit-vt", "meeting", "2021-05-10"),
            Fine,
        ),
        (
            "not under that recall",
            with(
                back("d1#2", "unit-vt", "recalled", "2021-05-10"),
                json!({"recall": id("recall")}),
            ),
            Warns(&["return.other-recall"]),
        ),
        (
            "a recall that is none",
            with(
                back("d1#2", "unit-vt", "recalled", "2021-05-10"),
                json!({"recall": id("issue")}),
            ),
            Refused(&["act.other-kind"]),
        ),
        (
            "from one agency to another",
            back("d1#1", "so-b", "misdelivered", "2021-05-10"),
            Refused(&["return.where"]),
        ),
        (
            "ours goes back to nobody else",
            back("d1#3", "bo-a", "misdelivered", "2021-05-10"),
            Refused(&["return.where"]),
        ),
        (
            "to whoever has it",
            back("d1#3", "unit-1", "done", "2021-05-10"),
            Refused(&["transfer.same-holder"]),
        ),
    ]);
    // On the way it is still owed; refused, it is the giver's with the day that it had.
    office.allowed(with(
        give_back(json!(["d1#1"]), "unit-vt", "recalled", "2021-05-24"),
        json!({"id": id("return")}),
    ));
    assert_eq!(
        office.place("d1#1"),
        (CopyState::InTransit, "bo-a".to_owned())
    );
    assert!(
        office
            .duties()
            .contains(&(DutyKind::Return, "d1#1".to_owned()))
    );
    let answer = |act: &str| json!({"act": act, "on": "2021-05-24", "transfer": id("return"), "receiver": hand("clerk", "2021-05-24")});
    office.allowed(with(answer("copy.refuse"), json!({"faults": ["damaged"]})));
    assert_eq!(
        office.place("d1#1"),
        (CopyState::Delivered, "bo-a".to_owned())
    );
    assert_eq!(office.copy("d1#1").return_by, Some(date("2021-05-25")));
    assert!(
        office
            .duties()
            .contains(&(DutyKind::Return, "d1#1".to_owned()))
    );
    office.allowed(with(
        give_back(json!(["d1#1"]), "unit-vt", "recalled", "2021-05-25"),
        json!({"id": id("again")}),
    ));
    office.allowed(with(
        answer("copy.accept"),
        json!({"on": "2021-05-25", "transfer": id("again")}),
    ));
    assert_eq!(
        office.place("d1#1"),
        (CopyState::Held, "unit-vt".to_owned())
    );
    assert_eq!(office.copy("d1#1").recall, None);
    let of_1 = |(_, about): &(DutyKind, String)| about == "d1#1";
    assert_eq!(office.duties().iter().filter(|duty| of_1(duty)).count(), 0);
}

#[test]
fn returning_what_was_received() {
    let mut office = Office::open();
    office.allowed(json!({
        "act": "document.receive", "on": UNDER_2018, "document": "r1", "issuer": "bo-a", "symbol": "9/BC", "date": "2021-05-01",
        "level": "Mat", "doc-type": "bao-cao", "copies": [{"number": 4}, {"number": 5}], "return-by": "2021-06-01",
        "row": {"book": "in-2021"},
    }));
    let signed = json!({"received": {"name": "–", "date": UNDER_2018}});
    office.allowed(with(
        give_back(json!(["r1#4"]), "bo-a", "misdelivered", UNDER_2018),
        signed.clone(),
    ));
    assert_eq!(
        office.place("r1#4"),
        (CopyState::Returned, "bo-a".to_owned())
    );
    // By two legs: returned only when its receipt is back.
    office.allowed(with(
        give_back(json!(["r1#5"]), "bo-a", "due", UNDER_2018),
        json!({"id": id("return")}),
    ));
    assert_eq!(office.place("r1#5").0, CopyState::InTransit);
    office.allowed(json!({
        "act": "copy.accept", "on": UNDER_2018, "transfer": id("return"), "receiver": {"name": "–", "date": UNDER_2018},
    }));
    assert_eq!(office.place("r1#5").0, CopyState::Returned);
    assert_eq!(office.duties(), []);
    check(
        "it is not here any more",
        &office.decide(&transfer(json!(["r1#5"]), "unit-1", UNDER_2018)),
        Refused(&["copy.not-here"]),
    );
}

#[test]
fn recalling() {
    let mut office = Office::with_issue(UNDER_2018);
    let day = "2021-05-10";
    office.table(&[
        (
            "D26 4(4); L18 25(4)",
            recall(json!(["d1#1", "d1#2"]), "2021-05-20", day),
            Fine,
        ),
        (
            "due before it is asked",
            recall(json!(["d1#1"]), "2021-05-09", day),
            Refused(&["date.due-before"]),
        ),
        (
            "by a position of another's",
            with(
                recall(json!(["d1#1"]), "2021-05-20", day),
                json!({"decision": {"person": "clerk", "position": "p-head", "date": day}}),
            ),
            Refused(&["position.other-person"]),
        ),
    ]);
    office.allowed(recall(json!(["d1#1"]), "2021-05-20", day));
    assert_eq!(office.place("d1#1").0, CopyState::Held);
    assert_eq!(office.duties(), [(DutyKind::Return, "d1#1".to_owned())]);
}

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
        ("D26 3(3): surplus", destroy(json!(["d1#3"]), "surplus", UNDER_2018), Fine),
        ("D26 3(3): spoiled", destroy(json!(["d1#3"]), "spoiled", UNDER_2018), Fine),
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

/// An office that has one copy in each state: `s#1` held, `s#2` in transit, and
/// so on in the order of [`CopyState::ALL`].
fn every_state() -> Office {
    let mut office = Office::open();
    let states = [
        "held",
        "held",
        "delivered",
        "carried-out",
        "archived",
        "returned",
        "destroyed",
        "lost",
        "unknown",
    ];
    let copies: Vec<Json> = (1..)
        .zip(states)
        .map(|(number, state)| {
            let holder = match state {
                "held" | "carried-out" => "unit-vt",
                _ => "bo-a",
            };
            json!({"copy": format!("s#{number}"), "state": state, "holder": holder})
        })
        .collect();
    office.allowed(json!({
        "act": "document.import", "id": id("import"), "on": UNDER_2018, "document": "s", "carrier": "document", "level": "Mat",
        "origin": "received", "issuer": "bo-a", "source": paper("register"), "copies": copies, "determined": "2019-04-01",
        "symbol": "3/UB", "date": "2019-04-01",
    }));
    office.allowed(with(
        transfer(json!(["s#2"]), "unit-1", UNDER_2018),
        json!({"id": id("transfer")}),
    ));
    for (number, state) in (1..).zip(CopyState::ALL) {
        assert_eq!(office.place(&format!("s#{number}")).0, state);
    }
    office
}

/// The table of acts.md §4, in full: each act on a copy in each state.
#[test]
fn the_table_of_states() {
    use CopyState::{
        Archived, CarriedOut, Delivered, Destroyed, Held, InTransit, Lost, Returned, Unknown,
    };
    let day = UNDER_2018;
    let signed = json!({"received": {"name": "–", "date": day}});
    type Act<'a> = Box<dyn Fn(Json) -> Json + 'a>;
    // What the act is, the states it may find, and what it leaves.
    let table: Vec<(&str, Act<'_>, Vec<CopyState>, Option<CopyState>)> = vec![
        (
            "transfer",
            Box::new(|c| transfer(c, "unit-1", day)),
            vec![Held],
            Some(InTransit),
        ),
        (
            "transfer here, received",
            Box::new(|c| with(transfer(c, "unit-1", day), signed.clone())),
            vec![Held],
            Some(Held),
        ),
        (
            "transfer elsewhere, received",
            Box::new(|c| with(transfer(c, "so-b", day), signed.clone())),
            vec![Held],
            Some(Delivered),
        ),
        (
            "accept",
            Box::new(
                |c| json!({"act": "copy.accept", "on": day, "copies": c, "transfer": id("transfer"), "receiver": hand("clerk", day)}),
            ),
            vec![InTransit],
            Some(Held),
        ),
        (
            "refuse",
            Box::new(
                |c| json!({"act": "copy.refuse", "on": day, "copies": c, "transfer": id("transfer"), "faults": ["opened"], "receiver": hand("clerk", day)}),
            ),
            vec![InTransit],
            Some(Held),
        ),
        (
            "return here, received",
            Box::new(|c| with(give_back(c, "unit-2", "done", day), signed.clone())),
            vec![Held, Delivered],
            Some(Held),
        ),
        (
            "return here",
            Box::new(|c| give_back(c, "unit-2", "done", day)),
            vec![Held, Delivered],
            Some(InTransit),
        ),
        (
            "return to the issuer, received",
            Box::new(|c| with(give_back(c, "bo-a", "due", day), signed.clone())),
            vec![Held],
            Some(Returned),
        ),
        (
            "recall",
            Box::new(|c| recall(c, day, day)),
            vec![
                Held, InTransit, Delivered, CarriedOut, Archived, Returned, Lost, Unknown,
            ],
            None,
        ),
        (
            "mark",
            Box::new(
                |c| json!({"act": "mark.apply", "on": day, "copies": c, "mark": "recall", "how": "stamped"}),
            ),
            vec![
                Held, InTransit, Delivered, CarriedOut, Archived, Returned, Lost, Unknown,
            ],
            None,
        ),
        (
            "carry out",
            Box::new(|c| carry_out(c, day)),
            vec![Held],
            Some(CarriedOut),
        ),
        (
            "bring back",
            Box::new(
                |c| json!({"act": "copy.bring-back", "on": day, "carry-out": id("import"), "copies": c, "receiver": hand("clerk", day), "report": paper("report")}),
            ),
            vec![CarriedOut],
            Some(Held),
        ),
        (
            "archive",
            Box::new(|c| archive(c, day)),
            vec![Held],
            Some(Archived),
        ),
        (
            "destroy",
            Box::new(|c| planned(c, day)),
            vec![Held],
            Some(Destroyed),
        ),
        (
            "destroy surplus",
            Box::new(|c| destroy(c, "surplus", day)),
            vec![Held],
            Some(Destroyed),
        ),
        (
            "destroy in an emergency",
            Box::new(|c| {
                with(
                    destroy(c, "emergency", day),
                    json!({"report": paper("report")}),
                )
            }),
            vec![Held, CarriedOut, InTransit],
            Some(Destroyed),
        ),
        (
            "lose",
            Box::new(|c| loss("i2", c, day)),
            vec![
                Held, InTransit, Delivered, CarriedOut, Archived, Returned, Lost, Unknown,
            ],
            Some(Lost),
        ),
        (
            "recover",
            Box::new(
                |c| json!({"act": "copy.recover", "on": day, "copies": c, "incident": "i1", "holder": "self", "finder": hand("clerk", day), "place": "–"}),
            ),
            vec![Lost],
            Some(Held),
        ),
        (
            "reproduce",
            Box::new(|c| reproduce(c[0].as_str().unwrap_or_default(), 1, day)),
            vec![Held],
            None,
        ),
    ];
    for (name, act, before, after) in &table {
        for (number, state) in (1..).zip(CopyState::ALL) {
            let copy = format!("s#{number}");
            let mut office = every_state();
            if state == Lost {
                office.allowed(loss("i1", json!([copy]), day));
            } else if *name == "recover" {
                office.allowed(loss("i1", json!(["s#8"]), day));
            }
            let judgment = office.perform(act(json!([copy])));
            assert_eq!(
                judgment.is_allowed(),
                before.contains(&state),
                "{name}, {state}: {:?}",
                judgment.decision
            );
            let left = if judgment.is_allowed() {
                after.unwrap_or(state)
            } else {
                state
            };
            assert_eq!(office.place(&copy).0, left, "{name}, {state}");
        }
    }
}
