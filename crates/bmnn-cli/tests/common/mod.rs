//! The built command, run in a folder of its own.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::OnceLock,
};

use serde_json::Value;
use tempfile::TempDir;

/// A folder with, perhaps, a registry in it.
pub struct Place {
    folder: TempDir,
}

/// What a run of the command came to.
pub struct Ran {
    pub exit: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// Standard output as one JSON document.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out)
            .unwrap_or_else(|e| panic!("{e}: {}\n{}", self.out, self.err))
    }

    /// Standard output as JSON lines.
    pub fn feed(&self) -> Vec<Value> {
        let lines = self.out.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// The same run, which must have ended so.
    pub fn ends(self, exit: i32) -> Self {
        assert_eq!(self.exit, exit, "out: {}\nerr: {}", self.out, self.err);
        self
    }
}

impl Place {
    pub fn empty() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// A registry `vt` with a clerk and a head, made once and copied: making
    /// keys is slow on purpose.
    pub fn with_registry() -> Self {
        static MADE: OnceLock<Place> = OnceLock::new();
        let place = Self::empty();
        copy(
            &MADE.get_or_init(Self::opened).path("vt"),
            &place.path("vt"),
        );
        place
    }

    fn opened() -> Self {
        let place = Self::empty();
        let init = "init vt --clerk ng-1 --head-post commune-committee-chair --on 2026-03-02";
        let names = [
            "--agency",
            "UBND xã Mẫu",
            "--clerk-name",
            "Nguyễn Văn An",
            "--head",
            "Trần Thị Bình",
            "--decision",
            "01/QĐ-UBND",
        ];
        let words: Vec<&str> = init.split(' ').chain(names).collect();
        place.run(&words).ends(0);
        place
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, text).unwrap();
        path
    }

    pub fn run(&self, args: &[&str]) -> Ran {
        self.run_with(args, "", &[("BMNN_PASSPHRASE", "một hai ba")])
    }

    pub fn run_with(&self, args: &[&str], input: &str, variables: &[(&str, &str)]) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bmnn"));
        command
            .args(args)
            .current_dir(self.folder.path())
            .env_remove("LC_ALL")
            .env_remove("LC_MESSAGES")
            .env_remove("BMNN_PASSPHRASE")
            .env("LANG", "C")
            .envs(variables.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        // A command that fails early does not read its input.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        let Output {
            status,
            stdout,
            stderr,
        } = child.wait_with_output().unwrap();
        Ran {
            exit: status.code().unwrap(),
            out: String::from_utf8(stdout).unwrap(),
            err: String::from_utf8(stderr).unwrap(),
        }
    }

    /// Performs acts given as JSON.
    pub fn perform(&self, acts: &Value) -> Ran {
        let variables = [("BMNN_PASSPHRASE", "một hai ba")];
        self.run_with(&["perform", "vt", "--json"], &acts.to_string(), &variables)
    }
}

/// Copies a folder with everything in it.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// The fixture of this name.
pub fn fixture(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures")
        .join(name);
    path.display().to_string()
}
