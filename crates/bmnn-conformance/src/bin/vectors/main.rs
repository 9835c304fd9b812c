//! Makes the vectors, byte for byte the same each time.
//!
//! `vectors [--check] [FOLDER]`: writes `vectors/v1`, or only compares it.
//! Version 1 grows by new files alone: what stands in its MANIFEST stays as it
//! is, unless it was wrong.
#![forbid(unsafe_code)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::type_complexity,
    reason = "the generator stops where its own data are wrong; nothing of it is shipped"
)]

mod acts;
mod cbor;
mod decisions;
mod forge;
mod keys;
mod law;
mod ledgers;
mod office;
mod proofs;
mod registries;
mod sheet;
mod signed;
mod small;
mod travel;

use bmnn::ledger::sha256;
use bmnn_conformance::vector::MANIFEST;
use sheet::Sheet;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

const HEAD: &str = "\
# The vectors of version 1: SHA-256 and name of each file.
# The version grows by new files and new lines here. A line that is here stays:
# what changes an answer is a new version, in a folder of its own.
";

fn main() -> ExitCode {
    let mut check = false;
    let mut folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("vectors/v1");
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--check" => check = true,
            other => folder = PathBuf::from(other),
        }
    }
    let (mut files, mut faults) = (Vec::new(), Vec::new());
    for sheet in sheets() {
        let name = format!("{}.json", sheet.name());
        match sheet.finish() {
            Ok(text) => files.push((name, text)),
            Err(fault) => faults.push(fault),
        }
    }
    if !faults.is_empty() {
        eprintln!("{}", faults.join("\n"));
        return ExitCode::FAILURE;
    }
    let mut manifest = HEAD.to_owned();
    for (name, text) in &files {
        writeln!(manifest, "{}  {name}", sha256(&[text.as_bytes()])).unwrap();
    }
    files.push((MANIFEST.to_owned(), manifest));
    let mut other = Vec::new();
    for (name, text) in files {
        let path = folder.join(&name);
        if check {
            if std::fs::read_to_string(&path).ok().as_ref() != Some(&text) {
                other.push(name);
            }
        } else {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(path, text).unwrap();
        }
    }
    if other.is_empty() {
        return ExitCode::SUCCESS;
    }
    eprintln!(
        "not what the generator makes: {}; run `cargo xtask vectors`",
        other.join(", ")
    );
    ExitCode::FAILURE
}

fn sheets() -> Vec<Sheet> {
    let mut sheets = vec![
        small::levels(),
        small::dates(),
        small::copies(),
        law::terms(),
        law::status(),
        law::marks(),
        decisions::decisions(),
        acts::acts(),
        cbor::cbor(),
        cbor::sealed(),
        keys::keys(),
        signed::statements(),
        signed::entries(),
        signed::checkpoints(),
        proofs::trees(),
        proofs::proofs(),
        travel::consistency(),
        travel::receipts(),
        travel::witnesses(),
        travel::forks(),
        travel::slips(),
        ledgers::ledgers(),
        registries::registries(),
    ];
    sheets.sort_by_key(Sheet::name);
    sheets
}
