//! `cargo xtask test`: what the tests need, then the tests.
//!
//! Some tests are judged by programs that are not ours: OpenSSL reads our key
//! files and verifies our raw signatures, a reader in Python recomputes our
//! ledgers from the format's description alone, the Go checksum database's code
//! opens our checkpoints and checks our proofs, and pymerkle and scitt-cose judge
//! roots and receipts. A judge that is missing is a failure, never a skip.

use crate::abi;
use crate::c;
use crate::consumers;
use crate::dotnet;
use crate::judges;
use crate::needs::{self, judge};
use crate::run::{Program, cargo};

/// Installs or names what is missing, then runs everything.
///
/// The tests see `BMNN_PYTHON`, the Python of the reader, and `BMNN_JUDGES`, the
/// one that has the judges; with `--long`
/// those that take minutes (a hundred thousand acts) run too, built for speed.
pub(crate) fn run(args: &[String]) -> Result<(), String> {
    let (ours, passed_on) = match args.iter().position(|arg| arg == "--") {
        Some(at) => (args.get(..at), args.get(at + 1..)),
        None => (Some(args), None),
    };
    let (ours, passed_on) = (ours.unwrap_or_default(), passed_on.unwrap_or_default());
    if let Some(unknown) = ours.iter().find(|arg| *arg != "--long") {
        return Err(format!(
            "`{unknown}` is no flag of test; see `cargo xtask help`"
        ));
    }

    needs::meet("the tests", &needs::OF_TESTS)?;
    let python = judge().ok_or("no Python with `cryptography` after installing it")?;
    let judges = judges::ready()?;
    let judged = |program: Program| {
        let program = program.env("BMNN_PYTHON", python);
        program.env("BMNN_JUDGES", &judges)
    };

    if !passed_on.is_empty() {
        return judged(cargo(["test", "--locked"]).args(passed_on)).checked();
    }
    c::run(ours)?;
    abi::run(&[])?;
    consumers::run(&[])?;
    dotnet::run(&[])?;
    dotnet::same_answers()?;
    // Two targets are called bmnn, the core and the command: documentation is
    // made of the libraries, which are what others read. The C library's is its
    // header, and its crate has the core's name.
    cargo(["doc", "--locked", "--workspace", "--no-deps", "--lib"])
        .args(["--exclude", "bmnn-capi"])
        .env("RUSTDOCFLAGS", "-D warnings")
        .checked()?;
    // Every target's tests, then every doctest.
    judged(cargo(["test", "--locked", "--workspace"])).checked()?;
    if ours.is_empty() {
        return Ok(());
    }
    // What takes minutes: a hundred thousand acts, built for speed.
    let long = [
        "test",
        "--locked",
        "--release",
        "--workspace",
        "--lib",
        "--tests",
        "--",
        "--ignored",
    ];
    judged(cargo(long)).checked()
}
