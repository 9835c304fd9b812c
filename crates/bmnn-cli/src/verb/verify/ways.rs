//! How `bmnn verify` is to verify, and what is known beforehand.

use std::{collections::BTreeSet, fs, num::NonZeroUsize, path::PathBuf};

use bmnn::id::Bytes32;
use bmnn::ledger::Expect;
use bmnn::ledger::verify::{Bookmark, Checking};
use bmnn_registry::verify::Inspection;

use crate::failure::Failure;

/// What is known of the ledger from elsewhere, and how signatures are checked.
#[derive(clap::Args, Debug)]
pub(crate) struct Ways {
    /// The ledger-id that is expected, 64 hex digits; without it nobody knows
    /// whose ledger this is
    #[arg(long, value_name = "LEDGER-ID")]
    expect: Option<Bytes32>,
    /// The roots that opened the ledger, 64 hex digits each, all of them
    #[arg(long, value_name = "HEX", num_args = 1..)]
    root: Vec<Bytes32>,
    /// The ledger's file is out of an export, so that entries may be left out
    #[arg(long)]
    export: bool,
    /// Checkpoints that were kept elsewhere
    #[arg(long, value_name = "FILE", num_args = 1..)]
    checkpoint: Vec<PathBuf>,
    /// Receipts that were kept elsewhere
    #[arg(long, value_name = "FILE", num_args = 1..)]
    receipt: Vec<PathBuf>,
    /// Check each signature singly, and together as well, and tell where the two
    /// disagree
    #[arg(long)]
    paranoid: bool,
    /// On how many threads at most
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
    /// Begin where an earlier verification ended, as its bookmark says
    #[arg(long, value_name = "FILE")]
    since: Option<PathBuf>,
    /// Keep a bookmark of where this verification ended, if the ledger holds
    #[arg(long, value_name = "FILE")]
    pub(crate) save: Option<PathBuf>,
}

impl Ways {
    pub(crate) fn inspection(&self) -> Result<Inspection, Failure> {
        let read = |path: &PathBuf| {
            fs::read_to_string(path).map_err(|error| Failure::reading(path, &error))
        };
        let roots: BTreeSet<Bytes32> = self.root.iter().copied().collect();
        let expect = Expect {
            ledger: self.expect,
            roots: Some(roots).filter(|roots| !roots.is_empty()),
            export: self.export,
            checkpoints: self.checkpoint.iter().map(read).collect::<Result<_, _>>()?,
            receipts: self.receipt.iter().map(read).collect::<Result<_, _>>()?,
            ..Expect::default()
        };
        Ok(Inspection {
            expect,
            checking: match self.paranoid {
                true => Checking::Both,
                false => Checking::Together,
            },
            threads: self.threads,
            since: self.since.as_ref().map(bookmark).transpose()?,
            keep: self.save.is_some(),
            ..Inspection::default()
        })
    }

    /// Writes the bookmark where it is wanted; says whether there is one.
    pub(crate) fn keep(&self, bookmark: Option<&Bookmark>) -> Result<bool, Failure> {
        let (Some(path), Some(bookmark)) = (&self.save, bookmark) else {
            return Ok(false);
        };
        fs::write(path, bookmark.encode()).map_err(|error| Failure::writing(path, &error))?;
        Ok(true)
    }
}

fn bookmark(path: &PathBuf) -> Result<Bookmark, Failure> {
    let bytes = fs::read(path).map_err(|error| Failure::reading(path, &error))?;
    Bookmark::decode(&bytes).map_err(|error| {
        let path = path.display();
        Failure::new(
            format!("`{path}` không phải điểm đánh dấu còn nguyên vẹn"),
            format!("`{path}`: {error}"),
        )
    })
}
