//! `shirabe serve`, asked over a plain connection.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Stdio};

use crate::program::Program;

/// A server that is stopped with the test, whatever becomes of the test.
pub(crate) struct Server {
    child: Child,
    address: String,
    /// Kept open, because the server goes on writing.
    _stdout: BufReader<ChildStdout>,
}

impl Server {
    /// Starts, and waits for the line that names the address.
    pub(crate) fn start(program: &Program) -> Server {
        Server::start_as(program.command("serve"))
    }

    /// The same by a command of which the address is missing.
    pub(crate) fn start_as(mut command: Command) -> Server {
        command.args(["--listen", "127.0.0.1:0"]).stderr(Stdio::null());
        let mut child = command.spawn().expect("the program starts");
        let mut line = String::new();
        let mut stdout = BufReader::new(child.stdout.take().expect("standard output is piped"));
        stdout.read_line(&mut line).expect("a line");
        let address = line.trim().rsplit_once("http://").map(|(_, rest)| rest.trim_matches('/'));
        let address = address.map(str::to_owned).unwrap_or_default();
        Server { child, address, _stdout: stdout }
    }

    /// The whole answer to a GET, with its head.
    pub(crate) fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).expect("the server listens");
        let host = &self.address;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")
            .expect("the server reads");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("the server answers");
        String::from_utf8_lossy(&answer).into_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already; then there is nothing to stop.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_server_answers_and_ends_cleanly_when_asked() {
    let program = Program::with_small_corpus();
    let mut server = Server::start(&program);
    assert!(server.get("/readyz").starts_with("HTTP/1.1 200"));
    // 創薬
    let page = server.get("/search?q=%E5%89%B5%E8%96%AC");
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    assert!(page.contains("<mark"), "{page}");
    let id = server.child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    assert_eq!(server.child.wait().unwrap().code(), Some(0));
}

/// Half a head, no request at all, and an answer that nobody takes.
#[test]
fn a_server_ends_when_asked_whatever_is_open() {
    let program = Program::with_small_corpus();
    let mut server = Server::start(&program);
    let open = ["GET /he", "", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"].map(|sent| {
        let mut stream = TcpStream::connect(&server.address).unwrap();
        stream.write_all(sent.as_bytes()).unwrap();
        stream
    });
    assert!(server.get("/readyz").starts_with("HTTP/1.1 200"));
    let id = server.child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    assert_eq!(server.child.wait().unwrap().code(), Some(0));
    drop(open);
}

#[test]
fn a_server_writes_down_what_was_asked_where_it_was_told_to() {
    let program = Program::with_small_corpus();
    let mut command = program.command("serve");
    command.args(["--listen", "127.0.0.1:0", "--access-log", "json"]).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut line = String::new();
    // Kept open, because the server goes on writing.
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    stdout.read_line(&mut line).unwrap();
    let address = line.trim().rsplit_once("http://").unwrap().1.trim_matches('/').to_owned();
    let mut stream = TcpStream::connect(&address).unwrap();
    write!(stream, "GET /help?a=1 HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")
        .unwrap();
    stream.read_to_string(&mut String::new()).unwrap();
    // Beside it the program says what it does.
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
    let logged = lines.find(|line| line.starts_with('{')).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    let logged: serde_json::Value = serde_json::from_str(&logged).unwrap();
    assert_eq!((&logged["address"], &logged["status"]), (&"/help?a=1".into(), &200.into()));
    assert_eq!(logged["client"], "127.0.0.1");
}

#[test]
fn a_server_follows_the_index_without_failing_a_request() {
    let program = Program::with_small_corpus();
    let server = Server::start(&program);
    let is_over = std::sync::atomic::AtomicBool::new(false);
    let ask = || {
        let mut n = 0;
        while !is_over.load(std::sync::atomic::Ordering::Relaxed) {
            let answer = server.get("/search?q=%E5%89%B5%E8%96%AC");
            assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
            assert!(answer.contains("<mark"), "{answer}");
            n += 1;
        }
        n
    };
    let n_answers = std::thread::scope(|scope| {
        let asking = [scope.spawn(ask), scope.spawn(ask)];
        for n in 1..=5 {
            program.write("new.md", &format!("# 追補\n\n第{n}次の追補である。\n"));
            assert_eq!(program.run("ingest", &[]).code, Some(0));
        }
        is_over.store(true, std::sync::atomic::Ordering::Relaxed);
        asking.map(|asked| asked.join().unwrap()).iter().sum::<usize>()
    });
    assert!(n_answers > 0);
    // 第5次の追補
    let page = server.get("/search?q=%E7%AC%AC5%E6%AC%A1%E3%81%AE%E8%BF%BD%E8%A3%9C");
    assert!(page.contains("<mark"), "{page}");
    // The server reads the sixth generation, so that nothing takes it away, and no older one is left.
    let status = program.run_index("status");
    assert!(status.stdout.contains("generation 6  serves"), "{status:?}");
}

#[test]
fn a_generation_goes_when_nobody_reads_it_any_more() {
    let program = Program::with_small_corpus();
    let server = Server::start(&program);
    assert!(server.get("/readyz").starts_with("HTTP/1.1 200"));
    for n in 1..=3 {
        program.write("new.md", &format!("# 追補\n\n第{n}次の追補である。\n"));
        assert_eq!(program.run("ingest", &[]).code, Some(0));
    }
    let pruned = program.run_index("prune");
    assert!(pruned.stdout.contains("generation 1 stays: it is being read"), "{pruned:?}");
    // The next request is answered by the newest one, and lets go of the first.
    assert!(server.get("/search?q=%E5%89%B5%E8%96%AC").starts_with("HTTP/1.1 200"));
    let pruned = program.run_index("prune");
    assert!(pruned.stdout.contains("1 generations removed"), "{pruned:?}");
    assert_eq!(program.current(), "gen-000004");
    assert!(server.get("/search?q=%E5%89%B5%E8%96%AC").contains("<mark"));
}
