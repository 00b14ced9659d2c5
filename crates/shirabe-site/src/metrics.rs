//! What the server does, for those who run it: [`measure`] counts and writes the access log, [`show`]
//! tells, in the text format of Prometheus. What is counted says nothing of who asked for what; the
//! access log does, and is kept only where it was asked for.

use std::collections::BTreeMap;
use std::fmt::{Display, Write as _};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use shirabe_http::{clients, process};

use crate::Site;
use crate::lanes::Lane;
use crate::library::Following;

/// Upper ends of the classes of duration, in seconds. A short search takes milliseconds, and no answer
/// more than the time limits of the site.
const BUCKETS: [f64; 9] = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 15.0];

/// Durations by class.
#[derive(Clone, Debug, Default)]
struct Histogram {
    /// The last counts what took longer than every bucket.
    counts: [u64; BUCKETS.len() + 1],
    sum: Duration,
}

impl Histogram {
    fn add(&mut self, duration: Duration) {
        let seconds = duration.as_secs_f64();
        let bucket = BUCKETS.iter().position(|most| seconds <= *most).unwrap_or(BUCKETS.len());
        self.counts[bucket] += 1;
        self.sum += duration;
    }

    fn write(&self, text: &mut String, name: &str, labels: &str) {
        let mut so_far = 0;
        let ends = BUCKETS.iter().map(f64::to_string).chain(["+Inf".to_owned()]);
        for (end, count) in ends.zip(self.counts) {
            so_far += count;
            line(text, &format!("{name}_bucket{{{labels},le=\"{end}\"}}"), so_far);
        }
        line(text, &format!("{name}_sum{{{labels}}}"), self.sum.as_secs_f64());
        line(text, &format!("{name}_count{{{labels}}}"), so_far);
    }
}

/// Counters of one server.
#[derive(Default)]
pub struct Metrics(Mutex<Counters>);

#[derive(Default)]
struct Counters {
    /// Answers by route and status.
    answers: BTreeMap<(String, u16), u64>,
    /// Durations of answers by route.
    durations: BTreeMap<String, Histogram>,
    /// Durations of questions to the index by lane, without the time that they waited.
    questions: BTreeMap<&'static str, Histogram>,
}

impl Metrics {
    fn counters(&self) -> std::sync::MutexGuard<'_, Counters> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn count(&self, route: &str, status: u16, duration: Duration) {
        let mut counters = self.counters();
        *counters.answers.entry((route.to_owned(), status)).or_default() += 1;
        counters.durations.entry(route.to_owned()).or_default().add(duration);
    }

    /// Counts a question that was worked on for so long.
    pub(crate) fn worked(&self, lane: Lane, duration: Duration) {
        self.counters().questions.entry(lane.name()).or_default().add(duration);
    }

    fn text(&self) -> String {
        let counters = self.counters();
        let mut text = String::new();
        let name = "shirabe_responses_total";
        head(&mut text, name, "counter", "Answers by route and status.");
        for ((route, status), n) in &counters.answers {
            line(&mut text, &format!("{name}{{route=\"{route}\",status=\"{status}\"}}"), n);
        }
        let name = "shirabe_response_seconds";
        head(&mut text, name, "histogram", "Time until the head of an answer, by route.");
        for (route, durations) in &counters.durations {
            durations.write(&mut text, name, &format!("route=\"{route}\""));
        }
        let name = "shirabe_question_seconds";
        head(&mut text, name, "histogram", "Time that questions to the index took, by lane.");
        for (lane, durations) in &counters.questions {
            durations.write(&mut text, name, &format!("lane=\"{lane}\""));
        }
        text
    }
}

fn head(text: &mut String, name: &str, kind: &str, help: &str) {
    // Writing to a string cannot fail.
    let _ = write!(text, "# HELP {name} {help}\n# TYPE {name} {kind}\n");
}

fn line(text: &mut String, name: &str, value: impl Display) {
    let _ = writeln!(text, "{name} {value}");
}

/// One line of the access log.
#[derive(Clone, Debug)]
pub struct AccessRecord {
    /// Who asked, if it is known.
    pub client: Option<IpAddr>,
    /// Such as `GET`.
    pub method: String,
    /// Path and query.
    pub address: String,
    /// Of the answer.
    pub status: u16,
    /// Until the head of the answer.
    pub duration: Duration,
    /// The length of the answer, where it is known beforehand.
    pub n_bytes: Option<u64>,
}

/// Middleware: counts every answer, and writes it into the access log.
pub async fn measure(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let start = Instant::now();
    // Only the addresses of the list: their number is bounded whatever is asked.
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let log = site.config.access_log;
    let record = log.is_some().then(|| AccessRecord {
        client: clients::client(request.extensions(), request.headers(), site.config.trusts_proxy),
        method: request.method().to_string(),
        address: request.uri().to_string(),
        status: 0,
        duration: Duration::ZERO,
        n_bytes: None,
    });
    let response = next.run(request).await;
    let (status, duration) = (response.status().as_u16(), start.elapsed());
    site.metrics.count(route.as_deref().unwrap_or("none"), status, duration);
    if let (Some(log), Some(record)) = (log, record) {
        let length = response.headers().get(header::CONTENT_LENGTH);
        let n_bytes = length.and_then(|value| value.to_str().ok()?.parse().ok());
        log(&AccessRecord { status, duration, n_bytes, ..record });
    }
    response
}

/// `GET /metrics`
pub async fn show(State(site): State<Arc<Site>>) -> Response {
    let mut text = site.metrics.text();
    let mut gauge = |name: &str, help: &str, values: &[(String, String)]| {
        head(&mut text, name, "gauge", help);
        for (labels, value) in values {
            line(&mut text, &format!("{name}{labels}"), value);
        }
    };
    let one = |value: u64| [(String::new(), value.to_string())];
    let lanes = site.lanes().lengths();
    let of_lanes = |n: fn(&(Lane, usize, usize)) -> usize| {
        lanes.map(|lane| (format!("{{lane=\"{}\"}}", lane.0.name()), n(&lane).to_string()))
    };
    gauge("shirabe_lane_working", "Questions that are worked on.", &of_lanes(|lane| lane.1));
    gauge("shirabe_lane_waiting", "Questions that wait for a place.", &of_lanes(|lane| lane.2));
    let version = site.config.build.get().map_or("unknown", String::as_str);
    let build = [(format!("{{version=\"{version}\"}}"), "1".to_owned())];
    gauge("shirabe_build_info", "Version and hash of the program.", &build);
    let known = site.look(|generation| (generation.info(), generation.n_documents()));
    if let Ok((info, n_documents)) = known.await {
        let help = "Generation of the index that answers.";
        gauge("shirabe_index_generation", help, &one(info.generation));
        if let Ok(moment) = info.built.parse::<jiff::Timestamp>() {
            let seconds = [(String::new(), moment.as_second().to_string())];
            let help = "When the generation that answers was built.";
            gauge("shirabe_index_built_timestamp_seconds", help, &seconds);
        }
        gauge("shirabe_documents", "Documents in the index.", &one(n_documents as u64));
    }
    if let Some(following) = site.following() {
        write_following(&mut text, &following);
    }
    for figure in process::figures() {
        head(&mut text, figure.name, figure.kind, figure.help);
        line(&mut text, figure.name, figure.value);
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
}

/// How far what is served may be behind what it is a copy of.
fn write_following(text: &mut String, following: &Following) {
    if let Some((_, age)) = &following.confirmed {
        let name = "shirabe_follow_age_seconds";
        head(text, name, "gauge", "Time since the source said that what answers is the newest.");
        line(text, name, age.as_secs_f64());
    }
    let name = "shirabe_follow_up";
    head(text, name, "gauge", "Whether the last look at the source was not in vain.");
    line(text, name, u8::from(following.failure.is_none()));
    let name = "shirabe_follow_failures_total";
    head(text, name, "counter", "Looks at the source that were in vain.");
    line(text, name, following.n_failures);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_says_how_old_it_may_be() {
        let mut text = String::new();
        let following = Following {
            source: "s3://bucket".to_owned(),
            confirmed: Some(("2026-01-01T00:00:00Z".to_owned(), Duration::from_mins(2))),
            n_failures: 3,
            failure: Some("gone".to_owned()),
        };
        write_following(&mut text, &following);
        let lines = text.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>();
        insta::assert_snapshot!(lines.join("\n"), @r"
        shirabe_follow_age_seconds 120
        shirabe_follow_up 0
        shirabe_follow_failures_total 3
        ");
    }

    #[test]
    fn answers_are_counted_by_route_and_by_duration() {
        let metrics = Metrics::default();
        metrics.count("/search", 200, Duration::from_millis(3));
        metrics.count("/search", 503, Duration::from_mins(1));
        metrics.worked(Lane::Long, Duration::from_millis(700));
        let text = metrics.text();
        let kept = ["#", "total", "0.001", "0.005", "+Inf", "_sum", "_count"];
        let lines = text.lines().filter(|line| kept.iter().any(|part| line.contains(part)));
        insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"), @r##"
        # HELP shirabe_responses_total Answers by route and status.
        # TYPE shirabe_responses_total counter
        shirabe_responses_total{route="/search",status="200"} 1
        shirabe_responses_total{route="/search",status="503"} 1
        # HELP shirabe_response_seconds Time until the head of an answer, by route.
        # TYPE shirabe_response_seconds histogram
        shirabe_response_seconds_bucket{route="/search",le="0.001"} 0
        shirabe_response_seconds_bucket{route="/search",le="0.005"} 1
        shirabe_response_seconds_bucket{route="/search",le="+Inf"} 2
        shirabe_response_seconds_sum{route="/search"} 60.003
        shirabe_response_seconds_count{route="/search"} 2
        # HELP shirabe_question_seconds Time that questions to the index took, by lane.
        # TYPE shirabe_question_seconds histogram
        shirabe_question_seconds_bucket{lane="long",le="0.001"} 0
        shirabe_question_seconds_bucket{lane="long",le="0.005"} 0
        shirabe_question_seconds_bucket{lane="long",le="+Inf"} 1
        shirabe_question_seconds_sum{lane="long"} 0.7
        shirabe_question_seconds_count{lane="long"} 1
        "##);
    }
}
