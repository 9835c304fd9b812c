//! A small agency whose ledger the tests write.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs,
    unreachable_pub,
    reason = "each test file uses a part of it"
)]

use bmnn::id::{ActId, Bytes32};
use bmnn::ledger::key::kid;
use bmnn::ledger::{
    Batch, Chain, Commit, Cosignature, History, PlainSigner, Scope, Signer, Statement, Window,
};
use bmnn::value::{Map, Value};

/// 2026-03-02 09:00 in Vietnam.
pub const RECEIVED: i64 = 1_772_416_800_000;

pub fn signer(seed: u8) -> PlainSigner {
    PlainSigner::from_seed(&[seed; 32])
}

pub fn bytes(bytes: &[u8]) -> Value {
    Value::Bytes(bytes.to_vec())
}

/// A ledger in memory: chain, window, and who signs.
pub struct Office {
    pub roots: Vec<PlainSigner>,
    pub ledger: PlainSigner,
    pub clerk: PlainSigner,
    pub chain: Chain,
    pub window: Window,
    pub acts: u64,
    pub received: i64,
}

impl Office {
    /// Two roots of which `threshold` sign; nothing written yet.
    pub fn new(threshold: i64) -> (Self, Map) {
        let office = Self {
            roots: vec![signer(1), signer(2)],
            ledger: signer(3),
            clerk: signer(4),
            chain: Chain::default(),
            window: Window::default(),
            acts: 0,
            received: RECEIVED,
        };
        let roots = office.roots.iter().map(|root| bytes(&root.public_key().0));
        let open = Map::from_iter([
            ("act", "ledger.open".into()),
            ("id", bytes(&[0xFF; 16])),
            ("on", "2026-03-02".into()),
            ("agency", "UBND tỉnh A".into()),
            ("roots", Value::Array(roots.collect())),
            ("threshold", Value::Int(threshold)),
            ("ledger-key", bytes(&office.ledger.public_key().0)),
        ]);
        (office, open)
    }

    /// An office whose first commit opens the ledger and enrols the clerk.
    pub fn opened() -> (Self, Commit) {
        let (mut office, open) = Self::new(1);
        let mut batch = Batch::new(&office.chain, office.window.clone());
        let statement = Statement::sign(&open, Scope::Opening, &office.roots[0]).unwrap();
        batch.push(&statement, vec![], office.received).unwrap();
        let enrol = office.enrolment(&office.clerk.public_key(), "actor", Some("clerk"));
        office.push_root(&mut batch, enrol);
        let person = office.act("person.enrol", [("person", "clerk".into())]);
        office.push(&mut batch, person);
        let commit = batch.seal(&office.ledger).unwrap();
        office.take(&commit);
        (office, commit)
    }

    /// An act of the clerk's, without `seen`.
    pub fn act<'k>(
        &mut self,
        name: &str,
        fields: impl IntoIterator<Item = (&'k str, Value)>,
    ) -> Map {
        self.acts += 1;
        let mut id = [0; 16];
        id[..8].copy_from_slice(&self.acts.to_be_bytes());
        let mut act = Map::from_iter([
            ("act", name.into()),
            ("id", bytes(&id)),
            ("on", "2026-03-02".into()),
            ("by", "clerk".into()),
        ]);
        for (key, value) in fields {
            act.insert(key, value);
        }
        act
    }

    /// An act of the roots'.
    pub fn root_act<'k>(
        &mut self,
        name: &str,
        fields: impl IntoIterator<Item = (&'k str, Value)>,
    ) -> Map {
        let mut act = self.act(name, fields);
        act.remove("by");
        act
    }

    pub fn enrolment(&mut self, key: &Bytes32, role: &str, person: Option<&str>) -> Map {
        let mut act = self.root_act("key.enrol", [("key", bytes(&key.0)), ("role", role.into())]);
        if let Some(person) = person {
            act.insert("person", person.into());
        }
        act
    }

    pub fn revocation(&mut self, key: &PlainSigner) -> Map {
        let kid = bytes(&kid(&key.public_key()).0);
        self.root_act("key.revoke", [("kid", kid), ("reason", "lost".into())])
    }

    pub fn note(&mut self) -> Map {
        let document = format!("doc-{}", self.acts);
        self.act("mark.apply", [("document", document.as_str().into())])
    }

    /// Adds what the act has seen: the last entry of the batch's chain.
    pub fn sign(&self, chain: &Chain, mut act: Map, signer: &dyn Signer) -> Statement {
        let (seq, leaf) = chain.last().unwrap();
        let seen = Value::Array(vec![Value::Int(seq as i64), bytes(&leaf.0)]);
        act.insert("seen", seen);
        Statement::sign(&act, chain.scope(), signer).unwrap()
    }

    pub fn push<H: History<Error: std::fmt::Debug>>(&mut self, batch: &mut Batch<H>, act: Map) {
        let statement = self.sign(batch.chain(), act, &self.clerk);
        self.received += 1000;
        batch.push(&statement, vec![], self.received).unwrap();
    }

    pub fn push_root<H: History<Error: std::fmt::Debug>>(
        &mut self,
        batch: &mut Batch<H>,
        act: Map,
    ) {
        let statement = self.sign(batch.chain(), act, &self.roots[0]);
        let needed = self.chain.keys().threshold() > 1;
        let cosigned: Vec<Cosignature> = self.roots[1..]
            .iter()
            .filter(|_| needed)
            .map(|root| statement.cosign(batch.chain().scope(), root).unwrap())
            .collect();
        self.received += 1000;
        batch.push(&statement, cosigned, self.received).unwrap();
    }

    pub fn batch(&self) -> Batch<Window> {
        Batch::new(&self.chain, self.window.clone())
    }

    /// A commit of `count` acts of the clerk's.
    pub fn commit(&mut self, count: usize) -> Commit {
        let mut batch = self.batch();
        for _ in 0..count {
            let act = self.note();
            self.push(&mut batch, act);
        }
        let commit = batch.seal(&self.ledger).unwrap();
        self.take(&commit);
        commit
    }

    /// Goes on behind a commit.
    pub fn take(&mut self, commit: &Commit) {
        for entry in commit.entries() {
            let examined = self
                .chain
                .examine(entry, &self.window, bmnn::ledger::Signatures::Check)
                .unwrap();
            assert!(!examined.has_error());
            self.chain.advance(&examined);
            self.window.push(examined.leaf(), examined.id());
        }
        self.chain
            .close_commit(commit.note().as_bytes(), bmnn::ledger::Signatures::Check)
            .unwrap();
        assert_eq!(&self.chain, commit.chain());
    }
}

pub fn id(n: u8) -> ActId {
    ActId([n; 16])
}

impl Office {
    /// Commits that use every rule about keys: rotation, revocation, a further
    /// root, a witness, a recovery, cosignatures, and batches of many sizes.
    pub fn busy_year(&mut self) -> Vec<Commit> {
        let mut commits = vec![self.commit(1), self.commit(17)];

        let mut batch = self.batch();
        let deputy = signer(5);
        let enrol = self.enrolment(&deputy.public_key(), "actor", Some("deputy"));
        self.push_root(&mut batch, enrol);
        let enrol = self.enrolment(&signer(6).public_key(), "root", None);
        self.push_root(&mut batch, enrol);
        let mut witness = self.enrolment(&signer(7).public_key(), "witness", None);
        witness.insert("name", "example.com/witness".into());
        self.push_root(&mut batch, witness);
        // Cosigned by a deputy, who is no person of the ledger yet.
        let act = self.note();
        let statement = self.sign(batch.chain(), act, &self.clerk);
        let cosigned = statement.cosign(batch.chain().scope(), &deputy).unwrap();
        batch
            .push(&statement, vec![cosigned], self.received)
            .unwrap();
        let mut adopt = self.act("pack.adopt", [("adopted", "vn-2025".into())]);
        adopt.insert("by", "deputy".into());
        let statement = self.sign(batch.chain(), adopt, &deputy);
        batch.push(&statement, vec![], self.received).unwrap();
        commits.push(self.seal(batch));

        let mut batch = self.batch();
        let revoke = self.revocation(&deputy);
        self.push_root(&mut batch, revoke);
        let revoke = self.revocation(&signer(6));
        self.push_root(&mut batch, revoke);
        let next = signer(8);
        let mut enrol = self.enrolment(&next.public_key(), "ledger", None);
        enrol.insert("since", Value::Int(self.chain.size() as i64));
        self.push_root(&mut batch, enrol);
        self.ledger = next;
        commits.push(self.seal(batch));

        let mut batch = self.batch();
        let size = Value::Int(self.chain.size() as i64);
        let set_aside = Map::from_iter([("length", Value::Int(7)), ("digest", bytes(&[0; 32]))]);
        let fields = [
            ("why", "torn-tail".into()),
            ("size", size),
            ("set-aside", set_aside.into()),
        ];
        let recover = self.root_act("ledger.recover", fields);
        let statement = self.sign(batch.chain(), recover, &self.ledger);
        batch.push(&statement, vec![], self.received).unwrap();
        commits.push(self.seal(batch));
        commits.push(self.commit(30));
        commits
    }

    /// Seals a batch and goes on behind it.
    pub fn seal(&mut self, batch: Batch<Window>) -> Commit {
        let commit = batch.seal(&self.ledger).unwrap();
        self.take(&commit);
        commit
    }
}

/// A file in memory.
#[derive(Clone, Debug, Default)]
pub struct InMemory(pub Vec<u8>);

impl bmnn_store::Medium for InMemory {
    fn len(&self) -> std::io::Result<u64> {
        Ok(self.0.len() as u64)
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> std::io::Result<usize> {
        let rest = self.0.get(offset as usize..).unwrap_or_default();
        let read = rest.len().min(buffer.len());
        buffer[..read].copy_from_slice(&rest[..read]);
        Ok(read)
    }

    fn write_at(&mut self, _: &[u8], _: u64) -> std::io::Result<usize> {
        Err(std::io::ErrorKind::Unsupported.into())
    }

    fn sync(&mut self) -> std::io::Result<()> {
        Err(std::io::ErrorKind::Unsupported.into())
    }

    fn truncate(&mut self, _: u64) -> std::io::Result<()> {
        Err(std::io::ErrorKind::Unsupported.into())
    }
}

/// A ledger's file as anyone who holds the ledger key could write it: entries
/// as they please, links and checkpoints in order.
#[derive(Clone)]
pub struct Forgery {
    pub file: Vec<u8>,
    frontier: bmnn::ledger::tree::Frontier,
    last: Bytes32,
    ledger: Option<Bytes32>,
}

impl Forgery {
    pub fn new() -> Self {
        Self {
            file: b"BMNNLDG1".to_vec(),
            frontier: bmnn::ledger::tree::Frontier::default(),
            last: Bytes32([0; 32]),
            ledger: None,
        }
    }

    pub fn size(&self) -> u64 {
        self.frontier.size()
    }

    pub fn record(&mut self, kind: u8, bytes: &[u8]) {
        self.file.extend(record(kind, bytes));
    }

    /// An entry's bytes as they are.
    pub fn entry(&mut self, bytes: &[u8]) {
        self.last = bmnn::ledger::tree::leaf_hash(bytes);
        self.frontier.push(self.last);
        self.ledger.get_or_insert(self.last);
        self.record(1, bytes);
    }

    /// A statement, given the next place.
    pub fn place(&mut self, statement: Vec<u8>, cosigned: Vec<Cosignature>) {
        self.place_at(RECEIVED, statement, cosigned);
    }

    pub fn place_at(&mut self, received: i64, statement: Vec<u8>, cosigned: Vec<Cosignature>) {
        let entry = bmnn::ledger::Entry {
            seq: self.size(),
            prev: self.last,
            received,
            statement,
            cosigned,
        };
        self.entry(&entry.encode());
    }

    pub fn commit(&mut self, commit: &Commit) {
        commit.entries().iter().for_each(|entry| self.entry(entry));
        self.record(2, commit.note().as_bytes());
    }

    pub fn checkpoint(&mut self, signer: &dyn Signer) {
        let checkpoint = self.as_checkpoint();
        self.record(2, checkpoint.sign(signer).unwrap().as_bytes());
    }

    pub fn as_checkpoint(&self) -> bmnn::ledger::checkpoint::Checkpoint {
        bmnn::ledger::checkpoint::Checkpoint {
            ledger: self.ledger.unwrap(),
            size: self.size(),
            root: self.frontier.root(),
        }
    }

    pub fn verify(&self) -> bmnn::ledger::Report {
        verify(&self.file, None, bmnn::ledger::Expect::default())
    }
}

/// A record with its framing.
pub fn record(kind: u8, bytes: &[u8]) -> Vec<u8> {
    let mut covered = (bytes.len() as u32).to_le_bytes().to_vec();
    covered.push(kind);
    covered.extend_from_slice(bytes);
    let crc = crc32c::crc32c(&covered);
    [&covered[..4], &crc.to_le_bytes(), &covered[4..]].concat()
}

pub fn verify(
    file: &[u8],
    tip: Option<bmnn_store::Tip>,
    expect: bmnn::ledger::Expect,
) -> bmnn::ledger::Report {
    let file = InMemory(file.to_vec());
    let go_on = |_| std::ops::ControlFlow::Continue(());
    let path = std::path::Path::new("in memory");
    let report = bmnn_store::verify_medium(&file, path, tip, expect, go_on);
    report.unwrap().unwrap()
}

/// Kinds and places of a report's errors.
pub fn errors(report: &bmnn::ledger::Report) -> Vec<(bmnn::ledger::Kind, bmnn::ledger::Position)> {
    let errors = report.findings.iter().filter(|found| found.is_error());
    errors.map(|found| (found.kind, found.position)).collect()
}

/// The local disk, but with tests' patience: nothing is synced.
#[derive(Clone, Copy, Debug)]
pub struct Unsynced;

struct UnsyncedFile(Box<dyn bmnn_store::Medium>);

impl bmnn_store::Disk for Unsynced {
    fn open(
        &self,
        path: &std::path::Path,
        opening: bmnn_store::Opening,
    ) -> std::io::Result<Box<dyn bmnn_store::Medium>> {
        let file = bmnn_store::LocalDisk.open(path, opening)?;
        Ok(Box::new(UnsyncedFile(file)))
    }

    fn sync_folder(&self, _: &std::path::Path) -> std::io::Result<()> {
        Ok(())
    }
}

impl bmnn_store::Medium for UnsyncedFile {
    fn len(&self) -> std::io::Result<u64> {
        self.0.len()
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> std::io::Result<usize> {
        self.0.read_at(buffer, offset)
    }

    fn write_at(&mut self, bytes: &[u8], offset: u64) -> std::io::Result<usize> {
        self.0.write_at(bytes, offset)
    }

    fn sync(&mut self) -> std::io::Result<()> {
        Ok(())
    }

    fn truncate(&mut self, length: u64) -> std::io::Result<()> {
        self.0.truncate(length)
    }
}

impl Office {
    /// Takes up a store's ledger where it stands, as a registry does.
    pub fn catch_up(&mut self, store: &bmnn_store::FileStore) {
        use bmnn::ledger::{RecordKind, Signatures, Store};
        self.chain = Chain::default();
        self.window = Window::default();
        for record in store.records(0).unwrap() {
            let record = record.unwrap();
            if record.kind == RecordKind::Entry {
                let examined = self
                    .chain
                    .examine(&record.bytes, &self.window, Signatures::Check)
                    .unwrap();
                assert!(!examined.has_error(), "{:?}", examined.findings());
                self.chain.advance(&examined);
                self.window.push(examined.leaf(), examined.id());
            } else {
                self.chain
                    .close_commit(&record.bytes, Signatures::Check)
                    .unwrap();
            }
        }
        assert_eq!(self.chain.checkpoint().as_ref(), store.last());
    }

    /// A commit that begins with what was set aside.
    pub fn recovery(&mut self, store: &bmnn_store::FileStore) -> Commit {
        let mut batch = self.batch();
        for aside in store.set_aside() {
            let set_aside = Map::from_iter([
                ("length", Value::Int(aside.length as i64)),
                ("digest", bytes(&aside.digest.0)),
            ]);
            let size = Value::Int(batch.chain().size() as i64);
            let fields = [
                ("why", "torn-tail".into()),
                ("size", size),
                ("set-aside", set_aside.into()),
            ];
            let act = self.root_act("ledger.recover", fields);
            let statement = self.sign(batch.chain(), act, &self.ledger);
            batch.push(&statement, vec![], self.received).unwrap();
        }
        let act = self.note();
        self.push(&mut batch, act);
        self.seal(batch)
    }
}

/// The report on a folder.
pub fn verify_folder(dir: &std::path::Path) -> bmnn::ledger::Report {
    let go_on = |_| std::ops::ControlFlow::Continue(());
    let report = bmnn_store::verify_folder(dir, bmnn::ledger::Expect::default(), go_on);
    report.unwrap().unwrap()
}

/// Runs the second implementation: whether the ledger holds, and what it
/// printed but for notices and what is not proven.
pub fn judge(ledger: &std::path::Path) -> (bool, String) {
    let script = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../bindings/python/bmnn_verify.py");
    let output = std::process::Command::new("/usr/bin/python3")
        .arg("-B")
        .arg(script)
        .arg(ledger)
        .output()
        .expect("the outside verifier needs Debian's `python3`: apt-get install python3");
    let said = String::from_utf8(output.stdout).unwrap();
    let quiet = ["not proven:", "notice:", "warning:"];
    let said: String = said
        .split_inclusive('\n')
        .filter(|line| !quiet.iter().any(|start| line.starts_with(start)))
        .collect();
    let complaint = String::from_utf8_lossy(&output.stderr);
    match output.status.code() {
        Some(0) => (true, said),
        Some(1) if complaint.is_empty() => (false, said),
        _ => panic!(
            "the outside verifier could not run; it needs Debian's `python3-cryptography` \
             (apt-get install python3-cryptography): {complaint}"
        ),
    }
}

/// The report of a verification in some other way than the ordinary.
pub fn inspect(
    file: &[u8],
    tip: Option<bmnn_store::Tip>,
    inspection: bmnn_store::Inspection,
) -> bmnn_store::Inspected {
    let file = InMemory(file.to_vec());
    let mut go_on = |_: bmnn_store::Progress| std::ops::ControlFlow::Continue(());
    let path = std::path::Path::new("in memory");
    let inspected = inspection.medium(&file, path, tip, &mut go_on);
    inspected.unwrap().unwrap()
}
