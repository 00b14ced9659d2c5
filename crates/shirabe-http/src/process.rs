//! What the system knows of this process: [`figures`], under the names that Prometheus gives them.

/// One figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// Such as `process_open_fds`.
    pub name: &'static str,
    /// What it counts.
    pub help: &'static str,
    /// `gauge` or `counter`.
    pub kind: &'static str,
    /// The value.
    pub value: f64,
}

/// The figures that the system gives; none where there is no `/proc`.
pub fn figures() -> Vec<Figure> {
    let of = |name, help, kind, value: Option<f64>| {
        value.map(|value| Figure { name, help, kind, value })
    };
    let n_open = fs_err::read_dir("/proc/self/fd").ok().map(|open| open.count() as f64);
    let most_open = rustix::process::getrlimit(rustix::process::Resource::Nofile).current;
    [
        of("process_resident_memory_bytes", "Resident memory size in bytes.", "gauge", memory()),
        of("process_cpu_seconds_total", "User and system CPU time in seconds.", "counter", cpu()),
        of("process_open_fds", "Number of open file descriptors.", "gauge", n_open),
        of(
            "process_max_fds",
            "Maximum number of open file descriptors.",
            "gauge",
            most_open.map(|most| most as f64),
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn memory() -> Option<f64> {
    let text = fs_err::read_to_string("/proc/self/statm").ok()?;
    let n_pages: f64 = text.split(' ').nth(1)?.parse().ok()?;
    Some(n_pages * rustix::param::page_size() as f64)
}

/// proc(5): `utime` and `stime` are the 14th and 15th field; the second, in brackets, may hold anything.
fn cpu() -> Option<f64> {
    let text = fs_err::read_to_string("/proc/self/stat").ok()?;
    let mut fields = text.rsplit_once(") ")?.1.split(' ').skip(11);
    let user: f64 = fields.next()?.parse().ok()?;
    let system: f64 = fields.next()?.parse().ok()?;
    Some((user + system) / rustix::param::clock_ticks_per_second() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn a_process_has_memory_and_open_files() {
        let figures = figures();
        let of = |name: &str| figures.iter().find(|figure| figure.name == name).unwrap().value;
        assert!(of("process_resident_memory_bytes") > 1e5);
        assert!(of("process_open_fds") >= 3.0 && of("process_max_fds") >= of("process_open_fds"));
        assert!(of("process_cpu_seconds_total") >= 0.0);
    }
}
