//! Pages of a PDF as pictures beside their text, and where the page marks of a section lead.

use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use shirabe_document::{Document, Format, Metadata, Page, SourceInfo};
use shirabe_site::Config;
use shirabe_site::library::Library;
use shirabe_site::page_image::{PagePainter, PageToPaint, PaintedPage};

use crate::documents::{document, sha256_of};
use crate::library::Real;
use crate::visit::{Answer, answer_to, config, encode};

/// Paints the request as text: what a picture looks like is the reader's business.
#[derive(Debug)]
struct Told;

impl PagePainter for Told {
    fn paint(&self, source: &[u8], page: &PageToPaint) -> Result<Option<PaintedPage>, String> {
        let png = format!("{} of {} bytes: {:?}", page.number, source.len(), page.wordings);
        Ok(Some(PaintedPage { png: png.into_bytes(), n_marks: 0, lacks_font: false }))
    }
}

/// A PDF whose page 5 is the seventh of the file.
fn pdf(id: &str) -> Document {
    let text = "[5]\n# 現状\n研究力が低下している。取り組みを続ける。\n[6]\n研究を支える力。\n# 施策\n研究力の向上。\n| 表\t研究力\n";
    let mut pdf = document(id, "計画", text);
    for block in pdf.sections.iter_mut().flat_map(|section| &mut section.blocks) {
        let printed = block.page.as_ref().and_then(|page| page.printed.clone());
        let file = printed.as_ref().and_then(|printed| printed.parse::<u32>().ok());
        block.page = Some(Page { printed, file: file.map(|page| page + 2) });
        block.lines = Some(3..5);
    }
    let source = SourceInfo { format: Format::Pdf, n_pages: Some(9), ..pdf.source.clone() };
    Document { source, ..pdf }
}

fn library() -> Arc<dyn Library> {
    let lost = pdf("lost");
    let lost = Document { metadata: Metadata { source_url: None, ..lost.metadata }, ..lost };
    let library =
        Real::of(&[pdf("kept"), pdf("elsewhere"), lost, document("text", "文", "# 題\n文。\n")]);
    let kept = library.0.archive().keep_source(&sha256_of("kept"), b"%PDF");
    kept.expect("an index of the tests can be written");
    Arc::new(library)
}

async fn get_with(painter: Option<Arc<dyn PagePainter>>, uri: &str) -> Answer {
    let request = Request::get(uri).body(Body::empty()).expect("a request");
    let config = Config { painter, ..config() };
    answer_to(shirabe_web::app(library(), config), request).await
}

async fn get(uri: &str) -> Answer {
    get_with(Some(Arc::new(Told)), uri).await
}

#[tokio::test]
async fn a_page_mark_leads_to_the_picture_of_its_page_with_the_search() {
    let query = format!("q={}", encode("研究力"));
    let body = get(&format!("/d/kept/s1?{query}&mode=exact")).await.body;
    for number in [7, 8] {
        let link = format!("href=\"/d/kept/page/{number}?{query}&#38;mode=exact\"");
        assert!(body.contains(&link), "{link} {body}");
    }
    assert!(body.contains("（画像を見る）"), "{body}");
    // The whole text is of no search.
    let full = get("/d/kept/full").await.body;
    assert!(full.contains("href=\"/d/kept/page/8\""), "{full}");
}

#[tokio::test]
async fn where_no_picture_can_be_painted_the_file_opens_at_the_page() {
    let unpainted = get_with(None, "/d/kept/s1").await.body;
    assert!(unpainted.contains("href=\"/d/kept/source#page=7\""), "{unpainted}");
    let elsewhere = get("/d/elsewhere/s1").await.body;
    assert!(elsewhere.contains("href=\"https://example.go.jp/a.pdf#page=7\""), "{elsewhere}");
    for uri in ["/d/lost/s1", "/d/text/s1"] {
        let body = get(uri).await.body;
        assert!(!body.contains("#page=") && !body.contains("/page/"), "{uri} {body}");
    }
    for uri in ["/d/lost/page/7", "/d/elsewhere/page/7", "/d/text/page/1", "/d/kept/page/10"] {
        assert_eq!(get(uri).await.status, 404, "{uri}");
    }
    for uri in ["/d/kept/page/0", "/d/kept/page/07", "/d/none/page/7"] {
        assert_eq!(get(uri).await.status, 404, "{uri}");
    }
    assert_eq!(get_with(None, "/d/kept/page/7").await.status, 404);
}

#[tokio::test]
async fn a_page_stands_beside_its_text_with_the_hits_and_the_way_back() {
    let query = format!("q={}&sort=-issued", encode("研究力"));
    let answer = get(&format!("/d/kept/page/8?{query}")).await;
    assert_eq!(answer.status, 200);
    // The words of the first section are no hits beside those of the second.
    insta::assert_snapshot!(answer.outline(), @r"
    ホーム
    計画
    6ページの画像
    計画
    # 6ページの画像
    PDFの8ページ目（全9ページ） 原資料（PDF）をこのページで開く
    「研究力」に該当：このページに2か所 検索結果に戻る
    画像を選ぶと、大きく開きます。
    ## このページの本文
    ### 現状（前のページから続く）
    研究を支える力。
    「現状」の節で読む・引用する
    ### 施策
    ［研究力］の向上。
    表［研究力］
    「施策」の節で読む・引用する
    前のページ：5ページ
    次のページ：原資料の9ページ目
    https://shirabe.example/d/kept/page/8?q=%E7%A0%94%E7%A9%B6%E5%8A%9B&#38;sort=-issued
    2026年4月1日閲覧。第1世代の索引（2026年1月1日 9時00分作成）
    ");
    let body = answer.body;
    assert!(body.contains(&format!("src=\"/d/kept/page/8.png?{}\"", query.replace('&', "&#38;"))));
    let section = format!("/d/kept/s2?{}#p4", query.replace('&', "&#38;"));
    assert!(body.contains(&format!("href=\"{section}\"")), "{body}");
    assert!(body.contains("rel=\"canonical\" href=\"https://shirabe.example/d/kept/page/8\""));
    let plain = get("/d/kept/page/9").await.outline();
    assert!(plain.contains("このページから読み取れた文字はありません。"), "{plain}");
}

#[tokio::test]
async fn the_picture_marks_what_the_page_marks() {
    let painted = |uri: String| async move { get(&uri).await.body };
    let query = encode("研究力");
    let page = "/d/kept/page";
    assert_eq!(painted(format!("{page}/8.png?q={query}")).await, "8 of 4 bytes: [\"研究力\"]");
    assert_eq!(painted(format!("{page}/8.png")).await, "8 of 4 bytes: []");
    // A spelling that was switched off is not marked.
    let query = encode("取組");
    let off = encode("取組=取り組み");
    assert_eq!(painted(format!("{page}/7.png?q={query}")).await, "7 of 4 bytes: [\"取り組み\"]");
    let off = painted(format!("{page}/7.png?q={query}&mode=variant&off={off}")).await;
    assert_eq!(off, "7 of 4 bytes: []");
}

#[tokio::test]
async fn a_paragraph_of_a_pdf_has_a_page_and_no_lines() {
    let outline = get("/d/kept/s1?p=2").await.outline();
    assert!(outline.contains("PDFの7ページ目 原資料を開く"), "{outline}");
    assert!(!outline.contains("行目"), "{outline}");
}
