//! What a verification has to say, and what it did not prove.

use crate::id::Bytes32;
use crate::ledger::finding::{Finding, Kind};
use serde::Serialize;
use std::collections::BTreeMap;

/// What a verification has to say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Report {
    /// The ledger-id.
    pub ledger: Option<Bytes32>,
    /// How many entries the last checkpoint covers.
    pub size: u64,
    /// The root over them.
    pub root: Bytes32,
    /// How many entries were read, those without a checkpoint too.
    pub entries: u64,
    /// How many checkpoints were read.
    pub checkpoints: u64,
    /// How many signatures were checked.
    pub signatures: u64,
    /// How many of them together with others, not singly.
    pub batched: u64,
    /// How many signatures one way of checking takes and the other refuses,
    /// where both were asked.
    pub disagreements: u64,
    /// What was found, in the order of the ledger.
    pub findings: Vec<Finding>,
    /// How many findings of each kind there are, those not spelled out too.
    pub counts: BTreeMap<Kind, u64>,
    /// How many errors there are, those not spelled out too.
    pub errors: u64,
    /// What was not proven.
    pub not_proven: Vec<NotProven>,
}

impl Report {
    /// Whether the ledger holds: there is no finding that says otherwise.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.errors == 0
    }
}

/// Something that a verification did not prove.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NotProven {
    /// Whose ledger it is: the caller named neither ledger-id nor roots.
    Identity,
    /// That nothing was cut off at the end, between two commits.
    Tail,
    /// That the end was not cut off on purpose: `tip` alone speaks for it, and
    /// whoever can write the folder can put an older one there.
    Rollback,
    /// Everything before the bookmark at which the verification began.
    Before,
    /// That anyone signed: signatures were not checked.
    Signatures,
    /// Everything behind the place where reading had to stop.
    Rest,
    /// At which positions keys were valid, and that copies add up: entries are
    /// withheld.
    Withheld,
    /// That an id stands once in the whole ledger, not only within the window.
    DistantIds,
    /// That the acts were lawful: they were not replayed.
    Law,
    /// That sealed values are those committed to: the vault was not read.
    Seals,
    /// That entries were received when they say: the registry's clock says so.
    Time,
}

impl NotProven {
    /// One sentence, in English.
    #[must_use]
    pub fn english(self) -> &'static str {
        match self {
            Self::Identity => "whose ledger this is: name its ledger-id or roots",
            Self::Tail => {
                "that nothing was cut off at the end, between two commits: `tip` or a checkpoint kept elsewhere shows that"
            }
            Self::Rollback => {
                "that nobody cut the end off and put an older `tip` beside it: a checkpoint or receipt kept elsewhere shows that"
            }
            Self::Before => {
                "anything before the bookmark, which is believed: receipts and checkpoints of that part were not compared either"
            }
            Self::Signatures => "that anyone signed: signatures were not checked",
            Self::Rest => "anything behind the damage at which reading stopped",
            Self::Withheld => {
                "at which entries keys were valid, and that copies add up, since entries are withheld"
            }
            Self::DistantIds => "that no id is repeated from more than 65 535 entries before",
            Self::Law => {
                "that the acts were lawful: they were not replayed under the adopted packs"
            }
            Self::Seals => "that sealed values are those committed to: the vault was not read",
            Self::Time => {
                "that entries were received when they say: the time is the registry's own"
            }
        }
    }

    /// One sentence, in Vietnamese.
    #[must_use]
    pub fn vietnamese(self) -> &'static str {
        match self {
            Self::Identity => "sổ cái này của ai: hãy nêu mã sổ cái hoặc các khóa gốc",
            Self::Tail => {
                "không có gì bị cắt ở cuối, giữa hai lần ghi: cần tệp `tip` hoặc một điểm kiểm tra giữ ở nơi khác"
            }
            Self::Rollback => {
                "không ai cố ý cắt phần cuối rồi đặt lại tệp `tip` cũ: cần một điểm kiểm tra hoặc biên nhận giữ ở nơi khác"
            }
            Self::Before => {
                "phần trước điểm đánh dấu, được tin theo lần kiểm tra trước: biên nhận và điểm kiểm tra của phần ấy cũng chưa được so"
            }
            Self::Signatures => "việc có người ký: chưa kiểm chữ ký",
            Self::Rest => "phần phía sau chỗ hỏng, nơi việc đọc phải dừng",
            Self::Withheld => {
                "hiệu lực của các khóa và sự khớp đúng của các bản, vì có mục được giữ lại"
            }
            Self::DistantIds => "không có mã nào lặp lại từ hơn 65 535 mục trước",
            Self::Law => {
                "các việc đã ghi là đúng luật: chưa xét lại theo các bộ quy tắc đã áp dụng"
            }
            Self::Seals => "các giá trị niêm phong đúng như đã cam kết: chưa đọc kho",
            Self::Time => "thời điểm nhận đúng như đã ghi: đó là đồng hồ của chính văn thư",
        }
    }
}
