//! Text in shapes: [`paragraphs`], with the numbers that PowerPoint counts itself.

use super::shape::Paragraph;
use crate::formats::block_builder::Passage;
use crate::formats::office::xml::{self, Node};
use crate::repair::html_tags::raised;

/// The size of characters that say nothing of it, in hundredths of a point (ISO/IEC 29500-1, 21.1.2.3.9).
const USUAL_SIZE: i64 = 1800;

/// The paragraphs of a body of text that are not empty; `has_bullets` if its paragraphs are items of a
/// list unless they say otherwise.
pub(super) fn paragraphs(body: Node<'_>, has_bullets: bool) -> Vec<Paragraph> {
    let mut counts: Vec<(String, i64)> = vec![(String::new(), 0); 9];
    let own_size = xml::all(body, "defRPr").find_map(|look| xml::number(look, "sz"));
    let mut out = Vec::new();
    for node in xml::children(body, "p") {
        let mut passage = passage(node);
        if passage.is_blank() {
            continue;
        }
        let look = xml::child(node, "pPr");
        let level = look.and_then(|look| xml::number(look, "lvl")).unwrap_or(0).clamp(0, 8);
        let auto = look.and_then(|look| xml::child(look, "buAutoNum"));
        let has = |name| look.is_some_and(|look| xml::child(look, name).is_some());
        let is_item =
            !has("buNone") && (has("buChar") || has("buBlip") || auto.is_some() || has_bullets);
        if let Some(label) = auto.map(|auto| count(auto, level, &mut counts)) {
            passage.prepend(&label);
        }
        let sizes = xml::all(node, "rPr").filter_map(|look| xml::number(look, "sz"));
        out.push(Paragraph {
            passage,
            depth: if is_item { u8::try_from(level + 1).unwrap_or(1) } else { 0 },
            size: sizes.max().or(own_size).unwrap_or(USUAL_SIZE),
        });
    }
    out
}

fn passage(paragraph: Node<'_>) -> Passage {
    let mut passage = Passage::default();
    for node in paragraph.children() {
        match xml::name(node) {
            "r" | "fld" => {
                let text = xml::child(node, "t").map(xml::all_text).unwrap_or_default();
                let text = text.replace(['\u{B}', '\n'], "\n");
                let shift = xml::child(node, "rPr").and_then(|look| xml::number(look, "baseline"));
                let raised = if shift.unwrap_or(0) > 0 { raised(&text) } else { None };
                passage.push(raised.as_deref().unwrap_or(&text));
            }
            "br" => passage.push("\n"),
            "m" | "oMathPara" | "AlternateContent" => {
                let texts = xml::all(xml::chosen(node).unwrap_or(node), "t").map(xml::all_text);
                passage.push(&texts.collect::<String>());
            }
            _ => {}
        }
    }
    passage
}

/// Counts an item and writes its number.
fn count(auto: Node<'_>, level: i64, counts: &mut [(String, i64)]) -> String {
    let kind = xml::attribute(auto, "type").unwrap_or("arabicPeriod");
    let start = xml::number(auto, "startAt").unwrap_or(1);
    let level = usize::try_from(level).unwrap_or(0);
    for below in counts.iter_mut().skip(level + 1) {
        *below = (String::new(), 0);
    }
    let Some(state) = counts.get_mut(level) else { return String::new() };
    let n = if state.0 == kind { state.1.saturating_add(1) } else { start };
    *state = (kind.to_owned(), n);
    numbered(n, kind)
}

/// ISO/IEC 29500-1, 20.1.10.61 (ST_TextAutonumberScheme).
fn numbered(n: i64, kind: &str) -> String {
    use crate::formats::number_format::write;
    let (style, brackets) = ["ParenBoth", "ParenR", "Period", "Minus", "Plain"]
        .iter()
        .find_map(|end| kind.strip_suffix(end).map(|style| (style, *end)))
        .unwrap_or((kind, "Plain"));
    let style = match style {
        "circleNumDb" | "circleNumWdBlack" | "circleNumWdWhite" => "decimalEnclosedCircle",
        "arabicDb" => "decimalFullWidth",
        "alphaLc" => "lowerLetter",
        "alphaUc" => "upperLetter",
        "romanLc" => "lowerRoman",
        "romanUc" => "upperRoman",
        "ea1JpnKor" | "ea1JpnChsDb" | "ea1Chs" | "ea1Cht" => "japaneseCounting",
        _ => "decimal",
    };
    let number = write(n, style);
    match brackets {
        "ParenBoth" => format!("({number}) "),
        "ParenR" => format!("{number}) "),
        "Period" => format!("{number}. "),
        "Minus" => format!("-{number}- "),
        _ => format!("{number} "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_counted_by_level_and_start_again_below() {
        let item = |level: u8, kind: &str| {
            format!("<p><pPr lvl='{level}'><buAutoNum type='{kind}'/></pPr><r><t>項目</t></r></p>")
        };
        let xml = [
            "<b>".to_owned(),
            item(0, "circleNumDbPlain"),
            item(1, "arabicParenBoth"),
            item(1, "arabicParenBoth"),
            item(0, "circleNumDbPlain"),
            item(1, "arabicParenBoth"),
            "</b>".to_owned(),
        ]
        .concat();
        let document = roxmltree::Document::parse(&xml).unwrap();
        let texts: Vec<String> = paragraphs(document.root_element(), false)
            .iter()
            .map(|p| format!("{}{}", p.depth, p.passage.text()))
            .collect();
        assert_eq!(texts, ["1① 項目", "2(1) 項目", "2(2) 項目", "1② 項目", "2(1) 項目"]);
    }
}
