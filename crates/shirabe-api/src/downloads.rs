//! Files that are written while they are sent, so that a list of any length needs no memory.
//!
//! Enter by [`send`]. A question on another thread writes into an [`Outlet`]; the answer begins with its
//! first bytes, so that what fails before them is an answer of its own kind. What fails later breaks the
//! connection off, which the reader can see.

use std::io::Write;
use std::ops::ControlFlow;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_core::Stream;
use shirabe_export::{ExportError, FileFormat, TableWriter};
use shirabe_search::Deadline;
use shirabe_site::Site;
use shirabe_site::error::WebError;
use shirabe_site::library::Generation;
use shirabe_site::url::encode;
use tokio::runtime::Handle;
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// Bytes that are sent at a time.
const CHUNK_BYTES: usize = 64 * 1024;
/// Chunks that wait for a slow reader.
const N_WAITING: usize = 4;
/// A reader that takes nothing for so long has gone.
const PATIENCE: Duration = Duration::from_mins(1);
/// Characters of a query in the name of a file.
const MAX_NAME_CHARS: usize = 40;

/// What a file is to who receives it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kind {
    pub content_type: &'static str,
    pub extension: &'static str,
}

impl From<FileFormat> for Kind {
    fn from(format: FileFormat) -> Kind {
        Kind { content_type: format.content_type(), extension: format.extension() }
    }
}

/// Where a question writes its file.
pub(crate) struct Outlet {
    buffer: Vec<u8>,
    chunks: Sender<Result<Vec<u8>, WebError>>,
    runtime: Handle,
}

impl Outlet {
    /// Sends what is waiting; fails where the reader has gone.
    fn send(&mut self) -> std::io::Result<()> {
        let chunk = std::mem::take(&mut self.buffer);
        // The clock is the runtime's, which this thread has no part in.
        let sending = async { tokio::time::timeout(PATIENCE, self.chunks.send(Ok(chunk))).await };
        match self.runtime.block_on(sending) {
            Ok(Ok(())) => Ok(()),
            _ => Err(std::io::ErrorKind::BrokenPipe.into()),
        }
    }
}

impl Write for Outlet {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= CHUNK_BYTES {
            self.send()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        if self.buffer.is_empty() { Ok(()) } else { self.send() }
    }
}

/// A file on its way. What was written to its end says so by an empty chunk: a writer that ends in a panic
/// does not, and its reader must see that something is missing.
struct Chunks {
    first: Option<Vec<u8>>,
    rest: Receiver<Result<Vec<u8>, WebError>>,
    is_over: bool,
}

impl Stream for Chunks {
    type Item = Result<Vec<u8>, std::io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(first) = self.first.take() {
            self.is_over = first.is_empty();
            return Poll::Ready(Some(Ok(first)));
        }
        if self.is_over {
            return Poll::Ready(None);
        }
        self.rest.poll_recv(context).map(|chunk| {
            let chunk = chunk.and_then(Result::ok);
            self.is_over = chunk.as_ref().is_none_or(Vec::is_empty);
            match chunk {
                Some(chunk) if chunk.is_empty() => None,
                Some(chunk) => Some(Ok(chunk)),
                None => Some(Err(std::io::ErrorKind::BrokenPipe.into())),
            }
        })
    }
}

/// Sends the file called `name` that `write` writes of the generation with this number, while it is kept, else
/// of the newest. The outlet is flushed behind it.
pub(crate) async fn send(
    site: &Site,
    name: &str,
    kind: Kind,
    number: Option<u64>,
    write: impl FnOnce(&dyn Generation, &mut Outlet) -> Result<(), WebError> + Send + 'static,
) -> Result<Response, WebError> {
    let (generation, place) = site.hold(number).await?;
    let (chunks, mut received) = channel(N_WAITING);
    let mut outlet =
        Outlet { buffer: Vec::new(), chunks: chunks.clone(), runtime: Handle::current() };
    tokio::task::spawn_blocking(move || {
        // A file takes as long as its reader, who is watched by the outlet.
        let never = Deadline::default();
        let written = place.work(&never, || write(generation.as_ref(), &mut outlet));
        let written =
            written.and_then(|()| outlet.flush().map_err(|error| ExportError::from(error).into()));
        // Nobody may be there to be told.
        let _ = chunks.blocking_send(written.map(|()| Vec::new()));
    });
    let first = received.recv().await.unwrap_or(Err(WebError::Internal))?;
    let body = Body::from_stream(Chunks { first: Some(first), rest: received, is_over: false });
    let headers = [
        (header::CONTENT_TYPE, kind.content_type.to_owned()),
        (header::CONTENT_DISPOSITION, disposition(name, kind.extension)),
    ];
    Ok((headers, body).into_response())
}

/// Writes what `walk` hands over a few at a time as rows of a table; a row that cannot be written ends the walk.
pub(crate) fn write_rows<T, W: Write>(
    writer: &mut TableWriter<W>,
    cells: impl Fn(&T) -> Vec<String>,
    walk: impl FnOnce(&mut dyn FnMut(Vec<T>) -> ControlFlow<()>) -> Result<(), WebError>,
) -> Result<(), WebError> {
    let mut written = Ok(());
    walk(&mut |items| {
        written = items.iter().try_for_each(|item| writer.row(&cells(item)));
        if written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    Ok(written?)
}

/// A name for what was asked on a day, such as 用例-推進する-2026-11-30.
pub(crate) fn file_name(kind: &str, query: &str, site: &Site) -> String {
    let harmless = |c: char| if c.is_alphanumeric() { c } else { '_' };
    let query: String = query.trim().chars().map(harmless).take(MAX_NAME_CHARS).collect();
    format!("{kind}-{query}-{}", (site.config.today)())
}

/// RFC 6266: the name in ASCII for old readers, and in UTF-8 for all others.
pub(crate) fn disposition(name: &str, extension: &str) -> String {
    let encoded = encode(&format!("{name}.{extension}"));
    format!("attachment; filename=\"shirabe.{extension}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use super::*;

    /// What is read of a file of two chunks.
    async fn read_of(last: &[Vec<u8>]) -> Vec<Result<Vec<u8>, std::io::ErrorKind>> {
        let (chunks, rest) = channel(N_WAITING);
        for chunk in last {
            chunks.send(Ok(chunk.clone())).await.unwrap();
        }
        drop(chunks);
        let mut body = Chunks { first: Some(b"a".to_vec()), rest, is_over: false };
        let mut read = Vec::new();
        while let Some(chunk) = poll_fn(|context| Pin::new(&mut body).poll_next(context)).await {
            read.push(chunk.map_err(|error| error.kind()));
        }
        read
    }

    #[tokio::test]
    async fn a_file_whose_writer_is_gone_before_its_end_breaks_off() {
        let (a, b) = (Ok(b"a".to_vec()), Ok(b"b".to_vec()));
        assert_eq!(read_of(&[b"b".to_vec(), Vec::new()]).await, [a.clone(), b.clone()]);
        let cut = Err(std::io::ErrorKind::BrokenPipe);
        assert_eq!(read_of(&[b"b".to_vec()]).await, [a, b, cut]);
    }

    #[test]
    fn an_outlet_is_written_by_a_thread_that_knows_no_runtime() {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let (chunks, mut received) = channel(N_WAITING);
        let mut outlet = Outlet { buffer: Vec::new(), chunks, runtime: runtime.handle().clone() };
        outlet.write_all(b"a").unwrap();
        outlet.flush().unwrap();
        assert!(matches!(received.blocking_recv(), Some(Ok(chunk)) if chunk == b"a"));
    }
}
