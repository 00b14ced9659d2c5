//! The rules of repair by name, with what a reader of a report needs to know of each: [`Rule::ALL`].
//!
//! What a rule does is in the readers; here it has its name, so that reports, pages and stored records
//! can speak of it without them.

/// The name of a rule, such as `soft-breaks`.
pub type RuleName = &'static str;

/// What a reader of the report needs to know of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The name in [`crate::Repair::rule`], for programs.
    pub name: RuleName,
    /// The name for people.
    pub label_ja: &'static str,
    /// Why it exists.
    pub reason_ja: &'static str,
}

impl Rule {
    /// All rules, in the order in which reports list them.
    pub const ALL: &'static [Rule] = &[
        CONTROL_CHARACTERS,
        MARKDOWN_MARKS,
        HTML_TAGS,
        ENTITIES,
        PRIVATE_USE,
        RADICALS,
        LIGATURES,
        LEFTOVER_EMPHASIS,
        LETTER_SPACING,
        DOUBLED_CHARACTERS,
        RUBY,
        NOTE_MARKS,
        PAGE_FRAMES,
        PAGE_MARKS,
        PAGE_BORDERS,
        RUNNING_LINES,
        TAB_TABLES,
        MERGED_CELLS,
        NOTES_INSIDE_SENTENCES,
        SOFT_BREAKS,
        INTERRUPTED_SENTENCES,
        HEADING_NOTES,
        LIST_MARKS,
        KEY_VALUE_ROWS,
        REPEATED_LABELS,
        DIAGRAMS,
        UNMARKED_HEADINGS,
        HEADING_SPACES,
        CONTINUED_HEADINGS,
        UNTITLED_SLIDES,
        LONG_SECTIONS,
    ];

    /// The rule with this name.
    pub fn named(name: &str) -> Option<&'static Rule> {
        Rule::ALL.iter().find(|rule| rule.name == name)
    }
}

/// Control characters and invisible format characters leave the text.
pub const CONTROL_CHARACTERS: Rule = Rule {
    name: "control-characters",
    label_ja: "制御文字・不可視文字の除去",
    reason_ja: "読み手に見えない文字が語の途中にあると、その語は検索で見つからない",
};

/// Markdown's marks (`#`, `-`, `**`, `|`, escapes, addresses of links) become structure or leave.
pub const MARKDOWN_MARKS: Rule = Rule {
    name: "markdown-marks",
    label_ja: "Markdown の記号の除去",
    reason_ja: "見出し・箇条書き・太字の記号は、構造や書式を表すもので、文言ではない",
};

/// HTML elements in text and Markdown: `CO<sub>2</sub>` → CO2, `10<sup>3</sup>` → 10³.
pub const HTML_TAGS: Rule = Rule {
    name: "html-tags",
    label_ja: "HTML タグの除去",
    reason_ja: "<sub> などのタグは語を分断する。指数の <sup>3</sup> は、ただ外すと別の数になるため上付き文字にする",
};

/// HTML entities become their characters.
pub const ENTITIES: Rule = Rule {
    name: "entities",
    label_ja: "文字参照の復元",
    reason_ja: "&amp; や &#xFF11; のまま残った文字参照は、読み手が見る文字ではない",
};

/// Private-use characters become the bullet that the font showed, or 〓.
pub const PRIVATE_USE: Rule = Rule {
    name: "private-use",
    label_ja: "外字・記号フォントの文字の置換え",
    reason_ja: "私用領域の文字は元のフォントなしには読めない。記号フォントの行頭記号は同じ形の記号に、ほかは 〓 にする",
};

/// Radicals and strokes become the ideographs that they look like.
pub const RADICALS: Rule = Rule {
    name: "radicals",
    label_ja: "部首文字の漢字への置換え",
    reason_ja: "PDF から取り出した文字には、漢字と同じ形の部首文字（⻑、⾼）が混じる。NFKC だけでは ⻑ や ⺠ は直らない",
};

/// Latin ligatures become their letters.
pub const LIGATURES: Rule = Rule {
    name: "ligatures",
    label_ja: "合字の分解",
    reason_ja: "PDF の欧文書体は fi や ff を一字にする。読み手が打つのは二字である",
};

/// Bold marks that pair with nothing leave the text.
pub const LEFTOVER_EMPHASIS: Rule = Rule {
    name: "leftover-emphasis",
    label_ja: "太字記号の残りの除去",
    reason_ja: "途中で切れた太字や、約物の隣で太字と認められない ** が、語の中に残る",
};

/// Letters set wide apart come together again: 平 成 27 年 度 → 平成27年度.
pub const LETTER_SPACING: Rule = Rule {
    name: "letter-spacing",
    label_ja: "字間を空けた語の復元",
    reason_ja: "一字ずつ空けて組んだ見出しは、語として切り出せない",
};

/// Words whose every character stands twice are made single again: 背背景景 → 背景.
pub const DOUBLED_CHARACTERS: Rule = Rule {
    name: "doubled-characters",
    label_ja: "二重になった文字の復元",
    reason_ja: "太字や影を同じ字の重ね打ちで表した PDF では、どの字も二つずつ取り出される",
};

/// Readings beside words leave the text. The readers find them.
pub const RUBY: Rule = Rule {
    name: "ruby",
    label_ja: "ふりがなの分離",
    reason_ja: "ふりがなが本文の行に交じると、語が途中で切れて見つからなくなる",
};

/// Raised marks of notes leave the words that they stand behind. The layout finds them.
pub const NOTE_MARKS: Rule = Rule {
    name: "note-marks",
    label_ja: "上付きの注番号の分離",
    reason_ja: "「8,600万¹」の注番号を続けて読むと「8,600万1」となり、数値が変わる",
};

/// What stands around the text of a page leaves the flow: headers, footers, menus.
pub const PAGE_FRAMES: Rule = Rule {
    name: "page-frames",
    label_ja: "本文の外にある文字の分離",
    reason_ja: "ヘッダー、フッター、案内の目次などは文書の文言ではなく、件数を水増しする",
};

/// Lines that are only a page number or a copyright footer leave the flow and become page marks.
pub const PAGE_MARKS: Rule = Rule {
    name: "page-marks",
    label_ja: "ページ番号・柱の分離",
    reason_ja: "ページ番号や著作権表示の行が文の途中に入ると、ページをまたぐ文言が見つからない。ページ番号は引用のために残す",
};

/// Paragraphs that go on on the next page are joined, and remember where the page turns.
pub const PAGE_BORDERS: Rule = Rule {
    name: "page-borders",
    label_ja: "ページをまたぐ段落の結合",
    reason_ja: "ページの境で切れた文は、つながないとその文言が見つからない。ページの境は引用のために残す",
};

/// Headers and footers that stand on most pages leave the flow, but for the first.
pub const RUNNING_LINES: Rule = Rule {
    name: "running-lines",
    label_ja: "繰り返す柱・ヘッダーの分離",
    reason_ja: "ページごとに繰り返す題名は、ページをまたぐ文の途中に入り、同じ文言の件数を水増しする",
};

/// Lines with tabs become table rows.
pub const TAB_TABLES: Rule = Rule {
    name: "tab-tables",
    label_ja: "タブ区切りの表の復元",
    reason_ja: "結合されたセルは最初の行にしか書かれず、二人ずつ並べた名簿は人と役職の組が崩れる",
};

/// A cell that spans rows is written in the first of them only; the short name of a group is filled down.
pub const MERGED_CELLS: Rule = Rule {
    name: "merged-cells",
    label_ja: "結合されたセルの補完",
    reason_ja: "縦に結合された先頭のセルは最初の行にしかなく、後の行だけを読むと何の行かが分からない",
};

/// A note that stands in the middle of a sentence moves behind it.
pub const NOTES_INSIDE_SENTENCES: Rule = Rule {
    name: "notes-inside-sentences",
    label_ja: "文の途中に入った注の移動",
    reason_ja: "枠の並びのまま取り出すと、※の注が文の途中に割り込み、前後の文言が続かなくなる",
};

/// Lines that were broken for want of room are joined; lines broken on purpose stay apart.
pub const SOFT_BREAKS: Rule = Rule {
    name: "soft-breaks",
    label_ja: "行の途中の改行の結合",
    reason_ja: "枠の幅で折り返しただけの改行は語を分断し、「研究開⏎発」は「研究開発」で見つからなくなる",
};

/// Sentences that go on after an empty line or a page mark are joined.
pub const INTERRUPTED_SENTENCES: Rule = Rule {
    name: "interrupted-sentences",
    label_ja: "空行をまたぐ文の結合",
    reason_ja: "ページや枠の境で空行が文の途中に入ると、「企業的視点によ⏎⏎る各シーズ」のように語が割れる",
};

/// A note on the line of a heading becomes a block of its own.
pub const HEADING_NOTES: Rule = Rule {
    name: "heading-notes",
    label_ja: "見出しの行に付いた注の分離",
    reason_ja: "「…共通の指標 ※…に基づき設置」のように、隣の枠の注が見出しの行に続く",
};

/// The marks of list items become structure.
pub const LIST_MARKS: Rule = Rule {
    name: "list-marks",
    label_ja: "行頭記号の整理",
    reason_ja: "「- ・」「- ✓」のような二重の記号や行頭の「・」は文言ではない。①や（１）は引用に使うので残す",
};

/// A value that stands on a line of its own joins the item it belongs to.
pub const KEY_VALUE_ROWS: Rule = Rule {
    name: "key-value-rows",
    label_ja: "項目と値の結合",
    reason_ja: "「（３）…件数」と「アウトプット指標：１２０件／年」が別の段落になると、値がどの項目のものか分からない",
};

/// A label that stands twice in a row is kept once.
pub const REPEATED_LABELS: Rule = Rule {
    name: "repeated-labels",
    label_ja: "続けて重なった短い行の整理",
    reason_ja: "影付きの文字や重ねた枠は同じ語を二度取り出させ、件数を水増しする",
};

/// What is left of a figure, short labels one after the other, becomes one block.
pub const DIAGRAMS: Rule = Rule {
    name: "diagrams",
    label_ja: "図の断片のまとめ",
    reason_ja: "図の中の語は一つずつばらばらの段落になる。まとめて図の断片と示し、見出しや本文と取り違えない",
};

/// Headings of a text without marks: 公用文 numbering, ＜ ＞ and 【 】, short lines before a paragraph.
///
/// A false heading is worse than a missed one: it cuts a section in two and puts words into the path of
/// every hit below.
pub const UNMARKED_HEADINGS: Rule = Rule {
    name: "unmarked-headings",
    label_ja: "記号のない見出しの認定",
    reason_ja: "見出しの印がない文字だけの資料でも、番号や括弧、短い行から節を立てなければ、引用の場所を示せない",
};

/// A line break in a heading that became a space is closed up.
pub const HEADING_SPACES: Rule = Rule {
    name: "heading-spaces",
    label_ja: "見出しの改行跡の空白の除去",
    reason_ja: "二行に分けた見出しは「委員会 における検討」のように空白が残り、目次の語と一致しない",
};

/// 「…（続き）」 is tied to the section that it goes on.
pub const CONTINUED_HEADINGS: Rule = Rule {
    name: "continued-headings",
    label_ja: "（続き）の見出しの結び付け",
    reason_ja: "次のページに続く節は同じ見出しで二度始まる。元の節と同じ高さに置き、続きと示す",
};

/// A slide without a title gets its number as heading, so that it can be cited.
pub const UNTITLED_SLIDES: Rule = Rule {
    name: "untitled-slides",
    label_ja: "題のないスライドの見出し",
    reason_ja: "一枚のスライドを一つの節とするので、題がないものには番号の見出しを加える",
};

/// A section of the size of a book is cut into parts at the borders of its paragraphs.
pub const LONG_SECTIONS: Rule = Rule {
    name: "long-sections",
    label_ja: "長い節の分割",
    reason_ja: "見出しのない長文が一つの節のままでは、当たった場所を示したことにならない",
};
