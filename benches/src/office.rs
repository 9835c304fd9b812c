//! A registry at work: one act in an empty one and in a large one, importing,
//! opening.

use crate::chained::Chained;
use crate::measure::{Scale, median, rates, ratio};
use crate::row::Row;
use bmnn::ledger::{PlainSigner, Signer};
use bmnn_registry::host::SetClock;
use bmnn_registry::{Clerk, Host, Opening, Registry};
use serde_json::{Value as Json, json};
use std::error::Error;
use std::path::Path;
use std::time::Instant;

/// How many acts an import commits at a time.
const COMMIT: usize = 1000;

/// A registry, its clerk, and the number of the next document.
pub(crate) struct Office {
    registry: Registry,
    clerk: PlainSigner,
    next: u64,
}

/// The rows about a registry that are wanted.
pub(crate) fn rows(
    scale: Scale,
    wanted: &dyn Fn(&str) -> bool,
    show: &dyn Fn(Row),
) -> Result<(), Box<dyn Error>> {
    let names = [
        "perform.empty",
        "perform.100k",
        "import.rate",
        "open.100k",
        "proof.make.index",
    ];
    if !names.into_iter().any(wanted) {
        return Ok(());
    }
    let (small, large) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let mut empty = Office::create(small.path())?;
    let mut full = Office::create(large.path())?;
    let import = full.import(scale.acts, large.path())?;
    if wanted("import.rate") {
        show(import);
    }
    if wanted("perform.empty") || wanted("perform.100k") {
        perform(scale, &mut empty, &mut full, small.path(), wanted, show)?;
    }
    if wanted("proof.make.index") {
        show(crate::proof::from_index(scale, &full.registry)?);
    }
    drop(full);
    if wanted("open.100k") {
        show(open(scale, large.path())?);
    }
    Ok(())
}

fn ledger_key() -> Box<dyn Signer + Send> {
    Box::new(PlainSigner::from_seed(&[2; 32]))
}

fn host() -> Result<Host, Box<dyn Error>> {
    let clock = SetClock::default();
    clock.set_to("2026-05-04".parse()?, "09:00".parse()?);
    Ok(Host::fixed(clock, [7; 32]))
}

impl Office {
    pub(crate) fn create(folder: &Path) -> Result<Self, Box<dyn Error>> {
        let (root, clerk) = (
            PlainSigner::from_seed(&[1; 32]),
            PlainSigner::from_seed(&[3; 32]),
        );
        let opening = Opening {
            agency: "CƠ QUAN THỬ NGHIỆM".to_owned(),
            on: None,
            threshold: 1,
            further_roots: Vec::new(),
            clerk: Clerk {
                person: "clerk".parse()?,
                key: clerk.public_key(),
            },
            after: None,
        };
        let registry = Registry::create(
            folder,
            &opening,
            &[&root as &dyn Signer],
            ledger_key(),
            host()?,
        )?;
        let mut office = Self {
            registry,
            clerk,
            next: 0,
        };
        let (_, digest) = bmnn_registry::packs::built_in("vn-2025").ok_or("no pack vn-2025")?;
        let day = "2026-05-04";
        let decision = json!({"person": "clerk", "position": "p-clerk", "date": day});
        office.all([
            json!({"act": "pack.adopt", "on": day, "adopted": "vn-2025", "digest": digest.to_string(), "decision": decision}),
            json!({"act": "person.enrol", "on": day, "person": "clerk", "name": "A", "party": "self"}),
            json!({"act": "party.enrol", "on": day, "party": "unit-1", "kind": "unit", "name": "B"}),
            json!({"act": "party.enrol", "on": day, "party": "unit-2", "kind": "unit", "name": "C"}),
            json!({"act": "book.open", "on": day, "book": "hand", "kind": "handover", "year": 2026, "volume": 1, "party": "self"}),
        ])?;
        // One document whose copy goes to and fro.
        office.all([Self::document(0)])?;
        Ok(office)
    }

    /// An opening balance without sealed fields.
    fn document(number: u64) -> Json {
        json!({
            "act": "document.import", "on": "2026-05-04", "document": format!("d-{number}"), "carrier": "document", "level": "Mat",
            "origin": "own", "source": {"kind": "register", "page": 1, "line": 2}, "determined": "2020-03-02",
            "symbol": format!("{number}/BC"), "date": "2020-03-02", "issued-total": 1,
            "copies": [{"copy": format!("d-{number}#1"), "state": "held", "holder": "unit-1"}],
        })
    }

    fn all(&mut self, acts: impl IntoIterator<Item = Json>) -> Result<(), Box<dyn Error>> {
        self.registry.perform_all(acts, &self.clerk)?;
        Ok(())
    }

    /// One act: the copy goes to the other unit, signed for on the spot.
    pub(crate) fn perform(&mut self) -> Result<u64, Box<dyn Error>> {
        self.next += 1;
        let to = if self.next.is_multiple_of(2) {
            "unit-1"
        } else {
            "unit-2"
        };
        self.registry.perform(
            json!({
                "act": "copy.transfer", "on": "2026-05-04", "copies": ["d-0#1"], "to": to, "row": {"book": "hand"},
                "received": {"person": "clerk", "date": "2026-05-04"},
            }),
            &self.clerk,
        )?;
        Ok(1)
    }

    /// Brings `acts` documents over, a thousand a commit, beside the peer.
    pub(crate) fn import(&mut self, acts: usize, folder: &Path) -> Result<Row, Box<dyn Error>> {
        let mut peer = Chained::new(folder)?;
        let (mut ours, mut peers) = (Vec::new(), Vec::new());
        let mut number = 1;
        while number <= acts as u64 {
            let batch = number..number + COMMIT as u64;
            let started = Instant::now();
            self.all(batch.clone().map(Self::document))?;
            ours.push(COMMIT as f64 / started.elapsed().as_secs_f64());
            let started = Instant::now();
            peer.insert(COMMIT as u64)?;
            peers.push(COMMIT as f64 / started.elapsed().as_secs_f64());
            number = batch.end;
        }
        Ok(Row {
            name: "import.rate",
            value: median(&ours),
            unit: "acts/s",
            ceiling: None,
            ratio: None,
            peer: Some(median(&peers)),
            peer_ratio: Some(ratio(&ours, &peers)),
            note: "commits of 1000, decided, signed, indexed; peer: SQLite trigger chain, unsigned and undecided",
        })
    }
}

fn perform(
    scale: Scale,
    empty: &mut Office,
    full: &mut Office,
    folder: &Path,
    wanted: &dyn Fn(&str) -> bool,
    show: &dyn Fn(Row),
) -> Result<(), Box<dyn Error>> {
    let mut peer = Chained::new(folder)?;
    let [small, large, peers] = rates(
        scale,
        [&mut || empty.perform(), &mut || full.perform(), &mut || {
            Ok(peer.insert(1).map(|()| 1)?)
        }],
    )?;
    if wanted("perform.empty") {
        show(Row {
            name: "perform.empty",
            value: median(&small),
            unit: "acts/s",
            ceiling: None,
            ratio: None,
            peer: Some(median(&peers)),
            peer_ratio: Some(ratio(&small, &peers)),
            note: "commits of 1, decided, signed, indexed; peer: SQLite trigger chain, unsigned and undecided",
        });
    }
    if wanted("perform.100k") {
        show(Row {
            name: "perform.100k",
            value: median(&large),
            unit: "acts/s",
            ceiling: Some(median(&small)),
            ratio: Some(ratio(&large, &small)),
            peer: Some(median(&peers)),
            peer_ratio: Some(ratio(&large, &peers)),
            note: "the same behind 100 000 acts (--quick: 2 000); ceiling: perform.empty; goal: ratio ≥ 0.83 (cost ≤ 1.2 ×)",
        });
    }
    Ok(())
}

fn open(scale: Scale, folder: &Path) -> Result<Row, Box<dyn Error>> {
    let mut times = Vec::new();
    for _ in 0..=scale.windows {
        let started = Instant::now();
        let registry = Registry::open(folder, ledger_key(), host()?)?;
        times.push(started.elapsed().as_secs_f64() * 1000.0);
        drop(registry);
    }
    Ok(Row {
        name: "open.100k",
        value: median(&times),
        unit: "ms",
        ceiling: None,
        ratio: None,
        peer: None,
        peer_ratio: None,
        note: "open for writing with an intact index, warm",
    })
}
