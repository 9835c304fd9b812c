//! Programs that were compiled with an older header, on the library of today.

use super::place::Place;
use crate::abi::HISTORY;
use crate::run::{program, root};
use std::fs;

impl Place {
    /// Compiles what is kept of each version with the header of then, and runs
    /// it; answers how many programs there were.
    pub(super) fn history(&self) -> Result<usize, String> {
        let history = root().join(HISTORY);
        let unread = |cause| format!("cannot read `{}`: {cause}", history.display());
        let mut count = 0;
        for version in fs::read_dir(&history).map_err(unread)? {
            let version = version.map_err(unread)?.path();
            let named = version.file_name().unwrap_or_default().to_string_lossy();
            for (name, makes) in [("clerk", true), ("options", false)] {
                let source = version.join(format!("{name}.c"));
                let made = self.folder.join(format!("{name}-{named}"));
                self.quietly(
                    program("gcc")
                        .args(["-std=c99", "-I"])
                        .args([&version])
                        .args(["-Ibindings/c/tests", &self.lookup(), "-o"])
                        .args([&made, &source])
                        .args(["-lbmnn"]),
                )?;
                let own = self.folder.join(format!("made/{name}-of-{named}"));
                let given = match makes {
                    true => vec![own],
                    false => vec![self.folder.join("ledgers"), own],
                };
                self.quietly(self.with_library(program(&made).args(given)))?;
                count += 1;
            }
        }
        match count {
            0 => Err(format!("there is nothing in `{}`", history.display())),
            _ => Ok(count),
        }
    }
}
