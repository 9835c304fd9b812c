//! The plug is pulled while a registry works.
//!
//! A day is recorded, every write and sync of it; then it is cut off at each
//! place, and of what was not synced any sectors may be there and others not.
//! The vault is as it was then, since it syncs what it says; the index is as it
//! was then or at any time before, torn, or gone. The folder that is left is
//! opened, and must hold what was acknowledged, and nothing that was not
//! written. The sectors are drawn from `BMNN_SEED`, or the clock.

#[cfg(test)]
mod office;

use bmnn::act::sealing;
use bmnn::custody::State;
use bmnn::ledger::verify::Expect;
use bmnn::ledger::{Kind, Severity};
use bmnn_registry::host::SetClock;
use bmnn_registry::verify::{verify_folder, verify_folder_unlocked};
use bmnn_registry::{Registry, VaultKey};
use office::disks::{Event, Recording, open_on, put, twin};
use office::replay::{assert_same, replayed};
use office::{DAY, Office, act_id, determination, head, issue, transfer, with};
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::{Arc, Mutex};
use tempfile::TempDir;

const LEDGER: &str = "ledger.bmnn";
const SECTOR: usize = 512;
/// What an earlier crash left behind the last commit.
const TAIL: &[u8] = &[0x2A; 700];
/// What SQLite keeps, and the registry's [`Disk`](bmnn_store::Disk) does not see.
const VAULT: [&str; 2] = ["vault.db", "vault.db-wal"];
const INDEX: [&str; 2] = ["index.db", "index.db-wal"];

#[cfg(test)]
type Files = BTreeMap<String, Vec<u8>>;

/// A day at the registry, and how the disk saw it.
#[cfg(test)]
struct DayRecorded {
    /// The folder as it was before.
    before: TempDir,
    clock: SetClock,
    events: Vec<Event>,
    /// What SQLite had on disk before each event, and at the end.
    sqlite: Vec<Files>,
    /// The ledger at the end.
    ledger: Vec<u8>,
    /// Sizes of the ledger behind each commit, in entries.
    sizes: Vec<u64>,
}

#[cfg(test)]
fn identified(name: &str, act: Json) -> Json {
    with(act, json!({"id": act_id(name).to_string()}))
}

#[cfg(test)]
fn read(folder: &Path, names: [&str; 4]) -> Files {
    let read = |name: &str| Some((name.to_owned(), std::fs::read(folder.join(name)).ok()?));
    names.into_iter().filter_map(read).collect()
}

/// A torn tail is set aside, and acts of each kind are put on record: one
/// sealed, several in one commit, one without sealed fields, an erasure.
#[cfg(test)]
fn record() -> DayRecorded {
    let mut office = Office::open();
    office.allowed(identified("d1", determination("d1")));
    let Office { dir, clock, .. } = office;
    let path = dir.path().join(LEDGER);
    let mut bytes = std::fs::read(&path).unwrap();
    bytes.extend(TAIL);
    std::fs::write(&path, bytes).unwrap();
    let before = twin(dir.path());

    let sqlite: Arc<Mutex<Vec<Files>>> = Arc::default();
    let (snaps, folder) = (Arc::clone(&sqlite), dir.path().to_owned());
    let [v, w] = VAULT;
    let [i, j] = INDEX;
    let snap = move || {
        snaps.lock().unwrap().push(read(&folder, [v, w, i, j]));
    };
    let disk = Recording {
        events: Arc::default(),
        before: Arc::new(snap.clone()),
    };
    let mut registry = open_on(dir.path(), Arc::new(disk.clone()), &clock, 5).unwrap();
    let erasure = json!({
        "act": "sealed.erase", "on": DAY, "reason": "order", "decision": head(DAY),
        "targets": [{"entry": act_id("d1").to_string(), "field": "subject"}],
    });
    let mut sizes = vec![registry.size()];
    for acts in [
        vec![issue("d1", "1/BC")],
        vec![determination("d2"), issue("d2", "2/BC")],
        vec![transfer("d1#1", "bo-a")],
        vec![erasure],
        vec![determination("d3")],
    ] {
        put(&mut registry, &acts).unwrap();
        disk.push(Event::Acknowledged(registry.size()));
        sizes.push(registry.size());
    }
    snap();
    let ledger = std::fs::read(&path).unwrap();
    drop(registry);
    let events = disk.events.lock().unwrap().clone();
    let sqlite = sqlite.lock().unwrap().clone();
    DayRecorded {
        before,
        clock,
        events,
        sqlite,
        ledger,
        sizes,
    }
}

/// What becomes of a sector that was written and not synced.
#[cfg(test)]
type Fate<'a> = &'a mut dyn FnMut() -> bool;

#[cfg(test)]
impl DayRecorded {
    /// The files that went through the disk, when it is cut off behind so many
    /// events: what was synced, and of the rest what `reaches` the disk.
    fn cut(&self, events: usize, reaches: Fate<'_>) -> Files {
        let read = |file: std::fs::DirEntry| {
            let name = file.file_name().into_string().unwrap();
            Some((name, std::fs::read(file.path()).ok()?))
        };
        let files = std::fs::read_dir(self.before.path()).unwrap();
        let mut durable: Files = files.filter_map(|file| read(file.unwrap())).collect();
        for name in [VAULT, INDEX].concat() {
            durable.remove(name);
        }
        let mut pending: BTreeMap<String, Vec<&Event>> = BTreeMap::new();
        for event in &self.events[..events] {
            match event {
                Event::Write { file, .. } | Event::Truncate { file, .. } => {
                    pending.entry(file.clone()).or_default().push(event);
                }
                Event::Sync { file } => {
                    let content = durable.entry(file.clone()).or_default();
                    for event in pending.remove(file).unwrap_or_default() {
                        apply(content, event, &mut || true);
                    }
                }
                Event::Folder(names) => rename(&mut durable, names),
                Event::Acknowledged(_) => {}
            }
        }
        for (file, events) in pending {
            let content = durable.entry(file).or_default();
            for event in events {
                apply(content, event, reaches);
            }
        }
        // A side file that had its name, which was not synced yet.
        if let Some(Event::Folder(names)) = self.events.get(events)
            && reaches()
        {
            rename(&mut durable, names);
        }
        durable
    }

    /// What was acknowledged before so many events.
    fn acknowledged(&self, events: usize) -> u64 {
        let said = self.events[..events].iter().rev().find_map(|event| {
            let Event::Acknowledged(size) = event else {
                return None;
            };
            Some(*size)
        });
        said.unwrap_or(self.sizes[0])
    }
}

/// Gives the side file the name under which the folder was synced.
#[cfg(test)]
fn rename(files: &mut Files, names: &[String]) {
    let torn = |name: &&String| name.starts_with("ledger.bmnn.torn-");
    let name = names.iter().find(torn).unwrap();
    // Empty if it was not synced before.
    let content = files.remove("ledger.bmnn.torn-new").unwrap_or_default();
    files.insert(name.clone(), content);
}

/// Does to a file what an event says, sector by sector where it is to come.
#[cfg(test)]
fn apply(content: &mut Vec<u8>, event: &Event, reaches: Fate<'_>) {
    match event {
        Event::Truncate { length, .. } if reaches() => content.truncate(*length),
        Event::Write { at, bytes, .. } => {
            let mut begin = *at;
            let end = at + bytes.len();
            // The new length may be there without the bytes.
            if reaches() && content.len() < end {
                content.resize(end, 0);
            }
            while begin < end {
                let next = end.min((begin / SECTOR + 1) * SECTOR);
                if reaches() {
                    if content.len() < next {
                        content.resize(next, 0);
                    }
                    content[begin..next].copy_from_slice(&bytes[begin - at..next - at]);
                }
                begin = next;
            }
        }
        _ => {}
    }
}

/// What SQLite is left with.
#[derive(Clone, Copy, Debug)]
#[cfg(test)]
enum Left {
    /// What it had then.
    All,
    /// The index as it was before so many events.
    OldIndex(usize),
    /// The last bytes of the index's log are not there.
    TornIndex(usize),
    /// No index.
    NoIndex,
}

/// Puts the folder as the cut left it, opens it, and goes on.
#[cfg(test)]
fn comes_back(day: &DayRecorded, events: usize, files: &Files, left: Left, told: &str) {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path();
    std::fs::create_dir(folder.join("packs")).unwrap();
    for pack in std::fs::read_dir(day.before.path().join("packs")).unwrap() {
        let pack = pack.unwrap();
        std::fs::copy(pack.path(), folder.join("packs").join(pack.file_name())).unwrap();
    }
    let mut all = files.clone();
    let sqlite = &day.sqlite[events];
    for name in VAULT {
        all.extend(
            sqlite
                .get(name)
                .map(|bytes| (name.to_owned(), bytes.clone())),
        );
    }
    let index = match left {
        Left::OldIndex(before) => Some(&day.sqlite[before]),
        Left::NoIndex => None,
        Left::All | Left::TornIndex(_) => Some(sqlite),
    };
    for name in INDEX {
        let Some(mut bytes) = index.and_then(|files| files.get(name)).cloned() else {
            continue;
        };
        if let Left::TornIndex(lost) = left
            && name.ends_with("wal")
        {
            bytes.truncate(bytes.len().saturating_sub(lost));
        }
        all.insert(name.to_owned(), bytes);
    }
    for (name, bytes) in &all {
        std::fs::write(folder.join(name), bytes).unwrap();
    }

    let acknowledged = day.acknowledged(events);
    // Whoever only looks finds an unfinished commit at most, and a value that is
    // still to be erased.
    let found = grave(
        &verify_folder(folder, Expect::default(), go_on)
            .unwrap()
            .unwrap(),
    );
    let left_open = [Kind::TornTail, Kind::SealMismatch];
    let only = found.iter().all(|kind| left_open.contains(kind));
    assert!(only, "{told}: {found:?}");

    let disk = Recording {
        events: Arc::default(),
        before: Arc::new(|| {}),
    };
    let opened = open_on(folder, Arc::new(disk.clone()), &day.clock, 8);
    let mut registry = opened.unwrap_or_else(|error| panic!("{told}: {error}"));
    let size = registry.size();
    assert!(size >= acknowledged, "{told}: {size} of {acknowledged}");
    assert!(day.sizes.contains(&size), "{told}: {size}");
    let ledger = std::fs::read(folder.join(LEDGER)).unwrap();
    assert!(day.ledger.starts_with(&ledger), "{told}");
    // A commit that reached the disk and was not synced is, before it is built on.
    let written = |event: &&Event| matches!(event, Event::Write { file, .. } if file == LEDGER);
    let synced = |event: &&Event| matches!(event, Event::Sync { file } if file == LEDGER);
    let mut last = day.events[..events].iter().rev();
    let last = last.find(|event| written(event) || synced(event));
    if size > acknowledged && last.is_some_and(|last| written(&last)) {
        let asked = disk.events.lock().unwrap();
        assert!(asked.iter().any(|event| synced(&event)), "{told}: {size}");
    }
    // Whatever was cut off stands aside, in this opening or in one before.
    let aside = side_files(folder);
    let behind = &files[LEDGER][ledger.len()..];
    assert!(behind.is_empty() || aside.contains(behind), "{told}");
    assert!(aside.contains(TAIL), "{told}");
    stands(&registry, told);
    put(&mut registry, &[determination("later")]).unwrap();
    let now = std::fs::read(folder.join(LEDGER)).unwrap();
    assert!(now.starts_with(&ledger), "{told}");
    let verified = verify_folder_unlocked(folder, &VaultKey::known(), Expect::default(), go_on);
    let found = grave(&verified.unwrap().unwrap());
    assert!(found.is_empty(), "{told}: {found:?}");
}

/// The tails that were set aside.
#[cfg(test)]
fn side_files(folder: &Path) -> BTreeSet<Vec<u8>> {
    let files = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path());
    let torn = files.filter(|path| {
        let name = path.file_name().unwrap().to_str().unwrap();
        name.starts_with("ledger.bmnn.torn-") && !name.ends_with("-new")
    });
    torn.map(|path| std::fs::read(path).unwrap()).collect()
}

#[cfg(test)]
fn go_on(_: bmnn_registry::verify::Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

#[cfg(test)]
fn grave(verified: &bmnn_registry::verify::Verification) -> Vec<Kind> {
    let findings = verified.report.findings.iter();
    // The transfer is under way.
    let grave =
        findings.filter(|found| found.severity != Severity::Notice && found.kind != Kind::OpenLeg);
    grave.map(|found| found.kind).collect()
}

/// The index is what follows from the ledger, and the vault holds what entries
/// name and no entry erased.
#[cfg(test)]
fn stands(registry: &Registry, told: &str) {
    let state: &dyn State = registry.state();
    assert_same(state, &replayed(registry));
    let mut named = Vec::new();
    for entered in registry.since(0) {
        let entered = entered.unwrap();
        let erased = registry.erased(&entered.id.unwrap()).unwrap();
        let gone = |path: &str| erased.iter().any(|erasure| erasure.field == path);
        let commitments = sealing::commitments(&entered.act).into_iter();
        named.extend(commitments.filter(|(path, _)| !gone(path)));
    }
    let vault = office::vault(registry.folder());
    assert_eq!(vault.count().unwrap(), named.len() as u64, "{told}");
    for (path, commitment) in named {
        assert!(vault.get(&commitment).unwrap().is_some(), "{told}: {path}");
    }
}

/// Every prefix of what was written, all of it or nothing of what was not
/// synced being there.
#[test]
fn every_prefix_comes_back() {
    let day = record();
    assert!(day.events.len() > 20, "{:?}", day.events);
    for events in 0..=day.events.len() {
        for all in [true, false] {
            let files = day.cut(events, &mut || all);
            let told = format!("cut behind {events} events, all: {all}");
            comes_back(&day, events, &files, Left::All, &told);
        }
    }
}

/// A small generator of our own: what a seed gives must stay the same.
#[cfg(test)]
struct Chance(u64);

#[cfg(test)]
impl Chance {
    /// By `BMNN_SEED`, or by the clock, and says which.
    fn new() -> Self {
        let now = || std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let seed = match std::env::var("BMNN_SEED") {
            Ok(seed) => seed.parse().expect("BMNN_SEED is a number"),
            Err(_) => u64::from(now().unwrap().subsec_nanos()),
        };
        eprintln!("BMNN_SEED={seed}");
        Self(seed)
    }

    /// The next number below `limit` (splitmix64).
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        usize::try_from(mixed % limit as u64).unwrap()
    }
}

#[cfg(test)]
fn any_sectors_may_be_lost(tries: usize) {
    let day = record();
    let mut chance = Chance::new();
    for number in 0..tries {
        let events = chance.below(day.events.len() + 1);
        let left = match chance.below(4) {
            0 => Left::All,
            1 => Left::OldIndex(chance.below(events + 1)),
            2 => Left::TornIndex(chance.below(40_000)),
            _ => Left::NoIndex,
        };
        let mut files = day.cut(events, &mut || chance.below(2) == 0);
        let tip = chance.below(6);
        if tip == 0 {
            files.insert("tip".to_owned(), Vec::new());
        }
        let told = format!("try {number}: cut behind {events} events, {left:?}, tip {tip}");
        comes_back(&day, events, &files, left, &told);
    }
}

#[test]
fn any_sectors_that_were_not_synced_may_be_lost() {
    any_sectors_may_be_lost(40);
}

#[test]
#[ignore = "minutes"]
fn any_sectors_that_were_not_synced_may_be_lost_thousands_of_times() {
    any_sectors_may_be_lost(2_000);
}
