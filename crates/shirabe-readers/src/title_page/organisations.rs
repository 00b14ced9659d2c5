//! Who issued it? Names of offices in a line: [`office_in`].

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::characters::skeleton;
use crate::dates::is_date;

/// Ministries and agencies. Sources: 国家行政組織法 別表第一, 内閣府設置法 第64条, 内閣法, 国会法, 裁判所法,
/// 会計検査院法.
const OFFICES: [&str; 56] = [
    "内閣官房",
    "内閣法制局",
    "人事院",
    "内閣府",
    "宮内庁",
    "公正取引委員会",
    "国家公安委員会",
    "警察庁",
    "個人情報保護委員会",
    "カジノ管理委員会",
    "金融庁",
    "消費者庁",
    "こども家庭庁",
    "デジタル庁",
    "復興庁",
    "総務省",
    "公害等調整委員会",
    "消防庁",
    "法務省",
    "出入国在留管理庁",
    "公安審査委員会",
    "公安調査庁",
    "外務省",
    "財務省",
    "国税庁",
    "文部科学省",
    "スポーツ庁",
    "文化庁",
    "厚生労働省",
    "中央労働委員会",
    "農林水産省",
    "林野庁",
    "水産庁",
    "経済産業省",
    "資源エネルギー庁",
    "特許庁",
    "中小企業庁",
    "国土交通省",
    "運輸安全委員会",
    "観光庁",
    "気象庁",
    "海上保安庁",
    "環境省",
    "原子力規制委員会",
    "原子力規制庁",
    "防衛省",
    "防衛装備庁",
    "会計検査院",
    "最高裁判所",
    "衆議院",
    "参議院",
    "検察庁",
    "国土地理院",
    "科学技術・学術政策研究所",
    "国立国会図書館",
    "日本銀行",
];

/// The English names that stand in the marks of some offices, as their own pages give them.
const ENGLISH_NAMES: [(&str, &str); 14] = [
    ("financialservicesagency", "金融庁"),
    ("digitalagency", "デジタル庁"),
    ("consumeraffairsagency", "消費者庁"),
    ("childrenandfamiliesagency", "こども家庭庁"),
    ("ministryofinternalaffairsandcommunications", "総務省"),
    ("ministryofjustice", "法務省"),
    ("ministryofforeignaffairs", "外務省"),
    ("ministryoffinance", "財務省"),
    ("ministryofeducation,culture,sports,scienceandtechnology", "文部科学省"),
    ("ministryofhealth,labourandwelfare", "厚生労働省"),
    ("ministryofagriculture,forestryandfisheries", "農林水産省"),
    ("ministryofeconomy,tradeandindustry", "経済産業省"),
    ("ministryofland,infrastructure,transportandtourism", "国土交通省"),
    ("ministryoftheenvironment", "環境省"),
];

/// The office whose English name a line is.
pub(super) fn office_in_english(line: &str) -> Option<&'static str> {
    let bare = skeleton(line).to_ascii_lowercase();
    let named =
        ENGLISH_NAMES.iter().find(|(english, _)| bare.trim_end_matches("-japan") == *english);
    named.map(|(_, name)| *name)
}

/// Whether a line that goes on so behind the name of an office speaks of the office, or of what it ordered,
/// and is not its signature: 総務省の政策, 財務省令, 環境省告示, 内閣府提出資料.
pub(super) fn is_spoken_of(rest: &str) -> bool {
    rest.starts_with(|c: char| "のにがをはとでへもや令告訓通".contains(c)) || rest.contains("提出")
}

/// Kinds of corporations whose names begin or end so (独立行政法人通則法, 国立大学法人法).
const CORPORATIONS: [&str; 7] = [
    "国立研究開発法人",
    "独立行政法人",
    "国立大学法人",
    "公立大学法人",
    "地方独立行政法人",
    "大学共同利用機関法人",
    "日本医療研究開発機構",
];

/// What the name of a division ends in.
const DIVISIONS: [&str; 13] = [
    "局",
    "課",
    "室",
    "部",
    "官房",
    "庁",
    "チーム",
    "本部",
    "事務局",
    "統括官",
    "官",
    "班",
    "センター",
];

/// What the name of a body that gives advice ends in.
const BODIES: [&str; 12] = [
    "議会",
    "審議会",
    "調査会",
    "協議会",
    "懇談会",
    "検討会",
    "研究会",
    "会議",
    "委員会",
    "部会",
    "推進本部",
    "分科会",
];

/// An office as a line names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Office {
    pub(super) name: String,
    pub(super) division: Option<String>,
    /// Whether the line names the office and nothing else.
    pub(super) is_whole_line: bool,
    /// Where in the line, white space aside, its name begins, in bytes.
    pub(super) at: usize,
    /// What follows the name, without white space.
    pub(super) rest: String,
}

/// What finds each name: every line of a document is asked for all of them.
static FINDERS: LazyLock<[Finder<'static>; OFFICES.len()]> =
    LazyLock::new(|| OFFICES.map(Finder::new));

/// The office that a line names.
pub(super) fn office_in(line: &str) -> Option<Office> {
    let bare = skeleton(line);
    let found = OFFICES.iter().zip(FINDERS.iter());
    let first = found
        .filter_map(|(name, finder)| Some((finder.find(bare.as_bytes())?, name)))
        .map(|(at, name)| (at, name.len(), (*name).to_owned()))
        .chain(corporation(line))
        .min_by_key(|(at, length, _)| (*at, usize::MAX - length))?;
    let (at, length, name) = first;
    let rest = bare.get(at + length..).unwrap_or_default();
    let is_division = !rest.is_empty()
        && rest.chars().count() <= 40
        && DIVISIONS.iter().any(|end| rest.ends_with(end))
        && !rest.contains(['、', '。', '（', '(', '「']);
    Some(Office {
        division: is_division.then(|| rest.to_owned()),
        is_whole_line: at == 0 && (rest.is_empty() || is_division),
        at,
        rest: rest.to_owned(),
        name,
    })
}

/// 国立研究開発法人 日本医療研究開発機構（AMED）: up to a bracket or a space after the name.
fn corporation(line: &str) -> Option<(usize, usize, String)> {
    let kind = CORPORATIONS.iter().find(|kind| line.contains(**kind))?;
    let (_, after) = line.split_once(*kind)?;
    let stop = |c: char| "（(「『、。,の及が・/／:：".contains(c);
    let after = after.trim_start();
    let name: String = after.chars().take_while(|c| !stop(*c) && !c.is_whitespace()).collect();
    let name = skeleton(&format!("{kind}{name}"));
    if name.chars().count() > 40
        || kind.ends_with("法人") && name.chars().count() < kind.chars().count() + 2
    {
        return None;
    }
    let at = skeleton(line).find(&name)?;
    Some((at, name.len(), name))
}

/// 2023年6月19日電気用品調査委員会: a line, white space aside, without the day before it.
pub(super) fn without_day(bare: &str) -> &str {
    match bare.split_once('日') {
        Some((day, rest)) if is_date(&format!("{day}日")) => rest,
        _ => bare,
    }
}

/// 令和６年度第２回, 社会保障審議会 介護給付費分科会（第239回）: which meeting of which council a sheet was laid before.
pub(crate) fn names_meeting(line: &str) -> bool {
    let bare = skeleton(line);
    let is_number = |c: char| c.is_numeric() || "元一二三四五六七八九十第回".contains(c);
    let bare = bare.trim_matches(|c| "（）()".contains(c));
    let rest = behind_fiscal_year(bare).unwrap_or(bare).trim_start_matches(is_number);
    let (name, number) = rest.split_once(['（', '(']).unwrap_or((rest, ""));
    let has_number = number.is_empty() || number.starts_with('第') && number.chars().all(is_number);
    let is_council = name.chars().count() >= 3 && BODIES.iter().any(|end| name.ends_with(end));
    has_number
        && (rest.is_empty() && !bare.is_empty() || is_council)
        && !rest.contains(['、', '。', '「'])
}

/// What stands behind the fiscal year that a line begins with: 第２回 of 令和６年度第２回.
pub(super) fn behind_fiscal_year(line: &str) -> Option<&str> {
    let (year, rest) = line.split_once("年度")?;
    is_date(&format!("{year}年")).then_some(rest)
}

/// Whether a line names a council or the like, and perhaps a day, and nothing else.
pub(super) fn is_body(line: &str) -> bool {
    let bare = skeleton(line);
    let bare = without_day(&bare);
    let n_chars = bare.chars().count();
    (4..=30).contains(&n_chars)
        && BODIES.iter().any(|end| bare.ends_with(end))
        && !bare.contains(['、', '。', '（', '(', '「', '第'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(line: &str) -> String {
        office_in(line).map_or("–".to_owned(), |office| {
            let whole = if office.is_whole_line { "=" } else { "~" };
            format!("{whole}{}/{}", office.name, office.division.unwrap_or_default())
        })
    }

    #[test]
    fn an_office_and_its_division_are_told_apart() {
        for (line, office) in [
            ("文部科学省研究振興局ライフサイエンス課", "=文部科学省/研究振興局ライフサイエンス課"),
            ("厚 生 労 働 省", "=厚生労働省/"),
            ("総務省 自治税務局　市町村税課", "=総務省/自治税務局市町村税課"),
            (
                "国立研究開発法人 日本医療研究開発機構（AMED）",
                "~国立研究開発法人日本医療研究開発機構/",
            ),
            ("経済産業省の取組について", "~経済産業省/"),
            ("資料１　研究開発の推進", "–"),
        ] {
            assert_eq!(show(line), office, "{line}");
        }
    }

    #[test]
    fn a_meeting_is_named_by_its_council_and_number() {
        for line in [
            "令和６年度第２回",
            "こども未来戦略推進会議",
            "社会保障審議会　介護給付費分科会（第239回）",
            "第12回 次世代医療基盤検討会",
        ] {
            assert!(names_meeting(line), "{line}");
        }
        for line in
            ["第３回 推進会議 議事録", "会議の運営について", "令和６年度予算", "検討会報告書"]
        {
            assert!(!names_meeting(line), "{line}");
        }
    }

    #[test]
    fn councils_are_known_by_their_ending() {
        assert!(is_body("中央教育審議会") && is_body("デジタル社会推進会議"));
        assert!(!is_body("第3回検討会") && !is_body("本会議") && !is_body("審議会の運営"));
    }
}
