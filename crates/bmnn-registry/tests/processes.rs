//! Processes that work on one registry at once, and processes that are killed
//! at it.
//!
//! Each worker puts acts on record and says so on its standard output, with
//! the receipt. What was said must be there in the end, each entry where its
//! receipt has it; that all receipts hold for one ledger is that it has no fork.

#[cfg(test)]
mod office;

use bmnn::ledger::Kind;
use bmnn::ledger::verify::Expect;
use bmnn_registry::host::{SetClock, SystemRandomness};
use bmnn_registry::verify::{verify_folder, verify_folder_unlocked};
use bmnn_registry::{Host, OpenError, PerformError, Performed, Registry, VaultKey};
use bmnn_store::StoreError;
use office::replay::{assert_same, replayed};
use office::{DAY, Office, day, determination, head, id, issue, ledger_key};
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

const FOLDER: &str = "BMNN_TEST_FOLDER";
const NAME: &str = "BMNN_TEST_WORKER";
const MAKE: &str = "BMNN_TEST_MAKE";
const MILLIS: &str = "BMNN_TEST_MILLIS";

/// The copy that all of them copy.
const SHARED: &str = "shared#1";

/// Not a test by itself: what each process of the tests below does.
#[test]
fn worker() {
    let Ok(folder) = std::env::var(FOLDER) else {
        return;
    };
    let name = std::env::var(NAME).unwrap();
    let millis = std::env::var(MILLIS).unwrap().parse().unwrap();
    let until = Instant::now() + Duration::from_millis(millis);
    let mut worker = Worker::open(Path::new(&folder));
    for turn in 0.. {
        // Once, however slow the machine is.
        if turn > 0 && Instant::now() > until {
            return;
        }
        let document = format!("{name}-{turn}");
        let symbol = format!("{turn}/{name}");
        worker.acts(&[determination(&document), issue(&document, &symbol)]);
        worker.acts(&[reproduction()]);
        // The first to come has it.
        worker.acts(&[determination(&format!("claim-{turn}"))]);
    }
}

/// Not a test by itself: makes a registry, and says so before and after.
#[test]
fn maker() {
    let Ok(folder) = std::env::var(MAKE) else {
        return;
    };
    let say = |word: &str| {
        let line = format!("\n{word}\n");
        std::io::stdout().write_all(line.as_bytes()).unwrap();
    };
    say("begins");
    make(Path::new(&folder)).unwrap();
    say("made");
}

#[cfg(test)]
fn make(folder: &Path) -> Result<Registry, OpenError> {
    let clock = SetClock::at(day(DAY), "08:00".parse().unwrap());
    let host = Host::new(clock, SystemRandomness, VaultKey::known());
    let roots: [&dyn bmnn::ledger::Signer; 1] = [&office::root(1)];
    Registry::create(folder, &office::opening(), &roots, ledger_key(), host)
}

/// One more duplicate of the copy that all of them copy.
#[cfg(test)]
fn reproduction() -> Json {
    json!({
        "act": "copy.reproduce", "on": DAY, "copy": SHARED, "kind": "full-copy", "permitted": 1,
        "made": 1, "permit": head(DAY), "maker": "clerk",
        "duplicates": [{"number": 1, "to": "unit-1"}], "row": {"book": "copy-2026"},
    })
}

#[cfg(test)]
struct Worker {
    registry: Registry,
    clock: SetClock,
}

#[cfg(test)]
impl Worker {
    fn open(folder: &Path) -> Self {
        let clock = SetClock::at(day(DAY), "09:00".parse().unwrap());
        loop {
            let host = Host::new(clock.clone(), SystemRandomness, VaultKey::known());
            match Registry::open(folder, ledger_key(), host) {
                Err(OpenError::Store(StoreError::Locked)) => {}
                opened => {
                    let registry = opened.unwrap();
                    return Self { registry, clock };
                }
            }
        }
    }

    /// Puts acts on record, however long others are at it, and says so. Only
    /// an act that another was first with may be refused.
    fn acts(&mut self, acts: &[Json]) {
        self.clock.advance(1_000);
        let clerk = office::clerk();
        let done = loop {
            match self.registry.perform_all(acts.to_vec(), &clerk) {
                Err(PerformError::Store(StoreError::Locked)) => {}
                done => break done,
            }
        };
        match done {
            Ok(done) => done.iter().for_each(acknowledge),
            Err(error) => {
                let taken = error.decision().is_some() && acts.len() == 1;
                assert!(taken, "{error}");
            }
        }
    }
}

#[cfg(test)]
fn acknowledge(done: &Performed) {
    let said = json!({
        "id": done.id.to_string(), "seq": done.seq, "leaf": done.leaf.to_string(),
        "act": done.act, "receipt": done.receipt(),
    });
    // In one write, as far as the pipe takes it: a line that was cut short is
    // no acknowledgement.
    let line = format!("\nacknowledged {said}\n");
    std::io::stdout().write_all(line.as_bytes()).unwrap();
}

/// What a worker was told is on record.
#[derive(Debug)]
#[cfg(test)]
struct Acknowledged {
    id: String,
    seq: u64,
    leaf: String,
    act: String,
    receipt: String,
}

#[cfg(test)]
impl Acknowledged {
    fn read(line: &str) -> Option<Self> {
        let said: Json = serde_json::from_str(line.strip_prefix("acknowledged ")?).ok()?;
        let text = |key: &str| Some(said[key].as_str()?.to_owned());
        Some(Self {
            id: text("id")?,
            seq: said["seq"].as_u64()?,
            leaf: text("leaf")?,
            act: text("act")?,
            receipt: text("receipt")?,
        })
    }
}

/// A worker's process, and what it says.
#[cfg(test)]
struct Running {
    child: Child,
    said: JoinHandle<Vec<Acknowledged>>,
    /// How many acts it said are on record, so far.
    acts: Arc<AtomicUsize>,
}

#[cfg(test)]
impl Running {
    fn start(folder: &Path, name: &str, time: Duration) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "worker", "--nocapture", "--test-threads=1"])
            .env(FOLDER, folder)
            .env(NAME, name)
            .env(MILLIS, time.as_millis().to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let acts = Arc::<AtomicUsize>::default();
        let count = Arc::clone(&acts);
        let said = std::thread::spawn(move || {
            let said = lines.filter_map(|line| Acknowledged::read(&line.unwrap()));
            let count = |_: &Acknowledged| {
                count.fetch_add(1, Ordering::Relaxed);
            };
            said.inspect(count).collect()
        });
        Self { child, said, acts }
    }

    /// Waits until it is done, which it must be without a fault.
    fn finished(mut self) -> Vec<Acknowledged> {
        assert!(self.child.wait().unwrap().success());
        self.said.join().unwrap()
    }

    /// Kills it, unless it failed before.
    fn killed(mut self) -> Vec<Acknowledged> {
        if let Some(status) = self.child.try_wait().unwrap() {
            assert!(status.success(), "{status}");
        }
        // SIGKILL.
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.said.join().unwrap()
    }
}

/// An office in which one document is out, closed.
#[cfg(test)]
fn closed() -> (tempfile::TempDir, SetClock) {
    let mut office = Office::open();
    office.allowed(determination("shared"));
    office.allowed(issue("shared", "1/BC"));
    let Office { dir, clock, .. } = office;
    (dir, clock)
}

/// What was acknowledged is there, in one history, and no number was given twice.
#[cfg(test)]
fn holds(folder: &Path, clock: &SetClock, acknowledged: &[Acknowledged]) {
    let mut registry = office::reopen(folder, clock).unwrap();
    // Tells of what was set aside, if anything was.
    registry
        .perform(determination("last"), &office::clerk())
        .unwrap();
    let mut taken = BTreeMap::new();
    for one in acknowledged {
        let twice = taken.insert(one.seq, &one.leaf);
        assert!(twice.is_none(), "entry {} was given twice", one.seq);
        let there = registry.by_id(&one.id.parse().unwrap()).unwrap().unwrap();
        assert_eq!(
            (there.seq, there.leaf.to_string()),
            (one.seq, one.leaf.clone())
        );
    }
    let names: Vec<String> = registry
        .since(0)
        .map(|entered| entered.unwrap().name)
        .collect();
    let entered = |name: &str| names.iter().filter(|entered| *entered == name).count();

    // Each occasion of copying has a number of its own.
    let sheet = registry.document(&id("shared")).unwrap().unwrap();
    let duplicates = sheet.copies.iter().filter(|copy| copy.id.is_duplicate());
    let duplicates: BTreeSet<String> = duplicates.map(|copy| copy.id.to_string()).collect();
    let expected = (1..=entered("copy.reproduce")).map(|occasion| format!("{SHARED}/{occasion}.1"));
    assert_eq!(duplicates, expected.collect::<BTreeSet<_>>());
    for (book, act) in [
        ("out-2026", "document.issue"),
        ("copy-2026", "copy.reproduce"),
    ] {
        let rows = registry.rows(&id(book)).unwrap();
        let numbers: Vec<usize> = rows.iter().map(|row| row.number as usize).collect();
        assert_eq!(numbers, (1..=entered(act)).collect::<Vec<_>>(), "{book}");
    }
    assert_same(registry.state(), &replayed(&registry));

    let expect = Expect {
        receipts: acknowledged.iter().map(|one| one.receipt.clone()).collect(),
        ..Expect::default()
    };
    let go_on = |_| ControlFlow::Continue(());
    let verified = verify_folder_unlocked(folder, &VaultKey::known(), expect, go_on);
    let verified = verified.unwrap().unwrap();
    assert!(verified.holds(), "{:?}", verified.report.findings);
    let kinds: Vec<_> = verified.report.counts.keys().collect();
    // Each has a clock of its own.
    let clocks = [&Kind::ClockBackwards];
    assert!(kinds.is_empty() || kinds == clocks, "{kinds:?}");
}

/// Whoever reads and verifies meanwhile finds a whole registry that only grows.
#[cfg(test)]
fn look_on(folder: &Path, time: Duration) {
    let until = Instant::now() + time;
    let mut size = 0;
    while Instant::now() < until {
        let registry = Registry::read(folder).unwrap();
        assert!(registry.size() >= size, "{size}, then {}", registry.size());
        size = registry.size();
        assert!(registry.entry(size - 1).unwrap().is_some());
        let go_on = |_| ControlFlow::Continue(());
        let verified = verify_folder(folder, Expect::default(), go_on)
            .unwrap()
            .unwrap();
        assert!(verified.holds(), "{:?}", verified.report.findings);
        let gone = verified.report.counts.get(&Kind::SealMissing);
        assert!(gone.is_none() && verified.report.size >= size);
        std::thread::sleep(Duration::from_millis(200));
    }
}

/// Eight processes perform for so long.
#[cfg(test)]
fn eight_processes(time: Duration) {
    let (dir, clock) = closed();
    let start = |number| Running::start(dir.path(), &format!("w{number}"), time);
    let crowd: Vec<Running> = (0..8).map(start).collect();
    look_on(dir.path(), time);
    let said: Vec<Vec<Acknowledged>> = crowd.into_iter().map(Running::finished).collect();
    // None of them was kept out.
    let counts: Vec<usize> = said.iter().map(Vec::len).collect();
    assert!(counts.iter().all(|count| *count > 0), "{counts:?}");
    let said: Vec<Acknowledged> = said.into_iter().flatten().collect();
    eprintln!("{} acts, by process {counts:?}", said.len());
    holds(dir.path(), &clock, &said);
    // Whoever was told of a claim is the only one.
    let registry = Registry::read(dir.path()).unwrap();
    let alone = said.iter().filter(|one| one.act == "document.determine");
    let mut claims = BTreeSet::new();
    for one in alone {
        let act = registry.by_id(&one.id.parse().unwrap()).unwrap().unwrap();
        assert!(claims.insert(act.text("document").unwrap().to_owned()));
    }
}

/// Four processes perform, and for so long one of them is killed now and then,
/// and another takes its place.
#[cfg(test)]
fn kill_after_kill(time: Duration) {
    let (dir, clock) = closed();
    let mut started = 0;
    let mut start = || {
        started += 1;
        Running::start(dir.path(), &format!("k{started}"), time * 10)
    };
    let mut crowd: Vec<Running> = (0..4).map(|_| start()).collect();
    let mut said = Vec::new();
    let until = Instant::now() + time;
    let mut round = 0;
    while Instant::now() < until {
        round += 1;
        // Another moment of its work each time.
        let mut oldest = crowd.remove(0);
        let acts = Arc::clone(&oldest.acts);
        while acts.load(Ordering::Relaxed) == 0 && oldest.child.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(Duration::from_micros(70_000 + (round * 7_919) % 60_000));
        said.extend(oldest.killed());
        crowd.push(start());
    }
    said.extend(crowd.into_iter().flat_map(Running::killed));
    eprintln!("{} acts, {started} processes killed", said.len());
    assert!(started > 4);
    holds(dir.path(), &clock, &said);
}

#[test]
fn eight_processes_make_one_history() {
    eight_processes(Duration::from_millis(2_000));
}

#[test]
#[ignore = "a minute"]
fn eight_processes_make_one_history_for_a_minute() {
    eight_processes(Duration::from_secs(60));
}

#[test]
fn killed_processes_lose_nothing_acknowledged() {
    kill_after_kill(Duration::from_millis(2_000));
}

#[test]
#[ignore = "a minute"]
fn killed_processes_lose_nothing_acknowledged_for_a_minute() {
    kill_after_kill(Duration::from_secs(60));
}

/// A registry whose making is killed is there and can be used, or is not.
#[test]
fn a_registry_is_made_whole_or_not_at_all() {
    let clock = SetClock::at(day(DAY), "09:00".parse().unwrap());
    let mut made = 0;
    for round in 0..16 {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("van-thu");
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "maker", "--nocapture", "--test-threads=1"])
            .env(MAKE, &folder)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        while lines.next().unwrap().unwrap() != "begins" {}
        std::thread::sleep(Duration::from_millis(round * 5));
        child.kill().unwrap();
        let said = lines.any(|line| line.unwrap() == "made");
        child.wait().unwrap();
        if folder.join("ledger.bmnn").exists() {
            made += 1;
            let mut registry = office::reopen(&folder, &clock).unwrap();
            assert_eq!(registry.size(), 2);
            registry
                .perform_all(office::beginning(), &office::clerk())
                .unwrap();
            assert_same(registry.state(), &replayed(&registry));
        } else {
            assert!(!said, "round {round}");
            // Nothing of it is replaced unasked.
            let again = make(&folder);
            let left = matches!(again, Err(OpenError::Exists(_)));
            assert!(left || again.is_ok(), "{again:?}");
        }
    }
    eprintln!("{made} of 16 made");
}
