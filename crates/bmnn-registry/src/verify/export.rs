//! Verification of an export, in place: nothing is unpacked.

use super::custody::Replay;
use super::{Verification, Watching, finish};
use crate::disk;
use crate::draft;
use crate::error::ReadError;
use crate::export::{VALUES, act_of};
use crate::packs::{FOLDER, LONGEST, Library};
use bmnn::act::{json, sealing};
use bmnn::id::{ActId, Bytes32, from_hex};
use bmnn::ledger::verify::Found;
use bmnn::ledger::{Finding, Kind, Position, RecordKind, cbor, sealed};
use bmnn_store::{Inspection, LEDGER, Medium, Progress, Shown, StoreError, Watch};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::Path;
use zip::ZipArchive;

/// No longer list of values is read.
const LONGEST_VALUES: u64 = 256 << 20;

/// Why an export could not be verified. What is wrong with the ledger or the
/// values in it is among the findings.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportFileError {
    /// The ledger in it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// It is no ZIP that holds a ledger as an export does.
    #[error("it is no export of bmnn: {0}")]
    NoExport(String),
    /// It cannot be read.
    #[error("cannot read it: {0}")]
    Unreadable(#[from] io::Error),
}

impl ExportFileError {
    /// The same in Vietnamese.
    #[must_use]
    pub fn vi(&self) -> String {
        match self {
            Self::Store(error) => ReadError::vi_of_store(error),
            Self::NoExport(why) => format!("không phải là bản xuất của bmnn: {why}"),
            Self::Unreadable(error) => format!("không đọc được: {}", disk::vi(error)),
        }
    }
}

impl From<zip::result::ZipError> for ExportFileError {
    fn from(error: zip::result::ZipError) -> Self {
        match error {
            zip::result::ZipError::Io(error) => Self::Unreadable(error),
            other => Self::NoExport(other.to_string()),
        }
    }
}

/// Verifies the export at `path`: its ledger, and each sealed value in it
/// against the commitment that the ledger has.
///
/// # Errors
///
/// [`ExportFileError`] if it is no export, or cannot be read.
pub fn inspect_export(
    mut inspection: Inspection,
    path: &Path,
    progress: impl FnMut(Progress) -> ControlFlow<()>,
) -> Result<Option<Verification>, ExportFileError> {
    inspection.expect.export = true;
    let mut zip = ZipArchive::new(File::open(path)?)?;
    let window = {
        let ledger = zip.by_name(LEDGER)?;
        if ledger.compression() != zip::CompressionMethod::Stored {
            let why = format!("`{LEDGER}` is compressed");
            return Err(ExportFileError::NoExport(why));
        }
        let start = ledger.data_start();
        let start = start.ok_or_else(|| ExportFileError::NoExport("no data".to_owned()))?;
        Window {
            file: File::open(path)?,
            start,
            length: ledger.size(),
        }
    };
    let library = Library::holding(texts(&mut zip)?);
    let mut found = Found::default();
    let values = Values::read(&mut zip, &mut found)?;
    let watching = Watching::new(&inspection, progress, || Replay::new(&library, None));
    let mut watching = Both { watching, values };
    let inspected = inspection.medium(&window, path, None, &mut watching)?;
    let Both {
        mut watching,
        values,
    } = watching;
    watching.name_doubtful(path, Some(&window))?;
    Ok(inspected.map(|mut inspected| {
        values.end(&mut found);
        found.join(&mut inspected.report);
        finish(inspected, watching.replay)
    }))
}

/// How a ZIP begins, which no ledger does.
const ZIP: [u8; 4] = *b"PK\x03\x04";

/// As [`inspect_export`] or, where the file does not begin as a ZIP does, as
/// [`super::inspect_file`].
///
/// # Errors
///
/// As these.
pub fn inspect_file_or_export(
    inspection: Inspection,
    path: &Path,
    progress: impl FnMut(Progress) -> ControlFlow<()>,
) -> Result<Option<Verification>, ExportFileError> {
    let mut first = [0; ZIP.len()];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut first));
    if read.is_ok() && first == ZIP {
        return inspect_export(inspection, path, progress);
    }
    Ok(super::inspect_file(inspection, path, progress)?)
}

/// The packs' texts.
fn texts(zip: &mut ZipArchive<File>) -> Result<Vec<String>, ExportFileError> {
    let mut texts = Vec::new();
    for index in 0..zip.len() {
        let member = zip.by_index(index)?;
        let is_pack = member.name().is_ok_and(|name| name.starts_with(FOLDER));
        if is_pack && member.size() <= LONGEST {
            let mut text = String::new();
            // One that is no text, or cut, has not the digest that was adopted.
            if member.take(LONGEST).read_to_string(&mut text).is_ok() {
                texts.push(text);
            }
        }
    }
    Ok(texts)
}

/// A stored member, where it lies.
struct Window {
    file: File,
    start: u64,
    length: u64,
}

impl Medium for Window {
    fn len(&self) -> io::Result<u64> {
        Ok(self.length)
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let left = self.length.saturating_sub(offset);
        let most = usize::try_from(left)
            .unwrap_or(usize::MAX)
            .min(buffer.len());
        match buffer.get_mut(..most) {
            Some(part) => Medium::read_at(&self.file, part, self.start + offset),
            None => Ok(0),
        }
    }

    fn write_at(&mut self, _: &[u8], _: u64) -> io::Result<usize> {
        Err(io::ErrorKind::ReadOnlyFilesystem.into())
    }

    fn sync(&mut self) -> io::Result<()> {
        Err(io::ErrorKind::ReadOnlyFilesystem.into())
    }

    fn truncate(&mut self, _: u64) -> io::Result<()> {
        Err(io::ErrorKind::ReadOnlyFilesystem.into())
    }
}

/// The values that go with the ledger, by their commitments.
struct Values(BTreeMap<Bytes32, Shipped>);

struct Shipped {
    act: ActId,
    path: String,
    /// Whether the ledger has the commitment, there.
    stands: bool,
}

#[derive(Deserialize)]
struct Document {
    values: Vec<Written>,
}

#[derive(Deserialize)]
struct Written {
    act: String,
    path: String,
    commitment: String,
    salt: String,
    cbor: String,
    value: serde_json::Value,
}

impl Written {
    /// The value's place, if it is what its commitment says.
    fn check(&self) -> Option<(Bytes32, ActId)> {
        let act: ActId = self.act.parse().ok()?;
        let salt: Bytes32 = self.salt.parse().ok()?;
        let value = cbor::decode(&from_hex(&self.cbor)?).ok()?;
        let commitment = sealed::commitment(&salt.0, &act, &value).ok()?;
        let same =
            commitment.to_string() == self.commitment && json::value_to_json(&value) == self.value;
        same.then_some((commitment, act))
    }
}

impl Values {
    fn read(zip: &mut ZipArchive<File>, found: &mut Found) -> Result<Self, ExportFileError> {
        let mut values = BTreeMap::new();
        let mut bytes = Vec::new();
        let member = zip.by_name(VALUES)?;
        if member.size() > LONGEST_VALUES {
            return Err(ExportFileError::NoExport(format!("`{VALUES}` is too long")));
        }
        let read = member.take(LONGEST_VALUES).read_to_end(&mut bytes);
        let document = read.ok().and_then(|_| serde_json::from_slice(&bytes).ok());
        let Some(Document { values: written }) = document else {
            let detail = format!("`{VALUES}` cannot be read");
            found.add(Finding::error(Kind::Damaged, Position::Ledger, detail));
            return Ok(Self(values));
        };
        for (index, one) in written.into_iter().enumerate() {
            match one.check() {
                Some((commitment, act)) => {
                    let (path, stands) = (one.path, false);
                    values.insert(commitment, Shipped { act, path, stands });
                }
                None => {
                    let detail = format!("value {index} of `{VALUES}` is not the one committed to");
                    let finding = Finding::error(Kind::SealMismatch, Position::Ledger, detail);
                    found.add(finding);
                }
            }
        }
        Ok(Self(values))
    }

    fn see(&mut self, shown: &Shown<'_>) {
        if shown.record.kind != RecordKind::Entry || self.0.is_empty() {
            return;
        }
        let Some(map) = act_of(&shown.record.bytes) else {
            return;
        };
        let id = draft::id(&map);
        for (path, commitment) in sealing::commitments(&map) {
            if let Some(value) = self.0.get_mut(&commitment)
                && Some(value.act) == id
                && value.path == path
            {
                value.stands = true;
            }
        }
    }

    fn end(self, found: &mut Found) {
        for value in self.0.values().filter(|value| !value.stands) {
            let (path, act) = (&value.path, value.act);
            let detail = format!(
                "`{VALUES}` has a value for `{path}` of act {act}, and no entry commits to it"
            );
            found.add(Finding::error(Kind::SealMismatch, Position::Ledger, detail));
        }
    }
}

/// The replay and the values, shown the same.
struct Both<'a, P> {
    watching: Watching<'a, P>,
    values: Values,
}

impl<P: FnMut(Progress) -> ControlFlow<()>> Watch for Both<'_, P> {
    fn progress(&mut self, now: Progress) -> ControlFlow<()> {
        self.watching.progress(now)
    }

    fn wants_records(&self) -> bool {
        true
    }

    fn show(&mut self, shown: &Shown<'_>) {
        self.watching.show(shown);
        self.values.see(shown);
    }
}
