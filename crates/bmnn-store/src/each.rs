//! The records of a file, one behind the other, with nothing said about them.

use crate::error::{StoreError, io};
use crate::medium::{Disk, LocalDisk, Medium, Opening};
use crate::scan::{Found, Scanner};
use crate::store::check_magic;
use bmnn::ledger::Record;
use std::ops::ControlFlow;
use std::path::Path;

/// Shows each record of the ledger's file at `path` to `show`, in order, as
/// far as a verification would read: what is wrong with them is for that one
/// to say.
///
/// # Errors
///
/// [`StoreError`] if it is no ledger of this format version, or cannot be
/// read.
pub fn each_record(
    path: &Path,
    show: impl FnMut(&Record) -> ControlFlow<()>,
) -> Result<(), StoreError> {
    let file = LocalDisk.open(path, Opening::Read);
    let file = file.map_err(io("cannot open", path))?;
    each_record_of(&*file, path, show)
}

/// As [`each_record`], of an open file.
///
/// # Errors
///
/// As [`each_record`].
pub fn each_record_of(
    file: &dyn Medium,
    path: &Path,
    mut show: impl FnMut(&Record) -> ControlFlow<()>,
) -> Result<(), StoreError> {
    let reading = || io("cannot read", path);
    check_magic(file, path)?;
    let end = file.len().map_err(reading())?;
    let mut scanner = Scanner::from_start(file, end);
    loop {
        let record = match scanner.next().map_err(reading())? {
            Found::Record(record) => Some(record.to_record()),
            Found::End => None,
            Found::Bad { .. } => scanner.skip_bad().map_err(reading())?,
        };
        match record {
            Some(record) if show(&record).is_continue() => {}
            _ => return Ok(()),
        }
    }
}
