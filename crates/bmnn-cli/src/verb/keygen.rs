//! `bmnn keygen`: a new key in the ring.

use std::path::{Path, PathBuf};

use bmnn::{id::Bytes32, ledger::key::kid};
use bmnn_registry::keys::{KeyName, Keyring};
use serde_json::{Value, json};

use crate::{
    exit::Exit,
    failure::Failure,
    office::{RING, look_for_ring, open_ring},
    output::Out,
    passphrase::Source,
};

/// Arguments of `bmnn keygen`.
#[derive(clap::Args, Debug)]
pub(crate) struct Args {
    /// The registry's folder; its key ring is `DIR/keys`, made if it is not there
    dir: PathBuf,
    /// The key: `actor-PERSON`, `root-2`, `ledger` or `witness`
    name: KeyName,
    #[command(flatten)]
    passphrase: Source,
}

/// Makes the key, and tells its id and public key.
pub(crate) fn run(args: &Args, out: &mut Out) -> Result<Exit, Failure> {
    let ring = ring(&args.dir, &args.passphrase, out)?;
    let key = ring.generate(&args.name)?;
    let public = Bytes32(key.verifying_key().to_bytes());
    tell(&ring, &args.name, public, out);
    Ok(Exit::Holds)
}

/// The ring that is there, or a new one.
fn ring(dir: &Path, source: &Source, out: &Out) -> Result<Keyring, Failure> {
    let folder = dir.join(RING);
    if look_for_ring(dir).is_ok() {
        let passphrase = source.passphrase(out.lang)?;
        return open_ring(dir, passphrase);
    }
    let passphrase = source.new_passphrase(out.lang)?;
    Ok(Keyring::create(folder, passphrase)?)
}

fn tell(ring: &Keyring, name: &KeyName, public: Bytes32, out: &mut Out) {
    if out.json {
        out.document(&described(name, public));
        return;
    }
    let folder = ring.folder().display();
    out.say(
        format!("Đã thêm khoá `{name}` vào chùm khoá `{folder}`."),
        format!("The key `{name}` is in the ring `{folder}`."),
    );
    out.line(format!("  kid         {}", kid(&public)));
    out.say(
        format!("  công khai   {public}"),
        format!("  public key  {public}"),
    );
    if let KeyName::Actor(person) = name {
        let act = json!({
            "act": "key.enrol", "on": "…", "key": public.to_string(),
            "role": "actor", "person": person.as_str(),
        });
        out.say(
            "Khoá chỉ ký được sau khi đăng ký bằng khoá gốc (`bmnn perform … --key root-1`):",
            "It signs nothing before a root enrols it (`bmnn perform … --key root-1`):",
        );
        out.line(format!("  {act}"));
    }
}

/// `{"name", "kid", "public-key"}`.
pub(crate) fn described(name: &KeyName, public: Bytes32) -> Value {
    json!({
        "name": name.to_string(),
        "kid": kid(&public).to_string(),
        "public-key": public.to_string(),
    })
}
