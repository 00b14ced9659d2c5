//! One small Word document for each feature of the reader.

use shirabe_document::{Document, Metadata, Problem};

use crate::outline;
use crate::package::{package, relationships};

const STYLES: &str = "<w:styles xmlns:w='w'>
  <w:style w:type='paragraph' w:default='1' w:styleId='a'><w:name w:val='Normal'/></w:style>
  <w:style w:type='character' w:styleId='m'><w:name w:val='footnote reference'/></w:style>
  <w:style w:type='paragraph' w:styleId='t'><w:name w:val='Title'/></w:style>
  <w:style w:type='paragraph' w:styleId='1'><w:name w:val='heading 1'/>
    <w:pPr><w:numPr><w:numId w:val='1'/></w:numPr><w:outlineLvl w:val='0'/></w:pPr></w:style>
  <w:style w:type='paragraph' w:styleId='2'><w:name w:val='heading 2'/>
    <w:pPr><w:numPr><w:ilvl w:val='1'/><w:numId w:val='1'/></w:numPr><w:outlineLvl w:val='1'/></w:pPr></w:style>
  <w:style w:type='paragraph' w:styleId='own'><w:name w:val='別紙'/><w:basedOn w:val='1'/>
    <w:pPr><w:numPr><w:numId w:val='0'/></w:numPr></w:pPr></w:style>
  <w:style w:type='character' w:styleId='hid'><w:name w:val='控え'/><w:rPr><w:vanish/></w:rPr></w:style>
  <w:style w:type='paragraph' w:styleId='phid'><w:name w:val='控えの段落'/><w:rPr><w:vanish/></w:rPr></w:style>
  <w:style w:type='paragraph' w:styleId='toc1'><w:name w:val='toc 1'/><w:basedOn w:val='1'/>
    <w:pPr><w:numPr><w:numId w:val='0'/></w:numPr></w:pPr></w:style>
</w:styles>";

const NUMBERING: &str = "<w:numbering xmlns:w='w'>
  <w:abstractNum w:abstractNumId='0'>
    <w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimalFullWidth'/><w:pStyle w:val='1'/><w:lvlText w:val='第%1章'/></w:lvl>
    <w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='(%2)'/></w:lvl>
  </w:abstractNum>
  <w:abstractNum w:abstractNumId='1'>
    <w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimalEnclosedCircle'/><w:suff w:val='nothing'/><w:lvlText w:val='%1'/></w:lvl>
    <w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='bullet'/><w:lvlText w:val='・'/></w:lvl>
  </w:abstractNum>
  <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>
  <w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num>
  <w:num w:numId='3'><w:abstractNumId w:val='1'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride></w:num>
</w:numbering>";

const NOTES: &str = "<w:footnotes xmlns:w='w'>
  <w:footnote w:id='-1'><w:p><w:r><w:separator/></w:r></w:p></w:footnote>
  <w:footnote w:id='4'><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space='preserve'> 単位未満を四捨五入。</w:t></w:r></w:p></w:footnote>
</w:footnotes>";

fn read(body: &str) -> (Document, Vec<Problem>) {
    let document = format!(
        "<w:document xmlns:w='w' xmlns:mc='mc' xmlns:wps='wps'><w:body>{body}</w:body></w:document>"
    );
    let parts = [
        ("word/document.xml", document.as_str()),
        ("word/styles.xml", STYLES),
        ("word/numbering.xml", NUMBERING),
        ("word/footnotes.xml", NOTES),
    ];
    shirabe_readers::read(&package(&parts), "a.docx", Metadata::default())
}

fn show(body: &str) -> String {
    let (document, problems) = read(body);
    assert_eq!(problems, []);
    outline(&document, 80)
}

fn p(style: &str, text: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val='{style}'/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn item(list: u8, level: u8, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='{list}'/></w:numPr></w:pPr>\
         <w:r><w:t>{text}</w:t></w:r></w:p>"
    )
}

#[test]
fn headings_come_from_styles_and_numbers_are_rebuilt() {
    let body = [
        p("t", "整備方針"),
        p("a", "前書きである。"),
        p("1", "総則"),
        p("2", "目的"),
        p("a", "目的を定める。"),
        p("2", "定義"),
        p("1", "運営"),
        p("2", "体制"),
        p("own", "別紙１"),
    ];
    insta::assert_snapshot!(show(&body.concat()), @r"
    s1 整備方針
        paragraph: 前書きである。
      s2 第１章 総則
        s3 (1) 目的
            paragraph: 目的を定める。
        s4 (2) 定義
      s5 第２章 運営
        s6 (1) 体制
      s7 別紙１
    ");
}

#[test]
fn lists_are_counted_and_start_again() {
    let body = [
        p("1", "施策"),
        item(2, 0, "基礎研究"),
        item(2, 1, "論文"),
        item(2, 0, "応用研究"),
        item(3, 0, "別の列"),
    ];
    insta::assert_snapshot!(show(&body.concat()), @r"
    s1 第１章 施策
        list-item: ・①基礎研究
        list-item: ・・論文
        list-item: ・②応用研究
        list-item: ・①別の列
    ");
}

#[test]
fn tables_keep_their_cells_and_a_frame_of_one_cell_is_no_table() {
    let cell = |look: &str, text: &str| {
        format!("<w:tc><w:tcPr>{look}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>")
    };
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let restart = "<w:vMerge w:val='restart'/>";
    let table = [
        "<w:tbl><w:tblPr><w:tblLook w:val='04A0'/></w:tblPr>".to_owned(),
        row(&[cell("", "区分"), cell("", "氏名"), cell("", "所属")]),
        row(&[cell(restart, "構成員"), cell("", "甲"), cell("", "大学")]),
        row(&[cell("<w:vMerge/>", ""), cell("", "乙"), cell("", "企業")]),
        row(&[cell("<w:gridSpan w:val='2'/>", "計"), cell("", "二名")]),
        "</w:tbl>".to_owned(),
    ];
    let frame = format!("<w:tbl>{}</w:tbl>", row(&[cell("", "枠の中の文である。")]));
    insta::assert_snapshot!(show(&(p("1", "名簿") + &table.concat() + &frame)), @r"
    s1 第１章 名簿
        table-header: 区分⇥氏名⇥所属
        table-row: 構成員⇥甲⇥大学
        table-row: 構成員⇥乙⇥企業
        table-row: 計⇥⇥二名
        paragraph: 枠の中の文である。
    ");
}

#[test]
fn kept_changes_notes_boxes_and_ruby_are_read_and_the_rest_is_not() {
    let body = "<w:p><w:r><w:t>予算は</w:t></w:r>\
        <w:ins><w:r><w:t>850億円</w:t></w:r></w:ins><w:del><w:r><w:delText>700億円</w:delText></w:r></w:del>\
        <w:r><w:rPr><w:vanish/></w:rPr><w:t>隠し</w:t></w:r>\
        <w:r><w:t>である</w:t></w:r><w:r><w:footnoteReference w:id='4'/></w:r>\
        <w:r><w:instrText>NOTEREF</w:instrText></w:r><w:r><w:rPr><w:rStyle w:val='m'/></w:rPr><w:t>1</w:t></w:r><w:r><w:t>。面積は3km</w:t></w:r>\
        <w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>2</w:t></w:r></w:p>\
        <w:p><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>\
        <w:p><w:r><w:t>枠の文</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice>\
        <mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>枠の文</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback>\
        </mc:AlternateContent></w:r></w:p>\
        <w:p><w:r><w:ruby><w:rt><w:r><w:t>すいこう</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>推敲</w:t></w:r></w:rubyBase></w:ruby></w:r>\
        <w:r><w:t>する。</w:t></w:r></w:p>";
    let (document, problems) = read(body);
    assert_eq!(problems, []);
    insta::assert_snapshot!(outline(&document, 80), @r"
    s1 予算は850億円である。面積は3km²
        note: 1 単位未満を四捨五入。
        paragraph: 枠の文
        paragraph: 推敲する。
    ");
    let repairs: Vec<String> = document
        .repairs
        .iter()
        .map(|r| format!("{}: {} → {}", r.rule, r.before, r.after))
        .collect();
    assert_eq!(
        repairs,
        [
            "note-marks: 算は850億円である1。面積は3km² → 算は850億円である。面積は3km²",
            "ruby: 推敲すいこうする。 → 推敲する。"
        ]
    );
}

#[test]
fn a_table_of_contents_makes_no_headings_and_a_heading_breaks_for_looks_only() {
    let broken = "<w:p><w:pPr><w:pStyle w:val='own'/></w:pPr><w:r><w:t>政府情報システムにおける</w:t>\
                  <w:br/><w:t>整備方針</w:t></w:r></w:p>";
    insta::assert_snapshot!(show(&(p("toc1", "第１章 総則") + broken + &p("a", "本文"))), @r"
    s1 政府情報システムにおける整備方針
      s2 第１章 総則
          paragraph: 本文
    ");
}

#[test]
fn headers_and_properties_are_read_from_their_parts() {
    let document = "<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>総務省自治税務局</w:t></w:r></w:p>\
                    <w:p><w:r><w:t>令和８年２月６日</w:t></w:r></w:p></w:body></w:document>";
    let header = "<w:hdr xmlns:w='w'><w:p><w:r><w:t>取扱注意</w:t></w:r></w:p></w:hdr>";
    let core = "<cp:coreProperties xmlns:cp='cp' xmlns:dc='dc'><dc:title>事務連絡</dc:title></cp:coreProperties>";
    let package = package(&[
        (
            "_rels/.rels",
            &relationships(&[
                ("r1", "officeDocument", "text/main.xml"),
                ("r2", "metadata/core-properties", "docProps/core.xml"),
            ]),
        ),
        ("word/document.ref", ""),
        ("text/main.xml", document),
        ("text/_rels/main.xml.rels", &relationships(&[("r1", "header", "header1.xml")])),
        ("text/header1.xml", header),
        ("docProps/core.xml", core),
    ]);
    let (document, problems) = shirabe_readers::read(&package, "a.docx", Metadata::default());
    assert_eq!(problems, []);
    assert_eq!(
        document.repairs.iter().map(|r| r.before.as_str()).collect::<Vec<_>>(),
        ["取扱注意"]
    );
    let found: Vec<String> = document.source.found.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(found.join("\n"), @r"
    文書名 a（ファイル名、推測）
    発行機関 総務省（表紙、たぶん）
    部署 自治税務局（表紙、たぶん）
    発行日 2026-02-06（表紙、たぶん）
    ");
    assert_eq!(document.metadata.issued, "2026-02-06".parse().ok());
}

#[test]
fn text_that_a_style_hides_is_not_read() {
    let run = |look: &str, text: &str| format!("<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r>");
    let body = [
        format!(
            "<w:p>{}{}{}</w:p>",
            run("", "見える文。"),
            run("<w:rStyle w:val='hid'/>", "隠した文。"),
            run("<w:rStyle w:val='hid'/><w:vanish w:val='0'/>", "また見える文。")
        ),
        p("phid", "隠した段落。"),
    ];
    let (document, _) = read(&body.concat());
    let text: String = document.sections.iter().map(shirabe_document::Section::text).collect();
    assert!(text.contains("見える文。また見える文。") && !text.contains("隠した"), "{text}");
}

#[test]
fn an_equation_field_keeps_the_word_under_its_reading() {
    let field = |kind: &str| format!("<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>");
    let code =
        "<w:r><w:instrText> EQ \\* jc2 \\o\\ad(\\s\\up 9(けんきゅう),研究) </w:instrText></w:r>";
    let body = format!(
        "<w:p><w:r><w:t>地域の</w:t></w:r>{}{code}{}<w:r><w:t>を支える。</w:t></w:r></w:p>",
        field("begin"),
        field("end")
    );
    assert!(show(&body).contains("地域の研究を支える。"), "{}", show(&body));
}
