//! Lines that stand above or beside a title and are none: what a sheet is, its number, its day, to whom it
//! goes, who sends it: [`is_letterhead`], [`is_sender`], [`Letter`].

use super::organisations::office_in;
use crate::characters::{is_kanji, is_web_address, skeleton};
use crate::dates::{dates_in, is_date};

/// What a sheet is, and not what it is about.
const SHEETS: [&str; 25] = [
    "報道発表",
    "報道発表資料",
    "報道資料",
    "記者発表資料",
    "プレスリリース",
    "PressRelease",
    "NewsRelease",
    "事務連絡",
    "通知",
    "通達",
    "公印省略",
    "施行注意",
    "諮問",
    "諮問書",
    "答申",
    "答申書",
    "照会先",
    "問合せ先",
    "お問合せ先",
    "問い合わせ先",
    "お問い合わせ先",
    "連絡先",
    "担当",
    "同時発表",
    "配布先",
];

/// Words by which the sheets of a meeting or the parts of a document are called, with a number or without.
const LABELS: [&str; 24] = [
    "参考資料",
    "添付資料",
    "配布資料",
    "配付資料",
    "別添資料",
    "会議資料",
    "資料",
    "別添",
    "別紙",
    "別記",
    "別表",
    "別冊",
    "様式",
    "参考",
    "本文",
    "本編",
    "件名",
    "表紙",
    "未定稿",
    "暫定版",
    "抜粋",
    "案",
    "写",
    "記",
];

/// Whether a line names the sheet, its number, a day, those to whom a letter goes, or a file: such lines
/// stand above the title.
pub(crate) fn is_letterhead(line: &str) -> bool {
    let bare = skeleton(line);
    let is_sheet =
        SHEETS.iter().any(|sheet| sheet.eq_ignore_ascii_case(bare.trim_matches(BRACKETS)));
    is_sheet
        || is_label(&bare)
        || is_filed_number(&bare)
        || names_day(&bare)
        || is_day_of_edition(&bare)
        || names_addressees(&bare)
        || is_file_name(line)
}

/// Whether a line says when, to whom or, on the first page, by whom a document was sent, or fills a field of
/// a form: such a line is no heading.
pub(crate) fn is_imprint(line: &str, is_first_page: bool) -> bool {
    let bare = skeleton(line);
    let is_sheet = SHEETS.contains(&bare.as_str());
    is_sheet
        || is_filed_number(&bare)
        || names_day(&bare)
        || is_day_of_edition(&bare)
        || names_addressees(&bare)
        || is_field(line)
        || is_first_page && is_sender(line)
}

/// 別表第２, 別紙１（第３条関係）, 様式第４号, 別記様式第１（第１条関係）: what an annex is called.
pub(crate) fn names_annex(text: &str) -> bool {
    const ANNEXES: [&str; 8] =
        ["別表", "別紙", "別添", "別記様式", "別記", "参考様式", "様式", "附属書"];
    let bare = skeleton(text);
    let Some(rest) = ANNEXES.iter().find_map(|name| bare.strip_prefix(name)) else { return false };
    let is_number = |c: char| c.is_numeric() || "-－‐の一二三四五六七八九十".contains(c);
    let rest = rest.strip_prefix('第').unwrap_or(rest).trim_start_matches(is_number);
    let rest = rest.strip_prefix('号').unwrap_or(rest);
    rest.is_empty() || rest.starts_with(['(', '（']) && rest.ends_with([')', '）'])
}

const BRACKETS: [char; 12] = ['(', ')', '（', '）', '【', '】', '〔', '〕', '［', '］', '＜', '＞'];

/// 参考資料1, （別添７）, 資料２－１, 本文
fn is_label(bare: &str) -> bool {
    let inner = bare.trim_matches(BRACKETS);
    let is_number = |c: char| c.is_numeric() || "-－‐−―の第号番一二三四五六七八九十".contains(c);
    let is_numbered = LABELS
        .iter()
        .find_map(|label| inner.strip_prefix(label))
        .is_some_and(|rest| rest.trim_matches(BRACKETS).chars().all(is_number));
    is_numbered || names_annex(bare)
}

/// 総税市第67号令和6年6月28日, 令和6年6月13日内閣府: a line that ends or begins with a day.
fn names_day(bare: &str) -> bool {
    if !bare.contains('日') {
        return false;
    }
    let has_day = |part: &str| dates_in(part).iter().any(|date| date.day.is_some());
    let first = bare.split_inclusive('日').next().unwrap_or_default();
    bare.ends_with('日') && has_day(bare) || is_date(first) && has_day(first)
}

/// 令和３年12月策定, 2020年12月15日版: a day, and what was done on it.
fn is_day_of_edition(bare: &str) -> bool {
    let bare = bare.trim_matches(BRACKETS);
    let day =
        bare.trim_end_matches(|c| "公表発行作成策定改定訂正制定決版更新時点現在初第".contains(c));
    day.len() < bare.len() && is_date(day) && day.contains('月')
}

/// Those to whom letters go.
const OFFICES: [&str; 9] = ["部長", "課長", "局長", "会長", "室長", "所長", "市長", "知事", "位"];

/// 総税市第67号, 20210414保局第1号: what a letter is filed under; 様式第1号 is a form.
fn is_filed_number(bare: &str) -> bool {
    let digits = bare.strip_suffix('号').and_then(|line| line.rsplit_once('第'));
    digits.is_some_and(|(office, digits)| {
        !digits.is_empty()
            && digits.chars().all(char::is_numeric)
            && !office.ends_with('法')
            && !LABELS.iter().any(|label| office.ends_with(label))
    })
}

/// Words that end in 様 and name nobody.
const NO_NAMES: [&str; 6] = ["仕様", "同様", "多様", "模様", "一様", "異様"];

/// 各都道府県知事, 関係団体御中, 衆議院議長 山田太郎 様
pub(super) fn names_addressees(line: &str) -> bool {
    let bare = skeleton(line);
    let ends = |ends: &[&str]| ends.iter().any(|end| bare.ends_with(end));
    bare.starts_with('各') && ends(&OFFICES)
        || ends(&["殿", "御中", "宛", "宛て", "あて", "各位"])
        || ends(&["様"]) && !ends(&NO_NAMES)
}

/// ベビーフード自主規格.pwd: what a program calls its file.
pub(super) fn is_file_name(line: &str) -> bool {
    let line = line.trim();
    let Some((stem, extension)) = line.rsplit_once('.') else { return false };
    let is_extension = (2..=5).contains(&extension.len())
        && extension.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && extension.bytes().any(|byte| byte.is_ascii_alphabetic());
    is_extension && !stem.is_empty() && !line.contains(' ') && !is_web_address(line)
}

/// Words before a colon that name who issued a document.
const ISSUES: [&str; 11] = [
    "発行",
    "発行元",
    "発行者",
    "編集",
    "作成",
    "作成者",
    "提出者",
    "監修",
    "発信者",
    "発出元",
    "差出人",
];

/// 日時：…, 場所：…, 連絡先：…: a field of a form, neither a title nor a heading nor a name.
pub(crate) fn is_field(line: &str) -> bool {
    let bare = skeleton(line);
    let Some((name, _)) = bare.split_once([':', '：']) else { return false };
    let is_name = (2..=5).contains(&name.chars().count()) && name.chars().all(is_kanji);
    is_name && !ISSUES.contains(&name) && name != "件名"
}

/// 件名：…
fn is_field_of_subject(line: &str) -> bool {
    skeleton(line).strip_prefix("件名").is_some_and(|rest| rest.starts_with([':', '：']))
}

/// 職業安定局雇用政策課: a division, without its ministry.
pub(super) fn is_division(line: &str) -> bool {
    is_rank(line) && skeleton(line).ends_with(['課', '室', '局'])
}

/// Whether a line names an office, or its head, who sends a letter: 厚生労働省医薬食品局審査管理課,
/// 総務省自治税務局市町村税課長, 経済産業省大臣官房審議官 太田 雄彦.
pub(crate) fn is_sender(line: &str) -> bool {
    office_in(line).is_some_and(|office| {
        let rest = office.rest.trim_end_matches(|c| "（）()公印省略".contains(c));
        let rest = without_charge(rest);
        let after_rank = rest.rsplit_once(['長', '臣', '官']).map(|(_, name)| name);
        let is_person =
            after_rank.is_some_and(|name| name.chars().count() <= 6 && name.chars().all(is_kanji));
        office.is_whole_line || office.at == 0 && is_person
    })
}

/// 政策統括官（防災担当）: a rank without what it is in charge of.
fn without_charge(rest: &str) -> &str {
    let inner = rest.strip_suffix("担当").or_else(|| rest.strip_suffix("担当）"));
    inner.and_then(|inner| inner.rsplit_once(['（', '('])).map_or(rest, |(rank, _)| rank)
}

/// 生活衛生・食品安全審議官, 総合政策局長: what a sender is called, on a line below that of the office.
fn is_rank(line: &str) -> bool {
    let bare = skeleton(line);
    let bare = without_charge(&bare);
    bare.chars().count() <= LONGEST_RANK
        && bare.ends_with(['長', '官', '臣', '監', '課', '室', '局', '部'])
        && !bare.contains(['、', '。', 'の', 'に', 'を'])
}

/// A longer line is no rank.
/// Not measured.
const LONGEST_RANK: usize = 20;

/// How many lines right above the addressees name them as well: 食品安全委員会 above 委員長 山本茂貴 殿.
pub(super) fn first_line_of_addressee(lines: &[String]) -> Option<usize> {
    let named = lines.iter().position(|line| names_addressees(line))?;
    let names_nobody = |line: &String| {
        let bare = skeleton(line);
        is_filed_number(&bare)
            || names_day(&bare)
            || is_date(line)
            || SHEETS.contains(&bare.as_str())
            || line.chars().count() > LONGEST_RANK
    };
    let above = lines.iter().take(named).rposition(names_nobody);
    Some(above.map_or(named, |above| above + 1))
}

/// Where the parts of an official letter stand among the lines of a first page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Letter {
    /// The line that says what it is about.
    pub(super) subject: usize,
    /// The line that names the sender.
    pub(super) sender: Option<usize>,
    /// Where its head ends: at the subject, or behind the fields of which it is one.
    pub(super) end: usize,
}

/// The head of a letter has so many lines at most.
/// Not measured.
const HEAD: usize = 16;
/// A longer line is no subject.
/// Not measured.
const LONGEST_SUBJECT: usize = 120;

impl Letter {
    /// A letter has a day, and an addressee or a number; the subject follows these and the sender.
    pub(super) fn of(lines: &[String]) -> Option<Letter> {
        let head = lines.get(..lines.len().min(HEAD))?;
        let is_day = |line: &String| is_date(line) || names_day(&skeleton(line));
        let day = head.iter().position(is_day)?;
        let addressee = head.iter().rposition(|line| names_addressees(line));
        let is_sheet = |line: &String| {
            let bare = skeleton(line);
            is_filed_number(&bare) || ["事務連絡", "通知", "通達"].contains(&bare.as_str())
        };
        if addressee.is_none() && !head.iter().take(4).any(is_sheet) {
            return None;
        }
        if let Some(subject) = head.iter().position(|line| is_field_of_subject(line)) {
            let end = head.iter().position(|line| line.ends_with('。')).unwrap_or(head.len());
            return Some(Letter { subject, sender: None, end });
        }
        let start = addressee.unwrap_or(day).max(day) + 1;
        let ends = |line: &String| {
            line.trim_end().ends_with('。') || line.chars().count() > LONGEST_SUBJECT
        };
        let is_subject = |line: &String| {
            line.chars().count() >= 6
                && !is_letterhead(line)
                && !is_sender(line)
                && !is_field(line)
                && !is_list_of_people(line)
        };
        // The rank of the sender stands below the office.
        let is_below_sender = |at: usize| {
            let above = lines.iter().take(at).rev();
            let mut above = above.skip_while(|line| is_rank(line) && !is_sender(line));
            above.next().is_some_and(|line| is_sender(line) && !names_addressees(line))
        };
        let rest = lines.iter().enumerate().skip(start).take(HEAD);
        let (subject, _) = rest
            .take_while(|(_, line)| !ends(line))
            .find(|(at, line)| is_subject(line) && !(is_rank(line) && is_below_sender(*at)))?;
        let from = day.min(start - 1);
        let sender = (from..subject).find(|at| {
            lines.get(*at).is_some_and(|line| is_sender(line) && !names_addressees(line))
        });
        Some(Letter { subject, sender, end: subject })
    }
}

/// 室長 藤井 義弘, 課長補佐 小倉: the rank and name of a person, and 電話 03-….
fn is_list_of_people(line: &str) -> bool {
    let bare = skeleton(line);
    let is_name =
        bare.chars().all(|c| is_kanji(c) || c == '々') && line.trim().contains([' ', '\u{3000}']);
    is_name && bare.chars().count() <= 16 || bare.starts_with("電話") || bare.starts_with("(公印")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_sheet_is_and_whom_it_goes_to_is_no_title() {
        for line in [
            "報 道 発 表",
            "Press Release",
            "令和６年６月13日　内閣府・財務省",
            "総税市第 67 号",
            "総税市第 67 号　令和６年６月 28 日",
            "各都道府県ふるさと納税担当部長",
            "関係団体　御中",
            "衆議院議長　山田太郎　様",
            "参考資料1",
            "別記様式第１（第１条関係）",
            "（別添７）",
            "資料２－１",
            "本　文",
            "ベビーフード自主規格.pwd",
            "令和３年１２月策定",
            "2020年12月15日版",
        ] {
            assert!(is_letterhead(line), "{line}");
        }
        for line in [
            "令和5年　情報通信に関する現状報告の概要",
            "法人企業景気予測調査（令和６年４～６月期調査）",
            "令和６年能登半島地震に係る対応について",
            "各国の動向について",
            "事務局説明資料",
            "標準仕様",
            "資料編の作成について",
            "個人情報の保護に関する法律",
        ] {
            assert!(!is_letterhead(line), "{line}");
        }
    }

    #[test]
    fn a_sender_is_an_office_or_its_head() {
        for line in [
            "厚生労働省医薬食品局審査管理課",
            "総務省自治税務局市町村税課長",
            "経済産業省大臣官房技術総括・保安審議官 太田 雄彦",
        ] {
            assert!(is_sender(line), "{line}");
        }
        for line in ["経済産業省の取組について", "総務省の政策に関する資料", "電気用品の基準"]
        {
            assert!(!is_sender(line), "{line}");
        }
    }

    #[test]
    fn a_field_of_a_form_has_a_short_name() {
        assert!(is_field("場所：Ｔｅａｍｓ会議") && is_field("日　時：令和６年６月13日"));
        assert!(!is_field("発行：総務省") && !is_field("類型１：共用の表示"));
    }

    #[test]
    fn the_subject_of_a_letter_follows_its_sender() {
        let lines =
            |lines: &[&str]| lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>();
        let letter = lines(&[
            "事務連絡",
            "令和８年２月６日",
            "各都道府県衛生主管部（局）薬務主管課　御中",
            "厚生労働省医薬食品局審査管理課",
            "共用設備登録簿に関する質疑応答集（Ｑ＆Ａ）について（その３）",
            "共用設備登録簿については、別添のとおりです。",
        ]);
        assert_eq!(Letter::of(&letter), Some(Letter { subject: 4, sender: Some(3), end: 4 }));
        let notice =
            lines(&["化粧品基準", "平成12年9月29日", "厚生省告示第331号", "次のように定める。"]);
        assert_eq!(Letter::of(&notice), None);
    }
}
