//! What is known of a file: where its last good commit ends, and how it looks
//! behind that.

use crate::condition::Condition;
use crate::frame::{HEADER, Header, MAGIC};
use crate::medium::{Medium, read_vec};
use crate::scan::{Found, Scanner};
use crate::tail::checkpoints_within;
use crate::tip::Tip;
use bmnn::id::Bytes32;
use bmnn::ledger::RecordKind;
use bmnn::ledger::checkpoint::Checkpoint;
use bmnn::ledger::tree::leaf_hash;
use std::io;

/// What is known of the file's contents.
#[derive(Clone, Debug, Default)]
pub(crate) struct State {
    /// The leaf hash of entry 0.
    pub(crate) ledger: Option<Bytes32>,
    /// The place behind the last good checkpoint.
    pub(crate) end: u64,
    /// What that checkpoint says.
    pub(crate) last: Option<Checkpoint>,
    /// Where that checkpoint's commit begins, if known.
    pub(crate) last_commit: Option<u64>,
    /// What `tip` said when it was last read or written.
    pub(crate) tip: Option<Tip>,
    /// How the file looks.
    pub(crate) condition: Condition,
}

/// Where the first record begins.
const START: u64 = MAGIC.len() as u64;

impl State {
    /// Looks at the file again, from what is known of it on.
    pub(crate) fn look(&mut self, file: &dyn Medium, tip: Option<&dyn Medium>) -> io::Result<()> {
        let length = file.len()?;
        let tip = read_tip(tip);
        let known = self.condition == Condition::Sound && self.end >= START;
        if known && length == self.end && tip == self.tip && tip.is_some() {
            return Ok(());
        }
        self.tip = tip;
        if self.ledger.is_none() {
            self.ledger = first_leaf(file, length)?;
        }
        let Some(ledger) = self.ledger else {
            self.rewind();
            self.condition = Condition::Damaged {
                at: START,
                why: "the first entry is not whole",
            };
            return Ok(());
        };
        let cut = self.cut(file, length, ledger)?;
        if cut.is_some() || self.end < START {
            self.rewind();
        }
        if let (None, Some(tip)) = (&cut, tip)
            && self.end < tip.length
        {
            self.end = tip.length;
            self.last = Some(tip.checkpoint(ledger));
            self.last_commit = None;
        }
        let scanned = self.scan(file, length, ledger)?;
        self.condition = cut.unwrap_or(scanned);
        Ok(())
    }

    /// Forgets everything behind the file's first 8 bytes.
    fn rewind(&mut self) {
        self.end = START;
        self.last = None;
        self.last_commit = None;
    }

    /// Whether what was acknowledged is there no longer.
    fn cut(
        &self,
        file: &dyn Medium,
        length: u64,
        ledger: Bytes32,
    ) -> io::Result<Option<Condition>> {
        if let Some(tip) = self.tip
            && !has_checkpoint(file, &tip, ledger, length)?
        {
            return Ok(Some(Condition::Truncated { tip }));
        }
        let known = self.last.filter(|_| length < self.end).map(|last| Tip {
            size: last.size,
            length: self.end,
            root: last.root,
        });
        Ok(known.map(|tip| Condition::Truncated { tip }))
    }

    /// Goes through the records behind the last known checkpoint.
    fn scan(&mut self, file: &dyn Medium, length: u64, ledger: Bytes32) -> io::Result<Condition> {
        let mut scanner = Scanner::new(file, self.end, length);
        loop {
            let record = match scanner.next()? {
                Found::Record(record) => record,
                Found::End if self.end == length => return Ok(Condition::Sound),
                Found::End if self.last.is_some() => {
                    return Ok(Condition::Unfinished { at: self.end });
                }
                Found::End => {
                    return Ok(Condition::Damaged {
                        at: START,
                        why: "the first commit is not whole",
                    });
                }
                // A crash leaves one commit half written, and of it the
                // checkpoint perhaps whole. A second one can only have been
                // written after the first was synced.
                Found::Bad { place, why } => {
                    return Ok(match checkpoints_within(file, place, length, &ledger)? {
                        0 | 1 if self.last.is_some() => Condition::Unfinished { at: self.end },
                        _ => Condition::Damaged { at: place, why },
                    });
                }
            };
            let damaged = |why| {
                let at = record.place;
                Ok(Condition::Damaged { at, why })
            };
            match record.kind {
                RecordKind::Entry | RecordKind::Unknown(0x80..) => {}
                RecordKind::Unknown(_) => return damaged("a record is of an unknown kind"),
                RecordKind::Withheld => {
                    return damaged("an entry is withheld, so the file is an export");
                }
                RecordKind::Checkpoint => match Checkpoint::parse(record.bytes) {
                    Ok(checkpoint) if checkpoint.ledger == ledger => {
                        self.last_commit = Some(self.end);
                        self.end = record.next;
                        self.last = Some(checkpoint);
                    }
                    _ => return damaged("a checkpoint is not one of this ledger"),
                },
            }
        }
    }
}

impl Tip {
    /// The checkpoint that the tip tells of.
    fn checkpoint(&self, ledger: Bytes32) -> Checkpoint {
        Checkpoint {
            ledger,
            size: self.size,
            root: self.root,
        }
    }
}

/// What the file `tip` says.
pub(crate) fn read_tip(tip: Option<&dyn Medium>) -> Option<Tip> {
    let bytes = read_vec(tip?, 0, 256).ok()?;
    Tip::parse(&bytes)
}

/// The leaf hash of the first entry; what a reader skips may stand before it.
pub(crate) fn first_leaf(file: &dyn Medium, length: u64) -> io::Result<Option<Bytes32>> {
    let mut scanner = Scanner::single(file, START, length);
    while let Found::Record(record) = scanner.next()? {
        match record.kind {
            RecordKind::Entry => return Ok(Some(leaf_hash(record.bytes))),
            RecordKind::Unknown(0x80..) => {}
            _ => break,
        }
    }
    Ok(None)
}

/// Whether the checkpoint record that `tip` tells of ends where it says.
fn has_checkpoint(file: &dyn Medium, tip: &Tip, ledger: Bytes32, length: u64) -> io::Result<bool> {
    if tip.length > length {
        return Ok(false);
    }
    let checkpoint = tip.checkpoint(ledger);
    // A note is as long as its text, and a signature line of one length.
    let note = checkpoint.note_length();
    let record = HEADER + note;
    let Some(place) = tip.length.checked_sub(record as u64) else {
        return Ok(false);
    };
    let bytes = read_vec(file, place, record)?;
    let parsed = bytes.split_first_chunk::<HEADER>().map(|(header, note)| {
        let header = Header::parse(*header);
        header.length() == Some(note.len())
            && header.kind() == RecordKind::Checkpoint
            && header.covers(note)
            && Checkpoint::parse(note) == Ok(checkpoint)
    });
    Ok(parsed == Some(true))
}
