//! The form of the vectors.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

/// Which version of the vectors this program writes.
pub const VERSION: u32 = 1;

/// The file that lists the others with their digests.
pub const MANIFEST: &str = "MANIFEST";

/// One file of vectors: a group of cases about one subject.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Group {
    /// Which version of the form.
    pub version: u32,
    /// What the cases are about; the name of the file.
    pub group: String,
    /// One sentence on what they show.
    pub about: String,
    /// Values that several inputs use: `{"$shared": "name"}` stands for one.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub shared: BTreeMap<String, Json>,
    /// The cases, in a fixed order.
    pub cases: Vec<Case>,
}

/// One question and its answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Case {
    /// The case's name, once in all groups of a version.
    pub id: String,
    /// Why the answer is what it is, with the article or section.
    pub why: String,
    /// What is asked, such as `level.read`.
    #[serde(rename = "do")]
    pub task: String,
    /// What it is asked of.
    pub input: Json,
    /// The answer. One with `failure` names a kind of failure.
    pub expect: Json,
}

impl Case {
    /// Whether the answer is a failure: the input is refused, or does not hold.
    #[must_use]
    pub fn fails(&self) -> bool {
        let is_false = |key: &str| self.expect.get(key) == Some(&Json::Bool(false));
        self.expect.get("failure").is_some() || is_false("holds") || is_false("allowed")
    }
}

/// Why vectors cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VectorError {
    /// A file cannot be read.
    #[error("cannot read `{}`", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file is no group of vectors.
    #[error("`{}` is no group of vectors", path.display())]
    Form {
        /// The file.
        path: PathBuf,
        /// Why.
        source: serde_json::Error,
    },
    /// A file is of another version than this program reads.
    #[error("`{}` is of version {version}; this program reads version {VERSION}", path.display())]
    Version {
        /// The file.
        path: PathBuf,
        /// Its version.
        version: u32,
    },
    /// An input names a shared value that the file does not have.
    #[error("`{case}` names the shared value `{name}`, which its group does not have")]
    Shared {
        /// The case.
        case: String,
        /// The name.
        name: String,
    },
}

impl Group {
    /// Reads one file.
    ///
    /// # Errors
    ///
    /// [`VectorError`] if it cannot be read or is no group of this version.
    pub fn read(path: &Path) -> Result<Self, VectorError> {
        let path = path.to_owned();
        let text = match std::fs::read(&path) {
            Ok(text) => text,
            Err(source) => return Err(VectorError::Io { path, source }),
        };
        match serde_json::from_slice::<Self>(&text) {
            Ok(group) if group.version == VERSION => Ok(group),
            Ok(Self { version, .. }) => Err(VectorError::Version { path, version }),
            Err(source) => Err(VectorError::Form { path, source }),
        }
    }

    /// Reads every group of a folder, by the names of their files.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    pub fn read_all(folder: &Path) -> Result<Vec<Self>, VectorError> {
        let failed = |source| VectorError::Io {
            path: folder.to_owned(),
            source,
        };
        let mut files = Vec::new();
        for item in std::fs::read_dir(folder).map_err(failed)? {
            let path = item.map_err(failed)?.path();
            if path.extension().is_some_and(|end| end == "json") {
                files.push(path);
            }
        }
        files.sort();
        files.iter().map(|path| Self::read(path)).collect()
    }

    /// A case's input with its shared values in place.
    ///
    /// # Errors
    ///
    /// [`VectorError::Shared`] if one is not there.
    pub fn input(&self, case: &Case) -> Result<Json, VectorError> {
        self.expand(&case.input)
            .map_err(|name| VectorError::Shared {
                case: case.id.clone(),
                name,
            })
    }

    fn expand(&self, json: &Json) -> Result<Json, String> {
        match json {
            Json::Object(fields) => match fields.get("$shared").and_then(Json::as_str) {
                Some(name) => self.expand(self.shared.get(name).ok_or_else(|| name.to_owned())?),
                None => {
                    let fields = fields
                        .iter()
                        .map(|(key, value)| Ok((key.clone(), self.expand(value)?)));
                    Ok(Json::Object(fields.collect::<Result<Map<_, _>, String>>()?))
                }
            },
            Json::Array(items) => {
                let items = items.iter().map(|item| self.expand(item));
                Ok(Json::Array(items.collect::<Result<_, _>>()?))
            }
            other => Ok(other.clone()),
        }
    }
}
