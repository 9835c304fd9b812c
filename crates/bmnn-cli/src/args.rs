//! What can be typed.

use clap::{Parser, Subcommand};

use crate::{
    lang::Lang,
    verb::{
        backup, check, close, completions, conform, export, fork, history, import, init, key,
        keygen, note, pack, perform, prove, restore, show, slip, status, verify, witness,
    },
    walkthrough,
};

/// A secret registry at work: numbered copies, custody, terms, and a ledger
/// that an outsider can verify.
#[derive(Debug, Parser)]
#[command(name = "bmnn", version, max_term_width = 100)]
pub(crate) struct Cli {
    /// Print JSON instead of text
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// The language of texts; by default the locale's
    #[arg(long, global = true, value_enum, value_name = "LANG")]
    pub(crate) lang: Option<Lang>,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

/// One verb a file.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// See a secret registry at work, from its opening to its verification
    Walkthrough(walkthrough::Args),
    /// Make a registry: its keys, its ledger and its rules
    Init(init::Args),
    /// Add a key to the ring of a registry
    Keygen(keygen::Args),
    /// List, enrol, revoke, rotate and restore keys; change their passphrase
    Key(key::Args),
    /// Put one act on record, or several, all or nothing
    Perform(perform::Args),
    /// Bring in a stream of acts, or an old register as CSV
    Import(import::Args),
    /// Tell what a document is on a day, with reasons and articles
    Status(status::Args),
    /// Tell what happened to a document, copy, person, party or book
    History(history::Args),
    /// Show an entry, an act, a document, a copy, books, duties or the checkpoint
    Show(show::Args),
    /// Verify a registry, or a ledger file by itself
    Verify(verify::Args),
    /// Make one file for an inspector: the ledger, chosen sealed values, the packs
    Export(export::Args),
    /// Prove to an outsider that an entry is in the ledger, or that it only grew
    Prove(prove::Args),
    /// Check a proof that came from elsewhere, without a registry
    Check(check::Args),
    /// Write the slip that goes with a copy to another agency, or back
    Slip(slip::Args),
    /// Read a slip from another agency, and put on record what follows
    Note(note::Args),
    /// Cosign another ledger's checkpoint, if it only adds to what was cosigned
    Witness(witness::Args),
    /// Show that another ledger has two histories
    Fork(fork::Args),
    /// Check by a scenario what a vendor's product left on record
    Conform(conform::Args),
    /// Close a ledger: nothing follows
    Close(close::Args),
    /// Copy a registry, also while somebody writes, and verify the copy
    Backup(backup::Args),
    /// Let a backup stand in the place of what was lost
    Restore(restore::Args),
    /// List, show, check and adopt rule packs
    Pack(pack::Args),
    /// Write the completions of a shell to standard output
    Completions(completions::Args),
}
