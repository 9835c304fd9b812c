//! Levels as people write them.

use bmnn::level::{Level, Liberty};

/// Reading a text as a level: it means one level at most, whatever liberties
/// it takes, and the printed name is the one that takes none. Space around it,
/// capitals and the same text again change nothing of what it means.
///
/// # Panics
///
/// If that does not hold.
pub fn law(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let read = Level::read(text).ok();
    match text.parse::<Level>() {
        Ok(level) => {
            assert_eq!(level.to_string(), text, "one spelling");
            assert_eq!(read.map(|(level, _)| level), Some(level));
        }
        Err(_) => assert!(!Level::ALL.iter().any(|level| level.as_str() == text)),
    }
    let Some((level, taken)) = read else { return };
    if taken.is_empty() {
        let printed = [level.vi(), level.mark_text(), level.as_str()];
        assert!(
            printed.contains(&text),
            "what takes no liberty is printed so"
        );
    }
    assert_eq!(taken.iter().count() == 0, taken.is_empty());
    assert!(Liberty::ALL.iter().filter(|l| taken.contains(**l)).count() <= 5);
    assert!(
        !level.en().eq_ignore_ascii_case(text.trim()),
        "never from English"
    );
    // Nobody means another level by writing it larger or with more room.
    let again = |text: &str| Level::read(text).ok().map(|(level, _)| level);
    // (The name in acts is one word, and stands as it is.)
    if text != level.as_str() {
        assert_eq!(again(&format!(" {text}\t")), Some(level));
        assert_eq!(again(&text.to_uppercase()), Some(level), "in capitals");
    }
    for other in Level::ALL {
        assert!(level.max(other) >= level);
        assert_eq!(level.max(other), other.max(level));
    }
    assert_eq!(again(level.as_str()), Some(level));
}
