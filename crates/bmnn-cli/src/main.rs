//! The command `bmnn`.
#![forbid(unsafe_code)]

mod args;
mod exit;
mod failure;
mod help;
mod lang;
mod names;
mod office;
mod output;
mod passphrase;
mod progress;
mod qr;
mod table;
mod verb;
mod view;
mod walkthrough;

use std::{io::Write, path::Path, process::ExitCode};

use args::Verb;
use bmnn_cli::old_book;
use exit::Exit;
use failure::Failure;
use lang::Lang;
use output::Out;

fn main() -> ExitCode {
    let typed: Vec<_> = std::env::args_os().collect();
    let lang = help::language(&typed);
    let cli = match help::parse(typed, lang) {
        Ok(cli) => cli,
        // Help and version are answers; everything else could not be tried.
        Err(error) => {
            let exit = if error.use_stderr() {
                Exit::NotTried
            } else {
                Exit::Holds
            };
            let _ = error.print();
            return exit.into();
        }
    };
    match &cli.verb {
        Verb::Walkthrough(args) => walkthrough::run(args, lang, cli.json),
        Verb::Completions(args) => verb::completions::run(args),
        verb => {
            let mut out = Out::new(lang, cli.json);
            let answer = run(verb, &mut out);
            close(answer, &mut out).into()
        }
    }
}

fn run(verb: &Verb, out: &mut Out) -> Result<Exit, Failure> {
    match verb {
        Verb::Init(args) => verb::init::run(args, out),
        Verb::Keygen(args) => verb::keygen::run(args, out),
        Verb::Key(args) => verb::key::run(args, out),
        Verb::Close(args) => verb::close::run(args, out),
        Verb::Backup(args) => verb::backup::run(args, out),
        Verb::Restore(args) => verb::restore::run(args, out),
        Verb::Perform(args) => verb::perform::run(args, out),
        Verb::Import(args) => verb::import::run(args, out),
        Verb::Status(args) => verb::status::run(args, out),
        Verb::History(args) => verb::history::run(args, out),
        Verb::Show(args) => verb::show::run(args, out),
        Verb::Verify(args) => verb::verify::run(args, out),
        Verb::Export(args) => verb::export::run(args, out),
        Verb::Prove(args) => verb::prove::run(args, out),
        Verb::Check(args) => verb::check::run(args, out),
        Verb::Slip(args) => verb::slip::run(args, out),
        Verb::Note(args) => verb::note::run(args, out),
        Verb::Witness(args) => verb::witness::run(args, out),
        Verb::Fork(args) => verb::fork::run(args, out),
        Verb::Conform(args) => verb::conform::run(args, out),
        Verb::Pack(args) => verb::pack::run(args, out),
        Verb::Walkthrough(_) | Verb::Completions(_) => Ok(Exit::Holds),
    }
}

/// Says what failed, and ends as the answer does.
fn close(answer: Result<Exit, Failure>, out: &mut Out) -> Exit {
    let exit = match answer {
        Ok(exit) => exit,
        Err(failure) => {
            if out.json {
                out.document(&failure.json());
            }
            complain(&failure, out.lang);
            failure.exit()
        }
    };
    match out.finish() {
        Ok(()) => exit,
        Err(cause) => {
            let failure = Failure::writing(Path::new("/dev/stdout"), &cause);
            complain(&failure, out.lang);
            Exit::NotTried
        }
    }
}

/// Says it on standard error; who has closed that does not want to hear it.
fn complain(failure: &Failure, lang: Lang) {
    let _ = writeln!(std::io::stderr(), "bmnn: {}", failure.text(lang));
}
