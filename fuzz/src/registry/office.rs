//! The office in whose registry the acts are performed.

use bmnn::act::Act;
use bmnn::custody::World;
use bmnn::date::Date;
use bmnn::decide::{Recording, decide};
use bmnn::ledger::{PlainSigner, Signer};
use bmnn::pack::{Pack, Packs};
use bmnn_registry::host::SetClock;
use bmnn_registry::{Clerk, Host, Imported, Opening, PerformError, Performed, Registry, packs};
use serde_json::{Value as Json, json};
use std::path::Path;
use std::sync::OnceLock;
use tempfile::TempDir;

/// The day on which everything happens.
pub(super) const DAY: &str = "2026-03-02";

/// A registry, its folder and its clock.
pub(super) struct Office {
    dir: TempDir,
    pub(super) registry: Registry,
    clock: SetClock,
}

impl Office {
    /// An office that has just begun, in a folder of its own.
    pub(super) fn copied() -> Option<Self> {
        let dir = folder()?;
        copy(begun()?.path(), dir.path())?;
        let clock = clock()?;
        clock.advance(60_000);
        let host = Host::fixed(clock.clone(), [8; 32]);
        let registry = Registry::open(dir.path(), ledger_key(), host).ok()?;
        Some(Self {
            dir,
            registry,
            clock,
        })
    }

    pub(super) fn path(&self) -> &Path {
        self.dir.path()
    }

    pub(super) fn perform(&mut self, act: Json) -> Result<Performed, PerformError> {
        self.clock.advance(1_000);
        self.registry.perform(act, &clerk())
    }

    pub(super) fn import(&mut self, acts: Vec<Json>) -> Result<Imported, PerformError> {
        self.clock.advance(1_000);
        self.registry.import(acts, &clerk())
    }

    /// The registry without the index that it had.
    pub(super) fn rebuilt(self) -> Registry {
        let Self { dir, registry, .. } = self;
        let (size, root) = (registry.size(), registry.root());
        drop(registry);
        for suffix in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(dir.path().join(format!("index.db{suffix}")));
        }
        let Ok(rebuilt) = Registry::read(dir.path()) else {
            unreachable!("a registry can be read without its index")
        };
        assert_eq!((rebuilt.size(), rebuilt.root()), (size, root));
        rebuilt
    }
}

/// The state that follows from the entries of a registry, in memory.
pub(super) fn replayed(registry: &Registry) -> World {
    let (mut world, mut packs) = (World::default(), Packs::new());
    for entered in registry.since(0) {
        let Ok(entered) = entered else {
            unreachable!("what is on record can be read")
        };
        let (Ok(act), Some(day), Some(id)) = (
            Act::from_map(&entered.act),
            Date::of_unix_millis(entered.received),
            entered.id,
        ) else {
            unreachable!("what is on record is an act of a day")
        };
        let recording = Recording {
            seq: entered.seq,
            day,
        };
        let Ok(judgment) = decide(&world, &packs, &act, recording) else {
            unreachable!("a state in memory can be asked")
        };
        assert!(judgment.is_allowed(), "{} at {}", entered.name, entered.seq);
        world.apply(entered.seq, id, judgment.changes, judgment.rests);
        if entered.name == "pack.adopt" {
            packs.adopt(pack());
        }
    }
    world
}

fn pack() -> Pack {
    static PACK: OnceLock<Option<Pack>> = OnceLock::new();
    let read = || Pack::parse("vn-2025", packs::built_in("vn-2025")?.0).ok();
    match PACK.get_or_init(read) {
        Some(pack) => pack.clone(),
        None => unreachable!("the built-in pack can be read"),
    }
}

fn clerk() -> PlainSigner {
    PlainSigner::from_seed(&[0xC1; 32])
}

fn ledger_key() -> Box<PlainSigner> {
    Box::new(PlainSigner::from_seed(&[0x1E; 32]))
}

fn clock() -> Option<SetClock> {
    Some(SetClock::at(DAY.parse().ok()?, "08:00".parse().ok()?))
}

/// A folder in memory where the system has one: nothing here is to survive.
fn folder() -> Option<TempDir> {
    let memory = Path::new("/dev/shm");
    TempDir::new_in(memory).or_else(|_| TempDir::new()).ok()
}

/// The folder of an office in which nothing was done yet.
fn begun() -> Option<&'static TempDir> {
    static BEGUN: OnceLock<Option<TempDir>> = OnceLock::new();
    BEGUN.get_or_init(begin).as_ref()
}

fn begin() -> Option<TempDir> {
    let dir = folder()?;
    let root = PlainSigner::from_seed(&[1; 32]);
    let opening = Opening {
        agency: "UBND tỉnh".to_owned(),
        on: None,
        threshold: 1,
        further_roots: Vec::new(),
        after: None,
        clerk: Clerk {
            person: "clerk".parse().ok()?,
            key: clerk().public_key(),
        },
    };
    let host = Host::fixed(clock()?, [7; 32]);
    let mut registry = Registry::create(dir.path(), &opening, &[&root], ledger_key(), host).ok()?;
    registry.perform_all(beginning(), &clerk()).ok()?;
    Some(dir)
}

fn copy(from: &Path, to: &Path) -> Option<()> {
    for item in std::fs::read_dir(from).ok()? {
        let item = item.ok()?;
        let there = to.join(item.file_name());
        if item.file_type().ok()?.is_dir() {
            std::fs::create_dir_all(&there).ok()?;
            copy(&item.path(), &there)?;
        } else {
            std::fs::copy(item.path(), there).ok()?;
        }
    }
    Some(())
}

/// A province committee with a head, a clerk who records, two units and two
/// agencies, their books, and two documents that are out already.
fn beginning() -> Vec<Json> {
    let digest = packs::built_in("vn-2025").map(|(_, digest)| digest.to_string());
    let decision = json!({"person": "head", "position": "p-head", "date": DAY,
        "paper": {"kind": "decision", "symbol": "7/QĐ-UBND"}});
    let mut acts = vec![
        json!({"act": "pack.adopt", "adopted": "vn-2025", "digest": digest,
        "decision": decision}),
    ];
    for person in ["clerk", "head"] {
        acts.push(
            json!({"act": "person.enrol", "person": person, "name": "Nguyễn Văn A",
            "party": "self"}),
        );
    }
    for (party, kind) in [
        ("unit-vt", "unit"),
        ("unit-1", "unit"),
        ("bo-a", "agency"),
        ("so-b", "agency"),
    ] {
        acts.push(json!({"act": "party.enrol", "party": party, "kind": kind, "name": "Đơn vị"}));
    }
    for (position, person, post) in [
        ("p-head", "head", "province-committee-chair"),
        ("p-clerk", "clerk", "clerk"),
    ] {
        acts.push(
            json!({"act": "position.assign", "position": position, "person": person,
            "post": post, "party": "self", "starts": DAY, "paper": {"kind": "assignment"}}),
        );
    }
    acts.push(
        json!({"act": "list.adopt", "list": "list-1", "symbol": "531/QĐ-TTg",
        "date": "2020-01-02", "starts": "2020-01-02"}),
    );
    for (book, kind) in [
        ("out", "outgoing"),
        ("in", "incoming"),
        ("hand", "handover"),
        ("copy", "copying"),
    ] {
        acts.push(
            json!({"act": "book.open", "book": format!("{book}-2026"), "kind": kind,
            "year": 2026, "volume": 1, "party": "self"}),
        );
    }
    for act in &mut acts {
        if let Some(fields) = act.as_object_mut() {
            fields.insert("on".to_owned(), DAY.into());
        }
    }
    for document in ["d0", "d1"] {
        acts.push(super::steps::determination(document));
        acts.push(super::steps::issue(document, &format!("9{document}/BC")));
    }
    acts
}
