//! `bmnn walkthrough`: some days of an office, told as a story.

use std::{path::PathBuf, process::ExitCode};

use crate::lang::Lang;

/// What `bmnn walkthrough` can be told.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The folder that is made and left for inspection.
    dir: Option<PathBuf>,
    /// Use fixed keys, clock and salts: the same ledger on every machine.
    #[arg(long)]
    fixed: bool,
}

/// Runs the story.
pub(crate) fn run(args: &Args, lang: Lang, _json: bool) -> ExitCode {
    let _ = (&args.dir, args.fixed);
    eprintln!("{}", lang.pick("chưa có", "not there yet"));
    ExitCode::from(2)
}
