//! The judges in Python that Debian does not package, in an environment of
//! their own: `target/tools/judges`. Versions and digests are pinned, so that
//! what judges us is the same everywhere. One of them, pymerkle, is also a peer
//! of the benches.

use crate::run::program;
use std::fs;
use std::path::{Path, PathBuf};

/// What is installed, each file tied by its digest.
const WANTED: &str = include_str!("../judges.txt");

/// The Python with which wheels for CPython 3.11 fit: Debian 12's own first.
pub(crate) fn python() -> Option<&'static str> {
    let fits = "import ensurepip, sys, venv; sys.exit(sys.version_info[:2] != (3, 11))";
    ["/usr/bin/python3", "python3.11", "python3"]
        .into_iter()
        .find(|python| program(python).args(["-c", fits]).succeeds())
}

/// The Python that has the judges; made if it is not there as wanted.
pub(crate) fn ready() -> Result<PathBuf, String> {
    // crates/xtask is two below the root.
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2);
    let root = root.ok_or("the workspace has no root")?;
    let tools = root.join("target/tools/judges");
    let (judge, mark) = (tools.join("bin/python"), tools.join("judges.txt"));
    let there = fs::read_to_string(&mark).is_ok_and(|there| there == WANTED);
    let import = "import cbor2, cryptography, pymerkle, scitt_cose";
    if there && program(&judge).args(["-c", import]).succeeds() {
        return Ok(judge);
    }
    let python = python().ok_or("no Python 3.11 that makes environments")?;
    program(python)
        .args(["-m", "venv", "--clear"])
        .args([&tools])
        .checked()?;
    program(&judge)
        .args(["-m", "pip", "install", "--quiet"])
        .args(["--disable-pip-version-check", "--no-deps"])
        .args(["--only-binary", ":all:", "--require-hashes"])
        .args(["--requirement", "crates/xtask/judges.txt"])
        .checked()?;
    if !program(&judge).args(["-c", import]).succeeds() {
        return Err("the judges in Python were installed and cannot be imported".to_owned());
    }
    fs::write(&mark, WANTED).map_err(|cause| format!("cannot write `judges.txt`: {cause}"))?;
    Ok(judge)
}
