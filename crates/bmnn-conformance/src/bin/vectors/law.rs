//! Terms, status on a day, marks.

use crate::office::{council, determination, filled, head, issue, with};
use crate::sheet::Sheet;
use serde_json::{Value as Json, json};

pub(crate) fn terms() -> Sheet {
    let mut sheet = Sheet::new(
        "terms",
        "Which pack holds on a day, what it says, and when a secret's protection ends by itself (L18 Art. 19, 28; design §3, Until, Pack).",
    );
    for (id, day, pack, why) in [
        (
            "pack-first-day-2000",
            "2001-04-01",
            Some("vn-2000"),
            "Ordinance 30/2000 is in force from 1 April 2001",
        ),
        (
            "pack-last-day-2000",
            "2020-06-30",
            Some("vn-2000"),
            "to the end of June 2020 (L18 Art. 27(3))",
        ),
        (
            "pack-first-day-2018",
            "2020-07-01",
            Some("vn-2018"),
            "L18 Art. 27(1)",
        ),
        (
            "pack-last-day-2018",
            "2026-02-28",
            Some("vn-2018"),
            "L25 is in force from 1 March 2026",
        ),
        (
            "pack-first-day-2025",
            "2026-03-01",
            Some("vn-2025"),
            "L25 is in force from 1 March 2026",
        ),
        (
            "pack-before",
            "2001-03-31",
            None,
            "no rules are known from before",
        ),
        (
            "pack-1900",
            "1900-01-01",
            None,
            "no rules are known from before",
        ),
    ] {
        let want = pack.map_or_else(
            || json!({"failure": "NoPack"}),
            |pack| json!({"pack": pack}),
        );
        sheet.case("pack.on", id, why, json!({"date": day}), want);
    }
    for (id, pack, provision, want, why) in [
        (
            "provision-term-top",
            "vn-2018",
            "term.tuyet-mat",
            json!({"value": {"years": 30}, "refuses": true}),
            "thirty years (L18 Art. 19(1)(a))",
        ),
        (
            "provision-term-secret",
            "vn-2018",
            "term.toi-mat",
            json!({"value": {"years": 20}}),
            "twenty years (L18 Art. 19(1)(b))",
        ),
        (
            "provision-term-mat",
            "vn-2018",
            "term.mat",
            json!({"value": {"years": 10}}),
            "ten years (L18 Art. 19(1)(c))",
        ),
        (
            "provision-extend",
            "vn-2018",
            "extend.decide-before",
            json!({"value": {"days": 60}}),
            "sixty days (L18 Art. 20(2))",
        ),
        (
            "provision-unverified",
            "vn-2025",
            "term.mat",
            json!({"confidence": "unverified", "refuses": false}),
            "L25 Art. 19 was not seen: inherited, and it does not refuse",
        ),
        (
            "provision-2000",
            "vn-2000",
            "term.mat",
            json!({"value": {"years": 10}}),
            "terms hold from 1 January 2019, before the rest of L18 (Art. 27(2))",
        ),
        (
            "provision-unknown",
            "vn-2018",
            "term.khan",
            json!({"failure": "NoProvision"}),
            "no such rule",
        ),
        (
            "provision-no-pack",
            "vn-1999",
            "term.mat",
            json!({"failure": "NoPack"}),
            "no such pack",
        ),
    ] {
        sheet.case(
            "pack.provision",
            id,
            why,
            json!({"pack": pack, "provision": provision}),
            want,
        );
    }
    let resolve: [(&str, Json, &str, &str, &str, Json, &str); 10] = [
        (
            "resolve-mat",
            json!("unstated"),
            "Mat",
            "2021-05-04",
            "vn-2018",
            json!({"end": "2031-05-04", "cut": false}),
            "the level's term, to its anniversary",
        ),
        (
            "resolve-top",
            json!("unstated"),
            "TuyetMat",
            "2024-02-29",
            "vn-2018",
            json!({"end": "2054-02-28"}),
            "no 29 February in 2054: the month's last day",
        ),
        (
            "resolve-months",
            json!({"months": 6}),
            "Mat",
            "2021-08-31",
            "vn-2018",
            json!({"end": "2022-02-28"}),
            "months to the same day, or the month's last",
        ),
        (
            "resolve-years",
            json!({"years": 5}),
            "ToiMat",
            "2021-05-04",
            "vn-2018",
            json!({"end": "2026-05-04"}),
            "shorter than the term (L18 Art. 19(2))",
        ),
        (
            "resolve-cut",
            json!({"years": 25}),
            "ToiMat",
            "2021-05-04",
            "vn-2018",
            json!({"end": "2041-05-04", "cut": true}),
            "longer than the level's term: cut to it (L18 Art. 19(1))",
        ),
        (
            "resolve-on",
            json!({"on": "2025-01-31"}),
            "Mat",
            "2021-05-04",
            "vn-2018",
            json!({"end": "2025-01-31"}),
            "on a day",
        ),
        (
            "resolve-on-cut",
            json!({"on": "2040-01-31"}),
            "Mat",
            "2021-05-04",
            "vn-2018",
            json!({"end": "2031-05-04", "cut": true}),
            "a day behind the term",
        ),
        (
            "resolve-when",
            json!("when"),
            "Mat",
            "2021-05-04",
            "vn-2018",
            json!({"end": "2031-05-04", "at-event": true}),
            "at an event, at the latest with the term (L18 Art. 19(2))",
        ),
        (
            "resolve-indefinite",
            json!("indefinite"),
            "Mat",
            "2021-05-04",
            "vn-2018",
            json!({"end": null}),
            "a place: as long as it is used (L18 Art. 19(3))",
        ),
        (
            "resolve-2000",
            json!("unstated"),
            "Mat",
            "2010-05-04",
            "vn-2000",
            json!({"end": "2020-05-04"}),
            "what the terms of 2019 come to for a secret of 2010",
        ),
    ];
    for (id, until, level, start, pack, want, why) in resolve {
        let input = json!({"until": until, "level": level, "start": start, "pack": pack});
        sheet.case("term.resolve", id, why, input, want);
    }
    for (id, level, input, want, why) in [
        (
            "term-2021",
            json!("Mat"),
            json!({"determined": "2021-05-04"}),
            json!({"end": "2031-05-04"}),
            "from the day of determination (L18 Art. 19(1))",
        ),
        (
            "term-2025",
            json!("ToiMat"),
            json!({"determined": "2026-03-01"}),
            json!({"end": "2046-03-01"}),
            "inherited by the 2025 pack, unverified",
        ),
        (
            "term-part-year",
            json!("Mat"),
            json!({"determined": "2021"}),
            json!({"end": "2031-12-31"}),
            "a part-date counts as its last day",
        ),
        (
            "term-part-month",
            json!("Mat"),
            json!({"determined": "2020-02"}),
            json!({"end": "2030-02-28"}),
            "the last day of February 2020, ten years on",
        ),
        (
            "term-old",
            json!("TuyetMat"),
            json!({"determined": "2015-01-10"}),
            json!({"end": "2045-01-10", "undecided": false}),
            "assigned by the transition (L18 Art. 28)",
        ),
        (
            "term-old-over",
            json!("Mat"),
            json!({"determined": "2005-03-01"}),
            json!({"end": "2015-03-01", "undecided": true}),
            "over before 1 July 2020: extend or declassify (L18 Art. 28)",
        ),
        (
            "term-extended",
            json!("Mat"),
            json!({"determined": "2021-05-04", "extended-to": "2041-05-04"}),
            json!({"end": "2041-05-04"}),
            "extensions chain (L18 Art. 20)",
        ),
        (
            "term-unknown-day",
            json!("Mat"),
            json!({}),
            json!({"end": null, "unknown": true}),
            "no day of determination: no term is computed",
        ),
        (
            "term-unknown-level",
            Json::Null,
            json!({"determined": "2021-05-04"}),
            json!({"end": null, "unknown": true}),
            "no level: no term is computed",
        ),
        (
            "term-before-rules",
            json!("Mat"),
            json!({"determined": "1999-05-04"}),
            json!({"undecided": true}),
            "from before any rules known here",
        ),
    ] {
        let mut input = with(input, json!({"carrier": "document"}));
        input["level"] = level;
        sheet.case("term.of", id, why, input, want);
    }
    let place = json!({"carrier": "place", "level": "Mat", "determined": "2021-05-04"});
    sheet.case(
        "term.of",
        "term-place",
        "a place: as long as it is used (L18 Art. 19(3))",
        place,
        json!({"end": null, "unknown": false}),
    );
    for (id, untils, want, why) in [
        (
            "until-longer",
            json!([{"years": 5}, {"years": 7}]),
            json!({"until": {"years": 7}}),
            "the later wins",
        ),
        (
            "until-months-years",
            json!([{"months": 30}, {"years": 2}]),
            json!({"until": {"months": 30}}),
            "thirty months are more than two years",
        ),
        (
            "until-dates",
            json!([{"on": "2030-01-01"}, {"on": "2029-12-31"}]),
            json!({"until": {"on": "2030-01-01"}}),
            "the later day",
        ),
        (
            "until-mixed",
            json!([{"years": 5}, {"on": "2030-01-01"}]),
            json!({"until": "unstated"}),
            "a count and a day cannot be compared without a start: the whole term",
        ),
        (
            "until-indefinite",
            json!(["indefinite", {"years": 30}]),
            json!({"until": "indefinite"}),
            "nothing is later",
        ),
        (
            "until-when",
            json!(["when", "unstated"]),
            json!({"until": "when"}),
            "an event may be later than any day",
        ),
        (
            "until-none",
            json!([]),
            json!({"failure": "Question"}),
            "nothing has no latest",
        ),
    ] {
        sheet.case("until.roll-up", id, why, json!({"untils": untils}), want);
    }
    sheet
}

pub(crate) fn status() -> Sheet {
    let mut sheet = Sheet::new(
        "status",
        "What a document's secrecy is on a day, past or future, with its reasons and their articles (design §3, Until).",
    );
    let day = "2021-05-04";
    let determined = filled(determination("d1", "Mat", day), "determine");
    let issued = filled(issue("d1", "15/BC", day), "issue");
    let adjusted = filled(
        json!({"act": "level.adjust", "on": "2022-01-10", "document": "d1", "old-level": "Mat", "new-level": "ToiMat", "decision": head("2022-01-10"), "list-refs": [{"list": "list-1", "article": 2}]}),
        "adjust",
    );
    let extended = filled(
        json!({"act": "term.extend", "on": "2031-01-10", "document": "d1", "old-end": "2031-05-04", "new-end": "2041-05-04", "decision": head("2031-01-10"), "reason": "–"}),
        "extend",
    );
    let lifted = filled(
        json!({"act": "document.declassify", "on": "2023-03-01", "document": "d1", "ground": "need", "extent": "full", "effective": "2023-04-01", "council": council(), "decision": head("2023-03-01")}),
        "declassify",
    );
    let cancelled = filled(
        json!({"act": "document.cancel", "on": "2021-05-05", "document": "d1", "reason": "–"}),
        "cancel",
    );
    let unopened = filled(
        json!({"act": "document.receive", "on": day, "document": "r1", "issuer": "bo-a", "unopened": true, "envelope": {"symbol": "12/BA", "letter": "B", "named": "head"}}),
        "receive",
    );
    let old = filled(
        json!({"act": "document.import", "on": day, "document": "o1", "carrier": "document", "level": "Mat", "origin": "own", "source": {"kind": "register"}, "determined": "2005-03-01", "copies": []}),
        "import",
    );
    let undated = filled(
        json!({"act": "document.import", "on": day, "document": "o2", "carrier": "document", "level": "Mat", "origin": "own", "source": {"kind": "register"}, "copies": []}),
        "import-2",
    );
    let plain = [determined.clone(), issued];
    let rows: Vec<(&str, Vec<Json>, &str, Json, &str)> = vec![
        (
            "before",
            plain.to_vec(),
            "2021-05-03",
            json!({"standing": "not-yet", "level": null}),
            "nothing is on record yet",
        ),
        (
            "nothing",
            vec![],
            "2021-05-04",
            json!({"standing": "not-yet", "level": null, "ends": null}),
            "no act at all",
        ),
        (
            "first-day",
            plain.to_vec(),
            "2021-05-04",
            json!({"standing": "secret", "level": "Mat", "ends": "2031-05-04"}),
            "protected from the day of determination (L18 Art. 19(1)(c))",
        ),
        (
            "under-2025",
            plain.to_vec(),
            "2026-03-01",
            json!({"standing": "secret", "pack": "vn-2025"}),
            "the term goes on under the 2025 rules",
        ),
        (
            "last-day",
            plain.to_vec(),
            "2031-05-04",
            json!({"standing": "secret", "level": "Mat"}),
            "the last day is the anniversary",
        ),
        (
            "expired",
            plain.to_vec(),
            "2031-05-05",
            json!({"standing": "expired", "level": null}),
            "declassified by itself (L18 Art. 22(2)(a))",
        ),
        (
            "long-expired",
            plain.to_vec(),
            "2099-01-01",
            json!({"standing": "expired", "level": null}),
            "and stays so",
        ),
        (
            "adjusted-before",
            vec![determined.clone(), adjusted.clone()],
            "2022-01-09",
            json!({"standing": "secret", "level": "Mat"}),
            "what a later act changed does not show before its day",
        ),
        (
            "adjusted",
            vec![determined.clone(), adjusted],
            "2022-01-10",
            json!({"standing": "secret", "level": "ToiMat"}),
            "raised (L18 Art. 21)",
        ),
        (
            "extended",
            vec![determined.clone(), extended.clone()],
            "2035-01-01",
            json!({"standing": "secret", "ends": "2041-05-04"}),
            "extended (L18 Art. 20)",
        ),
        (
            "extended-over",
            vec![determined.clone(), extended],
            "2041-05-05",
            json!({"standing": "expired"}),
            "an extension ends too",
        ),
        (
            "declassified-ahead",
            vec![determined.clone(), lifted.clone()],
            "2023-03-31",
            json!({"standing": "secret", "ends": "2023-03-31"}),
            "decided, and not yet in effect (L18 Art. 22(4))",
        ),
        (
            "declassified",
            vec![determined.clone(), lifted],
            "2023-04-01",
            json!({"standing": "declassified", "level": null}),
            "from the day of effect",
        ),
        (
            "cancelled",
            vec![determined, cancelled],
            "2021-05-05",
            json!({"standing": "cancelled", "level": null}),
            "a number taken and never issued",
        ),
        (
            "unopened",
            vec![unopened],
            "2021-05-04",
            json!({"standing": "unopened", "level": null}),
            "nobody here knows its level (D26 Art. 4(2)(b))",
        ),
        (
            "old-undecided",
            vec![old],
            "2021-06-01",
            json!({"standing": "secret", "ends": null}),
            "over before 1 July 2020, and neither extended nor declassified (L18 Art. 28)",
        ),
        (
            "undated",
            vec![undated],
            "2030-01-01",
            json!({"standing": "secret", "ends": null}),
            "its day of determination is not known: no term is computed",
        ),
    ];
    for (id, acts, on, want, why) in rows {
        sheet.case("status.on", id, why, json!({"acts": acts, "on": on}), want);
    }
    sheet
}

pub(crate) fn marks() -> Sheet {
    let mut sheet = Sheet::new(
        "marks",
        "The words of the marks, row by row, and their articles (C24 Art. 2; the packs).",
    );
    let packs = bmnn::pack::Packs::built_in().unwrap();
    for pack in packs.iter() {
        for mark in pack.marks() {
            let id = format!("{}-{}", pack.id(), mark.id);
            let why = format!("{} ({})", mark.en, mark.citation.en());
            let essential = mark
                .level
                .map_or(json!({}), |level| json!({"level": level.as_str()}));
            sheet.case(
                "mark.print",
                &id,
                &why,
                json!({"pack": pack.id(), "mark": mark.id}),
                essential,
            );
        }
    }
    for (id, pack, mark, kind, why) in [
        (
            "unknown-mark",
            "vn-2018",
            "thuong",
            "NoMark",
            "no such mark",
        ),
        (
            "english-mark",
            "vn-2018",
            "secret",
            "NoMark",
            "no mark has an English name",
        ),
        ("unknown-pack", "vn-2030", "mat", "NoPack", "no such pack"),
    ] {
        sheet.case(
            "mark.print",
            id,
            why,
            json!({"pack": pack, "mark": mark}),
            json!({"failure": kind}),
        );
    }
    sheet
}
