//! What narrows the results: the form with its checkboxes, and the chips that undo each condition.

use shirabe_search::{Facet, FacetField, Scope, Unit};

use crate::pages::wording;
use crate::params::{FACETS, SCOPES, SearchParams, UNITS, name_of};

/// Values of one facet that are shown; chosen ones are always shown.
pub(super) const N_VALUES: usize = 10;

/// The form beside the results.
pub(super) struct ConditionsView {
    pub facets: Vec<FacetView>,
    pub from: String,
    pub to: String,
    pub scopes: Vec<OptionView>,
    pub units: Vec<OptionView>,
    pub is_strict: bool,
}

/// One group of checkboxes.
pub(super) struct FacetView {
    pub name: &'static str,
    pub legend: &'static str,
    pub values: Vec<ValueView>,
    /// How many further values there are.
    pub n_more: usize,
}

/// One checkbox.
pub(super) struct ValueView {
    pub value: String,
    pub label: String,
    pub n_sections: String,
    pub is_chosen: bool,
}

/// One entry of a select element.
pub(super) struct OptionView {
    pub value: &'static str,
    pub label: &'static str,
    pub is_chosen: bool,
}

/// A condition that holds, with the link that undoes it.
pub(super) struct ChipView {
    pub name: &'static str,
    pub label: String,
    pub url: String,
}

impl ConditionsView {
    pub(super) fn of(params: &SearchParams, facets: Vec<Facet>) -> ConditionsView {
        let views = facets.into_iter().map(|facet| facet_view(params, facet));
        ConditionsView {
            facets: views.filter(|facet| !facet.values.is_empty()).collect(),
            from: params.from.map(|date| date.to_string()).unwrap_or_default(),
            to: params.to.map(|date| date.to_string()).unwrap_or_default(),
            scopes: scopes(params.scope),
            units: units(params.unit),
            is_strict: params.strict,
        }
    }
}

fn facet_view(params: &SearchParams, facet: Facet) -> FacetView {
    let Facet { field, values, n_more } = facet;
    let chosen = params.chosen(field);
    let views = values.into_iter().map(|value| ValueView {
        is_chosen: chosen.contains(&value.value),
        label: wording::facet_label(field, &value),
        n_sections: wording::number(value.n_sections),
        value: value.value,
    });
    let mut values: Vec<_> = views.collect();
    let uncounted: Vec<_> = chosen
        .iter()
        .filter(|chosen| values.iter().all(|value| value.value != **chosen))
        .map(|value| ValueView {
            label: value.clone(),
            n_sections: "0".to_owned(),
            is_chosen: true,
            value: value.clone(),
        })
        .collect();
    values.extend(uncounted);
    FacetView { name: name_of(FACETS, field), legend: legend(field), values, n_more }
}

fn legend(field: FacetField) -> &'static str {
    match field {
        FacetField::Issuer => "発行機関",
        FacetField::Kind => "種別",
        FacetField::FiscalYear => "年度",
        FacetField::Document => "文書",
    }
}

fn scopes(chosen: Scope) -> Vec<OptionView> {
    let label = |scope| match scope {
        Scope::Sentence => "同じ文の中",
        Scope::Paragraph => "同じ段落の中",
        Scope::Section => "同じ節の中",
        Scope::Page => "同じページの中",
        Scope::Document => "同じ文書の中",
    };
    let options = SCOPES.iter().map(|(value, scope)| OptionView {
        value,
        label: label(*scope),
        is_chosen: *scope == chosen,
    });
    options.collect()
}

fn units(chosen: Unit) -> Vec<OptionView> {
    let label = |unit| match unit {
        Unit::Hit => "箇所ごと",
        Unit::Section => "節ごと",
        Unit::Document => "文書ごと",
    };
    let options = UNITS.iter().map(|(value, unit)| OptionView {
        value,
        label: label(*unit),
        is_chosen: *unit == chosen,
    });
    options.collect()
}

/// The conditions that hold, in the order of the form.
pub(super) fn chips(params: &SearchParams, facets: &[Facet]) -> Vec<ChipView> {
    let mut chips = Vec::new();
    for (_, field) in FACETS {
        for value in params.chosen(*field) {
            let url = params.with(|params| params.unchoose(*field, &value)).url();
            let label = label_of(facets, *field, &value);
            chips.push(ChipView { name: legend(*field), label, url });
        }
    }
    let mut chip = |name, label: String, without: SearchParams| {
        chips.push(ChipView { name, label, url: without.url() });
    };
    if let Some(section) = &params.section {
        chip("見出し", section.clone(), params.with(|params| params.section = None));
    }
    if let Some(from) = params.from {
        let label = format!("{}から", wording::date(&from.to_string()));
        chip("発行日", label, params.with(|params| params.from = None));
    }
    if let Some(to) = params.to {
        let label = format!("{}まで", wording::date(&to.to_string()));
        chip("発行日", label, params.with(|params| params.to = None));
    }
    if params.strict {
        chip("表記", "厳密".to_owned(), params.with(|params| params.strict = false));
    }
    chips
}

fn label_of(facets: &[Facet], field: FacetField, value: &str) -> String {
    let values = facets.iter().filter(|facet| facet.field == field).flat_map(|facet| &facet.values);
    let found = values.into_iter().find(|counted| counted.value == value);
    found.map_or_else(|| value.to_owned(), |counted| wording::facet_label(field, counted))
}
