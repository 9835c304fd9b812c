//! A registry opened to work in, with the keys that sign.

use std::path::Path;

use bmnn::ledger::{PlainSigner, Signer, key::Role};
use bmnn_registry::{
    Host, PerformError, Performed, Registry, VAULT,
    keys::{KeyName, Keyring, Listed, Passphrase, settle},
    vault::VaultError,
};

use crate::{failure::Failure, output::Out, passphrase::Source, progress::Progress};

/// The key ring, in a registry's folder.
pub(crate) const RING: &str = "keys";
pub(crate) use bmnn_store::LEDGER;

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
        look_for_ring(dir)?;
        let passphrase = source.passphrase(out.lang)?;
        // One passphrase for the ring and for the vault.
        let host = Host::system(passphrase.clone());
        let ring = open_ring(dir, passphrase)?;
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

    /// The keys of these names as signers.
    pub(crate) fn signers<'a>(
        &self,
        names: impl IntoIterator<Item = &'a KeyName>,
    ) -> Result<Signers, Failure> {
        let signers = names.into_iter().map(|name| self.signer(name));
        Ok(Signers(signers.collect::<Result<_, _>>()?))
    }

    /// The key that signs where none is named: the one person's that the ring
    /// holds.
    pub(crate) fn usual_key(&self) -> Result<KeyName, Failure> {
        let names = self.ring.list()?.into_iter().map(|key| key.name);
        let mut actors = names.filter(|name| matches!(name, KeyName::Actor(_)));
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

/// Says that there is no ring, before a passphrase is asked for. One that gives
/// way to itself under another passphrase is there.
pub(crate) fn look_for_ring(dir: &Path) -> Result<(), Failure> {
    let ring = dir.join(RING);
    if ring.is_dir() || ring.with_extension("new").is_dir() {
        return Ok(());
    }
    Err(Failure::new(
        format!("không có chùm khoá tại `{}`", ring.display()),
        format!("there is no key ring at `{}`", ring.display()),
    ))
}

/// The ring in `dir`, behind a change of passphrase that was broken off.
pub(crate) fn open_ring(dir: &Path, passphrase: Passphrase) -> Result<Keyring, Failure> {
    let ring = dir.join(RING);
    settle(&ring, &passphrase, &dir.join(VAULT))?;
    Ok(Keyring::open(ring, passphrase)?)
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
pub(crate) struct Signers(Vec<PlainSigner>);

impl Signers {
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
    /// The root that signs [default: the first in force in the ring]
    #[arg(long = "key", value_name = "NAME")]
    pub(crate) root: Option<KeyName>,
    /// A further root that signs the same; may be repeated. Without it, as many
    /// roots of the ring as the ledger wants
    #[arg(long = "cosign", value_name = "NAME")]
    pub(crate) further: Vec<KeyName>,
}

impl Office {
    /// The roots that are named, opened; and behind them others of the ring, up
    /// to the number that the ledger wants.
    pub(crate) fn roots(&self, names: &RootNames) -> Result<Signers, Failure> {
        let wanted = self.registry.chain().keys().threshold();
        let wanted = usize::try_from(wanted).unwrap_or(usize::MAX);
        let named = |name: &KeyName| names.root.iter().chain(&names.further).any(|n| n == name);
        let in_force = self.roots_in_force()?;
        let mut others = in_force.into_iter().filter(|name| !named(name));
        let first = names.root.clone().or_else(|| others.next());
        let mut roots: Vec<KeyName> = first.into_iter().chain(names.further.clone()).collect();
        let missing = wanted.saturating_sub(roots.len());
        roots.extend(others.take(missing));
        if roots.len() < wanted {
            return Err(too_few(roots.len(), wanted));
        }
        self.signers(&roots)
    }

    /// The roots of the ring that may sign the next entry.
    fn roots_in_force(&self) -> Result<Vec<KeyName>, Failure> {
        let chain = self.registry.chain();
        let mut in_force = Vec::new();
        for Listed { name, kid } in self.ring.list()? {
            if !matches!(name, KeyName::Root(_)) {
                continue;
            }
            let kid = match kid {
                Some(kid) => kid,
                None => bmnn_registry::keys::kid(&self.ring.key(&name)?),
            };
            let key = chain.keys().get(&kid);
            if key.is_some_and(|key| key.role() == Role::Root && key.is_valid_at(chain.size())) {
                in_force.push(name);
            }
        }
        Ok(in_force)
    }
}

fn too_few(held: usize, wanted: usize) -> Failure {
    Failure::new(
        format!(
            "việc của khoá gốc cần {wanted} khoá gốc cùng ký, chùm khoá chỉ có {held} còn hiệu lực; \
             lấy lại khoá từ tờ lưu bằng `bmnn key restore`"
        ),
        format!(
            "what roots sign wants {wanted} of them, and the ring holds {held} in force: take \
             others back from their sheets by `bmnn key restore`"
        ),
    )
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
