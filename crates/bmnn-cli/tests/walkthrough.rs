//! The main job, from outside: what `bmnn walkthrough` tells, and what it
//! leaves behind.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

#[allow(
    dead_code,
    unreachable_pub,
    reason = "shared with tests that use the rest"
)]
mod common;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use common::{Place, Ran, fixture};
use serde_json::Value;

/// The root of `bmnn walkthrough --fixed`: the same on every machine. Another
/// root means other bytes in the ledger, which wants a reason: a pack was
/// changed (its digest is in `pack.adopt`), a sample file, the story, or, by
/// mistake, the format.
const ROOT: &str = "7bae81107ad8ad3d8181402a387f542e0cde811bfccddb3d991ad468966df03a";
/// The passphrase of the demonstration, which everybody sees.
const PASSPHRASE: (&str, &str) = ("BMNN_PASSPHRASE", "chim sáo bay qua sông Hồng");
/// Entries of that ledger.
const SIZE: u64 = 303;

/// The story as JSON, told once for all tests that only read it.
fn story() -> &'static Value {
    static TOLD: OnceLock<Value> = OnceLock::new();
    TOLD.get_or_init(|| tell(&Place::empty()))
}

/// Tells the story into the folder `w`.
fn tell(place: &Place) -> Value {
    place
        .run(&["walkthrough", "w", "--fixed", "--json"])
        .ends(0)
        .json()
}

/// Every step of a kind, in order.
fn steps<'v>(story: &'v Value, kind: &str) -> Vec<&'v Value> {
    let days = story["days"].as_array().unwrap().iter();
    days.flat_map(|day| day["steps"].as_array().unwrap())
        .filter_map(|step| step.get(kind))
        .collect()
}

#[test]
fn fixed_keys_clock_and_salts_give_one_root_everywhere() {
    let (one, other) = (Place::empty(), Place::empty());
    let story = tell(&one);
    let closing = &story["closing"];
    assert_eq!(closing["root"], ROOT);
    assert_eq!(closing["entries"], SIZE);
    tell(&other);
    let ledger = |place: &Place| fs::read(place.path("w/ledger.bmnn")).unwrap();
    assert!(
        ledger(&one) == ledger(&other),
        "two runs wrote different bytes"
    );
}

#[test]
fn the_folder_that_is_left_can_be_judged_by_anyone() {
    let place = Place::empty();
    let story = tell(&place);
    folder_and_ledger_alone_verify_and_the_forgery_does_not(&place, &story);
    a_program_written_from_the_format_page_accepts_the_ledger(&place);
    no_file_holds_a_sealed_value_in_clear(&place);
    the_commands_it_ends_with_are_answered(&place);
}

fn folder_and_ledger_alone_verify_and_the_forgery_does_not(place: &Place, story: &Value) {
    for what in ["w", "w/ledger.bmnn"] {
        for variables in [&[][..], &[PASSPHRASE]] {
            let verified = place.run_with(&["verify", what, "--json"], "", variables);
            let verified = verified.ends(0).json();
            assert_eq!(verified["holds"], true, "{what}");
            assert_eq!(verified["root"], ROOT, "{what}");
            // Sealed values are compared where there is a vault, and a key to it.
            let not_proven = verified["not-proven"].to_string().contains("seals");
            assert_eq!(not_proven, variables.is_empty() || what != "w", "{what}");
        }
    }
    let forged = place
        .run(&["verify", "w/ban-sua/ledger.bmnn", "--json"])
        .ends(1)
        .json();
    assert_eq!(forged["holds"], false);
    let caught = steps(story, "forged");
    assert_eq!(caught.len(), 1);
    assert_eq!(caught[0]["holds"], false);
}

fn a_program_written_from_the_format_page_accepts_the_ledger(place: &Place) {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bindings/python/bmnn_verify.py");
    let output = Command::new("/usr/bin/python3")
        .arg("-B")
        .arg(script)
        .arg(place.path("w/ledger.bmnn"))
        .output()
        .expect("the outside verifier needs Debian's `python3` and `python3-cryptography`");
    let said = String::from_utf8(output.stdout).unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{said}{complaint}");
    assert!(said.contains(&format!("{SIZE} {ROOT}\n")), "{said}");
}

#[test]
fn each_refusal_is_the_one_the_law_gives() {
    let story = story();
    // The first reason, and the article that it names in full, where there is one.
    let wanted = [
        (
            "copy.reproduce",
            "reproduce.made-other",
            "khoản 3 Điều 3 Nghị định số 26/2020/NĐ-CP",
        ),
        (
            "authority.delegate",
            "delegation.chain",
            "khoản 5 Điều 11 Luật Bảo vệ bí mật nhà nước số 29/2018/QH14",
        ),
        (
            "copy.destroy",
            "destroy.no-council",
            "khoản 4 Điều 23 Luật Bảo vệ bí mật nhà nước số 29/2018/QH14",
        ),
        (
            "term.extend",
            "extend.late",
            "khoản 2 Điều 20 Luật Bảo vệ bí mật nhà nước số 29/2018/QH14",
        ),
        (
            "document.determine",
            "determine.no-list-ref",
            "khoản 1 Điều 5 Luật Bảo vệ bí mật nhà nước số 117/2025/QH15",
        ),
        ("copy.transfer", "act.date-back", ""),
        ("entry.void", "void.decision", ""),
        (
            "document.issue",
            "electronic.no-signature",
            "Nghị định số 63/2026/NĐ-CP",
        ),
    ];
    let refused = steps(story, "refused");
    assert_eq!(refused.len(), wanted.len());
    for (step, (act, code, article)) in refused.into_iter().zip(wanted) {
        assert_eq!(step["act"], act);
        let reasons = step["reasons"].as_array().unwrap();
        let reason = reasons
            .iter()
            .find(|reason| reason["code"] == code)
            .unwrap();
        assert!(reason["vi"].as_str().unwrap().contains(article), "{reason}");
    }
    assert_eq!(story["closing"]["refused"], wanted.len());
}

#[test]
fn the_days_hold_what_the_office_did() {
    let story = story();
    let acts: Vec<&Value> = steps(story, "done")
        .into_iter()
        .flat_map(|done| done.as_array().unwrap())
        .collect();
    let count = |name: &str| acts.iter().filter(|act| act["act"] == name).count();
    assert_eq!(count("document.import"), 200);
    assert_eq!(count("party.enrol"), 9);
    assert_eq!(count("incident.close"), 1);
    // One batch: determined, issued, and twelve handovers.
    let batches = steps(story, "done");
    let batch = batches
        .iter()
        .find(|batch| batch.as_array().unwrap().len() == 14)
        .unwrap();
    let handed = batch
        .as_array()
        .unwrap()
        .iter()
        .filter(|act| act["act"] == "copy.transfer");
    assert_eq!(handed.count(), 12);
    // The extension stands as irregular; three marks were wanted and made.
    let irregular: Vec<_> = acts
        .iter()
        .filter(|act| act["irregular"].as_array().is_some_and(|i| !i.is_empty()))
        .collect();
    assert_eq!(irregular.len(), 1);
    assert_eq!(irregular[0]["act"], "term.extend");
    let adjusted = acts
        .iter()
        .find(|act| act["act"] == "level.adjust")
        .unwrap();
    assert_eq!(adjusted["opens"].as_array().unwrap().len(), 3);
    // The page: ten columns, four rows, one corrected and one cancelled.
    let page = steps(story, "page")[0];
    assert_eq!(page["columns"].as_array().unwrap().len(), 10);
    let rows = page["rows"].as_array().unwrap();
    let notes: Vec<&str> = rows.iter().map(|row| row[9].as_str().unwrap()).collect();
    assert_eq!(notes, ["", "", "sửa từ 72/QĐ-SM", "HỦY SỐ"]);
    let closing = &story["closing"];
    assert_eq!(closing["acts"], closing["entries"]);
    for whose in ["signed", "on-paper", "named-only"] {
        assert!(closing["hands"][whose].as_u64().unwrap() > 0, "{whose}");
    }
}

fn no_file_holds_a_sealed_value_in_clear(place: &Place) {
    let sealed = [
        "Nguyễn Văn An",
        "Sở Tài chính",
        "Kết quả kiểm kê phương tiện làm việc",
        "Sắp xếp phòng làm việc năm 2016",
        "Giám đốc đi công tác",
        "hộp C-117",
        "Nhân sự của tổ cơ yếu",
    ];
    let mut needles: Vec<Vec<u8>> = sealed.iter().map(|text| text.as_bytes().to_vec()).collect();
    let file = fs::read(fixture("bao-cao.docx")).unwrap();
    needles.push(bmnn::ledger::sha256(&[&file]).0.to_vec());
    let read = |name: &str| fs::read(place.path("w").join(name)).unwrap_or_default();
    let holds =
        |bytes: &[u8], needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    for name in [
        "vault.db",
        "vault.db-wal",
        "index.db",
        "index.db-wal",
        "ledger.bmnn",
        "tip",
    ] {
        let bytes = read(name);
        for needle in &needles {
            assert!(
                !holds(&bytes, needle),
                "{name} holds {:?}",
                String::from_utf8_lossy(needle)
            );
        }
    }
    // The search itself finds what is there.
    assert!(holds(&read("ledger.bmnn"), b"15/BC-SM"));
}

#[test]
fn what_is_there_is_not_overwritten_and_the_next_free_name_is_taken() {
    let place = Place::empty();
    place.write("mine.txt", "mine");
    fs::create_dir(place.path("full")).unwrap();
    fs::write(place.path("full/mine.txt"), "mine").unwrap();
    let Ran { err, .. } = place.run(&["walkthrough", "full", "--fixed"]).ends(2);
    assert!(err.contains("không bị ghi đè"), "{err}");
    assert_eq!(fs::read_dir(place.path("full")).unwrap().count(), 1);

    fs::create_dir(place.path("bmnn-walkthrough")).unwrap();
    let story = place.run(&["walkthrough", "--json"]).ends(0).json();
    assert_eq!(story["folder"], "bmnn-walkthrough-2");
    assert_ne!(
        story["closing"]["root"], ROOT,
        "keys and salts are random without --fixed"
    );
    let verified = place.run_with(&["verify", "bmnn-walkthrough-2"], "", &[PASSPHRASE]);
    verified.ends(0);
    place.run(&["verify", "bmnn-walkthrough-2"]).ends(2);
}

#[test]
fn the_story_fits_a_terminal_of_a_hundred_columns_in_both_languages() {
    let place = Place::empty();
    for (lang, refused) in [("vi", "bị từ chối"), ("en", "refused")] {
        let told = place
            .run(&["walkthrough", lang, "--fixed", "--lang", lang])
            .ends(0)
            .out;
        assert_eq!(told.matches(&format!("· {refused}")).count(), 8, "{told}");
        let commands = told
            .find(if lang == "vi" {
                "Thử tiếp"
            } else {
                "To try next"
            })
            .unwrap();
        for line in told[..commands].lines() {
            assert!(line.chars().count() <= 100, "{line}");
        }
        assert!(
            !told.contains('\u{1b}'),
            "no colours where there is no terminal"
        );
    }
}

fn the_commands_it_ends_with_are_answered(place: &Place) {
    let history = place.run_with(&["history", "w", "tl-04"], "", &[PASSPHRASE]);
    let history = history.ends(0).out;
    assert!(
        history.contains("document.issue") || history.contains("15/BC-SM"),
        "{history}"
    );
    let status = place
        .run_with(
            &["status", "w", "cu.2016.11", "--on", "2031-04-29", "--json"],
            "",
            &[],
        )
        .ends(0)
        .json();
    assert_eq!(status["standing"], "expired");
}
