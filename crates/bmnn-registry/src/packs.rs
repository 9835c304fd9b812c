//! The texts of the adopted packs, by their digests.
//!
//! An agency adopts a pack by an act that carries the SHA-256 of its text, and
//! later verification uses that very text. The texts are kept in the registry's
//! folder, `packs/<id>.<first 8 digits of the digest>.toml`, also those that
//! come with this program, so that the folder can be judged in thirty years.

use crate::disk;
use bmnn::custody::{AdoptedPack, Kind, Query, Recorded, State, StateError};
use bmnn::decide::unknown_hand;
use bmnn::id::{Bytes32, Id};
use bmnn::ledger::sha256;
use bmnn::pack::{BUILT_IN, Pack, PackError, Packs};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The folder of the texts.
pub(crate) const FOLDER: &str = "packs";
/// No text of a pack is longer: what is read has a bound.
pub(crate) const LONGEST: u64 = 4 << 20;

/// Why a pack cannot be had.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PacksError {
    /// Nobody has the text with this digest.
    #[error("the text of pack `{id}` with digest {digest} is not in the folder `packs`")]
    Missing {
        /// The pack.
        id: Id,
        /// The digest that was adopted.
        digest: Bytes32,
    },
    /// The text is of another pack than the act says.
    #[error("the text with that digest is of pack `{found}`, not `{id}`")]
    Other {
        /// The pack named.
        id: Id,
        /// The pack in the text.
        found: String,
    },
    /// It lies over a pack that was not adopted.
    #[error("pack `{id}` lies over `{parent}`, which is not adopted")]
    NoParent {
        /// The pack.
        id: String,
        /// The pack that it extends.
        parent: String,
    },
    /// It asks more of a hand that no act has.
    #[error("pack `{pack}` asks more of `{field}` in `{act}`, and no act names a person there")]
    NoSuchHand {
        /// The pack.
        pack: String,
        /// The act that it names.
        act: String,
        /// The field that it names.
        field: String,
    },
    /// The text is no pack.
    #[error(transparent)]
    Pack(#[from] PackError),
    /// The text cannot be read.
    #[error("cannot read `{}`: {cause}", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// The text cannot be kept.
    #[error("cannot write `{}`: {cause}", .path.display())]
    Unwritable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// The adopted packs cannot be looked up.
    #[error(transparent)]
    State(#[from] StateError),
}

impl PacksError {
    /// The same in Vietnamese.
    #[must_use]
    pub fn vi(&self) -> String {
        match self {
            Self::Missing { id, digest } => format!(
                "thư mục `packs` không có văn bản của bộ quy tắc `{id}` với mã băm {digest}"
            ),
            Self::Other { id, found } => {
                format!("văn bản có mã băm đó là của bộ quy tắc `{found}`, không phải `{id}`")
            }
            Self::NoParent { id, parent } => {
                format!("bộ quy tắc `{id}` dựa trên `{parent}`, bộ này chưa được áp dụng")
            }
            Self::NoSuchHand { pack, act, field } => format!(
                "bộ quy tắc `{pack}` đòi hỏi thêm ở `{field}` của `{act}`, nhưng không việc nào nêu người ở đó"
            ),
            Self::Pack(error) => format!("bộ quy tắc không hợp lệ: {error}"),
            Self::Unreadable { path, cause } => {
                format!("không đọc được `{}`: {}", path.display(), disk::vi(cause))
            }
            Self::Unwritable { path, cause } => {
                format!("không ghi được `{}`: {}", path.display(), disk::vi(cause))
            }
            Self::State(error) => format!("không tra được các bộ quy tắc đã áp dụng: {error}"),
        }
    }
}

/// The text of a pack that comes with this program, and its digest.
#[must_use]
pub fn built_in(id: &str) -> Option<(&'static str, Bytes32)> {
    let (_, text) = BUILT_IN.iter().find(|(name, _)| *name == id)?;
    Some((text, digest(text)))
}

/// The SHA-256 of a pack's text, which `pack.adopt` carries.
#[must_use]
pub fn digest(text: &str) -> Bytes32 {
    sha256(&[text.as_bytes()])
}

/// The pack in `text`, whose hands are there.
///
/// # Errors
///
/// [`PacksError::Pack`] if it is none, [`PacksError::NoSuchHand`] if it asks
/// more of a hand that no act has.
pub fn read(file: &str, text: &str) -> Result<Pack, PacksError> {
    let pack = Pack::parse(file, text)?;
    match unknown_hand(&pack) {
        None => Ok(pack),
        Some(hand) => Err(PacksError::NoSuchHand {
            pack: pack.id().to_owned(),
            act: hand.act.clone(),
            field: hand.field.clone(),
        }),
    }
}

/// Where texts are found: a registry's folder, then this program.
#[derive(Debug)]
pub(crate) struct Library {
    folder: Option<PathBuf>,
    /// Texts that lie in no folder, by digest.
    held: BTreeMap<Bytes32, String>,
    /// Packs as they stand in their own text, by digest.
    parsed: RefCell<BTreeMap<Bytes32, Arc<Pack>>>,
}

impl Library {
    /// The texts in `registry`'s folder, if there is one, and in this program.
    pub(crate) fn of(registry: Option<&Path>) -> Self {
        Self {
            folder: registry.map(|folder| folder.join(FOLDER)),
            held: BTreeMap::new(),
            parsed: RefCell::default(),
        }
    }

    /// The texts given, and those in this program.
    pub(crate) fn holding(texts: Vec<String>) -> Self {
        let by_digest = texts.into_iter().map(|text| (digest(&text), text));
        Self {
            folder: None,
            held: by_digest.collect(),
            parsed: RefCell::default(),
        }
    }

    /// The text with this digest, under the name that the folder has for it.
    pub(crate) fn kept(&self, id: &Id, digest: &Bytes32) -> Result<(String, String), PacksError> {
        let (_, text) = self.text(id, digest)?;
        Ok((file_name(id.as_str(), digest), text))
    }

    /// The packs that are adopted in `state`, in the order of their adoption.
    pub(crate) fn adopted(&self, state: &dyn State) -> Result<Packs, PacksError> {
        let records = state.select(&Query::All(Kind::AdoptedPack))?;
        let mut adopted: Vec<AdoptedPack> =
            records.into_iter().filter_map(AdoptedPack::of).collect();
        adopted.sort_by_key(|pack| pack.order);
        let mut packs = Packs::new();
        for pack in &adopted {
            packs.adopt(self.laid(pack, &adopted, adopted.len())?);
        }
        Ok(packs)
    }

    /// An adopted pack, laid over the one that it extends as that is adopted
    /// now: a parent may have been adopted anew, behind those that lie over it.
    fn laid(
        &self,
        of: &AdoptedPack,
        adopted: &[AdoptedPack],
        deepest: usize,
    ) -> Result<Pack, PacksError> {
        let pack = self.own(&of.id, &of.digest)?;
        let Some(parent) = pack.extends() else {
            return Ok((*pack).clone());
        };
        let found = adopted.iter().find(|other| other.id.as_str() == parent);
        let Some(found) = found.filter(|_| deepest > 0) else {
            return Err(PacksError::NoParent {
                id: pack.id().to_owned(),
                parent: parent.to_owned(),
            });
        };
        let parent = self.laid(found, adopted, deepest - 1)?;
        Ok(Pack::layer(&parent, (*pack).clone())?)
    }

    /// The pack `id` with this digest, as it stands in its own text.
    fn own(&self, id: &Id, digest: &Bytes32) -> Result<Arc<Pack>, PacksError> {
        let pack = self.parse(id, digest)?;
        if pack.id() != id.as_str() {
            return Err(PacksError::Other {
                id: id.clone(),
                found: pack.id().to_owned(),
            });
        }
        Ok(pack)
    }

    /// The pack `id` with this digest, laid over the one that it extends among
    /// those adopted before.
    pub(crate) fn whole(
        &self,
        id: &Id,
        digest: &Bytes32,
        before: &Packs,
    ) -> Result<Pack, PacksError> {
        let pack = self.own(id, digest)?;
        let Some(parent) = pack.extends() else {
            return Ok((*pack).clone());
        };
        let parent = before.by_id(parent).ok_or_else(|| PacksError::NoParent {
            id: pack.id().to_owned(),
            parent: parent.to_owned(),
        })?;
        Ok(Pack::layer(parent, (*pack).clone())?)
    }

    fn parse(&self, id: &Id, digest: &Bytes32) -> Result<Arc<Pack>, PacksError> {
        if let Some(pack) = self.parsed.borrow().get(digest) {
            return Ok(Arc::clone(pack));
        }
        let (file, text) = self.text(id, digest)?;
        let pack = Arc::new(read(&file, &text)?);
        self.parsed.borrow_mut().insert(*digest, Arc::clone(&pack));
        Ok(pack)
    }

    /// The text with this digest, and the file's name.
    fn text(&self, id: &Id, digest: &Bytes32) -> Result<(String, String), PacksError> {
        if let Some(text) = self.held.get(digest) {
            return Ok((file_name(id.as_str(), digest), text.clone()));
        }
        if let Some(folder) = &self.folder {
            let path = folder.join(file_name(id.as_str(), digest));
            match disk::read_bounded(&path, LONGEST) {
                Ok(bytes) if sha256(&[&bytes]) == *digest => {
                    if let Ok(text) = String::from_utf8(bytes) {
                        return Ok((path.display().to_string(), text));
                    }
                }
                Err(cause) if cause.kind() != io::ErrorKind::NotFound => {
                    return Err(PacksError::Unreadable { path, cause });
                }
                // Not there, or altered: the program's own may still fit.
                _ => {}
            }
        }
        match built_in(id.as_str()) {
            Some((text, found)) if found == *digest => Ok((format!("{id}.toml"), text.to_owned())),
            _ => Err(PacksError::Missing {
                id: id.clone(),
                digest: *digest,
            }),
        }
    }

    /// Keeps the text of the pack `id` with this digest in the folder, on disk
    /// when this returns.
    pub(crate) fn keep_adopted(&self, id: &Id, digest: &Bytes32) -> Result<(), PacksError> {
        let (_, text) = self.text(id, digest)?;
        self.write(id.as_str(), digest, &text)
    }

    /// Keeps a pack's text in the folder, and gives its id and digest.
    pub(crate) fn keep(&self, file: &str, text: &str) -> Result<(Id, Bytes32), PacksError> {
        let pack = read(file, text)?;
        let digest = digest(text);
        let id: Id = pack.id().parse().map_err(|_| PacksError::Other {
            id: Id::own_agency(),
            found: pack.id().to_owned(),
        })?;
        self.write(id.as_str(), &digest, text)?;
        Ok((id, digest))
    }

    fn write(&self, id: &str, digest: &Bytes32, text: &str) -> Result<(), PacksError> {
        let Some(folder) = &self.folder else {
            return Ok(());
        };
        let path = folder.join(file_name(id, digest));
        let unwritable = |cause| PacksError::Unwritable {
            path: path.clone(),
            cause,
        };
        if disk::read_bounded(&path, LONGEST).is_ok_and(|kept| sha256(&[&kept]) == *digest) {
            return Ok(());
        }
        std::fs::create_dir_all(folder).map_err(unwritable)?;
        // Whole under its name, or not at all.
        let new = path.with_extension("new");
        let write = || {
            let mut file = std::fs::File::create(&new)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            std::fs::rename(&new, &path)?;
            disk::sync_folder_of(&path)
        };
        write().map_err(unwritable)
    }
}

/// `vn-2025.5f0c1a77.toml`. A colon, which an id may hold and some file
/// systems refuse, becomes `%3A`.
fn file_name(id: &str, digest: &Bytes32) -> String {
    let digest = digest.to_string();
    let short = digest.get(..8).unwrap_or_default();
    format!("{}.{short}.toml", id.replace(':', "%3A"))
}
