//! Speed, one line a row, as a ratio to a ceiling or a peer of the same run.
//!
//! Absolute figures move from run to run and machine to machine. Subject,
//! ceiling and peer are therefore measured in turn, window by window, and a
//! ratio is the median of the windows' own ratios.
//!
//! # Peers
//!
//! What others reach on the same work is measured wherever it installs from
//! Debian, crates.io or PyPI:
//!
//! | rows | peer |
//! | --- | --- |
//! | `append.durable.one`, `append.durable.batch`, `verify.hashes.core1` | SQLite with a trigger that chains its rows; it signs nothing |
//! | `append.durable.*.postgres` | PostgreSQL with such a trigger |
//! | `proof.make`, `proof.check` | `ct-merkle` 0.3 |
//! | `proof.make.go`, `proof.check.go` | Go's `x/mod/sumdb/tlog`, as Debian packages it |
//! | `proof.make.pymerkle`, `proof.check.pymerkle` | pymerkle 7.0.0 |
//!
//! The rows `call.*`, `perform.*` and `verify.*` that end in a language have the
//! Rust call for their ceiling.
//!
//! A peer that cannot run fails its rows; none is skipped. Deliberately absent:
//!
//! * Tessera and immudb: Go modules, packaged by none of the three. They build
//!   only with the network at hand, and a bench that reaches for it measures
//!   something else every year.
//! * git with signed commits: a process is started for every commit and for
//!   every signature, so that at about a hundred a second the row would tell of
//!   processes.
//! * journald with sealing: a service of the machine, whose journal is not ours
//!   to fill. It seals by time and not by entry, and makes no proofs.
//! * `tlog` and pymerkle in durable appending: the former stores nothing by
//!   itself, and the latter's store is SQLite, which is a peer already.
#![forbid(unsafe_code)]

mod append;
mod bindings;
mod chained;
mod ledger;
mod measure;
mod office;
mod outside;
mod postgres;
mod proof;
mod raw;
mod row;
mod verify;

use measure::Scale;
use std::process::ExitCode;

const HELP: &str = "\
Measures bmnn against ceilings and peers of the same run.

Usage: cargo xtask bench [--json] [--quick] [NAME ...]

  --json    one JSON object a row: name value unit ceiling ratio peer peer_ratio
  --quick   fewer and shorter windows, a smaller registry: to see that it works
  NAME      only rows whose name begins so

The exit code is 0 only if every row that was wanted was measured.
";

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    // What the memory row calls itself with.
    if let [flag, path] = arguments.as_slice()
        && flag == "--peak"
    {
        return match verify::peak(path.as_ref()) {
            Ok(peak) => {
                println!("{peak}");
                ExitCode::SUCCESS
            }
            Err(_) => ExitCode::FAILURE,
        };
    }
    let mut json = false;
    let mut scale = Scale::FULL;
    let mut names = Vec::new();
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--json" => json = true,
            "--quick" => scale = Scale::QUICK,
            "--help" | "-h" => {
                print!("{HELP}");
                return ExitCode::SUCCESS;
            }
            name if name.starts_with('-') => {
                eprintln!("bench: there is no flag `{name}`\n\n{HELP}");
                return ExitCode::from(2);
            }
            name => names.push(name.to_owned()),
        }
    }
    let wanted = |name: &str| {
        names.is_empty() || names.iter().any(|prefix| name.starts_with(prefix.as_str()))
    };
    match run(scale, &wanted, json) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(
    scale: Scale,
    wanted: &dyn Fn(&str) -> bool,
    json: bool,
) -> Result<(), Box<dyn std::error::Error>> {
    if !json {
        row::head();
    }
    let show = |row: row::Row| row.print(json);
    if wanted("append.durable.one") {
        show(append::one(scale)?);
    }
    if wanted("append.durable.batch") {
        show(append::batch(scale)?);
    }
    verify::rows(scale, wanted, &show)?;
    proof::in_memory(scale, wanted, &show)?;
    office::rows(scale, wanted, &show)?;
    bindings::rows(scale, wanted, &show)?;
    // Last, so that a peer that is not there costs no other row.
    let peers = [
        postgres::rows(scale, wanted, &show),
        outside::rows(scale, wanted, &show),
    ];
    let faults: Vec<_> = peers.into_iter().filter_map(Result::err).collect();
    if faults.is_empty() {
        return Ok(());
    }
    let sentences: Vec<_> = faults.iter().map(ToString::to_string).collect();
    Err(sentences.join("\nbench: ").into())
}
