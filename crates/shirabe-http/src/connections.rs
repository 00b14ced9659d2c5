//! Connections from the first byte to the last: [`serve`].
//!
//! A visitor who sends nothing, half a head, or takes nothing is let go after a while ([`Patience`]), and
//! no more are let in than there are descriptors for, so that whoever comes is answered and the process
//! ends when it is told to. What a handler may take is for the service to bound.

use std::convert::Infallible;
use std::error::Error;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use http::{Request, Response};
use http_body::Body;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_io_timeout::TimeoutStream;
use tower::{Service, ServiceExt as _};

use crate::clients::Peer;

/// How long the server waits for what, and for how many.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For the head of a request, and so for the next request of a connection that is kept.
    pub head: Duration,
    /// The same once three quarters of the connections are taken: those that only wait make room.
    pub head_in_a_crowd: Duration,
    /// For a client that takes nothing of its answer.
    pub write: Duration,
    /// For the answers under way when the server is told to end.
    pub drain: Duration,
    /// Connections at the same time; further ones wait in the queue of the system.
    pub n_connections: usize,
}

/// Descriptors that are left for the index and its next generation, the listener, logs and pipes: a
/// generation of 100 MB has 60 to 200 files, most of them mapped and closed again.
pub const RESERVED_DESCRIPTORS: u64 = 256;
/// More connections would take more memory than the index: one that is kept holds about 65 kB.
const MOST_CONNECTIONS: u64 = 4_096;
/// As few as would still let visitors in where the limit is set too low for the index.
const FEWEST_CONNECTIONS: u64 = 64;
/// What hyper keeps of a request's head and of an answer; a head of 64 kB has the longest address twice.
const BUFFER_BYTES: usize = 64 * 1024;

impl Patience {
    /// Usual times, for a process that may have so many open descriptors (the soft limit).
    pub fn with_descriptors(soft_limit: u64) -> Patience {
        let free = soft_limit.saturating_sub(RESERVED_DESCRIPTORS);
        let n_connections = free.clamp(FEWEST_CONNECTIONS, MOST_CONNECTIONS);
        Patience {
            // A person on a slow line sends a head in a second; browsers come back within ten.
            head: Duration::from_secs(10),
            head_in_a_crowd: Duration::from_secs(2),
            // No acknowledgement for so long is a line that is gone.
            write: Duration::from_secs(30),
            // systemd kills after 90 s, Docker after 10 s: this leaves time to end.
            drain: Duration::from_secs(6),
            n_connections: usize::try_from(n_connections).unwrap_or(usize::MAX),
        }
    }
}

/// Serves `service` at `listener` until `stop` ends; requests under way are answered, if they are in time.
pub async fn serve<S, B>(
    listener: TcpListener,
    service: S,
    patience: Patience,
    stop: impl Future<Output = ()>,
) -> io::Result<()>
where
    S: Service<Request<Incoming>, Response = Response<B>, Error = Infallible>,
    S: Clone + Send + 'static,
    S::Future: Send,
    B: Body + Send + 'static,
    B::Data: Send,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(patience.n_connections));
    let mut stop = pin!(stop);
    loop {
        let place = tokio::select! {
            place = Arc::clone(&places).acquire_owned() => place.map_err(io::Error::other)?,
            () = &mut stop => break,
        };
        let (stream, peer) = tokio::select! {
            accepted = accept(&listener) => accepted,
            () = &mut stop => break,
        };
        let is_crowded = places.available_permits() * 4 < patience.n_connections;
        let head = if is_crowded { patience.head_in_a_crowd } else { patience.head };
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(patience.write));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(head)
            .max_buf_size(BUFFER_BYTES)
            .serve_connection(
                TokioIo::new(Box::pin(stream)),
                TowerToHyperService::new(service.clone().map_request(
                    move |mut request: Request<Incoming>| {
                        request.extensions_mut().insert(Peer(peer));
                        request
                    },
                )),
            );
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            let _place = place;
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended early");
            }
        });
    }
    drop(listener);
    if tokio::time::timeout(patience.drain, graceful.shutdown()).await.is_err() {
        tracing::warn!("connections were still open and have been closed");
    }
    Ok(())
}

/// The next connection.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok((stream, peer)) => {
                // Answers are written whole; waiting for more would only delay their end.
                if let Err(error) = stream.set_nodelay(true) {
                    tracing::debug!(%error, "a connection was gone before it was taken");
                }
                return (stream, peer);
            }
            // One that ended while it waited is no fault of the listener.
            Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => {}
            Err(error) => {
                tracing::error!(%error, "no connection can be taken; trying again");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use bytes::Bytes;
    use http_body_util::Full;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::sync::oneshot;
    use tokio::task::JoinHandle;
    use tower::service_fn;

    use super::*;

    const LONG: Duration = Duration::from_mins(1);
    const SHORT: Duration = Duration::from_millis(50);
    const PATIENT: Patience = Patience {
        head: LONG,
        head_in_a_crowd: LONG,
        write: LONG,
        drain: LONG,
        n_connections: 100,
    };

    struct Running {
        address: SocketAddr,
        stop: oneshot::Sender<()>,
        server: JoinHandle<io::Result<()>>,
    }

    impl Running {
        /// A server that answers with so many bytes.
        async fn start(patience: Patience, n_bytes: usize) -> Running {
            let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
            let address = listener.local_addr().unwrap();
            let answer = Bytes::from(vec![b'a'; n_bytes]);
            let service = service_fn(move |_: Request<Incoming>| {
                let answer = answer.clone();
                async move { Ok::<_, Infallible>(Response::new(Full::new(answer))) }
            });
            let (stop, stopped) = oneshot::channel();
            let until = async move { stopped.await.unwrap_or(()) };
            let server = tokio::spawn(serve(listener, service, patience, until));
            Running { address, stop, server }
        }

        async fn connect(&self, sent: &str) -> TcpStream {
            let mut stream = TcpStream::connect(self.address).await.unwrap();
            stream.write_all(sent.as_bytes()).await.unwrap();
            stream
        }

        async fn end(self) {
            drop(self.stop);
            self.server.await.unwrap().unwrap();
        }
    }

    const GET: &str = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    const GET_AND_CLOSE: &str = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    async fn rest(mut stream: TcpStream) -> String {
        let mut rest = Vec::new();
        // A connection that is cut may end in an error: it has ended.
        let _ = stream.read_to_end(&mut rest).await;
        String::from_utf8_lossy(&rest).into_owned()
    }

    #[tokio::test]
    async fn whoever_sends_no_whole_head_is_let_go() {
        let server = Running::start(Patience { head: SHORT, ..PATIENT }, 1).await;
        for sent in ["", "GET / HTTP/1.1\r\nHo"] {
            let answer = rest(server.connect(sent).await).await;
            assert!(!answer.contains(" 200 "), "{sent:?}: {answer}");
        }
        // The second request does not come.
        assert!(rest(server.connect(GET).await).await.contains(" 200 "));
        server.end().await;
    }

    #[tokio::test]
    async fn whoever_takes_nothing_is_let_go() {
        let patience = Patience { write: SHORT, n_connections: 1, ..PATIENT };
        let server = Running::start(patience, 64 << 20).await;
        let idle = server.connect(GET).await;
        // There is one place: it comes free although the first client keeps its connection.
        let answer = rest(server.connect(GET_AND_CLOSE).await).await;
        assert!(answer.len() > 64 << 20);
        drop(idle);
        server.end().await;
    }

    #[tokio::test]
    async fn in_a_crowd_those_that_wait_make_room() {
        let patience = Patience { head_in_a_crowd: SHORT, n_connections: 2, ..PATIENT };
        let server = Running::start(patience, 1).await;
        let idle = [server.connect("").await, server.connect("").await, server.connect("").await];
        assert!(rest(server.connect(GET_AND_CLOSE).await).await.contains(" 200 "));
        drop(idle);
        server.end().await;
    }

    #[tokio::test]
    async fn the_end_comes_with_any_connection_open() {
        let patience = Patience { drain: SHORT, ..PATIENT };
        let server = Running::start(patience, 64 << 20).await;
        let open = [
            server.connect("").await,
            server.connect("GET / HTTP/1.1\r\nHo").await,
            server.connect(GET).await,
        ];
        let start = Instant::now();
        server.end().await;
        assert!(start.elapsed() < LONG);
        drop(open);
    }

    #[test]
    fn the_index_keeps_descriptors_for_itself() {
        assert_eq!(Patience::with_descriptors(1_024).n_connections, 768);
        assert_eq!(Patience::with_descriptors(100).n_connections, 64);
        assert_eq!(Patience::with_descriptors(u64::MAX).n_connections, 4_096);
    }
}
