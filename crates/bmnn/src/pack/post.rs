//! Posts (chức vụ), and what the law lets their holders permit.

use crate::cite::{Citation, Confidence};
use crate::level::Level;

/// A post of a pack: what `position.assign` names.
///
/// The levels and powers are those that the post itself has. What a deputy may
/// do under a delegation stands in the act that delegates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// Its id: `province-committee-chair`.
    pub id: String,
    /// Its Vietnamese name.
    pub vi: String,
    /// Its English name.
    pub en: String,
    /// The tier of government, where the post belongs to one.
    pub tier: Option<Tier>,
    /// Whether its holder heads an agency or organisation, as the law means by
    /// "người đứng đầu cơ quan, tổ chức".
    pub head: bool,
    /// Whether its holder is a deputy of such a head, who may be delegated to.
    pub deputy: bool,
    /// The highest level whose copying and photographing he permits.
    pub permits: Option<Level>,
    /// Whether he may empower a deputy to permit it.
    pub may_delegate: bool,
    /// Whether he permits carrying abroad.
    pub abroad: bool,
    /// The highest level that he may provide to foreigners.
    pub foreigners: Option<Level>,
    /// Whether he orders planned destruction.
    pub destroys: bool,
    /// Where the post and its powers stand.
    pub citation: Citation,
    /// How surely.
    pub confidence: Confidence,
    /// What is open about it.
    pub note: Option<String>,
}

impl Post {
    /// Whether its holder permits the copying of carriers of `level`.
    #[must_use]
    pub fn permits(&self, level: Level) -> bool {
        self.permits >= Some(level)
    }
}

/// A tier of government.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tier {
    /// Trung ương.
    Central,
    /// Cấp tỉnh.
    Province,
    /// Cấp huyện, which ended on 1 July 2025.
    District,
    /// Cấp xã.
    Commune,
    /// Missions abroad.
    Abroad,
}

impl Tier {
    /// Every tier.
    pub const ALL: [Self; 5] = [
        Self::Central,
        Self::Province,
        Self::District,
        Self::Commune,
        Self::Abroad,
    ];

    /// The word in packs and acts.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Central => "central",
            Self::Province => "province",
            Self::District => "district",
            Self::Commune => "commune",
            Self::Abroad => "abroad",
        }
    }
}
