//! The columns of the template, known by their headings.

use csv::StringRecord;

use super::Unreadable;
use super::name::spelling;

/// Declares the columns: the heading of the template first, then what else
/// people write there.
macro_rules! columns {
    ($($(#[$doc:meta])* $name:ident = $($heading:literal)|+;)*) => {
        /// A column of the template.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(super) enum Column { $($(#[$doc])* $name,)* }

        impl Column {
            /// Every column, in the order of the template.
            pub(super) const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The headings it is known by; the template's comes first.
            pub(super) fn headings(self) -> &'static [&'static str] {
                match self { $(Self::$name => &[$($heading),+],)* }
            }
        }
    };
}

columns! {
    /// The row's number in its year.
    Number = "số thứ tự" | "stt" | "số tt" | "number";
    /// The date on the document.
    Date = "ngày tháng" | "ngày, tháng" | "ngày tháng năm" | "ngày văn bản" | "date";
    /// Number and symbol.
    Symbol = "số và ký hiệu" | "số, ký hiệu" | "số ký hiệu" | "số, kí hiệu" | "symbol";
    /// The kind of document.
    DocType = "tên loại" | "loại văn bản" | "tên loại văn bản" | "type";
    /// The subject line.
    Subject = "trích yếu" | "nội dung" | "trích yếu nội dung" | "subject";
    /// The level.
    Level = "độ mật" | "mức độ mật" | "level";
    /// Who signed it.
    Signer = "người ký" | "signer";
    /// Who issued it; of a book of what came in.
    Issuer = "nơi gửi" | "cơ quan ban hành" | "tác giả" | "issuer";
    /// To whom it went.
    Recipients = "nơi nhận" | "đơn vị nhận" | "recipients";
    /// Which unit keeps the file copy.
    KeptBy = "đơn vị lưu" | "nơi lưu" | "kept by";
    /// How many copies were issued.
    Total = "số lượng bản" | "số bản" | "số lượng" | "copies";
    /// The numbers of the copies that are here.
    CopyNumbers = "bản số" | "copy numbers";
    /// What became of the copies that are here.
    State = "tình trạng" | "hiện trạng" | "state";
    /// The day its secrecy was determined.
    Determined = "ngày xác định" | "ngày xác định độ mật" | "determined";
    /// The end of an extended term.
    ExtendedTo = "gia hạn đến" | "extended to";
    /// The document's id in the host's system.
    Document = "mã tài liệu" | "mã" | "id";
    /// Whatever else.
    Note = "ghi chú" | "note";
}

/// Which cell of a line belongs to which column.
#[derive(Debug)]
pub(super) struct Columns(Vec<Option<Column>>);

impl Columns {
    /// Reads the heading. A heading that is not known is kept out of the
    /// ledger and is an error, since what stands under it would be lost.
    pub(super) fn of(heading: &StringRecord) -> Result<Self, Unreadable> {
        let mut columns: Vec<Option<Column>> = Vec::new();
        for text in heading {
            let text = text.trim_start_matches('\u{feff}').trim();
            let column = if text.is_empty() {
                None
            } else {
                Some(known(text).ok_or_else(|| unknown(text))?)
            };
            if column.is_some() && columns.contains(&column) {
                return Err(Unreadable::new(
                    format!("cột “{text}” có hai lần"),
                    format!("the column “{text}” stands twice"),
                ));
            }
            columns.push(column);
        }
        if !columns.contains(&Some(Column::Level)) {
            return Err(Unreadable::new(
                "thiếu cột “độ mật”: đây không phải sổ theo mẫu templates/so-cu.csv",
                "the column “độ mật” (level) is missing: this is not a book by the template \
                 templates/so-cu.csv",
            ));
        }
        Ok(Self(columns))
    }

    pub(super) fn cells<'r>(&self, record: &'r StringRecord) -> Cells<'r> {
        let cells = self.0.iter().zip(record);
        let cells = cells.filter_map(|(column, cell)| Some(((*column)?, cell.trim())));
        let says = |cell: &str| cell.chars().any(|c| !c.is_control() && !c.is_whitespace());
        Cells(cells.filter(|(_, cell)| says(cell)).collect())
    }
}

/// The cells of one line that hold something.
pub(super) struct Cells<'r>(Vec<(Column, &'r str)>);

impl<'r> Cells<'r> {
    /// What stands in a column, if anything does.
    pub(super) fn get(&self, column: Column) -> Option<&'r str> {
        let found = self.0.iter().find(|(of, _)| *of == column);
        found.map(|(_, cell)| *cell)
    }
}

fn known(text: &str) -> Option<Column> {
    let written = spelling(text);
    let mut all = Column::ALL.iter().copied();
    all.find(|column| {
        let mut headings = column.headings().iter();
        headings.any(|heading| spelling(heading) == written)
    })
}

fn unknown(text: &str) -> Unreadable {
    let wanted: Vec<&str> = Column::ALL
        .iter()
        .filter_map(|column| column.headings().first().copied())
        .collect();
    let wanted = wanted.join(", ");
    Unreadable::new(
        format!("không rõ cột “{text}”; các cột của mẫu là: {wanted}"),
        format!("unknown column “{text}”; the template's columns are: {wanted}"),
    )
}
