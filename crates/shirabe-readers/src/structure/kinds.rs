//! What is a block? Notes, captions, addresses and the lines at a document's head by their look.

use crate::characters::{is_kanji, is_web_address, skeleton};
use crate::dates::is_date;
use crate::draft::Draft;
use crate::structure::asides::{is_caption, is_note, names_a_source};
use crate::structure::sentences::ends_finished;
use shirabe_document::metadata::Metadata;
use shirabe_document::model::BlockKind;

/// Names the notes, captions and addresses among paragraphs and items.
pub(crate) fn classify(drafts: &mut [Draft]) {
    for draft in drafts.iter_mut() {
        if !matches!(draft.kind, BlockKind::Paragraph | BlockKind::ListItem) {
            continue;
        }
        let Some(first) = draft.lines.first().map(|line| line.text.clone()) else { continue };
        if draft.lines.iter().all(|line| is_web_address(&line.text)) {
            draft.kind = BlockKind::Links;
        } else if is_note(&first) {
            draft.kind = BlockKind::Note;
        } else if draft.kind == BlockKind::Paragraph && is_caption(&first) {
            draft.kind = BlockKind::Caption;
        }
    }
    name_titles_of_figures(drafts);
}

/// A short line right before the source of a figure is the figure's title.
fn name_titles_of_figures(drafts: &mut [Draft]) {
    for at in 1..drafts.len() {
        let [before, caption] = &mut drafts[at - 1..=at] else { continue };
        let is_title = before.kind == BlockKind::Paragraph
            && before.depth == 0
            && before.only_line().is_some_and(|l| l.chars().count() <= 40 && !ends_finished(l));
        if is_title && caption.kind == BlockKind::Caption && names_a_source(&caption.text()) {
            before.kind = BlockKind::Caption;
        }
    }
}

/// Names the date, issuer and author lines among the blocks before the first heading but the title, and
/// the issuer's name wherever it stands alone: it was a logo.
pub(crate) fn name_imprint(drafts: &mut [Draft], title_at: Option<usize>, metadata: &Metadata) {
    let issuer = skeleton(&metadata.issuer);
    let division = skeleton(metadata.division.as_deref().unwrap_or_default());
    let mut is_head = true;
    let mut follows_imprint = false;
    for (at, draft) in drafts.iter_mut().enumerate() {
        is_head &= draft.kind != BlockKind::Heading || Some(at) == title_at;
        let is_line = matches!(draft.kind, BlockKind::Paragraph | BlockKind::Caption);
        if !is_line || draft.at().len() > 4 {
            follows_imprint = false;
            continue;
        }
        let text = draft.text();
        let bare = skeleton(&text);
        let is_short = text.chars().count() <= 80 && !ends_finished(&text);
        let names = |name: &str| {
            let is_part = name.contains(bare.as_str()) && bare.chars().count() >= 3;
            !name.is_empty() && (bare.contains(name) || is_part)
        };
        let is_imprint = is_date(&text)
            || names(&issuer)
            || names(&division)
            || follows_imprint && (is_name(&text) || is_english_name(&text));
        let is_logo = !issuer.is_empty() && bare == issuer;
        follows_imprint = is_head && is_short && is_imprint;
        if follows_imprint || is_logo {
            draft.kind = BlockKind::Imprint;
        }
    }
}

/// 釜井 宏行
fn is_name(text: &str) -> bool {
    let parts: Vec<&str> = text.split_whitespace().collect();
    parts.len() == 2
        && parts
            .iter()
            .all(|part| (1..=4).contains(&part.chars().count()) && part.chars().all(is_kanji))
}

/// MINISTRY OF EDUCATION, CULTURE, SPORTS, SCIENCE AND TECHNOLOGY-JAPAN
fn is_english_name(text: &str) -> bool {
    text.is_ascii()
        && text.chars().any(|c| c.is_ascii_uppercase())
        && !text.contains(|c: char| c.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Line;

    fn drafts(lines: &[&str]) -> Vec<Draft> {
        lines.iter().map(|line| Draft::new(BlockKind::Paragraph, Line::new(*line, 1))).collect()
    }

    fn kinds(drafts: &[Draft]) -> Vec<&'static str> {
        drafts.iter().map(|draft| draft.kind.as_str()).collect()
    }

    #[test]
    fn notes_captions_and_addresses_are_known_by_their_look() {
        let mut drafts = drafts(&[
            "※単位未満を四捨五入",
            "分野別論文数割合の推移",
            "出典：NISTEP",
            "https://www.amed.go.jp/",
            "本文である。",
        ]);
        classify(&mut drafts);
        assert_eq!(kinds(&drafts), ["note", "caption", "caption", "links", "paragraph"]);
    }

    #[test]
    fn the_head_of_a_document_names_date_issuer_and_author() {
        let metadata = Metadata {
            issuer: "文部科学省".to_owned(),
            division: Some("研究振興局ライフサイエンス課".to_owned()),
            ..Metadata::default()
        };
        let mut drafts = drafts(&[
            "令和7年2月21日",
            "産学官連携支援施策説明会",
            "文部科学省研究振興局",
            "釜井 宏行",
            "MINISTRY OF EDUCATION",
            "概要",
        ]);
        name_imprint(&mut drafts, None, &metadata);
        assert_eq!(
            kinds(&drafts),
            ["imprint", "paragraph", "imprint", "imprint", "imprint", "paragraph"]
        );
    }
}
