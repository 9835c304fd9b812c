//! Ledgers good and broken, one defect each.

use crate::forge::{CLERK, Forgery, LEDGER, ROOT, ROOT_2, bytes, int, public, record, signer};
use crate::sheet::Sheet;
use bmnn::id::to_hex;
use bmnn::ledger::{Entry, Scope, Statement};
use bmnn::value::{Map, Value};
use serde_json::{Value as Json, json};

/// Findings as expected: kind, place, severity.
type Found = Vec<(&'static str, Json, &'static str)>;

fn entry(seq: u64) -> Json {
    json!({"entry": seq})
}

fn checkpoint(size: u64) -> Json {
    json!({"checkpoint": size})
}

fn byte(offset: usize) -> Json {
    json!({"byte": offset})
}

fn error(kind: &'static str, place: Json) -> Found {
    vec![(kind, place, "error")]
}

mod signing;

struct Ledgers(Sheet);

impl Ledgers {
    fn good(&mut self, id: &str, why: &str, forgery: &Forgery, notices: Found) {
        self.ask(
            id,
            why,
            json!({"ledger": to_hex(&forgery.file)}),
            true,
            notices,
        );
    }

    fn bad(&mut self, id: &str, why: &str, file: &[u8], found: Found) {
        self.ask(id, why, json!({"ledger": to_hex(file)}), false, found);
    }

    fn ask(&mut self, id: &str, why: &str, input: Json, holds: bool, found: Found) {
        let found = found.into_iter().map(
            |(kind, place, severity)| json!({"kind": kind, "place": place, "severity": severity}),
        );
        let found: Vec<Json> = found.collect();
        // Where one defect makes others follow, they are frozen as they are.
        let want = if !holds && found.is_empty() {
            json!({"holds": false})
        } else {
            json!({"holds": holds, "findings": found})
        };
        self.0.case("ledger.verify", id, why, input, want);
    }

    /// One more act, signed by `seed`, behind a ledger that holds.
    fn one(&mut self, id: &str, why: &str, kind: &'static str, make: impl FnOnce(&mut Forgery)) {
        let mut forgery = Forgery::opened();
        make(&mut forgery);
        forgery.checkpoint(LEDGER);
        self.bad(id, why, &forgery.file, error(kind, entry(3)));
    }
}

pub(crate) fn ledgers() -> Sheet {
    let mut ledgers = Ledgers(Sheet::new(
        "ledgers",
        "Whole ledgers by their format alone: links, signatures, keys, checkpoints, the file (design §4). One defect each, all findings named; the laws of the acts are not looked at.",
    ));
    good(&mut ledgers);
    file(&mut ledgers);
    links(&mut ledgers);
    signing::signatures(&mut ledgers);
    signing::signers(&mut ledgers);
    signing::enrolments(&mut ledgers);
    histories(&mut ledgers);
    checkpoints(&mut ledgers);
    known(&mut ledgers);
    ledgers.0
}

fn good(ledgers: &mut Ledgers) {
    ledgers.good(
        "opened",
        "opened, a clerk's key and person enrolled",
        &Forgery::opened(),
        vec![],
    );
    ledgers.good("at-work", "two commits", &Forgery::at_work(), vec![]);
    let mut rotated = Forgery::opened();
    let enrol = rotated.enrolment(public(9), "ledger", None);
    rotated.push_by(ROOT, enrol);
    rotated.checkpoint(9);
    rotated.notes(1);
    rotated.checkpoint(9);
    ledgers.good(
        "rotated",
        "a new ledger key signs from the commit that enrols it (design §4, Checkpoint)",
        &rotated,
        vec![],
    );
    let mut closed = Forgery::at_work();
    let close = closed.root_act("ledger.close", [("reason", "full".into())]);
    closed.push_by(ROOT, close);
    closed.checkpoint(LEDGER);
    ledgers.good(
        "closed",
        "closed by a root, and nothing behind",
        &closed,
        vec![],
    );
    let mut revoked = Forgery::opened();
    let revoke = revoked.revocation(CLERK, "left");
    revoked.push_by(ROOT, revoke);
    revoked.checkpoint(LEDGER);
    ledgers.good(
        "revoked",
        "a key ends with its revocation; what it signed before stands",
        &revoked,
        vec![],
    );
    let mut recovered = Forgery::opened();
    let size = int(recovered.size());
    let set_aside = Map::from_iter([("length", Value::Int(7)), ("digest", bytes(&[7; 32]))]);
    let recover = recovered.root_act(
        "ledger.recover",
        [
            ("why", "torn-tail".into()),
            ("size", size),
            ("set-aside", set_aside.into()),
        ],
    );
    recovered.push_by(LEDGER, recover);
    recovered.checkpoint(LEDGER);
    ledgers.good("recovered", "signed by the ledger key", &recovered, vec![]);
    let mut cosigned = Forgery::opened();
    let act = cosigned.note();
    let statement = cosigned.sign(CLERK, &act);
    let cosignature = statement.cosign(cosigned.scope(), &signer(ROOT)).unwrap();
    cosigned.place(&statement, vec![cosignature]);
    cosigned.checkpoint(LEDGER);
    ledgers.good(
        "cosigned",
        "a cosignature by a key in range",
        &cosigned,
        vec![],
    );
    let strict = strict();
    ledgers.good(
        "both-roots",
        "a threshold of two, and two roots signed",
        &strict,
        vec![],
    );
    let mut back = Forgery::opened();
    back.received -= 60_000;
    back.notes(1);
    back.checkpoint(LEDGER);
    ledgers.good(
        "clock-backwards",
        "the clock stepped back: a notice, never a refusal",
        &back,
        vec![("ClockBackwards", entry(3), "notice")],
    );
    for (id, on, kind, why) in [
        (
            "backdated",
            "2026-02-27",
            "Backdated",
            "`on` is before the day of receipt (UTC+7)",
        ),
        (
            "postdated",
            "2026-03-05",
            "Postdated",
            "`on` is behind the day of receipt (UTC+7)",
        ),
    ] {
        let mut dated = Forgery::opened();
        let act = with(dated.note(), "on", on.into());
        dated.push(act);
        dated.checkpoint(LEDGER);
        ledgers.good(id, why, &dated, vec![(kind, entry(3), "notice")]);
    }
    let mut doubtful = Forgery::at_work();
    let revoke = doubtful.revocation(CLERK, "compromised");
    let revoke = with(revoke, "since", int(4));
    doubtful.push_by(ROOT, revoke);
    doubtful.checkpoint(LEDGER);
    ledgers.good(
        "doubtful",
        "compromised from entry 4 on: what the key signed since then is doubtful",
        &doubtful,
        vec![("Doubtful", entry(4), "warning")],
    );
    let mut later = Forgery::opened();
    later.record(0x80, b"from a later program");
    later.notes(1);
    later.checkpoint(LEDGER);
    let place = byte(Forgery::opened().file.len());
    ledgers.good(
        "later-kind",
        "records of the kinds from 0x80 are skipped and reported",
        &later,
        vec![("UnknownField", place, "notice")],
    );
    let mut withheld = Forgery::opened();
    let before = withheld.file.len();
    withheld.notes(1);
    withheld.file.truncate(before);
    withheld.record(4, &withheld.leaves[3].0.clone());
    withheld.notes(1);
    withheld.checkpoint(LEDGER);
    let file = to_hex(&withheld.file);
    ledgers.ask(
        "withheld",
        "an export may leave an entry out: its leaf hash stands in its place",
        json!({"ledger": file, "known": {"export": true}}),
        true,
        vec![("Withheld", entry(3), "notice")],
    );
    ledgers.ask(
        "withheld-no-export",
        "what is no export leaves nothing out: a revocation could be hidden so",
        json!({"ledger": file}),
        false,
        vec![("Withheld", entry(3), "error")],
    );
}

/// A ledger of two roots that both sign.
fn strict() -> Forgery {
    let mut forgery = Forgery::empty();
    let open = Statement::sign(&Forgery::opening(2), Scope::Opening, &signer(ROOT)).unwrap();
    let cosigned = open.cosign(Scope::Opening, &signer(ROOT_2)).unwrap();
    forgery.place(&open, vec![cosigned]);
    forgery.checkpoint(LEDGER);
    forgery
}

fn file(ledgers: &mut Ledgers) {
    let good = Forgery::at_work();
    let first = Forgery::opened().file.len();
    let torn = &good.file[..good.file.len() - 3];
    ledgers.bad(
        "torn",
        "the last commit is cut in its checkpoint: what a crash can leave",
        torn,
        error("TornTail", byte(first)),
    );
    let mut garbage = good.file.clone();
    garbage.extend([0; 40]);
    ledgers.bad(
        "torn-zeros",
        "zeros behind the last commit, as a file system can leave",
        &garbage,
        error("TornTail", byte(good.file.len())),
    );
    let mut crc = good.file.clone();
    crc[first / 2] ^= 1;
    ledgers.ask(
        "bit-flipped",
        "a bit of an acknowledged commit: no crash leaves that",
        json!({"ledger": to_hex(&crc)}),
        false,
        vec![],
    );
    let tip = good.tip();
    let cut = &good.file[..first];
    ledgers.ask(
        "cut-commit",
        "a whole commit is cut off, and `tip` knows of it",
        json!({"ledger": to_hex(cut), "tip": tip}),
        false,
        error("Truncated", entry(3)),
    );
    ledgers.ask(
        "torn-acknowledged",
        "bytes that `tip` acknowledged are no torn tail",
        json!({"ledger": to_hex(torn), "tip": tip}),
        false,
        vec![],
    );
    ledgers.ask(
        "tip-holds",
        "the ledger is as `tip` says",
        json!({"ledger": to_hex(&good.file), "tip": tip}),
        true,
        vec![],
    );
    ledgers.ask(
        "tip-unreadable",
        "an unreadable `tip` is a notice",
        json!({"ledger": to_hex(&good.file), "tip": "5"}),
        true,
        vec![("Truncated", json!("ledger"), "notice")],
    );
    let mut unknown = good.clone();
    unknown.record(3, b"?");
    unknown.notes(1);
    unknown.checkpoint(LEDGER);
    ledgers.bad(
        "kind-3",
        "an unknown kind below 0x80 does not hold",
        &unknown.file,
        error("BadEncoding", byte(good.file.len())),
    );
    let mut open = good.clone();
    open.notes(1);
    ledgers.ask(
        "no-checkpoint",
        "entries behind the last checkpoint are not committed",
        json!({"ledger": to_hex(&open.file)}),
        false,
        error("TornTail", entry(5)),
    );
    let mut empty = good;
    empty.checkpoint(LEDGER);
    ledgers.ask(
        "empty-commit",
        "a commit is at least one entry",
        json!({"ledger": to_hex(&empty.file)}),
        false,
        vec![],
    );
    let mut headless = b"BMNNLDG1".to_vec();
    headless.extend(record(4, &[7; 32]));
    ledgers.ask(
        "opening-withheld",
        "`ledger.open` is never withheld",
        json!({"ledger": to_hex(&headless)}),
        false,
        vec![],
    );
    for (id, file, why) in [
        ("no-magic", b"BMNNLDG2".to_vec(), "another format version"),
        ("nothing", Vec::new(), "no file of a ledger"),
    ] {
        ledgers.0.case(
            "ledger.verify",
            id,
            why,
            json!({"ledger": to_hex(&file)}),
            json!({"failure": "NoLedger"}),
        );
    }
}

fn links(ledgers: &mut Ledgers) {
    let place = |forgery: &mut Forgery, change: &dyn Fn(&mut Entry)| {
        let act = forgery.note();
        let mut entry = Entry {
            seq: forgery.size(),
            prev: *forgery.leaves.last().unwrap(),
            received: forgery.received,
            statement: forgery.sign(CLERK, &act).encode(),
            cosigned: vec![],
        };
        change(&mut entry);
        forgery.entry(entry.encode());
    };
    ledgers.one(
        "prev",
        "`prev` is the leaf hash of another entry",
        "BrokenLink",
        |f| {
            let other = f.leaves[0];
            place(f, &|entry| entry.prev = other);
        },
    );
    ledgers.one(
        "position",
        "an entry says another position",
        "BrokenLink",
        |f| {
            place(f, &|entry| entry.seq += 1);
        },
    );
    ledgers.one(
        "trailing-byte",
        "a byte behind the entry",
        "BadEncoding",
        |f| {
            let act = f.note();
            let statement = f.sign(CLERK, &act);
            let entry = Entry {
                seq: 3,
                prev: f.leaves[2],
                received: f.received,
                statement: statement.encode(),
                cosigned: vec![],
            };
            let mut encoded = entry.encode();
            encoded.push(0);
            f.entry(encoded);
        },
    );
}

fn histories(ledgers: &mut Ledgers) {
    ledgers.one(
        "seen-missing",
        "every act but the opening says what it has seen",
        "WrongHistory",
        |f| {
            let mut act = f.note();
            act.remove("seen");
            f.push(act);
        },
    );
    ledgers.one(
        "seen-other",
        "the leaf hash of another entry",
        "WrongHistory",
        |f| {
            let mut act = f.note();
            act.insert(
                "seen",
                Value::Array(vec![Value::Int(1), bytes(&f.leaves[0].0)]),
            );
            f.push(act);
        },
    );
    ledgers.one(
        "seen-itself",
        "an entry that is not before this one",
        "WrongHistory",
        |f| {
            let mut act = f.note();
            act.insert(
                "seen",
                Value::Array(vec![Value::Int(3), bytes(&f.leaves[2].0)]),
            );
            f.push(act);
        },
    );
    ledgers.one(
        "id-again",
        "an id that is there already",
        "DuplicateId",
        |f| {
            let act = with(f.note(), "id", bytes(&[0xFF; 16]));
            f.push(act);
        },
    );
    ledgers.one(
        "opened-twice",
        "a ledger is opened once",
        "WrongHistory",
        |f| {
            let mut open = with(Forgery::opening(1), "id", bytes(&[0xFE; 16]));
            open.insert("seen", f.seen(2));
            let statement = Statement::sign(&open, Scope::Opening, &signer(ROOT)).unwrap();
            f.place(&statement, vec![]);
        },
    );
    let mut after = Forgery::at_work();
    let close = after.root_act("ledger.close", [("reason", "full".into())]);
    after.push_by(ROOT, close);
    after.checkpoint(LEDGER);
    after.notes(1);
    after.checkpoint(LEDGER);
    ledgers.ask(
        "after-close",
        "nothing follows `ledger.close`",
        json!({"ledger": to_hex(&after.file)}),
        false,
        error("AfterClose", entry(6)),
    );
    // Who holds the ledger key drops an entry, and links and signs anew.
    let whole = Forgery::at_work();
    let mut dropped = Forgery::opened();
    let (last, _) = Entry::decode(&whole.entries[4]).unwrap();
    dropped.place_bytes(last.received, last.statement, vec![]);
    dropped.checkpoint(LEDGER);
    ledgers.bad(
        "dropped",
        "an entry dropped by who holds the ledger key: the next act has seen it",
        &dropped.file,
        error("WrongHistory", entry(3)),
    );
    ledgers.one("date", "`on` is no day", "BadEncoding", |f| {
        let act = with(f.note(), "on", "2026-02-30".into());
        f.push(act);
    });
    ledgers.one(
        "sealed",
        "a map with the key `sealed` is a commitment of 32 bytes",
        "BadEncoding",
        |f| {
            let sealed = Map::from_iter([("sealed", bytes(&[1; 31]))]);
            let act = with(f.note(), "note", sealed.into());
            f.push(act);
        },
    );
    for (id, threshold) in [("threshold-0", 0), ("threshold-3", 3)] {
        let mut forgery = Forgery::empty();
        let open =
            Statement::sign(&Forgery::opening(threshold), Scope::Opening, &signer(ROOT)).unwrap();
        forgery.place(&open, vec![]);
        forgery.checkpoint(LEDGER);
        let found = vec![
            ("BadEncoding", entry(0), "error"),
            ("UnknownKey", checkpoint(1), "error"),
        ];
        ledgers.bad(id, "a threshold from 1 to the number of roots; nothing is enrolled by it, so no checkpoint holds either", &forgery.file, found);
    }
}

fn checkpoints(ledgers: &mut Ledgers) {
    let sealed = |id: &str| {
        let mut forgery = Forgery::opened();
        forgery.notes(1);
        let mut said = forgery.as_checkpoint();
        match id {
            "root" => said.root.0[0] ^= 1,
            "size" => said.size = 5,
            _ => {}
        }
        let seed = if id == "by-the-clerk" { CLERK } else { LEDGER };
        let mut note = said.sign(&signer(seed)).unwrap();
        if id == "signature" {
            let at = note.len() - 10;
            let other = if note.as_bytes()[at] == b'A' {
                "B"
            } else {
                "A"
            };
            note.replace_range(at..=at, other);
        }
        forgery.record(2, note.as_bytes());
        forgery
    };
    for (id, kind, why) in [
        (
            "root",
            "CheckpointMismatch",
            "a root that the entries do not have",
        ),
        (
            "size",
            "CheckpointMismatch",
            "a size that the entries do not have",
        ),
        (
            "by-the-clerk",
            "WrongSigner",
            "signed by a key that is not the ledger's",
        ),
        (
            "signature",
            "BadSignature",
            "a signature that does not verify",
        ),
    ] {
        ledgers.bad(
            &format!("checkpoint-{id}"),
            why,
            &sealed(id).file,
            error(kind, checkpoint(4)),
        );
    }
    let mut old = Forgery::opened();
    let enrol = old.enrolment(public(9), "ledger", None);
    old.push_by(ROOT, enrol);
    old.checkpoint(9);
    old.notes(1);
    old.checkpoint(LEDGER);
    ledgers.bad(
        "checkpoint-old-key",
        "the ledger key before: its time is over",
        &old.file,
        error("KeyOutOfRange", checkpoint(5)),
    );
    let mut prose = Forgery::opened();
    prose.notes(1);
    prose.record(2, "không phải điểm kiểm tra\n".as_bytes());
    ledgers.bad(
        "checkpoint-prose",
        "no note at all",
        &prose.file,
        error("CheckpointMismatch", checkpoint(4)),
    );
}

fn known(ledgers: &mut Ledgers) {
    let good = Forgery::at_work();
    let ask = |known: Json| json!({"ledger": to_hex(&good.file), "known": known});
    let id = good.ledger().to_string();
    let roots = [public(ROOT).to_string(), public(ROOT_2).to_string()];
    ledgers.ask(
        "known-id",
        "the ledger-id that the caller expects",
        ask(json!({"ledger-id": id})),
        true,
        vec![],
    );
    ledgers.ask(
        "known-roots",
        "the roots that the caller expects",
        ask(json!({"roots": roots})),
        true,
        vec![],
    );
    ledgers.ask(
        "known-early",
        "a checkpoint kept elsewhere",
        ask(json!({"checkpoints": [Forgery::opened().note_of(LEDGER)]})),
        true,
        vec![],
    );
    ledgers.ask(
        "other-id",
        "another ledger",
        ask(json!({"ledger-id": "00".repeat(32)})),
        false,
        error("WrongHistory", json!("ledger")),
    );
    ledgers.ask(
        "other-roots",
        "other roots opened it",
        ask(json!({"roots": [roots[0]]})),
        false,
        error("WrongSigner", entry(0)),
    );
    let mut fork = good.as_checkpoint();
    fork.root.0[0] ^= 1;
    let forked = fork.sign(&signer(LEDGER)).unwrap();
    ledgers.ask(
        "fork",
        "a checkpoint of the same size with another root, signed by the ledger key: a fork",
        ask(json!({"checkpoints": [forked]})),
        false,
        error("Fork", checkpoint(5)),
    );
    let not_ours = fork.sign(&signer(CLERK)).unwrap();
    ledgers.ask(
        "fork-not-signed",
        "the same, by a key that is not the ledger's: proves nothing against it",
        ask(json!({"checkpoints": [not_ours]})),
        false,
        error("BadSignature", checkpoint(5)),
    );
    fork.size = 99;
    let ahead = fork.sign(&signer(LEDGER)).unwrap();
    ledgers.ask(
        "rolled-back",
        "a checkpoint of entries that are not there",
        ask(json!({"checkpoints": [ahead]})),
        false,
        error("Truncated", entry(5)),
    );
}

fn with(mut act: Map, key: &str, value: Value) -> Map {
    act.insert(key, value);
    act
}
