//! What the server has done since it started, for monitoring: [`measure`] counts, [`show`] tells, in
//! the text format of Prometheus. Nothing is counted that says who asked for what.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::site::Site;

/// Upper ends of the classes of duration, in milliseconds.
const BUCKETS_MS: [u64; 8] = [1, 5, 10, 50, 100, 500, 1_000, 5_000];

/// Counters of one server.
#[derive(Default)]
pub(crate) struct Metrics {
    /// Answers by the first digit of their status.
    by_class: [AtomicU64; 5],
    /// Answers by duration; the last counts what took longer than every bucket.
    by_duration: [AtomicU64; BUCKETS_MS.len() + 1],
    total_micros: AtomicU64,
}

impl Metrics {
    fn count(&self, status: StatusCode, duration: Duration) {
        let add = |counter: Option<&AtomicU64>, n: u64| {
            if let Some(counter) = counter {
                counter.fetch_add(n, Ordering::Relaxed);
            }
        };
        let class = usize::from(status.as_u16() / 100).saturating_sub(1);
        let duration_ms = duration.as_millis();
        let bucket = BUCKETS_MS.iter().position(|most| duration_ms <= u128::from(*most));
        add(self.by_class.get(class), 1);
        add(self.by_duration.get(bucket.unwrap_or(BUCKETS_MS.len())), 1);
        add(Some(&self.total_micros), u64::try_from(duration.as_micros()).unwrap_or(u64::MAX));
    }

    fn text(&self) -> String {
        let of = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let mut text = String::from("# TYPE shirabe_responses_total counter\n");
        for (class, counter) in (1..).zip(&self.by_class) {
            line(
                &mut text,
                &format!("shirabe_responses_total{{class=\"{class}xx\"}}"),
                of(counter),
            );
        }
        text.push_str("# TYPE shirabe_response_seconds histogram\n");
        let mut so_far = 0;
        let ends = BUCKETS_MS.map(|most| (most as f64 / 1_000.0).to_string());
        let ends = ends.iter().map(String::as_str).chain(["+Inf"]);
        for (end, counter) in ends.zip(&self.by_duration) {
            so_far += of(counter);
            line(&mut text, &format!("shirabe_response_seconds_bucket{{le=\"{end}\"}}"), so_far);
        }
        let seconds = Duration::from_micros(of(&self.total_micros)).as_secs_f64();
        line(&mut text, "shirabe_response_seconds_sum", seconds);
        line(&mut text, "shirabe_response_seconds_count", so_far);
        text
    }
}

fn line(text: &mut String, name: &str, value: impl std::fmt::Display) {
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{name} {value}");
}

/// Middleware: counts every answer.
pub(crate) async fn measure(
    State(site): State<Arc<Site>>,
    request: Request,
    next: Next,
) -> Response {
    let start = Instant::now();
    let response = next.run(request).await;
    site.metrics.count(response.status(), start.elapsed());
    response
}

/// `GET /metrics`
pub(crate) async fn show(State(site): State<Arc<Site>>) -> Response {
    let mut text = site.metrics.text();
    let gauges = site.look(|generation| (generation.info().generation, generation.n_documents()));
    if let Ok((generation, n_documents)) = gauges.await {
        for (name, value) in
            [("shirabe_index_generation", generation), ("shirabe_documents", n_documents as u64)]
        {
            let _ = writeln!(text, "# TYPE {name} gauge");
            line(&mut text, name, value);
        }
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_counted_by_class_and_by_duration() {
        let metrics = Metrics::default();
        metrics.count(StatusCode::OK, Duration::from_millis(3));
        metrics.count(StatusCode::NOT_FOUND, Duration::from_mins(1));
        let text = metrics.text();
        let kept = ["class=\"2xx\"", "class=\"4xx\"", "0.001", "0.005", "+Inf", "_sum"];
        let lines = text.lines().filter(|line| kept.iter().any(|part| line.contains(part)));
        insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"), @r#"
        shirabe_responses_total{class="2xx"} 1
        shirabe_responses_total{class="4xx"} 1
        shirabe_response_seconds_bucket{le="0.001"} 0
        shirabe_response_seconds_bucket{le="0.005"} 1
        shirabe_response_seconds_bucket{le="+Inf"} 2
        shirabe_response_seconds_sum 60.003
        "#);
    }
}
