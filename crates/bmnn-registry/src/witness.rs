//! A witness: cosigns checkpoints of other ledgers, and never two of one ledger
//! that are not of one history.
//!
//! ```text
//! witness/
//!   <ledger-id>.note    the last checkpoint of that ledger that was cosigned
//!   lock                held by the one who cosigns
//! ```
//!
//! The checkpoint is on disk before its cosignature is given out: whoever is
//! stopped in between has cosigned nothing, and what it kept only binds it the
//! more. A file of the state that cannot be read is refused, never taken for
//! none. The folder is not to be restored from a backup: a witness that forgets
//! is none.

use crate::disk;
use bmnn::id::Bytes32;
use bmnn::ledger::Signer;
use bmnn::ledger::checkpoint::{Checkpoint, CheckpointError, MAX_NOTE};
use bmnn::ledger::consistency::Consistency;
use bmnn::ledger::cosignature::{CosignError, CosignatureLine};
use bmnn::ledger::key::PublicKey;
use bmnn::ledger::note::Note;
use bmnn::ledger::tree::check_consistency;
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A checkpoint that is to be cosigned, and the way there.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The ledger's note.
    pub note: &'a Note,
    /// The size from which `path` leads, which is the one last cosigned.
    pub old: u64,
    /// The consistency proof from there (RFC 9162 §2.1.4.1).
    pub path: &'a [Bytes32],
}

/// What a witness is shown: a checkpoint's note, or a consistency proof that
/// leads to one from the size cosigned last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The checkpoint.
    pub note: Note,
    old: u64,
    path: Vec<Bytes32>,
}

impl Shown {
    /// Reads either; `None` if it is neither.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Ok(note) = Note::parse(text) {
            let (old, path) = (0, Vec::new());
            return Some(Self { note, old, path });
        }
        let way = Consistency::parse(text).ok()?;
        Some(Self {
            note: Note::parse(way.note()).ok()?,
            old: way.old(),
            path: way.path().to_vec(),
        })
    }

    /// What is to be cosigned.
    #[must_use]
    pub fn asked(&self) -> Asked<'_> {
        Asked {
            note: &self.note,
            old: self.old,
            path: &self.path,
        }
    }
}

/// A witness's state in a folder.
#[derive(Clone, Debug)]
pub struct Witness {
    folder: PathBuf,
    name: String,
}

/// Why a witness does not cosign.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WitnessError {
    /// The ledger's own signature.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// A smaller checkpoint than the one cosigned last.
    #[error("a checkpoint of {cosigned} entries was cosigned, and this one is of {size}")]
    Backwards {
        /// The size cosigned last.
        cosigned: u64,
        /// The size now.
        size: u64,
    },
    /// The same size with another root.
    #[error("another checkpoint of {size} entries was cosigned: the ledger has two histories")]
    Fork {
        /// The size.
        size: u64,
    },
    /// No way leads from what was cosigned last.
    #[error("the way does not lead from the {cosigned} entries cosigned last")]
    NotConsistent {
        /// The size cosigned last.
        cosigned: u64,
    },
    /// The key or its name.
    #[error(transparent)]
    Cosign(#[from] CosignError),
    /// What was kept cannot be read.
    #[error("the state in `{}` is no checkpoint of that ledger; without it nothing is cosigned", .0.display())]
    State(PathBuf),
    /// The disk.
    #[error("cannot read or write `{}`: {cause}", .path.display())]
    Disk {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
}

impl WitnessError {
    /// Whether the witness refused, rather than could not.
    #[must_use]
    pub fn is_refusal(&self) -> bool {
        matches!(
            self,
            Self::Checkpoint(_)
                | Self::Backwards { .. }
                | Self::Fork { .. }
                | Self::NotConsistent { .. }
        )
    }

    /// The sentence in Vietnamese.
    #[must_use]
    pub fn vi(&self) -> String {
        match self {
            Self::Checkpoint(_) => "điểm kiểm tra không do khóa đã nêu ký".to_owned(),
            Self::Backwards { cosigned, size } => format!(
                "đã ký chứng điểm kiểm tra {cosigned} mục, không ký điểm kiểm tra {size} mục"
            ),
            Self::Fork { size } => {
                format!("đã ký chứng một điểm kiểm tra khác cũng {size} mục: sổ cái có hai lịch sử")
            }
            Self::NotConsistent { cosigned } => {
                format!("không có đường nối đúng từ {cosigned} mục đã ký chứng lần trước")
            }
            Self::Cosign(_) => {
                "không ký được bằng khóa này, hoặc tên bên chứng kiến không hợp lệ".to_owned()
            }
            Self::State(path) => format!(
                "`{}` không phải điểm kiểm tra của sổ cái ấy; thiếu nó thì không ký gì",
                path.display()
            ),
            Self::Disk { path, cause } => format!(
                "không đọc hoặc ghi được `{}`: {}",
                path.display(),
                disk::vi(cause)
            ),
        }
    }
}

/// What a cosigning does to the disk, one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Lock,
    Write,
    Sync,
    Rename,
    SyncFolder,
    GiveOut,
}

impl Witness {
    /// The witness `name` with its state in `folder`, which is made if it is
    /// not there.
    ///
    /// # Errors
    ///
    /// [`WitnessError::Disk`] if it cannot be made.
    pub fn open(folder: &Path, name: &str) -> Result<Self, WitnessError> {
        std::fs::create_dir_all(folder).map_err(failed(folder))?;
        Ok(Self {
            folder: folder.to_owned(),
            name: name.to_owned(),
        })
    }

    /// The note of the checkpoint of a ledger that was cosigned last.
    ///
    /// # Errors
    ///
    /// [`WitnessError::State`] if what was kept is none, and
    /// [`WitnessError::Disk`].
    pub fn last(&self, ledger: &Bytes32) -> Result<Option<Note>, WitnessError> {
        let path = self.path(ledger);
        let bytes = match disk::read_bounded(&path, MAX_NOTE as u64) {
            Ok(bytes) => bytes,
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(cause) => return Err(failed(&path)(cause)),
        };
        let note = String::from_utf8(bytes)
            .ok()
            .and_then(|text| Note::parse(&text).ok())
            .filter(|note| note.checkpoint().ledger == *ledger);
        note.map(Some).ok_or(WitnessError::State(path))
    }

    /// Cosigns a checkpoint of the ledger whose key is `key`, at `time` in Unix
    /// seconds: the first of that ledger that is shown, or one that only adds
    /// to the last. The same one again is cosigned again.
    ///
    /// # Errors
    ///
    /// [`WitnessError`]; what was cosigned before stands.
    pub fn cosign(
        &self,
        asked: Asked<'_>,
        key: &PublicKey,
        time: u64,
        signer: &dyn Signer,
    ) -> Result<CosignatureLine, WitnessError> {
        self.cosign_stepping(asked, key, time, signer, &mut |_| Ok(()))
    }

    fn cosign_stepping(
        &self,
        asked: Asked<'_>,
        key: &PublicKey,
        time: u64,
        signer: &dyn Signer,
        step: &mut dyn FnMut(Step) -> io::Result<()>,
    ) -> Result<CosignatureLine, WitnessError> {
        asked.note.check(key)?;
        let checkpoint = asked.note.checkpoint();
        let path = self.path(&checkpoint.ledger);
        let lock = self.folder.join("lock");
        let mut locked = || {
            step(Step::Lock)?;
            let file = disk::private()
                .write(true)
                .create(true)
                .truncate(false)
                .open(&lock)?;
            file.lock().map(|()| file)
        };
        let _held = locked().map_err(failed(&lock))?;
        let last = self.last(&checkpoint.ledger)?;
        if let Some(last) = &last {
            follows(last.checkpoint(), asked)?;
        }
        let line = CosignatureLine::sign(checkpoint, &self.name, time, signer)?;
        if last.is_none_or(|last| last.checkpoint() != checkpoint) {
            keep(&path, asked.note.own(), step).map_err(failed(&path))?;
        }
        step(Step::GiveOut).map_err(failed(&path))?;
        Ok(line)
    }

    fn path(&self, ledger: &Bytes32) -> PathBuf {
        self.folder.join(format!("{ledger}.note"))
    }
}

/// Whether what is asked for only adds to what was cosigned last.
fn follows(last: &Checkpoint, asked: Asked<'_>) -> Result<(), WitnessError> {
    let Checkpoint { size, root, .. } = *asked.note.checkpoint();
    let cosigned = last.size;
    if size < cosigned {
        return Err(WitnessError::Backwards { cosigned, size });
    }
    if size == cosigned {
        return match root == last.root {
            true => Ok(()),
            false => Err(WitnessError::Fork { size }),
        };
    }
    let way = check_consistency((cosigned, &last.root), (size, &root), asked.path);
    match way {
        Ok(()) if asked.old == cosigned => Ok(()),
        _ => Err(WitnessError::NotConsistent { cosigned }),
    }
}

/// Puts `text` in place of what stands at `path`: whole or not at all.
fn keep(path: &Path, text: &str, step: &mut dyn FnMut(Step) -> io::Result<()>) -> io::Result<()> {
    let new = path.with_extension("new");
    step(Step::Write)?;
    let mut file: File = disk::private()
        .write(true)
        .create(true)
        .truncate(true)
        .open(&new)?;
    file.write_all(text.as_bytes())?;
    step(Step::Sync)?;
    file.sync_all()?;
    step(Step::Rename)?;
    std::fs::rename(&new, path)?;
    step(Step::SyncFolder)?;
    disk::sync_folder_of(path)
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> WitnessError {
    let path = path.to_owned();
    move |cause| WitnessError::Disk { path, cause }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use super::*;
    use bmnn::ledger::PlainSigner;
    use bmnn::ledger::tree::{Leaves, consistency, leaf_hash, root};
    use bmnn::ledger::vkey::VerifierKey;

    const NAME: &str = "so-y-te.example";

    fn signer(seed: u8) -> PlainSigner {
        PlainSigner::from_seed(&[seed; 32])
    }

    fn public(seed: u8) -> PublicKey {
        PublicKey::parse(&signer(seed).public_key()).unwrap()
    }

    /// The leaves of a history that leaves the common one at `parts`.
    fn history(parts: u8, size: u8) -> Vec<Bytes32> {
        let leaf = |n: u8| leaf_hash(&[n, u8::from(n >= parts)]);
        (0..size).map(leaf).collect()
    }

    fn note(leaves: &[Bytes32]) -> Note {
        let checkpoint = Checkpoint {
            ledger: Bytes32([7; 32]),
            size: leaves.len() as u64,
            root: root(leaves),
        };
        Note::parse(&checkpoint.sign(&signer(1)).unwrap()).unwrap()
    }

    fn ask(
        witness: &Witness,
        leaves: &[Bytes32],
        old: u64,
        step: &mut dyn FnMut(Step) -> io::Result<()>,
    ) -> Result<CosignatureLine, WitnessError> {
        let note = note(leaves);
        let path = match old {
            0 => vec![],
            old => consistency(&Leaves(leaves), old, leaves.len() as u64).unwrap_or_default(),
        };
        let path = &path;
        let note = &note;
        let asked = Asked { note, old, path };
        witness.cosign_stepping(asked, &public(1), 100, &signer(9), step)
    }

    fn go(_: Step) -> io::Result<()> {
        Ok(())
    }

    #[test]
    fn only_what_adds_is_cosigned() {
        let folder = tempfile::tempdir().unwrap();
        let witness = Witness::open(folder.path(), NAME).unwrap();
        let ours = history(99, 12);
        let other = history(3, 12);
        let asked = |leaves: &[Bytes32], old| ask(&witness, leaves, old, &mut go);
        let line = asked(&ours[..5], 0).unwrap();
        let key = VerifierKey::of_witness(NAME, public(9)).unwrap();
        assert_eq!(line.check(note(&ours[..5]).checkpoint(), &key), Ok(()));
        let refused = |leaves: &[Bytes32], old| asked(leaves, old).unwrap_err();
        assert!(matches!(
            refused(&other[..5], 0),
            WitnessError::Fork { size: 5 }
        ));
        assert!(matches!(
            refused(&ours[..4], 0),
            WitnessError::Backwards { .. }
        ));
        let not_consistent = |error| matches!(error, WitnessError::NotConsistent { cosigned: 5 });
        assert!(not_consistent(refused(&ours[..7], 0)));
        assert!(not_consistent(refused(&ours[..7], 4)));
        assert!(not_consistent(refused(&other[..7], 5)));
        assert!(asked(&ours[..5], 0).is_ok(), "again");
        assert!(asked(&ours[..8], 5).is_ok());
        assert!(matches!(
            refused(&ours[..5], 0),
            WitnessError::Backwards { .. }
        ));
        assert_eq!(
            witness.last(&Bytes32([7; 32])).unwrap(),
            Some(note(&ours[..8]))
        );

        // Another key than the ledger's.
        let note = note(&ours[..9]);
        let note = &note;
        let asked = Asked {
            note,
            old: 8,
            path: &[],
        };
        let wrong = witness
            .cosign(asked, &public(2), 1, &signer(9))
            .unwrap_err();
        assert!(matches!(
            wrong,
            WitnessError::Checkpoint(CheckpointError::OtherKey)
        ));
    }

    #[test]
    fn a_state_that_cannot_be_read_is_not_taken_for_none() {
        let folder = tempfile::tempdir().unwrap();
        let witness = Witness::open(folder.path(), NAME).unwrap();
        let ours = history(99, 6);
        ask(&witness, &ours[..5], 0, &mut go).unwrap();
        let path = witness.path(&Bytes32([7; 32]));
        let whole = std::fs::read(&path).unwrap();
        for cut in [0, 10, whole.len() - 1] {
            std::fs::write(&path, &whole[..cut]).unwrap();
            let refused = ask(&witness, &ours, 5, &mut go).unwrap_err();
            assert!(matches!(refused, WitnessError::State(_)), "{cut}");
        }
    }

    /// Stopped before every step, then asked for the other history: of the two
    /// at most one is ever cosigned.
    #[test]
    fn whoever_is_stopped_has_cosigned_nothing_that_it_forgets() {
        let steps = [
            Step::Lock,
            Step::Write,
            Step::Sync,
            Step::Rename,
            Step::SyncFolder,
            Step::GiveOut,
        ];
        for from in [0, 3] {
            for stop in steps {
                let folder = tempfile::tempdir().unwrap();
                let witness = Witness::open(folder.path(), NAME).unwrap();
                let (ours, other) = (history(99, 8), history(4, 8));
                if from > 0 {
                    ask(&witness, &ours[..from], 0, &mut go).unwrap();
                }
                let from = from as u64;
                let mut stopping = |step| match step == stop {
                    true => Err(io::Error::other("stopped")),
                    false => Ok(()),
                };
                let stopped = ask(&witness, &ours, from, &mut stopping);
                assert!(stopped.is_err(), "nothing was given out");
                let again = ask(&witness, &ours, from, &mut go).is_ok();
                let forked = ask(&witness, &other, from, &mut go).is_ok();
                assert!(again, "{stop:?}: the same is cosigned once it can be");
                assert!(!forked, "{stop:?}");

                // And the other way round: what was given out binds.
                let folder = tempfile::tempdir().unwrap();
                let witness = Witness::open(folder.path(), NAME).unwrap();
                ask(&witness, &ours, 0, &mut go).unwrap();
                let mut stopping = |step| match step == stop {
                    true => Err(io::Error::other("stopped")),
                    false => Ok(()),
                };
                assert!(ask(&witness, &other, 0, &mut stopping).is_err());
                assert!(ask(&witness, &other, 0, &mut go).is_err());
            }
        }
    }

    #[test]
    fn of_many_at_once_one_history_is_cosigned() {
        let folder = tempfile::tempdir().unwrap();
        let witness = Witness::open(folder.path(), NAME).unwrap();
        for round in 0..20 {
            let size = 2 * round + 2;
            let cosigned: Vec<bool> = std::thread::scope(|scope| {
                let ask = |parts: u8| {
                    let witness = &witness;
                    scope.spawn(move || {
                        let leaves = history(parts, size);
                        let mut line = ask(witness, &leaves, 0, &mut go);
                        let last = witness.last(&Bytes32([7; 32])).unwrap();
                        if let (Err(_), Some(last)) = (&line, last) {
                            line = ask(witness, &leaves, last.checkpoint().size, &mut go);
                        }
                        line.is_ok()
                    })
                };
                // Four that part from one another in this very round.
                let asked: Vec<_> = (0..4)
                    .map(|n| ask(if n == 0 { 99 } else { size - 1 }))
                    .collect();
                asked.into_iter().map(|one| one.join().unwrap()).collect()
            });
            let last = witness.last(&Bytes32([7; 32])).unwrap().unwrap();
            let ours = note(&history(99, size)) == last;
            // Whoever came first, the others of another history came too late.
            assert!(
                !(cosigned[0] && cosigned[1..].iter().any(|one| *one)),
                "{round}"
            );
            if !ours {
                return;
            }
        }
    }
}
