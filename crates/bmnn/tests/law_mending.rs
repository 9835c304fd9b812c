//! A record is mended, never erased: corrections, what is taken back, and
//! incidents.

mod office;

use bmnn::custody::{DutyKind, RowState, State};
use bmnn::decide::Decision;
use office::Expect::{Fine, Refused, Warns};
use office::{Office, check, date, determination, hand, head, id, issue, list_ref, paper, with};
use serde_json::{Value as Json, json};

/// A day under each law.
const UNDER_2018: &str = "2021-05-04";
const UNDER_2025: &str = "2026-05-04";

fn transfer(copy: &str, to: &str, day: &str) -> Json {
    json!({
        "act": "copy.transfer", "on": day, "copies": [copy], "to": to, "row": {"book": "hand-2021"},
        "received": {"name": "–", "date": day},
    })
}

fn void(voided: &str, over: Json) -> Json {
    with(
        json!({"act": "entry.void", "on": UNDER_2018, "voided": id(voided), "reason": "–"}),
        over,
    )
}

fn correct(corrected: &str, changes: Json) -> Json {
    json!({
        "act": "entry.correct", "on": UNDER_2018, "corrected": id(corrected), "changes": changes, "reason": "–",
    })
}

#[test]
fn correcting() {
    let mut office = Office::with_issue(UNDER_2018);
    office.allowed(with(
        transfer("d1#1", "bo-a", UNDER_2018),
        json!({"id": id("transfer")}),
    ));
    office.allowed(json!({
        "act": "position.assign", "id": id("assign"), "on": UNDER_2018, "position": "p-9", "person": "stranger", "post": "officer",
        "party": "self", "starts": UNDER_2018, "paper": paper("decision"),
    }));
    office.table(&[
        (
            "a symbol",
            correct("issue", json!({"symbol": "16/BC-UBND"})),
            Fine,
        ),
        (
            "pages, signer",
            correct("issue", json!({"pages": 4, "signer": "deputy"})),
            Fine,
        ),
        (
            "a sealed text",
            correct("determine", json!({"subject": "–"})),
            Fine,
        ),
        (
            "a courier",
            correct("transfer", json!({"courier": hand("officer", UNDER_2018)})),
            Fine,
        ),
        (
            "never the level",
            correct("determine", json!({"level": "Mat"})),
            Refused(&["correct.field"]),
        ),
        (
            "nor the term",
            correct("determine", json!({"protect": {"years": 3}})),
            Refused(&["correct.field"]),
        ),
        (
            "nor the number of copies",
            correct("determine", json!({"copies-planned": 4})),
            Refused(&["correct.field"]),
        ),
        (
            "nor copies",
            correct("issue", json!({"copies": [{"number": 1, "to": "so-b"}]})),
            Refused(&["correct.field"]),
        ),
        (
            "nor the holder",
            correct("transfer", json!({"to": "so-b"})),
            Refused(&["correct.field"]),
        ),
        (
            "nor who holds a post",
            correct("assign", json!({"position": "p-8"})),
            Refused(&["correct.field"]),
        ),
        (
            "nor who decided",
            correct("determine", json!({"decision": head(UNDER_2018)})),
            Refused(&["correct.field"]),
        ),
        (
            "a signer unknown",
            correct("issue", json!({"signer": "nobody"})),
            Refused(&["person.unknown"]),
        ),
        (
            "a courier unknown",
            correct("transfer", json!({"courier": hand("nobody", UNDER_2018)})),
            Refused(&["person.unknown"]),
        ),
    ]);
    office.allowed(correct("issue", json!({"symbol": "16/BC-UBND"})));
    assert_eq!(office.document("d1").symbol.as_deref(), Some("16/BC-UBND"));
    // A correction outlives an act that came after what it corrects.
    office.allowed(json!({
        "act": "level.adjust", "id": id("adjust"), "on": UNDER_2018, "document": "d1", "old-level": "ToiMat", "new-level": "Mat",
        "decision": head(UNDER_2018), "list-refs": list_ref(),
    }));
    office.allowed(correct("issue", json!({"symbol": "17/BC-UBND"})));
    office.allowed(void("adjust", json!({})));
    assert_eq!(office.document("d1").symbol.as_deref(), Some("17/BC-UBND"));
    assert_eq!(
        office.document("d1").level,
        Some(bmnn::level::Level::ToiMat)
    );

    // D26 4(1)(a), D63 6: a subject line comes in by no back door.
    for (day, expected) in [
        (UNDER_2018, "subject.no-consent"),
        (UNDER_2025, "subject.forbidden"),
    ] {
        let mut office = Office::open();
        office.allowed(with(
            determination("t1", "TuyetMat", day),
            json!({"id": id("top")}),
        ));
        let judgment = office.decide(&with(
            correct("top", json!({"subject": "–"})),
            json!({"on": day}),
        ));
        let Decision::Refused { reasons, .. } = judgment.decision else {
            panic!("{day}")
        };
        assert_eq!(reasons[0].reason.code(), expected);
    }
}

#[test]
fn taking_back() {
    let mut office = Office::with_issue(UNDER_2018);
    office.allowed(with(
        transfer("d1#1", "bo-a", UNDER_2018),
        json!({"id": id("transfer"), "return-by": "2021-06-01"}),
    ));
    let before = office.world.clone();
    office.allowed(with(
        transfer("d1#2", "unit-1", UNDER_2018),
        json!({"id": id("wrong"), "received": null, "return-by": "2021-06-01"}),
    ));
    office.table(&[
        (
            "recorded by mistake, the same day",
            void("wrong", json!({})),
            Fine,
        ),
        (
            "while a later act rests on it",
            void("issue", json!({})),
            Refused(&["void.rested-on"]),
        ),
        (
            "what determined it too",
            void("determine", json!({})),
            Refused(&["void.rested-on"]),
        ),
        (
            "no such act",
            void("none", json!({})),
            Refused(&["act.unknown"]),
        ),
    ]);
    let next_day = date("2021-05-05");
    let later = with(void("wrong", json!({})), json!({"on": "2021-05-05"}));
    let decided = with(later.clone(), json!({"decision": head("2021-05-05")}));
    check(
        "on an earlier day: wants a decision",
        &office.decide_on(&later, next_day),
        Refused(&["void.decision"]),
    );
    check("with one", &office.decide_on(&decided, next_day), Fine);

    office.allowed(void("wrong", json!({})));
    let state: &dyn State = &office.world;
    for (key, record) in before.records() {
        use bmnn::custody::Kind::{Book, Row, SameSymbol};
        if ![Book, Row, SameSymbol].contains(&key.kind) {
            assert_eq!(state.record(key).unwrap().as_ref(), Some(record), "{key:?}");
        }
    }
    assert_eq!(office.duties(), [(DutyKind::Return, "d1#1".to_owned())]);
    // The row stays used, and is void.
    let row = state
        .find::<bmnn::custody::Row>("hand-2021/2")
        .unwrap()
        .unwrap();
    assert_eq!(row.state, RowState::Void);
    let again = office.allowed(transfer("d1#2", "unit-1", UNDER_2018));
    assert_eq!(again.row.map(|row| row.number), Some(3));
    office.table(&[
        ("taken back once", void("wrong", json!({})), Refused(&["act.voided"])),
        ("an answer to what was taken back", json!({"act": "copy.accept", "on": UNDER_2018, "transfer": id("wrong"), "receiver": hand("clerk", UNDER_2018)}), Refused(&["accept.nothing", "act.voided"])),
        ("a correction of it", correct("wrong", json!({"means": "hand"})), Refused(&["act.voided"])),
        ("recorded long ago", void("delegation", json!({})), Refused(&["void.decision"])),
    ]);
}

#[test]
fn later_acts_first() {
    let mut office = Office::with_issue(UNDER_2018);
    let receive = json!({
        "act": "document.receive", "id": id("receive"), "on": UNDER_2018, "document": "r1", "issuer": "bo-a", "symbol": "9/BC",
        "date": "2021-05-01", "level": "Mat", "doc-type": "bao-cao", "copies": [{"number": 4}], "arrival-number": 31,
        "row": {"book": "in-2021"},
    });
    office.allowed(receive.clone());
    office.allowed(with(
        transfer("r1#4", "unit-1", UNDER_2018),
        json!({"id": id("handed")}),
    ));
    office.allowed(with(
        transfer("r1#4", "unit-2", UNDER_2018),
        json!({"id": id("on")}),
    ));
    for (act, expect) in [
        ("receive", Refused(&["void.rested-on"])),
        ("handed", Refused(&["void.rested-on"])),
    ] {
        check(act, &office.decide(&void(act, json!({}))), expect);
    }
    for act in ["on", "handed", "receive"] {
        office.allowed(void(act, json!({})));
    }
    // Typed anew under its own number: the row goes on, nothing is said twice.
    let again = office.decide(&with(receive, json!({"id": id("again")})));
    check("the same paper", &again, Fine);
    assert_eq!(again.row.map(|row| row.number), Some(2));
}

#[test]
fn a_cancelling_taken_back() {
    let mut office = Office::with_issue(UNDER_2018);
    office.allowed(json!({"act": "document.cancel", "id": id("cancel"), "on": UNDER_2018, "document": "d1", "reason": "–"}));
    let row = |office: &Office| {
        let state: &dyn State = &office.world;
        state
            .find::<bmnn::custody::Row>("out-2021/1")
            .unwrap()
            .unwrap()
            .state
    };
    assert_eq!(row(&office), RowState::Cancelled);
    assert_eq!(office.duties().len(), 4);
    office.allowed(void("cancel", json!({})));
    assert_eq!(row(&office), RowState::Live);
    assert_eq!(office.duties(), []);
    assert!(!office.document("d1").cancelled);
}

#[test]
fn a_book_closed_by_mistake() {
    let mut office = Office::with_issue(UNDER_2018);
    office.allowed(json!({
        "act": "book.close", "id": id("close"), "on": UNDER_2018, "book": "out-2021", "last-row": 1, "last-date": UNDER_2018,
        "printed": {"pages": 1},
    }));
    office.allowed(void("close", json!({})));
    office.allowed(determination("d2", "Mat", UNDER_2018));
    let next = office.allowed(issue("d2", "2/BC", UNDER_2018));
    assert_eq!(next.row.map(|row| row.number), Some(2));
    // A book opened by mistake goes, unless a row was taken in it.
    let open = |book: &str| json!({"act": "book.open", "id": id(book), "on": UNDER_2018, "book": book, "kind": "copying", "year": 2022, "volume": 1, "party": "self"});
    office.allowed(open("empty"));
    office.allowed(void("empty", json!({})));
    office.allowed(with(
        open("used"),
        json!({"year": 2021, "volume": 2, "party": "unit-1", "kind": "handover"}),
    ));
    office.allowed(with(
        transfer("d1#1", "bo-a", UNDER_2018),
        json!({"row": {"book": "used"}}),
    ));
    check(
        "a row stands in it",
        &office.decide(&void("used", json!({}))),
        Refused(&["void.rested-on"]),
    );
}

#[test]
fn mending_is_not_taken_back() {
    let mut office = Office::with_issue(UNDER_2018);
    office.allowed(with(
        correct("issue", json!({"pages": 3})),
        json!({"id": id("mend")}),
    ));
    office.allowed(json!({
        "act": "pack.adopt", "id": id("pack"), "on": UNDER_2018, "adopted": "vn-2018", "digest": "00".repeat(32), "decision": head(UNDER_2018),
    }));
    office.table(&[
        (
            "a correction",
            void("mend", json!({})),
            Refused(&["void.not-voidable"]),
        ),
        (
            "a pack",
            void("pack", json!({})),
            Refused(&["void.not-voidable"]),
        ),
        (
            "the issue, which a correction does not hold fast",
            void("issue", json!({})),
            Fine,
        ),
    ]);
}

#[test]
fn incidents() {
    let mut office = Office::with_issue(UNDER_2018);
    let report = |over| {
        with(
            json!({
                "act": "incident.report", "on": UNDER_2018, "incident": "i1", "kind": "loss", "discovered": UNDER_2018, "what": "–",
                "reporter": hand("officer", UNDER_2018), "head": "head", "copies": ["d1#1"],
            }),
            over,
        )
    };
    let told = json!([{"party": "bo-a", "date": UNDER_2018}]);
    office.table(&[
        ("L18 25(3); D26 8(1)(b)", report(json!({})), Fine),
        (
            "D26 8(1)(b): two days later",
            report(json!({"discovered": "2021-05-02"})),
            Warns(&["incident.reported-late"]),
        ),
        (
            "discovered after the day",
            report(json!({"discovered": "2021-05-05"})),
            Refused(&["authority.date-ahead"]),
        ),
        (
            "of nothing",
            report(json!({"copies": null})),
            Refused(&["incident.on-what"]),
        ),
        (
            "L18 2(4): of what the ledger does not know",
            report(json!({"copies": null, "item": "–", "kind": "unlawful-copy"})),
            Fine,
        ),
        (
            "L18 2(3): a leak moves nothing",
            report(json!({"copies": null, "documents": ["d1"], "kind": "leak"})),
            Fine,
        ),
        (
            "an unknown document",
            report(json!({"documents": ["d9"]})),
            Refused(&["document.unknown"]),
        ),
        (
            "an unknown copy",
            report(json!({"copies": ["d1#9"]})),
            Refused(&["copy.unknown"]),
        ),
        (
            "an unknown head",
            report(json!({"head": "nobody"})),
            Refused(&["person.unknown"]),
        ),
        (
            "told to nobody known",
            report(json!({"reported-to": [{"party": "nowhere", "date": UNDER_2018}]})),
            Refused(&["party.unknown"]),
        ),
    ]);
    office.allowed(report(json!({"id": id("loss")})));
    assert_eq!(office.duties(), [(DutyKind::Report, "i1".to_owned())]);
    let close = |over| {
        with(
            json!({
                "act": "incident.close", "on": UNDER_2018, "incident": "i1", "outcome": "handled", "cause": "–", "handling": "–",
                "decision": head(UNDER_2018), "reported-to": told,
            }),
            over,
        )
    };
    office.table(&[
        ("twice", report(json!({})), Refused(&["id.taken"])),
        ("L18 25(3): handled and told", close(json!({})), Fine),
        (
            "D26 8(1)(b): told to nobody",
            close(json!({"reported-to": null})),
            Warns(&["incident.not-reported"]),
        ),
        (
            "found, but not recovered",
            close(json!({"outcome": "found"})),
            Refused(&["act.missing"]),
        ),
        (
            "said to be none, but lost still",
            close(json!({"outcome": "unfounded"})),
            Warns(&["incident.still-lost"]),
        ),
        (
            "none such",
            close(json!({"incident": "i9"})),
            Refused(&["incident.unknown"]),
        ),
        (
            "on whose decision",
            close(
                json!({"decision": {"person": "clerk", "position": "p-head", "date": UNDER_2018}}),
            ),
            Refused(&["position.other-person"]),
        ),
    ]);
    office.allowed(json!({
        "act": "copy.recover", "id": id("recover"), "on": UNDER_2018, "copies": ["d1#1"], "incident": "i1", "holder": "unit-vt",
        "finder": hand("officer", UNDER_2018), "place": "–",
    }));
    check(
        "a loss that a finding rests on",
        &office.decide(&void("loss", json!({}))),
        Refused(&["void.rested-on"]),
    );
    office.allowed(close(
        json!({"outcome": "found", "recovered": [id("recover")]}),
    ));
    assert_eq!(office.duties(), []);
    check(
        "closed once",
        &office.decide(&close(json!({}))),
        Refused(&["incident.closed"]),
    );
}

#[test]
fn what_never_was_asks_for_nothing() {
    let mut office = Office::with_issue(UNDER_2018);
    office.allowed(json!({
        "act": "copy.reproduce", "id": id("copies"), "on": UNDER_2018, "copy": "d1#3", "kind": "true-copy", "permitted": 1, "made": 1,
        "permit": head(UNDER_2018), "maker": "officer", "duplicates": [{"number": 1, "to": "so-b"}], "row": {"book": "copy-2021"},
    }));
    office.allowed(with(
        transfer("d1#1", "unit-1", UNDER_2018),
        json!({"id": id("to-officer"), "received": hand("officer", UNDER_2018)}),
    ));
    // Both open duties about the copies, and neither moves them.
    office.allowed(json!({
        "act": "level.adjust", "on": UNDER_2018, "document": "d1", "old-level": "ToiMat", "new-level": "Mat",
        "decision": head(UNDER_2018), "list-refs": list_ref(),
    }));
    office.allowed(json!({
        "act": "person.leave", "on": UNDER_2018, "person": "officer", "reason": "died", "last-day": UNDER_2018,
    }));
    let owed =
        |office: &Office, kind, copy: &str| office.duties().contains(&(kind, copy.to_owned()));
    assert!(owed(&office, DutyKind::Mark, "d1#3/1.1"));
    assert!(owed(&office, DutyKind::Collect, "d1#1"));
    office.allowed(void("copies", json!({})));
    office.allowed(void("to-officer", json!({})));
    assert!(!owed(&office, DutyKind::Mark, "d1#3/1.1"));
    assert!(!owed(&office, DutyKind::Collect, "d1#1"));
    assert!(
        owed(&office, DutyKind::Mark, "d1#1"),
        "it is here, and marked"
    );
}

#[test]
fn what_was_done_meanwhile_is_not_owed_again() {
    let mut office = Office::with_issue(UNDER_2018);
    office.allowed(with(
        transfer("d1#1", "bo-a", UNDER_2018),
        json!({"id": id("leg"), "received": null}),
    ));
    office.allowed(json!({
        "act": "document.declassify", "id": id("lifted"), "on": UNDER_2018, "document": "d1", "ground": "off-list", "extent": "full",
        "effective": UNDER_2018, "decision": head(UNDER_2018),
    }));
    office.allowed(json!({
        "act": "copy.accept", "on": UNDER_2018, "transfer": id("leg"), "receiver": {"name": "–", "date": UNDER_2018},
    }));
    office.allowed(void("lifted", json!({})));
    // It was signed for while nothing asked for that.
    assert_eq!(office.duties(), []);
    assert_eq!(office.document("d1").declassified, None);
}

/// What is sealed can be erased, once, on somebody's decision; the act that it
/// stood in is not touched.
#[test]
fn erasing() {
    let mut office = Office::with_issue(UNDER_2018);
    office.allowed(with(
        determination("d2", "Mat", UNDER_2018),
        json!({"id": id("two"), "subject": "–", "note": {"sealed": "ab".repeat(32)}}),
    ));
    office.allowed(with(
        correct("two", json!({"subject": "–"})),
        json!({"id": id("mend")}),
    ));
    let erase = |targets: Json, over: Json| {
        let act = json!({
            "act": "sealed.erase", "on": UNDER_2018, "targets": targets,
            "decision": head(UNDER_2018), "reason": "order",
        });
        with(act, over)
    };
    let one = |entry: &str, field: &str| json!([{"entry": id(entry), "field": field}]);
    let stranger = json!({"person": "nobody", "position": "p-head", "date": UNDER_2018});
    office.table(&[
        ("a subject", erase(one("two", "subject"), json!({})), Fine),
        (
            "sealed by the host",
            erase(one("two", "note"), json!({})),
            Fine,
        ),
        (
            "a correction's",
            erase(one("mend", "changes/subject"), json!({})),
            Fine,
        ),
        ("its reason", erase(one("mend", "reason"), json!({})), Fine),
        (
            "no such act",
            erase(one("none", "subject"), json!({})),
            Refused(&["act.unknown"]),
        ),
        (
            "a field in clear",
            erase(one("two", "level"), json!({})),
            Refused(&["erase.not-sealed"]),
        ),
        (
            "a field that is absent",
            erase(one("two", "late"), json!({})),
            Refused(&["erase.not-sealed"]),
        ),
        (
            "no field at all",
            erase(one("two", "subject/0"), json!({})),
            Refused(&["erase.not-sealed"]),
        ),
        (
            "decided by nobody known",
            erase(one("two", "subject"), json!({"decision": stranger})),
            Refused(&["person.unknown", "position.other-person"]),
        ),
    ]);
    office.allowed(erase(one("two", "subject"), json!({"id": id("erase")})));
    let state: &dyn State = &office.world;
    let name = bmnn::custody::Erasure::named(&id("two").parse().unwrap(), "subject");
    let erasure = state.find::<bmnn::custody::Erasure>(name).unwrap().unwrap();
    assert_eq!(erasure.by.to_string(), id("erase"));
    office.table(&[
        (
            "once",
            erase(one("two", "subject"), json!({})),
            Refused(&["erase.already"]),
        ),
        ("the rest", erase(one("two", "note"), json!({})), Fine),
        (
            "what is gone is gone",
            void("erase", json!({})),
            Refused(&["void.not-voidable"]),
        ),
        (
            "an erasure does not hold an act fast",
            void("two", json!({})),
            Fine,
        ),
        (
            "it is written anew by a correction",
            correct("two", json!({"subject": "–"})),
            Fine,
        ),
    ]);
    office.allowed(void("two", json!({})));
    office.table(&[(
        "of an act taken back",
        erase(one("two", "note"), json!({})),
        Fine,
    )]);
}
