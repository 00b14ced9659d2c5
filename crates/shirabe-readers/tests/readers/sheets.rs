//! Workbooks: what the spreadsheet shows is what is read.

use shirabe_document::{Document, Metadata, Problem};

use crate::outline;
use crate::package::{package, relationships};

const STYLES: &str = "<styleSheet>
  <numFmts>
    <numFmt numFmtId='176' formatCode='[$-411]ggge&quot;年&quot;m&quot;月&quot;d&quot;日&quot;'/>
    <numFmt numFmtId='177' formatCode='#,##0,&quot;千円&quot;'/>
  </numFmts>
  <fonts><font/></fonts><fills><fill/></fills><borders><border/></borders>
  <cellXfs>
    <xf numFmtId='0' fontId='0' fillId='0' borderId='0'></xf>
    <xf numFmtId='176' fontId='0' fillId='0' borderId='0'></xf>
    <xf numFmtId='177' fontId='0' fillId='0' borderId='0'></xf>
    <xf numFmtId='9' fontId='0' fillId='0' borderId='0'></xf>
    <xf numFmtId='57' fontId='0' fillId='0' borderId='0'></xf>
  </cellXfs>
</styleSheet>";

const STRINGS: &str = "<sst>
  <si><t>区分</t></si><si><t>予算額</t></si><si><t>割合</t></si><si><t>期日</t></si>
  <si><t>研究</t><rPh sb='0' eb='2'><t>ケンキュウ</t></rPh></si>
  <si><r><t>設備の</t></r><r><t>共用</t></r></si>
</sst>";

const BOOK: &str =
    "<workbook xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'>
  <sheets>
    <sheet name='様式第1号' sheetId='1' r:id='r1'/>
    <sheet name='作業用' sheetId='2' state='hidden' r:id='r2'/>
  </sheets>
</workbook>";

const HIDDEN: &str = "<worksheet><sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>見せない値</t></is></c></row></sheetData></worksheet>";

/// A workbook whose first sheet has these rows, with what stands before and after them.
fn book(head: &str, rows: &str, tail: &str) -> Vec<u8> {
    let sheet = format!("<worksheet>{head}<sheetData>{rows}</sheetData>{tail}</worksheet>");
    let sheets = relationships(&[
        ("r1", "worksheet", "worksheets/sheet1.xml"),
        ("r2", "worksheet", "worksheets/sheet2.xml"),
        ("r3", "sharedStrings", "sharedStrings.xml"),
        ("r4", "styles", "styles.xml"),
    ]);
    let beside = relationships(&[
        ("r1", "comments", "../comments1.xml"),
        ("r2", "drawing", "../drawings/drawing1.xml"),
    ]);
    let root = relationships(&[("r1", "officeDocument", "xl/workbook.xml")]);
    package(&[
        ("_rels/.rels", &root),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", &sheets),
        ("xl/worksheets/sheet1.xml", &sheet),
        ("xl/worksheets/_rels/sheet1.xml.rels", &beside),
        ("xl/worksheets/sheet2.xml", HIDDEN),
        ("xl/sharedStrings.xml", STRINGS),
        ("xl/styles.xml", STYLES),
        (
            "xl/comments1.xml",
            "<comments><commentList><comment ref='B2'><text><r><t>単位未満を四捨五入</t></r></text></comment></commentList></comments>",
        ),
        (
            "xl/drawings/drawing1.xml",
            "<xdr:wsDr xmlns:xdr='x' xmlns:a='a'><xdr:twoCellAnchor><xdr:from><xdr:col>0</xdr:col><xdr:row>9</xdr:row></xdr:from>\
             <xdr:sp><xdr:txBody><a:p><a:r><a:t>提出先は企画課とする。</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:twoCellAnchor></xdr:wsDr>",
        ),
    ])
}

fn read(bytes: &[u8]) -> (Document, Vec<Problem>) {
    let metadata = Metadata { title: "計画".to_owned(), ..Metadata::default() };
    shirabe_readers::read(bytes, "a.xlsx", metadata)
}

fn messages(problems: &[Problem]) -> String {
    problems.iter().map(|problem| problem.message.as_str()).collect::<Vec<_>>().join("\n")
}

#[test]
fn numbers_and_dates_are_read_as_shown_and_readings_are_not() {
    let rows = "<row r='1'><c r='A1' t='s'><v>0</v></c><c r='B1' t='s'><v>1</v></c><c r='C1' t='s'><v>2</v></c><c r='D1' t='s'><v>3</v></c></row>\
        <row r='2'><c r='A2' t='s'><v>4</v></c><c r='B2' s='2'><v>1234567</v></c><c r='C2' s='3'><v>0.25</v></c><c r='D2' s='1'><v>46045</v></c></row>\
        <row r='3'><c r='A3' t='s'><v>5</v></c><c r='B3' s='2'><v>2000000</v></c><c r='C3' s='3'><v>0.75</v></c><c r='D3' s='4'><v>46045</v></c></row>";
    let (document, problems) = read(&book("", rows, ""));
    insta::assert_snapshot!(outline(&document, 80), @r"
      s1 様式第1号
          table-header: 区分⇥予算額⇥割合⇥期日
          table-row: 研究⇥1,235千円⇥25%⇥令和8年1月23日
          table-row: 設備の共用⇥2,000千円⇥75%⇥R8.1.23
          paragraph: 提出先は企画課とする。
          note: 単位未満を四捨五入
    ");
    assert_eq!(messages(&problems), "非表示のシート1枚（「作業用」）を除いて読み込んだ");
    let places: Vec<String> = document.sections[0]
        .blocks
        .iter()
        .map(|block| block.cell_range().unwrap_or_default())
        .collect();
    assert_eq!(places.join(" "), " A1:D1 A2:D2 A3:D3 A10 B2");
}

#[test]
fn merged_cells_are_one_and_squared_paper_is_joined() {
    let head =
        "<sheetFormatPr defaultRowHeight='18'/><cols><col min='1' max='20' width='2.5'/></cols>";
    let cell = |address: &str, text: &str| {
        format!("<c r='{address}' t='inlineStr'><is><t>{text}</t></is></c>")
    };
    let row = |number: u32, cells: &[(&str, &str)]| {
        let cells: String =
            cells.iter().map(|(column, text)| cell(&format!("{column}{number}"), text)).collect();
        format!("<row r='{number}'>{cells}</row>")
    };
    let rows = [
        row(
            1,
            &[
                ("A", "研"),
                ("B", "究"),
                ("C", "設"),
                ("D", "備"),
                ("H", "申"),
                ("I", "請"),
                ("J", "書"),
            ],
        ),
        row(3, &[("A", "名称"), ("F", "みらい計測研究所")]),
        row(4, &[("A", "所在地"), ("F", "東京都")]),
    ];
    let tail = "<mergeCells><mergeCell ref='A3:E3'/><mergeCell ref='F3:T3'/></mergeCells>";
    let (document, _) = read(&book(head, &rows.concat(), tail));
    insta::assert_snapshot!(outline(&document, 80), @r"
      s1 様式第1号
          paragraph: 研究設備
          paragraph: 申請書
          table-row: 名称⇥みらい計測研究所
          table-row: 所在地⇥東京都
          paragraph: 提出先は企画課とする。
          note: 単位未満を四捨五入
    ");
}

#[test]
fn rows_and_columns_that_are_not_shown_are_counted() {
    let head = "<cols><col min='2' max='2' width='9' hidden='1'/></cols>";
    let rows = "<row r='1'><c r='A1'><v>1</v></c><c r='B1'><v>22</v></c></row>\
        <row r='2' hidden='1'><c r='A2'><v>333</v></c></row><row r='3'><c r='A3'><v>4444</v></c></row>";
    let (document, problems) = read(&book(head, rows, ""));
    let text: String = document.sections.iter().map(shirabe_document::Section::text).collect();
    assert!(
        text.contains('1')
            && text.contains("4444")
            && !text.contains("22")
            && !text.contains("333")
    );
    assert!(
        messages(&problems).contains("シート「様式第1号」の非表示の1行と1列を除いて読み込んだ")
    );
}

#[test]
fn a_workbook_beyond_a_limit_is_read_as_far_as_that() {
    let row =
        |n: u32| format!("<row r='{n}'><c r='A{n}'><v>{n}</v></c><c r='B{n}'><v>7</v></c></row>");
    let rows: String = (1..=50).map(row).collect();
    let limits = shirabe_readers::Limits { max_cells: 20, ..shirabe_readers::Limits::default() };
    let bytes = book("", &rows, "");
    let (document, problems) =
        shirabe_readers::read_within(&bytes, "a.xlsx", Metadata::default(), &limits);
    assert!(messages(&problems).contains("セルの数が上限（20個）を超える"), "{problems:?}");
    assert!(document.sections[0].text().contains("10\t7"));
    let limits =
        shirabe_readers::Limits { max_zip_bytes: 100, ..shirabe_readers::Limits::default() };
    let (document, problems) =
        shirabe_readers::read_within(&bytes, "a.xlsx", Metadata::default(), &limits);
    assert!(document.sections.is_empty() && messages(&problems).contains("展開した大きさが上限"));
}

#[test]
fn an_open_document_is_read_by_what_it_shows() {
    let content = "<office:document-content xmlns:office='o' xmlns:table='t' xmlns:text='x' xmlns:style='s'>
      <office:automatic-styles><style:style style:name='ta2'><style:table-properties table:display='false'/></style:style></office:automatic-styles>
      <office:body><office:spreadsheet>
        <table:table table:name='一覧'>
          <table:table-row><table:table-cell><text:p>区分</text:p></table:table-cell><table:table-cell><text:p>期日</text:p></table:table-cell></table:table-row>
          <table:table-row><table:table-cell><text:p><text:ruby><text:ruby-base>研究</text:ruby-base><text:ruby-text>けんきゅう</text:ruby-text></text:ruby></text:p></table:table-cell>
            <table:table-cell office:value='46045'><office:annotation xmlns:office='o'><text:p>予定</text:p></office:annotation><text:p>令和8年1月23日</text:p></table:table-cell></table:table-row>
          <table:table-row table:number-rows-repeated='1048573'><table:table-cell table:number-columns-repeated='16384'/></table:table-row>
        </table:table>
        <table:table table:name='控え' table:style-name='ta2'><table:table-row><table:table-cell><text:p>見せない値</text:p></table:table-cell></table:table-row></table:table>
      </office:spreadsheet></office:body></office:document-content>";
    let bytes = package(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content),
    ]);
    let (document, problems) = shirabe_readers::read(&bytes, "a.ods", Metadata::default());
    assert_eq!(messages(&problems), "非表示のシート1枚（「控え」）を除いて読み込んだ");
    insta::assert_snapshot!(outline(&document, 80), @r"
    s1 一覧
        table-header: 区分⇥期日
        table-row: 研究⇥令和8年1月23日
        note: 予定
    ");
}

/// The library counts the letters of a column without asking where a sheet ends, and panics where its sums are
/// checked.
#[test]
fn a_place_that_no_sheet_has_does_not_end_the_reader() {
    let place = "Z".repeat(40);
    let rows = format!("<row r='1'><c r='{place}1' t='inlineStr'><is><t>本文</t></is></c></row>");
    for name in ["a.xlsx", "a.xlsm"] {
        let (document, problems) =
            shirabe_readers::read(&book("", &rows, ""), name, Metadata::default());
        let is_damaged = messages(&problems).contains("ブックとして読めない");
        assert_eq!(document.sections.is_empty(), is_damaged, "{name}: {}", messages(&problems));
    }
}
