//! What a document is on any day, past or future, under all three packs, with
//! its reasons and their articles.

mod office;

use bmnn::act::Act;
use bmnn::decide::Decision;
use bmnn::level::Level;
use bmnn::pack::Packs;
use bmnn::status::{Standing, Status, status};
use office::{Office, check, council, date, determination, head, id, issue, list_ref, paper, with};
use serde_json::{Value as Json, json};

/// The status of `document` on `day` by the acts of an office.
fn on(office: &Office, document: &str, day: &str) -> Status {
    let of = |act: &&Act| {
        let about = act.to_map();
        about.get("document").and_then(bmnn::value::Value::as_text) == Some(document)
    };
    status(office.acts.iter().filter(of), &office.packs, date(day))
}

/// Which provisions an answer rests on, the deciding one first.
fn provisions(status: &Status) -> Vec<String> {
    let cited = status
        .because
        .iter()
        .filter_map(|because| because.cited.as_ref());
    cited.map(|cited| cited.provision.clone()).collect()
}

/// A row: the day, what it is then, until when, and an article that it rests on.
type Row<'a> = (&'a str, Standing, Option<Level>, Option<&'a str>, &'a str);

fn table(office: &Office, document: &str, rows: &[Row<'_>]) {
    for (day, standing, level, ends, article) in rows {
        let found = on(office, document, day);
        let said = format!("{document} on {day}: {:#?}", found.because);
        assert_eq!(found.standing, *standing, "{said}");
        assert_eq!(found.level, *level, "{said}");
        assert_eq!(found.ends, ends.map(date), "{said}");
        assert!(!found.because.is_empty(), "{said}");
        for because in &found.because {
            assert!(
                because.cited.is_some() || *standing == Standing::NotYet,
                "without an article: {because:?}"
            );
            assert!(!because.vi.is_empty() && !because.en.is_empty());
        }
        let articles = found
            .because
            .iter()
            .filter_map(|because| because.cited.as_ref());
        let all: Vec<&str> = articles.map(|cited| cited.vi.as_str()).collect();
        assert!(
            all.iter().any(|vi| vi.contains(article)) || article.is_empty(),
            "no {article}: {said}"
        );
    }
}

use Level::{Mat, ToiMat, TuyetMat};
use Standing::{Cancelled, Declassified, Expired, NotYet, Secret, Unopened};

#[test]
fn from_determination_to_expiry() {
    let mut office = Office::open();
    for (document, level) in [("m", "Mat"), ("t", "ToiMat"), ("tt", "TuyetMat")] {
        office.allowed(determination(document, level, "2021-05-04"));
    }
    table(
        &office,
        "m",
        &[
            ("1999-01-01", NotYet, None, None, ""),
            ("2021-05-03", NotYet, None, None, ""),
            (
                "2021-05-04",
                Secret,
                Some(Mat),
                Some("2031-05-04"),
                "điểm c khoản 1 Điều 19 Luật Bảo vệ bí mật nhà nước số 29/2018/QH14",
            ),
            (
                "2026-05-04",
                Secret,
                Some(Mat),
                Some("2031-05-04"),
                "điểm c khoản 1 Điều 19",
            ),
            (
                "2031-05-04",
                Secret,
                Some(Mat),
                Some("2031-05-04"),
                "điểm c khoản 1 Điều 19",
            ),
            (
                "2031-05-05",
                Expired,
                None,
                Some("2031-05-04"),
                "điểm a khoản 1 Điều 22 Luật Bảo vệ bí mật nhà nước số 117/2025/QH15",
            ),
            ("2099-01-01", Expired, None, Some("2031-05-04"), "Điều 22"),
        ],
    );
    table(
        &office,
        "t",
        &[
            (
                "2041-05-04",
                Secret,
                Some(ToiMat),
                Some("2041-05-04"),
                "điểm b khoản 1 Điều 19",
            ),
            ("2041-05-05", Expired, None, Some("2041-05-04"), "Điều 22"),
        ],
    );
    table(
        &office,
        "tt",
        &[
            (
                "2051-05-04",
                Secret,
                Some(TuyetMat),
                Some("2051-05-04"),
                "điểm a khoản 1 Điều 19",
            ),
            ("2051-05-05", Expired, None, Some("2051-05-04"), "Điều 22"),
        ],
    );
}

#[test]
fn under_each_law() {
    let mut office = Office::open();
    // Determined under the ordinance, when terms were in force already (L18 27(2)).
    office.allowed(json!({
        "act": "document.import", "on": "2020-07-02", "document": "r1", "carrier": "document", "level": "Mat", "origin": "own",
        "source": paper("register"), "copies": [], "determined": "2019-05-04", "symbol": "1/UB", "date": "2019-05-04",
    }));
    office.allowed(determination("r2", "Mat", "2021-05-04"));
    office.allowed(determination("r3", "Mat", "2026-05-04"));
    table(
        &office,
        "r1",
        &[
            (
                "2029-05-04",
                Secret,
                Some(Mat),
                Some("2029-05-04"),
                "Điều 19",
            ),
            ("2029-05-05", Expired, None, Some("2029-05-04"), "Điều 22"),
        ],
    );
    let r2018 = on(&office, "r2", "2022-01-01");
    assert_eq!(r2018.pack.as_deref(), Some("vn-2018"));
    assert!(!r2018.is_unverified(), "{:#?}", r2018.because);
    // Whether terms of the law of 2018 go on under that of 2025 was not seen, and is said.
    let carried = on(&office, "r2", "2026-03-01");
    assert_eq!(carried.pack.as_deref(), Some("vn-2025"));
    assert!(carried.is_unverified());
    assert!(
        provisions(&carried).contains(&"determined-before-2026".to_owned()),
        "{:#?}",
        carried.because
    );
    // The term of the law of 2025 itself was not seen either.
    let r2025 = on(&office, "r3", "2026-06-01");
    assert_eq!(
        (r2025.standing, r2025.ends),
        (Secret, Some(date("2036-05-04")))
    );
    assert!(r2025.is_unverified());
    // That expiry declassifies by itself was seen (L25 22(1)(a)).
    let expired = on(&office, "r3", "2036-05-05");
    assert_eq!(expired.standing, Expired);
    assert_eq!(provisions(&expired)[0], "term.expiry");
}

#[test]
fn a_term_of_its_own() {
    let mut office = Office::open();
    let bare = json!({"medium": null, "drafter": null, "copies-planned": null, "recipients": null});
    for (document, carrier, protect) in [
        ("shorter", "document", json!({"years": 3})),
        ("months", "activity", json!({"months": 2})),
        ("day", "activity", json!({"on": "2021-08-15"})),
        ("event", "activity", json!({"when": "–"})),
        ("place", "place", Json::Null),
    ] {
        let mut act = with(
            determination(document, "Mat", "2021-05-31"),
            json!({"carrier": carrier, "protect": protect}),
        );
        if carrier != "document" {
            act = with(act, bare.clone());
        }
        office.allowed(act);
    }
    table(
        &office,
        "shorter",
        &[
            (
                "2024-05-31",
                Secret,
                Some(Mat),
                Some("2024-05-31"),
                "Điều 19",
            ),
            ("2024-06-01", Expired, None, Some("2024-05-31"), "Điều 22"),
        ],
    );
    table(
        &office,
        "months",
        &[
            (
                "2021-07-31",
                Secret,
                Some(Mat),
                Some("2021-07-31"),
                "khoản 2 Điều 19",
            ),
            ("2021-08-01", Expired, None, Some("2021-07-31"), "Điều 22"),
        ],
    );
    table(
        &office,
        "day",
        &[
            (
                "2021-08-15",
                Secret,
                Some(Mat),
                Some("2021-08-15"),
                "khoản 2 Điều 19",
            ),
            ("2021-08-16", Expired, None, Some("2021-08-15"), "Điều 22"),
        ],
    );
    // An event ends it at the latest with the level's term.
    table(
        &office,
        "event",
        &[
            (
                "2031-05-31",
                Secret,
                Some(Mat),
                Some("2031-05-31"),
                "Điều 19",
            ),
            ("2031-06-01", Expired, None, Some("2031-05-31"), "Điều 22"),
        ],
    );
    // L18 19(3): a place is secret while it is used as one.
    table(
        &office,
        "place",
        &[
            ("2021-05-31", Secret, Some(Mat), None, "khoản 3 Điều 19"),
            ("2099-01-01", Secret, Some(Mat), None, "khoản 3 Điều 19"),
        ],
    );
    office.allowed(json!({
        "act": "document.declassify", "on": "2022-01-10", "document": "place", "ground": "place-unused", "extent": "full",
        "effective": "2022-01-10", "decision": head("2022-01-10"),
    }));
    table(
        &office,
        "place",
        &[
            ("2022-01-09", Secret, Some(Mat), None, "khoản 3 Điều 19"),
            (
                "2022-01-10",
                Declassified,
                None,
                Some("2022-01-09"),
                "khoản 3 Điều 19",
            ),
        ],
    );
}

#[test]
fn a_leap_day_and_the_months_last_day() {
    let mut office = Office::open();
    office.allowed(determination("leap", "Mat", "2024-02-29"));
    // Civil Code 2015 Art. 148: the anniversary, or the month's last day where there is none.
    table(
        &office,
        "leap",
        &[
            (
                "2034-02-28",
                Secret,
                Some(Mat),
                Some("2034-02-28"),
                "Điều 19",
            ),
            ("2034-03-01", Expired, None, Some("2034-02-28"), "Điều 22"),
        ],
    );
    assert!(provisions(&on(&office, "leap", "2024-03-01")).contains(&"term.counting".to_owned()));
}

#[test]
fn after_an_adjustment() {
    let mut office = Office::with_issue("2021-05-04");
    office.allowed(json!({
        "act": "level.adjust", "on": "2022-09-01", "document": "d1", "old-level": "ToiMat", "new-level": "Mat",
        "decision": head("2022-09-01"), "list-refs": list_ref(),
    }));
    table(
        &office,
        "d1",
        &[
            (
                "2022-08-31",
                Secret,
                Some(ToiMat),
                Some("2041-05-04"),
                "điểm b khoản 1 Điều 19",
            ),
            // The law is silent on the term: it still runs from the determination.
            (
                "2022-09-01",
                Secret,
                Some(Mat),
                Some("2031-05-04"),
                "khoản 3 Điều 21",
            ),
            ("2031-05-05", Expired, None, Some("2031-05-04"), "Điều 22"),
        ],
    );
    assert!(provisions(&on(&office, "d1", "2022-09-01")).contains(&"term.after-adjust".to_owned()));
}

#[test]
fn after_an_extension() {
    let mut office = Office::open();
    office.allowed(json!({
        "act": "document.import", "on": "2021-01-04", "document": "o1", "carrier": "document", "level": "Mat", "origin": "own",
        "source": paper("register"), "copies": [], "determined": "2014-04-01", "symbol": "3/UB", "date": "2014-04-01",
    }));
    office.allowed(json!({
        "act": "term.extend", "on": "2024-02-01", "document": "o1", "old-end": "2024-04-01", "new-end": "2034-04-01",
        "decision": head("2024-02-01"), "reason": "–",
    }));
    table(
        &office,
        "o1",
        &[
            (
                "2024-01-31",
                Secret,
                Some(Mat),
                Some("2024-04-01"),
                "Điều 28",
            ),
            (
                "2024-02-01",
                Secret,
                Some(Mat),
                Some("2034-04-01"),
                "khoản 2 Điều 20",
            ),
            (
                "2034-04-01",
                Secret,
                Some(Mat),
                Some("2034-04-01"),
                "khoản 2 Điều 20",
            ),
            ("2034-04-02", Expired, None, Some("2034-04-01"), "Điều 22"),
        ],
    );
    // Extensions chain (L18 20(2) sets no number of them).
    office.allowed(json!({
        "act": "term.extend", "on": "2031-02-01", "document": "o1", "old-end": "2034-04-01", "new-end": "2044-04-01",
        "decision": head("2031-02-01"), "reason": "–",
    }));
    table(
        &office,
        "o1",
        &[
            (
                "2044-04-01",
                Secret,
                Some(Mat),
                Some("2044-04-01"),
                "Điều 20",
            ),
            ("2044-04-02", Expired, None, Some("2044-04-01"), "Điều 22"),
        ],
    );
}

#[test]
fn declassified_from_a_day_on() {
    let mut office = Office::with_issue("2021-05-04");
    let declassify = |document: &str, over| {
        with(
            json!({
                "act": "document.declassify", "on": "2021-09-01", "document": document, "ground": "need", "extent": "full",
                "effective": "2022-01-01", "council": council(), "decision": head("2021-09-01"),
            }),
            over,
        )
    };
    office.allowed(declassify("d1", json!({})));
    table(
        &office,
        "d1",
        &[
            (
                "2021-08-31",
                Secret,
                Some(ToiMat),
                Some("2041-05-04"),
                "Điều 19",
            ),
            (
                "2021-09-01",
                Secret,
                Some(ToiMat),
                Some("2021-12-31"),
                "khoản 4 Điều 22",
            ),
            (
                "2021-12-31",
                Secret,
                Some(ToiMat),
                Some("2021-12-31"),
                "khoản 4 Điều 22",
            ),
            (
                "2022-01-01",
                Declassified,
                None,
                Some("2021-12-31"),
                "khoản 4 Điều 22",
            ),
            (
                "2099-01-01",
                Declassified,
                None,
                Some("2021-12-31"),
                "khoản 4 Điều 22",
            ),
        ],
    );
    office.allowed(determination("d2", "ToiMat", "2021-05-04"));
    office.allowed(declassify("d2", json!({"extent": "partial", "effective": "2021-09-01", "released": "–", "remaining-level": "Mat"})));
    table(
        &office,
        "d2",
        &[
            (
                "2021-08-31",
                Secret,
                Some(ToiMat),
                Some("2041-05-04"),
                "Điều 19",
            ),
            (
                "2021-09-01",
                Secret,
                Some(Mat),
                Some("2031-05-04"),
                "điểm d khoản 4 Điều 22",
            ),
        ],
    );
    office.allowed(determination("d3", "ToiMat", "2021-05-04"));
    office.allowed(declassify(
        "d3",
        json!({"ground": "off-list", "council": null, "effective": "2021-09-01"}),
    ));
    table(
        &office,
        "d3",
        &[(
            "2021-09-01",
            Declassified,
            None,
            Some("2021-08-31"),
            "điểm c khoản 2 Điều 22",
        )],
    );
}

#[test]
fn cancelled_received_and_unopened() {
    let mut office = Office::with_issue("2021-05-04");
    office.allowed(
        json!({"act": "document.cancel", "on": "2021-05-06", "document": "d1", "reason": "–"}),
    );
    table(
        &office,
        "d1",
        &[
            (
                "2021-05-05",
                Secret,
                Some(ToiMat),
                Some("2041-05-04"),
                "Điều 19",
            ),
            ("2021-05-06", Cancelled, None, None, "Điều 4"),
        ],
    );
    office.allowed(json!({
        "act": "document.receive", "on": "2021-05-04", "document": "r1", "issuer": "so-b", "unopened": true,
        "envelope": {"symbol": "12/SNV", "letter": "A", "named": "head"}, "row": {"book": "in-2021"},
    }));
    office.allowed(json!({
        "act": "document.complete", "on": "2021-05-06", "document": "r1", "symbol": "12/SNV", "date": "2021-05-02",
        "level": "TuyetMat", "copies": [{"number": 2}],
    }));
    table(
        &office,
        "r1",
        &[
            ("2021-05-05", Unopened, None, None, "điểm b khoản 2 Điều 4"),
            // The date on it stands for the day of determination.
            (
                "2021-05-06",
                Secret,
                Some(TuyetMat),
                Some("2051-05-02"),
                "điểm a khoản 1 Điều 19",
            ),
            ("2051-05-03", Expired, None, Some("2051-05-02"), "Điều 22"),
        ],
    );
}

#[test]
fn a_received_notice_counts_when_it_is_acted_on() {
    let mut office = Office::open();
    office.allowed(json!({
        "act": "document.receive", "on": "2021-05-04", "document": "r1", "issuer": "bo-a", "symbol": "9/BC", "date": "2021-05-01",
        "level": "TuyetMat", "doc-type": "bao-cao", "copies": [{"number": 4}], "row": {"book": "in-2021"},
    }));
    office.allowed(json!({
        "act": "notice.receive", "id": id("notice"), "on": "2021-08-02", "document": "r1", "issuer": "bo-a", "effect": "adjust",
        "effective": "2021-08-10", "new-level": "ToiMat", "paper": paper("notice"),
    }));
    let adjust = |day: &str| {
        json!({
            "act": "level.adjust", "on": day, "document": "r1", "old-level": "TuyetMat", "new-level": "ToiMat", "notice": id("notice"),
        })
    };
    check(
        "before it takes effect",
        &office.decide(&adjust("2021-08-09")),
        office::Expect::Refused(&["notice.ahead"]),
    );
    office.allowed(adjust("2021-08-12"));
    table(
        &office,
        "r1",
        &[
            (
                "2021-08-11",
                Secret,
                Some(TuyetMat),
                Some("2051-05-01"),
                "Điều 19",
            ),
            (
                "2021-08-12",
                Secret,
                Some(ToiMat),
                Some("2041-05-01"),
                "khoản 5 Điều 21",
            ),
        ],
    );
}

#[test]
fn what_is_recorded_late_counts_from_its_day_in_ledger_order() {
    let mut office = Office::with_issue("2021-05-04");
    let adjust = |on: &str, from: &str, to: &str, over| {
        with(
            json!({
                "act": "level.adjust", "on": on, "document": "d1", "old-level": from, "new-level": to, "decision": head(on),
                "list-refs": list_ref(),
            }),
            over,
        )
    };
    office.allowed(adjust("2021-09-01", "ToiMat", "Mat", json!({})));
    office.allowed(adjust(
        "2021-08-01",
        "Mat",
        "TuyetMat",
        json!({"late": "–"}),
    ));
    assert_eq!(office.document("d1").level, Some(TuyetMat));
    table(
        &office,
        "d1",
        &[
            (
                "2021-07-31",
                Secret,
                Some(ToiMat),
                Some("2041-05-04"),
                "Điều 19",
            ),
            (
                "2021-08-01",
                Secret,
                Some(TuyetMat),
                Some("2051-05-04"),
                "Điều 21",
            ),
            // As the state has it: the later entry decides.
            (
                "2021-09-01",
                Secret,
                Some(TuyetMat),
                Some("2051-05-04"),
                "Điều 21",
            ),
        ],
    );
}

/// The transition table of L18 28 (rules.md §3.15), row by row.
#[test]
fn old_books() {
    let mut office = Office::open();
    let import = |document: &str, level: &str, over: Json| {
        with(
            json!({
                "act": "document.import", "on": "2020-07-02", "document": document, "carrier": "document", "level": level,
                "origin": "own", "source": paper("register"), "copies": [], "symbol": format!("{document}/UB"), "date": "2005",
            }),
            over,
        )
    };
    for (document, level, over) in [
        ("ended", "Mat", json!({"determined": "2005-03-01"})),
        ("between", "Mat", json!({"determined": "2009-12-01"})),
        // From before the first rules that are known here.
        ("older", "Mat", json!({"determined": "1999-05-04"})),
        ("edge", "Mat", json!({"determined": "2010-06-30"})),
        ("runs", "Mat", json!({"determined": "2010-07-01"})),
        (
            "listed",
            "ToiMat",
            json!({"determined": "2008-03-01", "list-refs": list_ref()}),
        ),
        ("month", "Mat", json!({"determined": "2014-05"})),
        ("year", "Mat", json!({"determined": "2014"})),
        (
            "extended",
            "Mat",
            json!({"determined": "2005-03-01", "extended-to": "2025-03-01"}),
        ),
        ("eve", "Mat", json!({"determined": "2018-12-31"})),
        ("nobody-knows", "ToiMat", json!({})),
    ] {
        office.allowed(import(document, level, over));
    }
    let first = "Điều 28 Luật Bảo vệ bí mật nhà nước số 29/2018/QH14";
    // Ended before 1 July 2020: extended or declassified by an act, never by the calendar.
    for document in ["ended", "between", "edge", "older"] {
        table(
            &office,
            document,
            &[
                ("2020-07-02", Secret, Some(Mat), None, first),
                ("2025-01-01", Secret, Some(Mat), None, first),
                ("2026-05-04", Secret, Some(Mat), None, first),
            ],
        );
        assert!(
            provisions(&on(&office, document, "2021-01-01"))
                .contains(&"ended-before-law".to_owned())
        );
    }
    // Ends on or after that day: protected to its end, then lifted by itself.
    table(
        &office,
        "runs",
        &[
            ("2020-07-01", NotYet, None, None, ""),
            (
                "2020-07-02",
                Expired,
                None,
                Some("2020-07-01"),
                "điểm a khoản 2 Điều 22",
            ),
        ],
    );
    table(
        &office,
        "listed",
        &[
            (
                "2028-03-01",
                Secret,
                Some(ToiMat),
                Some("2028-03-01"),
                first,
            ),
            ("2028-03-02", Expired, None, Some("2028-03-01"), "Điều 22"),
        ],
    );
    let rows = provisions(&on(&office, "listed", "2021-01-01"));
    assert!(
        rows.contains(&"listed".to_owned()) && !rows.contains(&"off-list".to_owned()),
        "{rows:?}"
    );
    // Not known to be on a list or off it: both rows may apply, and are shown.
    let rows = provisions(&on(&office, "month", "2021-01-01"));
    assert!(
        rows.contains(&"listed".to_owned()) && rows.contains(&"off-list".to_owned()),
        "{rows:?}"
    );
    // Of a part-date, the latest possible day counts.
    table(
        &office,
        "month",
        &[
            ("2024-05-31", Secret, Some(Mat), Some("2024-05-31"), first),
            ("2024-06-01", Expired, None, Some("2024-05-31"), "Điều 22"),
        ],
    );
    table(
        &office,
        "year",
        &[
            ("2024-12-31", Secret, Some(Mat), Some("2024-12-31"), first),
            ("2025-01-01", Expired, None, Some("2024-12-31"), "Điều 22"),
        ],
    );
    table(
        &office,
        "extended",
        &[
            ("2025-03-01", Secret, Some(Mat), Some("2025-03-01"), first),
            ("2025-03-02", Expired, None, Some("2025-03-01"), "Điều 22"),
        ],
    );
    table(
        &office,
        "eve",
        &[
            ("2028-12-31", Secret, Some(Mat), Some("2028-12-31"), first),
            ("2029-01-01", Expired, None, Some("2028-12-31"), "Điều 22"),
        ],
    );
    // No day, no term: it stays secret, and a duty asks for the day.
    table(
        &office,
        "nobody-knows",
        &[("2099-01-01", Secret, Some(ToiMat), None, "Điều 19")],
    );
    assert!(
        office
            .duties()
            .contains(&(bmnn::custody::DutyKind::Complete, "nobody-knows".to_owned()))
    );
    office.allowed(json!({"act": "document.complete", "on": "2021-03-01", "document": "nobody-knows", "determined": "2008"}));
    table(
        &office,
        "nobody-knows",
        &[(
            "2028-12-31",
            Secret,
            Some(ToiMat),
            Some("2028-12-31"),
            first,
        )],
    );

    // Extended under Art. 28: counted from the extension, without the 60 days.
    let day = "2021-02-01";
    let extend = |new_end: &str| {
        json!({
            "act": "term.extend", "on": day, "document": "ended", "old-end": "2015-03-01", "new-end": new_end,
            "decision": head(day), "reason": "–",
        })
    };
    check(
        "L18 28, 20(2): longer than from the extension",
        &office.decide(&extend("2031-02-02")),
        office::Expect::Refused(&["extend.long"]),
    );
    check(
        "L18 28",
        &office.decide(&extend("2031-02-01")),
        office::Expect::Fine,
    );
    office.allowed(extend("2031-02-01"));
    table(
        &office,
        "ended",
        &[
            ("2021-01-31", Secret, Some(Mat), None, first),
            (
                "2021-02-01",
                Secret,
                Some(Mat),
                Some("2031-02-01"),
                "khoản 2 Điều 20",
            ),
            ("2031-02-02", Expired, None, Some("2031-02-01"), "Điều 22"),
        ],
    );
    // Or no longer on a list: declassified by an act (L18 28, 22(3)).
    office.allowed(json!({
        "act": "document.declassify", "on": day, "document": "between", "ground": "off-list", "extent": "full", "effective": day,
        "decision": head(day),
    }));
    table(
        &office,
        "between",
        &[(day, Declassified, None, Some("2021-01-31"), "Điều 22")],
    );
}

#[test]
fn what_is_over_is_said_under_every_pack() {
    // An expired secret is neither issued nor changed; under R3 that was seen too.
    let mut office = Office::open();
    office.allowed(determination("m", "Mat", "2021-05-04"));
    let late = office.decide(&issue("m", "1/BC", "2031-06-01"));
    let Decision::Refused { reasons, .. } = late.decision else {
        panic!("expired")
    };
    assert_eq!(reasons[0].reason.code(), "document.expired");
    assert!(
        reasons[0].vi().contains("04/05/2031"),
        "{}",
        reasons[0].vi()
    );
}

#[test]
fn without_packs_nothing_is_presumed() {
    let mut office = Office::open();
    office.allowed(determination("m", "Mat", "2021-05-04"));
    let found = status(&office.acts, &Packs::new(), date("2099-01-01"));
    assert_eq!(
        (found.standing, found.level, found.ends),
        (Secret, Some(Mat), None)
    );
    assert_eq!(found.pack, None);
}

/// An office that adopts only the law of 2025: older terms lean on what was not
/// seen, and that is said.
#[test]
fn under_the_latest_pack_alone() {
    let mut office = Office::open();
    office.allowed(json!({
        "act": "document.import", "on": "2026-05-04", "document": "o1", "carrier": "document", "level": "Mat", "origin": "own",
        "source": paper("register"), "copies": [], "determined": "2005-03-01", "symbol": "3/UB", "date": "2005-03-01",
    }));
    let mut packs = Packs::new();
    let (id, text) = bmnn::pack::BUILT_IN[2];
    packs.adopt(bmnn::pack::Pack::parse(id, text).unwrap());
    let of = |act: &&Act| act.name() == "document.import";
    let found = status(office.acts.iter().filter(of), &packs, date("2026-06-01"));
    assert_eq!((found.standing, found.level), (Secret, Some(Mat)));
    assert!(found.is_unverified());
}
