//! One small document for each feature of the readers.

use crate::{outline, read};

fn markdown(text: &str) -> String {
    outline(&read(text, "a.md", "題名"), 60)
}

fn plain(text: &str) -> String {
    outline(&read(text, "a.txt", "題名"), 60)
}

#[test]
fn the_title_heads_what_stands_before_the_first_heading() {
    insta::assert_snapshot!(markdown("前書き\n\n# 題 名\n\n続き\n\n# 一\n\n本文"), @r"
    s1 題 名
        paragraph: 前書き
        paragraph: 続き
      s2 一
          paragraph: 本文
    ");
    insta::assert_snapshot!(markdown("前書き\n\n# 一\n\n本文"), @r"
    s1 題名
        paragraph: 前書き
      s2 一
          paragraph: 本文
    ");
    insta::assert_snapshot!(markdown("# 一\n\n本文"), @r"
    s1 一
        paragraph: 本文
    ");
    insta::assert_snapshot!(plain("題名\n\n本文である。"), @r"
    s1 題名
        paragraph: 本文である。
    ");
}

#[test]
fn lists_keep_their_depth_and_numbers_and_lose_their_bullets() {
    insta::assert_snapshot!(markdown("# 一\n\n- ・甲\n  - ✓ 乙の推進を\n    図る\n\n    別の段落\n- ① 丙\n\n1. 丁\n2. 戊\n"), @r"
    s1 一
        list-item: ・甲
        list-item: ・・乙の推進を⏎図る
        paragraph: ・・別の段落
        list-item: ・① 丙
        list-item: ・1. 丁
        list-item: ・2. 戊
    ");
}

#[test]
fn tables_quotations_code_and_pictures_become_blocks() {
    insta::assert_snapshot!(markdown("# 一\n\n| 名 | 値 |\n|---|---|\n| **甲** | 1 |\n\n> 引用\n> 続き\n\n```\nlet a;\n\nb\n```\n\n![組織図](a.png)\n\n<table><tr><td>乙</td><td>2</td></tr><tr><td>丙</td><td>3</td></tr></table>\n"), @r"
    s1 一 ［図なし］
        table-header: 名⇥値
        table-row: 甲⇥1
        paragraph: 引用⏎続き
        paragraph: let a;⏎b
        paragraph: 組織図
        table-row: 乙⇥2
        table-row: 丙⇥3
    ");
}

#[test]
fn a_rule_under_a_paragraph_does_not_make_it_a_heading() {
    insta::assert_snapshot!(markdown("# 一\n\nこの文は見出しではない。\n---\n\n小見出し\n---\n\n本文"), @r"
    s1 一
        paragraph: この文は見出しではない。
      s2 小見出し
          paragraph: 本文
    ");
}

#[test]
fn headings_in_lists_and_quotations_do_not_divide_the_document() {
    insta::assert_snapshot!(markdown("# 一\n\n- # 項目\n\n> ## 引用\n\n本文"), @r"
    s1 一
        list-item: ・項目
        paragraph: 引用
        paragraph: 本文
    ");
}

#[test]
fn a_report_in_plain_text_is_divided_by_its_numbers() {
    let text = "題名\n\n第１　趣旨\n\n　この要綱は、医療研究開発の推進に関し必要な事項を定める。\n\n第２　事業の内容\n\n１　対象\n\n　対象は、次の各号に掲げる者とする。\n（１）大学\n（２）独立行政法人\n（３）企業\n\n２　補助率\n\n　補助率は二分の一以内とする。\n\n　　　附　則\n\n　この要綱は、令和７年４月１日から施行する。\n";
    insta::assert_snapshot!(plain(text), @r"
    s1 題名
      s2 第１　趣旨
          paragraph: この要綱は、医療研究開発の推進に関し必要な事項を定める。
      s3 第２　事業の内容
        s4 １　対象
            paragraph: 対象は、次の各号に掲げる者とする。
            list-item: ・（１）大学
            list-item: ・（２）独立行政法人
            list-item: ・（３）企業
        s5 ２　補助率
            paragraph: 補助率は二分の一以内とする。
      s6 附則
          paragraph: この要綱は、令和７年４月１日から施行する。
    ");
}

#[test]
fn pages_of_a_text_with_form_feeds_are_on_every_block() {
    let text = "白書\n\n第1章 総論\n\n　研究開発の推進を図るため、必要な施策を講ず\n\n- 1 -\n\u{C}白書\n\nるものとする。\n\n- 2 -\n\u{C}白書\n\n第2章 各論\n\n　次のとおりである。\n\n- 3 -\n";
    insta::assert_snapshot!(plain(text), @r"
    s1 題名
        paragraph p.1: 白書
      s2 第1章 総論
          paragraph p.1: 研究開発の推進を図るため、必要な施策を講ずるものとする。
      s3 第2章 各論
          paragraph p.3: 次のとおりである。
    ");
}

#[test]
fn unmarked_markdown_finds_its_headings_like_plain_text() {
    insta::assert_snapshot!(markdown("【背景】\n\n医療研究開発の推進に関し必要な事項を定める。\n\n第1章 総論\n\n本文である。\n"), @r"
    s1 【背景】
        paragraph: 医療研究開発の推進に関し必要な事項を定める。
    s2 第1章 総論
        paragraph: 本文である。
    ");
}
