//! One small web page for each feature of the reader.

use shirabe_document::{Document, Metadata};

use crate::outline;

fn read(page: &str) -> Document {
    let (document, problems) =
        shirabe_readers::read(page.as_bytes(), "a.html", Metadata::default());
    assert_eq!(problems, []);
    document
}

fn show(body: &str) -> String {
    outline(&read(&format!("<!DOCTYPE html><title>題</title><body>{body}")), 80)
}

#[test]
fn the_main_part_is_read_and_the_rest_is_recorded() {
    let page = "<!DOCTYPE html><html lang=ja><head><title>研究力の強化：文部科学省</title>\
        <meta property='og:site_name' content='文部科学省'><meta name='dc.date' content='2025-02-21'>\
        <link rel=canonical href='https://www.example.jp/a.html'>\
        <style>p{}</style></head><body><header>省庁名</header><nav><a href=/>ホーム</a></nav>\
        <main><h1>研究力の強化</h1><ol class='topicpath'><li>ホーム</ol><p>研究力を\n強化する。<script>alert(1)</script></p>\
        <h2>背景</h2><p>English text\nfollows.</p></main><footer>連絡先</footer></body></html>";
    let document = read(page);
    insta::assert_snapshot!(outline(&document, 80), @r"
    s1 研究力の強化
        paragraph: 研究力を強化する。
      s2 背景
          paragraph: English text follows.
    ");
    let removed: Vec<&str> = document.repairs.iter().map(|r| r.before.as_str()).collect();
    assert_eq!(removed, ["省庁名", "ホーム", "ホーム", "連絡先"]);
    let found: Vec<String> = document.source.found.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(found.join("\n"), @r"
    文書名 研究力の強化（表題、たぶん）
    文書名 研究力の強化：文部科学省（ファイルの属性、推測）
    文書名 a（ファイル名、推測）
    発行機関 文部科学省（ファイルの属性、たぶん）
    発行日 2025-02-21（ファイルの属性、たぶん）
    言語 ja（ファイルの属性、たぶん）
    公開元 https://www.example.jp/a.html（ファイルの属性、たぶん）
    ");
}

#[test]
fn lists_tables_ruby_and_raised_numbers_are_read() {
    insta::assert_snapshot!(show(
        "<h1>一</h1><ul><li>甲<ul><li>乙</ul><li>丙</ul><ol start=3><li>丁<li><p>戊</ol>\
         <dl><dt>語<dd>説明</dl>\
         <table><caption>表1 推移</caption><tr><th>区分<th>年<th>件数<tr><td rowspan=2>治験<td>令和6年<td>10<tr><td>令和7年<td>20</table>\
         <table><tr><td><h2>二</h2><p>割付けの表</table>\
         <p><ruby>推敲<rp>（</rp><rt>すいこう</rt><rp>）</rp></ruby>は10<sup>3</sup>回<br>まで<p hidden>隠し</p><pre>一\n  二</pre>"
    ), @r"
    s1 一
        list-item: ・甲
        list-item: ・・乙
        list-item: ・丙
        list-item: ・3. 丁
        list-item: ・4. 戊
        paragraph: 語
        list-item: ・説明
        caption: 表1 推移
        table-header: 区分⇥年⇥件数
        table-row: 治験⇥令和6年⇥10
        table-row: 治験⇥令和7年⇥20
      s2 二
          paragraph: 割付けの表
          paragraph: 推敲は10³回⏎まで
          paragraph: 一⏎二
    ");
}

#[test]
fn a_page_without_a_frame_is_read_whole() {
    insta::assert_snapshot!(show("前書き<div>本文<p>段落</div>後書き"), @r"
    s1 前書き
        paragraph: 本文
        paragraph: 段落
        paragraph: 後書き
    ");
}
