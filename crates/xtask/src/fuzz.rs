//! `cargo xtask fuzz`: the laws of `bmnn-fuzz` under libFuzzer.
//!
//! ```text
//! fuzz/libfuzzer/targets/*.rs ─ cargo fuzz build ─► target/fuzz/…/release/<law>
//! fuzz/corpus/<law>/  committed, read only ──┐
//! target/fuzz-found/<law>/  what is new ◄────┴─ runs, as many at once as there are cores
//! target/fuzz-found/finding-<law>-*  an input for which the law does not hold
//! ```
//!
//! The compiler is the one that builds everything else: with
//! `RUSTC_BOOTSTRAP=1` a stable one takes the flags that a nightly takes.

use crate::run::{Program, cargo, program, root};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Instant;

/// Pinned, so that a new release of the tool cannot turn a build red.
const VERSION: &str = "0.13.2";
/// Where everything is built: once, for all targets.
const BUILT: &str = "target/fuzz";
/// Where inputs go that are new, and findings.
const FOUND: &str = "target/fuzz-found";
/// The longest input that is committed.
const LONGEST: u64 = 4096;

/// What to run, and how.
struct Plan {
    targets: Vec<String>,
    seconds: u64,
    jobs: usize,
    minimise: bool,
}

/// Builds the targets and runs each for a bounded time.
pub(crate) fn run(args: &[String]) -> Result<(), String> {
    let plan = plan(args)?;
    let tool = tool()?;
    build(&tool, &plan.targets)?;
    let host = host()?;
    let binary = |target: &str| root().join(BUILT).join(&host).join("release").join(target);
    if plan.minimise {
        return plan
            .targets
            .iter()
            .try_for_each(|target| minimise(target, &binary(target)));
    }
    let waiting = Mutex::new(plan.targets.iter());
    let failed = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..plan.jobs {
            scope.spawn(|| {
                loop {
                    let next = waiting.lock().ok().and_then(|mut waiting| waiting.next());
                    let Some(target) = next else { break };
                    if let Err(reason) = fuzz(target, &binary(target), plan.seconds)
                        && let Ok(mut failed) = failed.lock()
                    {
                        failed.push(reason);
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().unwrap_or_default();
    if failed.is_empty() {
        Ok(())
    } else {
        Err(failed.join("\n"))
    }
}

fn plan(args: &[String]) -> Result<Plan, String> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let mut plan = Plan {
        targets: Vec::new(),
        seconds: 60,
        jobs: cores,
        minimise: false,
    };
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        let mut number = || {
            let number = args.next().and_then(|number| number.parse().ok());
            number.ok_or(format!("`{arg}` wants a number"))
        };
        match arg.as_str() {
            "--seconds" => plan.seconds = number()?,
            "--jobs" => plan.jobs = usize::try_from(number()?).unwrap_or(1).max(1),
            "--minimise" => plan.minimise = true,
            flag if flag.starts_with('-') => {
                return Err(format!(
                    "`{flag}` is no flag of fuzz; see `cargo xtask help`"
                ));
            }
            target => plan.targets.push(target.to_owned()),
        }
    }
    let all = targets()?;
    if let Some(unknown) = plan.targets.iter().find(|target| !all.contains(target)) {
        let all = all.join(", ");
        return Err(format!("there is no target `{unknown}`; there are {all}"));
    }
    if plan.targets.is_empty() {
        plan.targets = all;
    }
    Ok(plan)
}

/// Every target, by its file.
fn targets() -> Result<Vec<String>, String> {
    let folder = root().join("fuzz/libfuzzer/targets");
    let reading = |error| format!("cannot read `{}`: {error}", folder.display());
    let mut names = Vec::new();
    for file in std::fs::read_dir(&folder).map_err(reading)? {
        let path = file.map_err(reading)?.path();
        names.extend(
            path.file_stem()
                .map(|name| name.to_string_lossy().into_owned()),
        );
    }
    names.sort();
    Ok(names)
}

/// `cargo-fuzz`: the one on the path, else one of our own, installed if need be.
fn tool() -> Result<PathBuf, String> {
    let on_path = PathBuf::from("cargo-fuzz");
    if program(&on_path).args(["fuzz", "--version"]).succeeds() {
        return Ok(on_path);
    }
    let folder = format!("target/tools/cargo-fuzz-{VERSION}");
    let own = root().join(&folder).join("bin/cargo-fuzz");
    if !own.exists() {
        let install = ["install", "cargo-fuzz", "--locked", "--version", VERSION];
        cargo(install).args(["--root", &folder]).checked()?;
    }
    Ok(own)
}

/// Builds with the same versions of everything as the workspace: the targets
/// are one of their own, whose lock file follows from the committed one.
fn build(tool: &Path, targets: &[String]) -> Result<(), String> {
    let locked = root().join("fuzz/libfuzzer/Cargo.lock");
    std::fs::copy(root().join("Cargo.lock"), &locked)
        .map_err(|error| format!("cannot write `{}`: {error}", locked.display()))?;
    let folders = ["--fuzz-dir", "fuzz/libfuzzer", "--target-dir", BUILT];
    let build = program(tool).args(["fuzz", "build"]).args(folders);
    let build = build.env("RUSTC_BOOTSTRAP", "1");
    match targets {
        [one] => build.args([one]).checked(),
        _ => build.checked(),
    }
}

/// Runs one target, and says in a line what came of it.
fn fuzz(target: &str, binary: &Path, seconds: u64) -> Result<(), String> {
    let found = found(target)?;
    let log = root().join(FOUND).join(format!("{target}.log"));
    let artifacts = root().join(FOUND).join(format!("finding-{target}-"));
    let began = Instant::now();
    let run = sanitized(binary)
        .args([
            format!("-max_total_time={seconds}"),
            // A hang, and memory out of proportion, are findings too.
            "-timeout=20".to_owned(),
            "-rss_limit_mb=2048".to_owned(),
            "-malloc_limit_mb=256".to_owned(),
            "-print_final_stats=1".to_owned(),
            format!("-artifact_prefix={}", artifacts.display()),
        ])
        .args([&found, &corpus(target)]);
    let held = run.logged(&log)?;
    let said = std::fs::read(&log).unwrap_or_default();
    let said = String::from_utf8_lossy(&said);
    let took = began.elapsed().as_secs();
    let (executions, coverage) = (statistic(&said), last_coverage(&said));
    let outcome = if held { "holds" } else { "DOES NOT HOLD" };
    eprintln!("{target}: {executions} executions, {coverage} edges, {took} s: {outcome}");
    if held {
        return Ok(());
    }
    let from = said.lines().count().saturating_sub(40);
    for line in said.lines().skip(from) {
        eprintln!("  {line}");
    }
    let artifacts = artifacts.display();
    Err(format!(
        "the law of `{target}` does not hold; the input is `{artifacts}*`, the log `{}`",
        log.display()
    ))
}

/// Replaces a committed corpus by the fewest inputs that reach as much, what
/// was newly found included.
fn minimise(target: &str, binary: &Path) -> Result<(), String> {
    let (found, corpus) = (found(target)?, corpus(target));
    let merged = root().join(FOUND).join(format!("{target}.merged"));
    let failing = |error| format!("cannot replace `{}`: {error}", corpus.display());
    if merged.exists() {
        std::fs::remove_dir_all(&merged).map_err(failing)?;
    }
    std::fs::create_dir_all(&merged).map_err(failing)?;
    sanitized(binary)
        // What is reached, not how often: a tenth of the files.
        .args(["-set_cover_merge=1", "-use_counters=0", "-timeout=20"])
        .args([&merged, &corpus, &found])
        .checked()?;
    for file in std::fs::read_dir(&merged).map_err(failing)? {
        let file = file.map_err(failing)?;
        if file.metadata().map_err(failing)?.len() > LONGEST {
            std::fs::remove_file(file.path()).map_err(failing)?;
        }
    }
    // What is longer was put there by hand, and for a reason.
    for file in std::fs::read_dir(&corpus).map_err(failing)? {
        let file = file.map_err(failing)?;
        if file.metadata().map_err(failing)?.len() <= LONGEST {
            std::fs::remove_file(file.path()).map_err(failing)?;
        }
    }
    for file in std::fs::read_dir(&merged).map_err(failing)? {
        let file = file.map_err(failing)?;
        std::fs::copy(file.path(), corpus.join(file.file_name())).map_err(failing)?;
    }
    Ok(())
}

/// A target's program, its sanitizer told what cargo-fuzz tells it.
fn sanitized(binary: &Path) -> Program {
    program(binary).env("ASAN_OPTIONS", "detect_odr_violation=0:detect_leaks=0")
}

/// The folder of inputs that are new.
fn found(target: &str) -> Result<PathBuf, String> {
    let folder = root().join(FOUND).join(target);
    let made = std::fs::create_dir_all(&folder);
    made.map_err(|error| format!("cannot make `{}`: {error}", folder.display()))?;
    Ok(folder)
}

fn corpus(target: &str) -> PathBuf {
    root().join("fuzz/corpus").join(target)
}

/// How many inputs were tried, by libFuzzer's own count.
fn statistic(said: &str) -> &str {
    let line = said
        .lines()
        .find_map(|line| line.strip_prefix("stat::number_of_executed_units:"));
    line.map_or("?", str::trim)
}

/// The last `cov: N` that libFuzzer printed.
fn last_coverage(said: &str) -> &str {
    let last = said
        .lines()
        .rev()
        .find_map(|line| line.split_once(" cov: "));
    let number = last.and_then(|(_, rest)| rest.split_whitespace().next());
    number.unwrap_or("?")
}

/// The triple of this machine, for which cargo-fuzz builds.
fn host() -> Result<String, String> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let said = program(rustc).args(["--version", "--verbose"]).output()?;
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned)
        .ok_or("rustc does not say its host".to_owned())
}
