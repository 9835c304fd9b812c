//! Names of things: ids that a host chooses, and the fixed-size byte strings
//! of the ledger.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// An id chosen by the host: 1–64 of `A–Z a–z 0–9 . _ : -`, without meaning
/// and without secret words, since ids stand in clear.
///
/// # Examples
///
/// ```
/// use bmnn::id::Id;
/// assert_eq!("doc-17".parse::<Id>()?.as_str(), "doc-17");
/// assert!("doc 17".parse::<Id>().is_err());
/// # Ok::<(), bmnn::id::IdError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Id(String);

impl Id {
    /// The longest id, in characters.
    pub const MAX: usize = 64;

    /// The party that is the ledger's own agency.
    #[must_use]
    pub fn own_agency() -> Self {
        Self("self".to_owned())
    }

    /// Whether it names the ledger's own agency.
    #[must_use]
    pub fn is_own_agency(&self) -> bool {
        self.0 == "self"
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Why a text is no id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an id is 1 to 64 of `A-Z a-z 0-9 . _ : -`")]
pub struct IdError;

impl FromStr for Id {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let fits = (1..=Self::MAX).contains(&text.len())
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"._:-".contains(&b));
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(IdError)
        }
    }
}

impl TryFrom<String> for Id {
    type Error = IdError;

    fn try_from(text: String) -> Result<Self, IdError> {
        text.parse()
    }
}

impl From<Id> for String {
    fn from(id: Id) -> Self {
        id.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Makes a byte string of one fixed size, written as lower-case hex.
macro_rules! fixed_bytes {
    ($(#[$doc:meta])* $name:ident, $size:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(pub [u8; $size]);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl FromStr for $name {
            type Err = HexError;

            fn from_str(text: &str) -> Result<Self, HexError> {
                let bytes = from_hex(text).ok_or(HexError { size: $size })?;
                bytes.try_into().map(Self).map_err(|_| HexError { size: $size })
            }
        }

        impl TryFrom<String> for $name {
            type Error = HexError;

            fn try_from(text: String) -> Result<Self, HexError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(bytes: $name) -> Self {
                bytes.to_string()
            }
        }
    };
}

fixed_bytes!(
    /// The id of an act: 16 bytes, unique in its ledger.
    ActId, 16
);
fixed_bytes!(
    /// 32 bytes: a SHA-256 digest, a public key, a commitment.
    Bytes32, 32
);
fixed_bytes!(
    /// The id of a key: the first 8 bytes of the SHA-256 of the public key.
    Kid, 8
);

/// Why a text is not the hex of a byte string.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {size} bytes as {} lower-case hex digits", size * 2)]
pub struct HexError {
    /// How many bytes were wanted.
    pub size: usize,
}

/// The bytes that lower-case hex stands for, or `None`.
#[must_use]
pub fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |b: u8| match b {
        b'0'..=b'9' => Some(b - b'0'),
        b'a'..=b'f' => Some(b - b'a' + 10),
        _ => None,
    };
    let digits: Vec<u8> = text.bytes().map(digit).collect::<Option<_>>()?;
    let (pairs, rest) = digits.as_chunks::<2>();
    rest.is_empty()
        .then(|| pairs.iter().map(|[high, low]| high << 4 | low).collect())
}

/// Lower-case hex of `bytes`.
#[must_use]
pub fn to_hex(bytes: &[u8]) -> String {
    use fmt::Write;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
}
