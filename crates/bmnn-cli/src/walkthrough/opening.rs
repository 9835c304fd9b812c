//! The registry is opened, and an old register comes in.

use std::fs::File;

use serde_json::{Value, json};

use super::cast::{AGENCIES, AN, BOOKS, CUONG, LIST, OFFICE, PEOPLE, UNITS, paper};
use super::stage::{Stage, parse_id};
use crate::failure::Failure;
use crate::old_book::{Becomes, Book, Party, Rows, Tally};

/// The rules, the people, the books, a delegation.
pub(super) fn opening(stage: &mut Stage) -> Result<(), Failure> {
    stage.say(
        "Sổ cái mở bằng chữ ký của khóa gốc; khóa gốc thứ hai in ra giấy, niêm phong trong két của Giám đốc. \
         Chỉ một người có khóa ký hằng ngày: văn thư Hải. Mọi người khác quyết định, giao, nhận trên giấy như \
         xưa nay; sổ ghi rõ ai ký số, ai ký giấy, ai chỉ được nêu tên.",
        "The ledger is opened by a root key; the second root key is printed and sealed in the director's safe. \
         One person alone has a key for daily work: clerk Hải. Everybody else decides, gives and takes on paper, \
         as ever; the ledger says who signed, who signed on paper, and who is only named.",
    );
    let today = stage.today;
    let mut acts = Vec::new();
    for pack in ["vn-2000", "vn-2018", "vn-2025"] {
        acts.push(json!({
            "act": "pack.adopt", "adopted": pack, "digest": pack_digest(pack)?,
            "decision": AN.decided(today, "01/QĐ-SM"),
        }));
    }
    acts.extend(UNITS.iter().chain(&AGENCIES).map(|party| party.enrolment()));
    acts.extend(PEOPLE.iter().map(|person| person.enrolment()));
    acts.extend(PEOPLE.iter().map(|person| person.assignment()));
    acts.push(json!({
        "act": "list.adopt", "list": LIST, "symbol": "00/QĐ-TTg (mẫu)", "date": "2023-05-19", "starts": "2023-05-19",
    }));
    for (book, kind) in BOOKS {
        acts.push(json!({
            "act": "book.open", "book": book, "kind": kind, "year": 2026, "volume": 1, "party": OFFICE.id,
            "kept": "paper-parallel",
        }));
    }
    stage.say(
        "Bộ quy tắc của ba thời kỳ luật, ba đơn vị, năm cơ quan bên ngoài, tám người, chức vụ của họ, danh mục bí mật \
         nhà nước và bốn quyển sổ năm 2026 vào sổ một lượt. Mỗi bộ quy tắc ghi kèm mã băm, để mười năm sau kiểm tra \
         vẫn đúng theo luật của hôm nay.",
        "The rules of three periods of law, three units, five outside agencies, eight people, their posts, the list of \
         state secrets and the four books of 2026 go in at once. Each set of rules is bound by its digest, so that in \
         ten years a check still applies the law of today.",
    );
    stage.perform_all(acts)?;

    stage.say(
        "Giám đốc ủy quyền bằng văn bản cho Phó Giám đốc Cường: xác định bí mật và cho phép sao, chụp, độ Mật và Tối \
         mật, đến hết năm. Phó Giám đốc Khánh chưa được ủy quyền.",
        "The director empowers Deputy Cường in writing: to determine secrets and to permit copies, at Mật and Tối mật, \
         until the end of the year. Deputy Khánh has no delegation.",
    );
    let given = stage.perform(delegation(
        AN.position,
        CUONG.position,
        "02/UQ-SM",
        &today.to_string(),
    ))?;
    stage.note("delegation", &given);
    Ok(())
}

/// L18 11(5): in writing, with scope, content and term.
pub(super) fn delegation(grantor: &str, grantee: &str, symbol: &str, starts: &str) -> Value {
    json!({
        "act": "authority.delegate", "grantor": grantor, "grantee": grantee, "powers": ["determine", "copy"],
        "levels": ["Mat", "ToiMat"], "matters": "Quy hoạch, thống kê, phòng cháy", "standing": true,
        "starts": starts, "ends": "2026-12-31", "paper": paper("delegation", symbol, starts),
    })
}

fn pack_digest(id: &str) -> Result<String, Failure> {
    let built_in = bmnn_registry::packs::built_in(id);
    let found = built_in.map(|(_, digest)| digest.to_string());
    found.ok_or_else(|| {
        Failure::new(
            format!("không có bộ quy tắc `{id}`"),
            format!("there is no pack `{id}`"),
        )
    })
}

/// Two hundred rows of an old register, from a spreadsheet.
pub(super) fn old_register(stage: &mut Stage) -> Result<(), Failure> {
    stage.day(
        "2026-02-03",
        "14:00",
        "Sổ cũ, 2014–2019",
        "The old register, 2014–2019",
    )?;
    stage.say(
        "Sổ đi mật các năm 2014–2019 đã được gõ lại vào bảng tính (tai-lieu/so-dang-ky-cu.csv). Đây là số dư đầu kỳ: \
         các bước đã qua không bị phán xét lại, chỗ thiếu và chỗ trùng được liệt kê chứ không bị từ chối.",
        "The outgoing book of 2014–2019 was typed into a spreadsheet (tai-lieu/so-dang-ky-cu.csv). It is an opening \
         balance: past steps are not judged again; gaps and repeats are listed, never refused.",
    );
    let (drafts, tally, left_out) = read_register(stage)?;
    stage.teller.flush();
    let performed = stage.perform_all(drafts)?;
    tell_tally(stage, &tally, performed.len(), left_out);
    Ok(())
}

fn read_register(stage: &Stage) -> Result<(Vec<Value>, Tally, u64), Failure> {
    let mut book = Book::outgoing(stage.today);
    book.title = Some("Sổ đi mật 2014–2019".to_owned());
    book.dated_is_determined = true;
    for party in UNITS.iter().chain(&AGENCIES) {
        let known = Party {
            id: parse_id(party.id)?,
            own: party.kind == "unit",
        };
        book.parties.know(known, Some(party.name));
    }
    if let Some(pack) = stage.registry.packs().on(stage.today) {
        book.know_types_of(pack);
    }
    let path = stage.fixtures.path("so-dang-ky-cu.csv");
    let file = File::open(&path).map_err(|e| Failure::reading(&path, &e))?;
    let mut rows = Rows::new(&book, file, b',')?;
    let (mut drafts, mut left_out) = (Vec::new(), 0);
    while let Some(row) = rows.next_row()? {
        match row.becomes {
            Becomes::Import(draft) => drafts.push(draft),
            Becomes::LeftOut(_) => left_out += 1,
        }
    }
    Ok((drafts, rows.tally, left_out))
}

fn tell_tally(stage: &mut Stage, tally: &Tally, taken: usize, left_out: u64) {
    let lang = stage.teller.lang();
    let year = |year: Option<i32>| year.map_or_else(|| "?".to_owned(), |year| year.to_string());
    let gaps = tally
        .gaps()
        .into_iter()
        .map(|gap| match gap.first == gap.last {
            true => format!("{}/{}", gap.first, year(gap.year)),
            false => format!("{}–{}/{}", gap.first, gap.last, year(gap.year)),
        });
    let gaps = gaps.collect::<Vec<_>>().join(", ");
    let repeats = tally.repeats().into_iter().map(|repeat| {
        let lines: Vec<String> = repeat.lines.iter().map(ToString::to_string).collect();
        let lines = lines.join(lang.pick(" và ", " and "));
        lang.pick(
            format!(
                "{}/{} (dòng {lines} của tệp)",
                repeat.number,
                year(repeat.year)
            ),
            format!(
                "{}/{} (lines {lines} of the file)",
                repeat.number,
                year(repeat.year)
            ),
        )
    });
    let repeats = repeats.collect::<Vec<_>>().join(", ");
    let told = lang.pick(
        format!(
            "{} dòng, {taken} vào sổ, {left_out} bỏ lại. Số nhảy: {gaps}. Số trùng: {repeats}. Độ mật viết tắt hoặc \
             không dấu, đọc được: {}.",
            tally.rows, tally.levels_read_freely
        ),
        format!(
            "{} rows, {taken} taken, {left_out} left out. Missing numbers: {gaps}. Repeated numbers: {repeats}. Levels \
             written short or without diacritics, and read: {}.",
            tally.rows, tally.levels_read_freely
        ),
    );
    stage.teller.aside(&told);
    stage.teller.note(json!({"import": tally.json()}));
}
