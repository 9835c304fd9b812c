//! The table of everything that can be said against an act: one row a reason,
//! Vietnamese and English. The article comes from the pack in force.

use std::fmt;

/// How hard a reason weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Force {
    /// The facts do not allow it: never recorded.
    Impossible,
    /// The law does not allow it: recorded only as irregular.
    Unlawful,
    /// A clerk should know.
    Warning,
}

/// Declares the reasons. Texts name the facts of a remark in braces.
macro_rules! reasons {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $force:ident, $provision:expr, $vi:literal, $en:literal;)*) => {
        /// Something that can be said against an act.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Reason { $(#[doc = $en] $(#[$doc])* $name,)* }

        impl Reason {
            /// Every reason, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The stable code that vendors compare.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// How hard it weighs where the provision is sure enough.
            #[must_use]
            pub fn force(self) -> Force {
                match self { $(Self::$name => Force::$force,)* }
            }

            /// The provision of the pack that it rests on, where there is one
            /// alone. (Where it depends on the case, the remark says which.)
            #[must_use]
            pub fn provision(self) -> Option<&'static str> {
                match self { $(Self::$name => $provision,)* }
            }

            /// The Vietnamese sentence, with facts in braces.
            #[must_use]
            pub fn vi(self) -> &'static str {
                match self { $(Self::$name => $vi,)* }
            }

            /// The English sentence, with facts in braces.
            #[must_use]
            pub fn en(self) -> &'static str {
                match self { $(Self::$name => $en,)* }
            }
        }
    };
}

reasons! {
    // ---- any act
    NoId = "act.no-id", Impossible, None,
        "việc này chưa có mã định danh (id)", "the act has no id";
    IdTaken = "act.id-taken", Impossible, None,
        "mã {act} đã dùng cho một việc khác trong sổ cái", "the act id {act} is in the ledger already";
    DateAhead = "act.date-ahead", Impossible, None,
        "ngày {on} sau ngày ghi vào sổ cái ({day})", "the date {on} is after the day of recording, {day}";
    DateBack = "act.date-back", Impossible, None,
        "ngày {on} trước bước gần nhất của {about} ({last}); cần nêu lý do ghi muộn (late)",
        "the date {on} is before the last step of {about} ({last}); say why it is late";
    NoPack = "act.no-pack", Impossible, None,
        "chưa áp dụng bộ quy tắc nào có hiệu lực ngày {on}", "no adopted pack covers {on}";
    OtherPack = "act.other-pack", Impossible, None,
        "bộ quy tắc được nêu là {pack}, nhưng bộ có hiệu lực ngày {on} là {right}",
        "the act names pack {pack}; the one in force on {on} is {right}";
    Missing = "act.missing", Impossible, None,
        "thiếu trường {field}: {why}", "the field {field} is missing: {why}";
    NotWanted = "act.not-wanted", Impossible, None,
        "trường {field} không dùng ở đây: {why}", "the field {field} does not belong here: {why}";
    UnknownPerson = "person.unknown", Impossible, None,
        "{field}: chưa đăng ký người {person}", "{field}: the person {person} is not enrolled";
    UnknownParty = "party.unknown", Impossible, None,
        "{field}: chưa đăng ký cơ quan, đơn vị {party}", "{field}: the party {party} is not enrolled";
    PartyEnded = "party.ended", Impossible, None,
        "{field}: {party} đã chấm dứt hoạt động ngày {ended}", "{field}: the party {party} ended on {ended}";
    PersonLeft = "person.left", Impossible, None,
        "{field}: {person} đã thôi việc, ngày làm việc cuối là {left}", "{field}: {person} left on {left}";
    UnknownPosition = "position.unknown", Impossible, None,
        "{field}: chưa đăng ký chức vụ {position}", "{field}: the position {position} is not assigned";
    OtherPersonsPosition = "position.other-person", Impossible, None,
        "{field}: chức vụ {position} không do {person} giữ ngày {on}",
        "{field}: the position {position} is not held by {person} on {on}";
    UnknownDocument = "document.unknown", Impossible, None,
        "{field}: không có tài liệu {document}", "{field}: there is no document {document}";
    UnknownCopy = "copy.unknown", Impossible, None,
        "{field}: không có bản {copy}", "{field}: there is no copy {copy}";
    UnknownAct = "act.unknown", Impossible, None,
        "{field}: không có việc {act} trong sổ cái", "{field}: there is no act {act}";
    OtherAct = "act.other-kind", Impossible, None,
        "{field}: việc {act} là “{found}”, ở đây cần “{expected}”",
        "{field}: the act {act} is {found}; expected {expected}";
    ActVoided = "act.voided", Impossible, None,
        "{field}: việc {act} đã được rút lại", "{field}: the act {act} was taken back";
    Taken = "id.taken", Impossible, None,
        "{field}: mã {id} đã được dùng", "{field}: the id {id} is taken";
    IrregularByWhom = "irregular.by-whom", Impossible, None,
        "ghi nhận trái quy định phải do người đứng đầu quyết định; {position} không phải chức vụ người đứng đầu",
        "an irregular act is recorded on the decision of the head; {position} is not the post of a head";
    IrregularNamedOnly = "irregular.named-only", Impossible, None,
        "ghi nhận trái quy định phải có chữ ký của người đứng đầu ({person}) hoặc văn bản quyết định (paper)",
        "an irregular act wants the signature of the head, {person}, or the paper of the decision (paper)";
    HandNotSigned = "hand.not-signed", Unlawful, None,
        "{field}: người được nêu phải tự ký việc này, theo bộ quy tắc {pack} của cơ quan",
        "{field}: the person named is to sign this act himself, says the agency's pack {pack}";
    HandNamedOnly = "hand.named-only", Unlawful, None,
        "{field}: người được nêu phải tự ký việc này hoặc có giấy tờ kèm theo (paper), theo bộ quy tắc {pack} của cơ quan",
        "{field}: the person named is to sign this act himself or to stand on a paper, says the agency's pack {pack}";
    IrregularNotNeeded = "irregular.not-needed", Warning, None,
        "việc này được ghi là trái quy định nhưng không trái điểm nào", "the act is marked irregular but breaks nothing";

    // ---- authority
    NoAuthority = "authority.none", Unlawful, None,
        "{field}: {post} không có thẩm quyền {power} đối với độ {level}",
        "{field}: {post} has no authority to {power} at level {level}";
    DecisionAhead = "authority.date-ahead", Impossible, None,
        "{field}: ngày {date} sau ngày của việc này ({on})", "{field}: {date} is after the day of this act, {on}";
    DelegationGrantee = "delegation.grantee", Unlawful, Some("delegate.powers"),
        "{field}: văn bản ủy quyền {delegation} giao cho {grantee}, không giao cho {position}",
        "{field}: the delegation {delegation} is to {grantee}, not to {position}";
    DelegationPower = "delegation.power", Unlawful, Some("delegate.powers"),
        "{field}: phạm vi ủy quyền {delegation} không gồm việc {power}",
        "{field}: the delegation {delegation} does not cover {power}";
    DelegationLevel = "delegation.level", Unlawful, Some("delegate.powers"),
        "{field}: phạm vi ủy quyền {delegation} không gồm bí mật nhà nước độ {level}",
        "{field}: the delegation {delegation} does not cover level {level}";
    DelegationTerm = "delegation.term", Unlawful, Some("delegate.written"),
        "{field}: ngày {date} nằm ngoài thời hạn ủy quyền {starts} – {ends}",
        "{field}: {date} is outside the term of the delegation, {starts} – {ends}";
    DelegationChain = "delegation.chain", Unlawful, Some("delegate.chain"),
        "chỉ được ủy quyền thẩm quyền của chính mình, không được ủy quyền lại: {grantor} không có thẩm quyền {power}",
        "a delegate may not delegate: {grantor} has no authority of its own to {power}";
    DelegationNotDeputy = "delegation.not-deputy", Unlawful, Some("delegate.written"),
        "chỉ được ủy quyền cho cấp phó; {grantee} giữ chức {post}",
        "only a deputy may be empowered; {grantee} holds the post {post}";
    DelegationGrantor = "delegation.grantor", Unlawful, Some("delegate.grantor"),
        "{grantor} ({post}) không có quyền ủy quyền", "{grantor} ({post}) has no right to delegate";

    // ---- books
    UnknownBook = "book.unknown", Impossible, None,
        "không có sổ {book}", "there is no book {book}";
    OtherBook = "book.other-kind", Impossible, None,
        "{book} là sổ {found}, ở đây cần sổ {expected}", "the book {book} is {found}; expected {expected}";
    BookClosed = "book.closed", Impossible, None,
        "sổ {book} đã khóa ngày {closed}", "the book {book} was closed on {closed}";
    BookYear = "book.year", Impossible, None,
        "sổ {book} là của năm {year}, ngày {on} không thuộc năm đó", "the book {book} is of {year}; {on} is not in it";
    RowTaken = "book.row-taken", Impossible, None,
        "số thứ tự {number} trong sổ {book} đã dùng", "row {number} of the book {book} is taken";
    RowBack = "book.row-back", Warning, Some("book.rows"),
        "ngày {on} trước ngày của dòng cuối ({last}) trong sổ {book}",
        "the date {on} is before that of the last row ({last}) in the book {book}";
    NotRegistered = "book.not-registered", Warning, None,
        "chưa ghi vào sổ {expected}", "it is entered in no book of the kind {expected}";

    // ---- determining
    NoListReference = "determine.no-list-ref", Unlawful, Some("determine.list-ref"),
        "xác định bí mật nhà nước phải nêu điều, khoản, điểm của danh mục bí mật nhà nước (list-refs)",
        "a determination without a reference to a list of state secrets";
    UnknownList = "determine.unknown-list", Impossible, None,
        "{field}: chưa đăng ký danh mục {list}", "{field}: the list {list} is not adopted";
    ListNotInForce = "determine.list-not-in-force", Unlawful, Some("determine.list-ref"),
        "{field}: danh mục {list} không có hiệu lực ngày {on}", "{field}: the list {list} is not in force on {on}";
    ProposalIncomplete = "determine.shows", Unlawful, Some("determine.proposal"),
        "văn bản đề xuất xác định độ mật còn thiếu: {field}", "the proposal lacks {field}";
    LevelBelowSource = "determine.below-source", Unlawful, Some("derive.level"),
        "độ {level} thấp hơn độ {source_level} của tài liệu nguồn {source}",
        "level {level} is below level {source_level} of its source {source}";
    ExtractLevel = "derive.extract-level", Unlawful, Some("copy.extract"),
        "bản trích sao phải mang độ {source_level} của tài liệu nguồn {source}, không phải độ {level}",
        "an extract keeps level {source_level} of its source {source}, not {level}";
    SubjectForbidden = "subject.forbidden", Unlawful, Some("subject.tuyet-mat"),
        "không được ghi trích yếu của tài liệu Tuyệt mật", "the subject line of a Tuyệt mật document is not written";
    SubjectWithoutConsent = "subject.no-consent", Unlawful, Some("subject.tuyet-mat"),
        "trích yếu của tài liệu Tuyệt mật chỉ được ghi khi người xác định độ mật đồng ý (subject-consent)",
        "the subject line of a Tuyệt mật document is written only with the determiner's consent (subject-consent)";
    TermTooLong = "term.too-long", Unlawful, None,
        "thời hạn riêng {protect} dài hơn thời hạn của độ {level} (đến {longest})",
        "the term of its own, {protect}, is longer than that of level {level} (to {longest})";
    ActivityTerm = "term.activity", Warning, Some("term.activity"),
        "hoạt động chưa ghi thời hạn bảo vệ riêng", "the activity states no term of its own";
    NoCopiesOfThis = "carrier.no-copies", Impossible, None,
        "{document} là {carrier}, không có bản để phát hành", "{document} is {carrier}: it has no copies";
    SymbolRepeated = "symbol.repeated", Warning, None,
        "số, ký hiệu {symbol} đã dùng trong năm {year} cho {other}",
        "the symbol {symbol} is used in {year} for {other}";
    ReceivedTwice = "receive.twice", Warning, None,
        "văn bản cùng cơ quan ban hành, cùng số {symbol} và ngày {date} đã vào sổ: {other}",
        "the same issuer, symbol {symbol} and date {date} were received before: {other}";
    ArrivalRepeated = "receive.arrival-repeated", Warning, None,
        "số đến {number} đã dùng trong năm {year} cho {other}",
        "the arrival number {number} is used in {year} for {other}";

    // ---- issuing and cancelling
    NotOwn = "document.not-own", Impossible, None,
        "{document} không do cơ quan này xác định", "{document} was not determined by this agency";
    Cancelled = "document.cancelled", Impossible, None,
        "số của {document} đã hủy, không phát hành", "{document} is cancelled";
    NoSecret = "document.no-secret", Impossible, None,
        "{document} không còn là bí mật nhà nước từ ngày {since}", "{document} is no secret since {since}";
    ExpiredSecret = "document.expired", Unlawful, Some("term.expiry"),
        "{document} đã hết thời hạn bảo vệ ngày {end} và đương nhiên được giải mật",
        "the term of {document} ended on {end}: it is declassified by itself";
    NumbersGap = "issue.numbers-gap", Impossible, None,
        "bản số phải liên tục, bắt đầu từ {first}: gặp số {found} ở chỗ của số {expected}",
        "copy numbers run without a gap from {first}: found {found}, expected {expected}";
    CopiesBeyondPlan = "issue.beyond-plan", Unlawful, Some("determine.proposal"),
        "số bản phát hành {made} nhiều hơn số bản đã duyệt {planned}",
        "{made} copies are issued, more than the {planned} decided";
    CopiesBelowPlan = "issue.below-plan", Warning, Some("determine.proposal"),
        "số bản phát hành {made} ít hơn số bản đã duyệt {planned}",
        "{made} copies are issued, fewer than the {planned} decided";
    RecipientsOther = "issue.recipients-other", Warning, Some("determine.proposal"),
        "nơi nhận không có trong đề xuất đã duyệt: {others}", "the recipients are other than proposed: {others}";
    SignedByOrder = "issue.by-order", Unlawful, Some("determine.by-order"),
        "ký {mode} nhưng chưa có văn bản đề xuất độ mật trình người đứng đầu", "signed {mode} without a written proposal of the level";
    NoElectronicTime = "electronic.no-time", Unlawful, Some("electronic.number"),
        "văn bản điện tử chưa có giờ phát hành (time)", "the electronic document has no time of issue (time)";
    NoSignature = "electronic.no-signature", Unlawful, Some("electronic.signatures"),
        "văn bản điện tử thiếu chữ ký số của {whose}", "the electronic document lacks the digital signature of {whose}";
    DigestMissing = "electronic.no-digest", Warning, Some("electronic.check"),
        "văn bản điện tử chưa có mã băm (digest) để đối chiếu", "the electronic document has no digest to check against";
    NotHere = "copy.not-here", Impossible, None,
        "{copy} {state}; việc này chỉ làm được với bản {expected}", "{copy} is {state}, not {expected}";
    NotOwnParty = "party.not-own", Impossible, None,
        "{field}: {party} không thuộc cơ quan này", "{field}: {party} does not belong to this agency";

    // ---- receiving
    FaultsFound = "receive.faults", Warning, Some("receive.faults"),
        "bì hoặc tài liệu có lỗi ({faults}): báo cáo ngay người đứng đầu; nơi gửi khắc phục rồi mới vào sổ và ký nhận",
        "there are faults ({faults}): the head is told at once; the sender mends them before it is entered and signed for";
    NoCheck = "electronic.no-check", Unlawful, Some("electronic.check"),
        "văn bản điện tử nhận được chưa kiểm tra tính toàn vẹn, số văn bản, số trang, phụ lục (check)",
        "the electronic document was received without a check of integrity, documents, pages and attachments (check)";
    CopyTwice = "copy.twice", Impossible, None,
        "{field}: bản {copy} được nêu hai lần", "{field}: the copy {copy} is named twice";
    NothingToComplete = "complete.nothing", Impossible, None,
        "{document} không thiếu thông tin nào để bổ sung", "nothing of {document} is absent";
    AlreadyThere = "complete.already", Impossible, None,
        "{document} đã có {field}; việc bổ sung không thay đổi nội dung đã có", "{field} of {document} is there already and is not changed";

    // ---- changing the level, the term, the secrecy
    OldLevelOther = "adjust.old-level", Impossible, None,
        "độ mật hiện nay của {document} là {found}, không phải {given}",
        "the level of {document} is {found}, not {given}";
    SameLevel = "adjust.same-level", Impossible, None,
        "độ mật mới trùng độ mật cũ", "the new level is the old one";
    NoListForAdjustment = "adjust.no-list", Unlawful, Some("adjust.list"),
        "điều chỉnh độ mật phải căn cứ danh mục bí mật nhà nước (list-refs)", "an adjustment must rest on a list of state secrets";
    NotOurs = "change.not-ours", Unlawful, None,
        "{document} do cơ quan khác xác định: chỉ thay đổi theo thông báo (notice)",
        "{document} was determined by another agency: it changes only by notice";
    NoticeOther = "notice.other", Impossible, None,
        "{field}: thông báo không về việc này hoặc không về {document}",
        "{field}: the notice is not of this, or not of {document}";
    OldEndOther = "extend.old-end", Impossible, None,
        "thời hạn hiện nay của {document} đến {found}, không phải {given}",
        "the term of {document} ends on {found}, not {given}";
    EndNotLater = "extend.not-later", Impossible, None,
        "hạn mới {new} không sau hạn cũ {old}", "the new end {new} is not after the old one, {old}";
    ExtensionLate = "extend.late", Unlawful, Some("extend.decide-before"),
        "quyết định gia hạn ngày {decided}, chỉ còn {left} ngày là hết thời hạn ({end}); chậm nhất phải quyết định vào ngày {last}",
        "the extension was decided on {decided}, {left} days before the end {end}; the last day was {last}";
    ExtensionLong = "extend.long", Unlawful, None,
        "gia hạn đến {new} là quá dài: mỗi lần không quá thời hạn của độ {level}, tức đến {longest}",
        "extended to {new}; each time no longer than the term of level {level}, to {longest}";
    NoTerm = "term.none", Impossible, None,
        "{document} không có ngày hết hạn để gia hạn", "{document} has no end of term to extend";
    NoCouncil = "declassify.no-council", Unlawful, Some("declassify.council"),
        "giải mật theo yêu cầu thực tiễn phải có Hội đồng giải mật và biên bản",
        "a declassification by need wants a council and its minutes";
    PartialContent = "declassify.partial", Unlawful, Some("declassify.partial"),
        "giải mật một phần phải nêu nội dung được giải mật (released) và độ mật còn lại (remaining-level)",
        "a partial declassification names what is released (released) and the level that remains (remaining-level)";
    PartialAhead = "declassify.partial-ahead", Impossible, None,
        "giải mật một phần có hiệu lực từ ngày {effective}, sau ngày {on}: đến ngày đó mới ghi",
        "the partial declassification takes effect on {effective}, after {on}: it is recorded then";
    RemainingHigher = "declassify.remaining", Impossible, None,
        "độ mật còn lại {remaining} cao hơn độ {level}", "the remaining level {remaining} is above {level}";
    GroundPlace = "declassify.place", Impossible, None,
        "{document} không phải địa điểm", "{document} is not a place";
    GroundArchive = "declassify.archive", Unlawful, Some("declassify.archive"),
        "Lưu trữ lịch sử chỉ giải mật khi không xác định được cơ quan đã xác định bí mật nhà nước; với {document} thì xác định được",
        "an archive declassifies only where the determining body cannot be found: that of {document} is known";
    EffectiveBefore = "declassify.effective", Impossible, None,
        "ngày có hiệu lực {effective} trước ngày quyết định {decided}",
        "it takes effect on {effective}, before the decision of {decided}";

    // ---- marks and notices
    UnknownMark = "mark.unknown", Impossible, None,
        "bộ quy tắc đang áp dụng không có dấu {mark}", "the pack has no mark {mark}";
    MarkOnWhat = "mark.on-what", Impossible, None,
        "chỉ nêu copies hoặc document, không nêu cả hai", "name copies or document, not both";
    NoMarkDuty = "mark.no-duty", Warning, None,
        "không có dấu nào đang chờ đóng theo việc {act}", "no mark is awaited by the act {act}";
    NoticeNotToAll = "notice.not-to-all", Warning, None,
        "thông báo chưa gửi đến nơi đang giữ bản: {parties}", "the notice does not go to who has copies: {parties}";
    NoticeAhead = "notice.ahead", Impossible, None,
        "thông báo có hiệu lực từ ngày {effective}, sau ngày {on}",
        "the notice takes effect on {effective}, after {on}";
    NoticeLate = "notice.late", Warning, None,
        "thông báo gửi sau hạn ({due})", "the notice is after its last day, {due}";
    NoticeIssuer = "notice.issuer", Warning, None,
        "thông báo do {issuer} gửi, nhưng tài liệu do {of} ban hành", "the notice is from {issuer}; the document was issued by {of}";

    // ---- duplicates
    CopyingForbidden = "reproduce.forbidden", Unlawful, Some("copy.allowed"),
        "{document} không được phép sao, chụp theo quyết định xác định độ mật", "copying {document} is not allowed by who determined it";
    MadeOther = "reproduce.made-other", Unlawful, Some("copy.exact"),
        "chỉ được sao, chụp đúng số bản cho phép: cho phép {permitted}, đã làm {made}",
        "exactly the permitted number is made: {permitted} permitted, {made} made";
    DuplicatesGap = "reproduce.numbers-gap", Impossible, None,
        "bản sao số phải liên tục 1–{made}: gặp {found}, ở đây cần {expected}",
        "duplicate numbers run 1 to {made}: found {found}, expected {expected}";
    NoPhotographRecord = "reproduce.no-record", Unlawful, Some("copy.photograph"),
        "chụp, số hóa thành bản ảnh phải có văn bản ghi nhận (record)",
        "a photograph or scan wants a paper that records it (record)";

    // ---- handing over
    ToOther = "transfer.other-recipient", Warning, None,
        "{copy} phát hành cho {addressee}, nay giao cho {to}", "{copy} was issued for {addressee} and goes to {to}";
    SameHolder = "transfer.same-holder", Impossible, None,
        "{copy} đã ở {to} rồi", "{copy} is with {to} already";
    NotOnTheWay = "accept.not-on-the-way", Impossible, None,
        "{copy} không ở trong chuyến {act}", "{copy} is not on the way by the act {act}";
    NothingOnTheWay = "accept.nothing", Impossible, None,
        "chuyến {act} không còn bản nào đang chờ", "no copy is awaited by the act {act}";
    NoFaults = "refuse.no-faults", Impossible, None,
        "từ chối nhận phải nêu lỗi (faults)", "a refusal names the faults (faults)";
    ReturnWhere = "return.where", Impossible, None,
        "{copy} ({holder} đang giữ) chỉ trả về được cơ quan này",
        "{copy}, which {holder} has, can only come back to this agency";
    OtherRecall = "return.other-recall", Warning, None,
        "{copy} không thuộc yêu cầu thu hồi đã nêu", "{copy} is not under the recall that is named";
    RecallBeyondReach = "recall.beyond-reach", Warning, None,
        "{copy} {state}: cơ quan này không còn thu hồi được",
        "{copy} is {state}: nobody here can bring it back";
    ReturnLate = "return.late", Warning, Some("recall.date"),
        "{copy} quá hạn trả (ngày {due})", "{copy} was to be back on {due}";
    OutOfPlay = "copy.out-of-play", Impossible, None,
        "{copy} {state}, không còn để thực hiện việc này", "{copy} is {state}: it is there no more";
    DueBefore = "date.due-before", Impossible, None,
        "{field}: thời hạn {due} trước ngày thực hiện {on}", "{field}: {due} is before {on}";

    // ---- outside the place of storage
    NoApplication = "carry-out.no-application", Unlawful, None,
        "mang ra ngoài nơi lưu giữ phải có văn bản xin phép nêu biện pháp bảo vệ: thiếu {field}",
        "carrying out wants a written application with the measures of protection: {field} is missing";
    NoDelegationHead = "carry-out.no-delegation-head", Unlawful, Some("carry-abroad.head"),
        "mang ra nước ngoài phải báo cáo Trưởng đoàn (delegation-head)",
        "carrying abroad is reported to the head of the delegation (delegation-head)";
    NoReport = "bring-back.no-report", Unlawful, None,
        "khi nộp lại phải báo cáo việc quản lý, sử dụng (report)",
        "bringing back wants a report on management and use (report)";

    // ---- the end of a copy
    NoDestructionCouncil = "destroy.no-council", Unlawful, Some("destroy.council"),
        "tiêu hủy phải có Hội đồng tiêu hủy (council)", "destruction wants a council (council)";
    DestructionFile = "destroy.file", Unlawful, Some("destroy.file"),
        "hồ sơ tiêu hủy thiếu {field}", "the file of the destruction lacks {field}";
    NoEmergencyReport = "destroy.no-report", Unlawful, Some("destroy.emergency"),
        "tiêu hủy khẩn cấp phải báo cáo ngay bằng văn bản với người đứng đầu (report)",
        "an emergency destruction is reported to the head at once, in writing (report)";
    NotADraft = "destroy.not-draft", Warning, Some("draft.destroy"),
        "{document} không phải bản dự thảo: chỉ dự thảo được tiêu hủy ngay, không cần Hội đồng",
        "{document} is no draft: only drafts are destroyed at once without a council";
    NotSurplus = "destroy.not-surplus", Warning, Some("copy.spoiled"),
        "{copy} không phải bản sao thừa, hỏng: bản đã phát hành chỉ được tiêu hủy theo quyết định, có Hội đồng",
        "{copy} is no surplus or spoiled duplicate: what was issued is destroyed by decision, with a council";
    OtherIncident = "recover.other-incident", Impossible, None,
        "vụ việc {incident} không nêu bản {copy}", "the incident {incident} does not name {copy}";

    // ---- incidents
    UnknownIncident = "incident.unknown", Impossible, None,
        "không có vụ việc {incident}", "there is no incident {incident}";
    IncidentClosed = "incident.closed", Impossible, None,
        "vụ việc {incident} đã kết thúc", "the incident {incident} is closed";
    IncidentOnWhat = "incident.on-what", Impossible, None,
        "nêu documents, copies hoặc item", "name documents, copies or an item";
    ReportedLate = "incident.reported-late", Warning, Some("incident.report"),
        "phát hiện ngày {discovered}, ghi nhận sau {days} ngày; phải báo cáo ngay",
        "discovered on {discovered} and recorded {days} days later; it is reported at once";
    NotReported = "incident.not-reported", Warning, Some("incident.report"),
        "vụ việc {incident} chưa báo cáo cơ quan có thẩm quyền", "the incident {incident} is not reported yet";

    StillLost = "incident.still-lost", Warning, None,
        "vẫn ghi là bị mất: {copies}; bản tìm lại được ghi bằng copy.recover",
        "still recorded as lost: {copies}; a copy found again is recorded by copy.recover";

    // ---- parties, people, positions
    PartyHolds = "party.holds", Impossible, None,
        "{party} còn giữ {count} bản: cần nêu nơi tiếp nhận (successor)",
        "{party} still has {count} copies: name who takes them over (successor)";
    SuccessorItself = "party.successor-itself", Impossible, None,
        "{party} không thể tiếp nhận chính mình", "{party} cannot succeed itself";
    AlreadyEnded = "already-ended", Impossible, None,
        "{field}: {id} đã chấm dứt từ ngày {ended}", "{field}: {id} ended on {ended}";
    KeeperHolds = "person.holds", Unlawful, Some("leave.handover"),
        "{person} còn giữ {count} bản, phải bàn giao trước khi thôi việc",
        "{person} still has {count} copies and hands them over before leaving";
    CommitmentAwaited = "person.commitment", Warning, Some("leave.commitment"),
        "{person} phải ký cam kết bảo vệ bí mật nhà nước khi thôi giữ",
        "{person} signs a commitment when ceasing to be a keeper";
    UnknownPost = "position.unknown-post", Impossible, None,
        "bộ quy tắc đang áp dụng không có chức danh {post}", "the pack has no post {post}";
    EndsBeforeStart = "date.ends-before", Impossible, None,
        "ngày kết thúc {ends} trước ngày bắt đầu {starts}", "it ends on {ends}, before it starts on {starts}";

    // ---- the end of the ledger, and its successor
    CloseInTransit = "close.in-transit", Impossible, None,
        "còn bản đang trên đường, chưa ai ký nhận: {copies}; ghi nhận hoặc từ chối trước khi khóa sổ cái",
        "copies are in transit: {copies}; they are accepted or refused before the ledger is closed";
    CloseCarriedOut = "close.carried-out", Warning, None,
        "còn bản đang được mang ra ngoài: {copies}; việc nộp lại không ghi được vào sổ cái này nữa",
        "copies are carried out: {copies}; their return will not be recorded in this ledger";
    CloseOpenBooks = "close.open-books", Warning, None,
        "còn sổ chưa khóa: {books}; sau khi khóa sổ cái thì không khóa được các sổ này nữa",
        "books are open: {books}; behind the end of the ledger they cannot be closed";
    CloseOpenDuties = "close.open-duties", Warning, None,
        "còn {count} việc phải làm; chúng không hết theo sổ cái mà chuyển cho nơi tiếp nhận",
        "{count} duties are open; they do not end with the ledger, and go to who takes over";
    NoteOfOther = "witness.other-ledger", Impossible, None,
        "điểm kiểm tra không phải của sổ cái {ledger}",
        "the checkpoint is not one of ledger {ledger}";
    NoteGoesBack = "witness.goes-back", Impossible, None,
        "đã ghi nhận {noted} mục của sổ cái {ledger}; điểm kiểm tra {size} mục cũ hơn và không nói thêm điều gì",
        "{noted} entries of ledger {ledger} were noted before; a checkpoint of {size} is older and adds nothing";
    NoteOfStranger = "witness.stranger", Warning, None,
        "chưa ghi danh cơ quan nào có sổ cái {ledger}",
        "no enrolled party has the ledger {ledger}";
    CloseNoSuccessor = "close.no-successor", Unlawful, Some("merge.successor"),
        "sáp nhập, giải thể thì phải nêu nơi tiếp nhận (successor-party): cơ quan còn giữ {count} bản",
        "a merger names who takes over (successor-party): the agency still has {count} copies";
    SucceedOther = "succeed.other-ledger", Impossible, None,
        "điểm kiểm tra được nêu là của một sổ cái khác, không phải {ledger}",
        "the checkpoint is that of another ledger than {ledger}";

    // ---- books
    VolumeTaken = "book.volume-taken", Impossible, None,
        "quyển {volume} năm {year} đã mở: {book}", "volume {volume} of {year} is open already: {book}";
    VolumeOpen = "book.volume-open", Impossible, None,
        "quyển {volume} năm {year} ({book}) chưa khóa: khóa quyển trước rồi mới mở quyển sau",
        "volume {volume} of {year} ({book}) is not closed: close it before another is opened";
    FirstRowTaken = "book.first-row", Impossible, None,
        "số thứ tự đầu {first} đã dùng ở quyển trước; quyển này bắt đầu từ {next}",
        "row {first} is taken by an earlier volume; this one begins at {next}";
    LastDateOther = "book.last-date", Impossible, None,
        "ngày của dòng cuối sổ {book} là {found}, không phải {given}",
        "the last row of the book {book} is of {found}, not {given}";
    LastRowOther = "book.last-row", Impossible, None,
        "dòng cuối của sổ {book} là {found}, không phải {given}", "the last row of the book {book} is {found}, not {given}";
    NotPrinted = "book.not-printed", Unlawful, Some("book.print"),
        "sổ đăng ký bằng máy tính phải in, ký và đóng quyển (printed)",
        "a register kept by computer is printed, signed and bound (printed)";

    // ---- mending
    NotCorrectable = "correct.field", Impossible, None,
        "không sửa được trường {field} của việc {act}; phải ghi một việc mới hoặc rút lại",
        "the field {field} of {act} is not corrected: use its own act, or take it back";
    NothingCorrected = "correct.nothing", Impossible, None,
        "chưa nêu nội dung cần sửa (changes)", "no field is corrected (changes)";
    NotVoidable = "void.not-voidable", Impossible, None,
        "không rút lại được việc {act}", "the act {act} is not taken back";
    RestedOn = "void.rested-on", Impossible, None,
        "các việc ghi sau dựa vào việc này, phải rút lại trước: {acts}", "later acts rest on it: {acts}";
    NotSealed = "erase.not-sealed", Impossible, None,
        "{field}: việc {act} không có trường niêm phong {name}",
        "{field}: the act {act} has no sealed field {name}";
    ErasedAlready = "erase.already", Impossible, None,
        "{field}: {name} đã được xóa theo mục {entry}", "{field}: {name} was erased by entry {entry}";
    VoidDecision = "void.decision", Impossible, None,
        "việc này ghi từ ngày {recorded}, nay rút lại phải có quyết định (decision)",
        "it was recorded on {recorded}, before today: a decision is wanted (decision)";
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::Reason;
    use std::collections::BTreeSet;

    /// The names in braces of a sentence.
    fn facts(text: &str) -> BTreeSet<&str> {
        text.split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
            .collect()
    }

    #[test]
    fn both_languages_name_the_same_facts_and_codes_are_unique() {
        let mut codes = BTreeSet::new();
        for reason in Reason::ALL {
            assert_eq!(facts(reason.vi()), facts(reason.en()), "{reason}");
            assert!(codes.insert(reason.code()), "{reason} twice");
        }
    }
}
