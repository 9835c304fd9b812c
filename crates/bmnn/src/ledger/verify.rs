//! Verification: everything there is to say about a ledger, from its records
//! alone, in memory that its size does not change.
//!
//! A [`Verifier`] is shown the records in order and collects findings; it
//! refuses nothing and stops at nothing. What it keeps is the keys and people,
//! the last [`WINDOW`] leaf hashes and ids, and the
//! first [`MAX_FINDINGS`] findings of each kind; beyond those it counts.

use super::chain::{Chain, Signatures};
use super::checkpoint::Checkpoint;
use super::finding::{Finding, Kind, Position};
use super::key::Role;
use super::store::{Record, RecordKind};
use super::window::{WINDOW, Window};
use crate::id::Bytes32;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// How many findings of one kind a report spells out. Each kind has its own
/// room, so that no heap of notices hides the one fault among them.
pub const MAX_FINDINGS: usize = 1_000;

/// What the caller knows of the ledger from elsewhere.
#[derive(Clone, Debug, Default)]
pub struct Expect {
    /// The ledger-id.
    pub ledger: Option<Bytes32>,
    /// The roots that opened it, in any order.
    pub roots: Option<BTreeSet<Bytes32>>,
    /// Size and root that were acknowledged last, as `tip` says.
    pub acknowledged: Option<(u64, Bytes32)>,
    /// Notes of checkpoints that were kept elsewhere.
    pub checkpoints: Vec<String>,
}

/// What a verification has to say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Report {
    /// The ledger-id.
    pub ledger: Option<Bytes32>,
    /// How many entries the last checkpoint covers.
    pub size: u64,
    /// The root over them.
    pub root: Bytes32,
    /// How many entries were read, those without a checkpoint too.
    pub entries: u64,
    /// How many checkpoints were read.
    pub checkpoints: u64,
    /// How many signatures were checked, each singly.
    pub signatures: u64,
    /// What was found, in the order of the ledger.
    pub findings: Vec<Finding>,
    /// How many findings of each kind there are, those not spelled out too.
    pub counts: BTreeMap<Kind, u64>,
    /// How many errors there are, those not spelled out too.
    pub errors: u64,
    /// What was not proven.
    pub not_proven: Vec<NotProven>,
}

impl Report {
    /// Whether the ledger holds: there is no finding that says otherwise.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.errors == 0
    }
}

/// Something that a verification did not prove.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NotProven {
    /// Whose ledger it is: the caller named neither ledger-id nor roots.
    Identity,
    /// That nothing was cut off at the end, between two commits.
    Tail,
    /// Everything behind the place where reading had to stop.
    Rest,
    /// At which positions keys were valid, and that copies add up: entries are
    /// withheld.
    Withheld,
    /// That an id stands once in the whole ledger, not only within the window.
    DistantIds,
    /// That the acts were lawful: they were not replayed.
    Law,
    /// That sealed values are those committed to: the vault was not read.
    Seals,
    /// That entries were received when they say: the registry's clock says so.
    Time,
}

impl NotProven {
    /// One sentence, in English.
    #[must_use]
    pub fn english(self) -> &'static str {
        match self {
            Self::Identity => "whose ledger this is: name its ledger-id or roots",
            Self::Tail => {
                "that nothing was cut off at the end, between two commits: `tip` or a checkpoint kept elsewhere shows that"
            }
            Self::Rest => "anything behind the damage at which reading stopped",
            Self::Withheld => {
                "at which entries keys were valid, and that copies add up, since entries are withheld"
            }
            Self::DistantIds => "that no id is repeated from more than 65 535 entries before",
            Self::Law => {
                "that the acts were lawful: they were not replayed under the adopted packs"
            }
            Self::Seals => "that sealed values are those committed to: the vault was not read",
            Self::Time => {
                "that entries were received when they say: the time is the registry's own"
            }
        }
    }

    /// One sentence, in Vietnamese.
    #[must_use]
    pub fn vietnamese(self) -> &'static str {
        match self {
            Self::Identity => "sổ cái này của ai: hãy nêu mã sổ cái hoặc các khóa gốc",
            Self::Tail => {
                "không có gì bị cắt ở cuối, giữa hai lần ghi: cần tệp `tip` hoặc một điểm kiểm tra giữ ở nơi khác"
            }
            Self::Rest => "phần phía sau chỗ hỏng, nơi việc đọc phải dừng",
            Self::Withheld => {
                "hiệu lực của các khóa và sự khớp đúng của các bản, vì có mục được giữ lại"
            }
            Self::DistantIds => "không có mã nào lặp lại từ hơn 65 535 mục trước",
            Self::Law => {
                "các việc đã ghi là đúng luật: chưa xét lại theo các bộ quy tắc đã áp dụng"
            }
            Self::Seals => "các giá trị niêm phong đúng như đã cam kết: chưa đọc kho",
            Self::Time => "thời điểm nhận đúng như đã ghi: đó là đồng hồ của chính văn thư",
        }
    }
}

/// Looks at a ledger record by record.
#[derive(Debug)]
pub struct Verifier {
    chain: Chain,
    window: Window,
    expect: Expect,
    /// Checkpoints from elsewhere, by size.
    kept: BTreeMap<u64, Vec<(Checkpoint, String)>>,
    /// The largest size that a checkpoint from elsewhere bears out.
    borne_out: u64,
    committed: Option<(u64, Bytes32)>,
    stopped: bool,
    report: Report,
}

impl Verifier {
    /// A verifier that has seen nothing yet.
    #[must_use]
    pub fn new(expect: Expect) -> Self {
        let mut verifier = Self {
            chain: Chain::default(),
            window: Window::default(),
            kept: BTreeMap::new(),
            borne_out: 0,
            committed: None,
            stopped: false,
            report: Report {
                ledger: expect.ledger,
                size: 0,
                root: Chain::default().root(),
                entries: 0,
                checkpoints: 0,
                signatures: 0,
                findings: Vec::new(),
                counts: BTreeMap::new(),
                errors: 0,
                not_proven: Vec::new(),
            },
            expect: Expect::default(),
        };
        for note in &expect.checkpoints {
            match Checkpoint::parse(note.as_bytes()) {
                Ok(checkpoint) => {
                    let kept = verifier.kept.entry(checkpoint.size).or_default();
                    kept.push((checkpoint, note.clone()));
                }
                Err(fault) => {
                    let detail = format!("a checkpoint kept elsewhere: {fault}");
                    let finding = Finding::error(Kind::BadEncoding, Position::Ledger, detail);
                    verifier.finding(finding);
                }
            }
        }
        verifier.expect = expect;
        verifier
    }

    /// The chain as far as it was seen.
    #[must_use]
    pub fn chain(&self) -> &Chain {
        &self.chain
    }

    /// Looks at the next record.
    pub fn record(&mut self, record: &Record) {
        match record.kind {
            RecordKind::Entry => self.entry(&record.bytes),
            RecordKind::Checkpoint => self.checkpoint(&record.bytes),
            RecordKind::Withheld => self.withheld(&record.bytes),
            RecordKind::Unknown(kind) => self.unknown(kind, record.place),
        }
    }

    /// Adds what whoever reads the records has to say.
    pub fn finding(&mut self, finding: Finding) {
        self.report.errors += u64::from(finding.is_error());
        let of_its_kind = self.report.counts.entry(finding.kind).or_default();
        *of_its_kind += 1;
        if *of_its_kind <= MAX_FINDINGS as u64 {
            self.report.findings.push(finding);
        }
    }

    /// Says that nothing more can be read.
    pub fn stop(&mut self) {
        self.stopped = true;
    }

    /// Says what there is to say at the end.
    #[must_use]
    pub fn finish(mut self) -> Report {
        self.end();
        let (size, root) = self.committed.unwrap_or((0, Chain::default().root()));
        let chain = &self.chain;
        let not_proven = [
            (
                NotProven::Identity,
                self.expect.ledger.is_none() && self.expect.roots.is_none(),
            ),
            (NotProven::Tail, !self.is_tail_known()),
            (NotProven::Rest, self.stopped),
            (NotProven::Withheld, chain.head.withheld),
            (NotProven::DistantIds, chain.size() > WINDOW + 1),
            (NotProven::Law, true),
            (NotProven::Seals, true),
            (NotProven::Time, true),
        ];
        let not_proven = not_proven.into_iter().filter(|(_, open)| *open);
        Report {
            ledger: chain.ledger(),
            size,
            root,
            entries: chain.size(),
            not_proven: not_proven.map(|(what, _)| what).collect(),
            ..self.report
        }
    }

    fn entry(&mut self, entry: &[u8]) {
        let Ok(examined) = self.chain.examine(entry, &self.window, Signatures::Check);
        self.report.signatures += examined.checked();
        self.chain.advance(&examined);
        self.window.push(examined.leaf(), examined.id());
        examined
            .findings()
            .iter()
            .for_each(|finding| self.finding(finding.clone()));
        self.compare();
    }

    fn withheld(&mut self, leaf: &[u8]) {
        let Ok(leaf) = leaf.try_into().map(Bytes32) else {
            let position = Position::Entry(self.chain.size());
            let detail = "a withheld entry is a leaf hash of 32 bytes";
            return self.finding(Finding::error(Kind::BadEncoding, position, detail));
        };
        let findings = self.chain.advance_withheld(leaf);
        self.window.push(leaf, None);
        findings.into_iter().for_each(|found| self.finding(found));
        self.compare();
    }

    fn checkpoint(&mut self, note: &[u8]) {
        self.report.checkpoints += 1;
        self.report.signatures += 1;
        if let Err(finding) = self.chain.close_commit(note, Signatures::Check) {
            self.finding(finding);
        }
        self.committed = Some((self.chain.size(), self.chain.root()));
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
        if let Some((acknowledged, root)) = self.expect.acknowledged
            && acknowledged == size
            && root != self.chain.root()
        {
            let detail = "another root than this was acknowledged for so many entries";
            self.finding(Finding::error(
                Kind::Truncated,
                Position::Checkpoint(size),
                detail,
            ));
        }
        for (checkpoint, note) in self.kept.remove(&size).unwrap_or_default() {
            self.compare_checkpoint(&checkpoint, &note);
        }
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

    /// Two checkpoints of one size, both signed, with different roots: a fork.
    fn compare_checkpoint(&mut self, kept: &Checkpoint, note: &str) {
        let position = Position::Checkpoint(kept.size);
        let key = self.chain.ledger_key().map(|key| key.parsed().cloned());
        let signed = match key {
            Some(Ok(key)) => kept.check(note.as_bytes(), &key),
            _ => return,
        };
        if kept.ledger != self.chain.ledger().unwrap_or(kept.ledger) {
            let detail = "the checkpoint kept elsewhere is of another ledger";
            self.finding(Finding::error(Kind::WrongHistory, position, detail));
        } else if let Err(fault) = signed {
            let detail = format!("the checkpoint kept elsewhere: {fault}");
            self.finding(Finding::error(Kind::BadSignature, position, detail));
        } else if kept.root != self.chain.root() {
            let detail = "the ledger's key signed another history of this size";
            self.finding(Finding::error(Kind::Fork, position, detail));
        } else {
            self.borne_out = kept.size;
        }
    }

    /// What is missing at the end, or there without a checkpoint.
    fn end(&mut self) {
        let size = self.chain.size();
        let committed = self.committed.map_or(0, |(size, _)| size);
        let torn = [Kind::TornTail, Kind::Damaged];
        let reported = torn
            .iter()
            .any(|kind| self.report.counts.contains_key(kind));
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
        for (checkpoint, _) in std::mem::take(&mut self.kept).into_values().flatten() {
            let detail = format!(
                "a checkpoint kept elsewhere tells of {} entries, and {size} are there",
                checkpoint.size
            );
            let position = Position::Entry(size);
            self.finding(Finding::error(Kind::Truncated, position, detail));
        }
    }

    /// Whether a cut between two commits would have been found.
    fn is_tail_known(&self) -> bool {
        let committed = self.committed.map_or(0, |(size, _)| size);
        let acknowledged = self.expect.acknowledged.map(|(size, _)| size);
        acknowledged == Some(committed) || self.borne_out >= committed.max(1)
    }
}
