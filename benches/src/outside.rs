//! Proofs beside programs in other languages: Go's checksum database, which is
//! Debian's, and pymerkle.
//!
//! A program builds the tree once, says its root, and then tells of as many
//! proofs as it is asked for how many seconds of CPU they took. What starting it
//! and asking it costs is in no window.

use crate::measure::{Scale, Work, median, ratio, thread_time};
use crate::proof::{ENTRY, Numbered, positions};
use crate::row::Row;
use bmnn::id::Bytes32;
use bmnn::ledger::tree::{Tree, check_inclusion, inclusion, leaf_hash};
use std::error::Error;
use std::ffi::OsStr;
use std::hint::black_box;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// How many proofs a call makes or checks, and how many are kept to be checked.
const TOGETHER: u64 = 256;

/// A program with a tree of its own.
struct Peer {
    process: Child,
    /// Taken when there is nothing more to ask.
    questions: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Drop for Peer {
    fn drop(&mut self) {
        // It ends when its input does.
        drop(self.questions.take());
        let _ = self.process.wait();
    }
}

impl Peer {
    /// Starts the program, and waits until its tree is the same as ours.
    fn start(command: &mut Command, ours: &Tree) -> Result<Self, Box<dyn Error>> {
        let command = command.arg(ours.size().to_string());
        let command = command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = command
            .spawn()
            .map_err(|reason| format!("does not start: {reason}"))?;
        let questions = process.stdin.take();
        let answers = process.stdout.take().ok_or("has no output")?;
        let answers = BufReader::new(answers);
        let mut peer = Self {
            process,
            questions,
            answers,
        };
        if peer.answer()? == ours.root().to_string() {
            Ok(peer)
        } else {
            Err("has another root".into())
        }
    }

    fn answer(&mut self) -> Result<String, Box<dyn Error>> {
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        match line.strip_suffix('\n') {
            Some(answer) => Ok(answer.to_owned()),
            None => Err(format!("broke off: {}", self.process.wait()?).into()),
        }
    }

    /// Proofs a second of CPU, for at least as long as a window.
    fn rate(&mut self, scale: Scale, what: &str) -> Result<f64, Box<dyn Error>> {
        let (mut ask, mut done, mut seconds) = (TOGETHER, 0, 0.0);
        while seconds < scale.window.as_secs_f64() {
            let questions = self.questions.as_mut().ok_or("was sent away")?;
            writeln!(questions, "{what} {ask}")?;
            seconds += self.answer()?.parse::<f64>()?;
            done += ask;
            ask *= 2;
        }
        Ok(done as f64 / seconds)
    }
}

/// The file `path` below the workspace's root.
fn workspace(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

fn go(ours: &Tree) -> Result<Peer, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let program = folder.path().join("tlog");
    let built = Command::new("go")
        .args([OsStr::new("build"), OsStr::new("-o")])
        .args([&program, &workspace("benches/outside/tlog.go")])
        .env("GO111MODULE", "off")
        .env("GOPATH", "/usr/share/gocode")
        .env("GOCACHE", workspace("target/tools/go-cache"))
        .env("GOFLAGS", "")
        .env("CGO_ENABLED", "0")
        .status()
        .map_err(|reason| format!("is not built: {reason}"))?;
    if !built.success() {
        return Err(format!("is not built: {built}").into());
    }
    // Once it runs it no longer needs its file.
    Peer::start(&mut Command::new(program), ours)
}

fn pymerkle(ours: &Tree) -> Result<Peer, Box<dyn Error>> {
    let python = std::env::var_os("BMNN_JUDGES").map(PathBuf::from);
    let python = python.unwrap_or_else(|| workspace("target/tools/judges/bin/python"));
    let script = workspace("benches/outside/trees.py");
    Peer::start(Command::new(python).arg("-B").arg(script), ours)
}

/// A peer, the rows it is in, and how it is had.
struct Outside {
    make: Named,
    check: Named,
    start: fn(&Tree) -> Result<Peer, Box<dyn Error>>,
    install: &'static str,
}

/// A row's name and what it is about.
struct Named {
    name: &'static str,
    note: &'static str,
}

const OUTSIDE: [Outside; 2] = [
    Outside {
        make: Named {
            name: "proof.make.go",
            note: "inclusion, a million leaves in memory, no commits; peer: Go's x/mod/sumdb/tlog, in memory; CPU time, the peer's of its whole process",
        },
        check: Named {
            name: "proof.check.go",
            note: "the same, from the entry's 256 bytes to the root, no signature; peer: Go's x/mod/sumdb/tlog; CPU time",
        },
        start: go,
        install: "it comes of `apt-get install golang-go golang-golang-x-mod-dev`",
    },
    Outside {
        make: Named {
            name: "proof.make.pymerkle",
            note: "inclusion, a million leaves in memory, no commits; peer: pymerkle 7.0.0, its tree in memory; CPU time, the peer's of its whole process",
        },
        check: Named {
            name: "proof.check.pymerkle",
            note: "the same, from the entry's 256 bytes to the root, no signature; peer: pymerkle 7.0.0; CPU time",
        },
        start: pymerkle,
        install: "`cargo xtask bench` installs it",
    },
];

/// The rows that are wanted of those with a peer in another language.
///
/// # Errors
///
/// One sentence for every peer that cannot run; the others are shown all the same.
pub(crate) fn rows(
    scale: Scale,
    wanted: &dyn Fn(&str) -> bool,
    show: &dyn Fn(Row),
) -> Result<(), Box<dyn Error>> {
    let mut any = OUTSIDE.iter().flat_map(|o| [o.make.name, o.check.name]);
    if !any.any(wanted) {
        return Ok(());
    }
    let ours: Tree = (0..scale.leaves)
        .map(|n| leaf_hash(&Numbered(n).bytes()))
        .collect();
    let mut faults = Vec::new();
    for outside in &OUTSIDE {
        let mut names = vec![outside.make.name, outside.check.name];
        names.retain(|name| wanted(name));
        if let Err(reason) = beside(scale, wanted, show, &ours, outside) {
            let (names, install) = (names.join(" and "), outside.install);
            faults.push(format!("{names}: the peer {reason}; {install}"));
        }
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults.join("\nbench: ").into())
    }
}

fn beside(
    scale: Scale,
    wanted: &dyn Fn(&str) -> bool,
    show: &dyn Fn(Row),
    ours: &Tree,
    outside: &Outside,
) -> Result<(), Box<dyn Error>> {
    if !wanted(outside.make.name) && !wanted(outside.check.name) {
        return Ok(());
    }
    let size = ours.size();
    let mut peer = (outside.start)(ours)?;
    if wanted(outside.make.name) {
        let mut indexes = positions(size);
        let mut make = || {
            for index in indexes.by_ref().take(TOGETHER as usize) {
                black_box(inclusion(ours, index, size)?);
            }
            Ok(TOGETHER)
        };
        show(row(scale, &outside.make, &mut make, &mut peer, "make")?);
    }
    if wanted(outside.check.name) {
        let root = ours.root();
        let mut proofs: Vec<(u64, [u8; ENTRY], Vec<Bytes32>)> = Vec::new();
        for index in positions(size).take(TOGETHER as usize) {
            proofs.push((
                index,
                Numbered(index).bytes(),
                inclusion(ours, index, size)?,
            ));
        }
        let mut check = || {
            for (index, entry, path) in &proofs {
                check_inclusion(&leaf_hash(entry), *index, size, path, &root)?;
            }
            Ok(TOGETHER)
        };
        show(row(scale, &outside.check, &mut check, &mut peer, "check")?);
    }
    Ok(())
}

/// Our windows and the peer's in turn; the first of each warms up.
fn row(
    scale: Scale,
    named: &Named,
    work: Work<'_>,
    peer: &mut Peer,
    what: &str,
) -> Result<Row, Box<dyn Error>> {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for window in 0..=scale.windows {
        let mine = rate(scale, work)?;
        let other = peer.rate(scale, what)?;
        if window > 0 {
            ours.push(mine);
            theirs.push(other);
        }
    }
    Ok(Row {
        name: named.name,
        value: median(&ours),
        unit: "proofs/s",
        ceiling: None,
        ratio: None,
        peer: Some(median(&theirs)),
        peer_ratio: Some(ratio(&ours, &theirs)),
        note: named.note,
    })
}

/// What we do in a second of this thread's CPU time.
fn rate(scale: Scale, work: Work<'_>) -> Result<f64, Box<dyn Error>> {
    let (began, mut seconds, mut done) = (thread_time()?, 0.0, 0);
    while seconds < scale.window.as_secs_f64() {
        done += work()?;
        seconds = thread_time()? - began;
    }
    Ok(done as f64 / seconds)
}
