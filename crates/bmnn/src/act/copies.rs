//! Copy acts: reproduction, and the way of every copy from hand to hand.
//!
//! Each but `copy.reproduce` takes `copies`, an array: one envelope, one trip,
//! one list is one act. An act that answers another names it, and `copies`
//! narrows it; absent, all are meant.

use super::macros::{acts, maps, words};
use super::shared::{Check, Council, DecisionBy, Fault, Hand, Paper, Row, Sealed};
use crate::copy::CopyRef;
use crate::date::Date;
use crate::id::{ActId, Bytes32, Id};

words! {
    /// How a copy is reproduced (C104 Art. 4(3)–(4); D26 Art. 3).
    pub enum ReproductionKind {
        /// Bản sao y.
        TrueCopy = "true-copy",
        /// Bản sao lục.
        FullCopy = "full-copy",
        /// Chụp.
        Photograph = "photograph",
        /// Quét, số hóa.
        Scan = "scan",
        /// In từ bản điện tử.
        Print = "print",
    }

    /// By what means a copy travels (L18 Art. 13).
    pub enum Means {
        /// Giao trực tiếp.
        Hand = "hand",
        /// Qua giao liên.
        Courier = "courier",
        /// Qua bưu chính.
        Post = "post",
        /// Qua đường ngoại giao.
        Diplomatic = "diplomatic",
        /// Qua mạng đã được bảo mật.
        Electronic = "electronic",
    }

    /// Why a copy is given back (D26 Art. 4(4); L18 Art. 17(1)(e), 25(4)).
    pub enum ReturnReason {
        /// Bị thu hồi.
        Recalled = "recalled",
        /// Đến hạn trả.
        Due = "due",
        /// Hết cuộc họp.
        Meeting = "meeting",
        /// Người giữ thôi nhiệm vụ.
        Leaver = "leaver",
        /// Đã dùng xong.
        Done = "done",
        /// Chuyển nhầm.
        Misdelivered = "misdelivered",
        /// Theo thông báo của nơi ban hành.
        Notice = "notice",
    }

    /// On what ground copies are destroyed (L18 Art. 23(1)–(3); D26 Art. 3(3); C07 Art. 3(3)(a)).
    pub enum DestroyGround {
        /// Không cần thiết phải lưu giữ.
        NotNeeded = "not-needed",
        /// Khẩn cấp.
        Emergency = "emergency",
        /// Bản dư thừa.
        Surplus = "surplus",
        /// Bản hỏng.
        Spoiled = "spoiled",
        /// Bản thảo.
        Draft = "draft",
    }

    /// How copies are destroyed (L18 Art. 23(2)).
    pub enum DestroyMethod {
        /// Đốt.
        Burn = "burn",
        /// Cắt nhỏ.
        Shred = "shred",
        /// Nghiền, hòa tan.
        Pulp = "pulp",
        /// Xóa không thể khôi phục.
        Wipe = "wipe",
        /// Đập, nghiền vỡ.
        Crush = "crush",
        /// Cách khác.
        Other = "other",
    }
}

maps! {
    /// A duplicate that a reproduction made (C104 Art. 4(3)).
    pub struct MadeDuplicate by "number" {
        /// Its number on this occasion, from 1.
        number: u32,
        /// For whom it is.
        to: Id,
    }
}

acts! { Copies:

    /// Duplicates are made from a copy, exactly as many as permitted.
    #[act("copy.reproduce", vi = "Sao, chụp", en = "Reproduce a copy",
        basis = "L18 Art. 11; D26 Art. 3; C104 Art. 4(3)–(4)")]
    pub struct CopyReproduce {
        /// The copy that is reproduced.
        copy: CopyRef,
        /// How.
        kind: ReproductionKind,
        /// How many were permitted.
        permitted: u32,
        /// How many were made.
        made: u32,
        /// Who permitted it.
        permit: DecisionBy,
        /// Who made them.
        maker: Id,
        /// The duplicates, `1..=made` (C104 Art. 4(3)).
        duplicates: Vec<MadeDuplicate>,
        /// How many came out badly and were destroyed at once (D26 Art. 3(3)).
        spoiled: Option<u32> as Int(0, u32::MAX as i64),
        /// The row in the book of copying (D26 Art. 3(2)–(3)).
        row: Option<Row>,
        /// Where it was done (forms 12, 13).
        place: Option<Sealed<String>> where "when `kind` is `photograph`",
        /// The record of photographing (forms 12, 13).
        record: Option<Paper> where "when `kind` is `photograph`",
    }

    /// Copies are handed on: the giver's leg, or both legs at once.
    #[act("copy.transfer", vi = "Giao, chuyển", en = "Transfer copies",
        basis = "L18 Art. 13(6); D26 Art. 4(1)(c), 4(4)")]
    pub struct CopyTransfer {
        /// The copies.
        copies: Vec<CopyRef>,
        /// To whom.
        to: Id,
        /// Who gave them.
        giver: Option<Hand>,
        /// The person there for whom they are.
        to_person: Option<Id>,
        /// Who carries them.
        courier: Option<Hand>,
        /// By what means.
        means: Option<Means>,
        /// The day by which they are to come back (D26 Art. 4(4)).
        return_by: Option<Date>,
        /// The row in the book of handing over.
        row: Option<Row>,
        /// What is to be done with them.
        instruction: Option<Sealed<String>>,
        /// Who took and signed for them on the spot; closes both legs (L18 Art. 13(6)).
        received: Option<Hand>,
    }

    /// The receiver's leg of a transfer or return.
    #[act("copy.accept", vi = "Nhận", en = "Accept copies",
        basis = "L18 Art. 13(6); D26 Art. 4(3); D63")]
    pub struct CopyAccept {
        /// The `copy.transfer` or `copy.return`.
        transfer: ActId,
        /// Who received them.
        receiver: Hand,
        /// Those received; all, if absent.
        copies: Option<Vec<CopyRef>>,
        /// What was found (D26 Art. 4(3); D63).
        check: Option<Check> where "when the copies are electronic, under vn-2025",
        /// SHA-256 of the receiver's slip.
        slip: Option<Bytes32>,
    }

    /// The receiver turns copies away; they are the sender's again.
    #[act("copy.refuse", vi = "Từ chối nhận", en = "Refuse copies",
        basis = "D26 Art. 4(2)(c), 4(3)")]
    pub struct CopyRefuse {
        /// The `copy.transfer` or `copy.return`.
        transfer: ActId,
        /// What was wrong.
        faults: Vec<Fault>,
        /// Who refused them.
        receiver: Hand,
        /// Those refused; all, if absent.
        copies: Option<Vec<CopyRef>>,
    }

    /// Copies are given back.
    #[act("copy.return", vi = "Trả lại", en = "Return copies",
        basis = "D26 Art. 4(4); L18 Art. 17(1)(e), 25(4)")]
    pub struct CopyReturn {
        /// The copies.
        copies: Vec<CopyRef>,
        /// To whom.
        to: Id,
        /// Why.
        reason: ReturnReason,
        /// Who gave them back.
        giver: Option<Hand>,
        /// Who took them; absent, a leg remains to be accepted.
        received: Option<Hand>,
        /// The `copy.recall` that it answers.
        recall: Option<ActId>,
    }

    /// Copies are called back by a day.
    #[act("copy.recall", vi = "Thu hồi", en = "Recall copies",
        basis = "D26 Art. 4(4); L18 Art. 25(4)")]
    pub struct CopyRecall {
        /// The copies.
        copies: Vec<CopyRef>,
        /// The day by which they are to come back.
        return_by: Date,
        /// Who decided.
        decision: DecisionBy,
        /// Why.
        reason: Sealed<String>,
    }

    /// Copies leave the place where they are kept.
    #[act("copy.carry-out", vi = "Mang ra ngoài nơi lưu giữ", en = "Carry copies out",
        basis = "L18 Art. 14; D26 Art. 5; D63 Art. 7")]
    pub struct CopyCarryOut {
        /// The copies.
        copies: Vec<CopyRef>,
        /// Who carries them.
        person: Id,
        /// What for.
        purpose: Sealed<String>,
        /// Where to.
        place: Sealed<String>,
        /// The day by which they are to be back.
        return_by: Date,
        /// Whether they leave the country.
        abroad: bool,
        /// Who permitted it.
        permit: DecisionBy,
        /// The application on paper (D26 Art. 5(1)–(2); D63 Art. 7(2)(b)).
        application: Option<Paper> where "under vn-2018; abroad under vn-2025",
        /// How they are protected on the way.
        protection: Option<Sealed<String>> where "under vn-2018; abroad under vn-2025",
        /// The head of the delegation (L18 Art. 14(2)).
        delegation_head: Option<Hand> where "when `abroad` is true",
    }

    /// Copies carried out come back.
    #[act("copy.bring-back", vi = "Mang về", en = "Bring copies back",
        basis = "D26 Art. 5(1); D63 Art. 7(1)(b), (2)(c)")]
    pub struct CopyBringBack {
        /// The `copy.carry-out`.
        carry_out: ActId,
        /// Who took them back.
        receiver: Hand,
        /// The report on paper (D26 Art. 5(1)).
        report: Option<Paper> where "under vn-2018, or carried abroad",
        /// Those brought back; all, if absent.
        copies: Option<Vec<CopyRef>>,
        /// What was found.
        check: Option<Check>,
    }

    /// Copies pass to an archive.
    #[act("copy.archive", vi = "Nộp lưu trữ", en = "Archive copies",
        basis = "L18 Art. 22(5); archive law in practice")]
    pub struct CopyArchive {
        /// The copies.
        copies: Vec<CopyRef>,
        /// The archive.
        archive: Id,
        /// The minutes of delivery.
        paper: Paper,
        /// The file (hồ sơ) that they are in.
        file: Option<Id>,
        /// Who took them.
        received: Option<Hand>,
    }

    /// Copies are destroyed.
    #[act("copy.destroy", vi = "Tiêu hủy", en = "Destroy copies",
        basis = "L18 Art. 23; D26 Art. 3(3); C07 Art. 3(3)(a)")]
    pub struct CopyDestroy {
        /// The copies.
        copies: Vec<CopyRef>,
        /// On what ground (L18 Art. 23(1)).
        ground: DestroyGround,
        /// How (L18 Art. 23(2)).
        method: DestroyMethod,
        /// Who did it.
        performers: Vec<Id>,
        /// The council (L18 Art. 23(4)).
        council: Option<Council> where "when `ground` is `not-needed`",
        /// Who decided (L18 Art. 23(3)(a)).
        decision: Option<DecisionBy> where "when `ground` is `not-needed`",
        /// The list of what is destroyed (L18 Art. 23(4)).
        schedule: Option<Paper> where "when `ground` is `not-needed`",
        /// The minutes; no council for what is surplus, spoiled or draft.
        minutes: Option<Paper> where "when `ground` is `not-needed`",
        /// The report to the head, made at once (L18 Art. 23(3)(c)).
        report: Option<Paper> where "when `ground` is `emergency`",
    }

    /// Lost copies are found again.
    #[act("copy.recover", vi = "Tìm lại được", en = "Recover copies",
        basis = "practice: a lost copy found again")]
    pub struct CopyRecover {
        /// The copies.
        copies: Vec<CopyRef>,
        /// The incident by which they were lost.
        incident: Id,
        /// Who holds them now.
        holder: Id,
        /// Who found them.
        finder: Hand,
        /// Where.
        place: Sealed<String>,
    }
}
