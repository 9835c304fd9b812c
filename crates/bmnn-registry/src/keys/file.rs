//! One key file: lines for people, then an encrypted PKCS#8 key.

use super::{KeyError, KeyName, Passphrase, kid};
use bmnn::id::{Bytes32, Kid, to_hex};
use bmnn::ledger::sha256;
use ed25519_dalek::SigningKey;
use ed25519_dalek::pkcs8::spki::der::Document;
use ed25519_dalek::pkcs8::{KeypairBytes, PrivateKeyInfoRef};
use pkcs8::pkcs5::{self, pbes2, scrypt};
use pkcs8::{EncodePrivateKey, EncryptedPrivateKeyInfoRef, LineEnding};
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

const LABEL: &str = "ENCRYPTED PRIVATE KEY";
const TITLE: &str = "bmnn key ";
const VERSION: &str = "1";

/// What scrypt may take of a file's own choosing: 64 MiB, at most 16 times over.
const MOST_MEMORY: u64 = 64 << 20;
const MOST_PARALLEL: u16 = 16;
/// And PBKDF2: some seconds.
const MOST_ITERATIONS: u32 = 10_000_000;

/// The text of a key file, taken apart. The key in it is still encrypted.
pub(super) struct KeyFile {
    name: Option<String>,
    pub(super) kid: Option<Kid>,
    public: Option<Bytes32>,
    check: Option<String>,
    /// `EncryptedPrivateKeyInfo` in DER, and the same in PEM.
    der: Vec<u8>,
    pem: String,
}

/// What is wrong with a key file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Flaw {
    /// It is not UTF-8.
    #[error("expected text")]
    NotText,
    /// It is longer than any key.
    #[error("it is too long for a key")]
    TooLong,
    /// It has no key, or half of one.
    #[error("expected one block from `-----BEGIN ENCRYPTED PRIVATE KEY-----` to its END line")]
    NoKey,
    /// A line above the key is not of its form.
    #[error("its line `{0}:` cannot be read")]
    Heading(&'static str),
    /// A line of the key, counted from 1 below its BEGIN line, differs from
    /// the check of the printed sheet.
    #[error("line {0} of the key was altered or mistyped")]
    Line(usize),
    /// The key is not the one that was written.
    #[error("the key does not match its line `check:`")]
    Check,
    /// The file of another key was put here.
    #[error("its line `name:` names another key")]
    OtherName,
    /// The key inside has another public key than the file says.
    #[error("the key inside is not the one that `kid:` and `public:` name")]
    OtherKey,
    /// A later layout.
    #[error("expected a key file of version 1")]
    Version,
    /// Anyone could use it.
    #[error("expected an encrypted key; `openssl pkcs8 -topk8` encrypts it")]
    NotEncrypted,
    /// Another algorithm.
    #[error("expected an Ed25519 key")]
    NotEd25519,
    /// Another encryption.
    #[error("expected PBES2 with scrypt or PBKDF2-HMAC-SHA-2, and AES")]
    Cipher,
    /// Its passphrase costs more to try than a key ring spends.
    #[error("its scrypt or PBKDF2 asks for more memory or time than is given")]
    Cost,
}

/// Why a text gave no key; the place is added by who knows it.
#[derive(Debug)]
pub(super) enum Fault {
    Damaged(Flaw),
    Unsupported(Flaw),
    WrongPassphrase,
    NoRandomness(getrandom::Error),
}

impl KeyFile {
    /// Encrypts `key`.
    pub(super) fn seal(
        name: &KeyName,
        key: &SigningKey,
        passphrase: &Passphrase,
    ) -> Result<Self, Fault> {
        let mut random = [[0; 16]; 2];
        getrandom::fill(random.as_flattened_mut()).map_err(Fault::NoRandomness)?;
        let [salt, iv] = random;
        // Version 1, without the public key: openssl refuses version 2.
        let plain = KeypairBytes {
            secret_key: key.to_bytes(),
            public_key: None,
        };
        let unsupported = |_| Fault::Unsupported(Flaw::Cipher);
        let cost = scrypt::Params::new(14, 8, 3).map_err(|_| Fault::Unsupported(Flaw::Cost))?;
        let parameters = pbes2::Parameters::generate_scrypt_aes256cbc(cost, &salt, iv)
            .map_err(|_| Fault::Unsupported(Flaw::Cipher))?;
        let plain = plain.to_pkcs8_der().map_err(unsupported)?;
        let sealed = PrivateKeyInfoRef::try_from(plain.as_bytes())
            .map_err(|_| Fault::Unsupported(Flaw::NotEd25519))?
            .encrypt_with_params(parameters, passphrase.as_bytes())
            .map_err(unsupported)?;
        let pem = sealed
            .to_pem(LABEL, LineEnding::LF)
            .map_err(|_| Fault::Unsupported(Flaw::Cipher))?;
        let der = sealed.as_bytes().to_vec();
        Ok(Self {
            name: Some(name.to_string()),
            kid: Some(kid(key)),
            public: Some(Bytes32(key.verifying_key().to_bytes())),
            check: Some(check_of(&der)),
            der,
            pem: pem.to_string(),
        })
    }

    /// Takes a key file, or a printed sheet, apart.
    pub(super) fn parse(text: &str) -> Result<Self, Fault> {
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        let begin = |label: &str| {
            let wanted = format!("-----BEGIN {label}-----");
            lines.iter().position(|line| *line == wanted)
        };
        let Some(start) = begin(LABEL) else {
            return Err(match begin("PRIVATE KEY") {
                Some(_) => Fault::Unsupported(Flaw::NotEncrypted),
                None => Fault::Damaged(Flaw::NoKey),
            });
        };
        let (above, block) = lines.split_at(start);
        let end = format!("-----END {LABEL}-----");
        let length = block.iter().position(|line| *line == end);
        let block = length.and_then(|length| block.get(..=length));
        let block = block.ok_or(Fault::Damaged(Flaw::NoKey))?;

        let title = above.iter().find_map(|line| line.strip_prefix(TITLE));
        if title.is_some_and(|version| version != VERSION) {
            return Err(Fault::Unsupported(Flaw::Version));
        }
        check_lines(heading(above, "lines"), block)?;
        let pem: String = block.iter().flat_map(|line| [*line, "\n"]).collect();
        let (_, der) = Document::from_pem(&pem).map_err(|_| Fault::Damaged(Flaw::NoKey))?;
        Ok(Self {
            name: heading(above, "name").map(str::to_owned),
            kid: heading_of(above, "kid")?,
            public: heading_of(above, "public")?,
            check: heading(above, "check").map(str::to_owned),
            der: der.into_vec(),
            pem,
        })
    }

    /// Decrypts the key, which must be the one `name`.
    pub(super) fn open(
        &self,
        name: &KeyName,
        passphrase: &Passphrase,
    ) -> Result<SigningKey, Fault> {
        // Damage first: after it, no passphrase would fit.
        if self
            .check
            .as_ref()
            .is_some_and(|said| *said != check_of(&self.der))
        {
            return Err(Fault::Damaged(Flaw::Check));
        }
        if let Some(said) = &self.name
            && *said != name.to_string()
        {
            return Err(Fault::Damaged(Flaw::OtherName));
        }
        let sealed = EncryptedPrivateKeyInfoRef::try_from(self.der.as_slice())
            .map_err(|_| Fault::Damaged(Flaw::NoKey))?;
        affordable(&sealed.encryption_algorithm)?;
        let plain = sealed
            .decrypt(passphrase.as_bytes())
            .map_err(|reason| match reason {
                pkcs8::Error::EncryptedPrivateKey(
                    pkcs5::Error::UnsupportedAlgorithm { .. }
                    | pkcs5::Error::AlgorithmParametersInvalid { .. }
                    | pkcs5::Error::NoPbes1CryptSupport,
                ) => Fault::Unsupported(Flaw::Cipher),
                // Bad padding, or padding by luck and then no DER.
                _ => Fault::WrongPassphrase,
            })?;
        let plain =
            PrivateKeyInfoRef::try_from(plain.as_bytes()).map_err(|_| Fault::WrongPassphrase)?;
        let not_ed25519 = |_| Fault::Unsupported(Flaw::NotEd25519);
        let pair = KeypairBytes::try_from(plain).map_err(not_ed25519)?;
        let key = SigningKey::try_from(&pair).map_err(not_ed25519)?;

        let public = Bytes32(key.verifying_key().to_bytes());
        let other = self.kid.is_some_and(|said| said != kid(&key))
            || self.public.is_some_and(|said| said != public);
        if other {
            return Err(Fault::Damaged(Flaw::OtherKey));
        }
        Ok(key)
    }

    /// The same key under another name, where the file says one.
    pub(super) fn rename(&mut self, to: &KeyName) {
        if let Some(name) = &mut self.name {
            *name = to.to_string();
        }
    }

    /// Two bytes of SHA-256 for each line of the key, to find a mistyped one.
    pub(super) fn line_checks(&self) -> String {
        let body = self.pem.lines().filter(|line| !line.starts_with("-----"));
        body.map(line_check).collect::<Vec<_>>().join(" ")
    }
}

impl fmt::Display for KeyFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{TITLE}{VERSION}")?;
        if let Some(name) = &self.name {
            writeln!(f, "name: {name}")?;
        }
        if let Some(kid) = self.kid {
            writeln!(f, "kid: {kid}")?;
        }
        if let Some(public) = self.public {
            writeln!(f, "public: {public}")?;
        }
        if let Some(check) = &self.check {
            writeln!(f, "check: {check}")?;
        }
        f.write_str(&self.pem)
    }
}

/// The value of the first line `key: value`.
fn heading<'a>(above: &[&'a str], key: &str) -> Option<&'a str> {
    above
        .iter()
        .find_map(|line| line.strip_prefix(key)?.strip_prefix(": "))
        .map(str::trim)
}

fn heading_of<T: FromStr>(above: &[&str], key: &'static str) -> Result<Option<T>, Fault> {
    heading(above, key)
        .map(str::parse)
        .transpose()
        .map_err(|_| Fault::Damaged(Flaw::Heading(key)))
}

/// Compares the lines between BEGIN and END with the checks, if there are any.
fn check_lines(checks: Option<&str>, block: &[&str]) -> Result<(), Fault> {
    let (Some(checks), [_, body @ .., _]) = (checks, block) else {
        return Ok(());
    };
    let mut wanted = checks.split_whitespace();
    for (number, line) in (1..).zip(body) {
        if wanted.next() != Some(&line_check(line)) {
            return Err(Fault::Damaged(Flaw::Line(number)));
        }
    }
    match wanted.next() {
        None => Ok(()),
        Some(_) => Err(Fault::Damaged(Flaw::Line(body.len() + 1))),
    }
}

fn line_check(line: &str) -> String {
    let [a, b, ..] = sha256(&[line.as_bytes()]).0;
    to_hex(&[a, b])
}

/// The first 8 bytes of SHA-256 of the DER, for the line `check:`.
fn check_of(der: &[u8]) -> String {
    let [a, b, c, d, e, f, g, h, ..] = sha256(&[der]).0;
    to_hex(&[a, b, c, d, e, f, g, h])
}

/// Refuses to try a passphrase at a price that only a hostile file asks.
fn affordable(scheme: &pkcs5::EncryptionScheme) -> Result<(), Fault> {
    let kdf = &scheme.pbes2().ok_or(Fault::Unsupported(Flaw::Cipher))?.kdf;
    let fits = match kdf {
        // Not a power of two: refused here, since the library trusts it.
        pbes2::Kdf::Scrypt(scrypt) if !scrypt.cost_parameter.is_power_of_two() => {
            return Err(Fault::Unsupported(Flaw::Cipher));
        }
        pbes2::Kdf::Scrypt(scrypt) => {
            let memory = u64::from(scrypt.block_size)
                .saturating_mul(128)
                .saturating_mul(scrypt.cost_parameter);
            memory <= MOST_MEMORY && scrypt.parallelization <= MOST_PARALLEL
        }
        pbes2::Kdf::Pbkdf2(pbkdf2) => pbkdf2.iteration_count <= MOST_ITERATIONS,
        _ => return Err(Fault::Unsupported(Flaw::Cipher)),
    };
    if fits {
        Ok(())
    } else {
        Err(Fault::Unsupported(Flaw::Cost))
    }
}

impl Fault {
    /// The error, with the key and the file where it happened.
    pub(super) fn at(self, name: &KeyName, path: PathBuf) -> KeyError {
        match self {
            Self::Damaged(flaw) => KeyError::Damaged { path, flaw },
            Self::Unsupported(flaw) => KeyError::Unsupported { path, flaw },
            Self::WrongPassphrase => KeyError::WrongPassphrase {
                name: name.to_string(),
            },
            Self::NoRandomness(cause) => KeyError::NoRandomness(cause),
        }
    }
}

impl Flaw {
    /// The same in Vietnamese.
    #[must_use]
    pub fn vi(self) -> String {
        match self {
            Self::NotText => "phải là văn bản".to_owned(),
            Self::TooLong => "quá dài so với một khoá".to_owned(),
            Self::NoKey => "phải có một khối từ dòng `-----BEGIN ENCRYPTED PRIVATE KEY-----` \
                đến dòng END của nó"
                .to_owned(),
            Self::Heading(key) => format!("không đọc được dòng `{key}:`"),
            Self::Line(number) => format!("dòng {number} của khoá đã bị sửa hoặc gõ sai"),
            Self::Check => "khoá không khớp với dòng `check:`".to_owned(),
            Self::OtherName => "dòng `name:` ghi tên một khoá khác".to_owned(),
            Self::OtherKey => {
                "khoá bên trong không phải là khoá ghi ở dòng `kid:` và `public:`".to_owned()
            }
            Self::Version => "phải là tệp khoá phiên bản 1".to_owned(),
            Self::NotEncrypted => {
                "khoá phải được mã hoá; dùng lệnh `openssl pkcs8 -topk8` để mã hoá".to_owned()
            }
            Self::NotEd25519 => "phải là khoá Ed25519".to_owned(),
            Self::Cipher => {
                "phải mã hoá bằng PBES2 với scrypt hoặc PBKDF2-HMAC-SHA-2, và AES".to_owned()
            }
            Self::Cost => {
                "scrypt hoặc PBKDF2 trong tệp đòi nhiều bộ nhớ hoặc thời gian hơn mức cho phép"
                    .to_owned()
            }
        }
    }
}
