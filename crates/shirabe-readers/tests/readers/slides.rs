//! One small presentation for each feature of the reader.

use std::fmt::Write;

use shirabe_document::{Document, Metadata, Problem};

use crate::outline;
use crate::package::{package, relationships};

#[expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]
fn read(slides: &[&str]) -> (Document, Vec<Problem>) {
    let mut parts: Vec<(String, String)> = Vec::new();
    let mut ids = String::new();
    let mut links: Vec<(String, String)> = Vec::new();
    for (n, slide) in (1..).zip(slides) {
        let name = format!("ppt/slides/slide{n}.xml");
        let show = if slide.contains(HIDDEN) { "0" } else { "1" };
        parts.push((name, format!("<p:sld xmlns:p='p' xmlns:a='a' show='{show}'><p:cSld><p:spTree>{slide}</p:spTree></p:cSld></p:sld>")));
        let rels = relationships(&[
            ("r1", "slideLayout", "../slideLayouts/l.xml"),
            ("r2", "notesSlide", &format!("../notes/n{n}.xml")),
            ("r3", "chart", "../charts/c1.xml"),
        ]);
        parts.push((format!("ppt/slides/_rels/slide{n}.xml.rels"), rels));
        write!(ids, "<p:sldId id='{}' r:id='r{n}'/>", 255 + n).unwrap();
        links.push((format!("r{n}"), format!("slides/slide{n}.xml")));
    }
    let main = format!(
        "<p:presentation xmlns:p='p' xmlns:r='r'><p:sldIdLst>{ids}</p:sldIdLst><p:sldSz cx='1000' cy='1000'/></p:presentation>"
    );
    let links: Vec<(&str, &str, &str)> =
        links.iter().map(|(id, target)| (id.as_str(), "slide", target.as_str())).collect();
    parts.push(("ppt/presentation.xml".to_owned(), main));
    parts.push(("ppt/_rels/presentation.xml.rels".to_owned(), relationships(&links)));
    parts.push(("ppt/charts/c1.xml".to_owned(), CHART.to_owned()));
    parts.push(("ppt/slideLayouts/l.xml".to_owned(), LAYOUT.to_owned()));
    parts.push(("ppt/notes/n1.xml".to_owned(), NOTES.to_owned()));
    let parts: Vec<(&str, &str)> = parts.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
    shirabe_readers::read(&package(&parts), "a.pptx", Metadata::default())
}

const LAYOUT: &str = "<p:sldLayout xmlns:p='p' xmlns:a='a'><p:cSld><p:spTree>
  <p:sp><p:nvSpPr><p:nvPr><p:ph type='title'/></p:nvPr></p:nvSpPr>
    <p:spPr><a:xfrm><a:off x='0' y='0'/><a:ext cx='1000' cy='100'/></a:xfrm></p:spPr></p:sp>
  <p:sp><p:nvSpPr><p:nvPr><p:ph type='body' idx='1'/></p:nvPr></p:nvSpPr>
    <p:spPr><a:xfrm><a:off x='0' y='150'/><a:ext cx='1000' cy='300'/></a:xfrm></p:spPr>
    <p:txBody><a:lstStyle><a:lvl1pPr><a:buChar char='•'/></a:lvl1pPr></a:lstStyle></p:txBody></p:sp>
</p:spTree></p:cSld></p:sldLayout>";

/// What stands in a slide that is skipped.
const HIDDEN: &str = "<!-- hidden -->";

const CHART: &str = "<c:chartSpace xmlns:c='c' xmlns:a='a'><c:chart>
  <c:title><c:tx><c:rich><a:p><a:r><a:t>図１　共用件数</a:t></a:r></a:p></c:rich></c:tx></c:title>
  <c:plotArea><c:barChart>
    <c:ser><c:tx><c:strRef><c:strCache><c:pt idx='0'><c:v>件数（件）</c:v></c:pt></c:strCache></c:strRef></c:tx>
      <c:cat><c:strRef><c:strCache><c:pt idx='0'><c:v>令和５年度</c:v></c:pt><c:pt idx='1'><c:v>令和６年度</c:v></c:pt></c:strCache></c:strRef></c:cat>
      <c:val><c:numRef><c:numCache><c:formatCode>#,##0</c:formatCode><c:pt idx='0'><c:v>1200</c:v></c:pt><c:pt idx='1'><c:v>3450</c:v></c:pt></c:numCache></c:numRef></c:val></c:ser>
    <c:ser><c:tx><c:v>割合</c:v></c:tx>
      <c:val><c:numRef><c:numCache><c:formatCode>0%</c:formatCode><c:pt idx='1'><c:v>0.5</c:v></c:pt></c:numCache></c:numRef></c:val></c:ser>
  </c:barChart><c:valAx><c:title><c:tx><c:strRef><c:strCache><c:pt idx='0'><c:v>（件）</c:v></c:pt></c:strCache></c:strRef></c:tx></c:title></c:valAx></c:plotArea>
</c:chart></c:chartSpace>";

const NOTES: &str = "<p:notes xmlns:p='p' xmlns:a='a'><p:cSld><p:spTree>
  <p:sp><p:nvSpPr><p:nvPr><p:ph type='body' idx='1'/></p:nvPr></p:nvSpPr>
    <p:txBody><a:p><a:r><a:t>ここで質問を受ける。</a:t></a:r></a:p></p:txBody></p:sp>
  <p:sp><p:nvSpPr><p:nvPr><p:ph type='sldNum'/></p:nvPr></p:nvSpPr>
    <p:txBody><a:p><a:fld><a:t>1</a:t></a:fld></a:p></p:txBody></p:sp>
</p:spTree></p:cSld></p:notes>";

/// A shape that fills a placeholder, in the place that the layout gives it.
fn filled(placeholder: &str, paragraphs: &[&str]) -> String {
    format!(
        "<p:sp><p:nvSpPr><p:nvPr><p:ph {placeholder}/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody>{}</p:txBody></p:sp>",
        runs(paragraphs)
    )
}

fn text_box([x, y, width, height]: [u16; 4], paragraphs: &[&str]) -> String {
    format!(
        "<p:sp><p:nvSpPr><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x='{x}' y='{y}'/><a:ext cx='{width}' cy='{height}'/></a:xfrm></p:spPr><p:txBody>{}</p:txBody></p:sp>",
        runs(paragraphs)
    )
}

fn runs(paragraphs: &[&str]) -> String {
    let texts = paragraphs.join("</a:t></a:r></a:p><a:p><a:r><a:t>");
    format!("<a:p><a:r><a:t>{texts}</a:t></a:r></a:p>")
}

fn show(slides: &[&str]) -> String {
    let (document, problems) = read(slides);
    assert_eq!(problems, []);
    outline(&document, 80)
}

#[test]
fn the_title_comes_first_and_footers_leave() {
    let slide = [
        text_box([0, 500, 1000, 200], &["・枠の文である。"]),
        filled("type='body' idx='1'", &["論文数の推移", "研究費の推移"]),
        filled("type='ftr'", &["文部科学省"]),
        filled("type='sldNum'", &["３"]),
        filled("type='title'", &["研究力の現状"]),
    ];
    let (document, problems) = read(&[&slide.concat()]);
    assert_eq!(problems, []);
    insta::assert_snapshot!(outline(&document, 80), @r"
    s1 研究力の現状
        list-item p.3: ・論文数の推移
        list-item p.3: ・研究費の推移
        list-item p.3: ・枠の文である。
        note p.3: ここで質問を受ける。
    ");
    let removed: Vec<&str> = document.repairs.iter().map(|r| r.before.as_str()).collect();
    insta::assert_snapshot!(removed.join("|"), @"・枠の文である。|文部科学省|３");
}

#[test]
fn groups_have_coordinates_of_their_own() {
    // In the group's coordinates 乙 stands above 甲, on the slide below it.
    let group = format!(
        "<p:grpSp><p:grpSpPr><a:xfrm><a:off x='0' y='700'/><a:ext cx='1000' cy='200'/><a:chOff x='0' y='0'/><a:chExt cx='1000' cy='200'/></a:xfrm></p:grpSpPr>{}</p:grpSp>",
        text_box([0, 0, 1000, 100], &["乙は群の中にある。"])
    );
    let slide = [
        filled("type='title'", &["題"]),
        group,
        text_box([0, 300, 1000, 100], &["甲は群の外にある。"]),
    ];
    insta::assert_snapshot!(show(&[&slide.concat()]), @r"
    s1 題
        paragraph p.1: 甲は群の外にある。
        paragraph p.1: 乙は群の中にある。
        note p.1: ここで質問を受ける。
    ");
}

#[test]
fn tables_and_slides_without_a_title_are_read() {
    let cell = |text: &str| format!("<a:tc><a:txBody>{}</a:txBody></a:tc>", runs(&[text]));
    let row = |a: &str, b: &str| format!("<a:tr>{}{}</a:tr>", cell(a), cell(b));
    let table = format!(
        "<p:graphicFrame><p:xfrm><a:off x='0' y='200'/><a:ext cx='900' cy='300'/></p:xfrm><a:tbl><a:tblPr firstRow='1'/>{}{}</a:tbl></p:graphicFrame>",
        row("指標", "目標"),
        row("治験", "６０件／年")
    );
    let divider = filled("type='title'", &["第１部"]);
    insta::assert_snapshot!(show(&["", &table, &divider, &table]), @r"
    s1 スライド1
        note p.1: ここで質問を受ける。
    s2 スライド2
        table-header p.2: 指標⇥目標
        table-row p.2: 治験⇥６０件／年
    s3 第１部
      s4 スライド4
          table-header p.4: 指標⇥目標
          table-row p.4: 治験⇥６０件／年
    ");
}

#[test]
fn a_chart_is_read_as_a_table_and_a_hidden_slide_is_said_to_be_one() {
    let chart = "<p:graphicFrame><p:xfrm><a:off x='0' y='300'/><a:ext cx='900' cy='500'/></p:xfrm>\
         <a:graphicData><c:chart xmlns:c='c' xmlns:r='r' r:id='r3'/></a:graphicData></p:graphicFrame>";
    let slide = [filled("type='title'", &["件数の推移"]), chart.to_owned()].concat();
    let hidden = [HIDDEN.to_owned(), filled("type='title'", &["予備の資料"])].concat();
    let (document, problems) = read(&[&slide, &hidden]);
    let messages: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
    assert_eq!(messages, ["非表示のスライド（2枚目）も本文に含めた"]);
    insta::assert_snapshot!(outline(&document, 80), @r"
    s1 件数の推移
        caption p.1: 図１　共用件数
        caption p.1: （件）
        table-header p.1: ⇥件数（件）⇥割合
        table-row p.1: 令和５年度⇥1,200
        table-row p.1: 令和６年度⇥3,450⇥50%
        note p.1: ここで質問を受ける。
      s2 予備の資料
    ");
}
