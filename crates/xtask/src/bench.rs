//! `cargo xtask bench`: the peers that are programs of their own, then the
//! benches.

use crate::run::{cargo, program, root};
use crate::{dotnet, judges, needs};
use std::path::{Path, PathBuf};

/// The rows whose peers are not built with the benches.
const OUTSIDE: [&str; 6] = [
    "append.durable.one.postgres",
    "append.durable.batch.postgres",
    "proof.make.go",
    "proof.check.go",
    "proof.make.pymerkle",
    "proof.check.pymerkle",
];

/// The rows about the C library, measured by a program in C.
const IN_C: [&str; 3] = ["call.c", "perform.c", "verify.c"];

/// The same by a program in C#.
const IN_CSHARP: [&str; 3] = ["call.dotnet", "perform.dotnet", "verify.dotnet"];

/// Builds the benches for speed and hands them every flag.
///
/// A peer that cannot be had is told at once, and fails its own rows in the end:
/// all others are measured.
pub(crate) fn run(flags: &[String]) -> Result<(), String> {
    let mut benches = cargo(["run", "--release", "--package", "bmnn-bench", "--"]).args(flags);
    let names: Vec<&String> = flags.iter().filter(|flag| !flag.starts_with('-')).collect();
    let wanted = |row: &&str| names.is_empty() || names.iter().any(|name| row.starts_with(*name));
    if OUTSIDE.iter().any(wanted) {
        if let Err(reason) = needs::meet("the benches", &needs::OF_PEERS) {
            eprintln!("xtask: {reason}");
        }
        match judges::ready() {
            Ok(python) => benches = benches.env("BMNN_JUDGES", python),
            Err(reason) => eprintln!("xtask: {reason}"),
        }
    }
    if IN_C.iter().chain(&IN_CSHARP).any(wanted) {
        let library = library()?;
        if IN_C.iter().any(wanted) {
            benches = benches.env("BMNN_BENCH_C", driver_in_c(&library)?);
        }
        if IN_CSHARP.iter().any(wanted) {
            benches = benches.env("BMNN_BENCH_DOTNET", dotnet::driver()?);
        }
        benches = benches.env("BMNN_LIBRARY", library);
    }
    benches.checked()
}

/// The C library, built for speed.
fn library() -> Result<PathBuf, String> {
    cargo(["build", "--locked", "--release", "--package", "bmnn-capi"]).checked()?;
    let built = root().join("target/release");
    // The name that programs will look for.
    let named = built.join("libbmnn.so.1");
    std::fs::copy(built.join("libbmnn.so"), &named)
        .map_err(|cause| format!("cannot write `{}`: {cause}", named.display()))?;
    Ok(named)
}

/// The program in C that calls the library.
fn driver_in_c(library: &Path) -> Result<String, String> {
    let driver = library.with_file_name("bench-c");
    let built = library.parent().unwrap_or(library).display();
    program("cc")
        .args(["-std=c99", "-O2", "-Iinclude", "bindings/c/bench.c"])
        .args([library])
        .args([format!("-Wl,-rpath,{built}")])
        .args(["-o".as_ref(), driver.as_os_str()])
        .checked()?;
    Ok(driver.display().to_string())
}
