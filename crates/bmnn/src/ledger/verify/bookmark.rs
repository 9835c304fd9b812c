//! A verification that held, kept so that the next one begins there.
//!
//! ```text
//! "BMNNMRK1"
//! u64 place · u32 length · note        where the last checkpoint's record ends
//! u32 length · head · u32 length · members          JSON
//! u32 count · leaf hash[32] …                       of the last entries, in order
//! u32 count · { id[16] · u32 position } …           by id, counted from the first of them
//! SHA-256 of all that
//! ```
//!
//! Integers are little-endian. The bookmark is its verifier's own: the hash
//! guards it against accidents, and whoever can write it is believed.

use crate::id::{ActId, Bytes32};
use crate::ledger::chain::{Chain, Head, Members};
use crate::ledger::key::kid;
use crate::ledger::sha256;
use crate::ledger::window::{WINDOW, Window};

const MAGIC: [u8; 8] = *b"BMNNMRK1";

/// Where a verification ended that held: behind a checkpoint.
#[derive(Clone, Debug)]
pub struct Bookmark {
    pub(super) place: u64,
    pub(super) note: Vec<u8>,
    pub(super) chain: Chain,
    pub(super) window: Window,
}

/// Why bytes are no bookmark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BookmarkError {
    /// Another kind of file, or one of another version.
    #[error("this is no bookmark of this format version")]
    Foreign,
    /// A bookmark that was damaged.
    #[error("the bookmark is damaged")]
    Damaged,
}

impl Bookmark {
    /// The place behind the checkpoint.
    #[must_use]
    pub fn place(&self) -> u64 {
        self.place
    }

    /// The checkpoint's note.
    #[must_use]
    pub fn note(&self) -> &[u8] {
        &self.note
    }

    /// The chain behind the checkpoint.
    #[must_use]
    pub fn chain(&self) -> &Chain {
        &self.chain
    }

    /// The bytes to be kept; [`decode`](Self::decode) gives the bookmark back.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let (leaves, ids) = self.window.contents();
        let first = self.chain.size() - leaves.len() as u64;
        let json = |value: Result<Vec<u8>, serde_json::Error>| value.unwrap_or_default();
        let head = json(serde_json::to_vec(self.chain.head()));
        let members = json(serde_json::to_vec(self.chain.members()));
        let mut out = Vec::with_capacity(1024 + leaves.len() * 32 + ids.len() * 20);
        out.extend_from_slice(&MAGIC);
        out.extend_from_slice(&self.place.to_le_bytes());
        for part in [&self.note, &head, &members] {
            write_count(&mut out, part.len());
            out.extend_from_slice(part);
        }
        write_count(&mut out, leaves.len());
        leaves
            .iter()
            .for_each(|leaf| out.extend_from_slice(&leaf.0));
        write_count(&mut out, ids.len());
        for (id, seq) in &ids {
            out.extend_from_slice(&id.0);
            write_count(&mut out, (seq - first) as usize);
        }
        let Bytes32(digest) = sha256(&[&out]);
        out.extend_from_slice(&digest);
        out
    }

    /// The bookmark in `bytes`.
    ///
    /// # Errors
    ///
    /// [`BookmarkError`] if they are none, or not whole.
    pub fn decode(bytes: &[u8]) -> Result<Self, BookmarkError> {
        if !bytes.starts_with(&MAGIC) {
            return Err(BookmarkError::Foreign);
        }
        let (content, digest) = bytes.split_last_chunk().ok_or(BookmarkError::Damaged)?;
        if sha256(&[content]) != Bytes32(*digest) {
            return Err(BookmarkError::Damaged);
        }
        Self::read(content).ok_or(BookmarkError::Damaged)
    }

    fn read(content: &[u8]) -> Option<Self> {
        let mut rest = content.strip_prefix(&MAGIC)?;
        let place = u64::from_le_bytes(take(&mut rest)?);
        let note = part(&mut rest, 1)?.to_vec();
        let head: Head = serde_json::from_slice(part(&mut rest, 1)?).ok()?;
        let members: Members = serde_json::from_slice(part(&mut rest, 1)?).ok()?;
        let (leaves, _) = part(&mut rest, 32)?.as_chunks::<32>();
        let leaves: Vec<_> = leaves.iter().copied().map(Bytes32).collect();
        let chain = Chain::restore(head, members);
        let first = chain.size().checked_sub(leaves.len() as u64)?;
        let (ids, _) = part(&mut rest, 20)?.as_chunks::<20>();
        let id = |bytes: &[u8; 20]| {
            let (id, offset) = bytes.split_first_chunk::<16>()?;
            let offset = u32::from_le_bytes(offset.try_into().ok()?);
            Some((ActId(*id), first + u64::from(offset)))
        };
        let ids: Vec<_> = ids.iter().map(id).collect::<Option<_>>()?;
        let named =
            |(name, key): (&_, &super::super::keyring::EnrolledKey)| *name == kid(&key.public());
        let fits = rest.is_empty()
            && leaves.len() as u64 == chain.size().min(WINDOW)
            && chain.keys().iter().all(named);
        fits.then(|| Self {
            place,
            note,
            window: Window::taken_over(chain.size(), leaves, ids),
            chain,
        })
    }
}

fn write_count(out: &mut Vec<u8>, count: usize) {
    // A window has 65 535 entries, and a ledger at most as many keys.
    out.extend_from_slice(&(count as u32).to_le_bytes());
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, behind) = rest.split_first_chunk::<N>()?;
    *rest = behind;
    Some(*taken)
}

/// A count, and as many items of `size` bytes.
fn part<'b>(rest: &mut &'b [u8], size: usize) -> Option<&'b [u8]> {
    let count = usize::try_from(u32::from_le_bytes(take(rest)?)).ok()?;
    let (part, behind) = rest.split_at_checked(count.checked_mul(size)?)?;
    *rest = behind;
    Some(part)
}
