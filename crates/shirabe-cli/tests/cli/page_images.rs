//! Images of pages, painted by a worker of the real program.

use crate::program::Program;
use crate::serve::Server;

/// The value of a header in an answer.
fn header<'a>(answer: &'a str, name: &str) -> Option<&'a str> {
    let head = answer.split("\r\n\r\n").next()?;
    head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

#[test]
fn a_page_of_a_pdf_is_an_image_with_the_hits_marked() {
    let program = Program::with_small_corpus();
    program.take("amed_like.pdf");
    let server = Server::start(&program);
    let plain = server.get("/d/amed-like/page/1.png");
    assert!(plain.starts_with("HTTP/1.1 200"), "{plain:.300}");
    assert_eq!(header(&plain, "content-type"), Some("image/png"));
    assert_eq!(header(&plain, "shirabe-marks"), Some("0"));
    let n_bytes: usize = header(&plain, "content-length").unwrap_or("0").parse().unwrap();
    assert!((1_000..=300_000).contains(&n_bytes), "{n_bytes}");
    // 研究開発
    let marked = server.get("/d/amed-like/page/2.png?q=%E7%A0%94%E7%A9%B6%E9%96%8B%E7%99%BA");
    let n_marks: u32 = header(&marked, "shirabe-marks").unwrap_or("0").parse().unwrap();
    assert!(n_marks > 0, "{marked:.300}");
    let small = server.get("/d/amed-like/page/1-small.png");
    let n_small_bytes: usize = header(&small, "content-length").unwrap_or("0").parse().unwrap();
    assert!((200..n_bytes).contains(&n_small_bytes), "{n_small_bytes}");
}

#[test]
fn there_is_no_image_of_what_has_no_pages() {
    let program = Program::with_small_corpus();
    program.take("amed_like.pptx");
    program.take("writer_lo.pdf");
    let server = Server::start(&program);
    for address in ["/d/writer-lo", "/d/amed-like", "/d/writer-lo/page/1.png"] {
        assert!(server.get(address).starts_with("HTTP/1.1 200"), "{address}");
    }
    for address in [
        "/d/writer-lo/page/99.png",
        "/d/writer-lo/page/0.png",
        "/d/writer-lo/page/1.jpg",
        "/d/small/page/1.png",
        "/d/amed-like/page/1.png",
        "/d/none/page/1.png",
    ] {
        assert!(server.get(address).starts_with("HTTP/1.1 404"), "{address}");
    }
}
