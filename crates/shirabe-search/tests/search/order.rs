//! What comes first of sections that have the same words.

use shirabe_search::{SearchRequest, Weights};
use shirabe_testkit::{Library, document};

/// The heading of the best section of `text`.
fn first(text: &str, query: &str, weights: Weights) -> String {
    let library = Library::weighted(&[document("d", text)], weights);
    let request = SearchRequest { query: query.to_owned(), ..SearchRequest::default() };
    library.ask(&request).items.swap_remove(0).heading
}

#[test]
fn a_title_alone_comes_after_what_stands_below_it() {
    let text = "# 創薬人材育成方針\n\n令和6年12月\n\n## 目的\n\n創薬人材を育成する方針を定める。\n";
    let query = "創薬 人材 育成 方針";
    assert_eq!(first(text, query, Weights::default()), "目的");
    let unweighted = Weights { bare: 0.0, ..Weights::default() };
    assert_eq!(first(text, query, unweighted), "創薬人材育成方針");
}

#[test]
fn a_slide_of_short_items_is_content() {
    let text = "# 役割\n\n- 大規模災害\n- 食中毒\n- 環境汚染\n- 感染症\n\n# ほか\n\n\
                保健の計画を定める。大規模な災害については、関係者が集まり、別に協議をする。\n";
    let query = "大規模災害 食中毒の役割";
    let weights = Weights { bare: 1.0, ..Weights::default() };
    assert_eq!(first(text, query, weights), "役割");
}

#[test]
fn a_pasted_paragraph_is_found_where_it_was_copied_from_and_not_where_less_is_said_in_fewer_words()
{
    let copied = "再犯の防止等に関する施策の重要性について、国民の理解を深め、その協力を得られるよう必要な施策を講ずるものとする。";
    let others = "地方公共団体は、その地域の実情に応じた計画を定め、関係する機関と協力して、支援を行うよう努める。";
    let shorter = "再犯の防止等に関する施策の重要性について、国民の理解を深め、その協力を得られるよう施策を講ずる。";
    let text = format!("# 長い節\n\n{}{copied}\n\n# 短い節\n\n{shorter}\n", others.repeat(20));
    let pasted = copied.replace("必要な", "別途");
    assert_eq!(first(&text, &pasted, Weights::default()), "長い節");
    let unweighted = Weights { copied: 0.0, ..Weights::default() };
    assert_eq!(first(&text, &pasted, unweighted), "短い節");
}

#[test]
fn a_number_says_more_than_a_word_as_rare() {
    let text = "# 甲\n\n令和の予算について定める。基準を示す。\n\n# 乙\n\n13の予算について定める。方法を示す。\n\n\
                # 丙\n\n基準を示す。方法は別に定める。\n\n# 丁\n\n予算。\n";
    assert_eq!(first(text, "令和 13 示す", Weights::default()), "乙");
    let unweighted = Weights { numbers: 0.0, ..Weights::default() };
    assert_eq!(first(text, "令和 13 示す", unweighted), "甲");
}
