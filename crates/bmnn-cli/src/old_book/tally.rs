//! What a clerk should look at in an old book: gaps, repeats, names that
//! nobody has enrolled.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// Counted while the rows go by.
#[derive(Debug, Default)]
pub struct Tally {
    /// How many rows there were.
    pub rows: u64,
    /// The lines of each number of each year.
    numbers: BTreeMap<Option<i32>, BTreeMap<u32, Vec<u64>>>,
    /// The year of the rows that go by.
    year: Option<i32>,
    /// How often each name stands that no party bears.
    pub strangers: BTreeMap<String, u64>,
    /// How often each fact is absent.
    pub absent: BTreeMap<&'static str, u64>,
    /// How many levels were written otherwise than they are printed.
    pub levels_read_freely: u64,
}

/// Numbers that nothing bears, or that several rows bear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// The year.
    pub year: Option<i32>,
    /// The first number missing.
    pub first: u32,
    /// The last number missing.
    pub last: u32,
}

/// A number that several rows bear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repeat {
    /// The year.
    pub year: Option<i32>,
    /// The number.
    pub number: u32,
    /// Where it stands.
    pub lines: Vec<u64>,
}

impl Tally {
    /// The year that a row belongs to: its own, else that of the row before.
    pub(super) fn year(&mut self, own: Option<i32>) -> Option<i32> {
        self.year = own.or(self.year);
        self.year
    }

    /// Notes a number, and says the how-manieth row of its year bears it.
    pub(super) fn number(&mut self, year: Option<i32>, number: u32, line: u64) -> usize {
        let lines = self
            .numbers
            .entry(year)
            .or_default()
            .entry(number)
            .or_default();
        lines.push(line);
        lines.len()
    }

    pub(super) fn stranger(&mut self, name: &str) {
        *self.strangers.entry(name.to_owned()).or_default() += 1;
    }

    pub(super) fn absent(&mut self, fact: &'static str) {
        *self.absent.entry(fact).or_default() += 1;
    }

    /// The numbers missing between the first and the last of each year.
    pub fn gaps(&self) -> Vec<Gap> {
        let mut gaps = Vec::new();
        for (year, numbers) in &self.numbers {
            let known = numbers.keys().copied();
            for (before, after) in known.clone().zip(known.skip(1)) {
                if after - before > 1 {
                    gaps.push(Gap {
                        year: *year,
                        first: before + 1,
                        last: after - 1,
                    });
                }
            }
        }
        gaps
    }

    /// The numbers that several rows of a year bear.
    pub fn repeats(&self) -> Vec<Repeat> {
        let years = self.numbers.iter();
        let all = years
            .flat_map(|(year, numbers)| numbers.iter().map(move |(n, lines)| (year, n, lines)));
        all.filter(|(_, _, lines)| lines.len() > 1)
            .map(|(year, number, lines)| Repeat {
                year: *year,
                number: *number,
                lines: lines.clone(),
            })
            .collect()
    }

    /// `{"rows", "gaps", "repeats", "not-enrolled", "absent", …}`.
    pub fn json(&self) -> Value {
        let gaps = self
            .gaps()
            .into_iter()
            .map(|gap| json!({ "year": gap.year, "first": gap.first, "last": gap.last }));
        let repeats = self.repeats().into_iter().map(
            |repeat| json!({ "year": repeat.year, "number": repeat.number, "lines": repeat.lines }),
        );
        json!({
            "rows": self.rows,
            "gaps": gaps.collect::<Vec<_>>(),
            "repeats": repeats.collect::<Vec<_>>(),
            "not-enrolled": self.strangers,
            "absent": self.absent,
            "levels-read-freely": self.levels_read_freely,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_and_repeats_are_listed_by_year() {
        let mut tally = Tally::default();
        for (line, (year, number)) in
            (2..).zip([(2014, 1), (2014, 2), (2014, 2), (2014, 5), (2015, 3)])
        {
            tally.number(Some(year), number, line);
        }
        assert_eq!(
            tally.gaps(),
            [Gap {
                year: Some(2014),
                first: 3,
                last: 4
            }]
        );
        assert_eq!(
            tally.repeats(),
            [Repeat {
                year: Some(2014),
                number: 2,
                lines: vec![3, 4]
            }]
        );
    }

    #[test]
    fn a_row_without_a_date_stands_in_the_year_of_the_row_before() {
        let mut tally = Tally::default();
        assert_eq!(tally.year(None), None);
        assert_eq!(tally.year(Some(2014)), Some(2014));
        assert_eq!(tally.year(None), Some(2014));
    }
}
