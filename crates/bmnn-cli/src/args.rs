//! What can be typed.

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

use crate::{lang::Lang, walkthrough};

/// A secret registry at work: numbered copies, custody, terms, and a ledger
/// that an outsider can verify.
#[derive(Debug, Parser)]
#[command(name = "bmnn", version, max_term_width = 100)]
pub(crate) struct Cli {
    /// Print JSON instead of text.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// The language of texts; by default the locale's.
    #[arg(long, global = true, value_enum, value_name = "LANG")]
    pub(crate) lang: Option<Lang>,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

/// One verb a file.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// See a secret registry at work, from its opening to its verification.
    Walkthrough(walkthrough::Args),
    /// Write the completions of a shell to standard output.
    Completions(CompletionsArgs),
}

/// Arguments of `bmnn completions`.
#[derive(Args, Debug)]
pub(crate) struct CompletionsArgs {
    /// The shell.
    pub(crate) shell: Shell,
}
