//! The parameters of the API as OpenAPI describes them; names, choices and limits are those that
//! [`SearchParams::parse`] reads by.

use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ArrayBuilder, Object, ObjectBuilder, Schema, Type};
use utoipa::openapi::{RefOr, Required};

use super::concordance::{
    ConcordanceParams, DEFAULT_LINES, MAX_LINES, MAX_NEIGHBOUR_CHARS, MAX_SAMPLE, MAX_WIDTH_CHARS,
};
use super::exports::{ExportParams, ExportUnit};
use super::frequency::{FrequencyParams, MAX_SMOOTH, MEASURES};
use super::values::{FACETS, FIRST_YEAR, LAST_YEAR, MODES, Names, SCOPES, SORTS, UNITS};
use super::{MAX_CONTEXT_CHARS, MAX_LIMIT, MAX_OFFSET, MAX_QUERY_CHARS, PAGE_SIZE, SearchParams};

/// More generations than are ever made, and more occurrences than are ever found; a number that every reader
/// of JSON keeps.
const MAX_GENERATION: usize = 1_000_000_000_000;

impl IntoParams for SearchParams {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let mut parameters = vec![query("検索語。書き方は検索欄と同じです。")];
        parameters.extend(conditions());
        parameters.extend(cited());
        parameters.extend([
            optional("unit", "結果のまとめ方", choice(UNITS)),
            optional("facet", "件数を数える項目（「,」で区切ります）", facets()),
            optional("sort", "並べ方（-issuedは新しい順）", choice(SORTS)),
            optional(
                "limit",
                "件数。0では件数だけを返します。",
                number_or(0, MAX_LIMIT, PAGE_SIZE),
            ),
            optional("offset", "読み飛ばす件数", number_or(0, MAX_OFFSET, 0)),
            optional(
                "context",
                "該当箇所の前後に付ける文字数",
                number(0, MAX_CONTEXT_CHARS).build(),
            ),
            optional(
                "across",
                "1で、段落・項目・表の欄などの境をまたぐ並びを示します。件数は変わりません。",
                switch(),
            ),
            optional("explain", "1で、順位の根拠を付けます。", switch()),
        ]);
        parameters
    }
}

impl IntoParams for ConcordanceParams {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let mut parameters = vec![query("検索語。書き方は検索欄と同じです。")];
        parameters.extend(conditions());
        parameters.extend(cited());
        let keys = "left:n、right:n（n文字目）、left:wn、right:wn（n語目）、left、right、hit、section、doc、\
                    issuer、fy、issued、type（kind）を「,」で区切ります。";
        parameters.extend([
            optional("sort", &format!("並べ方（3個まで、-は逆順）。{keys}"), key_list("-?", 3)),
            optional("group", &format!("まとめ方（2個まで）。{keys}"), key_list("", 2)),
            optional("left", "直前に立つもの（文字、*と?、又は/正規表現/）", neighbour()),
            optional("right", "直後に立つもの（文字、*と?、又は/正規表現/）", neighbour()),
            optional("context", "前後の文字数（20又は20:40）、sentence又はparagraph", context()),
            optional(
                "width",
                "前後の文字数（contextに一つの数を与えるのと同じ）",
                number(1, MAX_WIDTH_CHARS).build(),
            ),
            optional("sample", "無作為に抜き出す箇所の数", number(1, MAX_SAMPLE).build()),
            optional(
                "seed",
                "抜き出しの種。同じ種では同じ箇所を抜き出します。",
                number_or(0, 1_000_000, 0),
            ),
            optional("unique", "sentenceで、同じ文を一行にまとめます。", unique()),
            optional(
                "collate",
                "readingで、読みの五十音順に並べます。",
                one_of(&["code", "reading"]),
            ),
            optional("limit", "行数", number_or(0, MAX_LINES, DEFAULT_LINES)),
            optional("offset", "読み飛ばす行数", number_or(0, 100_000_000, 0)),
            optional(
                "format",
                "json以外は、すべての行を返します。",
                one_of(&["json", "ndjson", "csv", "tsv", "xlsx"]),
            ),
        ]);
        parameters
    }
}

impl IntoParams for FrequencyParams {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let mut parameters = vec![query("比べる言葉。8個まで「/」で区切ります。")];
        parameters.extend(conditions());
        parameters.extend(cited());
        parameters.extend([
            optional("by", "数える単位。異なる二つまで「,」で区切ります。", units_of_count()),
            optional("measure", "図に示すもの", choice(MEASURES)),
            optional("smooth", "前後の年（月）を合わせる幅", number_or(0, MAX_SMOOTH as usize, 0)),
            optional("unique", "sentenceで、異なる文の数を数えます。", unique()),
            optional("ratio", "1で、qの初めの二つの言葉の比を求めます。", switch()),
            optional(
                "format",
                "答えの形式",
                one_of(&["json", "csv", "tsv", "ndjson", "xlsx", "svg"]),
            ),
        ]);
        parameters
    }
}

/// The parameters of `/api/v1/documents`.
pub struct DocumentListParams;

impl IntoParams for DocumentListParams {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let mut parameters = conditions_on_documents();
        parameters.extend(paging());
        parameters
    }
}

impl IntoParams for ExportParams {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let mut parameters = conditions_on_documents();
        parameters.extend([
            optional("unit", "1行に示すもの（節、文書、略語）", choice(ExportUnit::ALL)),
            optional("after", "最後に受け取った行のcursor。その次から返します。", text()),
        ]);
        parameters
    }
}

/// What narrows a list of documents.
fn conditions_on_documents() -> Vec<Parameter> {
    let of_documents = ["issuer", "type", "fy", "doc", "from", "to"];
    conditions().into_iter().filter(|one| of_documents.contains(&one.name.as_str())).collect()
}

/// The parameters of a list that nothing narrows.
pub struct PageParams;

impl IntoParams for PageParams {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        paging().into()
    }
}

/// Which part of a list is wanted.
fn paging() -> [Parameter; 2] {
    [
        optional("limit", "件数", number_or(0, MAX_LIMIT, MAX_LIMIT)),
        optional("offset", "読み飛ばす件数", number_or(0, MAX_OFFSET, 0)),
    ]
}

/// What narrows every kind of search.
fn conditions() -> Vec<Parameter> {
    let date_note = "2024、2024-04、2024-04-01のように書きます。";
    vec![
        optional(
            "mode",
            "どの節を並べるか。exactは完全一致、variantは表記ゆれまで、wordは語が離れて現れる節だけ、allは文言の後に\
             語が離れて現れる節。countsの数は、どれを選んでも変わりません。ただしexactでは、sections、hits及び\
             documentsは完全一致の数です。文言を数えるものでは、allとwordはvariantとして扱います。",
            choice(MODES),
        ),
        optional("scope", "複数の語がそろう範囲", choice(SCOPES)),
        optional("issuer", "発行機関", list(text())),
        optional("type", "種別", list(text())),
        optional(
            "fy",
            "年度（西暦）",
            list(number(FIRST_YEAR as usize, LAST_YEAR as usize).build()),
        ),
        optional("doc", "文書ID", list(text())),
        optional("section", "見出し（上の階層を含む）に含まれる文字", text()),
        optional("from", &format!("発行日の始め。{date_note}"), date()),
        optional("to", &format!("発行日の終わり。{date_note}"), date()),
        optional("strict", "1で、全角・半角などの表記の違いも区別します。", switch()),
        optional(
            "part",
            "1で、英字の語や数の一部も含めます（mainの中のAI、150の中の50）。",
            switch(),
        ),
        optional("off", "検索から外す書き方（語=書き方）", list(text())),
        optional("on", "検索に加える書き方（語=書き方）", list(text())),
    ]
}

/// What the permanent link of a result adds.
fn cited() -> [Parameter; 2] {
    [
        optional(
            "gen",
            "引用した世代。残っていればその世代の結果を返し、残っていなければ、現在の世代の結果と、その旨のnotesを返します。",
            number(1, MAX_GENERATION).build(),
        ),
        optional(
            "hits",
            "引用したときの箇所の数。世代が残っていないときに、現在の数と比べます。",
            number(0, MAX_GENERATION).build(),
        ),
    ]
}

/// The required `q`.
fn query(description: &str) -> Parameter {
    let schema = ObjectBuilder::new()
        .schema_type(Type::String)
        .min_length(Some(1))
        .max_length(Some(MAX_QUERY_CHARS))
        .pattern(Some("[^\\s\\u0000-\\u001f\\u007f-\\u009f]"))
        .build();
    let parameter = ParameterBuilder::new().name("q").parameter_in(ParameterIn::Query);
    parameter
        .required(Required::True)
        .description(Some(description))
        .example(Some("創薬".into()))
        .schema(Some(schema))
        .build()
}

fn optional(name: &str, description: &str, schema: impl Into<RefOr<Schema>>) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(ParameterIn::Query)
        .required(Required::False)
        .description(Some(description))
        .schema(Some(schema))
        .build()
}

/// Any text; an empty field of a form sets nothing.
fn text() -> Object {
    ObjectBuilder::new().schema_type(Type::String).build()
}

/// One of these names.
fn one_of(names: &[&str]) -> Object {
    let values = names.iter().copied().chain([""]);
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(values)).build()
}

fn unique() -> Object {
    one_of(&["sentence", "1", "0"])
}

fn matching(pattern: &str) -> Object {
    ObjectBuilder::new().schema_type(Type::String).pattern(Some(pattern)).build()
}

/// What is sorted or grouped by: up to `most` keys, each behind `sign`.
fn key_list(sign: &str, most: usize) -> Object {
    let key = "(left|right)(:w?([1-9]|1[0-9]|20))?|hit|section|doc|issuer|fy|issued|type|kind";
    matching(&format!("^({sign}({key})(,{sign}({key})){{0,{}}})?$", most - 1))
}

/// Characters on either side, up to [`MAX_WIDTH_CHARS`].
fn context() -> Object {
    let n = "([0-9]|[1-9][0-9]|[1-4][0-9][0-9]|500)";
    matching(&format!("^(sentence|paragraph|{n}(:{n})?)?$"))
}

/// What stands beside an occurrence. Whether an expression can be read no schema can say.
fn neighbour() -> Object {
    let text = ObjectBuilder::new().schema_type(Type::String);
    text.max_length(Some(MAX_NEIGHBOUR_CHARS)).build()
}

/// One or two units; that they must differ is written out.
fn units_of_count() -> Object {
    let units = ["fy", "year", "month", "issuer", "type", "document"];
    let pairs = units.iter().flat_map(|one| {
        let others = units.iter().filter(move |other| *other != one);
        others.map(move |other| format!("{one},{other}"))
    });
    let values = units.iter().map(|unit| (*unit).to_owned()).chain(pairs).chain([String::new()]);
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(values)).build()
}

/// One of a few values; the first of the table is the default, and an empty field of a form sets nothing.
fn choice<T>(names: Names<T>) -> Object {
    let values = names.iter().map(|(name, _)| *name).chain([""]);
    let default = names.first().map(|(name, _)| (*name).into());
    ObjectBuilder::new()
        .schema_type(Type::String)
        .enum_values(Some(values))
        .default(default)
        .build()
}

fn number(least: usize, most: usize) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(least)).maximum(Some(most))
}

fn number_or(least: usize, most: usize, default: usize) -> Object {
    number(least, most).default(Some(default.into())).build()
}

fn switch() -> Object {
    let values = ["0", "1", ""];
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(values)).build()
}

fn date() -> Object {
    let pattern = "^([1-9][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9]|2[0-8]))?)?)?$";
    ObjectBuilder::new().schema_type(Type::String).pattern(Some(pattern)).build()
}

/// Values that are repeated: any of them will do. That at most `MAX_VALUES` are taken cannot be said in
/// a schema, for empty ones do not count.
fn list(item: impl Into<RefOr<Schema>>) -> Schema {
    let items: RefOr<Schema> = item.into();
    ArrayBuilder::new().items(items).build().into()
}

/// Facets in one value, divided by commas.
fn facets() -> Object {
    let names = FACETS.iter().map(|(name, _)| *name).collect::<Vec<_>>().join("|");
    let pattern = format!("^(({names})(,({names}))*)?$");
    ObjectBuilder::new().schema_type(Type::String).pattern(Some(pattern)).build()
}
