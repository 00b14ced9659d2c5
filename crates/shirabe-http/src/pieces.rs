//! Long bodies: [`PiecesBody`] sends what it reads piece by piece, and [`asked_range`] says which part a
//! client wants (RFC 9110, 14).

use std::io::{self, Read};
use std::ops::RangeInclusive;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{HeaderMap, header};
use http_body::{Body, Frame, SizeHint};
use tokio::task::JoinHandle;

/// Read and sent at a time: what a slow client holds of the memory.
const PIECE_BYTES: u64 = 64 * 1024;

/// A body that is read while it is sent. Each piece is read on a thread that may wait for the disk, once
/// the one before has been taken; between them no thread is held.
pub struct PiecesBody<R> {
    state: State<R>,
    /// `None` where only the reader knows its end.
    n_left: Option<u64>,
}

enum State<R> {
    Idle(R),
    Reading(JoinHandle<io::Result<(R, Bytes)>>),
    Ended,
}

impl<R: Read + Send + 'static> PiecesBody<R> {
    /// The bytes of `reader` from `skipped` on, `n_bytes` of them.
    pub fn new(mut reader: R, skipped: u64, n_bytes: u64) -> PiecesBody<R> {
        let reading = tokio::task::spawn_blocking(move || {
            io::copy(&mut reader.by_ref().take(skipped), &mut io::sink())?;
            piece(reader, Some(n_bytes))
        });
        PiecesBody { state: State::Reading(reading), n_left: Some(n_bytes) }
    }

    /// The bytes of `reader` to its end.
    pub fn to_the_end(reader: R) -> PiecesBody<R> {
        PiecesBody { state: State::Idle(reader), n_left: None }
    }
}

fn piece<R: Read>(mut reader: R, n_left: Option<u64>) -> io::Result<(R, Bytes)> {
    let most = n_left.map_or(PIECE_BYTES, |n_left| n_left.min(PIECE_BYTES));
    let mut bytes = Vec::new();
    reader.by_ref().take(most).read_to_end(&mut bytes)?;
    Ok((reader, Bytes::from(bytes)))
}

impl<R: Read + Send + Unpin + 'static> Body for PiecesBody<R> {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        loop {
            match std::mem::replace(&mut self.state, State::Ended) {
                State::Ended => return Poll::Ready(None),
                State::Idle(reader) => {
                    let n_left = self.n_left;
                    let reading = tokio::task::spawn_blocking(move || piece(reader, n_left));
                    self.state = State::Reading(reading);
                }
                State::Reading(mut reading) => {
                    let Poll::Ready(read) = Pin::new(&mut reading).poll(context) else {
                        self.state = State::Reading(reading);
                        return Poll::Pending;
                    };
                    let (reader, bytes) = read.map_err(io::Error::other)??;
                    self.n_left =
                        self.n_left.map(|n_left| n_left.saturating_sub(bytes.len() as u64));
                    let is_over = self.n_left.map_or(bytes.is_empty(), |n_left| n_left == 0);
                    if bytes.is_empty() && !is_over {
                        let cause = "the file is shorter than it says";
                        return Poll::Ready(Some(Err(io::Error::other(cause))));
                    }
                    if !is_over {
                        self.state = State::Idle(reader);
                    }
                    return Poll::Ready((!bytes.is_empty()).then(|| Ok(Frame::data(bytes))));
                }
            }
        }
    }

    fn size_hint(&self) -> SizeHint {
        self.n_left.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

/// Which bytes a client wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// All of them.
    Whole,
    /// A part.
    Part(RangeInclusive<u64>),
    /// A part that is not there (416).
    Beyond,
}

/// What a request for a body of `n_bytes` asks for. Several parts at once, and those under a condition
/// (`If-Range`), are answered with the whole, as every server may.
pub fn asked_range(headers: &HeaderMap, n_bytes: u64) -> Asked {
    let range = headers.get(header::RANGE).and_then(|value| value.to_str().ok());
    let Some(range) = range.filter(|_| !headers.contains_key(header::IF_RANGE)) else {
        return Asked::Whole;
    };
    let Ok(parsed) = http_range_header::parse_range_header(range) else { return Asked::Whole };
    match parsed.validate(n_bytes).as_deref() {
        Ok([part]) => Asked::Part(part.clone()),
        Ok(_) => Asked::Whole,
        Err(_) => Asked::Beyond,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    use http::HeaderValue;
    use http_body_util::BodyExt as _;

    use super::*;

    fn asked(range: &'static str) -> Asked {
        let headers = HeaderMap::from_iter([(header::RANGE, HeaderValue::from_static(range))]);
        asked_range(&headers, 1_000)
    }

    #[test]
    fn a_part_is_named_from_either_end() {
        assert_eq!(asked("bytes=0-99"), Asked::Part(0..=99));
        assert_eq!(asked("bytes=900-"), Asked::Part(900..=999));
        assert_eq!(asked("bytes=-10"), Asked::Part(990..=999));
        assert_eq!(asked("bytes=900-5000"), Asked::Part(900..=999));
        assert_eq!(asked("bytes=1000-"), Asked::Beyond);
        assert_eq!(asked("bytes=0-1,5-6"), Asked::Whole);
        assert_eq!(asked("lines=1-2"), Asked::Whole);
        assert_eq!(asked_range(&HeaderMap::new(), 1_000), Asked::Whole);
    }

    #[tokio::test]
    async fn the_pieces_are_the_body() {
        let whole: Vec<u8> = (0..200_000_u32).map(|n| (n % 251) as u8).collect();
        for range in [0..200_000, 1..2, 70_000..199_999, 5..5] {
            let (skipped, n_bytes) = (range.start as u64, range.len() as u64);
            let body = PiecesBody::new(io::Cursor::new(whole.clone()), skipped, n_bytes);
            assert_eq!(body.size_hint().exact(), Some(n_bytes));
            let sent = body.collect().await.unwrap().to_bytes();
            assert!(sent[..] == whole[range.clone()], "{range:?}");
        }
        let body = PiecesBody::to_the_end(io::Cursor::new(whole.clone()));
        assert!(body.collect().await.unwrap().to_bytes()[..] == whole[..]);
    }

    /// A file without an end that counts what is read of it.
    struct Counted(Arc<AtomicU64>);

    impl Read for Counted {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.0.fetch_add(buffer.len() as u64, Ordering::Relaxed);
            buffer.fill(1);
            Ok(buffer.len())
        }
    }

    #[tokio::test]
    async fn of_a_client_that_takes_little_the_memory_holds_two_pieces() {
        let n_read = Arc::new(AtomicU64::new(0));
        let mut body = PiecesBody::to_the_end(Counted(Arc::clone(&n_read)));
        for n_taken in 1..4 {
            assert!(body.frame().await.unwrap().unwrap().is_data());
            // Reading ahead would be done by now.
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            let n_ahead = n_read.load(Ordering::Relaxed) - (n_taken - 1) * PIECE_BYTES;
            assert!(n_ahead <= 2 * PIECE_BYTES, "{n_ahead} bytes were read ahead");
        }
    }

    #[tokio::test]
    async fn a_file_that_ends_early_is_no_whole_body() {
        assert!(PiecesBody::new(io::Cursor::new(vec![1, 2, 3]), 0, 9).collect().await.is_err());
    }
}
