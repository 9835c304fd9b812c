//! Durable appending of signed statements, one by one and in batches.

use crate::chained::Chained;
use crate::measure::{Scale, median, rates, ratio};
use crate::raw::RawAppend;
use crate::row::Row;
use bmnn::ledger::{Batch, Chain, History, PlainSigner, Signer, Statement, Store, Window};
use bmnn::value::{Map, Value};
use bmnn_store::FileStore;
use getrandom::SysRng;
use getrandom::rand_core::UnwrapErr;
use std::error::Error;

/// The size of an act's entry with its framing, near enough for the ceiling.
const COMMIT_OF_ONE: usize = 512;
/// How many statements a batch holds.
pub(crate) const BATCH: u64 = 1000;

/// A ledger on disk, and a clerk who signs.
pub(crate) struct Ledger {
    store: FileStore,
    chain: Chain,
    window: Window,
    ledger_key: PlainSigner,
    clerk: PlainSigner,
    acts: u64,
    now: i64,
}

impl Ledger {
    /// A new ledger in `folder`, open, with its clerk.
    pub(crate) fn open(folder: &std::path::Path) -> Result<Self, Box<dyn Error>> {
        let (root, ledger_key, clerk) = (
            PlainSigner::from_seed(&[1; 32]),
            PlainSigner::from_seed(&[2; 32]),
            PlainSigner::from_seed(&[3; 32]),
        );
        let mut ledger = Self {
            store: FileStore::create(folder)?,
            chain: Chain::default(),
            window: Window::default(),
            ledger_key,
            clerk,
            acts: 0,
            now: 1_772_416_800_000,
        };
        let open = Map::from_iter([
            ("act", "ledger.open".into()),
            ("id", Value::Bytes(vec![0xFF; 16])),
            ("on", "2026-03-02".into()),
            ("agency", "CƠ QUAN THỬ NGHIỆM".into()),
            (
                "roots",
                Value::Array(vec![Value::Bytes(root.public_key().0.to_vec())]),
            ),
            ("threshold", Value::Int(1)),
            (
                "ledger-key",
                Value::Bytes(ledger.ledger_key.public_key().0.to_vec()),
            ),
        ]);
        let mut batch = Batch::new(&ledger.chain, ledger.window.clone());
        let statement = Statement::sign(&open, batch.chain().scope(), &root)?;
        batch.push(&statement, vec![], ledger.now)?;
        let mut enrol = ledger.act("key.enrol");
        enrol.remove("by");
        enrol.insert("key", Value::Bytes(ledger.clerk.public_key().0.to_vec()));
        enrol.insert("role", "actor".into());
        enrol.insert("person", "clerk".into());
        let statement = sign(&batch, enrol, &root)?;
        batch.push(&statement, vec![], ledger.now)?;
        let mut person = ledger.act("person.enrol");
        person.insert("person", "clerk".into());
        let statement = sign(&batch, person, &ledger.clerk)?;
        batch.push(&statement, vec![], ledger.now)?;
        let commit = batch.seal(&ledger.ledger_key)?;
        ledger.take(&commit)?;
        Ok(ledger)
    }

    /// An act of ordinary size, without sealed fields.
    fn act(&mut self, name: &str) -> Map {
        self.acts += 1;
        let mut id = [0; 16];
        id[..8].copy_from_slice(&self.acts.to_be_bytes());
        Map::from_iter([
            ("act", name.into()),
            ("id", Value::Bytes(id.to_vec())),
            ("on", "2026-03-02".into()),
            ("by", "clerk".into()),
            ("pack", "vn-2025".into()),
        ])
    }

    fn transfer(&mut self) -> Map {
        let mut act = self.act("copy.transfer");
        let copy = format!("doc-{}#1", self.acts);
        act.insert("copies", Value::Array(vec![Value::Text(copy)]));
        act.insert("to", "so-b".into());
        act
    }

    /// One act: signed, checked, committed; its receipt can be made.
    pub(crate) fn append_one(&mut self) -> Result<u64, Box<dyn Error>> {
        self.now += 1;
        let act = self.transfer();
        let mut batch = Batch::new(&self.chain, &self.window);
        let statement = sign(&batch, act, &self.clerk)?;
        let seq = batch.push(&statement, vec![], self.now)?.seq();
        let commit = batch.seal(&self.ledger_key)?;
        commit.receipt(seq)?;
        self.take(&commit)?;
        Ok(1)
    }

    /// Statements signed elsewhere, all of which have seen the same entry.
    pub(crate) fn signed(&mut self, count: u64) -> Result<Vec<Statement>, Box<dyn Error>> {
        let seen = seen(&self.chain)?;
        let mut statements = Vec::new();
        for _ in 0..count {
            let mut act = self.transfer();
            act.insert("seen", seen.clone());
            statements.push(Statement::sign(&act, self.chain.scope(), &self.clerk)?);
        }
        Ok(statements)
    }

    /// All of them in one commit.
    pub(crate) fn append_all(&mut self, statements: &[Statement]) -> Result<(), Box<dyn Error>> {
        let mut batch = Batch::new(&self.chain, &self.window);
        for statement in statements {
            self.now += 1;
            batch.push(statement, vec![], self.now)?;
        }
        let commit = batch.seal(&self.ledger_key)?;
        self.take(&commit)
    }

    fn take(&mut self, commit: &bmnn::ledger::Commit) -> Result<(), Box<dyn Error>> {
        self.store.commit(commit)?;
        for leaf in commit.leaves() {
            self.window.push(*leaf, None);
        }
        self.chain = commit.chain().clone();
        Ok(())
    }
}

fn seen(chain: &Chain) -> Result<Value, Box<dyn Error>> {
    let (seq, leaf) = chain.last().ok_or("the ledger is empty")?;
    Ok(Value::Array(vec![
        Value::Int(i64::try_from(seq)?),
        Value::Bytes(leaf.0.to_vec()),
    ]))
}

fn sign<H: History>(
    batch: &Batch<H>,
    mut act: Map,
    signer: &PlainSigner,
) -> Result<Statement, Box<dyn Error>> {
    act.insert("seen", seen(batch.chain())?);
    Ok(Statement::sign(&act, batch.chain().scope(), signer)?)
}

/// One act a commit.
pub(crate) fn one(scale: Scale) -> Result<Row, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let mut ledger = Ledger::open(folder.path())?;
    let mut raw = RawAppend::new(folder.path(), COMMIT_OF_ONE)?;
    let mut peer = Chained::new(folder.path())?;
    let [ours, ceiling, peers] = rates(
        scale,
        [
            &mut || ledger.append_one(),
            &mut || Ok(raw.append().map(|()| 1)?),
            &mut || Ok(peer.insert(1).map(|()| 1)?),
        ],
    )?;
    Ok(Row {
        name: "append.durable.one",
        value: median(&ours),
        unit: "acts/s",
        ceiling: Some(median(&ceiling)),
        ratio: Some(ratio(&ours, &ceiling)),
        peer: Some(median(&peers)),
        peer_ratio: Some(ratio(&ours, &peers)),
        note: "commits of 1; ceiling: write 512 B + fdatasync; peer: SQLite trigger chain, unsigned",
    })
}

/// A thousand statements a commit, signed elsewhere.
pub(crate) fn batch(scale: Scale) -> Result<Row, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let mut ledger = Ledger::open(folder.path())?;
    let mut peer = Chained::new(folder.path())?;
    let mut rows = [Vec::new(), Vec::new(), Vec::new()];
    for window in 0..=scale.windows {
        // Signing is not ours to time here.
        let statements = ledger.signed(BATCH)?;
        let verified = verify_batch(&ledger, &statements)?;
        let started = std::time::Instant::now();
        ledger.append_all(&statements)?;
        let appended = BATCH as f64 / started.elapsed().as_secs_f64();
        let started = std::time::Instant::now();
        peer.insert(BATCH)?;
        let inserted = BATCH as f64 / started.elapsed().as_secs_f64();
        if window > 0 {
            for (row, figure) in rows.iter_mut().zip([appended, verified, inserted]) {
                row.push(figure);
            }
        }
    }
    let [ours, ceiling, peers] = rows;
    Ok(Row {
        name: "append.durable.batch",
        value: median(&ours),
        unit: "acts/s",
        ceiling: Some(median(&ceiling)),
        ratio: Some(ratio(&ours, &ceiling)),
        peer: Some(median(&peers)),
        peer_ratio: Some(ratio(&ours, &peers)),
        note: "commits of 1000, signed elsewhere; ceiling: ed25519-zebra batch of 1000, one core; peer: SQLite trigger chain, unsigned",
    })
}

/// The rate at which a batch verifier alone checks as many signatures over
/// messages of the same size.
fn verify_batch(ledger: &Ledger, statements: &[Statement]) -> Result<f64, Box<dyn Error>> {
    let mut signed = Vec::new();
    for statement in statements {
        let message = statement.encode();
        let signature = ledger.clerk.sign(&message)?;
        signed.push((message, signature));
    }
    let public = ed25519_zebra::VerificationKeyBytes::from(ledger.clerk.public_key().0);
    let started = std::time::Instant::now();
    let mut batch = ed25519_zebra::batch::Verifier::new();
    for (message, signature) in &signed {
        batch.queue((public, ed25519_zebra::Signature::from(*signature), message));
    }
    batch.verify(UnwrapErr(SysRng))?;
    Ok(signed.len() as f64 / started.elapsed().as_secs_f64())
}
