//! Nothing is lost: source + what rules put in − what rules took out = text.

use proptest::prelude::*;
use shirabe_document::{Document, Metadata};

use crate::{Ink, pour};

/// The characters that neither the text nor the repairs account for.
fn unaccounted(source: &str, document: &Document) -> Ink {
    let mut ink = Ink::new();
    pour(&mut ink, source.trim_start_matches('\u{FEFF}'), 1);
    for repair in &document.repairs {
        pour(&mut ink, &repair.before, -1);
        pour(&mut ink, &repair.after, 1);
    }
    for block in document.sections.iter().flat_map(|section| &section.blocks) {
        if block.lines.is_some() {
            pour(&mut ink, &block.text, -1);
        }
    }
    ink.retain(|_, n| *n != 0);
    ink
}

fn check(source: &str, name: &str) {
    let metadata = Metadata { title: "文書の題名".to_owned(), ..Metadata::default() };
    let (document, _) = shirabe_readers::read(source.as_bytes(), name, metadata);
    assert_eq!(
        unaccounted(source, &document),
        Ink::new(),
        "{name}: {source:?}\n{:#?}",
        document.repairs
    );
}

#[test]
fn the_shipped_texts_balance() {
    check(crate::corpus::AMED, "amed.txt");
    check(crate::corpus::MEXT, "mext.md");
    // Each as the other format: wrong, but nothing may be lost.
    check(crate::corpus::AMED, "amed.md");
    check(crate::corpus::MEXT, "mext.txt");
}

#[test]
fn markdown_that_hides_text_balances() {
    for source in [
        "[参照]: https://example.jp/ \"題名\"\n\n本文[参照]。",
        "![図1](a.png \"題\")\n\n[リンク](https://example.jp/?a=1&amp;b=2)",
        "<!-- 注\n釈 -->\n\n本文<!-- 中 -->続き",
        "<table>\n<tr><td>甲</td><td>乙</td></tr>\n</table>",
        "| 名 | 値 |\n|---|--:|\n| 甲 | 1\\|2 |\n| 乙 |\n",
        "```rust\nlet a = **b;\n\n  c\n```\n\n\tコード\n\n~~~\n閉じない",
        "本文[^1]。\n\n[^1]: 注の本文\n    続き\n\n[^2]: 使われない注",
        "題名\n===\n\n段落。\n---\n",
        "---\ntitle: 題名\n---\n\n本文",
        "1. 甲\n1. 乙\n\n3) 丙\n   - 丁\n\n     戊\n-\n- \n2.\n",
        "> 引用\n> > 深い\n続き\n\n- > - 1. # 見出し",
        "10<sup>3</sup>倍、CO<sub>2</sub>、a<br>b、`code`、\\*、&amp;、&#12354;、&nbsp;、<https://example.jp/>",
        "**太字**の『**途中**』で**切れる\n* * *\n***\n- - -\n",
        "- [ ] 未\n- [x] 済\n",
        "甲\t乙\n\t丙\t丁\n戊\t己\t庚\n",
        "\u{0}\u{7}本\u{200B}文\u{F06C}⻑ﬁ\u{AD}",
    ] {
        check(source, "a.md");
        check(source, "a.txt");
    }
}

/// Pieces of documents, one a line, so that chance often hits what the rules look for. ␤, ␌, ␠ and ␉
/// stand for line feed, form feed, space and tab.
const PIECES: &str = "␤
␤
␤␤
␤␠␤
␌
␠␠␤
　
␠
␉
#
##␠
-␠
・
✓
1.␠
（１）
①
第1章␠
ア　
一　
**
*
_
`
```␤
<sub>
</sub>
<sup>2</sup>
<br>
<td>
&amp;
&lt;
|
|---|
\\
[^1]
[
](x)
![
>␠
※
出典：
図1␠
、
。
（
）
「
」
：
～
１２
-␠3␠-
Copyright␠2026␠All␠Rights␠Reserved.␠4
研究開発の推進を図る
医療
背背景景
平␠成␠27␠年␠度
⻑期
ﬁ
\u{F0B7}
\u{200B}
develop-
ment
https://a.jp/
（続き）
===␤
---␤
<!--
-->
<script>
文書の題名";

fn piece() -> impl Strategy<Value = String> {
    let spell = |piece: &str| {
        let spelled = piece.replace('␤', "\n").replace('␌', "\u{C}");
        spelled.replace('␠', " ").replace('␉', "\t")
    };
    let pieces: Vec<String> = PIECES.lines().map(spell).collect();
    prop_oneof![
        8 => prop::sample::select(pieces),
        1 => any::<char>().prop_map(String::from),
        1 => "[ぁ-んァ-ヶ一-龠a-z0-9]{1,12}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_markdown_balances(pieces in prop::collection::vec(piece(), 0..60)) {
        check(&pieces.concat(), "a.md");
    }

    #[test]
    fn any_plain_text_balances(pieces in prop::collection::vec(piece(), 0..60)) {
        check(&pieces.concat(), "a.txt");
    }
}
