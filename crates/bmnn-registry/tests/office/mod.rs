//! A small office on disk, for the tests: a province committee with a head, a
//! clerk who records, two units and two agencies, under the 2025 rules.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test uses its own part of the office"
)]

pub mod disks;
pub mod replay;

use bmnn::copy::CopyRef;
use bmnn::date::Date;
use bmnn::id::{ActId, Bytes32, Id};
use bmnn::ledger::{
    Batch, Chain, PlainSigner, RecordKind, Signatures, Signer, Statement, Store, Window,
};
use bmnn::value::{Map, Value};
use bmnn_registry::host::{SetClock, SystemRandomness};
use bmnn_registry::vault::{Vault, VaultKey};
use bmnn_registry::{Clerk, Host, OpenError, Opening, PerformError, Performed, Registry, packs};
use bmnn_store::FileStore;
use serde_json::{Value as Json, json};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

pub const DAY: &str = "2026-03-02";

pub struct Office {
    pub dir: TempDir,
    pub registry: Registry,
    pub clock: SetClock,
    pub clerk: PlainSigner,
}

pub fn root(number: u8) -> PlainSigner {
    PlainSigner::from_seed(&[number; 32])
}

pub fn clerk() -> PlainSigner {
    PlainSigner::from_seed(&[0xC1; 32])
}

pub fn ledger_key() -> Box<PlainSigner> {
    Box::new(PlainSigner::from_seed(&[0x1E; 32]))
}

pub fn id(name: &str) -> Id {
    name.parse().unwrap()
}

pub fn copy(text: &str) -> CopyRef {
    text.parse().unwrap()
}

/// The id of the act that a test calls `name`.
pub fn act_id(name: &str) -> ActId {
    let mut bytes = [0; 16];
    bytes[..name.len()].copy_from_slice(name.as_bytes());
    ActId(bytes)
}

pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// The vault in a folder, opened as the registry's hosts do.
pub fn vault(folder: &Path) -> Vault {
    let path = folder.join("vault.db");
    Vault::open(path, &VaultKey::known(), &mut SystemRandomness).unwrap()
}

pub fn opening() -> Opening {
    Opening {
        agency: "UBND tỉnh".to_owned(),
        on: None,
        threshold: 1,
        further_roots: vec![root(2).public_key()],
        clerk: Clerk {
            person: id("clerk"),
            key: clerk().public_key(),
        },
        after: None,
    }
}

pub fn paper(kind: &str) -> Json {
    json!({"kind": kind, "symbol": "7/QĐ-UBND"})
}

pub fn head(day: &str) -> Json {
    json!({"person": "head", "position": "p-head", "date": day, "paper": paper("decision")})
}

pub fn hand(person: &str) -> Json {
    json!({"person": person, "date": DAY})
}

pub fn determination(document: &str) -> Json {
    json!({
        "act": "document.determine", "on": DAY, "document": document, "carrier": "document",
        "level": "ToiMat", "decision": head(DAY), "copying": "allowed",
        "list-refs": [{"list": "list-1", "article": 2, "clause": 1, "point": "a"}],
        "medium": "paper", "drafter": "head", "copies-planned": 3,
        "recipients": ["bo-a", "unit-1"], "subject": "Phương án bảo vệ kỳ họp",
    })
}

pub fn issue(document: &str, symbol: &str) -> Json {
    json!({
        "act": "document.issue", "on": DAY, "document": document, "symbol": symbol, "date": DAY,
        "signer": "head", "kept-by": "unit-vt", "original": "apart", "row": {"book": "out-2026"},
        "copies": [
            {"number": 1, "to": "bo-a"}, {"number": 2, "to": "unit-1"}, {"number": 3, "to": "unit-1"},
        ],
    })
}

pub fn transfer(copy: &str, to: &str) -> Json {
    json!({
        "act": "copy.transfer", "on": DAY, "copies": [copy], "to": to, "means": "hand",
        "row": {"book": "hand-2026"},
    })
}

/// `base` with the keys of `over` laid over it.
pub fn with(mut base: Json, over: Json) -> Json {
    for (key, value) in over.as_object().unwrap() {
        base.as_object_mut()
            .unwrap()
            .insert(key.clone(), value.clone());
    }
    base
}

/// The acts with which an office begins.
pub fn beginning() -> Vec<Json> {
    let (_, digest) = packs::built_in("vn-2025").unwrap();
    let mut acts = vec![json!({
        "act": "pack.adopt", "on": DAY, "adopted": "vn-2025", "digest": digest.to_string(),
        "decision": head(DAY),
    })];
    for person in ["clerk", "head"] {
        let name = format!("Nguyễn Văn {person}");
        acts.push(json!({
            "act": "person.enrol", "on": DAY, "person": person, "name": name, "party": "self",
        }));
    }
    for (party, kind) in [
        ("unit-vt", "unit"),
        ("unit-1", "unit"),
        ("bo-a", "agency"),
        ("so-b", "agency"),
    ] {
        acts.push(json!({
            "act": "party.enrol", "on": DAY, "party": party, "kind": kind, "name": "Đơn vị",
        }));
    }
    for (position, person, post) in [
        ("p-head", "head", "province-committee-chair"),
        ("p-clerk", "clerk", "clerk"),
    ] {
        acts.push(json!({
            "act": "position.assign", "on": DAY, "position": position, "person": person,
            "post": post, "party": "self", "starts": DAY, "paper": paper("assignment"),
        }));
    }
    acts.push(json!({
        "act": "list.adopt", "on": DAY, "list": "list-1", "symbol": "531/QĐ-TTg",
        "date": "2020-01-02", "starts": "2020-01-02",
    }));
    for (book, kind) in [
        ("out", "outgoing"),
        ("in", "incoming"),
        ("hand", "handover"),
        ("copy", "copying"),
    ] {
        acts.push(json!({
            "act": "book.open", "on": DAY, "book": format!("{book}-2026"), "kind": kind,
            "year": 2026, "volume": 1, "party": "self",
        }));
    }
    acts
}

impl Office {
    /// An office that has just been opened.
    pub fn open() -> Self {
        Self::open_in(tempfile::tempdir().unwrap())
    }

    pub fn open_in(dir: TempDir) -> Self {
        let clock = SetClock::at(day(DAY), "08:00".parse().unwrap());
        let host = Host::fixed(clock.clone(), [7; 32]);
        let mut registry =
            Registry::create(dir.path(), &opening(), &[&root(1)], ledger_key(), host).unwrap();
        let clerk = clerk();
        registry
            .perform_all(beginning(), &clerk)
            .unwrap_or_else(|error| panic!("{error}"));
        Self {
            dir,
            registry,
            clock,
            clerk,
        }
    }

    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Opens the registry anew.
    pub fn reopen(self) -> Self {
        let Self { dir, clock, .. } = self;
        let registry = reopen(dir.path(), &clock).unwrap();
        Self {
            dir,
            registry,
            clock,
            clerk: clerk(),
        }
    }

    pub fn perform(&mut self, act: Json) -> Result<Performed, PerformError> {
        self.clock.advance(1_000);
        self.registry.perform(act, &self.clerk)
    }

    pub fn allowed(&mut self, act: Json) -> Performed {
        let said = act.to_string();
        self.perform(act)
            .unwrap_or_else(|error| panic!("{error}: {said}"))
    }

    /// Everything about the registry that an act could change.
    pub fn state(&self) -> (u64, Bytes32, Vec<u8>) {
        let ledger = std::fs::read(self.file("ledger.bmnn")).unwrap();
        (self.registry.size(), self.registry.root(), ledger)
    }
}

pub fn reopen(path: &Path, clock: &SetClock) -> Result<Registry, OpenError> {
    Registry::open(path, ledger_key(), Host::fixed(clock.clone(), [8; 32]))
}

/// Appends an act past the registry, as whoever holds keys and ledger can.
pub fn append(path: &std::path::Path, office: &Office, act: Json) {
    let mut store = FileStore::open(path).unwrap();
    store.lock().unwrap();
    let (mut chain, mut window) = (Chain::default(), Window::default());
    for record in store.records(0).unwrap() {
        let record = record.unwrap();
        if record.kind == RecordKind::Entry {
            let Ok(examined) = chain.examine(&record.bytes, &window, Signatures::Trust);
            chain.advance(&examined);
            window.push(examined.leaf(), examined.id());
        } else {
            chain
                .close_commit(&record.bytes, Signatures::Trust)
                .unwrap();
        }
    }
    let mut map: Map = bmnn::act::json::from_json(&act, &|_| None).unwrap();
    let (seq, leaf) = chain.last().unwrap();
    map.insert(
        "seen",
        Value::Array(vec![
            Value::Int(i64::try_from(seq).unwrap()),
            Value::Bytes(leaf.0.to_vec()),
        ]),
    );
    let statement = Statement::sign(&map, chain.scope(), &office.clerk).unwrap();
    let mut batch = Batch::new(&chain, &window);
    batch
        .push(&statement, Vec::new(), chain.received().unwrap())
        .unwrap();
    let commit = batch.seal(&*ledger_key()).unwrap();
    store.commit(&commit).unwrap();
}
