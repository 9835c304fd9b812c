//! Levels of secrecy (độ mật).

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// How closely a secret is held, from least to most protected.
///
/// The order combines marks: where several levels meet, the highest wins (Law
/// 29/2018/QH14 Art. 10(2)). It says nothing of who may read what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Level {
    /// Mật.
    Mat,
    /// Tối mật.
    ToiMat,
    /// Tuyệt mật.
    TuyetMat,
}

impl Level {
    /// Every level, lowest first.
    pub const ALL: [Self; 3] = [Self::Mat, Self::ToiMat, Self::TuyetMat];

    /// The name that acts carry: `Mat`, `ToiMat`, `TuyetMat`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mat => "Mat",
            Self::ToiMat => "ToiMat",
            Self::TuyetMat => "TuyetMat",
        }
    }
}

/// Why a text names no level.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a level: `Mat`, `ToiMat` or `TuyetMat`")]
pub struct LevelError;

impl FromStr for Level {
    type Err = LevelError;

    /// Reads the one spelling that acts use.
    fn from_str(text: &str) -> Result<Self, LevelError> {
        Self::ALL
            .into_iter()
            .find(|level| level.as_str() == text)
            .ok_or(LevelError)
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
