//! Verification: everything there is to say about a ledger, from its records
//! alone, in memory that its size does not change.
//!
//! A [`Verifier`] is shown the records in order and collects findings; it
//! refuses nothing and stops at nothing. What it keeps is the keys and people,
//! the last [`WINDOW`] leaf hashes and ids, and the
//! first [`MAX_FINDINGS`] findings of each kind; beyond those it counts.
//!
//! # Signatures together
//!
//! A verifier that checks [`Checking::Together`] judges each record as if its
//! signatures were good, and queues them. Whoever drives it takes them away
//! now and then ([`take_bulk`](Verifier::take_bulk)) and lets them be checked,
//! on another thread if he likes, while the next records are judged. Where a
//! [`Bulk`] does not hold, he goes back to the [`Mark`] that he made before it
//! ([`rewind`](Verifier::rewind)) and shows the same records again, to be
//! checked singly: what is said of the ledger is then what a verifier that
//! checks singly says.

mod bookmark;
mod found;
mod kept;
mod report;

pub use bookmark::{Bookmark, BookmarkError};
pub use found::{Found, MAX_FINDINGS};
pub use report::{NotProven, Report};

use super::bulk::{Bulk, Checker};
use super::chain::Chain;
use super::checkpoint::Checkpoint;
use super::finding::{Finding, Kind, Position, Severity};
use super::key::Role;
use super::store::{Record, RecordKind};
use super::window::{WINDOW, Window};
use crate::id::Bytes32;
use found::FoundMark;
use kept::{Reached, Shelf};
use std::collections::BTreeSet;

/// What the caller knows of the ledger from elsewhere.
#[derive(Clone, Debug, Default)]
pub struct Expect {
    /// The ledger-id.
    pub ledger: Option<Bytes32>,
    /// The roots that opened it, in any order.
    pub roots: Option<BTreeSet<Bytes32>>,
    /// Size and root that were acknowledged last, as `tip` says.
    pub acknowledged: Option<(u64, Bytes32)>,
    /// Whether it is an export, in which entries may be withheld. Anywhere else
    /// a withheld entry is an error: who can write the file could hide a
    /// revocation so.
    pub export: bool,
    /// Checkpoints that were kept elsewhere: notes, or in their
    /// [short form](super::short), out of a paper book.
    pub checkpoints: Vec<String>,
    /// Receipts (`tlog-proof@v1`) that were kept elsewhere: each entry must
    /// stand where its receipt says.
    pub receipts: Vec<String>,
}

/// How signatures are checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Checking {
    /// Many together; where these do not hold, each one singly.
    #[default]
    Together,
    /// Each one singly, as RFC 8032 §5.1.7 says without the cofactor.
    Singly,
    /// Both ways, and it is told where they disagree.
    Both,
    /// Not at all: hashes, links and form only.
    Not,
}

/// Looks at a ledger record by record.
#[derive(Debug)]
pub struct Verifier {
    checking: Checking,
    chain: Chain,
    window: Window,
    expect: Expect,
    /// What was kept elsewhere.
    shelf: Shelf,
    bulk: Bulk,
    found: Found,
    began: u64,
    tally: Tally,
}

/// What changes from record to record, but for chain, window and findings.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    reached: Reached,
    /// The largest size that something kept elsewhere bears out.
    borne_out: u64,
    committed: Option<(u64, Bytes32)>,
    stopped: bool,
    checkpoints: u64,
    signatures: u64,
    batched: u64,
    disagreements: u64,
}

/// A place to which a [`Verifier`] can go back.
#[derive(Clone, Debug)]
pub struct Mark {
    chain: Chain,
    found: FoundMark,
    tally: Tally,
}

impl Verifier {
    /// A verifier that has seen nothing yet, and checks signatures singly.
    #[must_use]
    pub fn new(expect: Expect) -> Self {
        Self::checking(expect, Checking::Singly)
    }

    /// A verifier that has seen nothing yet.
    #[must_use]
    pub fn checking(expect: Expect, checking: Checking) -> Self {
        let mut found = Found::default();
        let shelf = Shelf::new(&expect, |finding| found.add(finding));
        Self {
            checking,
            chain: Chain::default(),
            window: Window::default(),
            expect,
            shelf,
            bulk: Bulk::default(),
            found,
            began: 0,
            tally: Tally::default(),
        }
    }

    /// A verifier that goes on where another one left a bookmark. What it says
    /// covers what follows; what stands before is believed.
    #[must_use]
    pub fn since(bookmark: Bookmark, expect: Expect, checking: Checking) -> Self {
        let mut verifier = Self::checking(expect, checking);
        let Bookmark { chain, window, .. } = bookmark;
        verifier.began = chain.size();
        verifier.tally.reached = verifier.shelf.behind(chain.size());
        verifier.tally.committed = Some((chain.size(), chain.root()));
        verifier.chain = chain;
        verifier.window = window;
        verifier.compare_identity();
        verifier.compare_acknowledged();
        verifier
    }

    /// The chain as far as it was seen.
    #[must_use]
    pub fn chain(&self) -> &Chain {
        &self.chain
    }

    /// Looks at the next record.
    pub fn record(&mut self, record: &Record) {
        self.look(record.kind, record.place, &record.bytes);
    }

    /// As [`record`](Self::record), for bytes that lie elsewhere.
    pub fn look(&mut self, kind: RecordKind, place: u64, bytes: &[u8]) {
        match kind {
            RecordKind::Entry => self.entry(bytes),
            RecordKind::Checkpoint => self.checkpoint(bytes),
            RecordKind::Withheld => self.withheld(bytes),
            RecordKind::Unknown(kind) => self.unknown(kind, place),
        }
    }

    /// Adds what whoever reads the records has to say.
    pub fn finding(&mut self, finding: Finding) {
        self.found.add(finding);
    }

    /// Says that nothing more can be read.
    pub fn stop(&mut self) {
        self.tally.stopped = true;
    }

    /// How signatures of the next records are checked.
    pub fn check(&mut self, checking: Checking) {
        self.checking = checking;
    }

    /// How many signatures wait to be checked together.
    #[must_use]
    pub fn queued(&self) -> u64 {
        self.bulk.len()
    }

    /// The signatures that wait, to be checked elsewhere.
    pub fn take_bulk(&mut self) -> Bulk {
        let root = self.chain.root();
        self.bulk.seal(self.chain.ledger(), &root);
        self.bulk.next()
    }

    /// Where it stands, to go back there. No signature may be waiting.
    #[must_use]
    pub fn mark(&self) -> Mark {
        Mark {
            chain: self.chain.clone(),
            found: self.found.mark(),
            tally: self.tally,
        }
    }

    /// Goes back to a mark, at most [`MAX_REWIND`](super::window::MAX_REWIND)
    /// entries ago, and forgets what was queued since.
    pub fn rewind(&mut self, mark: &Mark) {
        drop(self.bulk.next());
        self.window.rewind(mark.chain.size());
        self.chain.clone_from(&mark.chain);
        self.found.rewind(&mark.found);
        self.tally = mark.tally;
    }

    /// Says that signatures which were found good singly do not hold together.
    pub fn disagree(&mut self) {
        self.tally.disagreements += 1;
        let size = self.chain.size();
        let detail = format!(
            "signatures among those before entry {size} are good singly, and do not hold together"
        );
        let finding = Finding::error(Kind::BadSignature, Position::Ledger, detail);
        self.found.add(finding);
    }

    /// A bookmark behind the last checkpoint, which ends at `place` with these
    /// bytes: nothing, unless the ledger holds so far and nothing waits.
    #[must_use]
    pub fn bookmark(&self, place: u64, note: &[u8]) -> Option<Bookmark> {
        let ends = self.tally.committed.map(|(size, _)| size) == Some(self.chain.size());
        let holds = self.found.errors() == 0 && self.bulk.is_empty();
        let covers = self.checking != Checking::Not && !self.chain.head().withheld;
        (ends && holds && covers && !self.tally.stopped).then(|| Bookmark {
            place,
            note: note.to_vec(),
            chain: self.chain.clone(),
            window: self.window.clone(),
        })
    }

    /// Says what there is to say at the end.
    #[must_use]
    pub fn finish(mut self) -> Report {
        if !self.bulk.is_empty() && !self.take_bulk().holds() {
            let detail = "a signature among those checked together does not verify";
            let finding = Finding::error(Kind::BadSignature, Position::Ledger, detail);
            self.found.add(finding);
        }
        self.end();
        let (size, root) = (self.tally.committed).unwrap_or((0, Chain::default().root()));
        let chain = &self.chain;
        let not_proven = [
            (
                NotProven::Identity,
                self.expect.ledger.is_none() && self.expect.roots.is_none(),
            ),
            (NotProven::Before, self.began > 0),
            (NotProven::Signatures, self.checking == Checking::Not),
            (NotProven::Tail, !self.is_tail_known()),
            (NotProven::Rollback, self.rests_on_tip()),
            (NotProven::Rest, self.tally.stopped),
            (NotProven::Withheld, chain.head.withheld),
            (NotProven::DistantIds, chain.size() > WINDOW + 1),
            (NotProven::Law, true),
            (NotProven::Seals, true),
            (NotProven::Time, true),
        ];
        let not_proven = not_proven.into_iter().filter(|(_, open)| *open);
        let mut report = Report {
            ledger: chain.ledger(),
            size,
            root,
            entries: chain.size(),
            checkpoints: self.tally.checkpoints,
            signatures: self.tally.signatures,
            batched: self.tally.batched,
            disagreements: self.tally.disagreements,
            findings: Vec::new(),
            counts: std::collections::BTreeMap::new(),
            errors: 0,
            not_proven: not_proven.map(|(what, _)| what).collect(),
        };
        self.found.join(&mut report);
        report
    }

    fn entry(&mut self, entry: &[u8]) {
        let waiting = self.bulk.len();
        let mut checker = checker(self.checking, &mut self.bulk);
        let Ok(examined) = self.chain.skim(entry, &self.window, &mut checker);
        self.tally.signatures += examined.checked();
        self.tally.disagreements += examined.bent;
        self.count_batched(waiting);
        self.chain.advance(&examined);
        self.window.push(examined.leaf(), examined.id());
        let (shelf, reached) = (&mut self.shelf, &mut self.tally.reached);
        shelf.pass(reached, examined.seq(), examined.leaf());
        examined
            .into_findings()
            .for_each(|found| self.found.add(found));
        self.compare();
    }

    /// What was queued is checked together, unless it was checked singly too.
    fn count_batched(&mut self, waiting: u64) {
        if self.checking == Checking::Together {
            self.tally.batched += self.bulk.len() - waiting;
        }
    }

    fn withheld(&mut self, leaf: &[u8]) {
        let Ok(leaf) = leaf.try_into().map(Bytes32) else {
            let position = Position::Entry(self.chain.size());
            let detail = "a withheld entry is a leaf hash of 32 bytes";
            return self.finding(Finding::error(Kind::BadEncoding, position, detail));
        };
        let (shelf, reached) = (&mut self.shelf, &mut self.tally.reached);
        shelf.pass(reached, self.chain.size(), leaf);
        let findings = self.chain.advance_withheld(leaf);
        self.window.push(leaf, None);
        for mut finding in findings {
            if finding.kind == Kind::Withheld && !self.expect.export {
                finding.severity = Severity::Error;
                finding.detail = "an entry is left out, and this is no export".to_owned();
            }
            self.finding(finding);
        }
        self.compare();
    }

    fn checkpoint(&mut self, note: &[u8]) {
        let waiting = self.bulk.len();
        let root = self.chain.root();
        let mut checker = checker(self.checking, &mut self.bulk);
        self.tally.signatures += u64::from(checker.looks());
        let closed = self.chain.close(note, &root, &mut checker);
        self.count_batched(waiting);
        self.tally.checkpoints += 1;
        self.tally.disagreements += closed.bent;
        if let Err(finding) = closed.outcome {
            self.finding(finding);
        }
        self.tally.committed = Some((self.chain.size(), root));
    }

    fn unknown(&mut self, kind: u8, place: u64) {
        let position = Position::Byte(place);
        let finding = if kind < 0x80 {
            let detail =
                format!("a record of kind {kind}, which this format version does not know");
            Finding::error(Kind::BadEncoding, position, detail)
        } else {
            let detail = format!("a record of kind {kind} was skipped");
            Finding::notice(Kind::UnknownField, position, detail)
        };
        self.finding(finding);
    }

    /// Compares what the caller knows of this size with what is there.
    fn compare(&mut self) {
        let size = self.chain.size();
        if size == 1 {
            self.compare_identity();
        }
        self.compare_acknowledged();
        self.compare_kept(size);
    }

    fn compare_acknowledged(&mut self) {
        if let Some((acknowledged, root)) = self.expect.acknowledged
            && acknowledged == self.chain.size()
            && root != self.chain.root()
        {
            let detail = "another root than this was acknowledged for so many entries";
            let position = Position::Checkpoint(acknowledged);
            self.finding(Finding::error(Kind::Truncated, position, detail));
        }
    }

    /// Two checkpoints of one size, both signed, with different roots: a fork.
    fn compare_kept(&mut self, size: u64) {
        let mut reached = self.tally.reached;
        while let Some(kept) = self.shelf.next(&mut reached, size) {
            let size = kept.checkpoint.size;
            let (ledger, key) = (self.chain.ledger(), self.chain.ledger_key());
            let (Some(ledger), Some(Ok(key))) = (ledger, key.map(|key| key.parsed())) else {
                continue;
            };
            let root = match size {
                0 => Chain::default().root(),
                _ => self.chain.root(),
            };
            let there = Checkpoint { ledger, size, root };
            match self.shelf.compare(kept, key, &there) {
                Some(finding) => self.found.add(finding),
                None => self.tally.borne_out = size,
            }
        }
        self.tally.reached = reached;
    }

    fn compare_identity(&mut self) {
        if let (Some(wanted), Some(found)) = (self.expect.ledger, self.chain.ledger())
            && wanted != found
        {
            let detail = format!("this is ledger {found}, and {wanted} was expected");
            self.finding(Finding::error(Kind::WrongHistory, Position::Ledger, detail));
        }
        let keys = self.chain.keys().iter();
        let roots: BTreeSet<_> = keys
            .filter(|(_, key)| key.role() == Role::Root)
            .map(|(_, key)| key.public())
            .collect();
        if self.expect.roots.as_ref().is_some_and(|r| *r != roots) {
            let detail = "the ledger was opened by other roots than those expected";
            let position = Position::Entry(0);
            self.finding(Finding::error(Kind::WrongSigner, position, detail));
        }
    }

    /// What is missing at the end, or there without a checkpoint.
    fn end(&mut self) {
        let size = self.chain.size();
        let committed = self.tally.committed.map_or(0, |(size, _)| size);
        let torn = [Kind::TornTail, Kind::Damaged];
        let reported = torn.iter().any(|kind| self.found.has(*kind));
        let cut = self.expect.acknowledged.is_some_and(|(n, _)| n > committed);
        if size > committed && !reported && !cut {
            let detail = format!(
                "{} entries stand behind the last checkpoint",
                size - committed
            );
            let position = Position::Entry(committed);
            self.finding(Finding::error(Kind::TornTail, position, detail));
        }
        if self.chain.ledger().is_none() {
            let detail = "there is no entry";
            self.finding(Finding::error(Kind::Truncated, Position::Ledger, detail));
        }
        if let Some((acknowledged, _)) = self.expect.acknowledged
            && acknowledged > committed
        {
            let detail =
                format!("{acknowledged} entries were acknowledged, and {committed} are there");
            let position = Position::Entry(committed);
            self.finding(Finding::error(Kind::Truncated, position, detail));
        }
        for kept in self.shelf.left(self.tally.reached) {
            let (what, told) = (kept.what(), kept.checkpoint.size);
            let detail =
                format!("a {what} kept elsewhere tells of {told} entries, and {size} are there");
            let finding = Finding::error(Kind::Truncated, Position::Entry(size), detail);
            self.found.add(finding);
        }
    }

    /// Whether nothing but `tip`, which nobody signs, speaks for the end.
    fn rests_on_tip(&self) -> bool {
        let committed = self.tally.committed.map_or(0, |(size, _)| size);
        self.is_tail_known() && self.tally.borne_out < committed.max(1)
    }

    /// Whether a cut between two commits would have been found.
    fn is_tail_known(&self) -> bool {
        let committed = self.tally.committed.map_or(0, |(size, _)| size);
        let acknowledged = self.expect.acknowledged.map(|(size, _)| size);
        acknowledged == Some(committed) || self.tally.borne_out >= committed.max(1)
    }
}

/// How one record is checked.
fn checker(checking: Checking, bulk: &mut Bulk) -> Checker<'_> {
    match checking {
        Checking::Together => Checker::Queue(bulk),
        Checking::Singly => Checker::Singly,
        Checking::Both => Checker::Both(bulk),
        Checking::Not => Checker::Trust,
    }
}
