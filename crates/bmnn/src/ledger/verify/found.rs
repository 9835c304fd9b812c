//! Findings as they come.

use super::report::Report;
use crate::ledger::finding::{Finding, Kind};
use std::collections::BTreeMap;

/// How many findings of one kind a report spells out. Each kind has its own
/// room, so that no heap of notices hides the one fault among them.
pub const MAX_FINDINGS: usize = 1_000;

/// Findings, in the order in which they were made. Each kind has its own room,
/// so that memory does not grow with what is found; beyond it they are counted.
#[derive(Clone, Debug, Default)]
pub struct Found {
    findings: Vec<Finding>,
    counts: BTreeMap<Kind, u64>,
    errors: u64,
}

/// How much was found at some time.
#[derive(Clone, Debug)]
pub(super) struct FoundMark {
    findings: usize,
    counts: BTreeMap<Kind, u64>,
    errors: u64,
}

impl Found {
    /// Adds one.
    pub fn add(&mut self, finding: Finding) {
        self.errors += u64::from(finding.is_error());
        let of_its_kind = self.counts.entry(finding.kind).or_default();
        *of_its_kind += 1;
        if *of_its_kind <= MAX_FINDINGS as u64 {
            self.findings.push(finding);
        }
    }

    /// Whether anything of this kind was found.
    #[must_use]
    pub fn has(&self, kind: Kind) -> bool {
        self.counts.contains_key(&kind)
    }

    /// How many errors there are, those not spelled out too.
    #[must_use]
    pub fn errors(&self) -> u64 {
        self.errors
    }

    /// Adds them all to a report, behind those that it has.
    pub fn join(self, report: &mut Report) {
        for (kind, count) in self.counts {
            *report.counts.entry(kind).or_default() += count;
        }
        report.errors += self.errors;
        report.findings.extend(self.findings);
    }

    pub(super) fn mark(&self) -> FoundMark {
        FoundMark {
            findings: self.findings.len(),
            counts: self.counts.clone(),
            errors: self.errors,
        }
    }

    pub(super) fn rewind(&mut self, mark: &FoundMark) {
        self.findings.truncate(mark.findings);
        self.counts.clone_from(&mark.counts);
        self.errors = mark.errors;
    }
}

#[cfg(test)]
mod tests {
    use super::{Found, MAX_FINDINGS};
    use crate::ledger::{Finding, Kind, Position};

    #[test]
    fn many_of_one_kind_leave_room_for_another() {
        let mut found = Found::default();
        for seq in 0..MAX_FINDINGS as u64 + 5 {
            found.add(Finding::warning(Kind::OpenLeg, Position::Entry(seq), "–"));
        }
        let mark = found.mark();
        found.add(Finding::error(Kind::Unlawful, Position::Entry(0), "–"));
        assert_eq!(found.findings.len(), MAX_FINDINGS + 1);
        let many = Some(&(MAX_FINDINGS as u64 + 5));
        assert_eq!(found.counts.get(&Kind::OpenLeg), many);
        assert_eq!((found.errors(), found.has(Kind::Unlawful)), (1, true));
        found.rewind(&mark);
        assert_eq!(found.findings.len(), MAX_FINDINGS);
        assert_eq!((found.errors(), found.has(Kind::Unlawful)), (0, false));
    }
}
