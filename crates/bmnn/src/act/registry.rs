//! Registry acts: the ledger itself, keys, people, posts, packs, lists, books,
//! and the mending of records.

use super::form::Datum;
use super::macros::{acts, maps, words};
use super::schema::Type;
use super::shared::{DecisionBy, Paper, Sealed, Tier};
use crate::date::Date;
use crate::id::{ActId, Bytes32, Id, Kid};
use crate::level::Level;
use crate::value::{Map, Value};

words! {
    /// Why a ledger was recovered (design §4).
    pub enum RecoverWhy {
        /// A write was cut short.
        TornTail = "torn-tail",
        /// The folder was restored from a backup.
        Restored = "restored",
    }

    /// Why a ledger is closed (design §4).
    pub enum CloseReason {
        /// It is as large as it is to grow.
        Full = "full",
        /// The agency was merged into another, or divided (C104 Art. 15(4)).
        Merged = "merged",
        /// It goes to an archive.
        Archived = "archived",
        /// A successor takes over with other algorithms, roots or threshold.
        Migrated = "migrated",
    }

    /// What a key may sign (design §4).
    pub enum KeyRole {
        /// Opens and closes the ledger, enrols and revokes keys.
        Root = "root",
        /// Signs checkpoints and recoveries.
        Ledger = "ledger",
        /// Signs a person's acts.
        Actor = "actor",
        /// Cosigns checkpoints.
        Witness = "witness",
    }

    /// Why a key ends (design §4).
    pub enum RevokeReason {
        /// Its holder left.
        Left = "left",
        /// It was lost.
        Lost = "lost",
        /// Somebody else may hold it.
        Compromised = "compromised",
        /// A new one took its place.
        Rotated = "rotated",
    }

    /// What kind of party it is.
    pub enum PartyKind {
        /// Cơ quan, tổ chức khác.
        Agency = "agency",
        /// Đơn vị thuộc cơ quan.
        Unit = "unit",
        /// Tổ chức, cá nhân ngoài cơ quan nhà nước.
        Outsider = "outsider",
    }

    /// How a party ended (C104 Art. 15(4)).
    pub enum PartyEndHow {
        /// Giải thể.
        Dissolved = "dissolved",
        /// Sáp nhập.
        Merged = "merged",
        /// Đổi tên.
        Renamed = "renamed",
        /// Chia tách.
        Split = "split",
    }

    /// Whether a person looks after state secrets (D26 Art. 7).
    pub enum Officer {
        /// Chuyên trách.
        FullTime = "full-time",
        /// Kiêm nhiệm.
        PartTime = "part-time",
    }

    /// Why a person leaves (L18 Art. 25(4), 26(2)(d)).
    pub enum LeaveReason {
        /// Chuyển công tác.
        Transfer = "transfer",
        /// Thôi việc.
        Resigned = "resigned",
        /// Nghỉ hưu.
        Retired = "retired",
        /// Qua đời.
        Died = "died",
        /// Không được phân công tiếp xúc nữa.
        Reassigned = "reassigned",
        /// Lý do khác.
        Other = "other",
    }

    /// What may be delegated (L18 Art. 11(5) and, for `determine`, guidance 4114).
    pub enum Power {
        /// Xác định bí mật nhà nước.
        Determine = "determine",
        /// Cho phép sao, chụp.
        Copy = "copy",
        /// Cho phép mang ra ngoài nơi lưu giữ.
        CarryOut = "carry-out",
        /// Cho phép mang ra nước ngoài.
        CarryAbroad = "carry-abroad",
        /// Cung cấp, chuyển giao.
        Provide = "provide",
        /// Gia hạn.
        Extend = "extend",
        /// Điều chỉnh độ mật.
        Adjust = "adjust",
        /// Giải mật.
        Declassify = "declassify",
        /// Tiêu hủy.
        Destroy = "destroy",
    }

    /// Which register a book is (forms §5).
    pub enum BookKind {
        /// Sổ đăng ký bí mật nhà nước đi.
        Outgoing = "outgoing",
        /// Sổ đăng ký bí mật nhà nước đến.
        Incoming = "incoming",
        /// Sổ chuyển giao bí mật nhà nước.
        Handover = "handover",
        /// Sổ quản lý sao, chụp.
        Copying = "copying",
    }

    /// Where a book is kept (D26 Art. 4(7)).
    pub enum BookKept {
        /// In the ledger alone.
        Ledger = "ledger",
        /// On paper too, and paper gives the numbers.
        PaperParallel = "paper-parallel",
    }
}

words! {
    /// Why sealed values are erased (design §4).
    pub enum EraseReason {
        /// They are no longer to be kept.
        ExpiredRetention = "expired-retention",
        /// Somebody who may has ordered it.
        Order = "order",
        /// They should never have been written.
        Error = "error",
    }
}

maps! {
    /// A sealed value that is to go.
    pub struct EraseTarget {
        /// The act that carries its commitment.
        entry: ActId,
        /// The sealed field in it, such as `subject` or `decision/paper/volume`.
        field: String as SealedPlace,
    }

    /// What a recovery set aside: bytes of the ledger's file, no secret content.
    pub struct SetAside {
        /// How many bytes.
        length: u64,
        /// Their SHA-256.
        digest: Bytes32,
    }

    /// The print of a closed book (D26 Art. 4(7)).
    pub struct Printed {
        /// How many pages.
        pages: u32,
        /// SHA-256 of the printed file; a register holds secret content.
        digest: Option<Sealed<Bytes32>>,
    }
}

/// The end of the ledger that this one succeeds: `[ledger-id, size, root]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct After {
    /// The ledger-id of the closed ledger.
    pub ledger: Bytes32,
    /// How many entries it has.
    pub size: u64,
    /// Its root.
    pub root: Bytes32,
}

impl Datum for After {
    const TYPE: Type = Type::Tuple(&[Type::Bytes32, u64::TYPE, Type::Bytes32]);

    fn read(value: &Value) -> Option<Self> {
        let [ledger, size, root] = value.as_array()? else {
            return None;
        };
        Some(Self {
            ledger: Bytes32::read(ledger)?,
            size: u64::read(size)?,
            root: Bytes32::read(root)?,
        })
    }

    fn write(&self) -> Value {
        Value::Array(vec![
            self.ledger.write(),
            self.size.write(),
            self.root.write(),
        ])
    }
}

acts! { Registry:

    /// The first entry of a ledger: whose it is and which keys stand over it.
    #[act("ledger.open", vi = "Mở sổ cái", en = "Open the ledger", basis = "design §4")]
    pub struct LedgerOpen {
        /// The name of the agency, as outsiders know it.
        agency: String,
        /// The public keys of the roots.
        roots: Vec<Bytes32>,
        /// How many roots must sign together.
        threshold: u32 as Int(1, 65535),
        /// The public key that signs checkpoints.
        ledger_key: Bytes32,
        /// The closed ledger that this one succeeds.
        after: Option<After>,
    }

    /// The last entry of a ledger: nothing follows it. No copy may be in
    /// transit then; what is held is brought into a successor by
    /// `document.import`.
    #[act("ledger.close", vi = "Khóa sổ cái", en = "Close the ledger",
        basis = "design §4, signed by the roots; C104 Art. 15(4)")]
    pub struct LedgerClose {
        /// Why.
        reason: CloseReason,
        /// Who decided.
        decision: DecisionBy,
        /// Who takes over the secrets (C104 Art. 15(4)).
        successor_party: Option<Id>,
        /// The archive that the ledger goes to.
        archive: Option<Id>,
        /// The public key of a root of the ledger that succeeds this one.
        successor_key: Option<Bytes32>,
    }

    /// This agency takes over from one whose ledger has ended. It brings
    /// nothing by itself: documents and copies follow by `document.import`.
    #[act("ledger.succeed", vi = "Kế thừa sổ cái", en = "Succeed a ledger",
        basis = "C104 Art. 15(4)")]
    pub struct LedgerSucceed {
        /// The ledger-id of the ledger that has ended.
        ledger: Bytes32,
        /// Its last checkpoint.
        checkpoint: String as Checkpoint,
        /// Whose ledger it was.
        party: Id,
        /// The minutes of the handing over.
        paper: Paper,
    }

    /// The ledger goes on after a cut write or a restored backup.
    #[act("ledger.recover", vi = "Khôi phục sổ cái", en = "Recover the ledger",
        basis = "design §4, signed by the ledger key")]
    pub struct LedgerRecover {
        /// What had happened.
        why: RecoverWhy,
        /// How many entries stand.
        size: u64 as Int(1, crate::value::MAX_INT),
        /// What was cut off and kept in a side file.
        set_aside: Option<SetAside> where "when `why` is `torn-tail`",
    }

    /// A public key begins to be valid.
    #[act("key.enrol", vi = "Đăng ký khóa", en = "Enrol a key", basis = "design §4")]
    pub struct KeyEnrol {
        /// The public key.
        key: Bytes32,
        /// What it may sign.
        role: KeyRole,
        /// Whose key it is.
        person: Option<Id> where "when `role` is `actor`",
        /// The C2SP key name.
        name: Option<String> as KeyName where "when `role` is `witness`",
        /// The COSE number of the algorithm.
        alg: Option<i64> as Int(-65536, 65535) where "when the algorithm is not Ed25519",
        /// The sequence number from which on checkpoints and recoveries of the
        /// ledger key before this one are doubtful.
        since: Option<u64> where "when `role` is `ledger` and the key before was compromised",
    }

    /// A key ceases to be valid.
    #[act("key.revoke", vi = "Thu hồi khóa", en = "Revoke a key", basis = "design §4")]
    pub struct KeyRevoke {
        /// The key.
        kid: Kid,
        /// Why.
        reason: RevokeReason,
        /// The sequence number from which on statements of the key are doubtful.
        since: Option<u64> where "when `reason` is `compromised`",
    }

    /// A party that can send, receive or hold (nơi nhận, đơn vị lưu).
    #[act("party.enrol", vi = "Ghi danh cơ quan, đơn vị", en = "Enrol a party",
        basis = "practice: recipients and keepers, forms §5.1")]
    pub struct PartyEnrol {
        /// The id by which acts refer to it.
        party: Id,
        /// What kind of party it is.
        kind: PartyKind,
        /// Its name.
        name: Sealed<String>,
        /// The party that it belongs to.
        parent: Option<Id>,
        /// Where in the state it stands (rules §7).
        tier: Option<Tier>,
        /// The ledger-id of its own ledger.
        ledger: Option<Bytes32>,
    }

    /// A party ends; what it holds passes to its successor.
    #[act("party.end", vi = "Kết thúc cơ quan, đơn vị", en = "End a party",
        basis = "C104 Art. 15(4)")]
    pub struct PartyEnd {
        /// The party.
        party: Id,
        /// How it ended.
        how: PartyEndHow,
        /// The decision on paper.
        paper: Paper,
        /// Everything held passes to this party, listed in the decision.
        successor: Option<Id> where "when the party holds copies",
    }

    /// A person whom acts may name.
    #[act("person.enrol", vi = "Ghi danh người", en = "Enrol a person",
        basis = "practice; D26 Art. 7 for officers")]
    pub struct PersonEnrol {
        /// The id by which acts refer to the person.
        person: Id,
        /// The name.
        name: Sealed<String>,
        /// The agency or unit to which the person belongs.
        party: Id,
        /// The number of the identity card.
        identity_number: Option<Sealed<String>>,
        /// Whether the person looks after state secrets (D26 Art. 7).
        officer: Option<Officer>,
    }

    /// A person leaves and must hand over what he holds.
    #[act("person.leave", vi = "Người thôi nhiệm vụ", en = "A person leaves",
        basis = "L18 Art. 25(4), 26(2)(d)")]
    pub struct PersonLeave {
        /// The person.
        person: Id,
        /// Why.
        reason: LeaveReason,
        /// The last day.
        last_day: Date,
    }

    /// A person takes up a post.
    #[act("position.assign", vi = "Bổ nhiệm, phân công chức vụ", en = "Assign a position",
        basis = "L18 Art. 11, 10(2); guidance 4114/BCA for deputies")]
    pub struct PositionAssign {
        /// The id of this holding of the post.
        position: Id,
        /// Who holds it.
        person: Id,
        /// The post, a word of the pack.
        post: String as PackWord,
        /// Where.
        party: Id,
        /// The first day.
        starts: Date,
        /// The appointment on paper.
        paper: Paper,
        /// The last day, if known already.
        ends: Option<Date>,
        /// The field assigned to a deputy (4114/BCA).
        matters: Option<Sealed<String>>,
    }

    /// One of a person's posts ends.
    #[act("position.end", vi = "Thôi giữ chức vụ", en = "End a position",
        basis = "practice: several posts, one ends")]
    pub struct PositionEnd {
        /// The position.
        position: Id,
        /// The last day.
        last_day: Date,
    }

    /// A head delegates powers to a deputy, in writing and for a time.
    #[act("authority.delegate", vi = "Ủy quyền", en = "Delegate authority",
        basis = "L18 Art. 11(5); guidance 4114/BCA for `determine`")]
    pub struct AuthorityDelegate {
        /// The position that gives.
        grantor: Id,
        /// The position that receives.
        grantee: Id,
        /// What is delegated.
        powers: Vec<Power>,
        /// For which levels.
        levels: Vec<Level>,
        /// In which field.
        matters: Sealed<String>,
        /// Whether it is standing (thường xuyên) rather than for one case.
        standing: bool,
        /// The first day.
        starts: Date,
        /// The last day.
        ends: Date,
        /// The delegation on paper.
        paper: Paper,
    }

    /// A delegation is taken back.
    #[act("authority.withdraw", vi = "Rút ủy quyền", en = "Withdraw authority",
        basis = "L18 Art. 11(5)")]
    pub struct AuthorityWithdraw {
        /// The `authority.delegate`.
        delegation: ActId,
        /// Its last day.
        last_day: Date,
    }

    /// The agency puts a pack of rules in use.
    #[act("pack.adopt", vi = "Áp dụng bộ quy tắc", en = "Adopt a pack", basis = "design §3")]
    pub struct PackAdopt {
        /// The id of the pack.
        adopted: Id,
        /// SHA-256 of the pack's file.
        digest: Bytes32,
        /// Who decided.
        decision: DecisionBy,
    }

    /// A list of state secrets comes into use.
    #[act("list.adopt", vi = "Áp dụng danh mục bí mật nhà nước", en = "Adopt a list",
        basis = "L18 Art. 9; L25 Art. 5(1)")]
    pub struct ListAdopt {
        /// The id by which acts refer to the list.
        list: Id,
        /// Number and symbol of the decision that issued it.
        symbol: String as Symbol,
        /// Its date.
        date: Date,
        /// The first day on which it is in force.
        starts: Date,
        /// The last day.
        ends: Option<Date>,
        /// SHA-256 of the list.
        digest: Option<Bytes32>,
    }

    /// A register is opened for a year.
    #[act("book.open", vi = "Mở sổ đăng ký", en = "Open a book",
        basis = "forms §5, cover notes 2, 3, 6; D26 Art. 4(7)")]
    pub struct BookOpen {
        /// The id by which acts refer to the book.
        book: Id,
        /// Which register it is.
        kind: BookKind,
        /// The year.
        year: u32 as Int(1900, 9999),
        /// The volume (quyển số).
        volume: u32,
        /// Whose book it is.
        party: Id,
        /// Where it is kept; in the ledger unless said.
        kept: Option<BookKept>,
        /// The number of its first row; 1 unless said.
        first_row: Option<u32>,
    }

    /// A register is closed.
    #[act("book.close", vi = "Kết thúc sổ đăng ký", en = "Close a book",
        basis = "forms §5, cover notes 4, 5; D26 Art. 4(7): printed, signed, bound")]
    pub struct BookClose {
        /// The book.
        book: Id,
        /// The number of its last row, 0 if it has none.
        last_row: u32 as Int(0, u32::MAX as i64),
        /// The date of its last row.
        last_date: Date,
        /// Its print.
        printed: Option<Printed> where "under vn-2018",
    }

    /// Another agency's ledger had at least so many entries, with this root:
    /// from now on it cannot forget them unseen.
    #[act("witness.note", vi = "Ghi nhận điểm kiểm tra của sổ cái khác",
        en = "Note another ledger's checkpoint", basis = "design §4")]
    pub struct WitnessNote {
        /// The ledger-id of that ledger.
        ledger: Bytes32,
        /// Its checkpoint, with cosignatures or without.
        checkpoint: String as Checkpoint,
    }

    /// A descriptive field of an earlier act was written wrongly.
    #[act("entry.correct", vi = "Đính chính", en = "Correct an entry",
        basis = "practice: descriptive fields only, never level, term, number of copies, holder or state")]
    pub struct EntryCorrect {
        /// The act.
        corrected: ActId,
        /// Its fields with their new values, sealed where the field is.
        changes: Map,
        /// Why.
        reason: Sealed<String>,
    }

    /// An act recorded by mistake is taken back; its row number stays used.
    #[act("entry.void", vi = "Hủy bỏ mục ghi nhầm", en = "Void an entry",
        basis = "practice: refused while a later act rests on it")]
    pub struct EntryVoid {
        /// The act.
        voided: ActId,
        /// Why.
        reason: Sealed<String>,
        /// Who decided.
        decision: Option<DecisionBy> where "when the act was recorded on an earlier day",
    }

    /// Sealed values are erased for good: the registry deletes value and salt,
    /// and the commitments stay and open no more. What was decided on them
    /// stands.
    #[act("sealed.erase", vi = "Xóa giá trị niêm phong", en = "Erase sealed values",
        basis = "design §4")]
    pub struct SealedErase {
        /// The values.
        targets: Vec<EraseTarget>,
        /// Who decided.
        decision: DecisionBy,
        /// Why.
        reason: EraseReason,
    }
}
