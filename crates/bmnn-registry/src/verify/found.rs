//! What a replay has found.

use bmnn::ledger::verify::{MAX_FINDINGS, Report};
use bmnn::ledger::{Finding, Kind};
use std::collections::BTreeMap;

/// Findings. Each kind has its own room, as in the ledger's report, so that
/// memory does not grow with what is found; beyond it they are counted.
#[derive(Debug, Default)]
pub(super) struct Found {
    findings: Vec<Finding>,
    counts: BTreeMap<Kind, u64>,
    errors: u64,
}

impl Found {
    /// Adds one.
    pub(super) fn add(&mut self, finding: Finding) {
        self.errors += u64::from(finding.is_error());
        let of_its_kind = self.counts.entry(finding.kind).or_default();
        *of_its_kind += 1;
        if *of_its_kind <= MAX_FINDINGS as u64 {
            self.findings.push(finding);
        }
    }

    /// Adds them all to the ledger's own.
    pub(super) fn join(self, report: &mut Report) {
        for (kind, count) in self.counts {
            *report.counts.entry(kind).or_default() += count;
        }
        report.errors += self.errors;
        report.findings.extend(self.findings);
    }
}

#[cfg(test)]
mod tests {
    use super::Found;
    use bmnn::ledger::verify::MAX_FINDINGS;
    use bmnn::ledger::{Finding, Kind, Position};

    #[test]
    fn many_of_one_kind_leave_room_for_another() {
        let mut found = Found::default();
        for seq in 0..MAX_FINDINGS as u64 + 5 {
            found.add(Finding::warning(Kind::OpenLeg, Position::Entry(seq), "–"));
        }
        found.add(Finding::error(Kind::Unlawful, Position::Entry(0), "–"));
        assert_eq!(found.findings.len(), MAX_FINDINGS + 1);
        assert_eq!(
            found.counts.get(&Kind::OpenLeg),
            Some(&(MAX_FINDINGS as u64 + 5))
        );
        assert_eq!(found.errors, 1);
    }
}
