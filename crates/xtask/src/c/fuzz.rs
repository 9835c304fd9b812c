//! Whatever comes from outside, to every function of the C library that reads it:
//! `bindings/c/fuzz`.
//!
//! ```text
//! vectors ─► seeds ─► readers.c as a program: each seed as it is, and bent, in every run
//!                 └─► readers.c under libFuzzer, the library instrumented too (--long)
//! ```

use super::asan::watched;
use super::place::Place;
use super::programs::{Test, from_hex};
use crate::install::LINUX;
use crate::run::{entries, program, root};
use serde_json::Value;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

const READERS: &str = "bindings/c/fuzz/readers.c";
/// How often each seed is bent.
const TIMES: &str = "20";
/// How long libFuzzer goes on, in seconds.
const LONG: u32 = 60;

/// How what is asked stands in the JSON of the vectors.
enum Form {
    Text,
    Hex,
    Json,
}
use Form::{Hex, Json, Text};

/// Which reader is given what: the letter that `readers.c` knows it by, the task,
/// and the field of the question; all of it where there is none.
const SEEDS: [(char, &str, &str, Form); 25] = [
    ('a', "act.to-cbor", "act", Json),
    ('b', "cbor.decode", "cbor", Hex),
    ('b', "act.to-json", "cbor", Hex),
    ('b', "entry.read", "entry", Hex),
    ('d', "date.read", "text", Text),
    ('d', "part-date.read", "text", Text),
    ('d', "time.read", "text", Text),
    ('i', "cbor.encode", "item", Json),
    ('l', "level.read", "text", Text),
    ('n', "copy.read", "text", Text),
    ('n', "id.read", "text", Text),
    ('n', "verifier-key.read", "text", Text),
    ('p', "proof.check", "proof", Text),
    ('p', "consistency.check", "proof", Text),
    ('p', "receipt.inclusion", "receipt", Hex),
    ('p', "slip.verify", "slip", Hex),
    ('p', "fork.check", "evidence", Text),
    ('q', "until.roll-up", "untils", Json),
    ('q', "term.of", "", Json),
    ('q', "status.on", "acts", Json),
    ('q', "act.decide", "act", Json),
    ('s', "statement.check", "statement", Hex),
    ('s', "receipt.inclusion", "receipt", Hex),
    ('w', "checkpoint.read", "note", Text),
    ('w', "note.witnessed", "note", Text),
];

/// What no vector asks.
const MORE: [(&str, &[u8]); 4] = [
    (
        "held",
        b"h{\"checkpoints\": [], \"receipts\": [], \"roots\": []}",
    ),
    (
        "options",
        b"o\x3c\0\0\0\0\0\0\0\x02\0\0\0\x01\0\0\0\0\0\0\0\x01\0\0\0",
    ),
    ("path", b"zdocument.issue\0copies/0/to\0bo-a"),
    ("text", "zparty.enrol\0name\0Bộ A".as_bytes()),
];

impl Place {
    /// Every seed as it is and bent, with the shared library, and with the static
    /// one under sanitizers; for `archive`, whose every part is instrumented, under
    /// libFuzzer.
    pub(super) fn readers(&self) -> Result<(), String> {
        eprintln!("C: whatever comes");
        let seeds = self.seeds()?;
        let test = Test::of(root().join(READERS));
        let lookup = self.lookup();
        let made = self.folder.join("readers");
        let compiled = test.compiled(test.gnu, &made).args(["-DREPLAY"]);
        self.quietly(compiled.args([lookup.as_str(), "-lbmnn"]))?;
        let given = || [TIMES.into()].into_iter().chain(seeds.iter().cloned());
        let run = program(&made).args(given());
        self.quietly(self.with_library(run))?;
        self.replayed_under_sanitizers(&test, given())
    }

    /// Under libFuzzer, for a bounded time.
    pub(super) fn readers_for_long(&self, archive: &Path) -> Result<(), String> {
        eprintln!("C: whatever comes, {LONG} s of it");
        let test = Test::of(root().join(READERS));
        let made = self.folder.join("readers-fuzzed");
        let compiled = test.compiled(test.llvm, &made);
        let compiled = compiled.args(["-fsanitize=fuzzer,address", "-DBMNN_STATIC"]);
        self.quietly(compiled.args([archive]).args(LINUX.wants.split(' ')))?;
        let found = self.folder.join("found");
        fs::create_dir_all(&found)
            .map_err(|cause| format!("cannot make `{}`: {cause}", found.display()))?;
        let limits = [
            format!("-max_total_time={LONG}"),
            format!("-artifact_prefix={}/finding-", self.folder.display()),
            "-max_len=4096".to_owned(),
        ];
        let folders = [found, self.folder.join("seeds")];
        self.quietly(watched(program(&made).args(limits).args(folders)))
    }

    /// Writes the seeds, a file each.
    fn seeds(&self) -> Result<Vec<OsString>, String> {
        let folder = root().join("crates/bmnn-conformance/vectors/v1");
        let mut seeds = Vec::new();
        let mut files = entries(&folder)?;
        files.retain(|path| path.extension().is_some_and(|end| end == "json"));
        for path in files {
            let group: Value = serde_json::from_str(&self.text(&path)?)
                .map_err(|cause| format!("`{}`: {cause}", path.display()))?;
            let cases = group.get("cases").and_then(Value::as_array);
            for case in cases.into_iter().flatten() {
                seeds.extend(SEEDS.iter().filter_map(|one| seed(one, case)));
            }
        }
        let pack = root().join("crates/bmnn/packs/vn-2025.toml");
        seeds.push([b"r", self.text(&pack)?.as_bytes()].concat());
        let names = (0..).map(|number: u32| format!("{number:04}"));
        let more = MORE.map(|(name, bytes)| (name.to_owned(), bytes.to_vec()));
        let all = names.zip(seeds).chain(more);
        let written = all.map(|(name, bytes)| self.write(&format!("seeds/{name}"), &bytes));
        written.map(|path| path.map(PathBuf::into)).collect()
    }
}

/// The seed that a case gives: none if it asks something else, or names what cases
/// share.
fn seed((letter, task, field, form): &(char, &str, &str, Form), case: &Value) -> Option<Vec<u8>> {
    if case.get("do")? != task {
        return None;
    }
    let input = case.get("input")?;
    let input = match *field {
        "" => input,
        field => input.get(field)?,
    };
    let bytes = match form {
        Text => input.as_str()?.as_bytes().to_vec(),
        Hex => from_hex(input.as_str()?)?,
        Json => input.to_string().into_bytes(),
    };
    Some([letter.to_string().into_bytes(), bytes].concat())
}
