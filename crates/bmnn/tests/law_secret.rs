//! Determining, deriving, issuing and receiving secrets, as the law reads: each
//! row cites its article.

mod office;

use bmnn::custody::{CopyState, DutyKind};
use office::Expect::{Fine, Refused, Warns};
use office::{Office, check, date, deputy, determination, head, id, issue, with};
use serde_json::json;

/// A day under each law.
const UNDER_2018: &str = "2021-05-04";
const UNDER_2025: &str = "2026-05-04";

#[test]
fn determining() {
    let office = Office::open();
    let at = |day, over| with(determination("d9", "ToiMat", day), over);
    let tuyet = |day, over| with(determination("d9", "TuyetMat", day), over);
    office.table(&[
        ("L18 10(2): the head determines", at(UNDER_2018, json!({})), Fine),
        ("L25 2(1)", at(UNDER_2025, json!({})), Fine),
        ("L18 10(1): without a list reference, warned", at(UNDER_2018, json!({"list-refs": null})), Warns(&["determine.no-list-ref"])),
        ("L25 5(1): without a list reference, refused", at(UNDER_2025, json!({"list-refs": null})), Refused(&["determine.no-list-ref"])),
        ("L25 5(1): a list out of force", at(UNDER_2025, json!({"list-refs": [{"list": "list-0", "article": 1}]})), Refused(&["determine.list-not-in-force"])),
        ("no such list", at(UNDER_2018, json!({"list-refs": [{"list": "list-9", "article": 1}]})), Refused(&["determine.unknown-list"])),
        ("guidance 4114: an empowered deputy determines", at(UNDER_2018, json!({"decision": deputy(UNDER_2018)})), Fine),
        ("L18 11(5): beyond the levels delegated", tuyet(UNDER_2018, json!({"decision": deputy(UNDER_2018)})), Refused(&["delegation.level"])),
        ("L18 11(5): after the term", at("2031-01-02", json!({"decision": deputy("2031-01-02")})), Warns(&["delegation.term"])),
        ("L18 10(2): a deputy without delegation", at(UNDER_2018, json!({"decision": {"person": "deputy-2", "position": "p-deputy-2", "date": UNDER_2018}})), Refused(&["authority.none"])),
        ("R3 not seen: a deputy without delegation warns", at(UNDER_2025, json!({"decision": {"person": "deputy-2", "position": "p-deputy-2", "date": UNDER_2025}})), Warns(&["authority.none"])),
        ("L25 2(1): a clerk is not the competent person", at(UNDER_2025, json!({"decision": {"person": "clerk", "position": "p-clerk", "date": UNDER_2025}})), Refused(&["authority.none"])),
        ("another's delegation", at(UNDER_2018, json!({"decision": {"person": "deputy-2", "position": "p-deputy-2", "date": UNDER_2018, "delegation": id("delegation")}})), Refused(&["delegation.grantee"])),
        ("a position held by somebody else", at(UNDER_2018, json!({"decision": {"person": "stranger", "position": "p-head", "date": UNDER_2018}})), Refused(&["position.other-person"])),
        ("a decision dated ahead", at(UNDER_2018, json!({"decision": head("2021-06-01")})), Refused(&["authority.date-ahead"])),
        ("D26 4(1)(a): a subject with consent", tuyet(UNDER_2018, json!({"subject": "x", "subject-consent": true})), Fine),
        ("D26 4(1)(a): a subject without consent", tuyet(UNDER_2018, json!({"subject": "x"})), Refused(&["subject.no-consent"])),
        ("D63 6: no subject at all", tuyet(UNDER_2025, json!({"subject": "x", "subject-consent": true})), Refused(&["subject.forbidden"])),
        ("a subject below Tuyệt mật", at(UNDER_2025, json!({"subject": "x"})), Fine),
        ("D26 2(1): the proposal lacks the drafter", at(UNDER_2018, json!({"drafter": null})), Refused(&["determine.shows"])),
        ("L18 19(2): a shorter term", at(UNDER_2018, json!({"protect": {"years": 5}})), Fine),
        ("it ends before it starts", at(UNDER_2018, json!({"protect": {"on": "2021-05-03"}})), Refused(&["date.ends-before"])),
        ("L18 19(2): a longer term than the level's", at(UNDER_2018, json!({"protect": {"years": 21}})), Refused(&["term.too-long"])),
        ("after the day of recording", with(at(UNDER_2018, json!({})), json!({"pack": "vn-2025"})), Refused(&["act.other-pack"])),
        ("an unknown drafter", at(UNDER_2018, json!({"drafter": "nobody"})), Refused(&["person.unknown"])),
        ("an unknown recipient", at(UNDER_2018, json!({"recipients": ["nowhere"]})), Refused(&["party.unknown"])),
    ]);
    check(
        "on is never ahead",
        &office.decide_on(&at(UNDER_2018, json!({})), date("2021-05-03")),
        Refused(&["act.date-ahead"]),
    );
}

#[test]
fn deriving() {
    let office = Office::with_issue(UNDER_2018);
    let derive = |kind: &str, level: &str, over| {
        let base = with(
            determination("d2", level, UNDER_2018),
            json!({"act": "document.derive", "kind": kind, "sources": ["d1"]}),
        );
        with(base, over)
    };
    let extract = json!({"permit": head(UNDER_2018), "count": 1});
    office.table(&[
        (
            "C104 4(3)(c): an extract keeps the level",
            derive("extract", "ToiMat", extract.clone()),
            Fine,
        ),
        (
            "C104 4(3)(c) binds the police; elsewhere inferred, so it warns",
            derive("extract", "Mat", extract.clone()),
            Warns(&["derive.extract-level"]),
        ),
        (
            "L18 10(2): uses, below",
            derive("uses", "Mat", json!({})),
            Refused(&["determine.below-source"]),
        ),
        (
            "L18 10(2): uses, above",
            derive("uses", "TuyetMat", json!({})),
            Fine,
        ),
        (
            "L18 11: an extract without a permit",
            derive("extract", "ToiMat", json!({"count": 1})),
            Refused(&["act.missing"]),
        ),
        (
            "from a copy",
            derive("uses", "ToiMat", json!({"sources": ["d1#2"]})),
            Fine,
        ),
        (
            "from a copy that is not there",
            derive("uses", "ToiMat", json!({"sources": ["d1#9"]})),
            Refused(&["copy.unknown"]),
        ),
    ]); // Of a source that is lifted later the level still binds; of one that is lifted it does not.
    let mut office = office;
    office.allowed(json!({
        "act": "document.declassify", "on": UNDER_2018, "document": "d1", "ground": "off-list", "extent": "full",
        "effective": "2021-06-01", "decision": head(UNDER_2018),
    }));
    let uses = |day: &str| {
        with(
            derive("uses", "Mat", json!({"decision": head(day)})),
            json!({"on": day}),
        )
    };
    office.table(&[
        (
            "L18 10(2): before it is lifted",
            uses("2021-05-31"),
            Refused(&["determine.below-source"]),
        ),
        ("L18 22: from that day on", uses("2021-06-01"), Fine),
    ]);
}

#[test]
fn issuing() {
    let mut office = Office::open();
    office.allowed(determination("d1", "ToiMat", UNDER_2018));
    let at = |over| with(issue("d1", "15/BC-UBND", UNDER_2018), over);
    office.table(&[
        ("D26 2(1), 4(1)(a)", at(json!({})), Fine),
        ("D26 4(1)(a): in no book", at(json!({"row": null})), Warns(&["book.not-registered"])),
        ("a book of another kind", at(json!({"row": {"book": "in-2021"}})), Refused(&["book.other-kind"])),
        ("a book of another year", at(json!({"row": {"book": "out-2020"}})), Refused(&["book.year"])),
        ("numbers with a gap", at(json!({"copies": [{"number": 1, "to": "bo-a"}, {"number": 3, "to": "so-b"}]})), Refused(&["issue.numbers-gap"])),
        ("more copies than decided", at(json!({"copies": [{"number": 1, "to": "bo-a"}, {"number": 2, "to": "so-b"}, {"number": 3, "to": "unit-1"}, {"number": 4, "to": "unit-1"}]})), Refused(&["issue.beyond-plan"])),
        ("fewer copies than decided", at(json!({"copies": [{"number": 1, "to": "bo-a"}]})), Warns(&["issue.below-plan"])),
        ("recipients other than proposed", at(json!({"copies": [{"number": 1, "to": "bo-a"}, {"number": 2, "to": "so-b"}, {"number": 3, "to": "tt-luu-tru"}]})), Warns(&["issue.recipients-other"])),
        ("guidance 4114 1.2: by order without a proposal", at(json!({"sign-mode": "by-order"})), Refused(&["issue.by-order"])),
        ("kept by another agency", at(json!({"kept-by": "bo-a"})), Refused(&["party.not-own"])),
    ]);
    let issued = office.allowed(at(json!({})));
    assert_eq!(issued.row.as_ref().map(|row| row.number), Some(1));
    for copy in ["d1#1", "d1#2", "d1#3", "d1#u1"] {
        assert_eq!(office.place(copy), (CopyState::Held, "unit-vt".to_owned()));
    }
    // A further issue goes on at n + 1, and the symbol repeats.
    let further = at(json!({"copies": [{"number": 4, "to": "bo-a"}]}));
    check(
        "further issue",
        &office.decide(&further),
        Refused(&["issue.beyond-plan"]),
    );
    office.allowed(determination("d3", "Mat", UNDER_2018));
    check(
        "the same symbol",
        &office.decide(&issue("d3", "15/BC-UBND", UNDER_2018)),
        Warns(&["symbol.repeated"]),
    );
}

#[test]
fn electronic_documents() {
    let mut office = Office::open();
    for (document, day) in [("e1", UNDER_2018), ("e2", UNDER_2025)] {
        office.allowed(with(
            determination(document, "Mat", day),
            json!({"medium": "electronic"}),
        ));
    }
    office.allowed(determination("p2", "Mat", UNDER_2025));
    let signature = |kind: &str| json!({"kind": kind, "signer": "x", "certificate": "00".repeat(32), "date": UNDER_2025, "time": "09:00"});
    let at = |over| {
        with(
            with(
                issue("e2", "2/CV", UNDER_2025),
                json!({"digest": "11".repeat(32)}),
            ),
            over,
        )
    };
    let both = json!([signature("person"), signature("agency")]);
    office.table(&[
        (
            "D63: number, time, both signatures",
            at(json!({"time": "09:30", "signatures": both})),
            Fine,
        ),
        (
            "D63: the second signature is missing",
            at(json!({"time": "09:30", "signatures": [signature("person")]})),
            Refused(&["electronic.no-signature"]),
        ),
        (
            "D63: none, no time",
            at(json!({})),
            Refused(&[
                "electronic.no-signature",
                "electronic.no-signature",
                "electronic.no-time",
            ]),
        ),
        (
            "D63: digitised documents are excepted",
            at(json!({"digitised": true})),
            Fine,
        ),
        (
            "D63: a paper document sent electronically",
            at(json!({"document": "p2", "copies": [
                {"number": 1, "to": "bo-a"}, {"number": 2, "to": "so-b", "medium": "electronic"}, {"number": 3, "to": "unit-1"},
            ]})),
            Refused(&[
                "electronic.no-signature",
                "electronic.no-signature",
                "electronic.no-time",
            ]),
        ),
        (
            "D26 asks for none of it",
            with(
                issue("e1", "1/CV", UNDER_2018),
                json!({"digest": "11".repeat(32)}),
            ),
            Fine,
        ),
    ]);
    let receive = |day: &str, over| {
        with(
            json!({
                "act": "document.receive", "on": day, "document": "r1", "issuer": "bo-a", "symbol": "9/BC", "date": day,
                "level": "Mat", "doc-type": "bao-cao", "copies": [{"medium": "electronic"}], "row": {"book": format!("in-{}", &day[..4])},
            }),
            over,
        )
    };
    let checked = json!({"check": {"intact": true, "documents": 1, "pages": 4, "attachments": 0}});
    office.table(&[
        (
            "D63: received and checked",
            receive(UNDER_2025, checked),
            Fine,
        ),
        (
            "D63: received without a check",
            receive(UNDER_2025, json!({})),
            Refused(&["electronic.no-check"]),
        ),
        (
            "D63: pages not counted",
            receive(
                UNDER_2025,
                json!({"check": {"intact": true, "documents": 1}}),
            ),
            Refused(&["electronic.no-check"]),
        ),
        ("D26: no check asked", receive(UNDER_2018, json!({})), Fine),
    ]);
}

#[test]
fn receiving_and_completing() {
    let mut office = Office::open();
    let receive = |document: &str, over| {
        with(
            json!({
                "act": "document.receive", "on": UNDER_2018, "document": document, "issuer": "bo-a", "symbol": "9/BC",
                "date": "2021-05-01", "level": "Mat", "doc-type": "bao-cao", "copies": [{"number": 4}, {}],
                "arrival-number": 31, "row": {"book": "in-2021"},
            }),
            over,
        )
    };
    office.table(&[
        ("D26 4(2)(a)", receive("r1", json!({})), Fine),
        (
            "from ourselves",
            receive("r1", json!({"issuer": "unit-1"})),
            Refused(&["act.not-wanted"]),
        ),
        (
            "without a level",
            receive("r1", json!({"level": null})),
            Refused(&["act.missing"]),
        ),
        (
            "D26 4(1)(a): a Tuyệt mật subject without consent",
            receive("r1", json!({"level": "TuyetMat", "subject": "x"})),
            Refused(&["subject.no-consent"]),
        ),
        (
            "D26 4(1)(a): a Tuyệt mật subject with consent",
            receive(
                "r1",
                json!({"level": "TuyetMat", "subject": "x", "subject-consent": true}),
            ),
            Fine,
        ),
        (
            "D26 4(3): with faults",
            receive(
                "r1",
                json!({"check": {"intact": false, "documents": 1, "faults": ["opened"]}}),
            ),
            Warns(&["receive.faults"]),
        ),
        (
            "D26 4(1)(a): its subject with consent",
            receive(
                "r1",
                json!({"level": "TuyetMat", "subject": "x", "subject-consent": true}),
            ),
            Fine,
        ),
        (
            "D26 4(1)(a): without",
            receive("r1", json!({"level": "TuyetMat", "subject": "x"})),
            Refused(&["subject.no-consent"]),
        ),
        (
            "of a day to come",
            receive("r1", json!({"date": "2021-06"})),
            Refused(&["authority.date-ahead"]),
        ),
        (
            "an envelope without its map",
            receive("r1", json!({"unopened": true})),
            Refused(&["act.missing"]),
        ),
    ]);
    office.allowed(receive("r1", json!({})));
    assert_eq!(office.place("r1#4").0, CopyState::Held);
    assert_eq!(office.place("r1#u1").0, CopyState::Held);
    check(
        "the same received twice",
        &office.decide(&receive("r2", json!({}))),
        Warns(&["receive.arrival-repeated", "receive.twice"]),
    );

    // D26 4(2)(b): a "named only" envelope, opened by its addressee two days later.
    office.allowed(json!({
        "act": "document.receive", "on": UNDER_2018, "document": "r3", "issuer": "so-b", "unopened": true,
        "envelope": {"symbol": "12/SNV", "letter": "A", "named": "head"}, "row": {"book": "in-2021"},
    }));
    assert_eq!(office.duties(), [(DutyKind::PassOn, "r3".to_owned())]);
    let complete = |over| {
        with(
            json!({
                "act": "document.complete", "on": "2021-05-06", "document": "r3", "symbol": "12/SNV", "date": "2021-05-02",
                "level": "TuyetMat", "copies": [{"number": 2}],
            }),
            over,
        )
    };
    office.table(&[
        ("the addressee opens it", complete(json!({})), Fine),
        (
            "who issued it is known",
            complete(json!({"issuer": "bo-a"})),
            Refused(&["complete.already"]),
        ),
        (
            "nothing is absent",
            with(complete(json!({})), json!({"document": "r1"})),
            Refused(&["complete.nothing"]),
        ),
        (
            "L18 19(1): the day of determination, once it is known",
            json!({"act": "document.complete", "on": "2021-05-06", "document": "r1", "determined": "2021-04-30"}),
            Fine,
        ),
        (
            "a list unknown",
            json!({"act": "document.complete", "on": "2021-05-06", "document": "r1", "list-refs": [{"list": "list-9", "article": 1}]}),
            Refused(&["determine.unknown-list"]),
        ),
        (
            "D26 4(1)(a): its subject wants consent",
            complete(json!({"subject": "x"})),
            Refused(&["subject.no-consent"]),
        ),
    ]);
    office.allowed(complete(json!({"issued-total": 5})));
    assert_eq!(office.duties(), []);
    assert_eq!(office.document("r3").issued, 0, "its numbers are so-b's");
    assert_eq!(office.place("r3#2").0, CopyState::Held);
}
