//! Where the passphrase of a key ring comes from.

use std::{fs, path::PathBuf};

use bmnn_registry::keys::Passphrase;
use clap::Args;
use zeroize::Zeroizing;

use crate::{failure::Failure, lang::Lang};

const VARIABLE: &str = "BMNN_PASSPHRASE";

/// Where to take the passphrase from; without any, it is asked for.
#[derive(Args, Clone, Debug)]
pub(crate) struct Source {
    /// Read the passphrase from the first line of a file (else from
    /// BMNN_PASSPHRASE, else it is asked for)
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

impl Source {
    /// The first line of this file.
    pub(crate) fn of_file(file: &std::path::Path) -> Self {
        Self {
            passphrase_file: Some(file.to_owned()),
        }
    }

    /// The passphrase of a ring that is there.
    pub(crate) fn passphrase(&self, lang: Lang) -> Result<Passphrase, Failure> {
        match self.given()? {
            Some(given) => Ok(Passphrase::new(&given)?),
            None => {
                let typed = ask(lang.pick("Cụm mật khẩu: ", "Passphrase: "))?;
                Ok(Passphrase::new(&typed)?)
            }
        }
    }

    /// The passphrase of a ring to be made, typed twice.
    pub(crate) fn new_passphrase(&self, lang: Lang) -> Result<Passphrase, Failure> {
        if let Some(given) = self.given()? {
            return Ok(Passphrase::new(&given)?);
        }
        ask_twice(lang)
    }

    /// The passphrase, if one was given; nobody is asked.
    pub(crate) fn without_asking(&self) -> Result<Option<Passphrase>, Failure> {
        match self.given()? {
            Some(given) => Ok(Some(Passphrase::new(&given)?)),
            None => Ok(None),
        }
    }

    fn given(&self) -> Result<Option<Zeroizing<String>>, Failure> {
        if let Some(file) = &self.passphrase_file {
            let text = fs::read_to_string(file).map_err(|e| Failure::reading(file, &e))?;
            let text = Zeroizing::new(text);
            let first = text.lines().next().unwrap_or_default();
            return Ok(Some(Zeroizing::new(first.to_owned())));
        }
        Ok(std::env::var(VARIABLE).ok().map(Zeroizing::new))
    }
}

/// A new passphrase, typed twice.
pub(crate) fn ask_twice(lang: Lang) -> Result<Passphrase, Failure> {
    let first = ask(lang.pick(
        "Cụm mật khẩu mới cho chùm khoá: ",
        "New passphrase for the key ring: ",
    ))?;
    let passphrase = Passphrase::new(&first)?;
    let second = ask(lang.pick("Gõ lại một lần nữa: ", "Once more: "))?;
    if *first != *second {
        return Err(Failure::new(
            "hai lần gõ không giống nhau; chưa tạo gì cả",
            "the two do not agree; nothing was made",
        ));
    }
    Ok(passphrase)
}

/// Asks on the terminal, without echo.
fn ask(prompt: &str) -> Result<Zeroizing<String>, Failure> {
    rpassword::prompt_password(prompt)
        .map(Zeroizing::new)
        .map_err(|_| {
            Failure::new(
                "cần cụm mật khẩu nhưng không có màn hình để hỏi: dùng `--passphrase-file` \
                 hoặc biến BMNN_PASSPHRASE",
                "a passphrase is needed and there is no terminal to ask on: use \
                 `--passphrase-file` or the variable BMNN_PASSPHRASE",
            )
        })
}
