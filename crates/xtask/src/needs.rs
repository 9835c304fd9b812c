//! Programs that are not ours and that Debian packages: installed where that is
//! ours to do, else named.

use crate::judges;
use crate::run::program;
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
pub(crate) fn judge() -> Option<&'static str> {
    let import = "from cryptography.hazmat.primitives.asymmetric import ed25519";
    ["python3", "/usr/bin/python3"]
        .into_iter()
        .find(|python| program(python).args(["-c", import]).succeeds())
}

/// Installs what is missing where that is ours to do, else names it all.
pub(crate) fn meet() -> Result<(), String> {
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
