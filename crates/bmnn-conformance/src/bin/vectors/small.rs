//! Levels, dates, copies.

use crate::sheet::Sheet;
use serde_json::{Value as Json, json};

fn fails(kind: &str) -> Json {
    json!({"failure": kind})
}

pub(crate) fn levels() -> Sheet {
    let mut sheet = Sheet::new(
        "levels",
        "How a level of secrecy is read, printed and combined (L18 Art. 8, 10(2); design §3, Level).",
    );
    let read: [(&str, &str, &str, Option<(&str, &[&str])>); 42] = [
        ("name-mat", "the name in acts", "Mat", Some(("Mat", &[]))),
        (
            "name-toi-mat",
            "the name in acts",
            "ToiMat",
            Some(("ToiMat", &[])),
        ),
        (
            "name-tuyet-mat",
            "the name in acts",
            "TuyetMat",
            Some(("TuyetMat", &[])),
        ),
        (
            "printed-mat",
            "as the law writes it (L18 Art. 8)",
            "Mật",
            Some(("Mat", &[])),
        ),
        (
            "printed-toi-mat",
            "as the law writes it (L18 Art. 8)",
            "Tối mật",
            Some(("ToiMat", &[])),
        ),
        (
            "printed-tuyet-mat",
            "as the law writes it (L18 Art. 8)",
            "Tuyệt mật",
            Some(("TuyetMat", &[])),
        ),
        (
            "mark-toi-mat",
            "as the mark prints it (C24 Art. 2)",
            "TỐI MẬT",
            Some(("ToiMat", &[])),
        ),
        (
            "mark-tuyet-mat",
            "as the mark prints it (C24 Art. 2)",
            "TUYỆT MẬT",
            Some(("TuyetMat", &[])),
        ),
        (
            "no-diacritics",
            "missing diacritics are a liberty, not a fault",
            "TOI MAT",
            Some(("ToiMat", &["diacritics"])),
        ),
        (
            "half-diacritics",
            "some diacritics are missing",
            "Tuyêt mật",
            Some(("TuyetMat", &["diacritics"])),
        ),
        ("lower", "any case", "tối mật", Some(("ToiMat", &["case"]))),
        ("title", "any case", "Tối Mật", Some(("ToiMat", &["case"]))),
        (
            "lower-bare",
            "two liberties at once",
            "mat",
            Some(("Mat", &["case", "diacritics"])),
        ),
        (
            "space",
            "spaces around and between",
            "  Tối   mật\n",
            Some(("ToiMat", &["space"])),
        ),
        (
            "nfd-toi-mat",
            "decomposed (NFD) as some systems write it",
            "To\u{302}\u{301}i ma\u{323}\u{302}t",
            Some(("ToiMat", &["decomposed"])),
        ),
        (
            "nfd-mat",
            "decomposed (NFD)",
            "Ma\u{323}\u{302}t",
            Some(("Mat", &["decomposed"])),
        ),
        (
            "letter-a",
            "the letter on the envelope (D26 Art. 4(1)(b))",
            "A",
            Some(("TuyetMat", &["letter"])),
        ),
        (
            "letter-b-lower",
            "the letter, and its case",
            "b",
            Some(("ToiMat", &["case", "letter"])),
        ),
        (
            "letter-c-space",
            "the letter, with spaces",
            " C ",
            Some(("Mat", &["space", "letter"])),
        ),
        (
            "wrong-tone",
            "a wrong tone is another word",
            "Tồi mật",
            None,
        ),
        ("lost", "`mất` is *lost*, not a level", "Mất", None),
        (
            "extra-mark",
            "a mark too many is another word",
            "Tối mậtt",
            None,
        ),
        ("glued", "the printed form has two words", "TốiMật", None),
        (
            "glued-bare",
            "only the name in acts is one word, in its own case",
            "TOIMAT",
            None,
        ),
        (
            "name-lower",
            "the name in acts has one spelling",
            "toimat",
            None,
        ),
        ("kebab", "an id is no level", "toi-mat", None),
        ("letter-d", "there are three letters", "D", None),
        (
            "letter-cyrillic",
            "a letter that only looks alike",
            "\u{410}",
            None,
        ),
        ("empty", "nothing is no level", "", None),
        ("blank", "spaces are no level", "   ", None),
        (
            "english-top-secret",
            "English is a label only, never parsed back",
            "Top secret",
            None,
        ),
        ("english-secret", "English is a label only", "Secret", None),
        (
            "english-confidential",
            "English is a label only",
            "Confidential",
            None,
        ),
        ("foreign", "another country's level", "Streng geheim", None),
        (
            "ordinary",
            "`Thường` is no level of secrecy",
            "Thường",
            None,
        ),
        ("urgent", "urgency is no level", "Khẩn", None),
        (
            "not-secret",
            "what is not secret has no level",
            "Không mật",
            None,
        ),
        (
            "internal",
            "an internal remark is no level",
            "Lưu hành nội bộ",
            None,
        ),
        ("number", "levels have no numbers", "1", None),
        ("quoted", "quotes belong to no level", "\"Mật\"", None),
        ("two-levels", "one text, one level", "Mật, Tối mật", None),
        ("dot", "a stop belongs to no level", "Mật.", None),
    ];
    for (id, why, text, want) in read {
        let want = want.map_or_else(
            || fails("Level"),
            |(level, taken)| json!({"level": level, "liberties": taken}),
        );
        sheet.case("level.read", id, why, json!({"text": text}), want);
    }
    for (level, vietnamese, mark, letter) in [
        ("Mat", "Mật", "MẬT", "C"),
        ("ToiMat", "Tối mật", "TỐI MẬT", "B"),
        ("TuyetMat", "Tuyệt mật", "TUYỆT MẬT", "A"),
    ] {
        let want = json!({"name": level, "vietnamese": vietnamese, "mark": mark, "letter": letter});
        let id = format!("print-{level}");
        sheet.case(
            "level.print",
            &id,
            "printing has one spelling",
            json!({"level": level}),
            want,
        );
    }
    let roll_up: [(&str, &str, &[&str], Option<&str>); 7] = [
        (
            "roll-up-two",
            "the highest wins (L18 Art. 10(2))",
            &["Mat", "ToiMat"],
            Some("ToiMat"),
        ),
        (
            "roll-up-reverse",
            "whatever the order",
            &["TuyetMat", "Mat"],
            Some("TuyetMat"),
        ),
        (
            "roll-up-same",
            "a level with itself",
            &["Mat", "Mat"],
            Some("Mat"),
        ),
        (
            "roll-up-three",
            "all three",
            &["ToiMat", "Mat", "TuyetMat"],
            Some("TuyetMat"),
        ),
        ("roll-up-none", "nothing has no level", &[], None),
        (
            "roll-up-unknown",
            "one that is no level",
            &["Mat", "Thường"],
            None,
        ),
        (
            "roll-up-printed",
            "acts write names, not what is printed",
            &["Mat", "Tối mật"],
            None,
        ),
    ];
    for (id, why, levels, want) in roll_up {
        let want = want.map_or_else(|| fails("Level"), |level| json!({"level": level}));
        sheet.case("level.roll-up", id, why, json!({"levels": levels}), want);
    }
    sheet
}

pub(crate) fn dates() -> Sheet {
    let mut sheet = Sheet::new(
        "dates",
        "Civil dates in Vietnam, part-dates, times, and periods counted to the anniversary (Civil Code 2015 Art. 147-148).",
    );
    let plus = [
        (
            "years-ten",
            "2020-07-01",
            "years",
            10,
            "2030-07-01",
            "the last day is the anniversary",
        ),
        (
            "years-leap",
            "2020-02-29",
            "years",
            10,
            "2030-02-28",
            "no anniversary: the month's last day",
        ),
        (
            "years-leap-leap",
            "2020-02-29",
            "years",
            20,
            "2040-02-29",
            "the anniversary is there again",
        ),
        (
            "years-not-29",
            "2019-02-28",
            "years",
            1,
            "2020-02-28",
            "not the 29th: there is an anniversary",
        ),
        (
            "years-2100",
            "2096-02-29",
            "years",
            4,
            "2100-02-28",
            "2100 is no leap year",
        ),
        (
            "years-2000",
            "1996-02-29",
            "years",
            4,
            "2000-02-29",
            "2000 is one",
        ),
        (
            "years-thirty",
            "2026-03-01",
            "years",
            30,
            "2056-03-01",
            "the term of Tuyệt mật (L18 Art. 19(1)(a))",
        ),
        (
            "years-end",
            "9990-01-01",
            "years",
            30,
            "9999-12-31",
            "the calendar ends there",
        ),
        (
            "months-same-day",
            "2026-01-15",
            "months",
            1,
            "2026-02-15",
            "the same day",
        ),
        (
            "months-short",
            "2026-01-31",
            "months",
            1,
            "2026-02-28",
            "the month's last day",
        ),
        (
            "months-leap",
            "2024-01-31",
            "months",
            1,
            "2024-02-29",
            "the month's last day, in a leap year",
        ),
        (
            "months-half-year",
            "2026-08-31",
            "months",
            6,
            "2027-02-28",
            "across the year",
        ),
        (
            "months-thirty",
            "2026-11-30",
            "months",
            1,
            "2026-12-30",
            "not the month's last day",
        ),
        (
            "months-zero",
            "2026-05-05",
            "months",
            0,
            "2026-05-05",
            "nothing is added",
        ),
        (
            "days-over-leap",
            "2024-02-28",
            "days",
            2,
            "2024-03-01",
            "29 February is a day",
        ),
        (
            "days-sixty",
            "2031-03-05",
            "days",
            60,
            "2031-05-04",
            "sixty days before the term ends (L18 Art. 20(2))",
        ),
    ];
    for (id, date, unit, count, want, why) in plus {
        let input = json!({"date": date, "unit": unit, "count": count});
        sheet.case("date.plus", id, why, input, json!({"date": want}));
    }
    let dates = [
        ("date", "2026-03-01", true, "year, month, day"),
        ("date-leap", "2024-02-29", true, "a leap day that is"),
        (
            "date-no-leap",
            "2025-02-29",
            false,
            "a leap day that is not",
        ),
        (
            "date-1899",
            "1899-12-31",
            false,
            "before the calendar of the format",
        ),
        (
            "date-1900",
            "1900-01-01",
            true,
            "the first day of the format",
        ),
        ("date-month-13", "2026-13-01", false, "twelve months"),
        ("date-day-31", "2026-04-31", false, "April has 30 days"),
        ("date-day-0", "2026-04-00", false, "days begin at 1"),
        ("date-short", "2026-3-1", false, "one value, one spelling"),
        (
            "date-slashes",
            "01/03/2026",
            false,
            "as printed, not as written in acts",
        ),
        ("date-part", "2026-03", false, "a part-date is no date"),
        ("date-sign", "+2026-03-01", false, "no sign"),
        ("date-space", " 2026-03-01", false, "no spaces"),
        ("date-time", "2026-03-01T00:00", false, "no time of day"),
        (
            "date-zone",
            "2026-03-01Z",
            false,
            "no zone: it is Vietnam's day",
        ),
        ("date-five-digits", "12026-03-01", false, "four digits"),
        ("date-empty", "", false, "nothing is no date"),
    ];
    for (id, text, holds, why) in dates {
        let want = if holds {
            json!({"date": text})
        } else {
            fails("Date")
        };
        sheet.case("date.read", id, why, json!({"text": text}), want);
    }
    let parts = [
        (
            "part-year",
            "2014",
            Some(("2014-01-01", "2014-12-31")),
            "a year: its last day counts",
        ),
        (
            "part-month",
            "2012-02",
            Some(("2012-02-01", "2012-02-29")),
            "a month: its last day counts",
        ),
        (
            "part-whole",
            "2014-05-07",
            Some(("2014-05-07", "2014-05-07")),
            "a whole date",
        ),
        ("part-month-13", "2014-13", None, "twelve months"),
        ("part-short", "2014-5", None, "two digits"),
        ("part-dash", "2014-", None, "a dash wants a month"),
        ("part-two-digits", "14", None, "four digits"),
        ("part-empty", "", None, "nothing is no part-date"),
        ("part-day-32", "2014-05-32", None, "no such day"),
    ];
    for (id, text, want, why) in parts {
        let want = want.map_or_else(
            || fails("PartDate"),
            |(earliest, latest)| json!({"earliest": earliest, "latest": latest}),
        );
        sheet.case("part-date.read", id, why, json!({"text": text}), want);
    }
    let times = [
        ("time", "14:05", true, "hour and minute, UTC+7"),
        ("time-first", "00:00", true, "the first minute"),
        ("time-24", "24:00", false, "the day ends at 23:59"),
        ("time-60", "12:60", false, "sixty minutes"),
        ("time-short", "1:05", false, "two digits"),
        ("time-seconds", "12:00:00", false, "no seconds"),
        ("time-noon", "12h00", false, "a colon stands between"),
    ];
    for (id, text, holds, why) in times {
        let want = if holds {
            json!({"hour": text[..2].parse::<u8>().unwrap()})
        } else {
            fails("Time")
        };
        sheet.case("time.read", id, why, json!({"text": text}), want);
    }
    sheet
}

pub(crate) fn copies() -> Sheet {
    let mut sheet = Sheet::new(
        "copies",
        "References to copies and ids (acts §1): numbered copies, unnumbered carriers, duplicates by occasion.",
    );
    let read = [
        (
            "numbered",
            "doc-17#3",
            None,
            "copy 3, as its mark `Bản số 03` says",
        ),
        (
            "unnumbered",
            "doc-17#u1",
            None,
            "a carrier without a number",
        ),
        (
            "duplicate",
            "doc-17#3/2.1",
            None,
            "duplicate 1 of the second occasion",
        ),
        (
            "chain",
            "doc-17#3/2.1/1.1",
            None,
            "a duplicate of a duplicate",
        ),
        (
            "eight-deep",
            "d#1/1.1/1.1/1.1/1.1/1.1/1.1/1.1/1.1",
            None,
            "eight reproductions are the most",
        ),
        (
            "largest",
            "d:1.2_-#4294967295",
            None,
            "numbers go up to 2^32 - 1",
        ),
        (
            "nine-deep",
            "d#1/1.1/1.1/1.1/1.1/1.1/1.1/1.1/1.1/1.1",
            Some("TooDeep"),
            "nine are too many",
        ),
        ("zero", "doc#0", Some("Zero"), "numbers begin at 1"),
        (
            "zero-unnumbered",
            "doc#u0",
            Some("Zero"),
            "counts begin at 1",
        ),
        (
            "zero-occasion",
            "doc#1/0.1",
            Some("Zero"),
            "occasions begin at 1",
        ),
        (
            "zero-duplicate",
            "doc#1/1.0",
            Some("Zero"),
            "duplicates begin at 1",
        ),
        (
            "leading-zero",
            "doc#03",
            Some("Malformed"),
            "one value, one spelling; only the mark prints `03`",
        ),
        ("sign", "doc#+3", Some("Malformed"), "no sign"),
        (
            "too-large",
            "doc#4294967296",
            Some("Malformed"),
            "beyond 2^32 - 1",
        ),
        ("no-number", "doc#", Some("Malformed"), "a number is wanted"),
        (
            "no-document",
            "#3",
            Some("Malformed"),
            "a document is wanted",
        ),
        ("no-sign", "doc", Some("Malformed"), "a document is no copy"),
        (
            "no-duplicate-number",
            "doc#3/2",
            Some("Malformed"),
            "an occasion and a number",
        ),
        (
            "trailing-slash",
            "doc#3/",
            Some("Malformed"),
            "nothing follows the slash",
        ),
        ("two-signs", "doc#3#4", Some("Malformed"), "one sign"),
        ("of-total", "3/7", Some("Malformed"), "a series is no copy"),
        ("upper-u", "doc#U1", Some("Malformed"), "a small u"),
        ("space", "doc #3", Some("Malformed"), "no spaces"),
        (
            "arabic-digits",
            "doc#\u{663}",
            Some("Malformed"),
            "ASCII digits",
        ),
        ("bad-id", "tài-liệu#3", Some("Malformed"), "an id is ASCII"),
        ("empty", "", Some("Malformed"), "nothing is no copy"),
    ];
    for (id, text, fault, why) in read {
        let want = fault.map_or_else(|| json!({"copy": text}), fails);
        sheet.case("copy.read", id, why, json!({"text": text}), want);
    }
    let made = [
        (
            "make-duplicate",
            "d#3",
            1,
            2,
            Ok("d#3/1.2"),
            "the second of the first occasion",
        ),
        (
            "make-of-duplicate",
            "d#u1/1.1",
            4,
            1,
            Ok("d#u1/1.1/4.1"),
            "duplicates have duplicates",
        ),
        (
            "make-occasion-0",
            "d#3",
            0,
            1,
            Err("Zero"),
            "occasions begin at 1",
        ),
        (
            "make-number-0",
            "d#3",
            1,
            0,
            Err("Zero"),
            "numbers begin at 1",
        ),
        (
            "make-nine-deep",
            "d#1/1.1/1.1/1.1/1.1/1.1/1.1/1.1/1.1",
            1,
            1,
            Err("TooDeep"),
            "eight reproductions are the most",
        ),
    ];
    for (id, copy, occasion, number, want, why) in made {
        let want = want.map_or_else(fails, |copy| json!({"copy": copy}));
        let input = json!({"copy": copy, "occasion": occasion, "number": number});
        sheet.case("copy.duplicate", id, why, input, want);
    }
    let long = "x".repeat(64);
    let longer = "x".repeat(65);
    let ids = [
        ("id", "so-b.1_2:3-4", true, "letters, digits, . _ : -"),
        ("id-self", "self", true, "the ledger's own agency"),
        ("id-64", &long, true, "64 characters"),
        ("id-65", &longer, false, "at most 64 characters"),
        ("id-empty", "", false, "at least one character"),
        ("id-space", "so b", false, "no spaces"),
        ("id-vietnamese", "sở-b", false, "an id carries no words"),
        ("id-hash", "doc#3", false, "a copy is no id"),
        ("id-slash", "a/b", false, "no slash"),
    ];
    for (id, text, holds, why) in ids {
        let want = if holds {
            json!({"id": text})
        } else {
            fails("Id")
        };
        sheet.case("id.read", id, why, json!({"text": text}), want);
    }
    sheet
}
