//! A registry from its beginning to its verification, in both languages.

use crate::common::{Place, fixture};
use serde_json::{Value, json};

fn determine(document: &str, refs: bool) -> Value {
    let mut act = json!({
        "act": "document.determine", "on": "2026-03-03", "document": document,
        "carrier": "document", "level": "ToiMat", "copying": "allowed", "medium": "paper",
        "drafter": "ng-1", "copies-planned": 2, "recipients": ["p-1"],
        "subject": "Kế hoạch mẫu số bảy",
        "decision": { "person": "head", "position": "head.post", "date": "2026-03-03",
            "paper": { "kind": "decision", "symbol": "7/QĐ", "date": "2026-03-03" } },
    });
    if refs {
        act["list-refs"] = json!([{ "list": "dm-1", "article": 3 }]);
    }
    act
}

fn people() -> Value {
    json!([
        { "act": "party.enrol", "on": "2026-03-02", "party": "p-1", "kind": "agency", "name": "Sở Tài chính" },
        { "act": "party.enrol", "on": "2026-03-02", "party": "u-1", "kind": "unit", "name": "Văn phòng" },
        { "act": "list.adopt", "on": "2026-03-02", "list": "dm-1", "symbol": "1/QĐ-TTg", "date": "2026-03-01", "starts": "2026-03-01" },
        { "act": "book.open", "on": "2026-03-02", "book": "di-2026", "kind": "outgoing", "year": 2026, "volume": 1, "party": "self", "kept": "ledger" },
    ])
}

fn issue(document: &str) -> Value {
    json!({
        "act": "document.issue", "on": "2026-03-04", "document": document, "symbol": "7/KH-UBND",
        "date": "2026-03-04", "signer": "head", "kept-by": "u-1", "original": "apart", "row": { "book": "di-2026" },
        "copies": [ { "number": 1, "to": "p-1" }, { "number": 2, "to": "u-1" } ],
    })
}

/// A registry with one document issued and one copy sent.
fn at_work() -> Place {
    let place = Place::with_registry();
    place.perform(&people()).ends(0);
    place
        .perform(&json!([determine("d-7", true), issue("d-7")]))
        .ends(0);
    place
}

#[test]
fn a_registry_works_from_init_to_verify() {
    let place = at_work();
    let transfer =
        json!({ "act": "copy.transfer", "on": "2026-03-05", "copies": ["d-7#1"], "to": "p-1" });
    let done = place.perform(&transfer).ends(0).json();
    assert_eq!(done["recorded"], true);
    assert_eq!(done["acts"][0]["act"], "copy.transfer");
    assert_eq!(done["acts"][0]["decision"]["opens"][0]["kind"], "receipt");

    let status = place
        .run(&["status", "vt", "d-7", "--on", "2026-04-01", "--json"])
        .ends(0)
        .json();
    assert_eq!(status["standing"], "secret");
    assert_eq!(status["level"], "ToiMat");
    assert_eq!(status["pack"], "vn-2025");
    assert_eq!(status["copies"][0]["state"], "in-transit");
    assert!(status["because"][0]["vi"].is_string());

    let ledger = place.run(&["show", "vt", "checkpoint", "--json"]).json()["ledger"].clone();
    let ledger = ledger.as_str().unwrap();
    let report = place
        .run(&["verify", "vt", "--expect", ledger, "--json"])
        .ends(0)
        .json();
    assert_eq!(report["holds"], true);
    assert!(report["hands"]["on-paper"].as_u64().unwrap() > 0);
    let not_proven = report["not-proven"].as_array().unwrap();
    assert!(
        not_proven.iter().all(|thing| thing["kind"] != "identity"),
        "{not_proven:?}"
    );
    // The file by itself, too.
    place.run(&["verify", "vt/ledger.bmnn"]).ends(0);
}

#[test]
fn a_person_reads_it_in_either_language() {
    let place = at_work();
    for (lang, holds, level) in [
        ("vi", "ĐỨNG VỮNG", "độ mật"),
        ("en", "THE LEDGER HOLDS", "level"),
    ] {
        let verified = place.run(&["verify", "vt", "--lang", lang]).ends(0);
        assert!(verified.out.contains(holds), "{}", verified.out);
        let status = place.run(&["status", "vt", "d-7", "--lang", lang]).ends(0);
        assert!(status.out.contains(level), "{}", status.out);
        assert!(
            status.out.contains("Sở Tài chính") || status.out.contains("Văn phòng"),
            "{}",
            status.out
        );
    }
    let variables = [("LANG", "vi_VN.UTF-8")];
    let help = place.run_with(&["--help"], "", &variables).ends(0);
    assert!(help.out.contains("Cách dùng"), "{}", help.out);
    let help = place.run(&["import", "--help"]).ends(0);
    assert!(help.out.contains("Usage"), "{}", help.out);
}

#[test]
fn a_refusal_gives_every_reason_with_its_article() {
    let place = Place::with_registry();
    place.perform(&people()).ends(0);
    // L25 5(1): determining needs the item of a list.
    let refused = place.perform(&determine("d-8", false)).ends(1).json();
    assert_eq!(refused["recorded"], false);
    let reason = &refused["decision"]["reasons"][0];
    for key in ["code", "force", "vi", "en"] {
        assert!(reason[key].is_string(), "{reason}");
    }
    assert!(
        reason["article"]["vi"].as_str().unwrap().contains("Điều"),
        "{reason}"
    );

    let act = place.write("act.json", &determine("d-8", false).to_string());
    let act = act.to_str().unwrap();
    let text = place.run(&["perform", "vt", act, "--lang", "en"]).ends(1);
    let (vi, en) = (text.out.find("Điều"), text.out.find("Article"));
    assert!(vi.unwrap() < en.unwrap(), "Vietnamese first: {}", text.out);

    // All or nothing: the good act before it is not recorded either.
    let size =
        |place: &Place| place.run(&["show", "vt", "checkpoint", "--json"]).json()["size"].clone();
    let before = size(&place);
    let refused = place
        .perform(&json!([determine("d-9", true), determine("d-8", false)]))
        .ends(1)
        .json();
    assert_eq!(refused["index"], 1);
    assert_eq!(size(&place), before);
}

#[test]
fn a_dry_run_records_nothing() {
    let place = Place::with_registry();
    place.perform(&people()).ends(0);
    let act = place.write("act.json", &determine("d-7", true).to_string());
    let act = act.to_str().unwrap();
    let told = place
        .run(&["perform", "vt", act, "--dry-run", "--json"])
        .ends(0)
        .json();
    assert_eq!(
        (&told["dry-run"], &told["allowed"]),
        (&json!(true), &json!(true))
    );
    place.run(&["status", "vt", "d-7"]).ends(1);
}

#[test]
fn history_and_show_tell_what_happened() {
    let place = at_work();
    let history = place
        .run(&["history", "vt", "d-7", "--json"])
        .ends(0)
        .feed();
    let acts: Vec<&str> = history
        .iter()
        .map(|one| one["act"]["act"].as_str().unwrap())
        .collect();
    assert_eq!(acts, ["document.determine", "document.issue"]);
    // Through the vault the sealed value stands beside its commitment.
    assert_eq!(history[0]["act"]["subject"]["value"], "Kế hoạch mẫu số bảy");
    let seq = history[0]["seq"].to_string();
    let known = place
        .run(&["history", "vt", "d-7", "--known-at", &seq, "--json"])
        .ends(0)
        .feed();
    assert_eq!(known.len(), 1);

    let id = history[1]["act"]["id"].as_str().unwrap();
    for what in [history[1]["seq"].to_string().as_str(), id] {
        let entry = place.run(&["show", "vt", what, "--json"]).ends(0).json();
        assert_eq!(entry["act"]["act"], "document.issue", "{what}");
    }
    let copy = place.run(&["show", "vt", "d-7#2", "--json"]).ends(0).json();
    assert_eq!(
        (&copy["state"], &copy["document"]),
        (&json!("held"), &json!("d-7"))
    );
    let document = place.run(&["show", "vt", "d-7", "--json"]).ends(0).json();
    // The original, kept apart, and the two numbered copies.
    assert_eq!(document["copies"].as_array().unwrap().len(), 3);
    let books = place.run(&["show", "vt", "books", "--json"]).ends(0).feed();
    assert_eq!(books[0]["book"], "di-2026");
    let rows = place
        .run(&["show", "vt", "di-2026", "--json"])
        .ends(0)
        .feed();
    assert_eq!(
        (&rows[0]["number"], &rows[0]["document"]),
        (&json!(1), &json!("d-7"))
    );
    place.run(&["show", "vt", "duties", "--json"]).ends(0);
    for nothing in ["d-99", "d-99#1", "999999"] {
        place.run(&["show", "vt", nothing]).ends(1);
    }
}

#[test]
fn reading_asks_for_no_passphrase() {
    let place = at_work();
    for verb in [
        &["status", "vt", "d-7"][..],
        &["history", "vt", "d-7"],
        &["show", "vt", "books"],
        &["verify", "vt"],
        &["pack", "list", "vt"],
    ] {
        place.run_with(verb, "", &[]).ends(0);
    }
}

#[test]
fn a_key_is_made_and_enrolled() {
    let place = Place::with_registry();
    let made = place
        .run(&["keygen", "vt", "actor-ng-2", "--json"])
        .ends(0)
        .json();
    assert_eq!(made["name"], "actor-ng-2");
    let (kid, key) = (
        made["kid"].as_str().unwrap(),
        made["public-key"].as_str().unwrap(),
    );
    assert_eq!((kid.len(), key.len()), (16, 64));
    // Twice: no key is ever overwritten.
    place.run(&["keygen", "vt", "actor-ng-2"]).ends(2);
    let enrol = json!({ "act": "key.enrol", "on": "2026-03-02", "key": key, "role": "actor", "person": "ng-2" });
    place.perform(&enrol).ends(0);
    let person = json!({ "act": "person.enrol", "on": "2026-03-02", "person": "ng-2", "name": "Lê Văn Cường", "party": "self" });
    // Two people's keys are in the ring now: one must be chosen.
    place.perform(&person).ends(2);
    let file = place.write("person.json", &person.to_string());
    let done = place
        .run(&[
            "perform",
            "vt",
            file.to_str().unwrap(),
            "--key",
            "actor-ng-2",
            "--json",
        ])
        .ends(0)
        .json();
    assert_eq!(done["recorded"], true);
    let entry = place
        .run(&["show", "vt", &done["acts"][0]["seq"].to_string(), "--json"])
        .json();
    assert_eq!(entry["act"]["by"], "ng-2");
}

#[test]
fn packs_are_listed_shown_checked_and_adopted() {
    let place = Place::with_registry();
    let list = place.run(&["pack", "list", "--json"]).ends(0).feed();
    let ids: Vec<&str> = list
        .iter()
        .map(|pack| pack["id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, ["vn-2000", "vn-2018", "vn-2025"]);
    let term = place
        .run(&[
            "pack",
            "show",
            "vn-2018",
            "--provision",
            "term.mat",
            "--json",
        ])
        .ends(0)
        .json();
    assert_eq!(term["value"], json!({ "years": 10 }));
    assert!(
        term["article"]["vi"].as_str().unwrap().contains("Điều 19"),
        "{term}"
    );
    assert_eq!(term["confidence"], "text");
    place
        .run(&["pack", "show", "vn-2018", "--provision", "term.nothing"])
        .ends(1);
    place.run(&["pack", "show", "vn-1999"]).ends(2);

    let bad = place.write("bad.toml", "[pack]\nid = \"x\"\nstrange = 1\n");
    let refused = place.run(&["pack", "check", bad.to_str().unwrap()]).ends(1);
    assert!(refused.err.contains("bad.toml:"), "{}", refused.err);

    let adopted = place
        .run(&[
            "pack",
            "adopt",
            "vt",
            "vn-2018",
            "--person",
            "head",
            "--position",
            "head.post",
            "--decision",
            "9/QĐ",
            "--json",
        ])
        .ends(0)
        .json();
    assert_eq!(adopted["act"], "pack.adopt");
}

#[test]
fn an_old_book_is_brought_over() {
    let place = Place::with_registry();
    place.perform(&people()).ends(0);
    let book = fixture("so-dang-ky-cu.csv");
    let args = [
        "import",
        "vt",
        "--csv",
        &book,
        "--on",
        "2026-03-03",
        "--json",
    ];
    let told = place.run(&args).ends(0).json();
    assert_eq!(told["rows"], 200);
    assert_eq!(told["recorded"], 200);
    let gaps = told["gaps"].as_array().unwrap();
    assert!(
        gaps.contains(&json!({ "year": 2015, "first": 12, "last": 12 })),
        "{gaps:?}"
    );
    assert_eq!(told["repeats"][0]["number"], 18);
    assert!(told["not-enrolled"]["Sở Nội vụ"].as_u64().unwrap() > 0);
    assert!(told["not-enrolled"]["Sở Tài chính"].is_null());
    // Again: everything is there already.
    let again = place.run(&args).ends(0).json();
    assert_eq!(
        (&again["recorded"], &again["there-already"]),
        (&json!(0), &json!(200))
    );
    // On another day too; but a book that says otherwise is listed.
    let later = place.run(&[
        "import",
        "vt",
        "--csv",
        &book,
        "--on",
        "2026-03-09",
        "--json",
    ]);
    assert_eq!(later.ends(0).json()["there-already"], 200);
    let other = place.write("other.csv", "stt,ngày tháng,độ mật\n1,2014,Tối mật\n");
    let other = other.to_str().unwrap();
    let told = place
        .run(&["import", "vt", "--csv", other, "--json"])
        .ends(1)
        .json();
    assert!(
        told["left-out"][0]["en"]
            .as_str()
            .unwrap()
            .contains("--prefix")
    );
    let row = place
        .run(&["show", "vt", "cu.2014.1", "--json"])
        .ends(0)
        .json();
    assert_eq!(row["document"]["symbol"], "1/QĐ-SM");
    assert_eq!(row["copies"][0]["holder"], "p-1");
    place.run(&["verify", "vt"]).ends(0);
}

#[test]
fn a_row_that_cannot_be_brought_over_is_listed_and_left_out() {
    let place = Place::with_registry();
    let book = "\u{feff}stt;ngày tháng;độ mật;nơi nhận;số lượng bản\n\
                1;03/01/2014;Mật;Sở Nội vụ;2\n\
                2;04/01/2014;;;1\n\
                3;năm ngoái;Top secret;;1\n\
                4;năm ngoái;A;;hai\n";
    let book = place.write("cu.csv", book);
    let told = place
        .run(&[
            "import",
            "vt",
            "--csv",
            book.to_str().unwrap(),
            "--on",
            "2026-03-03",
            "--json",
        ])
        .ends(1)
        .json();
    assert_eq!(told["recorded"], 2);
    let left: Vec<u64> = told["left-out"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["line"].as_u64().unwrap())
        .collect();
    assert_eq!(left, [3, 4]);
    let remarked = told["remarks"].to_string();
    assert!(
        remarked.contains("ngày tháng") && remarked.contains("số lượng bản"),
        "{remarked}"
    );
}

#[test]
fn completions_are_written_for_every_shell() {
    let place = Place::empty();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let written = place.run(&["completions", shell]).ends(0);
        assert!(written.out.contains("walkthrough"), "{shell}");
    }
}

/// The keys that `JSON.md` gives in the table row that begins with `name`.
fn documented(name: &str) -> Vec<&'static str> {
    let page = include_str!("../../JSON.md");
    let row = format!("| {name} | ");
    let line = page.lines().find_map(|line| line.strip_prefix(&row));
    let text = line.unwrap_or_else(|| panic!("`{name}` is not in JSON.md"));
    // Keys stand in backticks; values and words beside them begin behind a colon
    // or a bracket.
    let quoted = text.split('`').skip(1).step_by(2);
    let plain = |c: char| c.is_ascii_lowercase() || c == '-' || c == ' ';
    let keys = quoted.filter(|keys| keys.chars().all(plain));
    keys.flat_map(str::split_whitespace).collect()
}

#[test]
fn json_carries_the_documented_keys() {
    let place = at_work();
    let carries = |name: &str, json: &Value| {
        for key in documented(name) {
            assert!(json.get(key).is_some(), "`{key}` of {name} in {json}");
        }
    };
    let run = |args: &[&str]| place.run(&[args, &["--json"]].concat());
    carries("copy", &run(&["show", "vt", "d-7#1"]).json());
    carries("row", &run(&["show", "vt", "di-2026"]).feed()[0]);
    carries("entry", &run(&["show", "vt", "3"]).json());
    carries(
        "`show checkpoint`",
        &run(&["show", "vt", "checkpoint"]).json(),
    );
    carries("`show books`", &run(&["show", "vt", "books"]).feed()[0]);
    carries("`pack list`", &run(&["pack", "list"]).feed()[0]);
    let transfer =
        json!({ "act": "copy.transfer", "on": "2026-03-05", "copies": ["d-7#1"], "to": "p-1" });
    let done = place.perform(&transfer).ends(0).json();
    carries("performed", &done["acts"][0]);
    carries("duty", &done["acts"][0]["decision"]["opens"][0]);
    let refused = place.perform(&determine("d-8", false)).ends(1).json();
    let article = &refused["decision"]["reasons"][0]["article"];
    carries("article", article);
}
