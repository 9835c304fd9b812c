//! `cargo xtask test`: what the tests need, then the tests.
//!
//! Some tests are judged by programs that are not ours: OpenSSL reads our key
//! files and verifies our raw signatures, a reader in Python recomputes our
//! ledgers from the format's description alone, the Go checksum database's code
//! opens our checkpoints and checks our proofs, and pymerkle and scitt-cose judge
//! roots and receipts. A judge that is missing is a failure, never a skip.

use crate::judges;
use crate::run::{Program, cargo, program};
use std::path::Path;

/// Something the tests call, and how Debian 12 names it.
struct Need {
    /// What it is for.
    reason: &'static str,
    /// Debian's package.
    package: &'static str,
    /// Whether it is there.
    present: fn() -> bool,
}

const NEEDS: [Need; 6] = [
    Need {
        reason: "the C compiler that builds the bundled SQLite",
        package: "gcc",
        present: || program("cc").args(["--version"]).succeeds(),
    },
    Need {
        reason: "the program `openssl`, which judges our key files",
        package: "openssl",
        present: || program("openssl").args(["version"]).succeeds(),
    },
    Need {
        reason: "Python's `cryptography`, with which the judge in Python checks signatures",
        package: "python3-cryptography",
        present: || judge().is_some(),
    },
    Need {
        reason: "an environment of its own for the judges that Debian does not package",
        package: "python3-venv",
        present: || judges::python().is_some(),
    },
    Need {
        reason: "Go, in which one of the judges is written",
        package: "golang-go",
        present: || program("go").args(["version"]).succeeds(),
    },
    Need {
        reason: "the code of Go's checksum database, which judges checkpoints and proofs",
        package: "golang-golang-x-mod-dev",
        present: || Path::new("/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog").is_dir(),
    },
];

/// The first Python that has Ed25519. Debian's own comes after the one on the
/// path, where another Python may shadow it.
fn judge() -> Option<&'static str> {
    let import = "from cryptography.hazmat.primitives.asymmetric import ed25519";
    ["python3", "/usr/bin/python3"]
        .into_iter()
        .find(|python| program(python).args(["-c", import]).succeeds())
}

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

    meet_needs()?;
    let python = judge().ok_or("no Python with `cryptography` after installing it")?;
    let judges = judges::ready()?;
    let judged = |program: Program| {
        let program = program.env("BMNN_PYTHON", python);
        program.env("BMNN_JUDGES", &judges)
    };

    if !passed_on.is_empty() {
        return judged(cargo(["test", "--locked"]).args(passed_on)).checked();
    }
    // Two targets are called bmnn, the core and the command: documentation is
    // made of the libraries, which are what others read.
    cargo(["doc", "--locked", "--workspace", "--no-deps", "--lib"])
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

/// Installs what is missing where that is ours to do, else names it all.
fn meet_needs() -> Result<(), String> {
    let missing: Vec<&Need> = NEEDS.iter().filter(|need| !(need.present)()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages: Vec<&str> = missing.iter().map(|need| need.package).collect();
    let by_hand = format!("sudo apt-get install {}", packages.join(" "));
    if !may_install() {
        let reasons: String = missing
            .iter()
            .map(|need| format!("\n  {}: {}", need.package, need.reason))
            .collect();
        return Err(format!(
            "the tests need what is not here:{reasons}\nOn Debian: {by_hand}"
        ));
    }
    // The lists of a fresh machine may be empty or old; a mirror that cannot be
    // reached is told by the installation that follows.
    if let Err(reason) = program("apt-get").args(["update", "--quiet"]).checked() {
        eprintln!("xtask: {reason}; going on with the lists that are here");
    }
    program("apt-get")
        .args(["install", "--yes", "--quiet", "--no-install-recommends"])
        .args(&packages)
        .env("DEBIAN_FRONTEND", "noninteractive")
        .checked()?;
    match missing.iter().find(|need| !(need.present)()) {
        None => Ok(()),
        Some(need) => Err(format!(
            "{} was installed and {} is still not found",
            need.package, need.reason
        )),
    }
}

/// Whether this is root on a Debian.
fn may_install() -> bool {
    let root = std::process::Command::new("id").arg("-u").output();
    root.is_ok_and(|id| id.stdout.trim_ascii() == b"0")
        && program("apt-get").args(["--version"]).succeeds()
}
