//! Hands of which an agency asks more than the law does.

/// A person whom an act names, and what is to bear his hand out: in an agency's
/// own pack, beyond the law.
///
/// ```toml
/// [[hand]]
/// act = "copy.transfer"
/// field = "received"      # a `hand` or `decision` of that act
/// wants = "signature"     # or "paper": a paper that the act names will do as well
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedHand {
    /// The name of the act: `copy.transfer`.
    pub act: String,
    /// The key of the act that names the person: `received`, `decision`…
    pub field: String,
    /// What is to bear the hand out.
    pub wants: Bearing,
}

/// What bears a hand out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bearing {
    /// The person's own signature: of the statement, or beside it.
    Signature,
    /// A signature, or a paper that the act names.
    Paper,
}

impl Bearing {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Signature, Self::Paper];

    /// The word in packs.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Signature => "signature",
            Self::Paper => "paper",
        }
    }
}
