//! The usual measures of a ranking, averaged over the queries that have judgements.
//!
//! nDCG with gain = grade and discount log2(rank + 1) (Järvelin and Kekäläinen 2002, as trec_eval
//! computes `ndcg_cut`); MRR of the first answer; recall at 1, 5, 10 and 100.

use super::Ranking;
use super::beir::{Judgements, Query};

/// The depths of [`Metrics::recall`].
const DEPTHS: [usize; 4] = [1, 5, 10, 100];

/// Averages over all queries with judgements.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Metrics {
    pub(crate) n_queries: usize,
    pub(crate) ndcg_10: f64,
    pub(crate) mrr_10: f64,
    pub(crate) recall: [f64; 4],
    /// How many queries found nothing, and fewer than ten texts.
    pub(crate) n_empty: usize,
    pub(crate) n_few: usize,
}

/// nDCG@10 of each query that has judgements, with the query's place.
pub(crate) fn ndcg_by_query(
    queries: &[Query],
    rankings: &[Ranking],
    judgements: &Judgements,
) -> Vec<(usize, f64)> {
    let of_one = |place: usize| {
        let (query, ranking) = (queries.get(place..=place)?, rankings.get(place..=place)?);
        let metrics = Metrics::of(query, ranking, judgements);
        (metrics.n_queries > 0).then_some((place, metrics.ndcg_10))
    };
    (0..queries.len()).filter_map(of_one).collect()
}

impl Metrics {
    pub(crate) fn of(queries: &[Query], rankings: &[Ranking], judgements: &Judgements) -> Metrics {
        let mut sum = Metrics::default();
        for (query, ranking) in queries.iter().zip(rankings) {
            let Some(grades) = judgements.get(&query.id) else { continue };
            let gains: Vec<f64> =
                ranking.iter().map(|(text, _)| grades.get(text).copied().unwrap_or(0.0)).collect();
            let mut ideal: Vec<f64> =
                grades.values().copied().filter(|grade| *grade > 0.0).collect();
            if ideal.is_empty() {
                continue;
            }
            ideal.sort_by(|a, b| b.total_cmp(a));
            sum.n_queries += 1;
            sum.n_empty += usize::from(ranking.is_empty());
            sum.n_few += usize::from(ranking.len() < 10);
            sum.ndcg_10 += discounted(&gains) / discounted(&ideal);
            let first = gains.iter().take(10).position(|gain| *gain > 0.0);
            sum.mrr_10 += first.map_or(0.0, |rank| 1.0 / (rank + 1) as f64);
            for (recall, depth) in sum.recall.iter_mut().zip(DEPTHS) {
                let found = gains.iter().take(depth).filter(|gain| **gain > 0.0).count();
                *recall += found as f64 / ideal.len() as f64;
            }
        }
        let n = sum.n_queries.max(1) as f64;
        Metrics {
            n_queries: sum.n_queries,
            ndcg_10: sum.ndcg_10 / n,
            mrr_10: sum.mrr_10 / n,
            recall: sum.recall.map(|recall| recall / n),
            n_empty: sum.n_empty,
            n_few: sum.n_few,
        }
    }
}

fn discounted(gains: &[f64]) -> f64 {
    gains.iter().take(10).enumerate().map(|(rank, gain)| gain / ((rank + 2) as f64).log2()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_on_rank_two_counts_as_the_textbook_says() {
        let queries = [Query { id: "q".into(), ..Query::default() }];
        let judgements = Judgements::from([("q".into(), [("b".into(), 1.0)].into())]);
        let ranking = vec![("a".to_owned(), 2.0), ("b".to_owned(), 1.0)];
        let metrics = Metrics::of(&queries, &[ranking], &judgements);
        assert!((metrics.ndcg_10 - 1.0 / 3f64.log2()).abs() < 1e-9);
        assert!((metrics.mrr_10 - 0.5).abs() < 1e-9);
        assert!(metrics.recall[0] < 1e-9 && (metrics.recall[1] - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_query_without_judgements_does_not_count() {
        let queries = [Query { id: "q".into(), ..Query::default() }];
        let metrics = Metrics::of(&queries, &[Vec::new()], &Judgements::new());
        assert_eq!(metrics, Metrics::default());
    }
}
