//! The small values: dates, times, periods, names of copies, ids.

use arbitrary::{Arbitrary, Unstructured};
use bmnn::copy::CopyRef;
use bmnn::date::{Date, PartDate, Time};
use bmnn::id::{ActId, Bytes32, Id, Kid, from_hex, to_hex};
use bmnn::until::Until;
use std::fmt::Display;
use std::str::FromStr;

/// Reading a text as each of the small values: what is taken is printed as the
/// same text. Reading bytes as numbers: dates count forwards and back, and the
/// order of terms is total and rolls up.
///
/// # Panics
///
/// If that does not hold.
pub fn law(data: &[u8]) {
    if let Ok(text) = std::str::from_utf8(data) {
        one_spelling::<Date>(text);
        one_spelling::<PartDate>(text);
        one_spelling::<Time>(text);
        one_spelling::<Id>(text);
        one_spelling::<ActId>(text);
        one_spelling::<Bytes32>(text);
        one_spelling::<Kid>(text);
        copy(text);
        if let Some(bytes) = from_hex(text) {
            assert_eq!(to_hex(&bytes), text);
        }
        if let Ok(part) = text.parse::<PartDate>() {
            assert!(part.earliest() <= part.latest());
            assert_eq!(text.parse::<Date>().ok(), part.day());
        }
    }
    assert_eq!(from_hex(&to_hex(data)).as_deref(), Some(data));
    // Too few bytes are filled up with zeroes: nothing fails here.
    let mut input = Unstructured::new(data);
    if let Ok([a, b, c]) = input.arbitrary::<[Stated; 3]>() {
        order(until(a), until(b), until(c));
    }
    if let Ok((days, millis)) = input.arbitrary::<(i64, i64)>() {
        calendar(days, millis);
    }
}

fn one_spelling<T: FromStr + Display + PartialEq>(text: &str) {
    if let Ok(value) = text.parse::<T>() {
        assert_eq!(value.to_string(), text, "one spelling");
        assert!(text.parse::<T>().is_ok_and(|again| again == value));
    }
}

fn copy(text: &str) {
    let Ok(copy) = text.parse::<CopyRef>() else {
        return;
    };
    assert_eq!(copy.to_string(), text, "one spelling");
    assert!(copy.depth() <= CopyRef::MAX_DEPTH);
    assert_eq!(copy.is_duplicate(), copy.parent().is_some());
    assert_eq!(copy.depth() == 0, copy.root() == copy);
    assert_eq!(copy.root().document(), copy.document());
    if let (Some(parent), Some(occasion), Some(number)) =
        (copy.parent(), copy.occasion(), copy.duplicate_number())
    {
        assert_eq!(parent.duplicate(occasion, number).as_ref(), Ok(&copy));
        assert_eq!(parent.depth() + 1, copy.depth());
        assert!(parent < copy, "a duplicate stands behind its parent");
    }
}

#[derive(Arbitrary, Clone, Copy)]
enum Stated {
    Months(u32),
    Years(u32),
    On(u16),
    Unstated,
    When,
    Indefinite,
}

fn until(stated: Stated) -> Until {
    match stated {
        Stated::Months(n) => Until::Months(n),
        Stated::Years(n) => Until::Years(n),
        Stated::On(days) => epoch().map_or(Until::Unstated, |epoch| {
            Until::On(epoch.plus_days(i64::from(days)))
        }),
        Stated::Unstated => Until::Unstated,
        Stated::When => Until::When,
        Stated::Indefinite => Until::Indefinite,
    }
}

fn epoch() -> Option<Date> {
    Date::new(1970, 1, 1).ok()
}

fn order(a: Until, b: Until, c: Until) {
    use std::cmp::Ordering::Equal;
    assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
    assert_eq!(a == b, a.cmp(&b) == Equal);
    if a <= b && b <= c {
        assert!(a <= c, "the order is one");
    }
    assert_eq!(a.roll_up(a), a);
    assert_eq!(a.roll_up(b), b.roll_up(a));
    assert_eq!(a.roll_up(b).roll_up(c), a.roll_up(b.roll_up(c)));
    assert!(a.roll_up(b) >= a, "never less than either");
}

fn calendar(days: i64, millis: i64) {
    let Some(day) = Date::of_unix_millis(millis) else {
        return;
    };
    assert_eq!(day.to_string().parse(), Ok(day));
    let later = day.plus_days(days);
    // It stands still at the ends of the calendar.
    if (1900..9999).contains(&later.year()) && later.year() > 1900 {
        assert_eq!(day.days_until(later), days);
        assert_eq!(later.plus_days(days.wrapping_neg()), day);
    }
    let years = u32::try_from(days.rem_euclid(120)).unwrap_or(0);
    let anniversary = day.plus_years(years);
    assert!(anniversary >= day);
    assert_eq!(day.plus_months(12 * years), anniversary);
}
