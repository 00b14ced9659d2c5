//! Snippets: which part of a section is shown.

use shirabe_search::{SearchRequest, Snippet};

use shirabe_testkit::{Library, marked};

/// The parts that are shown of the first result, with their marks.
fn shown(text: &str, query: &str) -> Vec<String> {
    let library = Library::of_texts(&[("a", text)]);
    let request = SearchRequest { query: query.to_owned(), ..SearchRequest::default() };
    let item = library.ask(&request).items.into_iter().next().unwrap();
    let dots = |is_inside: bool| if is_inside { "…" } else { "" };
    let line = |part: &Snippet| {
        let text = marked(&part.text, &part.marks);
        format!("{}{text}{}", dots(part.starts_inside), dots(part.ends_inside))
    };
    item.snippets.iter().map(line).collect()
}

#[test]
fn whole_sentences_are_shown_with_all_words_that_fit() {
    let text = "# 一\n\n前の文です。人材を育てる。中の文です。予算を付ける。後の文です。";
    let found = shown(text, "人材 予算");
    assert_eq!(found, ["前の文です。［人材］を育てる。中の文です。［予算］を付ける。後の文です。"]);
}

#[test]
fn at_most_three_parts_are_shown_and_each_says_something_new() {
    let text = "# 一\n\n甲乙だ。\n\n丙丁だ。\n\n甲乙だ。\n\n戊己だ。\n\n庚辛だ。";
    let found = shown(text, "甲乙 丙丁 戊己 庚辛");
    assert_eq!(found, ["［甲乙］だ。", "［丙丁］だ。", "［戊己］だ。"]);
}

#[test]
fn where_only_the_heading_answers_the_text_below_it_is_shown_too() {
    let found = shown("# 再生医療等\n\n研究を進める。体制を整える。", "再生医療");
    assert_eq!(found, ["［再生医療］等", "研究を進める。体制を整える。"]);
    let found = shown("# 再生医療の拠点\n\n概要。\n\n新たな拠点を置く。", "再生医療 拠点");
    assert_eq!(found, ["［再生医療］の［拠点］", "新たな［拠点］を置く。"]);
}

#[test]
fn a_sentence_that_is_a_little_too_long_is_shown_whole() {
    let sentence = format!("{}医薬品を作る。", "研究を進め、".repeat(20));
    let found = shown(&format!("# 一\n\n初めの文。{sentence}"), "医薬品");
    assert_eq!(found, [format!("…{}", sentence.replace("医薬品", "［医薬品］"))]);
}

#[test]
fn a_long_sentence_is_cut_between_clauses() {
    let clauses = "研究機器を共用し、".repeat(30);
    let found = shown(&format!("# 一\n\n{clauses}医薬品を作り、{clauses}終える。"), "医薬品");
    let [part] = &found[..] else { panic!("{found:?}") };
    assert!(part.starts_with("…研究機器を共用し、"), "{part}");
    assert!(part.contains("、［医薬品］を作り、"), "{part}");
    assert!(part.ends_with("研究機器を共用し、…"), "{part}");
    // From its beginning, where the word stands near it, and to its end.
    let found = shown(&format!("# 一\n\n本年は医薬品を作り、{clauses}終える。"), "医薬品");
    assert!(found[0].starts_with("本年は［医薬品］を作り、研究"), "{found:?}");
    let found = shown(&format!("# 一\n\n{clauses}医薬品を作る。"), "医薬品");
    assert!(
        found[0].starts_with("…研究機器") && found[0].ends_with("［医薬品］を作る。"),
        "{found:?}"
    );
    assert!(found[0].chars().count() > 100, "{found:?}");
}

#[test]
fn no_mark_is_cut() {
    let phrase = "国際的に魅力のある研究環境";
    let far = "研".repeat(70);
    for lead in 100..130 {
        let text = format!("# 一\n\n{}医薬品{}{phrase}{far}。", far, "究".repeat(lead - 70));
        for part in shown(&text, &format!("医薬品 \"{phrase}\"")) {
            let n_marked = part.matches('［').count();
            let n_whole =
                part.matches("［医薬品］").count() + part.matches(&format!("［{phrase}］")).count();
            assert_eq!(n_marked, n_whole, "{part}");
        }
    }
}

#[test]
fn a_phrase_is_one_mark_and_a_variant_is_marked_where_it_stands() {
    let found = shown("# 一\n\n本年は国際的な取り組みを進める。", "国際的な取組");
    assert_eq!(found, ["本年は［国際的な取り組み］を進める。"]);
    // Also where it runs on into the next paragraph and is listed as such.
    let text = "# 一\n\n本年は国際的な\n\n- 取り組みを進める。";
    let across =
        SearchRequest {
            query: "国際的な取組".into(), across: true, ..SearchRequest::default()
        };
    let found = Library::of_texts(&[("d", text)]).show(&across);
    assert_eq!(found, "d exact: 本年は［国際的な⏎取り組み］");
}

#[test]
fn a_row_of_a_table_and_an_item_of_a_list_are_shown_as_a_whole() {
    let text = "# 一\n\n| 会議 | 日付 |\n|---|---|\n| 創薬会議 | 4月1日 |\n| 予算会議 | 5月1日 |\n\n\
        - 人材を育てる\n- 研究を進める\n";
    assert_eq!(shown(text, "創薬会議"), ["［創薬会議］\t4月1日"]);
    assert_eq!(shown(text, "人材"), ["［人材］を育てる"]);
}
