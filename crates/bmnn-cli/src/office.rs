//! A registry opened to work in, with the keys that sign.

use std::path::Path;

use bmnn::ledger::{PlainSigner, Signer};
use bmnn_registry::{
    Host, PerformError, Performed, Registry,
    keys::{KeyName, Keyring},
    vault::VaultError,
};

use crate::{failure::Failure, output::Out, passphrase::Source, progress::Progress};

/// The key ring, in a registry's folder.
pub(crate) const RING: &str = "keys";
/// The evidence, in a registry's folder.
const LEDGER: &str = "ledger.bmnn";

/// A registry open for writing, and its key ring.
pub(crate) struct Office {
    /// The registry.
    pub(crate) registry: Registry,
    pub(crate) ring: Keyring,
}

impl Office {
    /// Opens the registry in `dir`. The passphrase is asked for only once
    /// there is something to open with it.
    pub(crate) fn open(dir: &Path, source: &Source, out: &Out) -> Result<Self, Failure> {
        look_for(dir)?;
        let ring = dir.join(RING);
        if !ring.is_dir() {
            return Err(Failure::new(
                format!("không có chùm khoá tại `{}`", ring.display()),
                format!("there is no key ring at `{}`", ring.display()),
            ));
        }
        let passphrase = source.passphrase(out.lang)?;
        // One passphrase for the ring and for the vault.
        let host = Host::system(passphrase.clone());
        let ring = Keyring::open(ring, passphrase)?;
        finish_rotation(dir, &ring)?;
        let ledger = PlainSigner::from(ring.key(&KeyName::Ledger)?);
        let rebuilding = Rebuilding::new(out);
        let registry = Registry::open_telling(dir, Box::new(ledger), host, &mut |done, total| {
            rebuilding.at(done, total)
        })?;
        Ok(Self { registry, ring })
    }

    /// The key `name` as a signer.
    pub(crate) fn signer(&self, name: &KeyName) -> Result<PlainSigner, Failure> {
        Ok(PlainSigner::from(self.ring.key(name)?))
    }

    /// The key that signs where none is named: the first root for acts that
    /// only roots sign, else the one person's that the ring holds.
    pub(crate) fn usual_key(&self, for_roots: bool) -> Result<KeyName, Failure> {
        let names: Vec<KeyName> = self.ring.list()?.into_iter().map(|key| key.name).collect();
        if for_roots {
            let root = names
                .into_iter()
                .find(|name| matches!(name, KeyName::Root(_)));
            return root.ok_or_else(|| {
                Failure::new(
                    "chùm khoá không có khoá gốc nào; hành vi key.* phải do khoá gốc ký",
                    "the ring holds no root; acts key.* are signed by roots",
                )
            });
        }
        let mut actors = names
            .into_iter()
            .filter(|name| matches!(name, KeyName::Actor(_)));
        match (actors.next(), actors.next()) {
            (Some(only), None) => Ok(only),
            (None, _) => Err(Failure::new(
                "chùm khoá không có khoá của người nào; tạo bằng `bmnn keygen DIR actor-MÃ`",
                "the ring holds no person's key; make one with `bmnn keygen DIR actor-ID`",
            )),
            (Some(first), Some(second)) => Err(Failure::new(
                format!("chùm khoá có nhiều người ({first}, {second}…); chọn bằng `--key`"),
                format!(
                    "the ring holds several people's keys ({first}, {second}…); choose by `--key`"
                ),
            )),
        }
    }
}

/// Opens the registry in `dir` for reading, and its vault, if a passphrase was
/// given: nobody is asked for one.
pub(crate) fn read_through(dir: &Path, source: &Source, out: &Out) -> Result<Registry, Failure> {
    let mut registry = read(dir, out)?;
    if let Some(passphrase) = source.without_asking()? {
        match registry.unlock(&passphrase.into()) {
            // There is nothing for a passphrase to open.
            Ok(())
            | Err(
                VaultError::Missing { .. }
                | VaultError::Clear { .. }
                | VaultError::OtherLock { .. },
            ) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(registry)
}

/// Opens the registry in `dir` for reading: no key, no passphrase, no lock; the
/// vault stays locked.
pub(crate) fn read(dir: &Path, out: &Out) -> Result<Registry, Failure> {
    look_for(dir)?;
    let rebuilding = Rebuilding::new(out);
    Ok(Registry::read_telling(dir, &mut |done, total| {
        rebuilding.at(done, total);
    })?)
}

/// Gives the ledger key in force its name, where a rotation was broken off
/// between the ledger and the ring.
fn finish_rotation(dir: &Path, ring: &Keyring) -> Result<(), Failure> {
    let rotated = |name: &KeyName| matches!(name, KeyName::LedgerOf(_));
    if !ring.list()?.iter().any(|listed| rotated(&listed.name)) {
        return Ok(());
    }
    let registry = Registry::read(dir)?;
    if let Some(key) = registry.chain().ledger_key() {
        ring.put_in_force(bmnn::ledger::key::kid(&key.public()))?;
    }
    Ok(())
}

/// The key that signs and those that cosign, by their names in the ring.
pub(crate) struct Roots(Vec<PlainSigner>);

impl Roots {
    /// All of them, the one that signs first.
    pub(crate) fn all(&self) -> Vec<&dyn Signer> {
        self.0.iter().map(|root| root as &dyn Signer).collect()
    }

    /// Puts an act on record that they sign.
    pub(crate) fn signed(
        &self,
        registry: &mut Registry,
        act: serde_json::Value,
    ) -> Result<Performed, PerformError> {
        match self.all().split_first() {
            Some((signer, cosigners)) => registry.perform_cosigned(act, *signer, cosigners),
            None => Err(PerformError::NoRoot),
        }
    }
}

/// Which roots sign.
#[derive(clap::Args, Clone, Debug)]
pub(crate) struct RootNames {
    /// The root that signs [default: the first in the ring]
    #[arg(long = "key", value_name = "NAME")]
    root: Option<KeyName>,
    /// A further root that signs the same; may be repeated
    #[arg(long = "cosign", value_name = "NAME")]
    further: Vec<KeyName>,
}

impl Office {
    /// The roots that are named, opened.
    pub(crate) fn roots(&self, names: &RootNames) -> Result<Roots, Failure> {
        let first = match &names.root {
            Some(name) => name.clone(),
            None => self.usual_key(true)?,
        };
        let roots = std::iter::once(&first).chain(&names.further);
        let roots = roots.map(|name| self.signer(name));
        Ok(Roots(roots.collect::<Result<_, _>>()?))
    }
}

/// Says which folder is no registry, before anything is asked.
fn look_for(dir: &Path) -> Result<(), Failure> {
    let here = dir.display();
    if !dir.exists() {
        return Err(Failure::new(
            format!("không có thư mục `{here}`"),
            format!("there is no folder `{here}`"),
        ));
    }
    match dir.join(LEDGER).try_exists() {
        Ok(true) => Ok(()),
        Ok(false) => Err(Failure::new(
            format!("không có sổ cái trong `{here}`; tạo bằng `bmnn init {here} …`"),
            format!("there is no ledger in `{here}`; make one with `bmnn init {here} …`"),
        )),
        Err(cause) => Err(Failure::reading(dir, &cause)),
    }
}

/// Shows a rebuild of the index, if there is one.
struct Rebuilding {
    what: &'static str,
    bar: std::cell::OnceCell<Progress>,
}

impl Rebuilding {
    fn new(out: &Out) -> Self {
        Self {
            what: out.lang.pick("Dựng lại chỉ mục", "Rebuilding the index"),
            bar: std::cell::OnceCell::new(),
        }
    }

    fn at(&self, done: u64, total: u64) {
        let bar = self.bar.get_or_init(|| Progress::of_items(self.what));
        bar.at(done, total);
    }
}
