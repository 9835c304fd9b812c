//! Registers: volumes that run on, rows, closing and printing.

mod office;

use bmnn::custody::DutyKind;
use office::Expect::{Fine, Refused, Warns};
use office::{Office, check, determination, id, issue, with};
use serde_json::{Value as Json, json};

/// A day under each law.
const UNDER_2018: &str = "2021-05-04";
const UNDER_2025: &str = "2026-05-04";

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
