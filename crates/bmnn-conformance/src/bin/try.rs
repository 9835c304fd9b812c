//! Asks a program the questions of the vectors.
//!
//! `try [--answers FILE] [--at-least COUNT] [--every N] PROGRAM [ARGUMENTS]`: what differs
//! from the answers expected is told, and which tasks the program does. It fails
//! if one answer differs, the program ends with a failure, a task is done for some of its cases alone, or fewer
//! than COUNT are answered. FILE gets every answer, a line each, to be compared
//! with those of another program.
#![forbid(unsafe_code)]

use bmnn_conformance::runner::difference;
use bmnn_conformance::subject::{Process, Subject};
use bmnn_conformance::vector::Group;
use std::collections::BTreeMap;
use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

fn main() -> ExitCode {
    match run(std::env::args_os().skip(1)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

/// What is asked of whom.
struct Given {
    answers: Option<PathBuf>,
    at_least: usize,
    every: usize,
    command: Vec<OsString>,
}

fn given(mut arguments: impl Iterator<Item = OsString>) -> Result<Given, String> {
    let mut given = Given {
        answers: None,
        at_least: 0,
        every: 1,
        command: Vec::new(),
    };
    while let Some(argument) = arguments.next() {
        let mut value = || {
            arguments
                .next()
                .ok_or("an option without its value".to_owned())
        };
        match argument.to_str() {
            Some("--answers") => given.answers = Some(value()?.into()),
            Some("--at-least") => given.at_least = number(&value()?)?,
            Some("--every") => given.every = number(&value()?)?.max(1),
            _ => {
                given.command.push(argument);
                given.command.extend(arguments);
                return Ok(given);
            }
        }
    }
    Err(
        "which program? try [--answers FILE] [--at-least COUNT] [--every N] PROGRAM [ARGUMENTS]"
            .to_owned(),
    )
}

fn number(text: &OsStr) -> Result<usize, String> {
    let number = text.to_str().and_then(|text| text.parse().ok());
    number.ok_or_else(|| "an option wants a number".to_owned())
}

fn run(arguments: impl Iterator<Item = OsString>) -> Result<(), String> {
    let given = given(arguments)?;
    let (program, arguments) = given.command.split_first().ok_or("which program?")?;
    let mut subject = Process::start(Command::new(program).args(arguments))
        .map_err(|cause| format!("cannot start `{}`: {cause}", program.display()))?;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors/v1");
    let groups = Group::read_all(&folder).map_err(|error| error.to_string())?;

    let (mut answers, mut differences) = (String::new(), Vec::new());
    // How many cases of each task were answered, of how many asked; and how many
    // there were.
    let mut tasks: BTreeMap<&str, (usize, usize, usize)> = BTreeMap::new();
    for group in &groups {
        for case in &group.cases {
            let input = group.input(case).map_err(|error| error.to_string())?;
            let (done, asked, seen) = tasks.entry(&case.task).or_default();
            *seen += 1;
            if (*seen - 1) % given.every != 0 {
                continue;
            }
            *asked += 1;
            let Some(answer) = subject.answer(&case.task, &input) else {
                continue;
            };
            *done += 1;
            let id = &case.id;
            let _ = writeln!(answers, "{id}\t{answer}");
            if let Some(found) = difference(&case.expect, &answer) {
                let (at, expected, found) = (found.at, found.expected, found.found);
                differences.push(format!(
                    "{id}: at `{at}` expected {expected}, found {found}"
                ));
            }
        }
    }
    match subject.finish() {
        Ok(status) if status.success() => {}
        Ok(status) => differences.push(format!("the program ended with {status}")),
        Err(cause) => differences.push(format!("the program did not end: {cause}")),
    }
    if let Some(file) = &given.answers {
        std::fs::write(file, answers)
            .map_err(|cause| format!("cannot write `{}`: {cause}", file.display()))?;
    }
    let answered: usize = tasks.values().map(|(done, ..)| done).sum();
    for (task, (done, all, _)) in &tasks {
        match done {
            0 => println!("{task:20} not done"),
            _ => println!("{task:20} {done} of {all}"),
        }
        if *done != 0 && done != all {
            differences.push(format!("{task}: answered {done} of {all} cases"));
        }
    }
    println!("{answered} answers, {} differ", differences.len());
    if answered < given.at_least {
        let wanted = given.at_least;
        differences.push(format!("{answered} answers; {wanted} are expected"));
    }
    if differences.is_empty() {
        Ok(())
    } else {
        Err(differences.join("\n"))
    }
}
