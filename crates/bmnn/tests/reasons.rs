//! The table of reasons: each is reached by an act, and each article that a
//! decision names stands in every built-in pack.

mod office;

use bmnn::act::{Act, Body, CATALOGUE};
use bmnn::decide::{Decision, Reason, Recording, decide};
use bmnn::pack::{BUILT_IN, Packs};
use bmnn::value::Map;
use office::Expect::{Fine, Refused, Warns};
use office::{Office, check, date, determination, hand, head, id, issue, paper, with};
use serde_json::json;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const DAY: &str = "2021-05-04";

/// What the other tables do not reach.
#[test]
fn the_rest_of_the_reasons() {
    let mut office = Office::with_issue(DAY);
    office.allowed(json!({
        "act": "document.receive", "on": DAY, "document": "r1", "issuer": "bo-a", "symbol": "9/BC", "date": DAY, "level": "Mat",
        "doc-type": "bao-cao", "copies": [{"number": 4}], "row": {"book": "in-2021"},
    }));
    office.allowed(with(
        determination("place", "Mat", DAY),
        json!({"carrier": "place", "medium": null, "drafter": null, "copies-planned": null, "recipients": null}),
    ));
    office.allowed(with(
        determination("e1", "Mat", DAY),
        json!({"medium": "electronic"}),
    ));
    let destroy = json!({
        "act": "copy.destroy", "on": DAY, "copies": ["d1#1"], "ground": "surplus", "method": "burn", "performers": ["clerk"],
    });
    let recall = |copy: &str| json!({"act": "copy.recall", "on": DAY, "copies": [copy], "return-by": DAY, "decision": head(DAY), "reason": "–"});
    let mark = |over| {
        with(
            json!({"act": "mark.apply", "on": DAY, "copies": ["d1#2"], "mark": "level-change", "how": "stamped"}),
            over,
        )
    };
    office.allowed(destroy.clone());
    office.allowed(json!({
        "act": "copy.archive", "on": DAY, "copies": ["d1#3"], "archive": "tt-luu-tru", "paper": paper("minutes"),
    }));
    office.allowed(json!({
        "act": "level.adjust", "id": id("adjust"), "on": DAY, "document": "d1", "old-level": "ToiMat", "new-level": "Mat",
        "decision": head(DAY), "list-refs": office::list_ref(),
    }));
    let activity = json!({"carrier": "activity", "medium": null, "drafter": null, "copies-planned": null, "recipients": null});
    office.table(&[
        ("L18 19(2): an activity without a term", with(determination("a1", "Mat", DAY), activity), Warns(&["term.activity"])),
        ("issued, but determined by another", issue("r1", "1/BC", DAY), Refused(&["document.not-own"])),
        ("D63: nothing to check an electronic document against", issue("e1", "2/CV", DAY), Warns(&["electronic.no-digest"])),
        ("L18 19(3): a place has no end to extend", json!({
            "act": "term.extend", "on": DAY, "document": "place", "old-end": "2031-05-04", "new-end": "2041-05-04", "decision": head(DAY),
            "reason": "–",
        }), Refused(&["term.none"])),
        ("a mark that the pack has not", mark(json!({"mark": "no-such-mark"})), Refused(&["mark.unknown"])),
        ("a mark of the pack", mark(json!({})), Fine),
        ("because of what wants none of it", mark(json!({"copies": ["r1#4"], "because": id("adjust")})), Warns(&["mark.no-duty"])),
        ("on what is no more", mark(json!({"copies": ["d1#1"]})), Refused(&["copy.out-of-play"])),
        ("on every copy that is left", mark(json!({"copies": null, "document": "d1", "because": id("adjust")})), Fine),
        ("destroyed", recall("d1#1"), Refused(&["copy.out-of-play"])),
        ("in the archive", recall("d1#3"), Warns(&["recall.beyond-reach"])),
    ]);
}

/// What the reader of acts refuses before the law does, when a host builds the
/// act itself.
#[test]
fn reasons_behind_the_reader() {
    let mut office = Office::with_issue(DAY);
    office.allowed(json!({
        "act": "copy.transfer", "id": id("transfer"), "on": DAY, "copies": ["d1#1"], "to": "bo-a", "row": {"book": "hand-2021"},
    }));
    let refuse = json!({
        "act": "copy.refuse", "on": DAY, "transfer": id("transfer"), "faults": ["opened"], "receiver": hand("clerk", DAY),
    });
    let correct = json!({
        "act": "entry.correct", "on": DAY, "corrected": id("issue"), "changes": {"pages": 2}, "reason": "–",
    });
    let judge = |act: &Act| {
        let recording = Recording {
            seq: 999,
            day: date(DAY),
        };
        decide(&office.world, &office.packs, act, recording).unwrap()
    };
    let mut no_id = office.read(determination("d9", "Mat", DAY));
    no_id.common.id = None;
    check("no id", &judge(&no_id), Refused(&["act.no-id"]));
    let mut act = office.read(refuse);
    if let Body::CopyRefuse(refuse) = &mut act.body {
        refuse.faults.clear();
    }
    check(
        "D26 4(3): no fault is named",
        &judge(&act),
        Refused(&["refuse.no-faults"]),
    );
    let mut act = office.read(json!({
        "act": "document.receive", "on": DAY, "document": "r2", "issuer": "bo-a", "symbol": "10/BC", "date": DAY, "level": "Mat",
        "doc-type": "bao-cao", "copies": [{"number": 4}], "row": {"book": "in-2021"},
    }));
    if let Body::DocumentReceive(receive) = &mut act.body {
        let copies = receive.copies.as_mut().unwrap();
        copies.push(copies[0].clone());
    }
    check("a copy named twice", &judge(&act), Refused(&["copy.twice"]));
    let mut act = office.read(json!({
        "act": "mark.apply", "on": DAY, "copies": ["d1#2"], "mark": "level-change", "how": "stamped",
    }));
    if let Body::MarkApply(mark) = &mut act.body {
        mark.copies = None;
    }
    check(
        "a mark on nothing",
        &judge(&act),
        Refused(&["mark.on-what"]),
    );
    let mut act = office.read(correct);
    if let Body::EntryCorrect(correct) = &mut act.body {
        correct.changes = Map::new();
    }
    check(
        "nothing is corrected",
        &judge(&act),
        Refused(&["correct.nothing"]),
    );
}

/// The tables expect codes in words, so that each code in them was reached.
#[test]
fn every_reason_is_reached() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let files = fs::read_dir(&tests)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let tables: String = files
        .filter(|path| path.extension().is_some_and(|rs| rs == "rs"))
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    let missing: Vec<&str> = Reason::ALL
        .iter()
        .map(|reason| reason.code())
        .filter(|code| !tables.contains(&format!("\"{code}\"")))
        .collect();
    assert_eq!(missing, [""; 0]);
}

/// The words of a Rust text that are spelled as provisions are.
fn dotted(text: &str) -> BTreeSet<&str> {
    let word = |word: &&str| {
        let parts: Vec<&str> = word.split('.').collect();
        let spelled = |part: &&str| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte == b'-')
        };
        parts.len() > 1 && parts.iter().all(spelled)
    };
    text.split('"').filter(word).collect()
}

#[test]
fn every_provision_stands_in_every_pack() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths: Vec<_> = fs::read_dir(src.join("decide"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.extend([src.join("status.rs"), src.join("term.rs")]);
    let texts: Vec<String> = paths
        .iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    let codes: BTreeSet<&str> = Reason::ALL.iter().map(|reason| reason.code()).collect();
    let acts: BTreeSet<&str> = CATALOGUE.iter().map(|act| act.name).collect();
    let mut named: BTreeSet<&str> = texts.iter().flat_map(|text| dotted(text)).collect();
    named.retain(|word| !codes.contains(word) && !acts.contains(word));
    named.extend(Reason::ALL.iter().filter_map(|reason| reason.provision()));
    assert!(named.len() > 50, "{named:?}");
    let packs = Packs::built_in().unwrap();
    for (id, _) in BUILT_IN {
        let pack = packs.by_id(id).unwrap();
        let absent: Vec<&&str> = named
            .iter()
            .filter(|name| pack.provision(name).is_none())
            .collect();
        assert!(absent.is_empty(), "{id} lacks {absent:?}");
    }
}

/// No sentence leaves a fact open, whatever the fact says.
#[test]
fn sentences_are_whole() {
    for reason in Reason::ALL {
        for text in [reason.vi(), reason.en()] {
            assert!(
                !text.is_empty() && !text.ends_with('.') && text.trim() == text,
                "{reason}: {text}"
            );
        }
        // Diacritics stand everywhere: a Vietnamese sentence without any is English.
        assert!(!reason.vi().is_ascii(), "{reason}");
    }
}

/// Facts are ids, numbers, dates, symbols and words: no text that is sealed
/// comes into a remark, however the act is refused.
#[test]
fn no_remark_quotes_a_sealed_text() {
    let office = Office::with_issue(DAY);
    let secret = "HỌP-KÍN-Ở-HANG-SỐ-BẢY";
    let acts = [
        with(
            determination("t1", "TuyetMat", DAY),
            json!({"subject": secret, "circulation": secret, "note": secret}),
        ),
        with(
            determination("t1", "TuyetMat", DAY),
            json!({"protect": {"when": secret}, "drafter": "nobody"}),
        ),
        json!({
            "act": "copy.carry-out", "on": DAY, "copies": ["d1#1"], "person": "nobody", "purpose": secret, "place": secret,
            "return-by": DAY, "abroad": true, "permit": {"person": "clerk", "position": "p-clerk", "date": DAY}, "protection": secret,
        }),
        json!({
            "act": "incident.report", "on": DAY, "incident": "i1", "kind": "loss", "discovered": "2021-05-01", "what": secret,
            "reporter": {"name": secret, "date": "2021-06-01"}, "head": "nobody", "copies": ["d1#9"], "place": secret, "item": secret,
        }),
        json!({"act": "entry.correct", "on": DAY, "corrected": id("issue"), "changes": {"note": secret, "kept-by": "bo-a"}, "reason": secret}),
        json!({"act": "entry.void", "on": DAY, "voided": id("issue"), "reason": secret, "late": secret}),
        with(
            issue("d1", "1/X", DAY),
            json!({"irregular": {"reason": secret, "decision": office::deputy(DAY)}}),
        ),
    ];
    for act in acts {
        let judgment = office.decide(&act);
        let said = match &judgment.decision {
            Decision::Refused { reasons, warnings } => [reasons.clone(), warnings.clone()].concat(),
            Decision::Allowed {
                warnings,
                irregular,
                ..
            } => [irregular.clone(), warnings.clone()].concat(),
        };
        assert!(!format!("{said:?}").contains(secret), "{act}");
        assert!(!format!("{judgment:?}").contains(secret), "{act}");
    }
}

/// The article that a sentence ends with is the one that is broken.
#[test]
fn the_article_is_the_one_that_is_broken() {
    let mut office = Office::open();
    office.allowed(determination("d1", "ToiMat", DAY));
    let receive = |faults| {
        json!({
            "act": "document.receive", "on": DAY, "document": "r1", "issuer": "bo-a", "symbol": "9/BC", "date": DAY, "level": "Mat",
            "doc-type": "bao-cao", "copies": [{"number": 4}], "row": {"book": "in-2021"},
            "check": {"intact": false, "documents": 1, "faults": faults},
        })
    };
    let four: Vec<_> = (1..=4)
        .map(|number| json!({"number": number, "to": "bo-a"}))
        .collect();
    let clerk = json!({"person": "clerk", "position": "p-clerk", "date": DAY});
    let table = [
        (
            issue("d1", "1/BC", DAY),
            json!({"copies": four}),
            "khoản 1 Điều 2 Nghị định số 26/2020/NĐ-CP",
        ),
        (
            determination("d9", "Mat", DAY),
            json!({"drafter": null}),
            "khoản 1 Điều 2 Nghị định số 26/2020/NĐ-CP",
        ),
        (
            determination("d9", "Mat", DAY),
            json!({"list-refs": null}),
            "khoản 1 Điều 10 Luật Bảo vệ bí mật nhà nước số 29/2018/QH14",
        ),
        (
            determination("d9", "Mat", DAY),
            json!({"decision": clerk}),
            "khoản 2 Điều 10 Luật",
        ),
        (
            receive(json!(["missing"])),
            json!({}),
            "khoản 3 Điều 4 Nghị định số 26/2020/NĐ-CP",
        ),
        (
            receive(json!(["opened"])),
            json!({}),
            "điểm c khoản 2 Điều 4 Nghị định",
        ),
    ];
    for (act, over, article) in table {
        let judgment = office.decide(&with(act, over));
        let said = match judgment.decision {
            Decision::Refused { reasons, .. } => reasons,
            Decision::Allowed { warnings, .. } => warnings,
        };
        let said: Vec<String> = said.iter().map(bmnn::decide::Remark::vi).collect();
        assert!(
            said.iter().any(|vi| vi.contains(article)),
            "{article}: {said:?}"
        );
    }
}

/// What an agency's own pack asks of a hand, beyond the law (design §3,
/// "Whose hand"): who signs is told apart from the act.
#[test]
fn a_hand_is_borne_out_as_the_agencys_pack_asks() {
    let pack = |wants: &str| {
        let (_, parent) = bmnn::pack::BUILT_IN[1];
        let parent = bmnn::pack::Pack::parse("vn-2018", parent).unwrap();
        let text = format!(
            "[pack]\nid = \"own\"\nvi = \"a\"\nen = \"b\"\nstarts = \"2021-01-01\"\nends = \"2026-02-28\"\n\
             extends = \"vn-2018\"\n[[hand]]\nact = \"copy.refuse\"\nfield = \"receiver\"\nwants = \"{wants}\"\n"
        );
        let child = bmnn::pack::Pack::parse("own.toml", &text).unwrap();
        bmnn::pack::Pack::layer(&parent, child).unwrap()
    };
    let office = Office::with_issue(DAY);
    let refuse = |receiver: serde_json::Value| {
        office.read(json!({
            "act": "copy.refuse", "on": DAY, "transfer": "00000000000000000000000000000001",
            "faults": ["damaged"], "receiver": receiver,
        }))
    };
    let named = refuse(json!({"person": "clerk", "date": DAY}));
    let paper = json!({"kind": "minutes"});
    let papered = refuse(json!({"person": "clerk", "date": DAY, "paper": paper}));
    type Row<'a> = (&'a str, &'a Act, &'a str, &'a [&'a str], &'a [&'a str]);
    let table: [Row<'_>; 6] = [
        (
            "named only",
            &named,
            "signature",
            &["head"],
            &["hand.not-signed"],
        ),
        ("signed", &named, "signature", &["head", "clerk"], &[]),
        (
            "a paper for a signature",
            &papered,
            "signature",
            &["head"],
            &["hand.not-signed"],
        ),
        (
            "named only",
            &named,
            "paper",
            &["head"],
            &["hand.named-only"],
        ),
        ("on paper", &papered, "paper", &["head"], &[]),
        ("signed for a paper", &named, "paper", &["clerk"], &[]),
    ];
    for (law, act, wants, signers, expected) in table {
        let signers: Vec<bmnn::id::Id> = signers.iter().map(|id| id.parse().unwrap()).collect();
        let said = bmnn::decide::wanted_hands(act, &pack(wants), &signers);
        let codes: Vec<_> = said.iter().map(|said| said.reason.code()).collect();
        assert_eq!(codes, expected, "{law}, {wants}");
        assert!(
            said.iter()
                .all(|said| said.vi().contains("own") && said.en().contains("own"))
        );
    }
}
