//! The text of one generated document, as Markdown: [`markdown`].

use super::notations::{amount, article, count, date, fiscal_year, ordinal, rate};
use super::random::Random;
use super::words::{ACTIONS, ASPECTS, FORMULAS, LATIN, LAWS, ODDITIES, THEMES};

/// The sections of a document, its title apart: as in real ones, a few or many.
const MIN_SECTIONS: u64 = 6;
const MAX_SECTIONS: u64 = 26;

/// A document about a year.
pub(super) fn markdown(random: &mut Random, title: &str, year: u64) -> String {
    let mut out = format!("# {title}\n\n{}\n", paragraph(random, year));
    let n_sections = random.between(MIN_SECTIONS, MAX_SECTIONS);
    let (mut chapter, mut part) = (0, 0);
    for _ in 0..n_sections {
        if part == 0 || random.once_in(4) {
            (chapter, part) = (chapter + 1, 1);
            out.extend([format!("\n## 第{chapter}章 {}\n\n", topic(random))]);
        } else {
            part += 1;
            out.extend([format!("\n### {part}. {}\n\n", topic(random))]);
        }
        for _ in 0..random.between(1, 4) {
            out += &block(random, year);
        }
    }
    out
}

/// A heading.
pub(super) fn topic(random: &mut Random) -> String {
    let (theme, aspect) = (random.one_of(&THEMES), random.one_of(&ASPECTS));
    format!("{theme}の{aspect}")
}

fn block(random: &mut Random, year: u64) -> String {
    match random.below(12) {
        0 | 1 => list(random, year),
        2 => table(random, year),
        3 => format!("※{}\n\n", sentence(random, year)),
        4 => format!("図{}　{}の推移\n\n", random.between(1, 9), topic(random)),
        5 => torn(random),
        _ => paragraph(random, year) + "\n",
    }
}

fn paragraph(random: &mut Random, year: u64) -> String {
    let n = random.between(1, 4);
    let sentences: Vec<String> = (0..n).map(|_| sentence(random, year)).collect();
    let mut text = sentences.concat();
    if random.once_in(5) {
        // A line that ended where the room ended, in the middle of a word or not.
        let chars: Vec<char> = text.chars().collect();
        let at = random.below(chars.len());
        let is_word = |c: &char| !c.is_ascii();
        if at > 8 && chars[at - 1..=at].iter().all(is_word) {
            text = chars[..at].iter().chain(['\n'].iter()).chain(&chars[at..]).collect();
        }
    }
    text + "\n"
}

fn list(random: &mut Random, year: u64) -> String {
    let n = random.between(2, 4);
    let item = |random: &mut Random| match random.below(3) {
        0 => format!("- {}\n", topic(random)),
        1 => format!("- {}について、{}\n", topic(random), sentence(random, year)),
        _ => format!("- {}\n", sentence(random, year)),
    };
    (0..n).map(|_| item(random)).collect::<String>() + "\n"
}

fn table(random: &mut Random, year: u64) -> String {
    let mut out = "| 区分 | 前年度 | 本年度 |\n|---|---|---|\n".to_owned();
    for _ in 0..random.between(2, 5) {
        let theme = random.one_of(&THEMES);
        let n = random.between(1, 3000);
        let (before, now) = if random.once_in(2) {
            (amount(random, n), amount(random, n + 1))
        } else {
            ((n % 90 + 10).to_string(), (n % 80 + 20).to_string())
        };
        out.extend([format!("| {theme} | {before} | {now} |\n")]);
    }
    out + &format!("\n（注）{}の値である。\n\n", fiscal_year(random, year))
}

/// What was one wording and stands in two blocks, and what only seems to be one.
fn torn(random: &mut Random) -> String {
    match random.below(3) {
        0 => "- 一貫した医療研究開\n- 発の推進を図る\n\n".to_owned(),
        1 => "- 創薬\n- 力の向上に資する研究\n- 力を結集する\n\n".to_owned(),
        _ => "- 国際\n- 連携の推進\n- 人材\n- 育成\n\n".to_owned(),
    }
}

fn sentence(random: &mut Random, year: u64) -> String {
    let (theme, aspect, action) =
        (random.one_of(&THEMES), random.one_of(&ASPECTS), random.one_of(&ACTIONS));
    match random.below(14) {
        0 | 1 => random.one_of(&FORMULAS).to_owned(),
        2 => {
            let n = random.between(1, 20_000);
            let (year, now, rate) = (fiscal_year(random, year), amount(random, n), rate(random));
            format!("{year}における{theme}の予算は{now}であり、前年度から{rate}の増加となった。")
        }
        3 => {
            let (n, counter) =
                (random.between(1, 3000), random.one_of(&["件", "人", "回", "か所", "社"]));
            format!("{theme}の{aspect}に係る実績は{}であった。", count(random, n, counter))
        }
        4 => {
            let (law, article) = (random.one_of(&LAWS), article(random));
            format!("{law}{article}の規定に基づき、{theme}の{aspect}を{action}。")
        }
        5 | 6 => {
            let (latin, other) = (random.one_of(&LATIN), random.one_of(&LATIN));
            format!("{latin}を活用した{theme}の{aspect}（{other}を含む。）を{action}。")
        }
        7 => {
            let (month, day) = (random.between(1, 12), random.between(1, 28));
            let n = random.between(1, 6);
            let (date, period) = (date(random, year, month, day), ordinal(random, n, "期"));
            format!("{period}基本計画（{date}閣議決定）を踏まえ、{theme}を{action}。")
        }
        8 => format!("{}を踏まえ、{theme}の{aspect}を{action}。", random.one_of(&ODDITIES)),
        9 => format!("「{theme}の{aspect}」とは、{aspect}を通じて{theme}を{action}ことをいう。"),
        10 => {
            format!("{theme}、{}及び{}の{aspect}。", random.one_of(&THEMES), random.one_of(&THEMES))
        }
        _ => format!(
            "{theme}の{aspect}を{action}とともに、{}を{}。",
            topic(random),
            random.one_of(&ACTIONS)
        ),
    }
}
