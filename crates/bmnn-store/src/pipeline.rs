//! Verification as a pipeline over the file.
//!
//! ```text
//! file ─► records ─► judged in order, signatures queued ─► segments ─► checked together,
//!                    as if they were good                   of 5 120    on any thread
//!                         ▲                                                 │
//!                         └─── goes back, to an eighth at a time ◄── does not hold
//! ```
//!
//! A segment that does not hold is gone through again in eighths, and so on,
//! until so few signatures are left that each is checked singly: one bad
//! signature among 5 120 costs about a third of what checking all of them singly would.
//!
//! What is said of a ledger does not depend on the number of threads: segments
//! are cut by what they hold, settled in order, and a segment that does not
//! hold takes back all that was judged behind it. What is gone through again is
//! settled piece by piece.

use crate::medium::Medium;
use crate::scan::{Found, Framed, Scanner};
use crate::state::first_leaf;
use crate::tail::checkpoints_within;
use crate::tip::Tip;
use crate::verify::{Progress, Shown, Watch};
use crate::workers::{Answer, Workers};
use bmnn::ledger::verify::{Bookmark, Checking, Mark, Report, Verifier};
use bmnn::ledger::{Finding, Kind, Position, Record, RecordKind};
use std::collections::VecDeque;
use std::io;
use std::time::Duration;

/// How many signatures, or records, a segment holds at most, and a few more
/// where one entry has many.
pub(crate) const SEGMENT: u64 = 5120;
/// Into how many pieces a segment is cut that does not hold.
const PIECES: u64 = 8;
/// Fewer signatures than this are not worth a batch.
const FEWEST: u64 = 16;
/// How many bytes a segment holds that is to be shown.
const SEGMENT_BYTES: usize = 1 << 20;
/// How many segments wait to be settled. Times the records of each, this is
/// what a verifier can go back.
const WAITING: usize = 5;
const _: () = assert!((WAITING as u64 + 1) * SEGMENT <= bmnn::ledger::window::MAX_REWIND);

/// How often the end of a folder's ledger is looked at again, and how long
/// that waits: a commit is one write.
pub(crate) const PATIENCE: u32 = 5;
const WAIT: Duration = Duration::from_millis(20);

/// How many records are read between two words of progress.
const STRIDE: u64 = 1024;

/// The place behind the last good checkpoint record, and its bytes.
#[derive(Clone, Debug)]
pub(crate) struct Committed {
    pub(crate) place: u64,
    pub(crate) note: Vec<u8>,
}

/// A verification under way.
pub(crate) struct Pipeline<'m, 'scope, 'env> {
    pub(crate) verifier: Verifier,
    pub(crate) checking: Checking,
    pub(crate) workers: Workers<'scope, 'env>,
    pub(crate) file: &'m dyn Medium,
    pub(crate) scanner: Scanner<'m>,
    pub(crate) total: u64,
    pub(crate) tip: Option<Tip>,
    pub(crate) committed: Option<Committed>,
    /// How often an unfinished end is looked at again: somebody may be writing
    /// it, which is no finding.
    pub(crate) patience: u32,
    /// Segments whose signatures are being checked.
    pub(crate) waiting: VecDeque<(Segment, Answer)>,
    /// The segments that did not hold and are gone through again, each within
    /// the one before.
    pub(crate) again: Vec<Again>,
    /// How many signatures, or records, a segment holds.
    pub(crate) batch: u64,
}

/// Records that are settled together.
pub(crate) struct Segment {
    /// Where it begins.
    mark: Mark,
    from: u64,
    committed: Option<Committed>,
    /// Where it ends.
    to: u64,
    records: u64,
    /// How many signatures were queued.
    signatures: u64,
    /// What is to be shown, each with the position of the last entry.
    shown: Vec<(u64, Record)>,
    bytes: usize,
}

/// A segment that is gone through again.
pub(crate) struct Again {
    /// Where it ends.
    to: u64,
    /// How many signatures, or records, are now checked together; none, if
    /// each is checked singly.
    most: Option<u64>,
}

/// What a step came to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Record,
    End,
}

/// Where a verification stands once segments were settled.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Settled {
    /// It goes on.
    On,
    /// It went back, to go through it more closely.
    Back,
}

impl Pipeline<'_, '_, '_> {
    /// Goes through the file; there is nothing if `watch` breaks off.
    pub(crate) fn run(
        mut self,
        watch: &mut dyn Watch,
        keep: bool,
    ) -> io::Result<Option<(Report, Option<Bookmark>)>> {
        let shows = watch.wants_records();
        let mut segment = self.segment();
        let mut records = 0_u64;
        loop {
            let step = self.step(&mut segment, shows)?;
            if step == Step::Record {
                if records.is_multiple_of(STRIDE) && watch.progress(self.progress()).is_break() {
                    return Ok(None);
                }
                records += 1;
                if !self.is_over(&segment) {
                    continue;
                }
            }
            self.close(segment);
            let settled = self.settle(step, watch);
            if step == Step::End && settled == Settled::On {
                break;
            }
            segment = self.segment();
        }
        let Self {
            verifier,
            committed,
            ..
        } = self;
        let bookmark = committed.filter(|_| keep);
        let bookmark = bookmark.and_then(|end| verifier.bookmark(end.place, &end.note));
        let report = verifier.finish();
        let bookmark = bookmark.filter(|_| report.holds());
        Ok(Some((report, bookmark)))
    }

    /// A segment that begins here.
    fn segment(&self) -> Segment {
        Segment {
            mark: self.verifier.mark(),
            from: self.scanner.at(),
            committed: self.committed.clone(),
            to: self.scanner.at(),
            records: 0,
            signatures: 0,
            shown: Vec::new(),
            bytes: 0,
        }
    }

    fn is_over(&self, segment: &Segment) -> bool {
        let most = match self.again.last() {
            Some(again) if segment.to >= again.to => return true,
            Some(Again { most: None, .. }) => return false,
            Some(Again {
                most: Some(most), ..
            }) => *most,
            None => self.batch,
        };
        let held = self.verifier.queued().max(segment.records);
        held >= most || segment.bytes >= SEGMENT_BYTES
    }

    /// Lets a segment's signatures be checked.
    fn close(&mut self, mut segment: Segment) {
        let bulk = self.verifier.take_bulk();
        segment.signatures = bulk.len();
        let answer = match self.checking {
            // Each one was found good before; nothing is taken back.
            Checking::Both => {
                if !bulk.is_empty() && !bulk.holds() {
                    self.verifier.disagree();
                }
                Answer::Known(true)
            }
            _ => self.workers.check(bulk),
        };
        self.waiting.push_back((segment, answer));
    }

    /// Settles the segments whose answers are there, in order; at the end, and
    /// while something is gone through again, all.
    fn settle(&mut self, step: Step, watch: &mut dyn Watch) -> Settled {
        loop {
            let all = step == Step::End || !self.again.is_empty();
            let wait = all || self.waiting.len() >= WAITING;
            let Some((_, answer)) = self.waiting.front_mut() else {
                self.leave();
                return Settled::On;
            };
            let holds = match answer.ready() {
                Some(holds) => holds,
                None if wait => self.workers.wait(answer),
                None => return Settled::On,
            };
            let Some((segment, _)) = self.waiting.pop_front() else {
                return Settled::On;
            };
            if !holds {
                self.go_back(segment);
                return Settled::Back;
            }
            let keys = self.verifier.chain().keys();
            for (seq, record) in &segment.shown {
                let seq = *seq;
                watch.show(&Shown { seq, record, keys });
            }
        }
    }

    /// Takes back a segment and all behind it, to go through it more closely.
    fn go_back(&mut self, segment: Segment) {
        self.workers.forget();
        self.waiting.clear();
        self.verifier.rewind(&segment.mark);
        self.scanner.go_to(segment.from);
        self.committed = segment.committed;
        let piece = segment.signatures / PIECES;
        let most = (piece >= FEWEST).then_some(piece);
        if most.is_none() {
            self.verifier.check(Checking::Singly);
        }
        let to = segment.to;
        self.again.push(Again { to, most });
    }

    /// Leaves what was gone through again to its end, and is settled.
    fn leave(&mut self) {
        let at = self.scanner.at();
        if self.again.pop_if(|again| at >= again.to).is_some() {
            self.again.retain(|again| at < again.to);
            self.verifier.check(self.checking);
        }
    }

    /// Reads and judges what comes next.
    fn step(&mut self, segment: &mut Segment, shows: bool) -> io::Result<Step> {
        let skipped;
        let record = loop {
            let bad = match self.scanner.next()? {
                Found::Record(record) => break record,
                Found::End => None,
                Found::Bad { place, why } => Some((place, why)),
            };
            if self.patience > 0 && self.is_unfinished(bad.is_some()) {
                self.patience -= 1;
                std::thread::sleep(WAIT);
                self.total = self.file.len()?;
                self.scanner.look_again(self.total);
                continue;
            }
            let Some((place, why)) = bad else {
                return Ok(Step::End);
            };
            let finding = self.judge(place, why)?;
            let torn = finding.kind == Kind::TornTail;
            self.verifier.finding(finding);
            if torn {
                return Ok(Step::End);
            }
            skipped = self.scanner.skip_bad()?;
            match &skipped {
                Some(record) => break Framed::of(record),
                None => {
                    self.verifier.stop();
                    return Ok(Step::End);
                }
            }
        };
        let Framed {
            place,
            next,
            kind,
            bytes,
        } = record;
        self.verifier.look(kind, place, bytes);
        if kind == RecordKind::Checkpoint {
            let note = bytes.to_vec();
            self.committed = Some(Committed { place: next, note });
        }
        if shows {
            let seq = self.verifier.chain().size().saturating_sub(1);
            segment.bytes += bytes.len();
            segment.shown.push((seq, record.to_record()));
        }
        segment.records += 1;
        segment.to = next;
        Ok(Step::Record)
    }

    fn progress(&self) -> Progress {
        Progress {
            done: self.scanner.at(),
            total: self.total,
            entries: self.verifier.chain().size(),
        }
    }

    /// Whether the end, or bytes that are no record, may be a commit that is
    /// being written.
    fn is_unfinished(&self, bad: bool) -> bool {
        let chain = self.verifier.chain();
        let all_seen = self.tip.is_none_or(|tip| tip.size <= chain.committed());
        all_seen && (bad || chain.size() > chain.committed())
    }

    /// Whether bytes that are no record are a torn tail: behind the last good
    /// checkpoint, beyond `tip`, with at most one whole checkpoint record of
    /// this ledger behind them.
    fn judge(&self, place: u64, why: &str) -> io::Result<Finding> {
        let damaged = Finding::error(Kind::Damaged, Position::Byte(place), why);
        let Some(committed) = self.committed.as_ref().map(|end| end.place) else {
            return Ok(damaged);
        };
        let length = self.file.len()?;
        let Some(ledger) = first_leaf(self.file, length)? else {
            return Ok(damaged);
        };
        let acknowledged = self.tip.is_some_and(|tip| tip.length > committed);
        if acknowledged || checkpoints_within(self.file, place, length, &ledger)? > 1 {
            return Ok(damaged);
        }
        let detail = format!("the file ends inside a commit: at byte {place}, {why}");
        let position = Position::Byte(committed);
        Ok(Finding::error(Kind::TornTail, position, detail))
    }
}
