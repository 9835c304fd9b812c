//! Parties, people, posts, delegations, lists, packs, books, mending and
//! incidents: each row cites its article.

mod office;

use bmnn::custody::{CopyState, DutyKind, RowState, State};
use bmnn::decide::Decision;
use office::Expect::{Fine, Refused, Warns};
use office::{
    Office, check, date, deputy, determination, hand, head, id, issue, list_ref, paper, with,
};
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
fn books_run_on() {
    let mut office = Office::open();
    let open = |book: &str, over| {
        with(
            json!({"act": "book.open", "on": UNDER_2018, "book": book, "kind": "outgoing", "year": 2021, "volume": 2, "party": "self"}),
            over,
        )
    };
    let close = |over| {
        with(
            json!({"act": "book.close", "id": id("close"), "on": UNDER_2018, "book": "out-2021", "last-row": 2, "last-date": UNDER_2018, "printed": {"pages": 3}}),
            over,
        )
    };
    for (document, symbol) in [("d1", "1/BC"), ("d2", "2/BC")] {
        office.allowed(determination(document, "Mat", UNDER_2018));
        office.allowed(issue(document, symbol, UNDER_2018));
    }
    office.table(&[
        (
            "forms §5: an open volume goes on",
            open("out-2", json!({})),
            Refused(&["book.volume-open"]),
        ),
        (
            "a volume twice",
            open("out-2", json!({"volume": 1})),
            Refused(&["book.volume-taken"]),
        ),
        (
            "of another agency",
            open("out-2", json!({"party": "bo-a", "year": 2022, "volume": 1})),
            Refused(&["party.not-own"]),
        ),
        (
            "of another year",
            open("out-2", json!({"year": 2022, "volume": 1})),
            Fine,
        ),
        (
            "a book id taken",
            open("in-2021", json!({"year": 2022, "volume": 1})),
            Refused(&["id.taken"]),
        ),
        ("D26 4(7): closed and printed", close(json!({})), Fine),
        (
            "D26 4(7): not printed",
            close(json!({"printed": null})),
            Refused(&["book.not-printed"]),
        ),
        (
            "forms §5: another last row",
            close(json!({"last-row": 3})),
            Refused(&["book.last-row"]),
        ),
        (
            "forms §5: another last date",
            close(json!({"last-date": "2021-05-03"})),
            Refused(&["book.last-date"]),
        ),
        (
            "no such book",
            close(json!({"book": "none"})),
            Refused(&["book.unknown"]),
        ),
    ]);
    office.allowed(close(json!({})));
    office.allowed(determination("d3", "Mat", UNDER_2018));
    office.table(&[
        (
            "a closed book",
            issue("d3", "3/BC", UNDER_2018),
            Refused(&["book.closed"]),
        ),
        (
            "closed once",
            close(json!({"id": id("again")})),
            Refused(&["already-ended"]),
        ),
        (
            "a first row that is taken",
            open("out-2", json!({"first-row": 2})),
            Refused(&["book.first-row"]),
        ),
        (
            "forms §5: rows run on across volumes",
            open("out-2", json!({"id": id("open-2")})),
            Fine,
        ),
    ]);
    office.allowed(open("out-2", json!({"id": id("open-2")})));
    let third = office.allowed(with(
        issue("d3", "3/BC", UNDER_2018),
        json!({"row": {"book": "out-2"}}),
    ));
    assert_eq!(third.row.map(|row| row.number), Some(3));
    // Taking back the closing would give the next number twice.
    check(
        "a volume goes on from it",
        &office.decide(&void("close", json!({}))),
        Refused(&["void.rested-on"]),
    );

    // Where paper leads, the act gives the number; a paper book needs no print.
    office.allowed(open(
        "out-p",
        json!({"year": 2022, "volume": 1, "kept": "paper-parallel"}),
    ));
    let day = "2022-03-01";
    let leads = |document: &str, number: u32| {
        with(
            issue(document, &format!("{number}/P"), day),
            json!({"row": {"book": "out-p", "number": number}}),
        )
    };
    office.allowed(determination("d4", "Mat", day));
    office.allowed(determination("d5", "Mat", day));
    let row = office.allowed(leads("d4", 7)).row;
    assert_eq!(row.map(|row| row.number), Some(7));
    office.table(&[
        ("a row that is taken", leads("d5", 7), Refused(&["book.row-taken"])),
        ("an earlier one that is free", leads("d5", 6), Fine),
        ("the next one", with(leads("d5", 8), json!({"row": {"book": "out-p"}})), Fine),
        ("before the last row's date", with(leads("d5", 8), json!({"on": "2022-02-28", "date": "2022-02-28", "late": "–"})), Warns(&["book.row-back"])),
        ("D26 4(7): kept on paper", json!({"act": "book.close", "on": day, "book": "out-p", "last-row": 7, "last-date": day}), Fine),
    ]);
}

#[test]
fn a_book_printed_after_it_was_closed() {
    let mut office = Office::open();
    office.allowed(json!({
        "act": "book.close", "id": id("close"), "on": UNDER_2025, "book": "out-2026", "last-row": 0, "last-date": UNDER_2025,
    }));
    assert_eq!(office.duties(), [(DutyKind::Print, "out-2026".to_owned())]);
    office.allowed(with(
        correct("close", json!({"printed": {"pages": 2}})),
        json!({"on": UNDER_2025}),
    ));
    assert_eq!(office.duties(), []);
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
