//! Incidents: losses, leaks, and what was done about them.

use super::macros::{acts, maps, words};
use super::shared::{DecisionBy, Hand, Paper, Sealed};
use crate::copy::CopyRef;
use crate::date::{Date, Time};
use crate::id::{ActId, Id};

words! {
    /// What happened (L18 Art. 2(3)–(4), 25(3); D26 Art. 4(2)(c)).
    pub enum IncidentKind {
        /// Mất.
        Loss = "loss",
        /// Lộ.
        Leak = "leak",
        /// Hư hỏng.
        Damage = "damage",
        /// Giả mạo, sửa chữa.
        Falsified = "falsified",
        /// Chuyển nhầm.
        Misdelivered = "misdelivered",
        /// Bị bóc, mở.
        Opened = "opened",
        /// Bị tráo đổi.
        Swapped = "swapped",
        /// Sao, chụp trái phép.
        UnlawfulCopy = "unlawful-copy",
        /// Soạn, lưu, truyền trên mạng trái phép.
        Network = "network",
    }

    /// How an incident ended.
    pub enum IncidentOutcome {
        /// Tìm lại được.
        Found = "found",
        /// Xác nhận lộ, mất.
        Confirmed = "confirmed",
        /// Không có lộ, mất.
        Unfounded = "unfounded",
        /// Đã xử lý.
        Handled = "handled",
    }
}

maps! {
    /// A report made to a party.
    pub struct Report {
        /// To whom.
        party: Id,
        /// When.
        date: Date,
        /// At what time.
        time: Option<Time>,
        /// The report on paper.
        paper: Option<Paper>,
    }
}

acts! { Incident:

    /// A loss or leak, or a danger of one, comes to light.
    #[act("incident.report", vi = "Báo cáo lộ, mất", en = "Report an incident",
        basis = "L18 Art. 25(3); D26 Art. 4(2)(c), 8(1)(b)")]
    pub struct IncidentReport {
        /// The id by which acts refer to the incident.
        incident: Id,
        /// What happened.
        kind: IncidentKind,
        /// The day on which it came to light.
        discovered: Date,
        /// What is known.
        what: Sealed<String>,
        /// Who reported it.
        reporter: Hand,
        /// The head who was told.
        head: Id,
        /// The time at which it came to light; "immediately" is measured from here.
        discovered_time: Option<Time>,
        /// Where.
        place: Option<Sealed<String>>,
        /// What was done at once.
        first_steps: Option<Sealed<String>>,
        /// The documents concerned (L18 Art. 2(3)–(4)).
        documents: Option<Vec<Id>> where "when what it concerns is in the ledger, unless `copies` names it",
        /// The copies concerned; they become `lost` when the kind is `loss`.
        copies: Option<Vec<CopyRef>> where "when what it concerns is in the ledger, unless `documents` names it",
        /// A carrier that the ledger does not know: a forged number, an unlawful copy.
        item: Option<Sealed<String>> where "when what it concerns is not in the ledger",
        /// To whom it was reported; while absent, the duty to report is open (D26
        /// Art. 8(1)(b); L18 Art. 14(4)).
        reported_to: Option<Vec<Report>>,
    }

    /// What came of an incident.
    #[act("incident.close", vi = "Kết thúc xử lý lộ, mất", en = "Close an incident",
        basis = "L18 Art. 25(3); D26 Art. 8(2)")]
    pub struct IncidentClose {
        /// The incident.
        incident: Id,
        /// How it ended.
        outcome: IncidentOutcome,
        /// Its cause.
        cause: Sealed<String>,
        /// What was done about it, and with whom.
        handling: Sealed<String>,
        /// Who decided.
        decision: DecisionBy,
        /// Further reports.
        reported_to: Option<Vec<Report>>,
        /// The `copy.recover` acts.
        recovered: Option<Vec<ActId>> where "when `outcome` is `found`",
    }
}
