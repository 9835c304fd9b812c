//! What the way through the C library costs: the same work in Rust, in C and in
//! C#, in turn.
//!
//! The other languages' sides are programs of their own (`bindings/c/bench.c`,
//! `bindings/dotnet/bench`), told a work and for how long on standard input, so
//! that nothing of ours stands between them and the library.

use crate::measure::{Scale, median, ratio};
use crate::office::Office;
use crate::row::Row;
use bmnn::level::Level;
use bmnn_registry::verify::{Inspection, inspect_folder};
use std::error::Error;
use std::hint::black_box;
use std::io::{BufRead, BufReader, Write};
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

/// A call may cost so much beyond what it does, in nanoseconds.
const A_CALL: f64 = 50.0;

/// How one work is called in Rust, and its rows' names.
struct Compared {
    work: &'static str,
    c: &'static str,
    dotnet: &'static str,
}

const COMPARED: [Compared; 3] = [
    Compared {
        work: "call",
        c: "call.c",
        dotnet: "call.dotnet",
    },
    Compared {
        work: "perform",
        c: "perform.c",
        dotnet: "perform.dotnet",
    },
    Compared {
        work: "verify",
        c: "verify.c",
        dotnet: "verify.dotnet",
    },
];

/// The rows about the C library that are wanted.
pub(crate) fn rows(
    scale: Scale,
    wanted: &dyn Fn(&str) -> bool,
    show: &dyn Fn(Row),
) -> Result<(), Box<dyn Error>> {
    let (c, dotnet) = (
        COMPARED.iter().any(|one| wanted(one.c)),
        COMPARED.iter().any(|one| wanted(one.dotnet)),
    );
    if !c && !dotnet {
        return Ok(());
    }
    let folder = tempfile::tempdir()?;
    let ledger = folder.path().join("ledger");
    let mut written = Office::create(&ledger)?;
    written.import(scale.acts / 5, folder.path())?;
    drop(written);
    let mut rust = Rust {
        office: Office::create(&folder.path().join("rust"))?,
        ledger: &ledger,
    };
    for (language, any) in [("C", c), ("DOTNET", dotnet)] {
        if !any {
            continue;
        }
        let registry = folder.path().join(language);
        drop(Office::create(&registry)?);
        let mut driver = Driver::start(language, &registry, &ledger)?;
        for compared in &COMPARED {
            let name = if language == "C" {
                compared.c
            } else {
                compared.dotnet
            };
            if wanted(name) {
                show(row(scale, name, compared.work, &mut rust, &mut driver)?);
            }
        }
        driver.end()?;
    }
    Ok(())
}

/// Rust and the other language in turn.
fn row(
    scale: Scale,
    name: &'static str,
    work: &str,
    rust: &mut Rust<'_>,
    driver: &mut Driver,
) -> Result<Row, Box<dyn Error>> {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    // The disk has moods that last for windows: its work is measured more often,
    // and who goes first changes.
    let windows = match work {
        "perform" => 3 * scale.windows,
        _ => scale.windows,
    };
    for window in 0..=windows {
        let (mine, other) = if window % 2 == 0 {
            let mine = rust.window(work, scale.window)?;
            (mine, driver.window(work, scale.window)?)
        } else {
            let other = driver.window(work, scale.window)?;
            (rust.window(work, scale.window)?, other)
        };
        // The first window warms caches and files up.
        if window > 0 {
            ours.push(mine);
            theirs.push(other);
        }
    }
    if work == "call" {
        let nanoseconds = |rates: &[f64]| 1e9 / median(rates);
        let ceiling = nanoseconds(&ours) + A_CALL;
        return Ok(Row {
            name,
            value: nanoseconds(&theirs),
            unit: "ns",
            ceiling: Some(ceiling),
            ratio: Some(nanoseconds(&theirs) / ceiling),
            peer: None,
            peer_ratio: None,
            note: match name {
                "call.c" => "a level parsed; ceiling: the Rust call and 50 ns; goal: ratio ≤ 1",
                _ => {
                    "a level parsed, its text turned to UTF-8; ceiling: the Rust call and 50 ns, which binds C"
                }
            },
        });
    }
    Ok(Row {
        name,
        value: median(&theirs),
        unit: if work == "verify" {
            "times/s"
        } else {
            "acts/s"
        },
        ceiling: Some(median(&ours)),
        ratio: Some(ratio(&theirs, &ours)),
        peer: None,
        peer_ratio: None,
        note: match (work, name.ends_with(".c")) {
            ("verify", true) => {
                "20 000 acts, one thread; ceiling: the Rust call; goal: ratio ≥ 0.95 (cost ≤ 1.05 ×)"
            }
            ("verify", false) => {
                "20 000 acts, one thread; ceiling: the Rust call; goal: ratio ≥ 0.91 (cost ≤ 1.10 ×)"
            }
            (_, true) => {
                "commits of 1; ceiling: the Rust call, perform.empty; goal: ratio ≥ 0.95 (cost ≤ 1.05 ×)"
            }
            (_, false) => {
                "commits of 1; ceiling: the Rust call, perform.empty; goal: ratio ≥ 0.91 (cost ≤ 1.10 ×)"
            }
        },
    })
}

/// The works in Rust.
struct Rust<'f> {
    office: Office,
    ledger: &'f Path,
}

impl Rust<'_> {
    /// The rate of one window.
    fn window(&mut self, work: &str, least: Duration) -> Result<f64, Box<dyn Error>> {
        let started = Instant::now();
        let mut done = 0;
        while started.elapsed() < least {
            done += match work {
                "call" => call()?,
                "perform" => self.office.perform()?,
                _ => self.verify()?,
            };
        }
        Ok(done as f64 / started.elapsed().as_secs_f64())
    }

    fn verify(&self) -> Result<u64, Box<dyn Error>> {
        let inspection = Inspection {
            threads: NonZeroUsize::new(1),
            ..Inspection::default()
        };
        let verified = inspect_folder(inspection, self.ledger, |_| ControlFlow::Continue(()))?;
        match verified {
            Some(verified) if verified.holds() => Ok(1),
            _ => Err("the ledger does not hold".into()),
        }
    }
}

/// As `call` in C: a thousand levels parsed.
fn call() -> Result<u64, Box<dyn Error>> {
    for _ in 0..1000 {
        let level: Level = black_box("Mat").parse()?;
        black_box(level);
    }
    Ok(1000)
}

/// Another language's side.
struct Driver {
    child: Child,
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Driver {
    /// Starts what `BMNN_BENCH_…` names: a program and its arguments, one a line.
    fn start(language: &str, registry: &Path, ledger: &Path) -> Result<Self, Box<dyn Error>> {
        let variable = format!("BMNN_BENCH_{language}");
        let command = std::env::var(&variable)
            .map_err(|_| format!("`{variable}` is not set: run `cargo xtask bench`"))?;
        let mut words = command.lines();
        let program = words
            .next()
            .ok_or_else(|| format!("`{variable}` is empty"))?;
        let mut child = Command::new(program)
            .args(words)
            .args([registry, ledger])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("cannot start `{program}`: {error}"))?;
        let orders = child.stdin.take().ok_or("no standard input")?;
        let answers = child.stdout.take().ok_or("no standard output")?;
        Ok(Self {
            child,
            orders,
            answers: BufReader::new(answers),
        })
    }

    /// The rate of one window.
    fn window(&mut self, work: &str, least: Duration) -> Result<f64, Box<dyn Error>> {
        writeln!(self.orders, "{work} {}", least.as_millis())?;
        self.orders.flush()?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer)?;
        let mut figures = answer.split_whitespace().map(str::parse::<f64>);
        match (figures.next(), figures.next()) {
            (Some(Ok(done)), Some(Ok(nanoseconds))) => Ok(done * 1e9 / nanoseconds),
            _ => Err(format!("`{work}` was answered with `{}`", answer.trim_end()).into()),
        }
    }

    /// Lets it go, and asks whether it ended well.
    fn end(self) -> Result<(), Box<dyn Error>> {
        let Self {
            mut child, orders, ..
        } = self;
        drop(orders);
        match child.wait()? {
            ended if ended.success() => Ok(()),
            ended => Err(format!("the driver ended with {ended}").into()),
        }
    }
}
