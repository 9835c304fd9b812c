//! One-command chores: `cargo xtask test | bench | fuzz | schema | header | c | abi |
//! install | consumers | dotnet | windows | vectors`.
//!
//! A chore either does all that its name says or fails with one sentence;
//! nothing is skipped quietly.
#![forbid(unsafe_code)]

mod abi;
mod acts;
mod bench;
mod c;
mod consumers;
mod dotnet;
mod fuzz;
mod header;
mod imports;
mod install;
mod judges;
mod layout;
mod needs;
mod readme;
mod run;
mod schema;
mod test;

use std::process::ExitCode;

const HELP: &str = "\
One-command chores of bmnn.

Usage: cargo xtask <COMMAND>

Commands:
  test [--long] [-- ARGS]   Install (as root, on Debian) or name what the tests need, then run
                            everything: documentation without warnings, tests, doctests.
                            --long   also those that take minutes: a hundred thousand acts
                            ARGS     go to `cargo test`, for example `-p bmnn-store`
  bench [--json] [--quick] [NAME…]
                            Install or name the peers that the wanted rows need, then measure in
                            release mode, one line a row; further flags are passed on
  fuzz [TARGET…] [--seconds N] [--jobs N] [--minimise]
                            Build the fuzz targets and run each (or those named) for N seconds
                            (60), as many at once as there are cores; fails on a finding
                            --minimise   instead make the committed corpora as small as they can be
  schema [--check]          Write crates/bmnn/schema/ and the acts of bindings/dotnet from the catalogue
                            of acts; --check only compares, and fails where they differ
  header [--check]          Write include/bmnn.h from the functions of crates/bmnn-capi, their names
                            and the layout of its structs to its abi/, and the imports of
                            bindings/dotnet; refuses a function that does not say Ownership, NULL,
                            Thread, Errors and Since. --check only compares
  c [--long]                Build the C library, look at what it exports, and compile, link and run
                            the tests of bindings/c by gcc and clang, under valgrind and sanitizers too
                            --long   also with all of the library instrumented, which takes minutes
  abi [--write]             Fail unless programs that were built with an earlier ABI go on: what the
                            library exports may have more than abi/bmnn-1.abi says, never less
                            or other. --write   makes the file what is there now
  install --prefix DIR [--windows | --windows-x86]
                            Build the C library for speed and lay it out: headers, shared and static
                            library, pkg-config and CMake files. DIR may be moved afterwards
                            --windows   the library for Windows, with what both linkers want;
                            --windows-x86   that for programs of 32 bits
  consumers                 Install to a folder outside, and build and run a project there that finds
                            it by CMake and by pkg-config, in C and C++, shared and static
  dotnet                    Build the C library, compile bindings/dotnet for .NET 8 and for .NET
                            Framework, and run its tests and examples on CoreCLR and on mono; makes
                            target/dotnet/tools of pinned packages the first time
  windows                   Build the C library for Windows of 64 and of 32 bits, look at what it exports
                            and imports, and run the tests of bindings/c and bindings/dotnet under
                            wine, some together with Linux; takes minutes, and is not part of test
  vectors [--check]         Make crates/bmnn-conformance/vectors/ anew; --check only compares
  help                      Print this
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let done = match args.split_first() {
        None => Err(format!("which chore?\n\n{HELP}")),
        Some((command, rest)) => match command.as_str() {
            "test" => test::run(rest),
            "bench" => bench::run(rest),
            "fuzz" => fuzz::run(rest),
            "schema" => schema::run(rest),
            "c" => c::run(rest),
            "abi" => abi::run(rest),
            "install" => install::run(rest),
            "consumers" => consumers::run(rest),
            "dotnet" => dotnet::run(rest),
            "header" => header::run(rest),
            "windows" => c::windows::run(rest),
            "vectors" => run::cargo([
                "run",
                "--quiet",
                "--package",
                "bmnn-conformance",
                "--bin",
                "vectors",
                "--",
            ])
            .args(rest)
            .checked(),
            "help" | "--help" | "-h" => {
                print!("{HELP}");
                Ok(())
            }
            other => Err(format!("there is no chore `{other}`\n\n{HELP}")),
        },
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("xtask: {reason}");
            ExitCode::FAILURE
        }
    }
}
