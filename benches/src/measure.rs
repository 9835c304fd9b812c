//! Windows: subject, ceiling and peer in turn, so that a machine whose speed
//! drifts drifts for all of them.

use std::error::Error;
use std::time::{Duration, Instant};

/// How much is measured.
#[derive(Clone, Copy)]
pub(crate) struct Scale {
    /// How many windows of each.
    pub(crate) windows: usize,
    /// How long a window lasts at least.
    pub(crate) window: Duration,
    /// How many acts the large registry holds.
    pub(crate) acts: usize,
    /// How many entries a long ledger has.
    pub(crate) entries: u64,
    /// How many leaves the tree in memory has.
    pub(crate) leaves: u64,
}

impl Scale {
    /// What the goals speak of.
    pub(crate) const FULL: Self = Self {
        windows: 9,
        window: Duration::from_millis(400),
        acts: 100_000,
        entries: 1_000_000,
        leaves: 1_000_000,
    };
    /// To see that it works.
    pub(crate) const QUICK: Self = Self {
        windows: 3,
        window: Duration::from_millis(60),
        acts: 2_000,
        entries: 50_000,
        leaves: 1_000_000,
    };
}

/// One thing that is done over and over; answers how many items a call did.
pub(crate) type Work<'w> = &'w mut dyn FnMut() -> Result<u64, Box<dyn Error>>;

/// The rates of several works, items a second, window by window.
pub(crate) fn rates<const N: usize>(
    scale: Scale,
    mut works: [Work<'_>; N],
) -> Result<[Vec<f64>; N], Box<dyn Error>> {
    let mut rates: [Vec<f64>; N] = std::array::from_fn(|_| Vec::new());
    for window in 0..=scale.windows {
        for (work, rates) in works.iter_mut().zip(&mut rates) {
            let started = Instant::now();
            let mut done = 0;
            while started.elapsed() < scale.window {
                done += work()?;
            }
            // The first window warms caches and files up.
            if window > 0 {
                rates.push(done as f64 / started.elapsed().as_secs_f64());
            }
        }
    }
    Ok(rates)
}

/// How long this thread has run on a processor, in seconds: what others do on
/// a shared machine is not in it.
pub(crate) fn thread_time() -> Result<f64, Box<dyn Error>> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds = told.split(' ').next().ok_or("no time is told")?;
    Ok(nanoseconds.parse::<f64>()? / 1e9)
}

/// The median of some figures.
pub(crate) fn median(figures: &[f64]) -> f64 {
    let mut sorted = figures.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The median of the pairwise ratios of two works.
pub(crate) fn ratio(of: &[f64], to: &[f64]) -> f64 {
    let ratios: Vec<f64> = of.iter().zip(to).map(|(of, to)| of / to).collect();
    median(&ratios)
}
