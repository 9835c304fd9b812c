//! The values in an open vault: keeping, reading, searching, erasing.

use super::cipher::{Boxed, Nonce, Place};
use super::error::At;
use super::{SealedValue, Vault, VaultError, create_private, layout, locked, search};
use crate::host::Randomness;
use bmnn::id::{ActId, Bytes32};
use bmnn::ledger::cbor;
use rusqlite::{OptionalExtension, Row, params};
use std::path::Path;
use zeroize::Zeroizing;

const COLUMNS: &str = "commitment, act, path, nonce, box";

/// A sealed place of an act on record, whose value is to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToErase {
    /// The act.
    pub act: ActId,
    /// The field, such as `subject`.
    pub path: String,
    /// What stands there in the ledger, where that was looked up.
    pub commitment: Option<Bytes32>,
}

impl Vault {
    /// Keeps `values`, all or none; they are on disk when this returns. One
    /// that is there already stays as it is. `randomness` gives the nonces.
    ///
    /// # Errors
    ///
    /// [`VaultError::Locked`], [`VaultError::TooLong`],
    /// [`VaultError::ReadOnly`], [`VaultError::DiskFull`] and what else the
    /// disk says; then none was kept.
    pub fn put(
        &mut self,
        values: &[SealedValue],
        randomness: &mut dyn Randomness,
    ) -> Result<(), VaultError> {
        let boxes = self.boxes(values, randomness)?;
        self.put_boxes(values, &boxes)
    }

    /// A box for each of `values`. Nothing is written yet, so that what cannot
    /// be kept is told before anything is.
    pub(crate) fn boxes(
        &self,
        values: &[SealedValue],
        randomness: &mut dyn Randomness,
    ) -> Result<Vec<Boxed>, VaultError> {
        if values.is_empty() {
            return Ok(Vec::new());
        }
        let open = self.open.as_ref().ok_or_else(|| locked(&self.path))?;
        let mut boxes = Vec::with_capacity(values.len());
        for sealed in values {
            let value = Zeroizing::new(cbor::encode(sealed.value())?);
            let (commitment, act) = (sealed.commitment(), sealed.act());
            let place = Place {
                commitment: &commitment.0,
                act: &act.0,
                path: sealed.path(),
            };
            let salt = Zeroizing::new(sealed.salt().0);
            boxes.push(open.cipher.seal(place, &salt[..], &value, randomness)?);
        }
        Ok(boxes)
    }

    /// Keeps `values` in the boxes that were made for them.
    pub(crate) fn put_boxes(
        &mut self,
        values: &[SealedValue],
        boxes: &[Boxed],
    ) -> Result<(), VaultError> {
        if boxes.is_empty() {
            return Ok(());
        }
        let mut put = || -> rusqlite::Result<()> {
            let transaction = self.connection.transaction()?;
            let mut insert = transaction.prepare_cached(layout::INSERT)?;
            for (value, Boxed { nonce, sealed }) in values.iter().zip(boxes) {
                let (commitment, act) = (value.commitment().0, value.act().0);
                insert.execute(params![commitment, act, value.path(), nonce, sealed])?;
            }
            drop(insert);
            transaction.commit()
        };
        put().at(&self.path)
    }

    /// The act whose value stands behind `commitment`, or `None` where there is
    /// no value; told by a locked vault too.
    ///
    /// # Errors
    ///
    /// What the disk says.
    pub fn act_of(&self, commitment: &Bytes32) -> Result<Option<ActId>, VaultError> {
        self.connection
            .prepare_cached("SELECT act FROM sealed WHERE commitment = ?1")
            .and_then(|mut found| {
                let act = |row: &Row<'_>| row.get(0).map(ActId);
                found.query_row(params![commitment.0], act).optional()
            })
            .at(&self.path)
    }

    /// Whether a value is kept for this place; told by a locked vault too.
    ///
    /// # Errors
    ///
    /// What the disk says.
    pub fn keeps(&self, act: &ActId, path: &str) -> Result<bool, VaultError> {
        self.connection
            .prepare_cached("SELECT 1 FROM sealed WHERE act = ?1 AND path = ?2")
            .and_then(|mut found| found.exists(params![act.0, path]))
            .at(&self.path)
    }

    /// The value behind `commitment`, or `None` where it was never kept here
    /// or was erased.
    ///
    /// # Errors
    ///
    /// [`VaultError::Locked`], and [`VaultError::Mismatch`] if what is kept is not
    /// what was sealed.
    pub fn get(&self, commitment: &Bytes32) -> Result<Option<SealedValue>, VaultError> {
        self.connection
            .prepare_cached(&format!(
                "SELECT {COLUMNS} FROM sealed WHERE commitment = ?1"
            ))
            .and_then(|mut found| {
                found
                    .query_row(params![commitment.0], Stored::of_row)
                    .optional()
            })
            .at(&self.path)?
            .map(|stored| self.check(stored))
            .transpose()
    }

    /// The values of one act, in the order of their keeping.
    ///
    /// # Errors
    ///
    /// [`VaultError::Locked`], and [`VaultError::Mismatch`] if one is not what was
    /// sealed.
    pub fn of_act(&self, act: &ActId) -> Result<Vec<SealedValue>, VaultError> {
        let mut values = Vec::new();
        self.each_of("WHERE act = ?1", params![act.0], |value| {
            values.push(value?);
            Ok(())
        })?;
        Ok(values)
    }

    /// Shows every value to `see`, in the order of their keeping, without
    /// holding more than one. A value that is not what was sealed comes as
    /// [`VaultError::Mismatch`]; an error that `see` returns ends the walk.
    ///
    /// # Errors
    ///
    /// What `see` returned, or what the disk says.
    pub fn each(
        &self,
        see: impl FnMut(Result<SealedValue, VaultError>) -> Result<(), VaultError>,
    ) -> Result<(), VaultError> {
        self.each_of("", params![], see)
    }

    fn each_of(
        &self,
        which: &str,
        parameters: &[&dyn rusqlite::ToSql],
        mut see: impl FnMut(Result<SealedValue, VaultError>) -> Result<(), VaultError>,
    ) -> Result<(), VaultError> {
        let query = format!("SELECT {COLUMNS} FROM sealed {which} ORDER BY row");
        let mut rows = self.connection.prepare_cached(&query).at(&self.path)?;
        let mut rows = rows.query(parameters).at(&self.path)?;
        while let Some(row) = rows.next().at(&self.path)? {
            let stored = Stored::of_row(row).at(&self.path)?;
            see(self.check(stored))?;
        }
        Ok(())
    }

    /// The values of `field` whose text holds every word of `query`, in the
    /// order of their keeping. Case and diacritics do not count: `toi mat`
    /// finds *Tối mật*. A corrected field (`changes/subject`) counts too.
    ///
    /// Values are read and compared in memory; no word of them is written.
    ///
    /// # Errors
    ///
    /// As [`each`](Self::each).
    pub fn search(&self, field: &str, query: &str) -> Result<Vec<SealedValue>, VaultError> {
        let query = search::Query::new(query);
        let mut found = Vec::new();
        let which = "WHERE path = ?1 OR substr(path, -length(?1) - 1) = '/' || ?1";
        self.each_of(which, params![field], |value| {
            let value = value?;
            if value.value().as_text().is_some_and(|text| query.fits(text)) {
                found.push(value);
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// Drops what no entry of the ledger names, and gives the number dropped.
    ///
    /// Only values kept since the last such call are shown to `is_named`, with
    /// their act and commitment: all before were named then. Not to be called
    /// on a ledger that is damaged or cut: its lost entries may name them.
    ///
    /// # Errors
    ///
    /// What the disk says; then none was dropped.
    pub fn drop_unnamed(
        &mut self,
        mut is_named: impl FnMut(&ActId, &Bytes32) -> bool,
    ) -> Result<usize, VaultError> {
        let mut drop_unnamed = || -> rusqlite::Result<usize> {
            let transaction = self.connection.transaction()?;
            let mut unnamed = Vec::new();
            let mut last: Option<i64> = None;
            {
                let mut recent = transaction.prepare_cached(
                    "SELECT row, act, commitment FROM sealed
                     WHERE row > (SELECT settled FROM progress) ORDER BY row",
                )?;
                let mut rows = recent.query([])?;
                while let Some(row) = rows.next()? {
                    let at = row.get(0)?;
                    if is_named(&ActId(row.get(1)?), &Bytes32(row.get(2)?)) {
                        last = Some(at);
                    } else {
                        unnamed.push(at);
                    }
                }
            }
            for row in &unnamed {
                transaction.execute("DELETE FROM sealed WHERE row = ?1", [row])?;
            }
            if let Some(last) = last {
                transaction.execute("UPDATE progress SET settled = ?1", [last])?;
            }
            transaction.commit()?;
            Ok(unnamed.len())
        };
        drop_unnamed().at(&self.path)
    }

    /// Has the next [`drop_unnamed`](Self::drop_unnamed) look at every value:
    /// wanted after a ledger came back from a backup older than the vault.
    ///
    /// # Errors
    ///
    /// What the disk says.
    pub fn unsettle(&mut self) -> Result<(), VaultError> {
        self.connection
            .execute("UPDATE progress SET settled = 0", [])
            .map(drop)
            .at(&self.path)
    }

    /// Removes the values of these places, all or none, so that neither the
    /// file nor its log holds a trace of them, and gives the number removed.
    /// What is not there is no fault: an erasure is done again.
    ///
    /// # Errors
    ///
    /// What the disk says. Where only the writing over failed, the values are
    /// gone from the tables, and the next opening writes over.
    pub fn erase(&mut self, places: &[ToErase]) -> Result<usize, VaultError> {
        let mut erase = || -> rusqlite::Result<usize> {
            let transaction = self.connection.transaction()?;
            let mut erased = 0;
            {
                let mut delete = transaction.prepare_cached(
                    "DELETE FROM sealed WHERE commitment = ?1 OR (act = ?2 AND path = ?3)",
                )?;
                for place in places {
                    let commitment = place.commitment.map(|commitment| commitment.0);
                    erased += delete.execute(params![commitment, place.act.0, place.path])?;
                }
            }
            if erased > 0 {
                transaction.execute("UPDATE progress SET unclean = 1", [])?;
            }
            transaction.commit()?;
            Ok(erased)
        };
        let erased = erase().at(&self.path)?;
        if erased > 0 {
            layout::clean(&self.connection, &self.path)?;
        }
        Ok(erased)
    }

    /// How many values are kept.
    ///
    /// # Errors
    ///
    /// What the disk says.
    pub fn count(&self) -> Result<u64, VaultError> {
        self.connection
            .query_row("SELECT count(*) FROM sealed", [], |row| {
                row.get::<_, i64>(0)
            })
            .map(i64::cast_unsigned)
            .at(&self.path)
    }

    /// Writes a copy of the whole vault to a new file of mode 0600, while it
    /// is in use.
    ///
    /// # Errors
    ///
    /// [`VaultError::Exists`] if there is a file; otherwise what the disk says.
    pub fn copy_to(&self, path: &Path) -> Result<(), VaultError> {
        create_private(path)?;
        let copy = path.to_string_lossy();
        self.connection
            .execute("VACUUM INTO ?1", [copy])
            .map(drop)
            .at(path)
    }

    /// The value in a row, if it is the one that was sealed.
    fn check(&self, stored: Stored) -> Result<SealedValue, VaultError> {
        let open = self.open.as_ref().ok_or_else(|| locked(&self.path))?;
        let act = ActId(stored.act);
        let place = Place {
            commitment: &stored.commitment,
            act: &stored.act,
            path: &stored.path,
        };
        let opened = open.cipher.open(place, stored.nonce, &stored.sealed);
        let sealed = opened.and_then(|opened| {
            let salt = Bytes32(opened.salt);
            SealedValue::seal(act, stored.path.clone(), salt, opened.value).ok()
        });
        match sealed {
            // What was brought over from layout 1 was not compared then.
            Some(sealed) if sealed.commitment().0 == stored.commitment => Ok(sealed),
            _ => Err(VaultError::Mismatch {
                vault: self.path.clone(),
                act,
                field: stored.path,
            }),
        }
    }
}

/// A row as it is kept, still encrypted.
struct Stored {
    commitment: [u8; 32],
    act: [u8; 16],
    path: String,
    nonce: Nonce,
    sealed: Vec<u8>,
}

impl Stored {
    fn of_row(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            commitment: row.get(0)?,
            act: row.get(1)?,
            path: row.get(2)?,
            nonce: row.get(3)?,
            sealed: row.get(4)?,
        })
    }
}
