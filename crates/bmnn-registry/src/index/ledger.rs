//! The ledger's side of the index: what stands where, and the tree over it.

use super::{Index, IndexError, int};
use bmnn::id::{ActId, Bytes32};
use bmnn::ledger::tree::{self, Frontier, Node, Nodes};
use bmnn::ledger::window::History;
use rusqlite::{OptionalExtension, Row, params};

/// Of the tree's inner levels only each fourth is kept: a proof makes the
/// others from at most 16 hashes, and an entry costs a fifteenth of a row.
const LEVELS: u8 = 4;

/// What the index knows of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Indexed {
    /// The position.
    pub(crate) seq: u64,
    /// The place in the store.
    pub(crate) place: u64,
    /// The leaf hash.
    pub(crate) leaf: Bytes32,
    /// The act's id, if it has one.
    pub(crate) id: Option<ActId>,
    /// The act's name.
    pub(crate) act: String,
    /// The act's legal date, as it stands there.
    pub(crate) on: Option<String>,
    /// When it was received, in Unix milliseconds.
    pub(crate) received: i64,
}

impl Indexed {
    /// The same, at its place in the store.
    pub(crate) fn at(self, place: u64) -> Self {
        Self { place, ..self }
    }
}

impl Index {
    /// Notes the next entry; `frontier` is the tree before it, and grows.
    pub(crate) fn note(&self, entry: &Indexed, frontier: &mut Frontier) -> Result<(), IndexError> {
        self.connection
            .prepare_cached(
                "INSERT INTO entry (seq, place, leaf, id, act, \"on\", received)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                int(entry.seq),
                int(entry.place),
                entry.leaf.0,
                entry.id.map(|id| id.to_string()),
                entry.act,
                entry.on,
                entry.received,
            ])?;
        let mut kept = Vec::new();
        frontier.push_noting(entry.leaf, |node, hash| {
            if node.level > 0 && node.level.is_multiple_of(LEVELS) {
                kept.push((node, hash));
            }
        });
        for (node, hash) in kept {
            self.connection
                .prepare_cached("INSERT INTO node (level, place, hash) VALUES (?1, ?2, ?3)")?
                .execute(params![node.level, int(node.index), hash.0])?;
        }
        Ok(())
    }

    /// The entry at `seq`.
    pub(crate) fn entry(&self, seq: u64) -> Result<Option<Indexed>, IndexError> {
        self.find_entry("seq = ?1", params![int(seq)])
    }

    /// The first entry whose act has this id.
    pub(crate) fn entry_of(&self, id: &ActId) -> Result<Option<Indexed>, IndexError> {
        self.find_entry("id = ?1 ORDER BY seq LIMIT 1", params![id.to_string()])
    }

    /// The name of the act with this id, if it is on record.
    pub(crate) fn act_name(&self, id: &ActId) -> Option<String> {
        // The deed is there first: within a commit, entries come with its end.
        for sql in [
            "SELECT act FROM act WHERE id = ?1",
            "SELECT act FROM entry WHERE id = ?1 ORDER BY seq LIMIT 1",
        ] {
            let found = self.connection.prepare_cached(sql).and_then(|mut select| {
                let name = |row: &Row<'_>| row.get::<_, String>(0);
                select.query_row(params![id.to_string()], name).optional()
            });
            if let Ok(Some(name)) = found {
                return Some(name);
            }
        }
        None
    }

    fn find_entry(
        &self,
        which: &str,
        parameters: &[&dyn rusqlite::ToSql],
    ) -> Result<Option<Indexed>, IndexError> {
        let sql =
            format!("SELECT seq, place, leaf, id, act, \"on\", received FROM entry WHERE {which}");
        let mut select = self.connection.prepare_cached(&sql)?;
        Ok(select.query_row(parameters, indexed).optional()?)
    }
}

fn indexed(row: &Row<'_>) -> rusqlite::Result<Indexed> {
    let id: Option<String> = row.get(3)?;
    Ok(Indexed {
        seq: row.get::<_, i64>(0)?.unsigned_abs(),
        place: row.get::<_, i64>(1)?.unsigned_abs(),
        leaf: Bytes32(row.get(2)?),
        id: id.and_then(|id| id.parse().ok()),
        act: row.get(4)?,
        on: row.get(5)?,
        received: row.get(6)?,
    })
}

impl History for Index {
    type Error = IndexError;

    fn leaf(&self, seq: u64) -> Result<Option<Bytes32>, IndexError> {
        let mut select = self
            .connection
            .prepare_cached("SELECT leaf FROM entry WHERE seq = ?1")?;
        let leaf = select.query_row(params![int(seq)], |row| row.get(0));
        Ok(leaf.optional()?.map(Bytes32))
    }

    fn position(&self, id: &ActId) -> Result<Option<u64>, IndexError> {
        let mut select = self
            .connection
            .prepare_cached("SELECT seq FROM entry WHERE id = ?1 ORDER BY seq DESC LIMIT 1")?;
        let seq = select.query_row(params![id.to_string()], |row| row.get::<_, i64>(0));
        Ok(seq.optional()?.map(i64::unsigned_abs))
    }
}

impl Nodes for Index {
    type Error = IndexError;

    fn node(&self, node: Node) -> Result<Bytes32, IndexError> {
        // A level that is not kept is made from the next kept one below it.
        let up = node.level % LEVELS;
        let (level, first) = (node.level - up, int(node.index << up));
        let last = first + (1 << up) - 1;
        let hash = |row: &Row<'_>| row.get(0).map(Bytes32);
        let hashes: Vec<Bytes32> = if level == 0 {
            self.connection
                .prepare_cached("SELECT leaf FROM entry WHERE seq BETWEEN ?1 AND ?2 ORDER BY seq")?
                .query_map(params![first, last], hash)?
                .collect::<Result<_, _>>()?
        } else {
            self.connection
                .prepare_cached(
                    "SELECT hash FROM node WHERE level = ?1 AND place BETWEEN ?2 AND ?3 ORDER BY place",
                )?
                .query_map(params![level, first, last], hash)?
                .collect::<Result<_, _>>()?
        };
        if hashes.len() == 1 << up {
            Ok(tree::root(&hashes))
        } else {
            Err(IndexError::Behind)
        }
    }
}
