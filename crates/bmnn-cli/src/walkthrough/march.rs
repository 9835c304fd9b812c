//! The first days under the law of 2025: a Tối mật report goes out to twelve.

use bmnn::custody::CopyState;
use serde_json::{Value, json};

use super::cast::{
    AN, BINH, CUONG, DUNG, EAST, EM, FINANCE, GIANG, HAI, HANDOVER, HOME_AFFAIRS, KHANH, OFFICE,
    OLD_DECISION, OUTGOING, PLANNING, PROVINCE, Party, Person, REPORT, SOUTH, SPECIALIST, WEST,
    list_refs, paper, stranger, stranger_on_paper,
};
use super::stage::Stage;
use super::teller;
use crate::failure::Failure;

/// To whom each copy goes, and who takes it at once.
enum Taker {
    /// A unit's keeper, here.
    Unit(Party, Person),
    /// One of the leaders.
    Leader(Person),
    /// An agency in town, whose clerk signs for it.
    Signs(Party, &'static str),
    /// An agency to which a courier sets out; its receipt comes back later.
    Courier(Party),
}

const TAKERS: [Taker; 12] = [
    Taker::Courier(PROVINCE),
    Taker::Signs(FINANCE, "Bùi Văn Nam"),
    Taker::Signs(HOME_AFFAIRS, "Mai Thị Lan"),
    Taker::Courier(EAST),
    Taker::Courier(WEST),
    Taker::Courier(SOUTH),
    Taker::Unit(OFFICE, BINH),
    Taker::Unit(PLANNING, DUNG),
    Taker::Unit(SPECIALIST, EM),
    Taker::Leader(AN),
    Taker::Leader(CUONG),
    Taker::Leader(KHANH),
];

impl Taker {
    fn party(&self) -> &'static str {
        match self {
            Self::Unit(party, _) | Self::Signs(party, _) | Self::Courier(party) => party.id,
            Self::Leader(_) => "self",
        }
    }
}

/// The new law, and the batch.
pub(super) fn report(stage: &mut Stage) -> Result<(), Failure> {
    stage.day(
        "2026-03-02",
        "08:00",
        "Luật mới; văn bản Tối mật, mười hai nơi nhận",
        "A new law; Tối mật, to twelve",
    )?;
    let today = stage.today;
    stage.say(
        "Phường Mẫu Nam lần đầu là nơi nhận, nên được ghi danh trước.",
        "Mẫu Nam Ward is among the recipients for the first time: it is enrolled.",
    );
    stage.perform(SOUTH.enrolment())?;
    stage.say(
        "Từ hôm qua, 01/03/2026, Luật Bảo vệ bí mật nhà nước năm 2025 có hiệu lực. Không ai phải cài đặt gì: bộ quy tắc \
         được chọn theo ngày của từng bước. Người soạn lại quên nêu mục của danh mục, như hôm 05/02. Lần này khác.",
        "Since yesterday, 1 March 2026, the law of 2025 is in force. Nobody installs anything: the rules are chosen by \
         the date of each step. The drafter forgets the item of the list again, as on 5 February. This time it is \
         different.",
    );
    let mut determine = json!({
        "act": "document.determine", "document": REPORT, "carrier": "document", "level": "ToiMat",
        "decision": AN.decided(today, "12/PTr-SM"), "copying": "forbidden", "medium": "paper", "drafter": DUNG.id,
        "copies-planned": 13, "recipients": recipients(), "doc-type": "bao-cao",
        "subject": "Kết quả kiểm kê phương tiện làm việc năm 2025",
        "proposal": {
            "kind": "proposal", "symbol": "12/PTr-SM", "date": today.to_string(),
            "digest": stage.fixtures.digest("noi-nhan.xlsx")?,
        },
    });
    stage.refused(determine.clone(), "determine.no-list-ref")?;
    if let Some(fields) = determine.as_object_mut() {
        fields.insert("list-refs".to_owned(), list_refs(2, 3));
    }

    stage.say(
        "Bổ sung khoản 3 Điều 2 của danh mục. Rồi tất cả đi một lượt, được hết hoặc không gì cả: xác định độ Tối mật, \
         Giám đốc quyết định trên giấy; ban hành mười ba bản đánh số, mười hai nơi nhận và bản lưu; mười hai lần giao. \
         Trong cơ quan và hai sở thì ký nhận tại chỗ; xã, phường và UBND tỉnh thì giao liên mang đi, chờ phiếu về.",
        "Clause 3 of article 2 of the list is added. Then everything goes in at once, all or nothing: the determination \
         as Tối mật, decided by the director on paper; thirteen numbered copies, for twelve recipients and the file; \
         twelve handovers. In the house and at two departments they are signed for on the spot; to the communes, the \
         ward and the province a courier sets out, and the receipts come back later.",
    );
    let mut acts = vec![determine, issue(stage)?];
    for (number, taker) in (1..).zip(&TAKERS) {
        acts.push(handover(stage, number, taker));
    }
    let performed = stage.perform_all(acts)?;
    for (one, name) in performed.iter().skip(2).zip(TRANSFERS) {
        stage.note(name, one);
    }
    where_they_are(stage)?;
    let digest = stage.fixtures.digest("bao-cao.docx")?;
    let short = digest.get(..16).unwrap_or(&digest);
    stage.say(
        &format!(
            "Tệp tai-lieu/bao-cao.docx có SHA-256 {short}…; sổ cái giữ mã ấy dưới dạng cam kết kín, vì mã băm để ngỏ sẽ \
             giúp người ngoài đoán nội dung."
        ),
        &format!(
            "The file tai-lieu/bao-cao.docx has SHA-256 {short}…; the ledger holds it as a sealed commitment, since a \
             digest in clear would confirm a guess at the content."
        ),
    );
    Ok(())
}

/// The names under which the twelve transfers are kept for later days.
const TRANSFERS: [&str; 12] = [
    "to-1", "to-2", "to-3", "to-4", "to-5", "to-6", "to-7", "to-8", "to-9", "to-10", "to-11",
    "to-12",
];

fn recipients() -> Vec<&'static str> {
    let mut all: Vec<&str> = TAKERS.iter().map(Taker::party).collect();
    all.dedup();
    all
}

fn issue(stage: &Stage) -> Result<Value, Failure> {
    let copies = (1..).zip(&TAKERS).map(|(number, taker)| match taker {
        Taker::Leader(person) => json!({"number": number, "to": "self", "person": person.id}),
        other => json!({"number": number, "to": other.party()}),
    });
    let file_copy = json!({"number": TAKERS.len() + 1, "to": "self"});
    Ok(json!({
        "act": "document.issue", "document": REPORT, "symbol": "15/BC-SM", "date": stage.today.to_string(),
        "signer": AN.id, "kept-by": "self", "original": "numbered", "sign-mode": "own", "pages": 2, "attachments": 0,
        "copies": copies.chain([file_copy]).collect::<Vec<_>>(), "row": {"book": OUTGOING},
        "digest": stage.fixtures.digest("bao-cao.docx")?,
    }))
}

fn handover(stage: &Stage, number: u32, taker: &Taker) -> Value {
    let today = stage.today;
    let line = number.saturating_add(5);
    let mut act = json!({
        "act": "copy.transfer", "copies": [format!("{REPORT}#{number}")], "to": taker.party(),
        "row": {"book": HANDOVER}, "giver": HAI.hand(today, line),
    });
    let more = match taker {
        Taker::Unit(_, person) => json!({"means": "hand", "received": person.hand(today, line)}),
        Taker::Leader(person) => {
            json!({"means": "hand", "to-person": person.id, "received": person.hand(today, line)})
        }
        Taker::Signs(party, name) => json!({
            "means": "courier", "courier": GIANG.hand(today, line),
            "received": stranger_on_paper(name, *party, today),
        }),
        Taker::Courier(_) => json!({"means": "courier", "courier": GIANG.hand(today, line)}),
    };
    if let (Some(fields), Value::Object(more)) = (act.as_object_mut(), more) {
        fields.extend(more);
    }
    act
}

/// Each copy, its state and its holder, as the registry answers.
fn where_they_are(stage: &mut Stage) -> Result<(), Failure> {
    let lang = stage.teller.lang();
    let mut copies = stage.copies(REPORT)?;
    copies.sort_by_key(|copy| copy.id.number());
    let mut told = Vec::new();
    for copy in &copies {
        let holder = copy
            .person
            .as_ref()
            .or(copy.to.as_ref())
            .or(copy.holder.as_ref());
        let holder = holder
            .map(|holder| stage.teller.called(holder.as_str()))
            .unwrap_or_default();
        let arrow = if copy.state == CopyState::InTransit {
            "→ "
        } else {
            ""
        };
        let state = lang.pick(copy.state.vi(), copy.state.as_str());
        told.push(format!(
            "{:<9} {:<12} {arrow}{holder}",
            copy.id.to_string(),
            state
        ));
    }
    // Two columns, read downwards.
    let half = told.len().div_ceil(2);
    for (index, left) in told.iter().take(half).enumerate() {
        let right = told
            .get(index + half)
            .map(String::as_str)
            .unwrap_or_default();
        let gap = " ".repeat(46_usize.saturating_sub(teller::width(left)));
        stage
            .teller
            .verbatim(format!("    {left}{gap}{right}").trim_end());
    }
    Ok(())
}

/// The receipts come back, but for one envelope.
pub(super) fn receipts(stage: &mut Stage) -> Result<(), Failure> {
    stage.day(
        "2026-03-04",
        "15:00",
        "Phiếu về, và một bì giao nhầm",
        "Receipts, and one wrong delivery",
    )?;
    let today = stage.today;
    stage.say(
        "Giao liên Giang mang phiếu về: UBND tỉnh, xã Mẫu Đông, phường Mẫu Nam đã ký nhận trên giấy.",
        "Courier Giang brings the receipts back: the province, Mẫu Đông and Mẫu Nam have signed on paper.",
    );
    let mut acts = Vec::new();
    for (name, party, who) in [
        ("to-1", PROVINCE, "Lý Văn Kim"),
        ("to-4", EAST, "Đinh Thị Oanh"),
        ("to-6", SOUTH, "Cao Văn Phúc"),
    ] {
        acts.push(json!({
            "act": "copy.accept", "transfer": stage.noted(name)?, "receiver": stranger_on_paper(who, party, today),
            "check": {"intact": true, "documents": 1, "pages": 2, "attachments": 0},
        }));
    }
    stage.perform_all(acts)?;
    stage.say(
        "Bì của xã Mẫu Tây lại được đưa đến xã Mẫu Đông. Văn thư ở đó đọc địa chỉ ngoài bì, không mở, không nhận, báo \
         lại nơi gửi. Trong sổ: bản số 5 bị từ chối vì sai địa chỉ, lại là của văn thư, rồi giao lần nữa, đúng nơi.",
        "The envelope for Mẫu Tây was brought to Mẫu Đông. The clerk there read the address, did not open it, did not \
         take it, and told the sender. In the ledger: copy 5 is refused for a wrong address and is the sender's again; \
         then it is sent once more, to the right place.",
    );
    stage.perform(json!({
        "act": "copy.refuse", "transfer": stage.noted("to-5")?, "faults": ["wrong-address"],
        "receiver": stranger("Đinh Thị Oanh", EAST, today),
    }))?;
    let copy = format!("{REPORT}#5");
    let back = stage.whereabouts(&copy)?;
    stage.teller.aside(&back);
    stage.perform(json!({
        "act": "copy.transfer", "copies": [copy], "to": WEST.id, "means": "courier", "row": {"book": HANDOVER},
        "giver": HAI.hand(today, 18), "courier": GIANG.hand(today, 18),
        "received": stranger_on_paper("Hồ Văn Quý", WEST, today),
    }))?;
    stage.at("16:00")?;
    stage.say(
        "Cùng chiều, ba nơi đang giữ bản của quyết định năm 2016 được thông báo gia hạn, và bản lưu được đóng dấu: hai \
         việc mà sổ nhắc từ hôm thứ Bảy.",
        "That afternoon the three that have copies of the decision of 2016 are told of the extension, and the file \
         copy is marked: the two things that the registry asked for on Saturday.",
    );
    let extension = stage.noted("extension")?;
    let copies = stage.copies(OLD_DECISION)?;
    let elsewhere = copies
        .iter()
        .filter(|copy| copy.state == CopyState::Delivered);
    let told: Vec<&str> = elsewhere
        .filter_map(|copy| copy.holder.as_ref())
        .map(|holder| holder.as_str())
        .collect();
    let here = copies.iter().filter(|copy| copy.state == CopyState::Held);
    let marked: Vec<String> = here.map(|copy| copy.id.to_string()).collect();
    stage.perform_all(vec![
        json!({
            "act": "notice.send", "document": OLD_DECISION, "about": extension, "recipients": told,
            "paper": paper("notice", "20/TB-SM", &today.to_string()),
        }),
        json!({
            "act": "mark.apply", "copies": marked, "mark": "extension", "how": "stamped", "because": extension,
        }),
    ])?;
    Ok(())
}
