//! Packs that are refused, each with its line and reason.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use bmnn::pack::{BUILT_IN, CATALOGUE, Pack};

const HEADER: &str = r#"[pack]
id = "mine"
vi = "Của tôi"
en = "Mine"
starts = "2026-03-01"
extends = "vn-2025"
"#;

const LAW: &str = r#"[[instrument]]
key = "L18"
number = "29/2018/QH14"
vi = "Luật"
en = "the Law"
confidence = "text"
"#;

/// A good extending pack; its provision begins on line 13.
fn with(provision: &str) -> String {
    format!("{HEADER}{LAW}[[provision]]\n{provision}")
}

fn refusal(text: &str) -> (usize, String) {
    let error = Pack::parse("mine.toml", text).unwrap_err();
    assert_eq!(error.file, "mine.toml");
    assert!(
        error
            .to_string()
            .starts_with(&format!("mine.toml:{}: ", error.line))
    );
    (error.line, error.reason.to_string())
}

#[test]
fn the_good_one_is_taken() {
    let good = "id = \"term.mat\"\nyears = 10\ncite = \"L18 19(1)(c)\"\nconfidence = \"text\"\nvi = \"a\"\nen = \"b\"\n";
    assert!(Pack::parse("mine.toml", &with(good)).is_ok());
    assert!(Pack::parse("mine.toml", HEADER).is_ok());
}

#[test]
fn provisions() {
    let rest = "cite = \"L18 1\"\nconfidence = \"text\"\nvi = \"a\"\nen = \"b\"\n";
    let term = "id = \"term.mat\"\nyears = 10\n";
    let table: &[(String, usize, &str)] = &[
        (
            format!("id = \"term.mat\nyears = 10\n{rest}"),
            14,
            "invalid basic string",
        ),
        (
            format!("{term}colour = \"red\"\n{rest}"),
            16,
            "unknown field `colour`",
        ),
        (format!("{term}years = 10\n{rest}"), 16, "duplicate key"),
        (
            format!("id = \"term.mat\"\nyears = \"ten\"\n{rest}"),
            15,
            "invalid type: string",
        ),
        (
            format!("id = \"term.mat\"\nyears = -1\n{rest}"),
            15,
            "invalid value: integer `-1`",
        ),
        (
            format!("id = \"term.mat\"\nyears = 0\n{rest}"),
            14,
            "wants `years` from 1 to 100",
        ),
        (
            format!("id = \"term.mat\"\nyears = 101\n{rest}"),
            14,
            "wants `years` from 1 to 100",
        ),
        (
            format!("id = \"term.mat\"\ndays = 10\n{rest}"),
            14,
            "`term.mat` wants `years`",
        ),
        (
            format!("{term}days = 10\n{rest}"),
            14,
            "`term.mat` has two values",
        ),
        (
            format!("id = \"term.mat\"\n{rest}"),
            14,
            "`term.mat` wants `years`",
        ),
        (
            "id = \"term.mat\"\n".to_owned(),
            14,
            "states its value or `enforce`",
        ),
        (
            format!("id = \"term.matt\"\nyears = 10\n{rest}"),
            14,
            "unknown provision `term.matt`",
        ),
        (
            format!("id = \"extend.decide-before\"\nat-once = false\n{rest}"),
            14,
            "true or left out",
        ),
        (
            format!("id = \"subject.tuyet-mat\"\nword = \"perhaps\"\n{rest}"),
            14,
            "one of `consent`, `forbidden`",
        ),
        (
            format!("id = \"electronic.signatures\"\nwords = [\"person\", \"person\"]\n{rest}"),
            14,
            "each once, of `person`, `agency`",
        ),
        (
            format!("id = \"report.yearly\"\nday = \"13-20\"\n{rest}"),
            15,
            "a day such as `12-20`",
        ),
        (
            format!("{term}cite = \"L19 1\"\nconfidence = \"text\"\nvi = \"a\"\nen = \"b\"\n"),
            16,
            "no instrument `L19` in this pack",
        ),
        (
            format!("{term}cite = \"L18 x\"\nconfidence = \"text\"\nvi = \"a\"\nen = \"b\"\n"),
            16,
            "expected a place such as `L18 20(2)(b)`, found `L18 x`",
        ),
        (
            format!("{term}cite = \"L18 1\"\nconfidence = \"sure\"\nvi = \"a\"\nen = \"b\"\n"),
            17,
            "expected one of `unverified`",
        ),
        (format!("{term}confidence = \"text\"\n"), 14, "wants `cite`"),
        (
            format!("{term}cite = \"L18 1\"\n"),
            14,
            "wants `confidence`",
        ),
        (
            format!("{term}cite = \"L18 1\"\nconfidence = \"text\"\n"),
            14,
            "wants `vi`",
        ),
        (
            format!("{term}inherited = \"vn-2018\"\n{rest}"),
            16,
            "inherited was not seen, so it can only be `unverified`",
        ),
        (
            format!("id = \"term.mat\"\nunknown = true\n{rest}"),
            14,
            "unknown, so it can only be `unverified`",
        ),
        (
            format!("{term}since = \"soon\"\n{rest}"),
            16,
            "expected a date such as `2026-03-01`",
        ),
        (
            format!("{term}{rest}[[provision]]\n{term}{rest}"),
            21,
            "duplicate: provision `term.mat` is already defined on line 14",
        ),
    ];
    for (provision, line, reason) in table {
        let (at, why) = refusal(&with(provision));
        assert_eq!(at, *line, "{provision}\n{why}");
        assert!(why.contains(reason), "{provision}\n{why}");
    }
}

#[test]
fn other_parts() {
    let source = "cite = \"L18 1\"\nconfidence = \"text\"\n";
    let post =
        |keys: &str| format!("{HEADER}{LAW}[[post]]\nvi = \"a\"\nen = \"b\"\n{source}{keys}");
    let mark = |keys: &str| {
        format!(
            "{HEADER}{LAW}[[mark]]\nid = \"m\"\nkind = \"level\"\nvi = \"a\"\nen = \"b\"\n{source}{keys}"
        )
    };
    let table: &[(String, usize, &str)] = &[
        (String::new(), 1, "missing field `pack`"),
        ("[pack]\nid = \"x\"\n".to_owned(), 1, "missing field `vi`"),
        (
            HEADER.replace("\"mine\"", "\"My pack\""),
            2,
            "expected a pack id",
        ),
        (
            HEADER.replace("extends", "ends = \"2026-02-01\"\nextends"),
            6,
            "ends before it starts",
        ),
        (
            HEADER.replace("2026-03-01", "2026-02-30"),
            5,
            "expected a date",
        ),
        (format!("{HEADER}[pack]\n"), 7, "duplicate key"),
        (
            format!("{HEADER}{LAW}{LAW}"),
            14,
            "instrument `L18` is already defined on line 8",
        ),
        (format!("{HEADER}[[rule]]\n"), 7, "unknown field `rule`"),
        (post("id = \"Chief\"\n"), 18, "expected a post id"),
        (
            post("id = \"chief\"\npermits = \"Secret\"\n"),
            19,
            "one of `Mat`, `ToiMat`, `TuyetMat`",
        ),
        (
            post("id = \"chief\"\ntier = \"ward\"\n"),
            19,
            "one of `central`",
        ),
        (
            post("id = \"chief\"\nhead = 1\n"),
            19,
            "invalid type: integer",
        ),
        (
            mark("frame = { width = 0, height = 8 }\n"),
            20,
            "expected millimetres",
        ),
        (
            mark("frame = { width = 30 }\n"),
            20,
            "missing field `height`",
        ),
        (
            mark("ink = { colours = [\"blue\"] }\n"),
            20,
            "unknown variant `blue`",
        ),
        (
            mark("rows = [{ txt = \"A\" }]\n"),
            20,
            "unknown field `txt`",
        ),
        (
            format!(
                "{HEADER}{LAW}[[register]]\nkind = \"green\"\nvi = \"a\"\nen = \"b\"\n{source}"
            ),
            14,
            "one of `outgoing`",
        ),
        (
            format!(
                "{HEADER}{LAW}[[transition]]\nid = \"t\"\nrule = \"forget\"\nvi = \"a\"\nen = \"b\"\n{source}"
            ),
            15,
            "one of `assign-term`",
        ),
    ];
    for (text, line, reason) in table {
        let (at, why) = refusal(text);
        assert!(why.contains(reason), "{text}\n{why}");
        assert_eq!(at, *line, "{text}\n{why}");
    }
}

/// A complete pack that lacks any one provision is refused for that gap.
#[test]
fn every_gap_is_found() {
    let (_, whole) = BUILT_IN[1];
    for (id, _) in CATALOGUE {
        let start = whole
            .find(&format!("[[provision]]\nid = \"{id}\"\n"))
            .unwrap();
        let end = start + whole[start..].find("\n\n").unwrap();
        let text = [&whole[..start], &whole[end..]].concat();
        let (line, why) = refusal(&text);
        assert_eq!(
            (line, why),
            (3, format!("gap: provision `{id}` is missing"))
        );
    }
}

/// Cut anywhere, a built-in pack is refused, and reading it never panics.
#[test]
fn a_cut_pack_is_refused() {
    let (_, whole) = BUILT_IN[0];
    let needed = whole.rfind("[[provision]]").unwrap();
    for end in (0..needed)
        .step_by(997)
        .filter(|end| whole.is_char_boundary(*end))
    {
        assert!(Pack::parse("cut.toml", &whole[..end]).is_err(), "{end}");
    }
}
