//! `/concordance`: every occurrence in its context, or gathered by what stands next to it; also as files.

use std::fmt::Write as _;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::{MethodRouter, get};
use shirabe_api::tables;
use shirabe_export::FileFormat;
use shirabe_search::{CorpusSize, IndexInfo};
use shirabe_site::citable::{Citable, wording_notes};
use shirabe_site::error::WebError;
use shirabe_site::format::Wish;
use shirabe_site::lanes::Lane;
use shirabe_site::origin::Origin;
use shirabe_site::params::{
    ConcordanceParams, MAX_SORT_KEYS, SearchParams, TypedConcordance, context_name, joined,
};
use shirabe_site::{Site, wording};
use shirabe_wording::{Basis, Concordance, Group, Groups, Head, Key, Line};

use crate::pages::error::named;
use crate::pages::frame::{FrameView, printed};
use crate::pages::pager::PagerView;
use crate::pages::search::all_chips;
use crate::render::html;

/// Lines or groups on one page: as many as fit into 30 kB.
const N_ON_A_PAGE: usize = 60;

/// Orders and groupings that are offered; an address may ask for any other.
const KEYS: [(&str, &str); 13] = [
    ("left", "前の文脈順"),
    ("right", "後ろの文脈順"),
    ("left:1", "前1字"),
    ("right:1", "後ろ1字"),
    ("left:w1", "前1語"),
    ("right:w1", "後ろ1語"),
    ("hit", "見つかった書き方"),
    ("issuer", "発行機関"),
    ("fy", "年度"),
    ("issued", "発行日（古い順）"),
    ("-issued", "発行日（新しい順）"),
    ("doc", "文書"),
    ("section", "節の見出し"),
];
const CONTEXTS: [(&str, &str); 6] = [
    ("10", "10字"),
    ("20", "20字"),
    ("40", "40字"),
    ("80", "80字"),
    ("sentence", "文"),
    ("paragraph", "段落"),
];

#[derive(Template)]
#[template(path = "concordance.html")]
struct ConcordanceView {
    frame: FrameView,
    heading: String,
    status: String,
    notes: Vec<String>,
    form: FormView,
    chips: Vec<(String, String)>,
    without_chips: String,
    tabs: Vec<TabView>,
    files: Vec<(&'static str, String)>,
    lines: Vec<LineView>,
    groups: Vec<GroupView>,
    group_titles: Vec<String>,
    pager: Option<PagerView>,
    citation: String,
    search_url: String,
    frequency_url: String,
}

/// What is typed and chosen.
struct FormView {
    query: String,
    left: String,
    right: String,
    orders: Vec<SelectView>,
    groups: SelectView,
    contexts: SelectView,
    is_unique: bool,
    is_read: bool,
    sample: String,
    hidden: Vec<(&'static str, String)>,
    /// Fields that could not be read, and what is wrong there.
    mistakes: Vec<(String, String)>,
}

impl FormView {
    /// What is wrong in a field.
    fn mistake(&self, field: &str) -> Option<&str> {
        let found = self.mistakes.iter().find(|(name, _)| name == field);
        found.map(|(_, said)| said.as_str())
    }

    /// With what was typed in place of what could be read.
    fn typed(mut self, typed: &TypedConcordance) -> FormView {
        for mistake in &typed.mistakes {
            let field = match mistake.name.as_str() {
                "left" => &mut self.left,
                "right" => &mut self.right,
                _ => &mut self.sample,
            };
            field.clone_from(&mistake.typed);
            self.mistakes.push((mistake.name.clone(), named(&mistake.detail)));
        }
        self
    }
}

struct SelectView {
    label: String,
    options: Vec<(String, String, bool)>,
}

struct TabView {
    name: &'static str,
    url: String,
    is_current: bool,
}

struct LineView {
    line: Line,
    url: String,
    before: String,
    after: String,
    year: String,
}

struct GroupView {
    key: Vec<String>,
    url: Option<String>,
    n_hits: String,
    n_documents: String,
    share: String,
    first: String,
}

/// What the page knows of the corpus.
struct Corpus {
    info: IndexInfo,
    n_documents: usize,
    size: CorpusSize,
}

/// `GET /concordance`, and the files for those who ask for one by `Accept`.
pub(crate) async fn show(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    origin: Origin,
    typed: TypedConcordance,
) -> Result<Response, WebError> {
    let format = match Wish::of(&headers) {
        Some(Wish::Json) => {
            let params = typed.without_mistakes()?;
            return shirabe_api::concordance::answer(State(site), origin, params).await;
        }
        Some(Wish::Csv) => Some(FileFormat::Csv),
        Some(Wish::Tsv) => Some(FileFormat::Tsv),
        Some(Wish::Atom) | None => None,
    };
    if let Some(format) = format {
        let params = typed.without_mistakes()?;
        return shirabe_api::concordance::file(&site, origin, params, format).await;
    }
    let params = typed.concordance.clone();
    if params.search.q.trim().is_empty() {
        let mut view = ConcordanceView::empty(&params);
        view.form = view.form.typed(&typed);
        return Ok(html(&view));
    }
    let today = (site.config.today)();
    let view = site
        .ask_of(Lane::Long, params.search.generation, move |generation| {
            let first = (params.page - 1).saturating_mul(N_ON_A_PAGE);
            let window = first..first.saturating_add(N_ON_A_PAGE);
            let found = generation.concordance(&params.request(), window)?;
            let corpus = Corpus {
                info: generation.info(),
                n_documents: generation.n_documents(),
                size: generation.corpus_size()?,
            };
            let page_of = |search: SearchParams| {
                ConcordanceParams { search, ..params.clone() }.url("/concordance")
            };
            let mut view = ConcordanceView::of(&params, found, &corpus, &origin, today);
            view.form = view.form.typed(&typed);
            view.chips = all_chips(generation, &params.search, page_of)?;
            view.without_chips = page_of(params.search.with(SearchParams::clear_conditions));
            Ok(view)
        })
        .await?;
    Ok(html(&view))
}

/// `GET /concordance.csv` and its kin
pub(crate) fn file(format: FileFormat) -> MethodRouter<Arc<Site>> {
    get(async move |State(site): State<Arc<Site>>, origin: Origin, params: ConcordanceParams| {
        shirabe_api::concordance::file(&site, origin, params, format).await
    })
}

impl ConcordanceView {
    fn empty(params: &ConcordanceParams) -> ConcordanceView {
        let heading = "用例".to_owned();
        ConcordanceView {
            frame: frame(&heading, params),
            heading,
            status: "検索語を入力してください。".to_owned(),
            notes: Vec::new(),
            form: FormView::of(params),
            chips: Vec::new(),
            without_chips: String::new(),
            tabs: Vec::new(),
            files: Vec::new(),
            lines: Vec::new(),
            groups: Vec::new(),
            group_titles: Vec::new(),
            pager: None,
            citation: String::new(),
            search_url: params.search.with(|_| ()).url(),
            frequency_url: format!("/frequency?{}", params.search.query_string()),
        }
    }

    fn of(
        params: &ConcordanceParams,
        found: Concordance,
        corpus: &Corpus,
        origin: &Origin,
        today: shirabe_document::Date,
    ) -> ConcordanceView {
        let Concordance { head, lines, groups } = found;
        let query = params.search.q.trim();
        let first = (params.page - 1).saturating_mul(N_ON_A_PAGE);
        let page = |page: usize| {
            let url = params.url("/concordance");
            if page > 1 { format!("{url}&page={page}") } else { url }
        };
        let n_pages = (head.n_lines as usize).div_ceil(N_ON_A_PAGE);
        let files = [("CSV", "csv"), ("TSV", "tsv"), ("NDJSON", "ndjson"), ("XLSX", "xlsx")];
        let heading = format!("「{query}」の用例");
        ConcordanceView {
            frame: FrameView {
                printed: printed(&origin.join(&page(params.page)), today, &corpus.info),
                ..frame(&heading, params)
            },
            heading,
            status: status(params, &head),
            notes: wording_notes(&params.search, &corpus.info, Some(head.counts.n_hits))
                .into_iter()
                .chain(head.notes.iter().map(|note| wording::remark(&note.remark)))
                .collect(),
            tabs: tabs(params),
            files: files
                .into_iter()
                .filter(|_| head.n_lines > 0)
                .map(|(name, ending)| (name, params.url(&format!("/concordance.{ending}"))))
                .collect(),
            lines: lines.into_iter().map(|line| LineView::of(line, &params.search)).collect(),
            groups: groups
                .iter()
                .flat_map(|groups| {
                    let shown = groups.groups.iter().skip(first).take(N_ON_A_PAGE);
                    shown.map(|group| GroupView::of(group, groups, params))
                })
                .collect(),
            group_titles: params.group.iter().map(|key| title(*key)).collect(),
            pager: PagerView::of(params.page, n_pages, page),
            citation: citation(params, &head, corpus, origin, today),
            ..ConcordanceView::empty(params)
        }
    }
}

fn frame(heading: &str, params: &ConcordanceParams) -> FrameView {
    FrameView {
        action: "/concordance",
        place: "/concordance",
        search: params.search.elsewhere(),
        hidden: hidden(&params.search),
        ..FrameView::unlisted(heading, &params.search.q)
    }
}

fn citation(
    params: &ConcordanceParams,
    head: &Head,
    corpus: &Corpus,
    origin: &Origin,
    today: shirabe_document::Date,
) -> String {
    let citable = Citable {
        params: &params.search,
        kind: "用例",
        found: format!("{}か所", wording::number(head.counts.n_hits as usize)),
        n_hits: Some(head.counts.n_hits),
        info: &corpus.info,
        n_documents: corpus.n_documents,
        size: corpus.size,
        today,
        url: origin.join(&params.url("/concordance")),
    };
    citable.line()
}

impl LineView {
    fn of(line: Line, search: &SearchParams) -> LineView {
        let cut = |is_cut: bool| if is_cut { "…" } else { "" };
        LineView {
            url: search.carried_to(&tables::line_url(&line)),
            before: format!("{}{}", cut(line.before_is_cut), line.before),
            after: format!("{}{}", line.after, cut(line.after_is_cut)),
            year: line.issued.get(..4).unwrap_or_default().to_owned(),
            line,
        }
    }
}

impl GroupView {
    fn of(group: &Group, groups: &Groups, params: &ConcordanceParams) -> GroupView {
        let shown =
            |key: &String| if key.is_empty() { "（なし）".to_owned() } else { key.clone() };
        GroupView {
            key: group.key.iter().map(shown).collect(),
            url: tables::group_url(params, group),
            n_hits: wording::number(group.n_hits as usize),
            n_documents: wording::number(group.n_documents as usize),
            share: format!("{:.1}％", tables::share(group, groups) * 100.0),
            first: wording::date(&group.first_issued),
        }
    }
}

impl FormView {
    fn of(params: &ConcordanceParams) -> FormView {
        let text = |neighbour: &Option<shirabe_wording::Neighbour>| {
            neighbour.as_ref().map(|neighbour| neighbour.text.clone()).unwrap_or_default()
        };
        let orders = (0..MAX_SORT_KEYS).map(|at| {
            let chosen = params.sort.get(at).map(ToString::to_string).unwrap_or_default();
            let first = if at == 0 { "文書の日付順" } else { "（なし）" };
            select(format!("並べ方{}", at + 1), first, &KEYS, chosen)
        });
        let context = context_name(params.context);
        let mut contexts = select("前後の長さ".to_owned(), "", &CONTEXTS, context);
        contexts.options.retain(|(value, ..)| !value.is_empty());
        FormView {
            query: params.search.q.clone(),
            left: text(&params.left),
            right: text(&params.right),
            orders: orders.collect(),
            groups: select("まとめ方".to_owned(), "まとめない", &KEYS, joined(&params.group)),
            contexts,
            is_unique: params.unique,
            is_read: params.by_reading,
            sample: params.sample.map(|n| n.to_string()).unwrap_or_default(),
            hidden: hidden(&params.search),
            mistakes: Vec::new(),
        }
    }
}

/// The conditions that have no field of their own.
fn hidden(search: &SearchParams) -> Vec<(&'static str, String)> {
    search.with(|_| ()).carried_everything()
}

/// What can be chosen; a value that an address chose is among it, whatever it is.
fn select(label: String, none: &str, known: &[(&str, &str)], chosen: String) -> SelectView {
    let mut options = vec![(String::new(), none.to_owned(), chosen.is_empty())];
    options.extend(
        known
            .iter()
            .map(|(value, name)| ((*value).to_owned(), (*name).to_owned(), *value == chosen)),
    );
    if options.iter().all(|(_, _, is_chosen)| !is_chosen) {
        options.push((chosen.clone(), chosen, true));
    }
    SelectView { label, options }
}

fn tabs(params: &ConcordanceParams) -> Vec<TabView> {
    let lines = ConcordanceParams { group: Vec::new(), ..params.clone() };
    let grouped = |key| ConcordanceParams { group: vec![key], ..params.clone() };
    let mut tabs = vec![TabView {
        name: "行",
        url: lines.url("/concordance"),
        is_current: params.group.is_empty(),
    }];
    let keys = [
        ("前の語でまとめる", Key::LeftWord(1)),
        ("後ろの語でまとめる", Key::RightWord(1)),
        ("書き方でまとめる", Key::Hit),
        ("発行機関でまとめる", Key::Issuer),
        ("年度でまとめる", Key::FiscalYear),
    ];
    tabs.extend(keys.map(|(name, key)| TabView {
        name,
        url: grouped(key).url("/concordance"),
        is_current: params.group == [key],
    }));
    tabs
}

/// What a column of groups is called.
fn title(key: Key) -> String {
    let name = key.to_string();
    let known = KEYS.iter().find(|(value, _)| *value == name).map(|(_, title)| (*title).to_owned());
    match key {
        Key::Issued => "発行日".to_owned(),
        Key::Left(n) => format!("前{n}字"),
        Key::Right(n) => format!("後ろ{n}字"),
        Key::LeftWord(n) => format!("前{n}語"),
        Key::RightWord(n) => format!("後ろ{n}語"),
        Key::Kind => "種別".to_owned(),
        _ => known.unwrap_or(name),
    }
}

/// 4,274か所・2,011文書・異なる文2,900
fn status(params: &ConcordanceParams, head: &Head) -> String {
    let n = |n: u64| wording::number(n as usize);
    let counts = &head.counts;
    if counts.n_hits == 0 {
        let is_narrowed = params.left.is_some() || params.right.is_some();
        let what = if is_narrowed {
            "この条件に合う箇所"
        } else {
            "この文言が現れる箇所"
        };
        return format!("{what}はありません。");
    }
    let mut status = format!("{}か所・{}文書", n(counts.n_hits), n(counts.n_documents));
    if let Some(sentences) = counts.n_sentences {
        let _ = write!(status, "・異なる文{}", n(sentences));
    }
    if let Basis::Sample { n: drawn, of, seed } = head.basis {
        let unit = if params.unique { "文" } else { "か所" };
        let _ = write!(
            status,
            "。{}{unit}から無作為に抜き出した{}{unit}を示しています（種{seed}）",
            n(of),
            n(drawn)
        );
    }
    if !params.group.is_empty() {
        let _ = write!(status, "。{}組", n(head.n_lines));
    }
    status
}

#[cfg(test)]
mod tests {
    use shirabe_wording::Context;

    use super::*;

    #[test]
    fn an_order_that_is_not_offered_is_kept() {
        let chosen = |view: &SelectView| -> Vec<String> {
            let chosen = view.options.iter().filter(|(.., is_chosen)| *is_chosen);
            chosen.map(|(value, ..)| value.clone()).collect()
        };
        assert_eq!(chosen(&select(String::new(), "", &KEYS, "right:5".to_owned())), ["right:5"]);
        assert_eq!(chosen(&select(String::new(), "", &KEYS, "hit".to_owned())), ["hit"]);
        assert_eq!(chosen(&select(String::new(), "", &KEYS, String::new())), [""]);
        assert!(CONTEXTS.iter().any(|(value, _)| *value == context_name(Context::Sentence)));
    }
}
