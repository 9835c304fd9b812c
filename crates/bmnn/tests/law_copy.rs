//! Copies from hand to hand, as the law reads: each row cites its article.

mod office;

use bmnn::custody::{CopyState, DutyKind};
use office::Expect::{Fine, Refused, Warns};
use office::copies::{give_back, recall, reproduce, transfer};
use office::{Office, check, date, deputy, hand, id, paper, with};
use serde_json::json;

/// A day under each law.
const UNDER_2018: &str = "2021-05-04";
const UNDER_2025: &str = "2026-05-04";

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
