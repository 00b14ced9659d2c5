//! The site over a library, asked over HTTP as programs ask it: [`Site`].

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use shirabe_document::Date;
use shirabe_http::connections::{self, Patience};
use shirabe_site::Config;
use shirabe_site::library::Generation;
use shirabe_testkit::Library;

/// More than any question of the tests takes without optimisation.
const TIMEOUT: Duration = Duration::from_mins(1);

/// A server of this process.
pub(super) struct Site {
    address: SocketAddr,
    /// Serves for as long as it lives.
    _runtime: tokio::runtime::Runtime,
}

struct Served(&'static Library);

impl shirabe_site::library::Library for Served {
    fn generation(&self) -> Option<Arc<dyn Generation>> {
        Some(self.0.snapshot())
    }
}

impl Site {
    pub(super) fn over(library: &'static Library) -> Site {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        let today = || Date { year: 2026, month: Some(4), day: Some(1) };
        let config = Config { search_timeout: TIMEOUT, ..Config::new(today) };
        let app = shirabe_web::app(Arc::new(Served(library)), config);
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        let patience = Patience::with_descriptors(1_024);
        runtime.spawn(connections::serve(listener, app, patience, std::future::pending()));
        Site { address, _runtime: runtime }
    }

    /// The body of an answer.
    pub(super) fn get(&self, path: &str, parameters: &[(&str, &str)]) -> String {
        let encoded =
            |text: &str| text.bytes().map(|b| format!("%{b:02X}")).collect::<Vec<_>>().concat();
        let parameters =
            parameters.iter().map(|(name, value)| format!("{name}={}", encoded(value)));
        let query = parameters.collect::<Vec<_>>().join("&");
        let mut stream = TcpStream::connect(self.address).unwrap();
        // HTTP/1.0 has no chunks, and the connection ends with the body.
        write!(stream, "GET {path}?{query} HTTP/1.0\r\nHost: localhost\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.contains(" 200 "), "{path}?{query}: {answer}");
        body.to_owned()
    }

    /// The body as JSON.
    pub(super) fn json(&self, path: &str, parameters: &[(&str, &str)]) -> Value {
        serde_json::from_str(&self.get(path, parameters)).unwrap()
    }
}
