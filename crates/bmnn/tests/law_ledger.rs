//! The end of a ledger, its successor, and the keys: each row cites its
//! article, or the practice that it keeps.

mod office;

use bmnn::custody::{Book, Kind, Query, Record, State, World};
use bmnn::decide::{Recording, decide};
use office::Expect::{Fine, Refused, Warns};
use office::{Office, determination, hand, head, id, paper, with};
use serde_json::{Value as Json, json};

const DAY: &str = "2021-05-04";

fn close(over: Json) -> Json {
    with(
        json!({"act": "ledger.close", "on": DAY, "reason": "full", "decision": head(DAY)}),
        over,
    )
}

fn transfer(copy: &str, to: &str) -> Json {
    json!({
        "act": "copy.transfer", "id": id("transfer"), "on": DAY, "copies": [copy], "to": to,
        "row": {"book": "hand-2021"},
    })
}

fn carry_out(copy: &str) -> Json {
    json!({
        "act": "copy.carry-out", "on": DAY, "copies": [copy], "person": "officer", "purpose": "–",
        "place": "–", "return-by": "2021-05-09", "abroad": false, "permit": head(DAY),
        "application": paper("application"), "protection": "–",
    })
}

/// An office whose books are closed, with a document in three copies.
#[cfg(test)]
fn ending() -> Office {
    let mut office = Office::with_issue(DAY);
    let books = office.world.select(&Query::All(Kind::Book)).unwrap();
    for record in books {
        let Record::Book(Book {
            id,
            next,
            last_date,
            ..
        }) = record
        else {
            continue;
        };
        let last_row = last_date.map_or(0, |_| next - 1);
        let last_date = last_date.map_or(DAY.to_owned(), |date| date.to_string());
        office.allowed(json!({
            "act": "book.close", "on": DAY, "book": id.as_str(), "last-row": last_row,
            "last-date": last_date, "printed": {"pages": 2},
        }));
    }
    assert_eq!(office.duties(), []);
    office
}

#[test]
fn closing() {
    let office = ending();
    office.table(&[
        ("a ledger that is full", close(json!({})), Fine),
        ("for other algorithms", close(json!({"reason": "migrated", "successor-key": "ab".repeat(32)})), Fine),
        ("to an archive", close(json!({"reason": "archived", "archive": "tt-luu-tru"})), Fine),
        ("to no archive known", close(json!({"archive": "nowhere"})), Refused(&["party.unknown"])),
        (
            "C104 15(4): merged, and somebody takes over",
            close(json!({"reason": "merged", "successor-party": "so-b"})),
            Fine,
        ),
        (
            "C104 15(4): merged into nobody, with copies here (elsewhere than in the police an inference)",
            close(json!({"reason": "merged"})),
            Warns(&["close.no-successor"]),
        ),
        (
            "merged into itself",
            close(json!({"reason": "merged", "successor-party": "self"})),
            Refused(&["party.successor-itself"]),
        ),
        (
            "merged into nobody known",
            close(json!({"reason": "merged", "successor-party": "nowhere"})),
            Refused(&["party.unknown"]),
        ),
        (
            "decided by nobody known",
            close(json!({"decision": {"person": "nobody", "position": "p-head", "date": DAY}})),
            Refused(&["person.unknown", "position.other-person"]),
        ),
        (
            "decided in a post not held",
            close(json!({"decision": {"person": "clerk", "position": "p-head", "date": DAY}})),
            Refused(&["position.other-person"]),
        ),
        (
            "decided after the day",
            close(json!({"decision": head("2021-05-05")})),
            Refused(&["authority.date-ahead"]),
        ),
    ]);
}

#[test]
fn what_is_unfinished_at_the_end() {
    let mut office = Office::with_issue(DAY);
    office.table(&[(
        "books that nobody closed",
        close(json!({})),
        Warns(&["close.open-books"]),
    )]);
    office.allowed(transfer("d1#1", "unit-1"));
    office.allowed(carry_out("d1#2"));
    let judgment = office.decide(&close(json!({})));
    office::check(
        "in transit and outside",
        &judgment,
        Refused(&["close.in-transit"]),
    );
    let said = format!("{:?}", judgment.decision);
    assert!(said.contains("d1#1") && said.contains("d1#2"), "{said}");
    // Taken or refused, it is no longer on the way.
    office.allowed(json!({
        "act": "copy.accept", "on": DAY, "transfer": id("transfer"), "receiver": hand("officer", DAY),
    }));
    office.table(&[(
        "a copy outside does not keep the ledger open",
        close(json!({})),
        Warns(&["close.carried-out", "close.open-books", "close.open-duties"]),
    )]);
}

/// A ledger may end in which nobody has a post yet.
#[test]
fn an_office_that_never_worked_is_closed() {
    let office = Office::open();
    let mut act = office.read(close(json!({})));
    // Roots sign it, in nobody's name.
    act.common.by = None;
    let recording = Recording {
        seq: 2,
        day: office::date(DAY),
    };
    let judgment = decide(&World::default(), &office.packs, &act, recording).unwrap();
    office::check("on a decision from elsewhere", &judgment, Fine);
}

#[test]
fn succeeding() {
    let office = Office::open();
    let ledger = "44".repeat(32);
    let note = |ledger: &str| {
        let root = "V".repeat(40) + "VVU=";
        format!("bmnn/{ledger}\n812\n{root}\n\n— bmnn/{ledger} AAAA\n")
    };
    let succeed = |over| {
        with(
            json!({
                "act": "ledger.succeed", "on": DAY, "ledger": ledger, "checkpoint": note(&ledger),
                "party": "so-b", "paper": paper("minutes"),
            }),
            over,
        )
    };
    office.table(&[
        (
            "C104 15(4): from an agency that was merged",
            succeed(json!({})),
            Fine,
        ),
        (
            "from this agency's own older ledger",
            succeed(json!({"party": "self"})),
            Fine,
        ),
        (
            "from nobody known",
            succeed(json!({"party": "nowhere"})),
            Refused(&["party.unknown"]),
        ),
        (
            "with the checkpoint of another ledger",
            succeed(json!({"checkpoint": note(&"45".repeat(32))})),
            Refused(&["succeed.other-ledger"]),
        ),
    ]);
    let table = [
        ("no note", "x".to_owned()),
        ("no signature", note(&ledger).replace("— ", "- ")),
        ("cut", note(&ledger).trim_end().to_owned()),
        (
            "a size of two spellings",
            note(&ledger).replace("812", "0812"),
        ),
        ("a root that is none", note(&ledger).replace("VVU=", "VVU")),
    ];
    for (what, checkpoint) in table {
        let act = succeed(json!({"checkpoint": checkpoint}));
        let error = office.try_read(act).expect_err(what);
        assert!(error.to_string().contains("checkpoint"), "{what}: {error}");
    }
}

#[test]
fn keys() {
    let office = Office::open();
    let enrol = |over| {
        with(
            json!({"act": "key.enrol", "on": DAY, "key": "77".repeat(32), "role": "actor"}),
            over,
        )
    };
    let revoke = |over| {
        with(
            json!({"act": "key.revoke", "on": DAY, "kid": "88".repeat(8), "reason": "lost"}),
            over,
        )
    };
    office.table(&[
        (
            "an actor's key is a person's",
            enrol(json!({"person": "officer"})),
            Fine,
        ),
        ("of nobody", enrol(json!({})), Refused(&["act.missing"])),
        (
            "a person has no key name",
            enrol(json!({"person": "officer", "name": "w.example"})),
            Refused(&["act.not-wanted"]),
        ),
        (
            "a witness has a name",
            enrol(json!({"role": "witness", "name": "w.example/1"})),
            Fine,
        ),
        (
            "and has one always",
            enrol(json!({"role": "witness"})),
            Refused(&["act.missing"]),
        ),
        ("a root is nobody's", enrol(json!({"role": "root"})), Fine),
        (
            "whoever has it in the safe",
            enrol(json!({"role": "root", "person": "head"})),
            Refused(&["act.not-wanted"]),
        ),
        ("a new ledger key", enrol(json!({"role": "ledger"})), Fine),
        (
            "after a compromise",
            enrol(json!({"role": "ledger", "since": 3})),
            Fine,
        ),
        (
            "only the ledger key's successor says so",
            enrol(json!({"person": "officer", "since": 3})),
            Refused(&["act.not-wanted"]),
        ),
        ("a lost key", revoke(json!({})), Fine),
        (
            "a stolen key, from when on",
            revoke(json!({"reason": "compromised", "since": 3})),
            Fine,
        ),
        (
            "it is said from when on",
            revoke(json!({"reason": "compromised"})),
            Refused(&["act.missing"]),
        ),
        (
            "of a lost key nothing is doubtful",
            revoke(json!({"since": 3})),
            Refused(&["act.not-wanted"]),
        ),
    ]);
}

/// A document in the making does not keep a ledger open.
#[test]
fn a_draft_is_no_copy() {
    let mut office = ending();
    office.allowed(determination("d2", "Mat", DAY));
    office.table(&[("determined, not issued", close(json!({})), Fine)]);
}

/// What another agency's ledger was seen to hold (design §4).
#[test]
fn noting() {
    let mut office = Office::open();
    let (ledger, other) = ("44".repeat(32), "55".repeat(32));
    let note = |ledger: &str, size: u32, root: char| {
        let root = root.to_string().repeat(40) + "VVU=";
        format!("bmnn/{ledger}\n{size}\n{root}\n\n— bmnn/{ledger} AAAA\n")
    };
    let noted = |size, over| {
        let checkpoint = note(&ledger, size, 'V');
        let act = json!({
            "act": "witness.note", "on": DAY, "ledger": ledger, "checkpoint": checkpoint,
        });
        with(act, over)
    };
    office.table(&[
        (
            "of a ledger that no party has",
            noted(7, json!({})),
            Warns(&["witness.stranger"]),
        ),
        (
            "of another ledger than it says",
            noted(7, json!({"ledger": other})),
            Refused(&["witness.other-ledger"]),
        ),
    ]);
    let id = id("party-c");
    office.allowed(json!({
        "act": "party.enrol", "id": id, "on": DAY, "party": "so-c", "kind": "agency", "name": "–",
    }));
    office.allowed(json!({
        "act": "entry.correct", "on": DAY, "corrected": id, "changes": {"ledger": ledger},
        "reason": "–",
    }));
    office.table(&[(
        "whose ledger it is became known later",
        noted(7, json!({})),
        Fine,
    )]);
    office.allowed(noted(7, json!({})));
    office.table(&[
        ("grown", noted(8, json!({})), Fine),
        ("the same again", noted(7, json!({})), Fine),
        // Roots are compared by whoever writes or verifies: the model knows no hash.
        (
            "of the same size",
            noted(7, json!({"checkpoint": note(&ledger, 7, 'W')})),
            Fine,
        ),
        (
            "an older one",
            noted(6, json!({})),
            Refused(&["witness.goes-back"]),
        ),
    ]);
}
