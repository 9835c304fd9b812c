//! Records as rows: JSON in, JSON out, and the questions that decisions ask.

use super::{Index, IndexError, int};
use bmnn::custody::{
    AdoptedPack, Book, Changes, Copy, Deed, Delegation, Document, Duty, Erasure, Incident, Key,
    Kind, ListInForce, Noted, Notice, Party, Person, Position, Query, Record, Recorded, Row,
    SameSymbol, State, StateError,
};
use bmnn::date::Date;
use bmnn::id::{ActId, Id};
use rusqlite::{OptionalExtension, params};
use serde::Serialize;
use std::collections::BTreeSet;

/// Declares both ways between a record and its JSON, one line a kind.
macro_rules! bodies {
    ($($kind:ident)*) => {
        fn body(record: &Record) -> serde_json::Result<String> {
            match record { $(Record::$kind(record) => text(record),)* }
        }

        fn parse(kind: Kind, body: &str) -> serde_json::Result<Record> {
            match kind {
                $(Kind::$kind => serde_json::from_str::<$kind>(body).map(Recorded::record),)*
            }
        }
    };
}

bodies! {
    Party Person Position Delegation AdoptedPack ListInForce Book Row Document Copy Duty Incident
    Notice Noted SameSymbol Erasure Deed
}

fn text(record: &impl Serialize) -> serde_json::Result<String> {
    serde_json::to_string(record)
}

impl Index {
    /// Takes in the outcome of the act at position `seq`.
    pub(crate) fn apply(
        &self,
        seq: u64,
        act: ActId,
        changes: &Changes,
        rests: &BTreeSet<Key>,
    ) -> Result<(), IndexError> {
        for (key, change) in changes {
            let table = key.kind.table();
            match change {
                Some(record) => {
                    let body = body(record).map_err(|_| IndexError::Record { key: key.clone() })?;
                    self.connection
                        .prepare_cached(&format!(
                            "INSERT INTO \"{table}\" (id, body) VALUES (?1, ?2)
                             ON CONFLICT (id) DO UPDATE SET body = excluded.body"
                        ))?
                        .execute(params![key.id, body])?
                }
                None => self
                    .connection
                    .prepare_cached(&format!("DELETE FROM \"{table}\" WHERE id = ?1"))?
                    .execute(params![key.id])?,
            };
        }
        let act = act.to_string();
        let mut touch = self.connection.prepare_cached(
            "INSERT INTO touch (kind, id, seq, act) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT DO NOTHING",
        )?;
        for key in rests {
            touch.execute(params![key.kind.table(), key.id, int(seq), act])?;
        }
        Ok(())
    }

    pub(super) fn one(&self, key: &Key) -> Result<Option<Record>, IndexError> {
        let sql = format!("SELECT body FROM \"{}\" WHERE id = ?1", key.kind.table());
        let mut select = self.connection.prepare_cached(&sql)?;
        let body = select
            .query_row(params![key.id], |row| row.get::<_, String>(0))
            .optional()?;
        body.map(|body| parse(key.kind, &body).map_err(|_| IndexError::Record { key: key.clone() }))
            .transpose()
    }

    fn many(&self, query: &Query) -> Result<Vec<Record>, IndexError> {
        let mut found = Vec::new();
        self.each(query, |record| found.push(record))?;
        Ok(found)
    }

    /// Shows the records that `query` asks for to `see`, holding but one.
    pub(crate) fn each(
        &self,
        query: &Query,
        mut see: impl FnMut(Record),
    ) -> Result<(), IndexError> {
        let (condition, about) = condition(query);
        let kind = query.kind();
        let sql = format!(
            "SELECT id, body FROM \"{}\" {condition} ORDER BY id",
            kind.table()
        );
        let mut select = self.connection.prepare_cached(&sql)?;
        let mut rows = match about {
            Some(about) => select.query(params![about])?,
            None => select.query([])?,
        };
        while let Some(row) = rows.next()? {
            let body: String = row.get(1)?;
            let record = parse(kind, &body).map_err(|_| match row.get(0) {
                Ok(id) => IndexError::Record {
                    key: Key { kind, id },
                },
                Err(error) => error.into(),
            })?;
            see(record);
        }
        Ok(())
    }

    fn resting(&self, keys: &[Key], after: u64) -> Result<Vec<ActId>, IndexError> {
        let mut later = BTreeSet::new();
        let mut select = self.connection.prepare_cached(
            "SELECT touch.seq, touch.act FROM touch
             LEFT JOIN act ON act.id = touch.act
             WHERE touch.kind = ?1 AND touch.id = ?2 AND touch.seq > ?3
               AND act.voided_by IS NULL",
        )?;
        for key in keys {
            let mut rows = select.query(params![key.kind.table(), key.id, int(after)])?;
            while let Some(row) = rows.next()? {
                let act: String = row.get(1)?;
                let act: ActId = act
                    .parse()
                    .map_err(|_| IndexError::Record { key: key.clone() })?;
                later.insert((row.get::<_, i64>(0)?, act));
            }
        }
        Ok(later.into_iter().map(|(_, act)| act).collect())
    }

    /// The positions of the acts that touch one of these records, in order,
    /// up to position `last`.
    pub(crate) fn touching(&self, keys: &[Key], last: u64) -> Result<Vec<u64>, IndexError> {
        let mut seqs = BTreeSet::new();
        let mut select = self
            .connection
            .prepare_cached("SELECT seq FROM touch WHERE kind = ?1 AND id = ?2 AND seq <= ?3")?;
        for key in keys {
            let mut rows = select.query(params![key.kind.table(), key.id, int(last)])?;
            while let Some(row) = rows.next()? {
                seqs.insert(row.get::<_, i64>(0)?.unsigned_abs());
            }
        }
        Ok(seqs.into_iter().collect())
    }

    /// The positions of the acts that correct this one, take it back or erase
    /// what is sealed in it, up to
    /// position `last`.
    pub(crate) fn mending(&self, act: &ActId, last: u64) -> Result<Vec<u64>, IndexError> {
        let mut select = self.connection.prepare_cached(
            "SELECT touch.seq FROM touch JOIN entry ON entry.seq = touch.seq
             WHERE touch.kind = ?1 AND touch.id = ?2 AND touch.seq <= ?3
               AND (entry.act LIKE 'entry.%' OR entry.act = 'sealed.erase')",
        )?;
        let parameters = params![Kind::Deed.table(), act.to_string(), int(last)];
        let seqs = select.query_map(parameters, |row| row.get::<_, i64>(0))?;
        Ok(seqs
            .map(|seq| seq.map(i64::unsigned_abs))
            .collect::<Result<_, _>>()?)
    }

    /// Whether an act dated after `day` marked this copy, or its document.
    pub(crate) fn is_marked_after(&self, copy: &Copy, day: Date) -> Result<bool, IndexError> {
        let mut select = self.connection.prepare_cached(
            "SELECT 1 FROM touch JOIN entry ON entry.seq = touch.seq
             WHERE touch.kind = ?1 AND touch.id = ?2
               AND entry.act = 'mark.apply' AND entry.\"on\" > ?3",
        )?;
        let day = day.to_string();
        let copy_key = params![Kind::Copy.table(), copy.id.to_string(), day];
        let document_key = params![Kind::Document.table(), copy.document.as_str(), day];
        Ok(select.exists(copy_key)? || select.exists(document_key)?)
    }

    /// The rows of a book, in the order of their numbers.
    pub(crate) fn rows(&self, book: &Id) -> Result<Vec<Row>, IndexError> {
        let sql = "SELECT id, body FROM \"row\" WHERE book = ?1 ORDER BY number";
        let mut select = self.connection.prepare_cached(sql)?;
        let mut rows = select.query(params![book.as_str()])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let body: String = row.get(1)?;
            let record = serde_json::from_str(&body).map_err(|_| match row.get(0) {
                Ok(id) => IndexError::Record {
                    key: Key {
                        kind: Kind::Row,
                        id,
                    },
                },
                Err(error) => error.into(),
            })?;
            found.push(record);
        }
        Ok(found)
    }

    /// The keys of every record named `id`, whatever its kind, and of the
    /// copies of the document of that name.
    pub(crate) fn keys_named(&self, id: &str) -> Result<Vec<Key>, IndexError> {
        let mut keys = Vec::new();
        for kind in Kind::ALL {
            let key = Key {
                kind: *kind,
                id: id.to_owned(),
            };
            let sql = format!("SELECT 1 FROM \"{}\" WHERE id = ?1", kind.table());
            let mut select = self.connection.prepare_cached(&sql)?;
            if select.exists(params![id])? {
                keys.push(key);
            }
        }
        let mut select = self
            .connection
            .prepare_cached("SELECT id FROM copy WHERE document = ?1 ORDER BY id")?;
        let mut rows = select.query(params![id])?;
        while let Some(row) = rows.next()? {
            keys.push(Key {
                kind: Kind::Copy,
                id: row.get(0)?,
            });
        }
        Ok(keys)
    }
}

/// The condition that a question comes to, and the value in it.
fn condition(query: &Query) -> (&'static str, Option<String>) {
    match query {
        Query::CopiesOf(id) => ("WHERE document = ?1", Some(id.to_string())),
        Query::CopiesHeldBy(id) => ("WHERE holder = ?1 OR \"to\" = ?1", Some(id.to_string())),
        Query::CopiesOfPerson(id) => ("WHERE person = ?1", Some(id.to_string())),
        Query::CopiesSentBy(act) => ("WHERE sent_by = ?1", Some(act.to_string())),
        // Only the end of a ledger asks this: it goes through the table.
        Query::CopiesIn(state) => ("WHERE state = ?1", Some(state.as_str().to_owned())),
        Query::OpenDutiesAbout(about) => (
            "WHERE about = ?1 AND closed_by IS NULL",
            Some(about.clone()),
        ),
        Query::OpenDutiesOfDocument(id) => (
            "WHERE document = ?1 AND closed_by IS NULL",
            Some(id.to_string()),
        ),
        Query::OpenDuties => ("WHERE closed_by IS NULL", None),
        Query::All(_) => ("", None),
    }
}

impl State for Index {
    fn record(&self, key: &Key) -> Result<Option<Record>, StateError> {
        Ok(self.one(key)?)
    }

    fn select(&self, query: &Query) -> Result<Vec<Record>, StateError> {
        Ok(self.many(query)?)
    }

    fn resting_on(&self, keys: &[Key], after: u64) -> Result<Vec<ActId>, StateError> {
        Ok(self.resting(keys, after)?)
    }

    fn size(&self) -> Result<u64, StateError> {
        Ok(self.applied.get())
    }
}

impl From<IndexError> for StateError {
    fn from(error: IndexError) -> Self {
        Self(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What SQLite does to answer `sql`, line by line.
    fn plan(index: &Index, sql: &str) -> Vec<String> {
        let sql = format!("EXPLAIN QUERY PLAN {sql}");
        let mut select = index.connection.prepare(&sql).unwrap();
        let unbound = select.parameter_count();
        let nothing = vec![rusqlite::types::Null; unbound];
        select
            .query_map(rusqlite::params_from_iter(nothing), |row| row.get(3))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap()
    }

    /// Deciding an act asks by key or by an index, never through a table: its
    /// cost does not grow with the ledger.
    #[test]
    fn no_question_of_a_decision_reads_a_whole_table() {
        let index = Index::in_memory().unwrap();
        let id: Id = "x".parse().unwrap();
        let act = ActId([0; 16]);
        let queries = [
            Query::CopiesOf(id.clone()),
            Query::CopiesHeldBy(id.clone()),
            Query::CopiesOfPerson(id.clone()),
            Query::CopiesSentBy(act),
            Query::OpenDutiesAbout("x".to_owned()),
            Query::OpenDutiesOfDocument(id),
        ];
        for query in queries {
            let table = query.kind().table();
            let (condition, _) = condition(&query);
            let sql = format!("SELECT id, body FROM \"{table}\" {condition} ORDER BY id");
            let plan = plan(&index, &sql);
            let scans = plan.iter().any(|step| step.starts_with("SCAN"));
            assert!(!scans, "{query:?}: {plan:?}");
        }
        let sql = "SELECT touch.seq FROM touch LEFT JOIN act ON act.id = touch.act
             WHERE touch.kind = ?1 AND touch.id = ?2 AND touch.seq > ?3 AND act.voided_by IS NULL";
        assert!(
            plan(&index, sql)
                .iter()
                .all(|step| step.starts_with("SEARCH"))
        );
        let sql = "SELECT leaf FROM entry WHERE id = ?1 ORDER BY seq DESC LIMIT 1";
        assert!(
            plan(&index, sql)
                .iter()
                .all(|step| step.starts_with("SEARCH"))
        );
    }

    #[test]
    fn every_kind_of_record_comes_back() {
        // A kind without a line in `bodies!` would not compile; this is the
        // table that it goes to.
        let names: BTreeSet<&str> = Kind::ALL.iter().map(|kind| kind.table()).collect();
        assert_eq!(names.len(), Kind::ALL.len());
    }
}
