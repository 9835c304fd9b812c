//! Secret acts: carriers of secrets, from determination to declassification.
//!
//! `document` is the id of any carrier. A place, speech, activity or other form
//! has no copies.

use super::form::Datum;
use super::macros::{acts, maps, words};
use super::schema::{Distinct, List};
use super::shared::{
    Carrier, Check, Council, DecisionBy, DocType, Hand, ListRef, Medium, Paper, Period, Row,
    Sealed, Source,
};
use crate::copy::CopyRef;
use crate::date::{Date, PartDate, Time};
use crate::id::{ActId, Bytes32, Id};
use crate::level::Level;

words! {
    /// Whether a document may be reproduced (L18 Art. 10(2); D26 Art. 2(1)).
    pub enum Copying {
        /// Được sao, chụp.
        Allowed = "allowed",
        /// Không được sao, chụp.
        Forbidden = "forbidden",
    }

    /// Whether a document is finished (C104 Art. 3(4)).
    pub enum Stage {
        /// Bản thảo.
        Draft = "draft",
        /// Bản chính thức.
        Final = "final",
    }

    /// What was derived from a source (L18 Art. 10(2); C104 Art. 4(3)(c)).
    pub enum DeriveKind {
        /// Trích sao.
        Extract = "extract",
        /// Sử dụng bí mật nhà nước của tài liệu khác.
        Uses = "uses",
    }

    /// Where the original stands (Decree 30 Art. 19(1); forms §9).
    pub enum Original {
        /// It is one of the numbered copies.
        Numbered = "numbered",
        /// It is kept unnumbered beside the set, as `#u1`.
        Apart = "apart",
    }

    /// By what right a document was signed.
    pub enum SignMode {
        /// Ký trực tiếp.
        Own = "own",
        /// KT. (ký thay).
        Deputy = "deputy",
        /// TM. (thay mặt).
        OnBehalf = "on-behalf",
        /// TL. (thừa lệnh).
        ByOrder = "by-order",
        /// TUQ. (thừa ủy quyền).
        ByDelegation = "by-delegation",
    }

    /// Whose electronic signature it is (D63).
    pub enum SignatureKind {
        /// Chữ ký số của người có thẩm quyền.
        Person = "person",
        /// Chữ ký số của cơ quan.
        Agency = "agency",
    }

    /// The letter on an envelope (D26 Art. 4(1)(b)).
    pub enum Letter {
        /// Tuyệt mật.
        A = "A",
        /// Tối mật.
        B = "B",
        /// Mật.
        C = "C",
    }

    /// Where an older document comes from.
    pub enum Origin {
        /// Issued here.
        Own = "own",
        /// Received from elsewhere.
        Received = "received",
        /// Not known.
        Unknown = "unknown",
    }

    /// The state of an imported copy.
    pub enum ImportedState {
        /// Held here.
        Held = "held",
        /// With another agency.
        Delivered = "delivered",
        /// Out of the place where it is kept.
        CarriedOut = "carried-out",
        /// In an archive.
        Archived = "archived",
        /// Given back to its issuer.
        Returned = "returned",
        /// Destroyed.
        Destroyed = "destroyed",
        /// Lost.
        Lost = "lost",
        /// Nobody knows; a finding until accounted for.
        Unknown = "unknown",
    }

    /// On what ground a document is declassified (L18 Art. 22; 19(3)).
    pub enum DeclassifyGround {
        /// Đáp ứng yêu cầu thực tiễn.
        Need = "need",
        /// Không còn thuộc danh mục.
        OffList = "off-list",
        /// Địa điểm không còn được sử dụng.
        PlaceUnused = "place-unused",
        /// Ở lưu trữ lịch sử.
        Archive = "archive",
        /// Theo thông báo của nơi ban hành.
        Notice = "notice",
    }

    /// How much of a document is declassified (L18 Art. 22(1)).
    pub enum Extent {
        /// Toàn bộ.
        Full = "full",
        /// Một phần.
        Partial = "partial",
    }

    /// How a mark was put on (L18 Art. 10(3); C24; 4114).
    pub enum MarkHow {
        /// Đóng dấu.
        Stamped = "stamped",
        /// In sẵn.
        Printed = "printed",
        /// Dấu điện tử.
        Electronic = "electronic",
        /// Theo bản được chụp.
        Photocopied = "photocopied",
    }

    /// What a received notice does (L18 Art. 20(4), 21(5), 22(6); L25 Art. 21(5)).
    pub enum NoticeEffect {
        /// Điều chỉnh độ mật.
        Adjust = "adjust",
        /// Gia hạn.
        Extend = "extend",
        /// Giải mật.
        Declassify = "declassify",
        /// Thu hồi.
        Recall = "recall",
        /// Đính chính.
        Correct = "correct",
    }
}

maps! {
    /// A numbered copy and its recipient (D26 Art. 2(1); C104 Art. 3(3)(a)).
    pub struct IssuedCopy by "number" {
        /// The printed number.
        number: u32,
        /// The recipient.
        to: Id,
        /// The person there.
        person: Option<Id>,
        /// What it is made of; as the document, if absent.
        medium: Option<Medium>,
        /// The day by which it is to come back.
        return_by: Option<Date>,
    }

    /// An electronic signature, recorded and not validated (D63).
    pub struct Signature {
        /// Whose it is.
        kind: SignatureKind,
        /// The name in it.
        signer: Sealed<String>,
        /// SHA-256 of the certificate.
        certificate: Bytes32,
        /// The day in it.
        date: Date,
        /// The time in it.
        time: Time,
    }

    /// A copy that arrived; it may bear no number.
    pub struct ReceivedCopy by "number" {
        /// The printed number.
        number: Option<u32>,
        /// What it is made of.
        medium: Option<Medium>,
    }

    /// An envelope as it looks from outside (D26 Art. 4(2)(a)–(b)).
    pub struct Envelope {
        /// Number and symbol on it.
        symbol: String as Symbol,
        /// The letter on it.
        letter: Letter,
        /// The person who alone may open it.
        named: Option<Id>,
        /// Whether it is marked urgent.
        urgent: Option<bool>,
    }

    /// A copy of an opening balance, as the older book leaves it.
    pub struct ImportedCopy by "copy" {
        /// The copy.
        copy: CopyRef,
        /// Its state.
        state: ImportedState,
        /// Who holds it.
        holder: Option<Id>,
        /// Since when.
        since: Option<PartDate>,
    }
}

impl ImportedCopy {
    /// The copies of an opening balance; an older book may name none.
    const LIST: &'static List = &List {
        of: Self::TYPE,
        min: 0,
        distinct: Distinct::At("copy"),
    };
}

acts! { Secret:

    /// A competent person determines that something is a state secret.
    #[act("document.determine", vi = "Xác định bí mật nhà nước", en = "Determine a secret",
        basis = "L18 Art. 2(1), 8, 10; D26 Art. 2; L25 Art. 5(1)")]
    pub struct DocumentDetermine {
        /// The id by which acts refer to the carrier.
        document: Id,
        /// What bears the secret.
        carrier: Carrier,
        /// The level (L18 Art. 8).
        level: Level,
        /// Who decided (L18 Art. 10(2)).
        decision: DecisionBy,
        /// Whether it may be reproduced (L18 Art. 10(2); D26 Art. 2(1)).
        copying: Copying,
        /// The items of the lists that it falls under (L25 Art. 5(1); L18 Art. 10(1)).
        list_refs: Option<Vec<ListRef>> where "under vn-2025; vn-2018 warns",
        /// What it is made of.
        medium: Option<Medium> where "when `carrier` is `document`",
        /// Who drafted it (D26 Art. 2(1)).
        drafter: Option<Id> where "when `carrier` is `document`",
        /// How many copies are to be issued (D26 Art. 2(1)).
        copies_planned: Option<u32> where "when `carrier` is `document`",
        /// Who is to receive them (D26 Art. 2(1)).
        recipients: Option<Vec<Id>> where "when `carrier` is `document`",
        /// The drafter's proposal (D26 Art. 2(1), 2(2); 4114 §1.2).
        proposal: Option<Paper> where "when signed by order",
        /// What kind of document it is (forms §5.1).
        doc_type: Option<DocType>,
        /// Whether it is finished; `final`, if absent (C104 Art. 3(4)).
        stage: Option<Stage>,
        /// The subject line (D63 Art. 6; D26 Art. 4(1)(a)). Not for Tuyệt mật under vn-2025.
        subject: Option<Sealed<String>>,
        /// That a Tuyệt mật subject line may be registered (D26 Art. 4(1)(a)).
        subject_consent: Option<bool> as True where "when `subject` stands and `level` is `TuyetMat`, under vn-2018",
        /// A term shorter than the level's (L18 Art. 19(2)).
        protect: Option<Period> where "when `carrier` is `activity`",
        /// Who may read it (L18 Art. 10(2)).
        circulation: Option<Sealed<String>>,
        /// Documents whose secrets it uses (L18 Art. 10(2)).
        sources: Option<Vec<Id>>,
    }

    /// A new carrier made from others, with the highest of their levels: an
    /// extract, or a document that uses them.
    #[act("document.derive", vi = "Trích sao, sử dụng bí mật", en = "Derive a document",
        basis = "L18 Art. 10(2), 11; D26 Art. 3; C104 Art. 4(3)(c)")]
    pub struct DocumentDerive {
        /// The id by which acts refer to the carrier.
        document: Id,
        /// What bears the secret.
        carrier: Carrier,
        /// The level; not below that of any source (L18 Art. 10(2)).
        level: Level,
        /// Who decided (L18 Art. 10(2)).
        decision: DecisionBy,
        /// Whether it may be reproduced (L18 Art. 10(2); D26 Art. 2(1)).
        copying: Copying,
        /// How it was derived.
        kind: DeriveKind,
        /// What it was derived from.
        sources: Vec<Source>,
        /// Who permitted the extract (L18 Art. 11; D26 Art. 3).
        permit: Option<DecisionBy> where "when `kind` is `extract`",
        /// How many extracts were made (D26 Art. 3).
        count: Option<u32> where "when `kind` is `extract`",
        /// The items of the lists that it falls under (L25 Art. 5(1); L18 Art. 10(1)).
        list_refs: Option<Vec<ListRef>> where "under vn-2025; vn-2018 warns",
        /// What it is made of.
        medium: Option<Medium> where "when `carrier` is `document`",
        /// Who drafted it (D26 Art. 2(1)).
        drafter: Option<Id> where "when `carrier` is `document`",
        /// How many copies are to be issued (D26 Art. 2(1)).
        copies_planned: Option<u32> where "when `carrier` is `document`",
        /// Who is to receive them (D26 Art. 2(1)).
        recipients: Option<Vec<Id>> where "when `carrier` is `document`",
        /// The drafter's proposal (D26 Art. 2(1), 2(2); 4114 §1.2).
        proposal: Option<Paper> where "when signed by order",
        /// What kind of document it is (forms §5.1).
        doc_type: Option<DocType>,
        /// Whether it is finished; `final`, if absent (C104 Art. 3(4)).
        stage: Option<Stage>,
        /// The subject line (D63 Art. 6; D26 Art. 4(1)(a)). Not for Tuyệt mật under vn-2025.
        subject: Option<Sealed<String>>,
        /// That a Tuyệt mật subject line may be registered (D26 Art. 4(1)(a)).
        subject_consent: Option<bool> as True where "when `subject` stands and `level` is `TuyetMat`, under vn-2018",
        /// A term shorter than the level's (L18 Art. 19(2)).
        protect: Option<Period> where "when `carrier` is `activity`",
        /// Who may read it (L18 Art. 10(2)).
        circulation: Option<Sealed<String>>,
    }

    /// A document gets its symbol, and its set of numbered copies.
    #[act("document.issue", vi = "Ban hành, đăng ký đi", en = "Issue a document",
        basis = "D26 Art. 2(1), 4(1)(a); C104 Art. 3(3)(a); forms §5.1; Decree 30 Art. 19(1); D63")]
    pub struct DocumentIssue {
        /// The document.
        document: Id,
        /// Number and symbol (column 2).
        symbol: String as Symbol,
        /// The date on it (column 3).
        date: Date,
        /// Who signed it (column 6).
        signer: Id,
        /// The unit that keeps the file copy (column 8).
        kept_by: Id,
        /// The copies, numbered `1..=n`; a further issue goes on at `n+1` (columns 7, 9).
        copies: Vec<IssuedCopy>,
        /// Where the original stands (Decree 30 Art. 19(1)).
        original: Original,
        /// The row in the outgoing book (D26 Art. 4(1)(a); D63 Art. 6).
        row: Option<Row>,
        /// By what right it was signed.
        sign_mode: Option<SignMode>,
        /// How many pages.
        pages: Option<u32>,
        /// How many attachments.
        attachments: Option<u32> as Int(0, 65535),
        /// SHA-256 of the file.
        digest: Option<Sealed<Bytes32>>,
        /// How many came out badly and were destroyed at once (D26 Art. 3(3)).
        spoiled: Option<u32> as Int(0, u32::MAX as i64),
        /// Its electronic signatures, of both kinds (D63).
        signatures: Option<Vec<Signature>> where "when electronic under vn-2025, unless `digitised`",
        /// That it is a scan of a signed paper (D63).
        digitised: Option<bool> as True,
    }

    /// A number was taken and nothing was issued; row and number stay used.
    #[act("document.cancel", vi = "Hủy số", en = "Cancel a number",
        basis = "practice: row and number stay, marked cancelled")]
    pub struct DocumentCancel {
        /// The document.
        document: Id,
        /// Why.
        reason: Sealed<String>,
    }

    /// A document arrives from another agency.
    #[act("document.receive", vi = "Tiếp nhận, đăng ký đến", en = "Receive a document",
        basis = "D26 Art. 4(2)–(4); forms §5.2; D63 Art. 6")]
    pub struct DocumentReceive {
        /// The id by which acts refer to the document.
        document: Id,
        /// Who issued it (column 4).
        issuer: Id,
        /// The arrival number (column 1).
        arrival_number: Option<u32>,
        /// The row in the incoming book (column 3).
        row: Option<Row>,
        /// Number and symbol (column 5).
        symbol: Option<String> as Symbol where "unless `unopened`",
        /// The date on it (column 5).
        date: Option<PartDate> where "unless `unopened`",
        /// What kind of document it is (column 7).
        doc_type: Option<DocType> where "unless `unopened`",
        /// The level (column 6).
        level: Option<Level> where "unless `unopened`",
        /// The copies that arrived: any numbers, or none (column 8).
        copies: Option<Vec<ReceivedCopy>> where "unless `unopened`",
        /// The subject line (column 7; D63 Art. 6). Not for Tuyệt mật under vn-2025.
        subject: Option<Sealed<String>>,
        /// That a Tuyệt mật subject line may be registered (D26 Art. 4(1)(a)).
        subject_consent: Option<bool> as True where "when `subject` stands and `level` is `TuyetMat`, under vn-2018",
        /// Whether it stays closed until its addressee opens it (D26 Art. 4(2)(b)).
        unopened: Option<bool> where "when addressed to a named person",
        /// The envelope (D26 Art. 4(2)(a)–(b)).
        envelope: Option<Envelope> where "when addressed to a named person",
        /// What was found (D26 Art. 4(3); D63).
        check: Option<Check> where "when electronic under vn-2025",
        /// Who brought it.
        brought_by: Option<Hand>,
        /// The day by which it is to go back (D26 Art. 4(4)).
        return_by: Option<Date>,
        /// The term stated on it.
        protect: Option<Period>,
        /// SHA-256 of the slip that came with it.
        slip: Option<Bytes32>,
        /// How many pages.
        pages: Option<u32>,
        /// SHA-256 of the file.
        digest: Option<Sealed<Bytes32>>,
    }

    /// What was absent is supplied; nothing that is there is changed.
    #[act("document.complete", vi = "Bổ sung thông tin", en = "Complete a document",
        basis = "practice: opened by the addressee (D26 Art. 4(2)(b)); found in old papers")]
    pub struct DocumentComplete {
        /// The document.
        document: Id,
        /// The arrival number.
        arrival_number: Option<u32>,
        /// The row in the incoming book.
        row: Option<Row>,
        /// Number and symbol.
        symbol: Option<String> as Symbol,
        /// The date on it.
        date: Option<PartDate>,
        /// What kind of document it is.
        doc_type: Option<DocType>,
        /// The level.
        level: Option<Level>,
        /// The copies that arrived.
        copies: Option<Vec<ReceivedCopy>>,
        /// The subject line.
        subject: Option<Sealed<String>>,
        /// That a Tuyệt mật subject line may be registered (D26 Art. 4(1)(a)).
        subject_consent: Option<bool> as True where "when `subject` stands and `level` is `TuyetMat`, under vn-2018",
        /// The envelope.
        envelope: Option<Envelope>,
        /// What was found.
        check: Option<Check>,
        /// Who brought it.
        brought_by: Option<Hand>,
        /// The day by which it is to go back.
        return_by: Option<Date>,
        /// The term stated on it.
        protect: Option<Period>,
        /// SHA-256 of the slip that came with it.
        slip: Option<Bytes32>,
        /// How many pages.
        pages: Option<u32>,
        /// SHA-256 of the file.
        digest: Option<Sealed<Bytes32>>,
        /// When it was determined.
        determined: Option<PartDate>,
        /// Who issued it.
        issuer: Option<Id>,
        /// How many copies were issued in all.
        issued_total: Option<u32>,
        /// The items of the lists that it falls under.
        list_refs: Option<Vec<ListRef>>,
        /// The end of its extended term.
        extended_to: Option<Date>,
        /// The ledger-id of the issuer.
        ledger: Option<Bytes32>,
    }

    /// An opening balance from earlier books; past steps are not judged.
    #[act("document.import", vi = "Chuyển từ sổ cũ", en = "Import a document",
        basis = "practice: opening balance; L18 Art. 19(1), 28; C24 Art. 4(3); forms §5.3")]
    pub struct DocumentImport {
        /// The id by which acts refer to the carrier.
        document: Id,
        /// What bears the secret.
        carrier: Carrier,
        /// The level.
        level: Level,
        /// Where it comes from.
        origin: Origin,
        /// The older book.
        source: Paper,
        /// The copies that the older book names; may be empty.
        copies: Vec<ImportedCopy> as Array(ImportedCopy::LIST),
        /// When it was determined; absent, no term is computed (L18 Art. 19(1), 28).
        determined: Option<PartDate>,
        /// Number and symbol.
        symbol: Option<String> as Symbol,
        /// The date on it.
        date: Option<PartDate>,
        /// What kind of document it is.
        doc_type: Option<DocType>,
        /// The subject line.
        subject: Option<Sealed<String>>,
        /// Who issued it.
        issuer: Option<Id>,
        /// How many copies were issued in all.
        issued_total: Option<u32>,
        /// The items of the lists that it falls under.
        list_refs: Option<Vec<ListRef>>,
        /// A term shorter than the level's.
        protect: Option<Period>,
        /// The end of its extended term.
        extended_to: Option<Date>,
        /// The ledger-id of the issuer, or of an earlier ledger.
        ledger: Option<Bytes32>,
    }

    /// The level is raised or lowered.
    #[act("level.adjust", vi = "Điều chỉnh độ mật", en = "Adjust the level",
        basis = "L18 Art. 21; L25 Art. 21")]
    pub struct LevelAdjust {
        /// The document.
        document: Id,
        /// The level that it has.
        old_level: Level,
        /// The level that it gets.
        new_level: Level,
        /// Who decided (L18 Art. 21(2)–(3)).
        decision: Option<DecisionBy> where "when the document is the agency's own",
        /// The items of the lists that the new level follows (L18 Art. 21(3)).
        list_refs: Option<Vec<ListRef>> where "when the document is the agency's own",
        /// The `notice.receive` (L18 Art. 21(5)).
        notice: Option<ActId> where "when the document was received",
    }

    /// The term is extended.
    #[act("term.extend", vi = "Gia hạn thời hạn bảo vệ", en = "Extend the term",
        basis = "L18 Art. 20")]
    pub struct TermExtend {
        /// The document.
        document: Id,
        /// The last day of the term that it has.
        old_end: Date,
        /// The last day of the term that it gets.
        new_end: Date,
        /// Who decided (L18 Art. 20(1)–(2)).
        decision: Option<DecisionBy> where "when the document is the agency's own",
        /// Why (L18 Art. 20(1)).
        reason: Option<Sealed<String>> where "when the document is the agency's own",
        /// The `notice.receive` (L18 Art. 20(4)).
        notice: Option<ActId> where "when the document was received",
    }

    /// A secret ceases to be one, wholly or in part.
    #[act("document.declassify", vi = "Giải mật", en = "Declassify a document",
        basis = "L18 Art. 22, 19(3)")]
    pub struct DocumentDeclassify {
        /// The document.
        document: Id,
        /// On what ground.
        ground: DeclassifyGround,
        /// How much of it.
        extent: Extent,
        /// From which day on.
        effective: Date,
        /// The council (L18 Art. 22(4)).
        council: Option<Council> where "when `ground` is `need`",
        /// Who decided (L18 Art. 22(3)–(6)).
        decision: Option<DecisionBy> where "when `ground` is not `notice`",
        /// The `notice.receive` (L18 Art. 22(6)).
        notice: Option<ActId> where "when `ground` is `notice`",
        /// What is released (L18 Art. 22(4)(d)).
        released: Option<Sealed<String>> where "when `extent` is `partial`",
        /// The level of what remains (L18 Art. 22(4)(d)).
        remaining_level: Option<Level> where "when `extent` is `partial`",
    }

    /// A mark is put on copies, or on a carrier without copies.
    #[act("mark.apply", vi = "Đóng dấu", en = "Apply a mark",
        basis = "L18 Art. 10(3), 20(3), 21(4); C24; 4114/BCA")]
    pub struct MarkApply one of "copies" "document" {
        /// The copies.
        copies: Option<Vec<CopyRef>>,
        /// The carrier, if it has no copies.
        document: Option<Id>,
        /// The mark, a word of the pack.
        mark: String as PackWord,
        /// How.
        how: MarkHow,
        /// The act that it shows (L18 Art. 20(3), 21(4)).
        because: Option<ActId> where "after an adjustment, extension or declassification",
        /// The mark that it replaces, a word of the pack.
        replaces: Option<String> as PackWord where "after an adjustment, extension or declassification",
    }

    /// Recipients are told of a change.
    #[act("notice.send", vi = "Thông báo thay đổi", en = "Send a notice",
        basis = "L18 Art. 20(4), 21(5), 22(6); L25 Art. 21(5)")]
    pub struct NoticeSend {
        /// The document.
        document: Id,
        /// The act that they are told of.
        about: ActId,
        /// Who is told.
        recipients: Vec<Id>,
        /// The notice on paper.
        paper: Paper,
    }

    /// An issuer tells of a change; the receiver must mark its own copies.
    #[act("notice.receive", vi = "Nhận thông báo thay đổi", en = "Receive a notice",
        basis = "L18 Art. 20(4), 21(5), 22(6); L25 Art. 21(5)")]
    pub struct NoticeReceive {
        /// The document.
        document: Id,
        /// Who issued it.
        issuer: Id,
        /// What the notice does.
        effect: NoticeEffect,
        /// From which day on.
        effective: Date,
        /// The notice on paper.
        paper: Paper,
        /// The new level.
        new_level: Option<Level> where "when `effect` is `adjust`",
        /// The last day of the new term.
        new_end: Option<Date> where "when `effect` is `extend`",
        /// The day by which copies are to go back.
        return_by: Option<Date> where "when `effect` is `recall`",
    }
}
