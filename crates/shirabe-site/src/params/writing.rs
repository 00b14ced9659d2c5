//! Writing the parameters of a search back: [`SearchParams::url`], [`SearchParams::carried`].

use shirabe_search::{Mode, Scope, Sort, Unit};

use super::SearchParams;
use super::values::{MODES, SCOPES, SORTS, UNITS, name_of};
use crate::url::encode;

impl SearchParams {
    /// The address of these results on the site.
    pub fn url(&self) -> String {
        format!("/search?{}", self.query_string())
    }

    /// All parameters that differ from their default, encoded, in one fixed order.
    pub fn query_string(&self) -> String {
        let pairs = std::iter::once(("q", self.q.clone())).chain(self.pairs());
        let encoded = pairs.map(|(name, value)| format!("{name}={}", encode(&value)));
        encoded.collect::<Vec<_>>().join("&")
    }

    /// The address of a document, a section or one of its paragraphs with this search carried along: what
    /// is marked there is what was counted, and the way back leads to this page of the results.
    pub fn carried_to(&self, address: &str) -> String {
        if self.q.trim().is_empty() {
            return address.to_owned();
        }
        let query = self.query_string();
        match address.split_once('#') {
            Some((path, place)) => format!("{path}?{query}#{place}"),
            None => format!("{address}?{query}"),
        }
    }

    /// The parameters under which other views see this search: page and order are the results' own.
    pub fn elsewhere(&self) -> String {
        let other = |params: &mut SearchParams| {
            (params.sort, params.unit, params.across) = (Sort::default(), Unit::default(), false);
        };
        self.with(other).query_string()
    }

    /// All that the search form of another page carries in hidden fields: there it has no other fields.
    pub fn all_carried(&self) -> Vec<(&'static str, String)> {
        self.with(|params| params.across = false).pairs()
    }

    /// What the search form carries in hidden fields: everything that has no field of its own.
    pub fn carried(&self) -> Vec<(&'static str, String)> {
        let has_no_field = |(name, _): &(&str, String)| {
            ["mode", "sort", "section", "off", "on", "part", "unit"].contains(name)
        };
        self.pairs().into_iter().filter(has_no_field).collect()
    }

    /// The same for a form that has a field for the query alone.
    pub fn carried_everything(&self) -> Vec<(&'static str, String)> {
        let is_place = |(name, _): &(&str, String)| ["page", "sort"].contains(name);
        self.pairs().into_iter().filter(|pair| !is_place(pair)).collect()
    }

    fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = self.choices();
        let mut list = |name, values: &[String]| {
            pairs.extend(values.iter().map(|value| (name, value.clone())));
        };
        list("issuer", &self.issuers);
        list("type", &self.kinds);
        list("doc", &self.documents);
        list("off", &self.switched_off);
        list("on", &self.switched_on);
        pairs.extend(self.fiscal_years.iter().map(|year| ("fy", year.to_string())));
        pairs.extend(self.section.iter().map(|section| ("section", section.clone())));
        pairs.extend(self.from.map(|day| ("from", day.to_string())));
        pairs.extend(self.to.map(|day| ("to", day.to_string())));
        if self.page > 1 {
            pairs.push(("page", self.page.to_string()));
        }
        pairs
    }

    /// The parameters with one of a few values, where they differ from the default.
    fn choices(&self) -> Vec<(&'static str, String)> {
        let mut pairs = Vec::new();
        let mut choice = |name, value: &str, is_default: bool| {
            if !is_default {
                pairs.push((name, value.to_owned()));
            }
        };
        choice("mode", name_of(MODES, self.mode), self.mode == Mode::default());
        choice("scope", name_of(SCOPES, self.scope), self.scope == Scope::default());
        choice("unit", name_of(UNITS, self.unit), self.unit == Unit::default());
        choice("sort", name_of(SORTS, self.sort), self.sort == Sort::default());
        choice("strict", "1", !self.strict);
        choice("part", "1", !self.part);
        choice("across", "1", !self.across);
        pairs
    }
}

#[cfg(test)]
mod tests {
    use axum::extract::Query;

    use super::super::tests::parse;
    use super::*;

    #[test]
    fn an_unknown_parameter_is_ignored_and_left_out_of_links() {
        let params = parse(&[("q", "創薬"), ("utm_source", "x"), ("mode", "exact")]).unwrap();
        assert_eq!(params.url(), "/search?q=%E5%89%B5%E8%96%AC&mode=exact");
    }

    #[test]
    fn a_link_reads_back_as_the_same_search() {
        let params = parse(&[
            ("q", "a & b=c"),
            ("issuer", "文部科学省"),
            ("issuer", "AMED, 日本"),
            ("fy", "2024,2025"),
            ("from", "2024-04"),
            ("off", "取組=取り組み"),
            ("page", "3"),
            ("strict", "1"),
            ("part", "1"),
            ("across", "1"),
        ])
        .unwrap();
        let written = params.query_string();
        let pairs: Vec<(String, String)> =
            Query::try_from_uri(&format!("/?{written}").parse().unwrap()).unwrap().0;
        assert_eq!(SearchParams::parse(&pairs).unwrap(), params);
    }
}
