//! The report of a benchmark, in Markdown.

use fs_err as fs;

use super::Measured;
use super::build::Built;
use super::latency::{N_CLIENTS, Percentiles};
use shirabe_cli::line;

/// Says on what the benchmark runs.
pub(crate) fn begin() -> anyhow::Result<()> {
    Ok(line(machine())?)
}

/// Writes the tables of one size.
pub(crate) fn add(measured: &Measured) -> anyhow::Result<()> {
    line(format!("\n## {} MB, {} sections\n", measured.megabytes, measured.n_sections))?;
    line("| what | value |")?;
    line("|---|---:|")?;
    for (what, value) in rows(measured) {
        line(format!("| {what} | {value} |"))?;
    }
    let name = format!("{N_CLIENTS} clients");
    line(format!(
        "\n| milliseconds (p50 / p95 / p99) | sections found | not whole | cold | warm | {name} |"
    ))?;
    line("|---|---:|---:|---:|---:|---:|")?;
    for set in &measured.latencies {
        line(format!(
            "| {} | {} | {} of {} | {} | {} | {} |",
            set.name,
            set.n_sections,
            set.n_not_whole,
            set.n_questions,
            percentiles(set.cold),
            percentiles(set.warm),
            percentiles(set.crowd)
        ))?;
    }
    Ok(())
}

fn rows(measured: &Measured) -> Vec<(&'static str, String)> {
    let mut rows = measured.built.as_ref().map(rows_of_building).unwrap_or_default();
    let served = &measured.served;
    rows.push(("index", megabytes(measured.index_bytes)));
    rows.push(("server: first answer", format!("{:.0} ms", served.start.as_secs_f64() * 1e3)));
    rows.push(("server: memory of its own at start", megabytes(served.at_first.own)));
    rows.push(("server: resident at start", megabytes(served.at_first.resident)));
    rows.push(("server: memory of its own after all queries", megabytes(served.after_queries.own)));
    rows.push(("server: resident after all queries", megabytes(served.after_queries.resident)));
    let pages = format!("{} ms", percentiles(served.pages));
    rows.push(("server: a page of results over HTTP (p50 / p95 / p99)", pages));
    rows
}

fn rows_of_building(built: &Built) -> Vec<(&'static str, String)> {
    let percent = |part: f64| format!("{:.0} %", part * 100.0);
    vec![
        ("text", megabytes(built.text_bytes)),
        ("documents", built.n_documents.to_string()),
        ("ingest", format!("{:.1} s", built.seconds)),
        ("ingest: rate", rate(built.rate())),
        ("segmenting alone: rate", rate(built.segmenting_rate)),
        ("reading alone: rate", rate(built.reading_rate)),
        ("ingest against segmenting", percent(built.against_segmenting())),
        ("ingest: most memory of its own", megabytes(built.peak.own)),
        ("ingest: most resident", megabytes(built.peak.resident)),
        ("index against text", percent(built.index_bytes as f64 / built.text_bytes.max(1) as f64)),
    ]
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}

fn rate(bytes_per_second: f64) -> String {
    format!("{:.2} MB/s", bytes_per_second / 1e6)
}

fn percentiles(Percentiles { p50, p95, p99 }: Percentiles) -> String {
    format!("{p50:.2} / {p95:.2} / {p99:.2}")
}

/// The machine, the program and how busy others keep the machine.
fn machine() -> String {
    let file = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let field = |text: &str, name: &str| {
        let line = text.lines().find(|line| line.starts_with(name)).unwrap_or_default();
        line.split_once(':').map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
    };
    let load = file("/proc/loadavg");
    format!(
        "{}, {} cores, {} memory, {} {}, load {}, shirabe {}",
        field(&file("/proc/cpuinfo"), "model name"),
        std::thread::available_parallelism().map_or(1, usize::from),
        field(&file("/proc/meminfo"), "MemTotal"),
        std::env::consts::OS,
        std::env::consts::ARCH,
        load.split_whitespace().next().unwrap_or("unknown"),
        env!("CARGO_PKG_VERSION"),
    )
}
