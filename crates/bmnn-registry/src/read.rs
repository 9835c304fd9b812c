//! Reading a registry: documents, copies, books, duties, history, status.
//!
//! Every answer is a few lookups in the index and, where acts themselves are
//! wanted, a read at their place in the ledger.

use crate::entered::Entered;
use crate::error::ReadError;
use crate::registry::{Registry, VAULT};
use crate::vault::{SealedValue, Vault, VaultError, VaultKey};
use bmnn::act::{Act, json, sealing};
use bmnn::copy::CopyRef;
use bmnn::custody::{
    Book, Copy, CopyState, Deed, Document, Duty, DutyKind, Erasure, Key, Kind, Query, Record,
    Recorded, Row, State,
};
use bmnn::date::Date;
use bmnn::id::{ActId, Bytes32, Id};
use bmnn::status::{Status, status};
use bmnn::term::{self, Protection};
use std::collections::{BTreeMap, BTreeSet};

/// A document with its copies and what is still to be done about them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentSheet {
    /// The document.
    pub document: Document,
    /// Its copies, in the order of their names.
    pub copies: Vec<Copy>,
    /// The open duties about it or a copy of it.
    pub duties: Vec<Duty>,
}

/// An open duty, seen from a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenDuty {
    /// The duty.
    pub duty: Duty,
    /// How many days are left; negative once it is overdue. A duty without a
    /// day is to be done at once.
    pub days_left: Option<i64>,
}

impl OpenDuty {
    /// Whether its last day has passed.
    #[must_use]
    pub fn is_overdue(&self) -> bool {
        self.days_left.is_some_and(|days| days < 0)
    }
}

/// A sealed text that holds the words looked for.
#[derive(Clone, PartialEq, Eq)]
pub struct Match {
    /// The act that carries it.
    pub act: ActId,
    /// The position of its entry.
    pub seq: u64,
    /// The document that the act is on.
    pub document: Option<Id>,
    /// The field.
    pub field: String,
    /// The text.
    pub text: String,
}

impl Registry {
    /// The state that acts are decided on.
    #[must_use]
    pub fn state(&self) -> &dyn State {
        &self.index
    }

    // ---- entries

    /// What became of the act with this id: its entry, or `None` if it was
    /// never put on record.
    ///
    /// # Errors
    ///
    /// [`ReadError`] if index or ledger cannot be read.
    pub fn by_id(&self, id: &ActId) -> Result<Option<Entered>, ReadError> {
        let indexed = self.index.entry_of(id)?;
        indexed
            .map(|indexed| Entered::read(&self.store, &indexed))
            .transpose()
    }

    /// The entry at position `seq`.
    ///
    /// # Errors
    ///
    /// [`ReadError`] if index or ledger cannot be read.
    pub fn entry(&self, seq: u64) -> Result<Option<Entered>, ReadError> {
        let indexed = self.index.entry(seq)?;
        indexed
            .map(|indexed| Entered::read(&self.store, &indexed))
            .transpose()
    }

    /// The entries from position `seq` on, in order: a feed for the host's own
    /// tables.
    pub fn since(&self, seq: u64) -> impl Iterator<Item = Result<Entered, ReadError>> {
        (seq..self.size()).map(|seq| {
            let missing = ReadError::NoEntry {
                seq,
                size: self.size(),
            };
            self.entry(seq)?.ok_or(missing)
        })
    }

    /// The acts on something, in order: a document with its copies, or a copy,
    /// person, party, position, book, incident by its id. `known_at` asks for
    /// what was known behind that entry.
    ///
    /// # Errors
    ///
    /// [`ReadError`] if index or ledger cannot be read.
    pub fn history(&self, about: &str, known_at: Option<u64>) -> Result<Vec<Entered>, ReadError> {
        let keys = self.index.keys_named(about)?;
        let last = known_at.unwrap_or(u64::MAX);
        let mut seqs: BTreeSet<u64> = self.index.touching(&keys, last)?.into_iter().collect();
        let mut entries = BTreeMap::new();
        while let Some(seq) = seqs.pop_first() {
            let Some(entered) = self.entry(seq)? else {
                continue;
            };
            // What mends an act rests on the act alone.
            if let Some(id) = entered.id.filter(|_| !mends(&entered.name)) {
                seqs.extend(self.index.mending(&id, last)?);
            }
            entries.insert(seq, entered);
        }
        Ok(entries.into_values().collect())
    }

    /// The act that took this one back, and at which position, if one did.
    ///
    /// # Errors
    ///
    /// [`ReadError`] if the index cannot be read.
    pub fn voided(&self, id: &ActId) -> Result<Option<(u64, ActId)>, ReadError> {
        let Some(by) = self
            .state()
            .find::<Deed>(id)?
            .and_then(|deed| deed.voided_by)
        else {
            return Ok(None);
        };
        let deed = self.state().find::<Deed>(by)?;
        Ok(deed.map(|deed| (deed.seq, by)))
    }

    /// An act as JSON: `{"sealed": …}` for what is sealed, with `"value"` beside
    /// it where the vault is open and has it, and `"erased"`, the position of the
    /// entry that erased it, where one did.
    ///
    /// # Errors
    ///
    /// [`ReadError::Vault`] if a value is not the one committed to.
    pub fn json(&self, entered: &Entered) -> Result<serde_json::Value, ReadError> {
        let mut values = Vec::new();
        if let (Some(vault), Some(id)) = (self.open_vault(), &entered.id) {
            values = vault.of_act(id)?;
        }
        let open = |_: &str, commitment: &Bytes32| {
            let found = values
                .iter()
                .find(|value| value.commitment() == *commitment);
            found.map(|value| value.value().clone())
        };
        let mut json = json::to_json(&entered.act, &open);
        if let Some(id) = &entered.id {
            for erasure in self.erased(id)? {
                tell_erased(&mut json, &erasure);
            }
        }
        Ok(json)
    }

    /// What was erased of the sealed values of an act, in the order of their
    /// places; told by the ledger, whatever the vault has.
    ///
    /// # Errors
    ///
    /// [`ReadError`] if the index cannot be read.
    pub fn erased(&self, id: &ActId) -> Result<Vec<Erasure>, ReadError> {
        let deed = self.state().find::<Deed>(id)?;
        let mut erased = Vec::new();
        for path in deed.iter().flat_map(|deed| &deed.sealed) {
            erased.extend(self.state().find::<Erasure>(Erasure::named(id, path))?);
        }
        Ok(erased)
    }

    // ---- what is known

    /// A document with its copies and open duties.
    ///
    /// # Errors
    ///
    /// [`ReadError`] if the index cannot be read.
    pub fn document(&self, id: &Id) -> Result<Option<DocumentSheet>, ReadError> {
        let Some(document) = self.state().find::<Document>(id)? else {
            return Ok(None);
        };
        Ok(Some(DocumentSheet {
            document,
            copies: self.state().copies(&Query::CopiesOf(id.clone()))?,
            duties: self
                .state()
                .duties(&Query::OpenDutiesOfDocument(id.clone()))?,
        }))
    }

    /// A copy: its state, place and holder.
    ///
    /// # Errors
    ///
    /// [`ReadError`] if the index cannot be read.
    pub fn copy(&self, id: &CopyRef) -> Result<Option<Copy>, ReadError> {
        Ok(self.state().find::<Copy>(id)?)
    }

    /// What a document's secrecy is on the day `on`, with reasons and articles,
    /// as known now or behind the entry `known_at`; `None` if nothing was known
    /// of it.
    ///
    /// # Errors
    ///
    /// [`ReadError`] if index or ledger cannot be read.
    pub fn status(
        &self,
        document: &Id,
        on: Date,
        known_at: Option<u64>,
    ) -> Result<Option<Status>, ReadError> {
        let last = known_at.unwrap_or(u64::MAX);
        let keys = [Key::of::<Document>(document)];
        let mut acts = Vec::new();
        for seq in self.index.touching(&keys, last)? {
            let Some(entered) = self.entry(seq)? else {
                continue;
            };
            let voided = match &entered.id {
                Some(id) => self.voided(id)?,
                None => None,
            };
            if voided.is_some_and(|(by, _)| by <= last) {
                continue;
            }
            if let Ok(act) = Act::from_map(&entered.act)
                && is_on(&entered, document)
            {
                acts.push(act);
            }
        }
        Ok((!acts.is_empty()).then(|| status(&acts, &self.packs, on)))
    }

    /// The open duties, the most urgent first, seen from the day `on`: those
    /// that acts opened, and the stamps that are wanted since a term ended by
    /// itself.
    ///
    /// # Errors
    ///
    /// [`ReadError`] if the index cannot be read.
    pub fn duties(&self, on: Date) -> Result<Vec<OpenDuty>, ReadError> {
        let duties = self.state().duties(&Query::OpenDuties)?;
        let mut open: Vec<OpenDuty> = duties
            .into_iter()
            .map(|duty| OpenDuty {
                days_left: duty.due.map(|due| on.days_until(due)),
                duty,
            })
            .collect();
        open.extend(self.expiry_marks(on)?);
        // What is to be done at once comes first.
        open.sort_by_key(|open| open.days_left.unwrap_or(i64::MIN));
        Ok(open)
    }

    /// Expiry declassifies by itself (L18 22(2)(a)) and no act tells of it: each
    /// copy that is here and bears no mark since then is to be marked.
    fn expiry_marks(&self, on: Date) -> Result<Vec<OpenDuty>, ReadError> {
        let mut open = Vec::new();
        for document in self.all::<Document>(Kind::Document)? {
            let term = term::of(&Protection::from(&document), &self.packs);
            let secret = document.declassified.is_none() && !document.cancelled;
            let Some(end) = term.end.filter(|_| secret && term.is_over(on)) else {
                continue;
            };
            let keys = [Key::of::<Document>(&document.id)];
            let first = self.index.touching(&keys, u64::MAX)?.into_iter().next();
            let first = first.map(|seq| self.index.entry(seq)).transpose()?;
            let Some(opened_by) = first.flatten().and_then(|entry| entry.id) else {
                continue;
            };
            for copy in self.state().copies(&Query::CopiesOf(document.id.clone()))? {
                let here = [CopyState::Held, CopyState::CarriedOut, CopyState::InTransit];
                if !here.contains(&copy.state) || self.index.is_marked_after(&copy, end)? {
                    continue;
                }
                let due = end.plus_days(1);
                open.push(OpenDuty {
                    days_left: Some(on.days_until(due)),
                    duty: Duty {
                        kind: DutyKind::Mark,
                        about: copy.id.to_string(),
                        document: Some(document.id.clone()),
                        opened_by,
                        due: Some(due),
                        provision: "declassify.mark".to_owned(),
                        closed_by: None,
                    },
                });
            }
        }
        Ok(open)
    }

    /// The books.
    ///
    /// # Errors
    ///
    /// [`ReadError`] if the index cannot be read.
    pub fn books(&self) -> Result<Vec<Book>, ReadError> {
        self.all(Kind::Book)
    }

    /// The rows of a book, in the order of their numbers.
    ///
    /// # Errors
    ///
    /// [`ReadError`] if the index cannot be read.
    pub fn rows(&self, book: &Id) -> Result<Vec<Row>, ReadError> {
        Ok(self.index.rows(book)?)
    }

    /// Every record of a type: `registry.all::<Party>(Kind::Party)`.
    ///
    /// # Errors
    ///
    /// [`ReadError`] if the index cannot be read.
    pub fn all<R: Recorded>(&self, kind: Kind) -> Result<Vec<R>, ReadError> {
        let records: Vec<Record> = self.index.select(&Query::All(kind))?;
        Ok(records.into_iter().filter_map(R::of).collect())
    }

    // ---- through the vault

    /// Whether the vault is here and unlocked, so that sealed values can be
    /// shown.
    #[must_use]
    pub fn is_vault_open(&self) -> bool {
        self.open_vault().is_some()
    }

    pub(crate) fn open_vault(&self) -> Option<&Vault> {
        self.vault.as_ref().filter(|vault| vault.is_open())
    }

    /// Opens the vault of a registry that was opened for reading.
    ///
    /// # Errors
    ///
    /// [`VaultError::Missing`] if there is none; otherwise as
    /// [`Vault::unlock`].
    pub fn unlock(&mut self, key: &VaultKey) -> Result<(), VaultError> {
        match &mut self.vault {
            Some(vault) => vault.unlock(key),
            None => Err(VaultError::Missing {
                path: self.folder.join(VAULT),
            }),
        }
    }

    /// Locks the vault by another key, in place of the one that opened it: a
    /// new passphrase, or a key of the host's. No value is touched.
    ///
    /// # Errors
    ///
    /// [`VaultError::ReadOnly`] in a registry opened for reading; otherwise as
    /// [`Vault::rewrap`].
    pub fn rewrap_vault(&mut self, key: &VaultKey) -> Result<(), VaultError> {
        let (Some(vault), Some(writer)) = (&mut self.vault, &mut self.writer) else {
            return Err(VaultError::ReadOnly {
                path: self.folder.join(VAULT),
            });
        };
        vault.rewrap(key, &mut *writer.host.randomness)
    }

    /// The sealed values of an act; none while the vault is locked.
    ///
    /// # Errors
    ///
    /// [`ReadError::Vault`] if one is not the one committed to.
    pub fn sealed(&self, id: &ActId) -> Result<Vec<SealedValue>, ReadError> {
        match self.open_vault() {
            Some(vault) => Ok(vault.of_act(id)?),
            None => Ok(Vec::new()),
        }
    }

    /// The latest text that a sealed field of the acts on something has:
    /// `sealed_text("d-17", "subject")`, `sealed_text("p-3", "name")`. A
    /// correction counts.
    ///
    /// # Errors
    ///
    /// [`ReadError`] if index, ledger or vault cannot be read.
    pub fn sealed_text(&self, about: &str, field: &str) -> Result<Option<String>, ReadError> {
        Ok(match self.sealed_field(about, field)? {
            SealedField::Text(text) => Some(text),
            _ => None,
        })
    }

    /// As [`sealed_text`](Self::sealed_text), telling why there is no text.
    /// What was erased does not let an older text show.
    ///
    /// # Errors
    ///
    /// [`ReadError`] if index, ledger or vault cannot be read.
    pub fn sealed_field(&self, about: &str, field: &str) -> Result<SealedField, ReadError> {
        let corrected = format!("changes/{field}");
        let mut latest = SealedField::Absent;
        for entered in self.history(about, None)? {
            let Some(id) = entered.id else { continue };
            if self.voided(&id)?.is_some() || !names(&entered, about) {
                continue;
            }
            let is_it = |path: &str| path == field || path == corrected;
            let stands = sealing::commitments(&entered.act);
            if !stands.iter().any(|(path, _)| is_it(path)) {
                continue;
            }
            let erased = self.erased(&id)?;
            let values = self.sealed(&id)?;
            let value = values.iter().find(|value| is_it(value.path()));
            let text = value.and_then(|value| value.value().as_text());
            latest = match (erased.iter().find(|erasure| is_it(&erasure.field)), text) {
                (Some(erasure), _) => SealedField::Erased { seq: erasure.seq },
                (None, Some(text)) => SealedField::Text(text.to_owned()),
                (None, None) if self.is_vault_open() => SealedField::Missing,
                (None, None) => SealedField::Locked,
            };
        }
        Ok(latest)
    }

    /// The subject lines that hold every word of `words`, case and diacritics
    /// aside; compared in memory, through the open vault.
    ///
    /// # Errors
    ///
    /// [`ReadError::VaultLocked`] while it is not open, so that nobody takes a
    /// locked vault for an empty one; otherwise what keeps vault or index from
    /// being read.
    pub fn search(&self, words: &str) -> Result<Vec<Match>, ReadError> {
        let vault = self.open_vault().ok_or(ReadError::VaultLocked)?;
        let mut matches = Vec::new();
        for value in vault.search("subject", words)? {
            let Some(entry) = self.index.entry_of(&value.act())? else {
                continue;
            };
            let deed = self.state().find::<Deed>(value.act())?;
            matches.push(Match {
                act: value.act(),
                seq: entry.seq,
                document: deed.and_then(|deed| deed.document),
                field: value.path().to_owned(),
                text: value.value().as_text().unwrap_or_default().to_owned(),
            });
        }
        Ok(matches)
    }
}

/// What a sealed field comes to.
#[derive(Clone, PartialEq, Eq)]
pub enum SealedField {
    /// No act says it.
    Absent,
    /// Its text.
    Text(String),
    /// An entry erased it.
    Erased {
        /// The position of that entry.
        seq: u64,
    },
    /// The vault is locked, or not here.
    Locked,
    /// The vault is open and does not have it.
    Missing,
}

/// Shows what is the matter, never the text.
impl std::fmt::Debug for SealedField {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Absent => "Absent",
            Self::Text(_) => "Text(…)",
            Self::Erased { .. } => "Erased",
            Self::Locked => "Locked",
            Self::Missing => "Missing",
        })
    }
}

/// Puts `"erased"` beside the commitment that an erasure is of.
fn tell_erased(act: &mut serde_json::Value, erasure: &Erasure) {
    let mut place = Some(act);
    for key in erasure.field.split('/') {
        place = place.and_then(|value| match value {
            serde_json::Value::Array(items) => items.get_mut(key.parse::<usize>().ok()?),
            other => other.get_mut(key),
        });
    }
    if let Some(serde_json::Value::Object(sealed)) = place {
        sealed.insert("erased".into(), erasure.seq.into());
    }
}

/// Whether the act is on this document, rather than naming it among others.
fn is_on(entered: &Entered, document: &Id) -> bool {
    entered.text("document") == Some(document.as_str())
}

/// Whether acts of this name are about another act.
fn mends(name: &str) -> bool {
    name.starts_with("entry.") || name == "sealed.erase"
}

/// Whether one of the act's own fields is this id, or it mends an act that is.
fn names(entered: &Entered, about: &str) -> bool {
    entered.name == "entry.correct"
        || entered
            .act
            .iter()
            .any(|(key, value)| key != "by" && value.as_text() == Some(about))
}

/// Shows where the text stands, never the text.
impl std::fmt::Debug for Match {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Match")
            .field("act", &self.act)
            .field("field", &self.field)
            .finish_non_exhaustive()
    }
}
