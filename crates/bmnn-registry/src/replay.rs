//! Bringing the index up to the ledger.

use crate::error::OpenError;
use crate::index::{Index, IndexError, Indexed, Position};
use crate::packs::Library;
use bmnn::act::Act;
use bmnn::custody::Kind;
use bmnn::date::Date;
use bmnn::decide::{Recording, decide};
use bmnn::id::ActId;
use bmnn::ledger::chain::Examined;
use bmnn::ledger::tree::{Frontier, leaf_hash};
use bmnn::ledger::{Chain, RecordKind, Signatures, Store};
use bmnn::pack::Packs;
use bmnn::value::{Map, Value};
use bmnn_store::FileStore;

/// So many entries go into one transaction of the index.
const TOGETHER: u64 = 1_000;

/// Told how many entries were taken in, of how many.
pub type Progress<'a> = &'a mut dyn FnMut(u64, u64);

/// Whether the ledger has exactly what the index says at its position.
pub(crate) fn fits(store: &FileStore, index: &Index, position: &Position) -> bool {
    let check = || {
        let (seq, leaf) = position.chain.last()?;
        let last = index.entry(seq).ok()??;
        let entry = store.read(last.place).ok()?;
        let mut fits = entry.kind == RecordKind::Entry
            && last.leaf == leaf
            && leaf_hash(&entry.bytes) == leaf
            && store.ledger() == position.chain.ledger();
        let mut next = entry.next;
        // Records of kinds that are skipped may stand between.
        while fits {
            let record = store.read(next).ok()?;
            next = record.next;
            match record.kind {
                RecordKind::Checkpoint => {
                    fits = next == position.offset && record.bytes == position.note.as_bytes();
                    break;
                }
                RecordKind::Unknown(0x80..) => {}
                _ => fits = false,
            }
        }
        Some(fits)
    };
    check().unwrap_or(false)
}

/// Takes in what the ledger holds behind the index's position, and gives the
/// new one; `None` for a ledger without a commit.
pub(crate) fn catch_up(
    store: &FileStore,
    index: &Index,
    library: &Library,
    progress: Progress<'_>,
) -> Result<Option<Position>, OpenError> {
    let mut position = index.position()?;
    let from = position.as_ref().map_or(0, |position| position.offset);
    if from == store.end() {
        return Ok(position);
    }
    let chain = position.as_ref().map(|position| position.chain.clone());
    let chain = chain.unwrap_or_default();
    let mut replay = Replay {
        store,
        index,
        library,
        packs: library.adopted(index)?,
        frontier: chain.frontier().clone(),
        chain,
    };
    index.begin()?;
    let result = replay.run(from, &mut position, progress);
    match result {
        Ok(()) => index.commit()?,
        Err(_) => index.roll_back(),
    }
    result.map(|()| position)
}

struct Replay<'a> {
    store: &'a FileStore,
    index: &'a Index,
    library: &'a Library,
    packs: Packs,
    chain: Chain,
    /// The tree, as far as the index has noted it.
    frontier: Frontier,
}

impl Replay<'_> {
    fn run(
        &mut self,
        from: u64,
        position: &mut Option<Position>,
        progress: Progress<'_>,
    ) -> Result<(), OpenError> {
        let total = self.store.last().map_or(0, |last| last.size);
        let mut kept = self.chain.size();
        for record in self.store.records(from)? {
            let record = record?;
            match record.kind {
                RecordKind::Entry => self.entry(record.place, &record.bytes)?,
                RecordKind::Checkpoint => {
                    self.checkpoint(&record.bytes, record.next, position)?;
                    if self.chain.size() - kept >= TOGETHER {
                        self.index.commit()?;
                        self.index.begin()?;
                        kept = self.chain.size();
                        progress(kept, total);
                    }
                }
                RecordKind::Withheld | RecordKind::Unknown(_) => {}
            }
        }
        progress(self.chain.size(), total);
        Ok(())
    }

    fn entry(&mut self, place: u64, bytes: &[u8]) -> Result<(), OpenError> {
        // The ledger's own check covers the signatures; what it lets through
        // here must at least be linked and well-formed.
        let examined = self.chain.examine(bytes, self.index, Signatures::Trust)?;
        if let Some(finding) = examined.findings().iter().find(|found| found.is_error()) {
            return Err(OpenError::Ledger(Box::new(finding.clone())));
        }
        self.index
            .note(&indexed(&examined, place), &mut self.frontier)?;
        self.apply(&examined)?;
        self.chain.advance(&examined);
        self.index.set_applied(self.chain.size());
        Ok(())
    }

    /// What an act changes. One that this program does not know, or that the
    /// rules refuse, changes nothing: verification says so.
    fn apply(&mut self, examined: &Examined) -> Result<(), OpenError> {
        let day = examined.received().and_then(Date::of_unix_millis);
        let act = examined.act().and_then(|map| Act::from_map(map).ok());
        let (Some(day), Some(act)) = (day, act) else {
            return Ok(());
        };
        let seq = examined.seq();
        let judgment = decide(self.index, &self.packs, &act, Recording { seq, day })
            .map_err(|_| IndexError::Behind)?;
        let id = examined.id().unwrap_or(ActId([0; 16]));
        let adopts = judgment
            .changes
            .keys()
            .any(|key| key.kind == Kind::AdoptedPack);
        self.index
            .apply(seq, id, &judgment.changes, &judgment.rests)?;
        if adopts {
            self.packs = self.library.adopted(self.index)?;
        }
        Ok(())
    }

    fn checkpoint(
        &mut self,
        note: &[u8],
        next: u64,
        position: &mut Option<Position>,
    ) -> Result<(), OpenError> {
        self.chain
            .close_commit(note, Signatures::Trust)
            .map_err(|finding| OpenError::Ledger(Box::new(finding)))?;
        let before = position.as_ref().map(|position| position.chain.clone());
        let reached = Position {
            chain: self.chain.clone(),
            offset: next,
            note: String::from_utf8_lossy(note).into_owned(),
        };
        self.index.set_position(&reached, before.as_ref())?;
        *position = Some(reached);
        Ok(())
    }
}

/// What the index keeps of an entry.
fn indexed(examined: &Examined, place: u64) -> Indexed {
    let text = |map: &Map, key: &str| map.get(key).and_then(Value::as_text).map(str::to_owned);
    let act = examined.act();
    Indexed {
        seq: examined.seq(),
        place,
        leaf: examined.leaf(),
        id: examined.id(),
        act: act.and_then(|map| text(map, "act")).unwrap_or_default(),
        on: act.and_then(|map| text(map, "on")),
        received: examined.received().unwrap_or_default(),
    }
}
