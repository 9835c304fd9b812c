//! The real files of the story, carried in the program and laid into the
//! folder, so that anybody can compare their digests with the ledger.

use std::fs;
use std::path::{Path, PathBuf};

use bmnn::ledger::sha256;

use crate::failure::Failure;

/// The sample files under `fixtures/`.
macro_rules! files {
    ($($name:literal),* $(,)?) => {
        const FILES: &[(&str, &[u8])] = &[$(($name, include_bytes!(concat!("../../fixtures/", $name)))),*];
    };
}

files![
    "bao-cao.docx",
    "bien-ban.pdf",
    "bieu-thong-ke.xlsx",
    "cong-van.odt",
    "ke-hoach.odt",
    "noi-nhan.xlsx",
    "quyet-dinh.docx",
    "so-dang-ky-cu.csv",
    "to-trinh.pdf",
];

/// The folder of the files.
pub(super) struct Fixtures(PathBuf);

impl Fixtures {
    /// Lays the files into `folder/tai-lieu`.
    pub(super) fn lay_out(folder: &Path) -> Result<Self, Failure> {
        let folder = folder.join("tai-lieu");
        fs::create_dir_all(&folder).map_err(|e| Failure::writing(&folder, &e))?;
        for (name, bytes) in FILES {
            let path = folder.join(name);
            fs::write(&path, bytes).map_err(|e| Failure::writing(&path, &e))?;
        }
        Ok(Self(folder))
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// SHA-256 of a file as it lies there, in hexadecimal.
    pub(super) fn digest(&self, name: &str) -> Result<String, Failure> {
        let path = self.path(name);
        let bytes = fs::read(&path).map_err(|e| Failure::reading(&path, &e))?;
        Ok(sha256(&[&bytes]).to_string())
    }
}
