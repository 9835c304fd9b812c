//! One measured row.

use serde_json::json;

/// A figure beside what bounds it and what others reach.
pub(crate) struct Row {
    /// Its name.
    pub(crate) name: &'static str,
    /// What was measured.
    pub(crate) value: f64,
    /// In which unit.
    pub(crate) unit: &'static str,
    /// The figure that bounds it, from the same run.
    pub(crate) ceiling: Option<f64>,
    /// The median of the windows' ratios to the ceiling.
    pub(crate) ratio: Option<f64>,
    /// What a peer reaches on the same work.
    pub(crate) peer: Option<f64>,
    /// The median of the windows' ratios to the peer.
    pub(crate) peer_ratio: Option<f64>,
    /// What ceiling and peer are, and the size of a commit.
    pub(crate) note: &'static str,
}

/// Prints the head of the table.
pub(crate) fn head() {
    println!(
        "{:<22} {:>12} {:<7} {:>12} {:>7} {:>12} {:>7}  about",
        "name", "value", "unit", "ceiling", "ratio", "peer", "ratio"
    );
}

impl Row {
    /// Prints the row, as a table line or as JSON.
    pub(crate) fn print(&self, json: bool) {
        if json {
            let round =
                |figure: Option<f64>| figure.map(|figure| (figure * 1000.0).round() / 1000.0);
            println!(
                "{}",
                json!({
                    "name": self.name, "value": round(Some(self.value)), "unit": self.unit,
                    "ceiling": round(self.ceiling), "ratio": round(self.ratio),
                    "peer": round(self.peer), "peer_ratio": round(self.peer_ratio), "note": self.note,
                })
            );
            return;
        }
        let figure = |figure: Option<f64>| {
            figure.map_or_else(|| "–".to_owned(), |figure| format!("{figure:.1}"))
        };
        let ratio = |ratio: Option<f64>| {
            ratio.map_or_else(|| "–".to_owned(), |ratio| format!("{ratio:.2}"))
        };
        println!(
            "{:<22} {:>12} {:<7} {:>12} {:>7} {:>12} {:>7}  {}",
            self.name,
            figure(Some(self.value)),
            self.unit,
            figure(self.ceiling),
            ratio(self.ratio),
            figure(self.peer),
            ratio(self.peer_ratio),
            self.note,
        );
    }
}
