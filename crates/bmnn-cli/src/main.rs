//! The command `bmnn`.
#![forbid(unsafe_code)]

mod args;
mod lang;
mod walkthrough;

use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use args::{Cli, Verb};
use lang::Lang;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let lang = cli.lang.unwrap_or_else(|| match cli.verb {
        // The story is told in the language of the law, whatever the machine's.
        Verb::Walkthrough(_) => Lang::Vi,
        _ => Lang::of_locale(|name| std::env::var(name).ok()),
    });
    match cli.verb {
        Verb::Walkthrough(args) => walkthrough::run(&args, lang, cli.json),
        Verb::Completions(args) => {
            let mut command = Cli::command();
            clap_complete::generate(args.shell, &mut command, "bmnn", &mut std::io::stdout());
            ExitCode::SUCCESS
        }
    }
}
