//! Is one ranking better than another, or was it chance? The paired bootstrap (Efron and Tibshirani 1993;
//! Sakai 2006 for retrieval): the queries are drawn anew, with replacement, and the mean difference is
//! taken of each draw.

/// Draws. The ends of an interval of 95 % then rest on 250 draws each.
const N_DRAWS: usize = 10_000;

/// The difference of two measures of the same queries.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Difference {
    /// The mean of what the first has more.
    pub(crate) mean: f64,
    /// The ends of its interval of 95 %.
    pub(crate) low: f64,
    pub(crate) high: f64,
    /// How likely a difference as large is by chance, in either direction.
    pub(crate) p: f64,
}

impl Difference {
    /// Of measures query by query, in the same order; the same in every run.
    pub(crate) fn of(first: &[f64], second: &[f64]) -> Difference {
        let differences: Vec<f64> = first.iter().zip(second).map(|(a, b)| a - b).collect();
        let n = differences.len().max(1) as f64;
        let mean = differences.iter().sum::<f64>() / n;
        let mut random = fastrand::Rng::with_seed(0);
        let mut means: Vec<f64> = (0..N_DRAWS)
            .map(|_| {
                let drawn =
                    (0..differences.len()).map(|_| differences[random.usize(0..differences.len())]);
                drawn.sum::<f64>() / n
            })
            .collect();
        means.sort_by(f64::total_cmp);
        let at = |part: f64| means[((N_DRAWS - 1) as f64 * part) as usize];
        // Under the hypothesis of no difference the means lie around 0 as these do around their own.
        let n_as_large = means.iter().filter(|drawn| (*drawn - mean).abs() >= mean.abs()).count();
        Difference { mean, low: at(0.025), high: at(0.975), p: n_as_large as f64 / N_DRAWS as f64 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_in_every_query_is_no_chance_and_none_is() {
        let better = Difference::of(&[0.9; 50], &[0.8; 50]);
        assert!((better.mean - 0.1).abs() < 1e-9 && better.low > 0.09 && better.p < 0.01);
        let first: Vec<f64> = (0..50).map(|n| f64::from(n % 2)).collect();
        let second: Vec<f64> = first.iter().map(|value| 1.0 - value).collect();
        let same = Difference::of(&first, &second);
        assert!(same.low < 0.0 && same.high > 0.0 && same.p > 0.5, "{same:?}");
    }
}
