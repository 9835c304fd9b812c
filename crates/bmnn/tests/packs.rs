//! The built-in packs: whole, and pinned to the articles they cite.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use bmnn::date::Date;
use bmnn::decide::Reason;
use bmnn::level::Level;
use bmnn::pack::{
    BUILT_IN, CATALOGUE, Confidence, OldSecret, Pack, Packs, Setting, TransitionRule,
};
use bmnn::until::Until;
use proptest::prelude::*;
use std::sync::LazyLock;
use unicode_normalization::is_nfc;

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn built_in(id: &str) -> &'static Pack {
    static PACKS: LazyLock<Packs> = LazyLock::new(|| Packs::built_in().unwrap());
    PACKS.by_id(id).unwrap()
}

#[test]
fn every_built_in_pack_is_whole() {
    for (id, text) in BUILT_IN {
        let pack = Pack::parse(id, text).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(pack.id(), id);
        assert!(is_nfc(text), "{id}");
        for (provision, _) in CATALOGUE {
            let provision = pack.provision(provision).unwrap();
            assert!(!provision.citation.references().is_empty());
            assert!(!provision.vi.is_empty() && !provision.en.is_empty());
        }
    }
}

/// A refusal whose provision no pack has would never refuse.
#[test]
fn every_reason_rests_on_a_provision_that_packs_have() {
    for reason in Reason::ALL {
        if let Some(id) = reason.provision() {
            assert!(CATALOGUE.iter().any(|(known, _)| *known == id), "{id}");
        }
    }
}

/// Value, citation and confidence as law/rules.md gives them.
#[test]
fn pinned_provisions() {
    use Confidence::*;
    let table = [
        (
            "vn-2018",
            "term.tuyet-mat",
            Setting::Years(30),
            "điểm a khoản 1 Điều 19 Luật",
            Text,
        ),
        (
            "vn-2018",
            "term.toi-mat",
            Setting::Years(20),
            "điểm b khoản 1 Điều 19 Luật",
            Text,
        ),
        (
            "vn-2018",
            "term.mat",
            Setting::Years(10),
            "điểm c khoản 1 Điều 19 Luật",
            Text,
        ),
        (
            "vn-2018",
            "extend.decide-before",
            Setting::Days(60),
            "khoản 2 Điều 20 Luật",
            Text,
        ),
        (
            "vn-2018",
            "notice.extend",
            Setting::Days(15),
            "khoản 4 Điều 20 Luật",
            Text,
        ),
        (
            "vn-2018",
            "notice.adjust",
            Setting::Days(15),
            "khoản 5 Điều 21 Luật",
            Text,
        ),
        (
            "vn-2018",
            "notice.declassify",
            Setting::Days(15),
            "khoản 6 Điều 22 Luật",
            Text,
        ),
        (
            "vn-2018",
            "notice.off-list",
            Setting::AtOnce,
            "khoản 3 Điều 22 Luật",
            Text,
        ),
        (
            "vn-2018",
            "list.appraisal",
            Setting::Days(30),
            "khoản 3 Điều 9 Luật",
            Text,
        ),
        (
            "vn-2018",
            "copy.exact",
            Setting::Holds(true),
            "khoản 3 Điều 3 Nghị định số 26",
            Text,
        ),
        (
            "vn-2018",
            "copy.spoiled",
            Setting::AtOnce,
            "khoản 3 Điều 3 Nghị định số 26",
            Text,
        ),
        (
            "vn-2018",
            "destroy.emergency",
            Setting::AtOnce,
            "điểm c khoản 3 Điều 23 Luật",
            Text,
        ),
        (
            "vn-2018",
            "incident.report",
            Setting::AtOnce,
            "điểm b khoản 1 Điều 8 Nghị định",
            Text,
        ),
        (
            "vn-2018",
            "report.yearly",
            Setting::YearDay { month: 12, day: 20 },
            "điểm d khoản 1 Điều 8 Nghị định",
            Text,
        ),
        (
            "vn-2018",
            "transfer.layers.tuyet-mat",
            Setting::Count(2),
            "điểm b khoản 1 Điều 4",
            Text,
        ),
        (
            "vn-2018",
            "subject.tuyet-mat",
            Setting::Word("consent".into()),
            "điểm a khoản 1 Điều 4 Nghị định số 26/2020/NĐ-CP",
            Text,
        ),
        (
            "vn-2025",
            "subject.tuyet-mat",
            Setting::Word("forbidden".into()),
            "Điều 6 Nghị định số 63/2026/NĐ-CP",
            Secondary,
        ),
        (
            "vn-2025",
            "notice.adjust",
            Setting::Days(15),
            "khoản 5 Điều 21 Luật",
            Text,
        ),
        (
            "vn-2025",
            "determine.list-ref",
            Setting::Holds(true),
            "khoản 1 Điều 5 Luật",
            Text,
        ),
        (
            "vn-2025",
            "electronic.number",
            Setting::Holds(true),
            "Nghị định số 63",
            Translation,
        ),
        (
            "vn-2025",
            "extend.decide-before",
            Setting::Days(60),
            "khoản 2 Điều 20 Luật",
            Unverified,
        ),
        (
            "vn-2025",
            "term.toi-mat",
            Setting::Years(20),
            "điểm b khoản 1 Điều 19",
            Unverified,
        ),
        (
            "vn-2000",
            "term.toi-mat",
            Setting::Years(20),
            "điểm b khoản 1 Điều 19",
            Text,
        ),
        (
            "vn-2000",
            "notice.adjust",
            Setting::Unknown,
            "Pháp lệnh",
            Unverified,
        ),
        (
            "vn-2000",
            "copy.spoiled",
            Setting::AtOnce,
            "các điểm a, b khoản 1 Điều 8",
            Text,
        ),
    ];
    for (pack, id, value, cited, confidence) in table {
        let pack = built_in(pack);
        let provision = pack.provision(id).unwrap();
        assert_eq!(provision.value, value, "{id}");
        assert_eq!(provision.confidence, confidence, "{id}");
        let vi = provision.citation.vi();
        assert!(vi.starts_with(cited), "{id}: {vi}");
    }
}

/// What was not seen of the 2025 law is there, says whence, and never refuses.
#[test]
fn what_is_inherited_warns_and_says_so() {
    let (old, new) = (built_in("vn-2018"), built_in("vn-2025"));
    let mut inherited = 0;
    for provision in new.provisions() {
        if provision.citation.inherited().is_none() {
            continue;
        }
        inherited += 1;
        assert_eq!(provision.citation.inherited(), Some("vn-2018"));
        assert_eq!(provision.confidence, Confidence::Unverified);
        assert!(!new.refuses(provision.id), "{}", provision.id);
        assert_eq!(provision.value, old.provision(provision.id).unwrap().value);
        assert!(
            provision.citation.vi().contains("kế thừa"),
            "{}",
            provision.citation.vi()
        );
    }
    assert!(inherited > 80, "{inherited}");
}

#[test]
fn the_list_reference_is_warned_of_in_2018_and_refused_in_2025() {
    assert!(!built_in("vn-2018").refuses("determine.list-ref"));
    assert!(built_in("vn-2025").refuses("determine.list-ref"));
    assert!(!built_in("vn-2018").refuses("no.such.provision"));
}

/// Law 29/2018/QH14 Art. 27(2): terms, extension and lists from 1 January 2019.
#[test]
fn the_terms_of_2018_began_in_2019() {
    let pack = built_in("vn-2000");
    for id in [
        "term.mat",
        "extend.decide-before",
        "notice.extend",
        "list.appraisal",
    ] {
        assert!(!pack.refuses_on(id, date("2018-12-31")), "{id}");
        assert!(pack.refuses_on(id, date("2019-01-01")), "{id}");
    }
}

/// Law 29/2018/QH14 Art. 11(1)–(3), 14(2), 16(1), 23(3)(a); press on Law 117/2025/QH15 Art. 11.
#[test]
fn who_permits_what() {
    use Level::{Mat, ToiMat, TuyetMat};
    let table = [
        ("vn-2018", "minister", Some(TuyetMat), true, true),
        (
            "vn-2018",
            "province-committee-chair",
            Some(TuyetMat),
            true,
            true,
        ),
        ("vn-2018", "high-court-head", Some(TuyetMat), true, false), // point e: not abroad
        (
            "vn-2018",
            "mission-abroad-head",
            Some(TuyetMat),
            true,
            false,
        ), // point o
        (
            "vn-2018",
            "district-committee-chair",
            Some(ToiMat),
            true,
            false,
        ),
        (
            "vn-2018",
            "province-department-director",
            Some(ToiMat),
            true,
            false,
        ),
        ("vn-2018", "division-head", Some(Mat), false, false),
        ("vn-2018", "deputy-head", None, false, false),
        ("vn-2018", "clerk", None, false, false),
        (
            "vn-2025",
            "commune-committee-chair",
            Some(ToiMat),
            true,
            false,
        ),
        ("vn-2025", "commune-division-head", Some(Mat), false, false),
        ("vn-2000", "agency-head", None, false, false),
    ];
    for (pack, id, permits, delegates_and_destroys, abroad) in table {
        let pack = built_in(pack);
        let post = pack.post(id).unwrap();
        assert_eq!(post.permits, permits, "{id}");
        assert_eq!(post.may_delegate, delegates_and_destroys, "{id}");
        assert_eq!(post.destroys, delegates_and_destroys, "{id}");
        assert_eq!(post.abroad, abroad, "{id}");
        for level in Level::ALL {
            assert_eq!(
                post.permits(level),
                permits.is_some_and(|most| level <= most)
            );
        }
    }
    assert!(
        built_in("vn-2018")
            .post("commune-committee-chair")
            .is_none()
    );
    assert!(
        built_in("vn-2025")
            .post("district-committee-chair")
            .is_none()
    );
}

#[test]
fn the_pack_of_a_day() {
    let packs = Packs::built_in().unwrap();
    let table = [
        ("2001-03-31", None),
        ("2001-04-01", Some("vn-2000")),
        ("2020-06-30", Some("vn-2000")),
        ("2020-07-01", Some("vn-2018")),
        ("2026-02-28", Some("vn-2018")),
        ("2026-03-01", Some("vn-2025")),
        ("2056-01-01", Some("vn-2025")),
    ];
    for (day, want) in table {
        assert_eq!(packs.on(date(day)).map(Pack::id), want, "{day}");
    }
}

/// Law 29/2018/QH14 Art. 19; counted as Civil Code 2015 Art. 147–148.
#[test]
fn terms_resolve() {
    let table = [
        (Until::Unstated, Level::TuyetMat, Some("2050-07-15"), false),
        (Until::Unstated, Level::ToiMat, Some("2040-07-15"), false),
        (Until::Unstated, Level::Mat, Some("2030-07-15"), false),
        (Until::Months(6), Level::Mat, Some("2021-01-15"), false),
        (Until::Years(10), Level::Mat, Some("2030-07-15"), false),
        (Until::Years(11), Level::Mat, Some("2030-07-15"), true),
        (
            Until::On(date("2022-01-31")),
            Level::Mat,
            Some("2022-01-31"),
            false,
        ),
        (
            Until::On(date("2031-01-31")),
            Level::Mat,
            Some("2030-07-15"),
            true,
        ),
        (Until::When, Level::Mat, Some("2030-07-15"), false),
        (Until::Indefinite, Level::Mat, None, false), // a place, Art. 19(3)
    ];
    let pack = built_in("vn-2018");
    for (until, level, end, cut) in table {
        let resolved = until.resolve(date("2020-07-15"), level, pack);
        assert_eq!(resolved.end, end.map(date), "{until:?}");
        assert_eq!(resolved.cut, cut, "{until:?}");
        assert_eq!(resolved.at_event, until == Until::When);
        assert!(!resolved.because.is_empty());
    }
    let full = Until::Unstated.resolve(date("2020-07-15"), Level::ToiMat, pack);
    let because: Vec<_> = full.because.iter().map(|provision| provision.id).collect();
    assert_eq!(because, ["term.toi-mat", "term.starts", "term.counting"]);
    assert!(full.protects(date("2040-07-15")) && !full.protects(date("2040-07-16")));
}

/// Law 29/2018/QH14 Art. 28, Circular 24/2020/TT-BCA Art. 4(3).
#[test]
fn the_transition_table() {
    use TransitionRule::*;
    let old = |determined: &str, ends: &str, listed| OldSecret {
        determined: Some(date(determined)),
        marked: Some(date(determined)),
        term_ends: Some(date(ends)),
        listed,
    };
    let table = [
        (
            old("2005-05-05", "2015-05-05", None),
            vec![AssignTerm, ExtendOrDeclassify, KeepMark],
        ),
        (
            old("2015-05-05", "2025-05-05", Some(true)),
            vec![AssignTerm, KeepTerm, KeepMark],
        ),
        (
            old("2015-05-05", "2025-05-05", Some(false)),
            vec![AssignTerm, Declassify, KeepMark],
        ),
        (old("2019-05-05", "2029-05-05", Some(true)), vec![KeepMark]),
        (old("2020-07-01", "2030-07-01", Some(true)), vec![]),
    ];
    let pack = built_in("vn-2018");
    for (secret, want) in table {
        let rows: Vec<_> = pack.transitions_for(secret).map(|row| row.rule).collect();
        assert_eq!(rows, want, "{secret:?}");
    }
}

fn until() -> impl Strategy<Value = Until> {
    prop_oneof![
        (0u32..400).prop_map(Until::Months),
        (0u32..35).prop_map(Until::Years),
        (-400i64..14_000).prop_map(|days| Until::On(date("2020-07-15").plus_days(days))),
        Just(Until::Unstated),
        Just(Until::When),
        Just(Until::Indefinite),
    ]
}

proptest! {
    /// Rolling up what was stated never ends before any of the parts does, and
    /// no term but an open one outlasts the level's.
    #[test]
    fn roll_up_protects_no_less_than_its_parts(
        a in until(), b in until(), days in 0i64..9_000,
        level in proptest::sample::select(Level::ALL.to_vec()),
    ) {
        let pack = built_in("vn-2018");
        let start = date("2020-07-15").plus_days(days);
        let end = |until: Until| until.resolve(start, level, pack).end;
        let later = |a: Option<Date>, b: Option<Date>| a.is_none() || b.is_some_and(|b| a >= Some(b));
        for part in [a, b] {
            prop_assert!(later(end(a.roll_up(b)), end(part)), "{part:?}");
            prop_assert!(part == Until::Indefinite || later(end(Until::Unstated), end(part)));
        }
    }

    #[test]
    fn reading_never_panics(text in any::<String>()) {
        prop_assert!(Pack::parse("any.toml", &text).is_err());
    }
}
