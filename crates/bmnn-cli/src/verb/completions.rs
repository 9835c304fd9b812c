//! `bmnn completions`: what a shell needs to complete the command.

use std::process::ExitCode;

use clap::CommandFactory;
use clap_complete::Shell;

use crate::args::Cli;

/// Arguments of `bmnn completions`.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The shell
    shell: Shell,
}

/// Writes them.
pub(crate) fn run(args: &Args) -> ExitCode {
    let mut command = Cli::command();
    clap_complete::generate(args.shell, &mut command, "bmnn", &mut std::io::stdout());
    ExitCode::SUCCESS
}
