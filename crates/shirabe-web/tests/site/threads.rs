//! Threads that serve connections never wait for the disk.

use std::sync::Arc;
use std::thread::{self, ThreadId};

use shirabe_site::library::{Generation, Library};

use crate::visit::{get_from, library};

/// The usual library, which panics when it is asked on the thread of the connections.
struct Aside {
    connections: ThreadId,
    library: Arc<dyn Library>,
}

impl Library for Aside {
    fn generation(&self) -> Option<Arc<dyn Generation>> {
        assert_ne!(thread::current().id(), self.connections, "the disk is waited for");
        self.library.generation()
    }
}

/// The runtime of a test has one thread for connections, that of the test.
#[tokio::test]
async fn no_address_reads_the_index_on_the_thread_of_the_connections() {
    for uri in [
        "/",
        "/about",
        "/about/quality",
        "/api/v1/documents",
        "/api/v1/documents/amed-dai3ki-2026-02",
        "/api/v1/glossary",
        "/api/v1/search?q=a",
        "/api/v1/suggest?q=a",
        "/compare?a=amed-dai3ki-2026-02&b=amed-dai3ki-2026-02",
        "/concordance?q=a",
        "/concordance.csv?q=a",
        "/d/amed-dai3ki-2026-02",
        "/d/amed-dai3ki-2026-02/full",
        "/d/amed-dai3ki-2026-02/s1",
        "/feed.atom",
        "/glossary",
        "/metrics",
        "/opensearch/suggest?q=a",
        "/readyz",
        "/search?q=a",
        "/search.atom?q=a",
        "/sitemap.xml",
        "/frequency?q=a",
        "/unapi?id=amed-dai3ki-2026-02&format=ris",
    ] {
        let aside = Aside { connections: thread::current().id(), library: library() };
        assert_eq!(get_from(Arc::new(aside), uri, &[]).await.status.as_u16() / 100, 2, "{uri}");
    }
}

#[tokio::test]
async fn the_list_of_documents_is_read_once_a_generation() {
    let generation = library().generation().expect("it is open");
    let first = generation.documents().expect("it can be read");
    let again = generation.documents().expect("it can be read");
    assert!(Arc::ptr_eq(&first, &again));
    assert_eq!(generation.n_documents(), first.len());
}
