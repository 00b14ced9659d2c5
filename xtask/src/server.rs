//! The program, serving, and what it answers: [`Server`].

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use fs_err as fs;

/// The server has to be there in this time; a machine that is busy took 8 s.
const START: Duration = Duration::from_mins(1);
/// An answer has to come in this time: requests end by their own deadlines after 15 s at the latest.
const ANSWER: Duration = Duration::from_secs(30);

/// The program, serving until it is dropped.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
    log: PathBuf,
}

/// What the system has given to the server so far.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Usage {
    /// Of the processor, user and system.
    pub(crate) cpu: Duration,
    /// Resident memory.
    pub(crate) memory_mib: u64,
}

impl Server {
    /// Serves `corpus` with its index and its log in `folder`.
    pub(crate) fn start(program: &Path, corpus: &Path, folder: &Path) -> anyhow::Result<Server> {
        // A port that nobody has; between here and the start somebody could take it.
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let log = folder.join("stderr");
        let child = Command::new(program)
            .arg("serve")
            .arg("--corpus")
            .arg(corpus)
            .arg("--index")
            .arg(folder.join("index"))
            .arg("--listen")
            .arg(address.to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(fs::File::create(&log)?.into_file())
            .spawn()?;
        let server = Server { child, address, log };
        let began = Instant::now();
        while !get(address, "/readyz").is_ok_and(|status| status == 200) {
            ensure!(began.elapsed() < START, "the server does not start");
            thread::sleep(Duration::from_millis(100));
        }
        Ok(server)
    }

    /// What it has used so far; where the system does not tell, an error.
    pub(crate) fn usage(&self) -> anyhow::Result<Usage> {
        let folder = PathBuf::from(format!("/proc/{}", self.child.id()));
        let stat = fs::read_to_string(folder.join("stat"))?;
        // proc(5): after the name in brackets come 11 fields, `utime` and `stime`, in hundredths of a second.
        let (_, fields) = stat.rsplit_once(") ").context("an unknown form of stat")?;
        let times = fields.split(' ').skip(11).take(2).map(str::parse::<u64>);
        let ticks: u64 = times.sum::<Result<u64, _>>()?;
        let status = fs::read_to_string(folder.join("status"))?;
        let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib: u64 = resident.context("no VmRSS")?.trim().trim_end_matches(" kB").parse()?;
        Ok(Usage { cpu: Duration::from_millis(ticks * 10), memory_mib: kib / 1024 })
    }

    /// Ends it, and gives what it said.
    pub(crate) fn end(&mut self) -> anyhow::Result<String> {
        ensure!(self.child.try_wait()?.is_none(), "the server has ended");
        self.child.kill()?;
        self.child.wait()?;
        Ok(fs::read_to_string(&self.log)?)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // After a failure; an ended one is not there any more.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Asks for an address, reads the whole answer, and gives its status.
pub(crate) fn get(address: SocketAddr, target: &str) -> anyhow::Result<u16> {
    ask(address, &format!("GET {target}"), "")
}

/// Sends a draft to an address, reads the whole answer, and gives its status.
pub(crate) fn post(address: SocketAddr, target: &str, text: &str) -> anyhow::Result<u16> {
    ask(address, &format!("POST {target}"), text)
}

fn ask(address: SocketAddr, first: &str, body: &str) -> anyhow::Result<u16> {
    let mut connection = TcpStream::connect(address)?;
    connection.set_read_timeout(Some(ANSWER))?;
    let length = body.len();
    write!(
        connection,
        "{first} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\
         Content-Type: text/plain; charset=utf-8\r\nContent-Length: {length}\r\n\r\n{body}"
    )?;
    let mut answer = Vec::new();
    connection.read_to_end(&mut answer)?;
    let head: String = answer.iter().take(16).map(|byte| char::from(*byte)).collect();
    let status = head.split(' ').nth(1).context("no answer")?;
    Ok(status.parse()?)
}
