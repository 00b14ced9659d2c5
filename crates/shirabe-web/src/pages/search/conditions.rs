//! What narrows the results: the form with its checkboxes, and the chips that undo each condition.

use shirabe_search::{Facet, FacetField, FacetValue, Scope, SearchRequest, Unit};
use shirabe_site::error::WebError;
use shirabe_site::library::Generation;
use shirabe_site::params::{FACETS, SCOPES, SearchParams, TypedParams, name_of};
use shirabe_site::wording;

/// Values of a facet that are named.
pub(super) const N_NAMED: usize = 100;
/// Documents that are named: fewer, because each is read for its title.
pub(super) const N_DOCUMENTS: usize = 10;
/// Values that are shown without unfolding, beside a page of results; chosen ones unfold the rest.
const N_SHOWN: usize = 10;

/// The form beside the results.
pub(super) struct ConditionsView {
    pub facets: Vec<FacetView>,
    pub dates: [DateView; 2],
    pub scopes: Vec<OptionView>,
    pub is_strict: bool,
}

/// One group of checkboxes.
pub(super) struct FacetView {
    pub name: &'static str,
    pub legend: &'static str,
    pub first: Vec<ValueView>,
    pub rest: Vec<ValueView>,
    /// Whether one of the rest is chosen.
    pub is_open: bool,
    /// How many further values there are.
    pub n_more: String,
}

/// One checkbox.
pub(super) struct ValueView {
    pub value: String,
    pub label: String,
    pub n_sections: String,
    pub is_chosen: bool,
    /// Of a year: its bar, in hundredths of the longest.
    pub percent: Option<usize>,
}

/// One end of the dates.
pub(super) struct DateView {
    pub name: &'static str,
    pub label: &'static str,
    pub typed: String,
    /// Whether what was typed is no date.
    pub is_mistaken: bool,
}

/// One entry of a select element.
pub(super) struct OptionView {
    pub value: &'static str,
    pub label: &'static str,
    pub is_chosen: bool,
}

/// Lets each facet count as if nothing of its own were chosen, so that a second value can be added.
pub(super) fn extend(
    generation: &dyn Generation,
    request: &SearchRequest,
    params: &SearchParams,
    facets: &mut [Facet],
) -> Result<(), WebError> {
    for facet in facets.iter_mut().filter(|facet| !params.chosen(facet.field).is_empty()) {
        let field = facet.field;
        let freed = params.with(|params| params.choose_only(field, None)).request();
        let counting = SearchRequest {
            filters: freed.filters,
            facets: vec![field],
            limit: 0,
            offset: 0,
            ..request.clone()
        };
        let counted = generation.search(&counting)?.facets;
        if let Some(counted) = counted.into_iter().next() {
            *facet = counted;
        }
    }
    Ok(())
}

impl ConditionsView {
    pub(super) fn of(typed: &TypedParams, facets: &[Facet]) -> ConditionsView {
        let params = &typed.search;
        let views = facets.iter().map(|facet| facet_view(params, facet));
        let date = |name, label, read: Option<shirabe_document::Date>| DateView {
            name,
            label,
            typed: match (typed.mistake(name), read) {
                (Some(typed), _) => typed.to_owned(),
                (None, Some(date)) => wording::date(&date.to_string()),
                (None, None) => String::new(),
            },
            is_mistaken: typed.mistake(name).is_some(),
        };
        ConditionsView {
            facets: views.filter(|facet| !facet.first.is_empty()).collect(),
            dates: [date("from", "開始", params.from), date("to", "終了", params.to)],
            scopes: scopes(params.scope),
            is_strict: params.strict,
        }
    }
}

fn facet_view(params: &SearchParams, facet: &Facet) -> FacetView {
    let field = facet.field;
    let chosen = params.chosen(field);
    let is_known = |value: &&String| facet.values.iter().any(|known| known.value == **value);
    let uncounted = chosen.iter().filter(|value| !is_known(value)).map(|value| FacetValue {
        value: value.clone(),
        title: String::new(),
        n_sections: 0,
    });
    let mut values: Vec<FacetValue> = facet.values.iter().cloned().chain(uncounted).collect();
    if field == FacetField::FiscalYear {
        values.sort_by(|a, b| b.value.cmp(&a.value));
    }
    let most = values.iter().map(|value| value.n_sections).max().unwrap_or(0).max(1);
    let is_year = field == FacetField::FiscalYear;
    let mut first: Vec<ValueView> = values
        .into_iter()
        .map(|value| ValueView {
            is_chosen: chosen.contains(&value.value),
            label: wording::facet_label(field, &value),
            n_sections: wording::number(value.n_sections),
            percent: is_year.then_some((value.n_sections * 100).div_ceil(most)),
            value: value.value,
        })
        .collect();
    let rest = first.split_off(first.len().min(N_SHOWN));
    FacetView {
        name: name_of(FACETS, field),
        legend: wording::facet_name(field),
        is_open: rest.iter().any(|value| value.is_chosen),
        first,
        rest,
        n_more: if facet.n_more > 0 { wording::number(facet.n_more) } else { String::new() },
    }
}

fn scope_label(scope: Scope) -> &'static str {
    match scope {
        Scope::Sentence => "同じ文の中",
        Scope::Paragraph => "同じ段落の中",
        Scope::Section => "同じ節の中",
        Scope::Page => "同じページの中",
        Scope::Document => "同じ文書の中",
    }
}

/// The default has no value, so that the address stays short.
fn scopes(chosen: Scope) -> Vec<OptionView> {
    let options = SCOPES.iter().map(|(value, scope)| OptionView {
        value: if *scope == Scope::default() { "" } else { value },
        label: scope_label(*scope),
        is_chosen: *scope == chosen,
    });
    options.collect()
}

/// What one result stands for.
pub(super) fn unit_label(unit: Unit) -> &'static str {
    match unit {
        Unit::Hit => "箇所ごと",
        Unit::Section => "節ごと",
        Unit::Document => "文書ごと",
    }
}

/// The conditions that hold, in the order of the form, each with the `address` of the search without it.
pub(crate) fn chips(
    params: &SearchParams,
    facets: &[Facet],
    address: impl Fn(SearchParams) -> String,
) -> Vec<(String, String)> {
    let mut chips = Vec::new();
    let mut chip = |name: &str, label: &str, without: SearchParams| {
        chips.push((format!("{name}：{label}"), address(without)));
    };
    for (_, field) in FACETS {
        for value in params.chosen(*field) {
            let without = params.with(|params| params.unchoose(*field, &value));
            chip(wording::facet_name(*field), &label_of(facets, *field, &value), without);
        }
    }
    if let Some(section) = &params.section {
        chip("見出し", section, params.with(|params| params.section = None));
    }
    if let Some(from) = params.from {
        let label = format!("{}から", wording::date(&from.to_string()));
        chip("発行日", &label, params.with(|params| params.from = None));
    }
    if let Some(to) = params.to {
        let label = format!("{}まで", wording::date(&to.to_string()));
        chip("発行日", &label, params.with(|params| params.to = None));
    }
    if params.strict {
        chip("表記", "厳密", params.with(|params| params.strict = false));
    }
    if params.part {
        chip("英数字", "語の一部も数える", params.with(|params| params.part = false));
    }
    if params.scope != Scope::default() {
        chip(
            "範囲",
            scope_label(params.scope),
            params.with(|params| params.scope = Scope::default()),
        );
    }
    chips
}

/// The same for a page that does not name the spellings: those that were switched are chips as well, and
/// documents go by their titles.
pub(crate) fn all_chips(
    generation: &dyn Generation,
    params: &SearchParams,
    address: impl Fn(SearchParams) -> String,
) -> Result<Vec<(String, String)>, WebError> {
    let mut values = Vec::new();
    for id in &params.documents {
        let title = generation.document(id)?.map(|document| document.metadata.title.clone());
        let title = title.unwrap_or_default();
        values.push(FacetValue { value: id.clone(), title, n_sections: 0 });
    }
    let titles = Facet { field: FacetField::Document, values, n_more: 0 };
    let mut chips = chips(params, &[titles], &address);
    let spelling =
        |name: &String| name.split_once('=').map_or(name.as_str(), |(_, to)| to).to_owned();
    let mut switched = |label: &str, names: &[String], on: bool| {
        for name in names {
            let back = params.with(|params| params.switch(name, on));
            chips.push((format!("{label}：{}", spelling(name)), address(back)));
        }
    };
    switched("外した書き方", &params.switched_off, true);
    switched("加えた書き方", &params.switched_on, false);
    Ok(chips)
}

fn label_of(facets: &[Facet], field: FacetField, value: &str) -> String {
    let values = facets.iter().filter(|facet| facet.field == field).flat_map(|facet| &facet.values);
    let found = values.into_iter().find(|counted| counted.value == value).cloned();
    let uncounted = || FacetValue { value: value.to_owned(), title: String::new(), n_sections: 0 };
    wording::facet_label(field, &found.unwrap_or_else(uncounted))
}
