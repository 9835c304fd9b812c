//! A state held in memory, for replays and tests.

use super::record::{Deed, Key, Record, Recorded};
use super::state::{Changes, Query, State, StateError};
use crate::id::ActId;
use std::collections::{BTreeMap, BTreeSet};

/// Every record of a registry, in memory.
///
/// # Examples
///
/// ```
/// use bmnn::custody::{Kind, Query, State, World};
/// assert!(World::default().select(&Query::All(Kind::Copy))?.is_empty());
/// # Ok::<(), bmnn::custody::StateError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct World {
    records: BTreeMap<Key, Record>,
    rests: BTreeMap<Key, BTreeSet<(u64, ActId)>>,
    size: u64,
}

impl World {
    /// Takes in the outcome of the act at position `seq`.
    pub fn apply(
        &mut self,
        seq: u64,
        id: ActId,
        changes: Changes,
        rests: impl IntoIterator<Item = Key>,
    ) {
        for (key, change) in changes {
            match change {
                Some(record) => self.records.insert(key, record),
                None => self.records.remove(&key),
            };
        }
        for key in rests {
            self.rests.entry(key).or_default().insert((seq, id));
        }
        self.size = self.size.max(seq + 1);
    }

    /// Every record, in the order of the keys.
    pub fn records(&self) -> impl Iterator<Item = (&Key, &Record)> {
        self.records.iter()
    }

    fn is_voided(&self, act: &ActId) -> bool {
        let deed = self
            .records
            .get(&Key::of::<Deed>(act))
            .cloned()
            .and_then(Deed::of);
        deed.is_some_and(|deed| deed.voided_by.is_some())
    }
}

impl State for World {
    fn record(&self, key: &Key) -> Result<Option<Record>, StateError> {
        Ok(self.records.get(key).cloned())
    }

    fn select(&self, query: &Query) -> Result<Vec<Record>, StateError> {
        let first = Key {
            kind: query.kind(),
            id: String::new(),
        };
        let same_kind = self
            .records
            .range(first..)
            .take_while(|(key, _)| key.kind == query.kind());
        Ok(same_kind
            .map(|(_, record)| record)
            .filter(|record| query.matches(record))
            .cloned()
            .collect())
    }

    fn resting_on(&self, keys: &[Key], after: u64) -> Result<Vec<ActId>, StateError> {
        let later: BTreeSet<(u64, ActId)> = keys
            .iter()
            .filter_map(|key| self.rests.get(key))
            .flatten()
            .filter(|(seq, act)| *seq > after && !self.is_voided(act))
            .copied()
            .collect();
        Ok(later.into_iter().map(|(_, act)| act).collect())
    }

    fn size(&self) -> Result<u64, StateError> {
        Ok(self.size)
    }
}
