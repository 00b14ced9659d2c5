//! What could not be read, in sentences for the curator.

use super::document::{Legibility, Recognised, Refusal, Source, SourcePage};
use crate::draft::Ledger;
use crate::limits::Limits;
use shirabe_document::ProblemCode;

/// The code and message for a file that cannot be read at all.
pub(super) fn refusal(refusal: Refusal) -> (ProblemCode, String) {
    let (code, message) = match refusal {
        Refusal::Password => (
            ProblemCode::Password,
            "パスワードで保護されていて開けない。保護を外した PDF を用意してください",
        ),
        Refusal::UnknownEncryption => (
            ProblemCode::Password,
            "暗号化の方式が分からず開けない。暗号化を外した PDF を用意してください",
        ),
        Refusal::Damaged => {
            (ProblemCode::Damaged, "PDF として読み取れない。壊れている。入手し直してください")
        }
    };
    (code, message.to_owned())
}

/// Says that the other engine read the file.
pub(super) fn name_engine(ledger: &mut Ledger) {
    let message = "別の読み取り器（pdfium）で読んだ。標準の読み取り器では読めないか、文字コードのない字が多い";
    ledger.problem(ProblemCode::SecondEngine, message.to_owned(), None);
}

/// Reports what the pages lack.
pub(super) fn report(source: &Source, bytes: &[u8], limits: &Limits, ledger: &mut Ledger) {
    let n_read = source.pages.len();
    if n_read < source.n_pages {
        let limit = if n_read == limits.max_pages {
            format!("頁数の上限（{}頁）", limits.max_pages)
        } else {
            format!("文字数の上限（{}字）", limits.max_glyphs)
        };
        let message =
            format!("{limit}に達したため、全{}頁のうち{n_read}頁までを読み込んだ", source.n_pages);
        ledger.problem(ProblemCode::Partial, message, None);
    }
    let mut say = |code, is: &dyn Fn(&SourcePage) -> bool, message: &str| {
        say(source, ledger, code, is, message);
    };
    say(ProblemCode::Partial, &|page| page.is_lost, "壊れていて読み取れない");
    say(
        ProblemCode::Partial,
        &|page| page.is_cut,
        "一頁の文字数の上限に達したため、残りを読み込んでいない",
    );
    say(
        ProblemCode::NeedsOcr,
        &|page| page.legibility == Legibility::Picture && page.recognition == Recognised::Not,
        "画像だけで文字がない。検索するには文字認識（OCR）が要る",
    );
    say(
        ProblemCode::Ocr,
        &|page| page.recognition == Recognised::Text,
        "文字認識（OCR）による本文である。誤りを含むことがある",
    );
    say(
        ProblemCode::Ocr,
        &|page| page.recognition == Recognised::InFile,
        "画像に重ねた見えない文字（文字認識の結果）を本文とした。誤りを含むことがある",
    );
    say(
        ProblemCode::OcrEmpty,
        &|page| page.recognition == Recognised::Nothing,
        "文字認識（OCR）をしても文字が見つからない",
    );
    say(
        ProblemCode::Pictures,
        &SourcePage::has_unread_picture,
        "4分の1以上を画像が占める。画像の中の文字は検索できない",
    );
    report_characters(source, ledger);
    report_extras(source, ledger);
    if restricts_copying(bytes) {
        let message = "内容の複製を制限する設定がある。利用条件を確かめてください".to_owned();
        ledger.problem(ProblemCode::CopyRestricted, message, None);
    }
}

/// Names the pages that are so.
fn say(
    source: &Source,
    ledger: &mut Ledger,
    code: ProblemCode,
    is: &dyn Fn(&SourcePage) -> bool,
    message: &str,
) {
    let numbers = source.numbers(is);
    if !numbers.is_empty() {
        ledger.problem(code, format!("{}頁: {message}", ranges(&numbers)), None);
    }
}

/// Reports the characters that are not known, or not what is shown.
fn report_characters(source: &Source, ledger: &mut Ledger) {
    let mut say = |code, is: &dyn Fn(&SourcePage) -> bool, message: &str| {
        say(source, ledger, code, is, message);
    };
    say(
        ProblemCode::UnmappedCharacters,
        &|page| page.legibility == Legibility::Nameless && page.recognition == Recognised::Not,
        "文字コードのない字が多く、正しく読み取れない。検索するには文字認識（OCR）が要る",
    );
    say(
        ProblemCode::UnmappedCharacters,
        &|page| {
            page.legibility == Legibility::Text && page.n_unknown * SOME_UNKNOWN > page.n_glyphs
        },
        "文字コードのない字がある。〓又は�で示した",
    );
    say(
        ProblemCode::GarbledText,
        &|page| page.is_garbled && !page.recognition.is_text(),
        "文字化けした字が多い。ファイルの中の文字の表が誤っている",
    );
}

/// Of so many glyphs one without a known character is said: half a percent, as the specification of
/// documents asks for.
const SOME_UNKNOWN: usize = 200;
/// Of the names of attached files so many are said.
const SOME_NAMES: usize = 5;

/// Reports what stands beside the pages and was not read.
fn report_extras(source: &Source, ledger: &mut Ledger) {
    let extras = &source.extras;
    let n = extras.attachments.len();
    if n > 0 {
        let names: Vec<&str> =
            extras.attachments.iter().take(SOME_NAMES).map(String::as_str).collect();
        let rest = if n > names.len() { "など" } else { "" };
        let names = format!("添付ファイル{n}件（{}{rest}）", names.join("、"));
        let message = if extras.is_portfolio {
            format!(
                "ほかのファイルを束ねた PDF である。{names}を読み込んでいない。取り出して置いてください"
            )
        } else {
            format!("{names}を読み込んでいない。検索するには取り出して置いてください")
        };
        ledger.problem(ProblemCode::Partial, message, None);
    }
    if extras.is_made_when_opened {
        let message = "開くときに作られる様式（XFA）であり、その内容を読み込んでいない。印刷などで普通の PDF に直してください";
        ledger.problem(ProblemCode::Partial, message.to_owned(), None);
    }
}

/// 1, 2, 3, 7 → 1〜3、7
fn ranges(numbers: &[u32]) -> String {
    let mut parts: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match parts.last_mut() {
            Some((_, end)) if *end + 1 == *number => *end = *number,
            _ => parts.push((*number, *number)),
        }
    }
    let part = |(start, end): &(u32, u32)| {
        if start == end { start.to_string() } else { format!("{start}〜{end}") }
    };
    parts.iter().map(part).collect::<Vec<_>>().join("、")
}

/// Whether the permissions of an encrypted file deny copying: bit 5 of /P (ISO 32000-2, table 22).
fn restricts_copying(bytes: &[u8]) -> bool {
    let find = |from: usize, wanted: &[u8]| {
        memchr::memmem::find(bytes.get(from..)?, wanted).map(|at| from + at)
    };
    let mut from = 0;
    while let Some(at) = find(from, b"/Standard") {
        let start = at.saturating_sub(1_024);
        let near = bytes.get(start..(at + 1_024).min(bytes.len())).unwrap_or_default();
        if let Some(permissions) = permissions(near) {
            return permissions & 0b1_0000 == 0;
        }
        from = at + 1;
    }
    false
}

fn permissions(near: &[u8]) -> Option<i64> {
    let keys = near.windows(2).enumerate().filter(|(_, window)| *window == b"/P");
    keys.map(|(at, _)| near.get(at + 2..).unwrap_or_default()).find_map(|rest| {
        let rest = rest.trim_ascii_start();
        let n = rest.iter().take_while(|b| b.is_ascii_digit() || **b == b'-').count();
        std::str::from_utf8(rest.get(..n)?).ok()?.parse().ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_named_in_ranges() {
        assert_eq!(ranges(&[1, 2, 3, 7, 9, 10]), "1〜3、7、9〜10");
    }

    #[test]
    fn the_permission_to_copy_is_read() {
        let file = |p: &str| format!("<</Filter/Standard/V 4/P {p}/R 4>>").into_bytes();
        assert!(restricts_copying(&file("-1340")));
        assert!(!restricts_copying(&file("-1324")));
        assert!(!restricts_copying(b"%PDF-1.7"));
    }
}
