//! Notes: what was not read the way it was written, in words a person can act on.
//!
//! All wordings stand here, so that they can be read in one go. [`Notes`] collects them.

use crate::Note;
use crate::field::{Field, Scope};
use crate::keywords::{DEFAULT_DISTANCE_CHARS, MAX_DISTANCE_CHARS};
use crate::parser::MAX_DEPTH;

/// More notes than this help nobody.
const MAX_NOTES: usize = 10;

pub(crate) const QUOTE_IN_SENTENCE: &str = "「」が文の一部になっているので、文字として探します。\
     中だけを一つの語句として探すには、「」の前後に空白を入れてください";
pub(crate) const UNCLOSED_BRACKET: &str =
    "括弧が閉じられていないので、最後までを括弧の中と読みました";
pub(crate) const UNOPENED_BRACKET: &str =
    "対応する開き括弧がないので、閉じ括弧を文字として探します";
pub(crate) const OUTER_WILDCARDS: &str = "語の両端の * や ? は、なくても結果が同じなので省きました";
pub(crate) const KANA_MINUS: &str = "語の頭の「ー」を、除外の「-」と読みました";
pub(crate) const DOUBLE_NEGATION: &str = "否定が二重なので、打ち消し合うものと読みました";
pub(crate) const ONLY_NEGATIVE: &str = "除外する条件だけなので、当てはまるものがとても多くなります";
pub(crate) const NEGATIVE_ALTERNATIVE: &str =
    "OR でつないだ中に除外があるので、当てはまるものがとても多くなります";
pub(crate) const ONE_WORD_NEAR: &str =
    "近さの指定（~）は二語以上のときに働くので、ここでは無視しました";
pub(crate) const NEAR_WITH_OTHERS: &str = "NEAR と BEFORE でつなげるのは、語句と、語句を OR でつないだ括弧だけです。\
     ここでは「すべてを含む」と読みました";
pub(crate) const SCOPE_WITH_PREFIX: &str =
    "範囲の指定は検索全体に働くので、前に付いた記号や項目を無視しました";
pub(crate) const CONTROL_CHARACTERS: &str = "表示できない文字を空白と読みました";

pub(crate) const JOINED_LINES: &str = "改行の前後を一続きの語と読みました。\
     別の語として探すには、空白か AND で区切ってください";
pub(crate) const PASTED: &str = "長い文なので、括弧や引用符も文の一部として読み、同じ語を多く含む節を探しました。\
     写し間違いがないかは、引用の照合で確かめられます";
pub(crate) const AMPERSAND: &str = "& は演算子ではないので、文字として探します。\
     すべてを含むものを探すには、空白か AND で区切ってください";

pub(crate) fn operator_in_small_letters(typed: &str, operator: &str) -> String {
    format!("「{typed}」を語として探します。演算子にするには {operator} と大文字で書いてください")
}

pub(crate) fn unclosed_quote(mark: char) -> String {
    format!("引用符 {mark} が閉じられていないので、次の空白までを引用符の中と読みました")
}

pub(crate) fn nothing_to_act_on(operator: &str) -> String {
    format!("{operator} が働きかける語がないので、文字として探します")
}

pub(crate) fn signs_only(text: &str) -> String {
    format!("{text} は記号だけで条件にならないので、文字として探します")
}

pub(crate) fn minus_before_number(text: &str) -> String {
    format!("「{text}」を含まないものと読みました。負の数を探すには \"-{text}\" と書いてください")
}

pub(crate) fn too_deep() -> String {
    format!("括弧が{MAX_DEPTH}重を超えているので、それより内側の括弧は無視しました")
}

pub(crate) fn near_without_distance() -> String {
    format!("距離の指定がないので、{DEFAULT_DISTANCE_CHARS}文字以内と読みました")
}

pub(crate) fn distance_too_large() -> String {
    format!(
        "指定できる距離は{MAX_DISTANCE_CHARS}文字までなので、{MAX_DISTANCE_CHARS}文字以内と読みました"
    )
}

pub(crate) fn field_in_field(inner: Field) -> String {
    format!("項目の指定が重なっているので、内側の「{inner}:」を使いました")
}

pub(crate) fn empty_range(field: Field) -> String {
    format!("「{field}:」の範囲に始まりも終わりもないので、文字として探します")
}

pub(crate) fn unknown_scope(value: &str) -> String {
    let names = Scope::ALL.map(Scope::name).join("・");
    format!("「{value}」という範囲はないので、文字として探します。使えるのは{names}です")
}

pub(crate) fn second_scope(scope: Scope) -> String {
    format!("範囲の指定が二つあるので、後の「{scope}」を使いました")
}

/// Collects notes while a query is read.
#[derive(Default)]
pub(crate) struct Notes {
    notes: Vec<Note>,
}

impl Notes {
    pub(crate) fn add(&mut self, position_chars: usize, message: impl Into<String>) {
        let note = Note { message: message.into(), position_chars };
        if self.notes.len() < MAX_NOTES && !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// The notes in the order of the query.
    pub(crate) fn finish(mut self) -> Vec<Note> {
        self.notes.sort_by_key(|note| note.position_chars);
        self.notes
    }
}
