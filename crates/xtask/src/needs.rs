//! Programs that are not ours and that Debian packages: installed where that is
//! ours to do, else named.

use crate::judges;
use crate::run::program;
use std::path::Path;

/// Something that tests or benches call, and how Debian 12 names it.
pub(crate) struct Need {
    /// What it is for.
    reason: &'static str,
    /// Debian's package, or several.
    package: &'static str,
    /// Whether it is there.
    present: fn() -> bool,
}

/// What the tests call.
pub(crate) const OF_TESTS: [Need; 6] = [COMPILER, OPENSSL, CRYPTOGRAPHY, VENV, GO, TLOG];
/// What the tests of the C library call.
pub(crate) const OF_C: [Need; 6] = [COMPILER, CXX, CLANG, SANITIZERS, BINUTILS, VALGRIND];
/// What projects that use the C library are built with.
pub(crate) const OF_CONSUMERS: [Need; 5] = [COMPILER, CXX, CMAKE, MAKE, PKG_CONFIG];
/// What the guard of the ABI calls.
pub(crate) const OF_ABI: [Need; 2] = [COMPILER, ABIGAIL];
/// What the C# tests call.
pub(crate) const OF_DOTNET: [Need; 5] = [COMPILER, VENV, NPM, MONO, MONO_CORE];
/// What the C library for Windows is made and tried with.
pub(crate) const OF_WINDOWS: [Need; 8] = [
    COMPILER,
    RUST_WEB,
    MINGW,
    MINGW_CXX,
    MINGW_X86,
    MINGW_X86_CXX,
    DLLTOOL,
    WINE,
];
/// What the peers of the benches are, or are made with.
pub(crate) const OF_PEERS: [Need; 4] = [VENV, GO, TLOG, POSTGRES];

const COMPILER: Need = Need {
    reason: "the C compiler that builds the bundled SQLite",
    package: "gcc",
    present: || program("cc").args(["--version"]).succeeds(),
};

const CXX: Need = Need {
    reason: "GNU's C++ compiler, which compiles the C header",
    package: "g++",
    present: || {
        let there = |name| program(name).args(["--version"]).succeeds();
        there("gcc") && there("g++")
    },
};

const CLANG: Need = Need {
    reason: "a second C and C++ compiler, which compiles the C header",
    package: "clang",
    present: || {
        let there = |name| program(name).args(["--version"]).succeeds();
        there("clang") && there("clang++")
    },
};

const SANITIZERS: Need = Need {
    reason: "clang's AddressSanitizer, under which the C tests run",
    package: "libclang-rt-14-dev",
    present: || {
        // Either name, as the layout of clang's folder is.
        let there = |name| {
            let asked = program("clang").args([format!("-print-file-name=libclang_rt.{name}.a")]);
            asked
                .output()
                .is_ok_and(|file| Path::new(file.trim()).is_absolute())
        };
        there("asan-x86_64") || there("asan")
    },
};

const BINUTILS: Need = Need {
    reason: "`nm` and `readelf`, which tell what the C library exports",
    package: "binutils",
    present: || {
        let there = |name| program(name).args(["--version"]).succeeds();
        there("nm") && there("readelf")
    },
};

const VALGRIND: Need = Need {
    reason: "valgrind, under which the C tests run",
    package: "valgrind",
    present: || program("valgrind").args(["--version"]).succeeds(),
};

const CMAKE: Need = Need {
    reason: "CMake, by which a project finds the installed C library",
    package: "cmake",
    present: || program("cmake").args(["--version"]).succeeds(),
};

const MAKE: Need = Need {
    reason: "make, which CMake drives",
    package: "make",
    present: || program("make").args(["--version"]).succeeds(),
};

const PKG_CONFIG: Need = Need {
    reason: "pkg-config, by which others find it",
    package: "pkg-config",
    present: || program("pkg-config").args(["--version"]).succeeds(),
};

const ABIGAIL: Need = Need {
    reason: "`abidw` and `abidiff`, which compare the C library's ABI with an earlier one",
    package: "abigail-tools",
    present: || {
        let there = |name| program(name).args(["--version"]).succeeds();
        there("abidw") && there("abidiff")
    },
};

const NPM: Need = Need {
    reason: "npm, which fetches the package that has the C# compiler",
    package: "npm",
    present: || program("npm").args(["--version"]).succeeds(),
};

const MONO: Need = Need {
    reason: "mono, on which C# runs as on .NET Framework",
    package: "mono-runtime",
    present: || program("mono").args(["--version"]).succeeds(),
};

const MONO_CORE: Need = Need {
    reason: "mono's assemblies of .NET Framework 4",
    package: "libmono-system-core4.0-cil",
    present: || Path::new("/usr/lib/mono/4.5/System.Core.dll").exists(),
};

// Debian's own Rust, which brings the sources of the standard library; it stands
// behind any other Rust on the path.
const RUST_WEB: Need = Need {
    reason: "a Rust that builds its own standard library",
    package: "rustc-web cargo-web rust-web-src libstd-rust-web-dev",
    present: || {
        let source = "/usr/lib/rustlib/src/rust/library/std/Cargo.toml";
        let there = |name: &str| {
            program(format!("/usr/bin/{name}"))
                .args(["--version"])
                .succeeds()
        };
        there("rustc") && there("cargo") && Path::new(source).exists()
    },
};

const MINGW: Need = Need {
    reason: "the C compiler for Windows",
    package: "gcc-mingw-w64-x86-64",
    present: || {
        program("x86_64-w64-mingw32-gcc")
            .args(["--version"])
            .succeeds()
    },
};

const MINGW_CXX: Need = Need {
    reason: "the C++ compiler for Windows",
    package: "g++-mingw-w64-x86-64",
    present: || {
        program("x86_64-w64-mingw32-g++")
            .args(["--version"])
            .succeeds()
    },
};

const MINGW_X86: Need = Need {
    reason: "the C compiler for 32-bit Windows",
    package: "gcc-mingw-w64-i686",
    present: || {
        program("i686-w64-mingw32-gcc")
            .args(["--version"])
            .succeeds()
    },
};

const MINGW_X86_CXX: Need = Need {
    reason: "the C++ compiler for 32-bit Windows",
    package: "g++-mingw-w64-i686",
    present: || {
        program("i686-w64-mingw32-g++")
            .args(["--version"])
            .succeeds()
    },
};

const DLLTOOL: Need = Need {
    reason: "`llvm-dlltool`, which makes import libraries for Microsoft's linker",
    package: "llvm-22",
    // It has no flag that does nothing and succeeds.
    present: || Path::new("/usr/bin/llvm-dlltool-22").exists(),
};

const WINE: Need = Need {
    reason: "wine, under which programs for Windows run",
    package: "wine wine64",
    present: || program("wine").args(["--version"]).succeeds(),
};

const OPENSSL: Need = Need {
    reason: "the program `openssl`, which judges our key files",
    package: "openssl",
    present: || program("openssl").args(["version"]).succeeds(),
};

const CRYPTOGRAPHY: Need = Need {
    reason: "Python's `cryptography`, with which the judge in Python checks signatures",
    package: "python3-cryptography",
    present: || judge().is_some(),
};

const VENV: Need = Need {
    reason: "an environment of its own for the judges and peers that Debian does not package",
    package: "python3-venv",
    present: || judges::python().is_some(),
};

const GO: Need = Need {
    reason: "Go, in which one of the judges and peers is written",
    package: "golang-go",
    present: || program("go").args(["version"]).succeeds(),
};

const TLOG: Need = Need {
    reason: "the code of Go's checksum database, which judges checkpoints and proofs and is a peer",
    package: "golang-golang-x-mod-dev",
    present: || Path::new("/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog").is_dir(),
};

const POSTGRES: Need = Need {
    reason: "PostgreSQL, which is a peer; the benches start a server of their own",
    package: "postgresql",
    present: || Path::new("/usr/lib/postgresql").is_dir(),
};

/// The first Python that has Ed25519. Debian's own comes after the one on the
/// path, where another Python may shadow it.
pub(crate) fn judge() -> Option<&'static str> {
    let import = "from cryptography.hazmat.primitives.asymmetric import ed25519";
    ["python3", "/usr/bin/python3"]
        .into_iter()
        .find(|python| program(python).args(["-c", import]).succeeds())
}

/// Installs what of `needs` is missing where that is ours to do, else names it
/// all; `whose` they are is told too.
pub(crate) fn meet(whose: &str, needs: &[Need]) -> Result<(), String> {
    let missing: Vec<&Need> = needs.iter().filter(|need| !(need.present)()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let packages = missing.iter().flat_map(|need| need.package.split(' '));
    let packages: Vec<&str> = packages.collect();
    let by_hand = format!("sudo apt-get install {}", packages.join(" "));
    if !may_install() {
        let reasons: String = missing
            .iter()
            .map(|need| format!("\n  {}: {}", need.package, need.reason))
            .collect();
        return Err(format!(
            "{whose} need what is not here:{reasons}\nOn Debian: {by_hand}"
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
