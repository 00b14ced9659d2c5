//! Reading the parameters of a search: [`SearchParams::parse`].

use shirabe_document::citation::Selection;

use super::values::{
    FACETS, FIRST_YEAR, LAST_YEAR, MODES, SCOPES, SORTS, UNITS, date, named, number, switch,
};
use super::{
    LAST_PAGE, MAX_CONTEXT_CHARS, MAX_LIMIT, MAX_OFFSET, MAX_QUERY_CHARS, MAX_VALUES, SearchParams,
    bad,
};
use crate::error::WebError;

impl SearchParams {
    /// Reads decoded name–value pairs.
    pub fn parse(pairs: &[(String, String)]) -> Result<SearchParams, WebError> {
        let mut params = SearchParams { page: 1, ..SearchParams::default() };
        for (name, value) in pairs {
            let value = harmless(value);
            if name == "q" {
                params.q = short_enough(value)?;
            } else if !value.is_empty() {
                params.set(name, value)?;
            }
        }
        let lists = [
            params.issuers.len(),
            params.kinds.len(),
            params.documents.len(),
            params.fiscal_years.len(),
            params.switched_off.len(),
            params.switched_on.len(),
        ];
        if lists.iter().any(|length| *length > MAX_VALUES) {
            return Err(bad("too_many_values", "同じ条件の指定が多すぎます。"));
        }
        Ok(params)
    }

    fn set(&mut self, name: &str, value: String) -> Result<(), WebError> {
        match name {
            "mode" => self.mode = named(MODES, name, &value)?,
            "scope" => self.scope = named(SCOPES, name, &value)?,
            "unit" => self.unit = named(UNITS, name, &value)?,
            "sort" => self.sort = named(SORTS, name, &value)?,
            "issuer" => self.issuers.push(value),
            "type" => self.kinds.push(value),
            "fy" => {
                for year in value.split(',') {
                    self.fiscal_years.push(number(name, year, FIRST_YEAR, LAST_YEAR)?);
                }
            }
            "doc" => self.documents.extend(value.split(',').map(str::to_owned)),
            "section" => self.section = Some(value),
            "from" => self.from = Some(date(name, &value)?),
            "to" => self.to = Some(date(name, &value)?),
            "page" => self.page = number(name, &value, 1, LAST_PAGE)?,
            "limit" => self.limit = Some(number(name, &value, 0, MAX_LIMIT)?),
            "offset" => self.offset = number(name, &value, 0, MAX_OFFSET)?,
            "context" => self.context_chars = Some(number(name, &value, 0, MAX_CONTEXT_CHARS)?),
            "strict" => self.strict = switch(name, &value)?,
            "part" => self.part = switch(name, &value)?,
            "across" => self.across = switch(name, &value)?,
            "explain" => self.explain = switch(name, &value)?,
            "p" => self.selection = paragraph(&value)?,
            "chars" => self.selection = chars(&value)?,
            "gen" => self.generation = Some(number(name, &value, 1, u64::MAX)?),
            "hits" => self.cited_hits = Some(number(name, &value, 0, u64::MAX)?),
            "off" => self.switched_off.push(value),
            "on" => self.switched_on.push(value),
            "facet" => {
                for facet in value.split(',') {
                    self.facets.push(named(FACETS, name, facet)?);
                }
            }
            _ => {}
        }
        Ok(())
    }
}

fn paragraph(value: &str) -> Result<Selection, WebError> {
    Selection::paragraph(value)
        .ok_or_else(|| bad("bad_p", "pは87のように、段落の番号で指定してください。"))
}

fn chars(value: &str) -> Result<Selection, WebError> {
    Selection::chars(value).ok_or_else(|| {
        bad("bad_chars", "charsは120-165のように、始めと終わりの文字数で指定してください。")
    })
}

fn short_enough(value: String) -> Result<String, WebError> {
    let length_chars = value.chars().count();
    if length_chars > MAX_QUERY_CHARS {
        return Err(WebError::BadRequest {
            code: "query_too_long".to_owned(),
            detail: format!(
                "検索語は{MAX_QUERY_CHARS}文字以内で入力してください（入力は{length_chars}文字）。"
            ),
            position_chars: Some(MAX_QUERY_CHARS),
        });
    }
    Ok(value)
}

/// Control characters mean nothing in a query and are not allowed in XML; each becomes one space,
/// so that positions stay as typed. Line ends stay, because a pasted one may stand inside a word.
fn harmless(value: &str) -> String {
    let means_nothing = |char: char| char.is_control() && !matches!(char, '\n' | '\r');
    value.chars().map(|char| if means_nothing(char) { ' ' } else { char }).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::parse;
    use super::*;

    fn refused(name: &str, value: &str) -> String {
        match parse(&[(name, value)]) {
            Err(WebError::BadRequest { code, detail, .. }) => format!("{code}: {detail}"),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn control_characters_become_spaces() {
        assert_eq!(parse(&[("q", "創\0薬\n")]).unwrap().q, "創 薬\n");
    }

    #[test]
    fn a_value_that_means_nothing_is_refused_with_the_allowed_ones() {
        insta::assert_snapshot!(refused("mode", "fuzzy"), @"bad_mode: modeに指定できる値はall、exact、variant、wordです。");
        insta::assert_snapshot!(refused("limit", "-1"), @"bad_limit: limitは0から100までの整数で指定してください。");
        insta::assert_snapshot!(refused("from", "令和6年"), @"bad_from: fromは2024、2024-04、2024-04-01のように書いてください。");
        insta::assert_snapshot!(refused("q", &"研".repeat(4001)), @"query_too_long: 検索語は4000文字以内で入力してください（入力は4001文字）。");
    }

    #[test]
    fn an_empty_field_of_a_form_sets_nothing() {
        assert_eq!(parse(&[("from", ""), ("mode", "")]).unwrap(), parse(&[]).unwrap());
    }
}
