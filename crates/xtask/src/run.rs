//! Other programs, started at the workspace's root and shown as they start.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A program to run, with what it was told.
pub(crate) struct Program(Command);

/// The workspace's root, two above this crate.
pub(crate) fn root() -> &'static Path {
    let ours = Path::new(env!("CARGO_MANIFEST_DIR"));
    ours.ancestors().nth(2).unwrap_or(ours)
}

/// Where cargo puts what it builds: for the profile that it built us for.
pub(crate) fn built() -> Result<PathBuf, String> {
    let us = std::env::current_exe().map_err(|cause| format!("where am I? {cause}"))?;
    let folder = us.parent().ok_or("a program without a folder")?;
    Ok(folder.to_owned())
}

/// What is in a folder, by name.
pub(crate) fn entries(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let unread = |cause| format!("cannot read `{}`: {cause}", folder.display());
    let entries = fs::read_dir(folder).map_err(unread)?;
    let paths = entries.map(|entry| entry.map(|entry| entry.path()).map_err(unread));
    let mut paths = paths.collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    Ok(paths)
}

/// The cargo that started us, with `args`.
pub(crate) fn cargo<'a>(args: impl IntoIterator<Item = &'a str>) -> Program {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    program(cargo).args(args)
}

/// The program `name`, at the workspace's root.
pub(crate) fn program(name: impl AsRef<OsStr>) -> Program {
    let mut command = Command::new(name);
    command.current_dir(root());
    Program(command)
}

impl Program {
    /// Adds arguments.
    pub(crate) fn args<T: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = T>) -> Self {
        self.0.args(args);
        self
    }

    /// Starts it in `folder`.
    pub(crate) fn within(mut self, folder: &Path) -> Self {
        self.0.current_dir(folder);
        self
    }

    /// Sets a variable of the environment.
    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.0.env(name, value);
        self
    }

    /// The program and its arguments, one a line.
    pub(crate) fn lines(&self) -> String {
        let words = std::iter::once(self.0.get_program()).chain(self.0.get_args());
        let words: Vec<_> = words.map(OsStr::to_string_lossy).collect();
        words.join("\n")
    }

    /// Its name and arguments, for a program that starts it.
    pub(crate) fn words(&self) -> Vec<OsString> {
        let name = std::iter::once(self.0.get_program());
        name.chain(self.0.get_args()).map(OsString::from).collect()
    }

    /// Whether it starts and succeeds; what it prints is not shown.
    pub(crate) fn succeeds(mut self) -> bool {
        self.0
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    }

    /// What it prints, if it succeeds.
    pub(crate) fn output(mut self) -> Result<String, String> {
        let shown = self.to_string();
        match self.0.output() {
            Ok(said) if said.status.success() => {
                Ok(String::from_utf8_lossy(&said.stdout).into_owned())
            }
            Ok(said) => Err(format!("`{shown}` ended with {}", said.status)),
            Err(reason) => Err(format!("`{shown}` did not start: {reason}")),
        }
    }

    /// Runs it with all that it prints going to the file `log`, and says
    /// whether it succeeds.
    pub(crate) fn logged(mut self, log: &Path) -> Result<bool, String> {
        let shown = self.to_string();
        let making = |reason| format!("cannot write `{}`: {reason}", log.display());
        let file = std::fs::File::create(log).map_err(making)?;
        let also = file.try_clone().map_err(making)?;
        let status = self
            .0
            .stdin(Stdio::null())
            .stdout(file)
            .stderr(also)
            .status();
        let status = status.map_err(|reason| format!("`{shown}` did not start: {reason}"))?;
        Ok(status.success())
    }

    /// Shows the command, runs it, and fails with its name if it fails.
    pub(crate) fn checked(self) -> Result<(), String> {
        let shown = self.to_string();
        eprintln!("\n$ {shown}");
        self.run(&shown)
    }

    /// The same under a name of its own, where the command is too long to read.
    pub(crate) fn checked_as(self, name: &str) -> Result<(), String> {
        eprintln!("{name}");
        self.run(name)
    }

    fn run(mut self, shown: &str) -> Result<(), String> {
        match self.0.status() {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(format!("`{shown}` ended with {status}")),
            Err(reason) => Err(format!("`{shown}` did not start: {reason}")),
        }
    }
}

impl std::fmt::Display for Program {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = Path::new(self.0.get_program());
        let name = name.file_name().unwrap_or(name.as_os_str());
        write!(f, "{}", name.display())?;
        self.0
            .get_args()
            .try_for_each(|arg| write!(f, " {}", arg.display()))
    }
}
