//! Reading a foreign format in a process of its own, that limits itself before it reads.
//!
//! The parent enters by `WorkerPool::read`: it starts its own program with the hidden subcommand
//! `worker`, hands over the bytes on standard input, and reads the answer from standard output. The
//! child enters by [`serve`].
//!
//! Invariants: the child has no environment, opens no file and no connection, and starts no program;
//! whatever it does, it costs the parent one file. What it answers is not trusted.

mod confinement;
mod message;
mod worker_pool;

use std::io::{Read, Write};
use std::path::Path;
use std::sync::{Arc, mpsc};

use fs_err as fs;
use shirabe_readers::{FontSource, PdfLibrary, Tools};

pub(crate) use worker_pool::Engine;
pub use worker_pool::{Confinement, Failure, WorkerPool};

pub(crate) use message::Answer;

use crate::Limits;
use message::{Request, Task};

/// What the worker writes to standard error before the name of what does not confine it.
const UNCONFINED: &str = "unconfined: ";
/// What it writes when nothing is missing.
const CONFINED: &str = "confined";

/// Serves one request, as the child: the settings are the argument that [`WorkerPool`] gives, and so are the
/// library that PDF is to be read with, if another engine is to read it, and a font for Japanese text.
///
/// # Errors
/// Where the process cannot be limited, the library is none, the request cannot be read, or something is
/// missing that confines it and `must_be_confined` is set. The parent sees the exit code.
pub fn serve(
    settings: &str,
    library: Option<&Path>,
    font: Option<&Path>,
    must_be_confined: bool,
) -> std::io::Result<()> {
    let limits = Limits::from_json(settings)?;
    confinement::begin(&limits.worker)?;
    let fonts = font_source(font);
    // Before files are out of reach.
    let library = library.map(PdfLibrary::open).transpose().map_err(std::io::Error::other)?;
    let mut missing = confinement::give_up_files();
    let stack = usize::try_from(limits.worker.stack_bytes).unwrap_or(usize::MAX);
    let (ready, is_ready) = mpsc::channel();
    let (request, requests) = mpsc::channel();
    let reading = std::thread::Builder::new().stack_size(stack).spawn(move || {
        ready.send(()).map_err(std::io::Error::other)?;
        let request = requests.recv().map_err(std::io::Error::other)?;
        answer(request, &limits.readers, library.as_ref(), &fonts)
    });
    // The system says EAGAIN where there is no room for a stack: what is short is memory.
    let no_room = |error| std::io::Error::other(format!("Cannot allocate memory: {error}"));
    let reading = reading.map_err(no_room)?;
    // A thread that is on its way takes calls that it has no need of later.
    is_ready.recv().map_err(std::io::Error::other)?;
    missing.extend(confinement::seal());
    say_confinement(&missing)?;
    if must_be_confined && !missing.is_empty() {
        return Err(std::io::Error::other("a reader must be confined, and is not"));
    }
    let mut input = Vec::new();
    std::io::stdin().lock().read_to_end(&mut input)?;
    request.send(Request::from_bytes(input)?).map_err(|_| std::io::Error::other("no reader"))?;
    // The message of the panic is on standard error already.
    let answer = reading.join().map_err(|_| std::io::Error::other("the reader panicked"))??;
    std::io::stdout().lock().write_all(&answer)
}

fn say_confinement(missing: &[String]) -> std::io::Result<()> {
    let mut stderr = std::io::stderr().lock();
    if missing.is_empty() {
        writeln!(stderr, "{CONFINED}")?;
    }
    missing.iter().try_for_each(|name| writeln!(stderr, "{UNCONFINED}{name}"))
}

fn answer(
    request: Request,
    limits: &shirabe_readers::Limits,
    library: Option<&PdfLibrary>,
    fonts: &FontSource,
) -> std::io::Result<Vec<u8>> {
    let Request { name, metadata, task, bytes } = request;
    match task {
        Task::Read(recognition) => {
            let tools = Tools { recognition: &recognition, library };
            let (document, problems) =
                shirabe_readers::read_with(&bytes, &name, metadata, limits, tools);
            message::answer_bytes(&document, &problems)
        }
        Task::Paint(page) => message::picture_bytes(shirabe_readers::picture(&bytes, page, limits)),
        Task::Show(request) => {
            message::image_bytes(shirabe_readers::page_image(&bytes, &request, limits, fonts))
        }
    }
}

/// The font is opened before files are out of reach, and read only where a page asks for it: it has twenty
/// megabytes, and few pages do.
fn font_source(font: Option<&Path>) -> FontSource {
    let file = font.and_then(|path| fs::File::open(path).ok()).map(fs::File::into_file);
    Arc::new(move || {
        let mut bytes = Vec::new();
        let mut file = file.as_ref()?;
        file.read_to_end(&mut bytes).ok()?;
        Some(bytes)
    })
}
