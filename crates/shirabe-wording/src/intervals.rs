//! Rates per million characters with 95 % intervals.
//!
//! Occurrences of one document are no independent draws: a document about a subject says its word often.
//! With enough documents the rate is therefore a ratio estimator over documents (W. G. Cochran, Sampling
//! Techniques, 3rd ed. 1977, chapter 6), shown on the log scale; with few it is a Poisson interval, which
//! says nothing of the difference between documents and is marked as such.

/// Two-sided 95 % of the normal distribution.
const Z: f64 = 1.96;
/// With fewer documents their difference cannot be told (chosen, not measured).
const LEAST_DOCUMENTS: usize = 10;
const MILLION: f64 = 1_000_000.0;

/// How an interval was reckoned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// From the difference between documents.
    RatioEstimator,
    /// From the number of occurrences alone: there are too few documents.
    Poisson,
}

impl Method {
    /// The name for programs.
    pub fn code(self) -> &'static str {
        match self {
            Method::RatioEstimator => "ratio_estimator",
            Method::Poisson => "poisson",
        }
    }
}

/// Occurrences per million characters of the match form.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// The rate.
    pub value: f64,
    /// The lower end of its 95 % interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// How the interval was reckoned.
    pub method: Method,
}

/// The rate of one wording against that of another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ratio {
    /// The first by the second.
    pub value: f64,
    /// The lower end of its 95 % interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// How the interval was reckoned.
    pub method: Method,
}

/// One document: occurrences of the two wordings (or of one) and its characters.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sums {
    pub(crate) n_hits: f64,
    pub(crate) n_chars: f64,
}

/// The rate over documents; `None` where there is no text.
pub(crate) fn rate(documents: &[Sums]) -> Option<Rate> {
    let (hits, chars) = totals(documents);
    if chars <= 0.0 {
        return None;
    }
    let value = hits / chars;
    if documents.len() < LEAST_DOCUMENTS || hits <= 0.0 {
        let (low, high) = poisson(hits);
        let per_million = |n: f64| n / chars * MILLION;
        return Some(Rate {
            value: per_million(hits),
            low: per_million(low),
            high: per_million(high),
            method: Method::Poisson,
        });
    }
    let factor = (Z * covariance(documents, documents).sqrt() / value).exp();
    let value = value * MILLION;
    let method = Method::RatioEstimator;
    Some(Rate { value, low: value / factor, high: value * factor, method })
}

/// The rate of `a` by that of `b`, of the same documents in the same order; `None` where one is 0.
pub(crate) fn ratio(a: &[Sums], b: &[Sums]) -> Option<Ratio> {
    let ((hits_a, chars), (hits_b, _)) = (totals(a), totals(b));
    if hits_a <= 0.0 || hits_b <= 0.0 {
        return None;
    }
    let value = hits_a / hits_b;
    let (variance, method) = if a.len() < LEAST_DOCUMENTS {
        (1.0 / hits_a + 1.0 / hits_b, Method::Poisson)
    } else {
        // The delta method on the difference of the logarithms.
        let (rate_a, rate_b) = (hits_a / chars, hits_b / chars);
        let relative = covariance(a, a) / (rate_a * rate_a) + covariance(b, b) / (rate_b * rate_b)
            - 2.0 * covariance(a, b) / (rate_a * rate_b);
        (relative.max(0.0), Method::RatioEstimator)
    };
    let factor = (Z * variance.sqrt()).exp();
    Some(Ratio { value, low: value / factor, high: value * factor, method })
}

fn totals(documents: &[Sums]) -> (f64, f64) {
    let hits = documents.iter().map(|document| document.n_hits).sum();
    (hits, documents.iter().map(|document| document.n_chars).sum())
}

/// n/(n−1) · Σ(a − rₐc)(b − r_b c) / C²
fn covariance(a: &[Sums], b: &[Sums]) -> f64 {
    let n = a.len() as f64;
    let ((hits_a, chars), (hits_b, _)) = (totals(a), totals(b));
    let (rate_a, rate_b) = (hits_a / chars, hits_b / chars);
    let residuals = a
        .iter()
        .zip(b)
        .map(|(a, b)| (a.n_hits - rate_a * a.n_chars) * (b.n_hits - rate_b * b.n_chars));
    n / (n - 1.0) * residuals.sum::<f64>() / (chars * chars)
}

/// The interval of a count: Garwood's by Byar's approximation (Breslow and Day, Statistical Methods in
/// Cancer Research II, 1987, section 2.3; from memory).
fn poisson(count: f64) -> (f64, f64) {
    let bound =
        |n: f64, sign: f64| n * (1.0 - 1.0 / (9.0 * n) + sign * Z / (3.0 * n.sqrt())).powi(3);
    let low = if count > 0.0 { bound(count, -1.0).max(0.0) } else { 0.0 };
    (low, bound(count + 1.0, 1.0))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn documents(sums: &[(f64, f64)]) -> Vec<Sums> {
        sums.iter().map(|(n_hits, n_chars)| Sums { n_hits: *n_hits, n_chars: *n_chars }).collect()
    }

    fn shown(rate: Option<Rate>) -> String {
        rate.map_or_else(String::new, |Rate { value, low, high, method }| {
            format!("{value:.1} [{low:.1}, {high:.1}] {}", method.code())
        })
    }

    #[test]
    fn few_documents_have_a_poisson_interval() {
        // デジタル in the ICT white paper of 2000, as counted by hand.
        let one = documents(&[(199.0, 174_260.0)]);
        assert_eq!(shown(rate(&one)), "1142.0 [988.8, 1312.1] poisson");
        assert_eq!(shown(rate(&documents(&[(0.0, 1e6)]))), "0.0 [0.0, 3.7] poisson");
        assert_eq!(rate(&documents(&[(0.0, 0.0)])), None);
    }

    #[test]
    fn unequal_documents_widen_the_interval() {
        let equal = documents(&[(10.0, 10_000.0); 20]);
        assert_eq!(shown(rate(&equal)), "1000.0 [1000.0, 1000.0] ratio_estimator");
        let mut unequal = documents(&[(0.0, 10_000.0); 19]);
        unequal.push(Sums { n_hits: 200.0, n_chars: 10_000.0 });
        let rate = rate(&unequal).unwrap();
        assert!(rate.high / rate.value > 5.0, "{rate:?}");
    }

    #[test]
    fn two_wordings_that_go_together_have_a_narrow_ratio() {
        let hits: Vec<f64> = (1..=20).map(f64::from).collect();
        let of = |factor: f64| -> Vec<Sums> {
            hits.iter().map(|n| Sums { n_hits: n * factor, n_chars: 1e5 }).collect()
        };
        let together = ratio(&of(2.0), &of(1.0)).unwrap();
        assert!((together.value - 2.0).abs() < 1e-9 && together.high / together.low < 1.001);
        let mut apart = of(1.0);
        apart.reverse();
        let apart = ratio(&of(2.0), &apart).unwrap();
        assert!(apart.high / apart.low > 2.0, "{apart:?}");
        assert_eq!(ratio(&documents(&[(0.0, 9.0)]), &documents(&[(1.0, 9.0)])), None);
    }

    proptest! {
        #[test]
        fn an_interval_holds_its_rate(
            sums in proptest::collection::vec((0u32..50, 1u32..100_000), 1..40),
        ) {
            let sums: Vec<(f64, f64)> =
                sums.into_iter().map(|(hits, chars)| (f64::from(hits), f64::from(chars))).collect();
            let rate = rate(&documents(&sums)).unwrap();
            prop_assert!(rate.low <= rate.value && rate.value <= rate.high, "{rate:?}");
        }

        // n(n−1)⁻¹ falls towards 1 as n grows, and a residual that is divided has a smaller square.
        #[test]
        fn splitting_a_document_narrows_by_no_more_than_the_formula(
            sums in proptest::collection::vec((1u32..50, 2u32..100_000), 10..30),
        ) {
            let whole: Vec<(f64, f64)> =
                sums.iter().map(|(hits, chars)| (f64::from(*hits), f64::from(*chars))).collect();
            let mut split = whole.clone();
            let (hits, chars) = split[0];
            split[0] = (hits / 2.0, chars / 2.0);
            split.push(split[0]);
            let (whole, split) = (documents(&whole), documents(&split));
            let (n, total) = (whole.len() as f64, totals(&whole));
            let residual = hits - total.0 / total.1 * chars;
            let expected = (covariance(&whole, &whole) * (n - 1.0) / n
                - residual * residual / 2.0 / (total.1 * total.1)) * (n + 1.0) / n;
            let found = covariance(&split, &split);
            prop_assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1e-12), "{found} {expected}");
        }
    }
}
