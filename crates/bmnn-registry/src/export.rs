//! One file for an inspector: the ledger, chosen sealed values, the packs.
//!
//! A ZIP that any program opens, stored without compression and with fixed
//! times, so that one selection of one ledger gives one file:
//!
//! ```text
//! DOC-TRUOC.txt    what this is and how it is checked, Vietnamese and English
//! ledger.bmnn      the ledger; a withheld entry is a record of kind 4, its leaf hash
//! packs/…          the texts of the adopted packs
//! values.json      {"values": [{entry, act, path, commitment, salt, cbor, value}…]}
//! ```
//!
//! A value is checked by SHA-256("bmnn/sealed/1" ‖ salt ‖ CBOR([act, value])),
//! with `cbor` the value's encoding; `value` shows the same to people, and is
//! compared with it. What the law wants withheld, and from whom, is for the
//! person who exports to know: nothing is chosen here. Entries `ledger.*` and
//! `key.*` are never withheld, since no signature could be checked without them.

use crate::disk;
use crate::error::ReadError;
use crate::packs::{self, PacksError};
use crate::registry::Registry;
use bmnn::act::{json, sealing};
use bmnn::custody::{AdoptedPack, Kind};
use bmnn::id::{Bytes32, to_hex};
use bmnn::ledger::cbor;
use bmnn::ledger::tree::leaf_hash;
use bmnn::ledger::{Entry, RecordKind, Store};
use bmnn_store::{LEDGER, MAGIC, StoreError, write_record};
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Seek, Write};
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// The sealed values, in the file.
pub(crate) const VALUES: &str = "values.json";
const README: &str = "DOC-TRUOC.txt";
/// A ledger of this length or more wants the long form of ZIP.
const LARGE: u64 = 0xFFFF_0000;

/// What goes into an export.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// The entries that are withheld.
    pub withheld: BTreeSet<u64>,
    /// The entries whose sealed values go with it.
    pub values: Values,
}

/// Whose sealed values go with an export.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Values {
    /// Nobody's.
    #[default]
    None,
    /// Those of these entries, unless they are withheld.
    Of(BTreeSet<u64>),
    /// Those of every entry that is not withheld.
    All,
}

impl Values {
    fn includes(&self, seq: u64) -> bool {
        match self {
            Self::None => false,
            Self::Of(entries) => entries.contains(&seq),
            Self::All => true,
        }
    }
}

/// What an export holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// How many entries it has.
    pub entries: u64,
    /// How many of them are withheld.
    pub withheld: u64,
    /// How many sealed values go with it.
    pub values: u64,
}

/// Why nothing was exported. What was written by then is no export.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExportError {
    /// There is no such entry.
    #[error("there is no entry {seq} among {size}")]
    NoEntry {
        /// The position asked for.
        seq: u64,
        /// How many there are.
        size: u64,
    },
    /// Without it no signature could be checked.
    #[error("entry {seq} is `{act}`, which is never withheld")]
    NeverWithheld {
        /// The position.
        seq: u64,
        /// The act.
        act: String,
    },
    /// Index, ledger or vault.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The ledger's file.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A pack that was adopted.
    #[error(transparent)]
    Packs(#[from] PacksError),
    /// A value has no encoding.
    #[error(transparent)]
    Encoding(#[from] cbor::EncodeError),
    /// The file does not take it.
    #[error("the export cannot be written: {0}")]
    Write(#[from] io::Error),
    /// The same, said by the writer of ZIP files.
    #[error("the export cannot be written: {0}")]
    Zip(#[from] zip::result::ZipError),
    /// The file cannot be made: it may be there already.
    #[error("cannot make `{path}`: {source}", path = path.display())]
    Make {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl ExportError {
    /// The same in Vietnamese.
    #[must_use]
    pub fn vi(&self) -> String {
        match self {
            Self::NoEntry { seq, size } => format!("không có mục {seq} trong {size} mục"),
            Self::NeverWithheld { seq, act } => {
                format!("mục {seq} là `{act}`, không bao giờ được giữ lại")
            }
            Self::Read(error) => error.vi(),
            Self::Store(error) => ReadError::vi_of_store(error),
            Self::Packs(error) => error.vi(),
            Self::Encoding(error) => format!("không mã hoá được giá trị niêm phong: {error}"),
            Self::Write(error) => format!("không ghi được tệp xuất: {}", disk::vi(error)),
            Self::Zip(error) => format!("không ghi được tệp xuất: {error}"),
            Self::Make { path, source } => {
                let path = path.display();
                format!("không tạo được `{path}`: {}", disk::vi(source))
            }
        }
    }
}

impl Registry {
    /// Makes a file of an export, which only its owner may read. One that is
    /// there already stays as it is.
    ///
    /// # Errors
    ///
    /// [`ExportError::Make`] if the file cannot be made, else as
    /// [`Registry::export`]; nothing is left of the file then.
    pub fn export_file(&self, selection: &Selection, path: &Path) -> Result<Exported, ExportError> {
        let file = disk::private().write(true).create_new(true).open(path);
        let mut file = file.map_err(|source| ExportError::Make {
            path: path.to_owned(),
            source,
        })?;
        let exported = self.export(selection, &mut file);
        let exported = exported.and_then(|exported| {
            file.sync_all()?;
            Ok(exported)
        });
        if exported.is_err() {
            drop(file);
            // What was written by then is no export.
            let _ = fs::remove_file(path);
        }
        exported
    }

    /// Writes an export to `out`.
    ///
    /// # Errors
    ///
    /// [`ReadError::VaultLocked`] if values are asked for and the vault is not
    /// open; otherwise what is wrong with the selection, or with a file.
    pub fn export(
        &self,
        selection: &Selection,
        out: impl Write + Seek,
    ) -> Result<Exported, ExportError> {
        self.may_withhold(selection)?;
        if selection.values != Values::None && !self.is_vault_open() {
            return Err(ReadError::VaultLocked.into());
        }
        let mut zip = ZipWriter::new(out);
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Stored)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        zip.start_file(README, options)?;
        zip.write_all(self.readme(selection).as_bytes())?;
        zip.start_file(LEDGER, options.large_file(self.store.end() >= LARGE))?;
        let mut exported = self.export_ledger(selection, &mut zip)?;
        let mut texts = BTreeMap::new();
        for pack in self.all::<AdoptedPack>(Kind::AdoptedPack)? {
            let (name, text) = self.library.kept(&pack.id, &pack.digest)?;
            texts.insert(name, text);
        }
        for (name, text) in texts {
            zip.start_file(format!("{}/{name}", packs::FOLDER), options)?;
            zip.write_all(text.as_bytes())?;
        }
        let values = self.export_values(selection)?;
        exported.values = values.len() as u64;
        zip.start_file(VALUES, options)?;
        let ledger = self.ledger_id().to_string();
        let document = json!({"ledger": ledger, "values": values});
        zip.write_all(format!("{document:#}\n").as_bytes())?;
        zip.finish()?.flush()?;
        Ok(exported)
    }

    fn may_withhold(&self, selection: &Selection) -> Result<(), ExportError> {
        let size = self.size();
        let named = match &selection.values {
            Values::Of(entries) => entries.iter().next_back(),
            _ => None,
        };
        if let Some(seq) = named.filter(|seq| **seq >= size) {
            return Err(ExportError::NoEntry { seq: *seq, size });
        }
        for seq in &selection.withheld {
            let Some(entered) = self.entry(*seq)? else {
                return Err(ExportError::NoEntry { seq: *seq, size });
            };
            let never = ["ledger.", "key."];
            if never.iter().any(|group| entered.name.starts_with(group)) {
                let act = entered.name;
                return Err(ExportError::NeverWithheld { seq: *seq, act });
            }
        }
        Ok(())
    }

    fn export_ledger(
        &self,
        selection: &Selection,
        out: &mut impl Write,
    ) -> Result<Exported, ExportError> {
        let mut exported = Exported::default();
        out.write_all(&MAGIC)?;
        let mut framed = Vec::new();
        for record in self.store.records(0)? {
            let record = record?;
            framed.clear();
            let (kind, bytes) = match record.kind {
                RecordKind::Entry if selection.withheld.contains(&exported.entries) => {
                    exported.withheld += 1;
                    let leaf = leaf_hash(&record.bytes).0.to_vec();
                    (RecordKind::Withheld, leaf)
                }
                kind => (kind, record.bytes),
            };
            exported.entries += u64::from(record.kind == RecordKind::Entry);
            write_record(&mut framed, kind, &bytes);
            out.write_all(&framed)?;
        }
        Ok(exported)
    }

    fn export_values(&self, selection: &Selection) -> Result<Vec<Json>, ExportError> {
        let mut values = Vec::new();
        for seq in 0..self.size() {
            if !selection.values.includes(seq) || selection.withheld.contains(&seq) {
                continue;
            }
            let Some(entered) = self.entry(seq)? else {
                continue;
            };
            let Some(id) = &entered.id else { continue };
            let stands: BTreeSet<Bytes32> = sealing::commitments(&entered.act)
                .into_iter()
                .map(|(_, commitment)| commitment)
                .collect();
            for sealed in self.sealed(id)? {
                if !stands.contains(&sealed.commitment()) {
                    continue;
                }
                values.push(json!({
                    "entry": seq,
                    "act": id.to_string(),
                    "path": sealed.path(),
                    "commitment": sealed.commitment().to_string(),
                    "salt": sealed.salt().to_string(),
                    "cbor": to_hex(&cbor::encode(sealed.value())?),
                    "value": json::value_to_json(sealed.value()),
                }));
            }
        }
        Ok(values)
    }

    fn readme(&self, selection: &Selection) -> String {
        let (ledger, size, root) = (self.ledger_id(), self.size(), self.root());
        let withheld = selection.withheld.len();
        format!(
            "BẢN XUẤT SỔ BÍ MẬT NHÀ NƯỚC\n\n\
             Mã sổ cái  {ledger}\nSố mục     {size}\nGốc        {root}\nMục giữ lại  {withheld}\n\n\
             ledger.bmnn   sổ cái, có chữ ký; mục giữ lại chỉ còn mã băm của nó\n\
             values.json   các giá trị niêm phong được chọn; mỗi giá trị khớp với cam kết trong sổ cái\n\
             packs/        toàn văn các bộ quy tắc đã áp dụng\n\n\
             Kiểm tra, không cần giải nén:  bmnn verify TỆP.zip --expect MÃ-SỔ-CÁI\n\
             Lấy mã sổ cái từ nơi khác (giấy, biên bản), không lấy từ tệp này. Mục giữ lại thì\n\
             chưa chứng minh được thời hạn khoá và số bản. values.json là bí mật như bản gốc.\n\n\
             EXPORT OF A SECRET REGISTRY\n\n\
             Ledger-id {ledger}\nEntries   {size}\nRoot      {root}\nWithheld  {withheld}\n\n\
             ledger.bmnn   the ledger, signed; of a withheld entry only the hash is here\n\
             values.json   the sealed values chosen, each fitting its commitment in the ledger\n\
             packs/        the texts of the adopted packs\n\n\
             Check it without unpacking:  bmnn verify FILE.zip --expect LEDGER-ID\n\
             Take the ledger-id from elsewhere, not from this file. With entries withheld, key\n\
             ranges and the count of copies are not proven. values.json is as secret as its source.\n"
        )
    }
}

/// The act's bytes of an entry, where it can be read.
pub(crate) fn act_of(bytes: &[u8]) -> Option<bmnn::value::Map> {
    let (_, statement) = Entry::decode(bytes).ok()?;
    statement.act().ok()
}
