//! Where the chores of the C library make things: a folder in `target`, beside
//! that of the build.

use crate::run::{Program, built};
use std::fs;
use std::path::{Path, PathBuf};

/// A folder of a chore.
pub(crate) struct Place {
    /// What cargo built.
    pub(crate) built: PathBuf,
    /// Where the chore makes things; emptied when it begins.
    pub(crate) folder: PathBuf,
}

impl Place {
    /// `target/<name>`, empty but for the shared library: `libbmnn.so`, which
    /// the linker wants, and `libbmnn.so.1`, which the loader wants.
    pub(crate) fn ready(name: &str) -> Result<Self, String> {
        let built = built()?;
        let folder = built.parent().ok_or("a build without a folder")?.join(name);
        let place = Self { built, folder };
        match fs::remove_dir_all(&place.folder) {
            Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => {
                return Err(format!(
                    "cannot empty `{}`: {cause}",
                    place.folder.display()
                ));
            }
            _ => {}
        }
        let shared = fs::read(place.built.join("libbmnn.so"))
            .map_err(|cause| format!("there is no shared library: {cause}"))?;
        for name in ["lib/libbmnn.so", "lib/libbmnn.so.1"] {
            place.write(name, &shared)?;
        }
        Ok(place)
    }

    /// What a file says.
    pub(crate) fn text(&self, file: &Path) -> Result<String, String> {
        fs::read_to_string(file)
            .map_err(|cause| format!("cannot read `{}`: {cause}", file.display()))
    }

    /// Writes a file below the folder, and says where.
    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, String> {
        let file = self.folder.join(name);
        file.parent()
            .map_or(Ok(()), fs::create_dir_all)
            .and_then(|()| fs::write(&file, bytes))
            .map_err(|cause| format!("cannot write `{}`: {cause}", file.display()))?;
        Ok(file)
    }

    /// Runs a program that says nothing unless it fails.
    pub(crate) fn quietly(&self, program: Program) -> Result<(), String> {
        let shown = program.to_string();
        let log = self.folder.join("log");
        if program.logged(&log)? {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&fs::read(&log).unwrap_or_default()).into_owned();
        Err(format!("`{shown}` fails:\n{said}"))
    }

    /// What tells a linker where the shared library is.
    pub(crate) fn lookup(&self) -> String {
        format!("-L{}", self.folder.join("lib").display())
    }

    /// The static library.
    pub(crate) fn archive(&self) -> PathBuf {
        self.built.join("libbmnn.a")
    }

    /// A program that finds the shared library.
    pub(crate) fn with_library(&self, program: Program) -> Program {
        program.env("LD_LIBRARY_PATH", self.folder.join("lib"))
    }
}
