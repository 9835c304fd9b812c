//! Verifying long ledgers, beside what signatures and hashes alone would cost.

use crate::chained::Chained;
use crate::ledger::{LongLedger, Signed};
use crate::measure::{Scale, median, ratio, thread_time};
use crate::row::Row;
use bmnn::ledger::verify::{Bookmark, Checking};
use bmnn_store::{Inspected, Inspection, Progress};
use ed25519_zebra::{Signature, VerificationKeyBytes, batch};
use rand_core::{TryCryptoRng, TryRng};
use std::convert::Infallible;
use std::error::Error;
use std::hint::black_box;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::Instant;

/// How many entries a commit has.
const COMMIT: u64 = 1000;
/// Into how many windows one long verification is cut.
const WINDOWS: u64 = 48;
/// How many records lie between two words of progress, and how many words
/// between two batches.
const STRIDE: u64 = 1024;
const WORDS: u64 = 5;

/// The rows of verification that are wanted.
pub(crate) fn rows(
    scale: Scale,
    wanted: &dyn Fn(&str) -> bool,
    show: &dyn Fn(Row),
) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("long.bmnn");
    let any = [
        "verify.signed.core1",
        "verify.signed.core2",
        "verify.hashes.core1",
        "verify.memory",
        "verify.since.1000",
    ];
    if any.iter().any(|name| wanted(name)) {
        let mut ledger = LongLedger::create(&path)?;
        ledger.grow(scale.entries, COMMIT)?;
        let mut ceilings = Ceilings::of(&ledger);
        if wanted("verify.signed.core1") {
            show(one_core(scale, &path, &mut ceilings)?);
        }
        if wanted("verify.signed.core2") {
            show(two_cores(scale, &path)?);
        }
        if wanted("verify.hashes.core1") {
            show(hashes(scale, folder.path(), &path, &mut ceilings)?);
        }
        if wanted("verify.memory") {
            show(memory(folder.path(), &path)?);
        }
        if wanted("verify.since.1000") {
            show(since(scale, folder.path(), &path, &mut ledger)?);
        }
    }
    if wanted("verify.signed.core1.commits-of-1") {
        let path = folder.path().join("singly.bmnn");
        let mut ledger = LongLedger::create(&path)?;
        ledger.grow(scale.entries / 5, 1)?;
        let mut ceilings = Ceilings::of(&ledger);
        let row = one_core(scale, &path, &mut ceilings)?;
        show(Row {
            name: "verify.signed.core1.commits-of-1",
            note: "commits of 1, two signatures an entry; ceiling: ed25519-zebra batch of 1024 signatures, one core",
            ..row
        });
    }
    Ok(())
}

/// What the parts alone cost, in seconds of one thread.
struct Ceilings {
    signed: Vec<(VerificationKeyBytes, Vec<u8>, Signature)>,
    entry: Vec<u8>,
}

impl Ceilings {
    /// Signatures of the ledger's own entries, over what was signed, by the same
    /// handful of keys.
    fn of(ledger: &LongLedger) -> Self {
        let item = |signed: &Signed| {
            let key = VerificationKeyBytes::from(signed.key.0);
            let signature = Signature::from(signed.signature);
            (key, signed.message.clone(), signature)
        };
        Self {
            signed: ledger.signed.iter().map(item).collect(),
            entry: ledger.entry.clone(),
        }
    }

    /// Signatures a second, in batches; for about a third of a second.
    fn signatures(&mut self) -> Result<f64, Box<dyn Error>> {
        let started = thread_time()?;
        let mut done = 0;
        while thread_time()? - started < 0.08 {
            let mut batch = batch::Verifier::new();
            for (key, message, signature) in &self.signed {
                batch.queue((*key, *signature, message));
            }
            batch.verify(Quick(1))?;
            done += self.signed.len();
        }
        Ok(done as f64 / (thread_time()? - started))
    }

    /// Entries hashed a second.
    fn hashes(&mut self) -> Result<f64, Box<dyn Error>> {
        let started = thread_time()?;
        let mut done = 0;
        while thread_time()? - started < 0.2 {
            for _ in 0..100_000 {
                black_box(bmnn::ledger::tree::leaf_hash(black_box(&self.entry)));
            }
            done += 100_000;
        }
        Ok(f64::from(done) / (thread_time()? - started))
    }
}

/// Numbers at no cost: a ceiling has no enemies.
struct Quick(u64);

impl TryRng for Quick {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.try_next_u64()? >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        self.0 = self.0.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(1);
        Ok(self.0 ^ self.0 >> 29)
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        for chunk in out.chunks_mut(8) {
            let drawn = self.try_next_u64()?.to_le_bytes();
            chunk.copy_from_slice(drawn.get(..chunk.len()).unwrap_or_default());
        }
        Ok(())
    }
}

impl TryCryptoRng for Quick {}

fn inspection(checking: Checking, threads: usize) -> Inspection {
    Inspection {
        checking,
        threads: NonZeroUsize::new(threads),
        ..Inspection::default()
    }
}

fn inspect(inspection: Inspection, path: &Path) -> Result<Inspected, Box<dyn Error>> {
    let mut go_on = |_: Progress| ControlFlow::Continue(());
    let inspected = inspection.file(path, &mut go_on)?;
    let inspected = inspected.ok_or("broken off")?;
    if inspected.report.holds() {
        Ok(inspected)
    } else {
        Err("the ledger does not hold".into())
    }
}

/// Subject and ceiling in turn, the ceiling before and after; both as rates.
fn beside(
    scale: Scale,
    mut subject: impl FnMut() -> Result<f64, Box<dyn Error>>,
    mut ceiling: impl FnMut() -> Result<f64, Box<dyn Error>>,
) -> Result<(Vec<f64>, Vec<f64>), Box<dyn Error>> {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    ceiling()?;
    for _ in 0..scale.windows.div_ceil(2) {
        let before = ceiling()?;
        ours.push(subject()?);
        theirs.push(f64::midpoint(before, ceiling()?));
    }
    Ok((ours, theirs))
}

/// One verification of the whole ledger, stopped every tenth of the way for a
/// look at the ceiling: a window is that many entries, beside the ceiling before
/// and after it.
fn one_core(scale: Scale, path: &Path, ceilings: &mut Ceilings) -> Result<Row, Box<dyn Error>> {
    let (mut ours, mut ceiling) = (Vec::new(), Vec::new());
    let whole_batches = (scale.entries / WINDOWS / (STRIDE * WORDS)).max(1) * WORDS;
    let (mut words, mut entries) = (0, 0);
    let mut fault = None;
    let mut before = ceilings.signatures()?;
    let mut began = thread_time()?;
    let mut watch = |now: Progress| {
        words += 1;
        if words % whole_batches != 0 {
            return ControlFlow::Continue(());
        }
        let mut look = || {
            let rate = (now.entries - entries) as f64 / (thread_time()? - began);
            let after = ceilings.signatures()?;
            // The first window warms up.
            if entries > 0 {
                ours.push(rate);
                ceiling.push(f64::midpoint(before, after));
            }
            (before, entries, began) = (after, now.entries, thread_time()?);
            Ok::<_, Box<dyn Error>>(())
        };
        match look() {
            Ok(()) => ControlFlow::Continue(()),
            Err(why) => {
                fault = Some(why);
                ControlFlow::Break(())
            }
        }
    };
    let done = inspection(Checking::Together, 1).file(path, &mut watch)?;
    if let Some(fault) = fault {
        return Err(fault);
    }
    if !done.is_some_and(|done| done.report.holds()) {
        return Err("the ledger does not hold".into());
    }
    Ok(Row {
        name: "verify.signed.core1",
        value: median(&ours),
        unit: "entries/s",
        ceiling: Some(median(&ceiling)),
        ratio: Some(ratio(&ours, &ceiling)),
        peer: None,
        peer_ratio: None,
        note: "commits of 1000; ceiling: ed25519-zebra batch of 1024 of the same signatures, one core; CPU time of one thread",
    })
}

fn two_cores(scale: Scale, path: &Path) -> Result<Row, Box<dyn Error>> {
    let on = |threads| {
        let started = Instant::now();
        let done = inspect(inspection(Checking::Together, threads), path)?;
        Ok(done.report.entries as f64 / started.elapsed().as_secs_f64())
    };
    let (ours, single) = beside(scale, || on(2), || on(1))?;
    Ok(Row {
        name: "verify.signed.core2",
        value: median(&ours),
        unit: "entries/s",
        ceiling: None,
        ratio: None,
        peer: Some(median(&single)),
        peer_ratio: Some(ratio(&ours, &single)),
        note: "commits of 1000; peer: the same on one thread; wall time, so that the machine must be idle",
    })
}

/// Subject and peer in turn, a pass over all entries each, the ceiling before and
/// after the subject.
fn hashes(
    scale: Scale,
    folder: &Path,
    path: &Path,
    ceilings: &mut Ceilings,
) -> Result<Row, Box<dyn Error>> {
    let subject = || {
        let started = thread_time()?;
        let done = inspect(inspection(Checking::Not, 1), path)?;
        Ok::<_, Box<dyn Error>>(done.report.entries as f64 / (thread_time()? - started))
    };
    let mut peers = Vec::new();
    let peer = peer_of(scale, folder, ceilings)?;
    let subject_then_peer = || {
        let ours = subject()?;
        let started = thread_time()?;
        let rows = peer.verify()?;
        peers.push(rows as f64 / (thread_time()? - started));
        Ok(ours)
    };
    let (ours, ceiling) = beside(scale, subject_then_peer, || ceilings.hashes())?;
    Ok(Row {
        name: "verify.hashes.core1",
        value: median(&ours),
        unit: "entries/s",
        ceiling: Some(median(&ceiling)),
        ratio: Some(ratio(&ours, &ceiling)),
        peer: Some(median(&peers)),
        peer_ratio: Some(ratio(&ours, &peers)),
        note: "commits of 1000, no signatures: links, tree, roots and the form of every entry; ceiling: SHA-256 of the same entries; peer: SQLite trigger chain, as many rows of the same length, each read and hashed again, links only; CPU time of one thread",
    })
}

/// As many rows as the ledger has entries, each as long as one of them.
fn peer_of(scale: Scale, folder: &Path, ceilings: &Ceilings) -> Result<Chained, Box<dyn Error>> {
    let mut peer = Chained::of(folder, ceilings.entry.clone())?;
    for _ in 0..scale.entries.div_ceil(COMMIT) {
        peer.insert(COMMIT)?;
    }
    Ok(peer)
}

/// A thousand entries behind a bookmark, beside a ledger of just a thousand.
fn since(
    scale: Scale,
    folder: &Path,
    path: &Path,
    ledger: &mut LongLedger,
) -> Result<Row, Box<dyn Error>> {
    let keep = Inspection {
        keep: true,
        ..inspection(Checking::Together, 2)
    };
    let bookmark = inspect(keep, path)?.bookmark.ok_or("no bookmark")?;
    let kept = folder.join("bookmark");
    std::fs::write(&kept, bookmark.encode())?;
    ledger.grow(COMMIT, COMMIT)?;
    let short = folder.join("short.bmnn");
    LongLedger::create(&short)?.grow(COMMIT, COMMIT)?;
    let repeat = 20;
    let timed = |work: &dyn Fn() -> Result<(), Box<dyn Error>>| {
        let started = thread_time()?;
        for _ in 0..repeat {
            work()?;
        }
        Ok((thread_time()? - started) * 1e3 / f64::from(repeat))
    };
    let since = || {
        let bookmark = Bookmark::decode(&std::fs::read(&kept)?)?;
        let inspection = Inspection {
            since: Some(bookmark),
            ..inspection(Checking::Together, 1)
        };
        inspect(inspection, path).map(drop)
    };
    let alone = || inspect(inspection(Checking::Together, 1), &short).map(drop);
    let (ours, alone) = beside(scale, || timed(&since), || timed(&alone))?;
    Ok(Row {
        name: "verify.since.1000",
        value: median(&ours),
        unit: "ms",
        ceiling: Some(median(&alone)),
        ratio: Some(ratio(&ours, &alone)),
        peer: None,
        peer_ratio: None,
        note: "one commit of 1000 behind a bookmark, which is read; ceiling: a ledger of 1000 alone; the ratio is of times, at most 2",
    })
}

/// The peak of a process that verifies, above one that verifies next to
/// nothing.
fn memory(folder: &Path, path: &Path) -> Result<Row, Box<dyn Error>> {
    let tiny = folder.join("tiny.bmnn");
    LongLedger::create(&tiny)?.grow(1, 1)?;
    let peak = |path: &Path| -> Result<f64, Box<dyn Error>> {
        let child = std::process::Command::new(std::env::current_exe()?)
            .arg("--peak")
            .arg(path)
            .output()?;
        Ok(String::from_utf8(child.stdout)?.trim().parse()?)
    };
    let above = peak(path)? - peak(&tiny)?;
    Ok(Row {
        name: "verify.memory",
        value: above,
        unit: "MiB",
        ceiling: Some(16.0),
        ratio: Some(above / 16.0),
        peer: None,
        peer_ratio: None,
        note: "peak above a process that verifies a tiny ledger, two threads; ceiling: the goal",
    })
}

/// Verifies the ledger at `path` on two threads, and tells the peak of this
/// process's memory in MiB.
pub(crate) fn peak(path: &Path) -> Result<f64, Box<dyn Error>> {
    inspect(inspection(Checking::Together, 2), path)?;
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().strip_suffix(" kB"));
    Ok(kib
        .ok_or("the system does not tell the peak")?
        .parse::<f64>()?
        / 1024.0)
}
