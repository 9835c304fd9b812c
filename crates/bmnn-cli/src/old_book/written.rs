//! Dates, counts and states as clerks wrote them.

use bmnn::{act::ImportedState, date::PartDate};

use super::name::spelling;

/// A date, or as much of it as is known: `05/03/2014`, `5.3.2014`, `03/2014`,
/// `2014`, or as ISO 8601 writes it.
pub(super) fn part_date(text: &str) -> Option<PartDate> {
    if let Ok(date) = text.parse() {
        return Some(date);
    }
    let parts: Vec<&str> = text.split(['/', '.', '-']).map(str::trim).collect();
    let (day, month, year) = match parts.as_slice() {
        [day, month, year] => (Some(number(day, 2)?), number(month, 2)?, year),
        [month, year] => (None, number(month, 2)?, year),
        _ => return None,
    };
    if year.len() != 4 {
        return None;
    }
    let written = match day {
        Some(day) => format!("{year}-{month:02}-{day:02}"),
        None => format!("{year}-{month:02}"),
    };
    written.parse().ok()
}

/// A number of things: `03`, `3 bản`.
pub(super) fn count(text: &str) -> Option<u32> {
    let digits = text
        .trim_start()
        .split(|c: char| !c.is_ascii_digit())
        .next()?;
    let rest = text.trim_start().strip_prefix(digits)?;
    let words_only = rest.starts_with(char::is_whitespace) || rest.is_empty();
    if words_only { number(digits, 6) } else { None }
}

/// Copy numbers: `3`, `03, 05`, `2-4`.
pub(super) fn numbers(text: &str) -> Option<Vec<u32>> {
    let mut numbers = Vec::new();
    for part in text.split([',', ';']).map(str::trim) {
        match part.split_once(['-', '–']) {
            Some((first, last)) => {
                let (first, last) = (number(first.trim(), 4)?, number(last.trim(), 4)?);
                if first > last {
                    return None;
                }
                numbers.extend(first..=last);
            }
            None => numbers.push(number(part, 4)?),
        }
    }
    let zero_or_twice = |at: usize, n: &u32| *n == 0 || numbers.iter().take(at).any(|m| m == n);
    let flawed = numbers
        .iter()
        .enumerate()
        .any(|(at, n)| zero_or_twice(at, n));
    (!flawed).then_some(numbers)
}

/// What became of a copy, in the words of books or of acts.
pub(super) fn state(text: &str) -> Option<ImportedState> {
    let written = spelling(text);
    let states: &[(ImportedState, &[&str])] = &[
        (
            ImportedState::Held,
            &["đang giữ", "đang lưu", "còn", "lưu", "held"],
        ),
        (
            ImportedState::Delivered,
            &["đã giao", "đã chuyển", "đã gửi", "delivered"],
        ),
        (
            ImportedState::CarriedOut,
            &["mang ra ngoài", "đang mang ra ngoài", "carried-out"],
        ),
        (
            ImportedState::Archived,
            &["nộp lưu trữ", "đã nộp lưu trữ", "archived"],
        ),
        (
            ImportedState::Returned,
            &["đã trả", "đã trả nơi ban hành", "trả lại", "returned"],
        ),
        (
            ImportedState::Destroyed,
            &[
                "tiêu hủy",
                "tiêu huỷ",
                "đã tiêu hủy",
                "đã tiêu huỷ",
                "destroyed",
            ],
        ),
        (ImportedState::Lost, &["mất", "bị mất", "thất lạc", "lost"]),
        (ImportedState::Unknown, &["không rõ", "chưa rõ", "unknown"]),
    ];
    let found = states
        .iter()
        .find(|(_, words)| words.iter().any(|word| spelling(word) == written));
    found.map(|(state, _)| *state)
}

fn number(text: &str, longest: usize) -> Option<u32> {
    let plain =
        !text.is_empty() && text.len() <= longest && text.bytes().all(|b| b.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_far_as_they_are_known() {
        let cases = [
            ("05/03/2014", Some("2014-03-05")),
            ("5.3.2014", Some("2014-03-05")),
            ("5-3-2014", Some("2014-03-05")),
            ("2014-03-05", Some("2014-03-05")),
            ("03/2014", Some("2014-03")),
            ("2014", Some("2014")),
            ("31/02/2014", None),
            ("13/2014", None),
            ("05/03/14", None),
            ("đầu năm 2014", None),
        ];
        for (written, expected) in cases {
            let read = part_date(written).map(|date| date.to_string());
            assert_eq!(read.as_deref(), expected, "{written}");
        }
    }

    #[test]
    fn counts_numbers_and_states() {
        for (written, expected) in [
            ("3", Some(3)),
            ("03 bản", Some(3)),
            ("ba", None),
            ("3a", None),
            ("", None),
        ] {
            assert_eq!(count(written), expected, "{written}");
        }
        for (written, expected) in [
            ("3", Some(vec![3])),
            ("03, 05", Some(vec![3, 5])),
            ("2-4", Some(vec![2, 3, 4])),
            ("0", None),
            ("1,1", None),
            ("4-2", None),
        ] {
            assert_eq!(numbers(written), expected, "{written}");
        }
        assert_eq!(state("Đã tiêu huỷ"), Some(ImportedState::Destroyed));
        assert_eq!(state("da nop luu tru"), Some(ImportedState::Archived));
        assert_eq!(state("?"), None);
    }
}
