//! `cargo xtask dotnet`: the C library as C# programs see it.
//!
//! ```text
//! bindings/dotnet/src ─► Bmnn.Dotnet.dll, for .NET 8 and for .NET Framework 4 (by mono)
//!               tests ─► a program on each runtime, with the library that was built; and one
//!                        with a library that panics where it is asked to
//!            examples ─► as they stand, on each runtime
//! ```
//!
//! One source, compiled for both by the same compiler. Whoever has an SDK uses
//! `dotnet build` and `dotnet test`; here neither is asked of anybody.

mod tools;
pub(crate) mod windows;

use crate::c::{self, ANSWERED};
use crate::header;
use crate::needs;
use crate::readme;
use crate::run::{Program, built, cargo, entries, program, root};
use crate::schema;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use tools::{Framework, Tools, emptied, write};

const LIBRARY: &str = "bindings/dotnet/src/Bmnn";
const TESTS: &str = "bindings/dotnet/tests/Bmnn.Tests";
/// What wants a library that panics where it is asked to.
const PANICS: &str = "bindings/dotnet/tests/Bmnn.Panics";
/// What it has of the other tests.
const SHARED: [&str; 3] = ["Office.cs", "Place.cs", "Runner.cs"];
const EXAMPLES: &str = "bindings/dotnet/examples";
const BENCH: &str = "bindings/dotnet/bench/Bench";
/// What answers the vectors.
const CONFORM: &str = "bindings/dotnet/conform/Conform";
/// The file of its answers.
const ANSWERS: &str = "answers";
/// What claims to be the library.
const OTHER_ABI: &str = "bindings/dotnet/tests/other_abi.c";
const KEY: &str = "bindings/dotnet/src/Bmnn/Bmnn.snk";

/// Builds the library, compiles what is over it, and runs the tests.
pub(crate) fn run(args: &[String]) -> Result<(), String> {
    if let Some(unknown) = args.first() {
        return Err(format!(
            "`{unknown}` is no argument of dotnet: it takes none"
        ));
    }
    needs::meet("the C# tests", &needs::OF_DOTNET)?;
    header::run(&["--check".to_owned()])?;
    schema::run(&["--check".to_owned()])?;
    cargo(["build", "--locked", "--package", "bmnn-capi"]).checked()?;
    c::runner()?;
    let tools = Tools::ready()?;
    let library = built()?.join("libbmnn.so");
    let panicking = c::injected(&root().join("target/dotnet"))?;
    for framework in Framework::ALL {
        let place = Place::ready(&tools, framework)?;
        place.library()?;
        place.tests(&library)?;
        place.panics(&panicking)?;
        place.examples(&library)?;
        place.conformance(&library)?;
        // The tests of the loader leave copies of the library: hundreds of megabytes.
        emptied(&place.folder.join("đã làm"))?;
    }
    Ok(())
}

/// Fails unless C# answered the vectors with the same bytes as C did: after both
/// chores.
pub(crate) fn same_answers() -> Result<(), String> {
    let read = |file: PathBuf| {
        fs::read_to_string(&file).map_err(|cause| format!("no `{}`: {cause}", file.display()))
    };
    let in_c = read(root().join("target/c/answers-c"))?;
    for framework in Framework::ALL {
        let folder = root().join("target/dotnet").join(framework.name());
        if let Some(found) = c::differing(&in_c, &read(folder.join(ANSWERS))?) {
            let name = framework.name();
            return Err(format!("C# on {name} answers otherwise: {found}"));
        }
    }
    Ok(())
}

/// The C# side of the benches, compiled for .NET 8, and what starts it: words, one
/// a line.
pub(crate) fn driver() -> Result<String, String> {
    needs::meet("the benches in C#", &needs::OF_DOTNET)?;
    let tools = Tools::ready()?;
    let folder = root().join("target/dotnet/bench");
    let place = Place::empty(&tools, Framework::Net8, folder)?;
    place.library()?;
    let program = place.over("Bench", BENCH, &["/optimize+"])?;
    Ok(tools.runs(Framework::Net8, &program)?.lines())
}

/// Where it is made for one framework: `target/dotnet/net8.0`.
struct Place<'t> {
    tools: &'t Tools,
    framework: Framework,
    folder: PathBuf,
}

impl<'t> Place<'t> {
    fn ready(tools: &'t Tools, framework: Framework) -> Result<Self, String> {
        let folder = root().join("target/dotnet").join(framework.name());
        Self::empty(tools, framework, folder)
    }

    fn empty(tools: &'t Tools, framework: Framework, folder: PathBuf) -> Result<Self, String> {
        emptied(&folder)?;
        Ok(Self {
            tools,
            framework,
            folder,
        })
    }

    /// `Bmnn.Dotnet.dll`, with its documentation: a public thing without is an error.
    fn library(&self) -> Result<(), String> {
        let documentation = self.folder.join("Bmnn.Dotnet.xml");
        self.compiled(
            "library",
            "Bmnn.Dotnet.dll",
            LIBRARY,
            &[&format!("/doc:{}", documentation.display())],
        )
        .map(drop)
    }

    /// The tests, and what runs them.
    fn tests(&self, library: &Path) -> Result<(), String> {
        let program = self.over("Bmnn.Tests", TESTS, &["/define:BMNN_RUNNER"])?;
        let newer = self.newer_abi()?;
        self.testing(&program, library)?
            .env("BMNN_NEWER_ABI", newer)
            .checked()
    }

    /// What a panic inside the library leaves behind.
    fn panics(&self, library: &Path) -> Result<(), String> {
        let shared = SHARED.map(|name| root().join(TESTS).join(name).display().to_string());
        let mut more = vec!["/define:BMNN_RUNNER"];
        more.extend(shared.iter().map(String::as_str));
        let program = self.over("Bmnn.Panics", PANICS, &more)?;
        self.testing(&program, library)?.checked()
    }

    /// A program of tests, to be run with a library in a folder of its own.
    fn testing(&self, program: &Path, library: &Path) -> Result<Program, String> {
        let work = self.folder.join("đã làm");
        emptied(&work)?;
        let run = self.tools.runs(self.framework, program)?;
        let run = run.env("BMNN_LIBRARY", library);
        Ok(run.env("BMNN_TESTS", work).env("RUST_BACKTRACE", "0"))
    }

    /// A library that claims to be ours, of a later ABI.
    fn newer_abi(&self) -> Result<PathBuf, String> {
        let library = self.folder.join("newer.so");
        program("cc")
            .args(["-shared", "-fPIC", "-o"])
            .args([&library])
            .args([OTHER_ABI])
            .checked_as("C: newer.so")?;
        Ok(library)
    }

    /// Each example, and each page's program, in a folder that it makes.
    fn examples(&self, library: &Path) -> Result<(), String> {
        for folder in folders(&root().join(EXAMPLES))? {
            let name = folder
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            self.example(&name, &format!("{EXAMPLES}/{name}"), library)?;
        }
        for (name, text) in readme::programs("csharp")? {
            let sources = format!("target/dotnet/{}/{name}", self.framework.name());
            emptied(&root().join(&sources))?;
            write(&root().join(&sources).join("Program.cs"), &text)?;
            self.example(name, &sources, library)?;
        }
        Ok(())
    }

    fn example(&self, name: &str, sources: &str, library: &Path) -> Result<(), String> {
        let program = self.over(name, sources, &[])?;
        self.tools
            .runs(self.framework, &program)?
            .args([self.folder.join(format!("đã làm/{name}"))])
            .env("BMNN_LIBRARY", library)
            .checked()
    }

    /// The vectors, asked of the library through C#.
    fn conformance(&self, library: &Path) -> Result<(), String> {
        let subject = self.over("Conform", CONFORM, &[])?;
        let subject = self.tools.runs(self.framework, &subject)?;
        let asking = program(built()?.join("try"))
            .args(["--at-least", ANSWERED, "--answers"])
            .args([self.folder.join(ANSWERS)])
            .args(subject.words())
            .env("LD_LIBRARY_PATH", "")
            .env("BMNN_LIBRARY", library);
        eprintln!("C#: the vectors, on {}", self.framework.name());
        let log = self.folder.join("try.log");
        if asking.logged(&log)? {
            return Ok(());
        }
        let said = fs::read_to_string(&log).unwrap_or_default();
        Err(format!(
            "C# does not answer the vectors as expected:\n{said}"
        ))
    }

    /// A program that uses `Bmnn.Dotnet.dll`.
    fn over(&self, name: &str, sources: &str, more: &[&str]) -> Result<PathBuf, String> {
        let reference = format!("/r:{}", self.folder.join("Bmnn.Dotnet.dll").display());
        self.compiled(
            "exe",
            &self.framework.program(name),
            sources,
            &[&[reference.as_str()], more].concat(),
        )
    }

    fn compiled(
        &self,
        target: &str,
        name: &str,
        sources: &str,
        more: &[&str],
    ) -> Result<PathBuf, String> {
        let output = self.folder.join(name);
        let mut sources = below(&root().join(sources))?;
        sources.retain(|path| path.extension().is_some_and(|end| end == "cs"));
        let mut flags: Vec<OsString> = vec![
            format!("/target:{target}").into(),
            format!("/keyfile:{}", root().join(KEY).display()).into(),
        ];
        flags.push(
            [OsString::from("/out:"), output.clone().into()]
                .into_iter()
                .collect(),
        );
        self.tools
            .compiler(self.framework)
            .args(flags)
            .args(more)
            .args(sources)
            .checked_as(&format!("C#: {name} for {}", self.framework.name()))?;
        Ok(output)
    }
}

/// The folders in a folder, by name.
fn folders(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut all = entries(folder)?;
    all.retain(|path| path.is_dir());
    match all.is_empty() {
        true => Err(format!("there is nothing in `{}`", folder.display())),
        false => Ok(all),
    }
}

/// Every file below a folder, but for what an SDK put there.
fn below(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut files = Vec::new();
    for path in entries(folder)? {
        let made = path
            .file_name()
            .is_some_and(|name| name == "bin" || name == "obj");
        match path.is_dir() {
            true if made => {}
            true => files.append(&mut below(&path)?),
            false => files.push(path),
        }
    }
    Ok(files)
}
