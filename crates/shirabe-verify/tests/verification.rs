//! Drafts in, what was found of their quotations out.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use std::time::Duration;

use shirabe_search::{Deadline, SearchError};
use shirabe_verify::{
    Border, ChangeKind, DiffSide, Difference, Passage, QuotationStatus, SkipReason,
    VerifiedQuotation, verify,
};

use shirabe_testkit::Library;

fn library() -> Library {
    Library::of_texts(&[
        (
            "plan",
            "# 第1章 現状\n\n医学研究者の研究時間が減少している。研究に専念できる環境の整備が急務である。\n\n\
             研究者が自らの発想に基づいて行う研究を支える。そのための基金を設け、令和7年度から配分を始める。\n\n\
             # 第2章 人材育成\n\n若手研究者の海外派遣を進める取組を強化する。\n\n国民への説明を尽くす。\n",
        ),
        (
            "report",
            "# 概要\n\n国民への説明を尽くす。導出数は１３０件であった。創薬の基盤は限られた地域に偏っている。\n",
        ),
    ])
}

/// A quotation a line: status, difference, places, and the differences in the text.
fn outline(draft: &str) -> String {
    let library = library();
    let found = verify(&library.snapshot(), draft).unwrap();
    let mut lines: Vec<String> = found.quotations.iter().map(line).collect();
    lines.extend(
        found.skipped.iter().map(|skipped| format!("{:?} {}", skipped.reason, skipped.text)),
    );
    lines.join("\n")
}

fn line(quotation: &VerifiedQuotation) -> String {
    let mut line = quotation.status.code().to_string();
    let passages = quotation.matches.iter().chain(&quotation.nearest);
    for passage in passages {
        line = format!("{line} {}", passage_line(passage));
    }
    line
}

fn passage_line(passage: &Passage) -> String {
    let places: Vec<String> = passage
        .places
        .iter()
        .map(|place| format!("{}/{}", place.section, place.paragraph))
        .collect();
    let mut line = format!("{} {}", passage.document.metadata.title, places.join("+"));
    if passage.difference != Difference::None {
        let diff = passage.diff.iter().map(|piece| match piece.side {
            DiffSide::Both => piece.text.clone(),
            DiffSide::Quotation => format!("[-{}-]", piece.text),
            DiffSide::Document => format!("{{+{}+}}", piece.text),
        });
        line = format!("{line} {:?} {}", passage.difference, diff.collect::<String>());
    }
    for reference in &passage.references {
        line = format!("{line} ({}: {:?})", reference.cited, reference.agrees);
    }
    line
}

#[test]
fn five_quotations_get_five_answers() {
    let draft = "「研究に専念できる環境の整備が急務である」といい、「国民への説明を尽くす」という。\
        また「若手研究者の国内派遣を進める」とし、「宇宙太陽光発電を来年度までに実用化する」とある。\n\n\
        > 研究者が自らの発想に基づいて行う研究（中略）基金を設け、令和7年度から配分を始める。";
    insta::assert_snapshot!(outline(draft), @r"
    200 plan s1/p2
    300 plan s2/p6 report s1/p2
    206 plan s2/p5 Wording 若手研究者の[-国内-]{+海外+}派遣を進める
    404
    200 plan s1/p3+s1/p3
    ");
}

#[test]
fn line_ends_and_marks_of_markdown_do_not_count() {
    insta::assert_snapshot!(outline("> 研究に**専念**できる\n> 環境の整備が急務である。"), @"200 plan s1/p2");
}

#[test]
fn another_notation_is_exact_and_shown() {
    insta::assert_snapshot!(outline("「導出数は130件であった」"), @"200 report s1/p2 Notation 導出数は[-130-]{+１３０+}件であった");
}

#[test]
fn another_spelling_is_no_exact_quotation() {
    insta::assert_snapshot!(outline("「海外派遣を進める取り組みを強化する」"), @"206 plan s2/p5 Spelling 海外派遣を進める取[-り-]組[-み-]を強化する");
    insta::assert_snapshot!(outline("「2025年度から配分を始める」"), @"206 plan s1/p3 Spelling [-2025-]{+令和7+}年度から配分を始める");
}

#[test]
fn parts_of_a_quotation_must_stand_in_order() {
    insta::assert_snapshot!(outline("「研究時間が減少している……環境の整備が急務である」"), @"200 plan s1/p2+s1/p2");
    insta::assert_snapshot!(outline("「環境の整備が急務である……研究時間が減少している」"), @"404 plan s1/p2");
    insta::assert_snapshot!(outline("「医学研究者の研究時間…海外派遣を進める取組」"), @"200 plan s1/p2+s2/p5");
}

#[test]
fn a_part_with_a_difference_is_shown() {
    insta::assert_snapshot!(outline("「医学研究者の研究時間が減少している（中略）環境の改善が急務である」"), @"206 plan s1/p2+s1/p2 Wording 医学研究者の研究時間が減少している（中略）環境の[-改善-]{+整備+}が急務である");
}

#[test]
fn the_place_that_the_draft_gives_is_checked() {
    insta::assert_snapshot!(outline("「国民への説明を尽くす」（報告、概要）"), @"300 report s1/p2 (概要: Some(true)) plan s2/p6");
    insta::assert_snapshot!(outline("「若手研究者の海外派遣を進める」（計画、第1章）"), @"200 plan s2/p5 (第1章: Some(false))");
    insta::assert_snapshot!(outline("「若手研究者の海外派遣を進める」（計画、人材育成、3頁）"), @"200 plan s2/p5 (人材育成: Some(true)) (3頁: None)");
}

#[test]
fn a_term_in_brackets_is_no_quotation() {
    insta::assert_snapshot!(outline("「創薬力」と「基金」"), @r"
    TooShort 創薬力
    TooShort 基金
    ");
}

#[test]
fn the_title_of_a_document_is_a_name_and_no_quotation() {
    let library = library();
    let found = verify(&library.snapshot(), "『report』による。『reportの補遺』はない。").unwrap();
    assert_eq!((found.n_marks(), found.skipped.len()), (2, 1));
    assert_eq!(
        (found.skipped[0].text.as_str(), found.skipped[0].reason),
        ("report", SkipReason::Title)
    );
    assert_eq!(found.quotations[0].status, QuotationStatus::Absent);
}

#[test]
fn a_quotation_cuts_no_number() {
    insta::assert_snapshot!(outline("「30件であった」"), @"206 report s1/p2 Wording [-30-]{+１３０+}件であった");
}

#[test]
fn words_over_a_border_are_different_and_say_which() {
    let library = Library::of_texts(&[(
        "plan",
        "# 国際\n\n連携の推進を図る。\n\n- 創薬の再生\n- 医療の基盤\n\n| 甲 | 乙 |\n|---|---|\n| 予算十分 | 人員不足 |\n\n段落の終わりである。\n\n次の段落である。\n",
    )]);
    for (draft, border) in [
        ("国際連携の推進を図る", Border::Heading),
        ("創薬の再生医療の基盤", Border::Item),
        ("予算十分人員不足", Border::Cell),
        ("段落の終わりである。次の段落である。", Border::Paragraph),
    ] {
        let found = verify(&library.snapshot(), &format!("「{draft}」")).unwrap();
        let quotation = &found.quotations[0];
        assert_eq!(quotation.status, QuotationStatus::Different, "{draft}");
        assert_eq!(quotation.matches[0].crosses, Some(border), "{draft}");
        assert!(!found.is_verified());
    }
}

#[test]
fn what_differs_is_named() {
    let library = library();
    let found =
        verify(&library.snapshot(), "「国民への説明を怠る」「導出数は150件であった」").unwrap();
    let kinds: Vec<Vec<ChangeKind>> = found
        .quotations
        .iter()
        .map(|q| {
            q.matches
                .first()
                .map(|m| m.changes.iter().map(|c| c.kind).collect())
                .unwrap_or_default()
        })
        .collect();
    assert_eq!(kinds, [vec![ChangeKind::Ending], vec![ChangeKind::Number]]);
}

#[test]
fn who_said_it_where_and_when_is_checked() {
    insta::assert_snapshot!(outline("財務省は「若手研究者の海外派遣を進める」（2019年3月）とする。"), @"200 plan s2/p5 (財務省: Some(false)) (2019年3月: Some(false))");
    insta::assert_snapshot!(outline("文部科学省は「若手研究者の海外派遣を進める」（2025年2月）とする。"), @"200 plan s2/p5 (文部科学省: Some(true)) (2025年2月: Some(true))");
    insta::assert_snapshot!(outline("『宇宙基本計画』は「若手研究者の海外派遣を進める」とする。"), @"
    404
    200 plan s2/p5 (宇宙基本計画: Some(false))
    ");
}

#[test]
fn hostile_drafts_are_answered() {
    let library = library();
    let long = "研究に専念できる".repeat(2_000);
    for draft in [
        "",
        "「」",
        "「（中略）」",
        "「………」",
        &format!("「{long}」"),
        "「𠮷野家👩‍🔬の引用」",
        "\u{0}「\u{0}\u{1}\u{2}\u{3}」",
        "「a+b(c[d\\e」",
    ] {
        verify(&library.snapshot(), draft).unwrap();
    }
    let list = format!("「{}」", "研究…整備…".repeat(500));
    let found = verify(&library.snapshot(), &list).unwrap();
    assert_eq!(found.skipped[0].reason, SkipReason::TooManyOmissions);
    let many = "「研究の環境を整備する」".repeat(2_000);
    let found = verify(&library.snapshot(), &many).unwrap();
    assert_eq!(found.quotations.len(), 1_000);
    assert_eq!(found.skipped.len(), 1_000);
}

#[test]
fn a_verification_sees_the_deadline_and_the_cancellation() {
    let library = library();
    let snapshot = library.snapshot();
    let passed = Deadline::after(Duration::ZERO);
    let cancelled = Deadline::after(Duration::from_hours(1));
    cancelled.cancel();
    for deadline in [passed, cancelled] {
        let ended = deadline.enter(|| verify(&snapshot, "「国民への説明を尽くす」").map(|_| ()));
        assert!(matches!(ended, Err(SearchError::DeadlinePassed)), "{ended:?}");
    }
}
