//! How a decision reads what is known.

use super::record::{Copy, CopyState, Duty, Key, Kind, Record, Recorded};
use crate::id::{ActId, Id};
use std::collections::BTreeMap;

/// What a decision reads. An index on disk and [`World`](super::World) both
/// serve.
pub trait State {
    /// The record at `key`.
    ///
    /// # Errors
    ///
    /// [`StateError`] if the place where records are kept fails.
    fn record(&self, key: &Key) -> Result<Option<Record>, StateError>;

    /// The records that `query` asks for, in the order of their keys.
    ///
    /// # Errors
    ///
    /// [`StateError`] if the place where records are kept fails.
    fn select(&self, query: &Query) -> Result<Vec<Record>, StateError>;

    /// The acts after position `after`, not taken back, that rest on one of
    /// `keys`: that changed it, or named it.
    ///
    /// # Errors
    ///
    /// [`StateError`] if the place where records are kept fails.
    fn resting_on(&self, keys: &[Key], after: u64) -> Result<Vec<ActId>, StateError>;

    /// How many entries were applied.
    ///
    /// # Errors
    ///
    /// [`StateError`] if the place where records are kept fails.
    fn size(&self) -> Result<u64, StateError>;
}

/// The place where records are kept failed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the state cannot be read: {0}")]
pub struct StateError(pub String);

/// A question about several records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// Every copy of a document.
    CopiesOf(Id),
    /// Every copy that a party has, or that travels to it.
    CopiesHeldBy(Id),
    /// Every copy that a person has.
    CopiesOfPerson(Id),
    /// The copies still on the way by an act.
    CopiesSentBy(ActId),
    /// Every copy in a state.
    CopiesIn(CopyState),
    /// The open duties about a copy, document, incident, book or person.
    OpenDutiesAbout(String),
    /// The open duties about a document or any copy of it.
    OpenDutiesOfDocument(Id),
    /// Every open duty.
    OpenDuties,
    /// Every record of a kind.
    All(Kind),
}

impl Query {
    /// The kind of record it asks for.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::CopiesOf(_)
            | Self::CopiesHeldBy(_)
            | Self::CopiesOfPerson(_)
            | Self::CopiesSentBy(_)
            | Self::CopiesIn(_) => Kind::Copy,
            Self::OpenDutiesAbout(_) | Self::OpenDutiesOfDocument(_) | Self::OpenDuties => {
                Kind::Duty
            }
            Self::All(kind) => *kind,
        }
    }

    /// Whether `record` answers it.
    #[must_use]
    pub fn matches(&self, record: &Record) -> bool {
        match (self, record) {
            (Self::CopiesOf(id), Record::Copy(copy)) => copy.document == *id,
            (Self::CopiesHeldBy(id), Record::Copy(copy)) => {
                copy.holder.as_ref() == Some(id) || copy.to.as_ref() == Some(id)
            }
            (Self::CopiesOfPerson(id), Record::Copy(copy)) => copy.person.as_ref() == Some(id),
            (Self::CopiesSentBy(act), Record::Copy(copy)) => copy.sent_by.as_ref() == Some(act),
            (Self::CopiesIn(state), Record::Copy(copy)) => copy.state == *state,
            (Self::OpenDutiesAbout(about), Record::Duty(duty)) => {
                duty.closed_by.is_none() && duty.about == *about
            }
            (Self::OpenDutiesOfDocument(id), Record::Duty(duty)) => {
                duty.closed_by.is_none() && duty.document.as_ref() == Some(id)
            }
            (Self::OpenDuties, Record::Duty(duty)) => duty.closed_by.is_none(),
            (Self::All(kind), record) => record.key().kind == *kind,
            _ => false,
        }
    }
}

/// Records that an act changes: the new one, or `None` where it goes.
pub type Changes = BTreeMap<Key, Option<Record>>;

/// A state with changes laid over it that are not kept yet.
pub struct Overlay<'a> {
    below: &'a dyn State,
    changes: Changes,
    rests: Vec<(u64, ActId, Key)>,
    added: u64,
}

impl<'a> Overlay<'a> {
    /// `below`, unchanged.
    #[must_use]
    pub fn new(below: &'a dyn State) -> Self {
        Self {
            below,
            changes: Changes::new(),
            rests: Vec::new(),
            added: 0,
        }
    }

    /// Lays the outcome of one more act over it.
    pub fn apply(
        &mut self,
        seq: u64,
        id: ActId,
        changes: Changes,
        rests: impl IntoIterator<Item = Key>,
    ) {
        self.rests
            .extend(rests.into_iter().map(|key| (seq, id, key)));
        self.changes.extend(changes);
        self.added += 1;
    }

    /// What was laid over it: the changes, and what each act rests on.
    #[must_use]
    pub fn into_parts(self) -> (Changes, Vec<(u64, ActId, Key)>) {
        (self.changes, self.rests)
    }
}

impl State for Overlay<'_> {
    fn record(&self, key: &Key) -> Result<Option<Record>, StateError> {
        match self.changes.get(key) {
            Some(changed) => Ok(changed.clone()),
            None => self.below.record(key),
        }
    }

    fn select(&self, query: &Query) -> Result<Vec<Record>, StateError> {
        let below = self.below.select(query)?;
        let mut found: BTreeMap<Key, Record> = below
            .into_iter()
            .map(|record| (record.key(), record))
            .collect();
        for (key, change) in self
            .changes
            .iter()
            .filter(|(key, _)| key.kind == query.kind())
        {
            match change {
                Some(record) if query.matches(record) => found.insert(key.clone(), record.clone()),
                _ => found.remove(key),
            };
        }
        Ok(found.into_values().collect())
    }

    fn resting_on(&self, keys: &[Key], after: u64) -> Result<Vec<ActId>, StateError> {
        let mut acts = self.below.resting_on(keys, after)?;
        for (seq, act, key) in &self.rests {
            if *seq > after && keys.contains(key) && !acts.contains(act) {
                acts.push(*act);
            }
        }
        let voided = |act: &ActId| {
            matches!(
                self.changes.get(&Key { kind: Kind::Deed, id: act.to_string() }),
                Some(Some(Record::Deed(deed))) if deed.voided_by.is_some()
            )
        };
        acts.retain(|act| !voided(act));
        Ok(acts)
    }

    fn size(&self) -> Result<u64, StateError> {
        Ok(self.below.size()? + self.added)
    }
}

impl dyn State + '_ {
    /// The record of type `R` named `id`.
    ///
    /// # Errors
    ///
    /// [`StateError`] if the place where records are kept fails.
    pub fn find<R: Recorded>(&self, id: impl std::fmt::Display) -> Result<Option<R>, StateError> {
        Ok(self.record(&Key::of::<R>(id))?.and_then(R::of))
    }

    /// The copies that `query` asks for.
    ///
    /// # Errors
    ///
    /// [`StateError`] if the place where records are kept fails.
    pub fn copies(&self, query: &Query) -> Result<Vec<Copy>, StateError> {
        Ok(self
            .select(query)?
            .into_iter()
            .filter_map(Copy::of)
            .collect())
    }

    /// The duties that `query` asks for.
    ///
    /// # Errors
    ///
    /// [`StateError`] if the place where records are kept fails.
    pub fn duties(&self, query: &Query) -> Result<Vec<Duty>, StateError> {
        Ok(self
            .select(query)?
            .into_iter()
            .filter_map(Duty::of)
            .collect())
    }
}
