//! The parameters of `/frequency` and `/api/v1/frequency`: those of a search, whose query holds several
//! wordings divided by `/`, with what they are counted by.

use std::fmt::Write as _;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use shirabe_search::Mode;
use shirabe_wording::{By, FrequencyRequest, MAX_WORDINGS};

use super::concordance::unique;
use super::values::{Names, filled, name_of, named, number};
use super::{SearchParams, pairs};
use crate::error::WebError;
use crate::format::{Answer, answer_named};
use crate::lanes::Lane;
use crate::url::encode;

pub(super) const BYS: Names<By> = &[
    ("fy", By::FiscalYear),
    ("year", By::Year),
    ("month", By::Month),
    ("issuer", By::Issuer),
    ("type", By::Kind),
    ("kind", By::Kind),
    ("document", By::Document),
    ("doc", By::Document),
];
pub(super) const MEASURES: Names<Measure> = &[
    ("per_million", Measure::PerMillion),
    ("hits", Measure::Hits),
    ("documents", Measure::Documents),
    ("documents_share", Measure::DocumentsShare),
    ("sections", Measure::Sections),
];
/// Years on either side: eleven years together are no course any more.
pub(super) const MAX_SMOOTH: u32 = 5;
/// The parameters that no search has, or that mean something else there.
const OWN: [&str; 6] = ["by", "measure", "smooth", "unique", "ratio", "format"];

/// What the chart shows; the table says all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Measure {
    /// Occurrences per million characters.
    #[default]
    PerMillion,
    /// Occurrences.
    Hits,
    /// Documents that have one.
    Documents,
    /// Those among all.
    DocumentsShare,
    /// Sections that have one.
    Sections,
}

/// Wordings and what they are counted by.
#[derive(Clone, Debug)]
pub struct FrequencyParams {
    /// The wordings and the conditions.
    pub search: SearchParams,
    /// The wordings of `q`, each once.
    pub wordings: Vec<String>,
    /// `by`
    pub by: Vec<By>,
    /// `measure`
    pub measure: Measure,
    /// `smooth`
    pub n_smoothed: u32,
    /// `unique=sentence`
    pub unique: bool,
    /// `ratio=A/B`, or `1` for the first two.
    pub ratio: Option<(usize, usize)>,
    /// Whether a ratio was asked for and there is one wording.
    pub lacks_second: bool,
    /// `format`
    pub answer: Answer,
}

impl FrequencyParams {
    /// Reads decoded name–value pairs.
    pub fn parse(pairs: Vec<(String, String)>) -> Result<FrequencyParams, WebError> {
        let is_own = |(name, _): &(String, String)| OWN.contains(&name.as_str());
        let (own, search): (Vec<_>, Vec<_>) = pairs.into_iter().partition(is_own);
        let search = SearchParams::parse(&search)?;
        let wordings = wordings(&search.q);
        if wordings.len() > MAX_WORDINGS {
            let detail = format!("比べる言葉は{MAX_WORDINGS}個以内で指定してください。");
            return Err(WebError::bad("too_many_wordings".to_owned(), detail));
        }
        let mut params = FrequencyParams {
            search,
            wordings,
            by: Vec::new(),
            measure: Measure::default(),
            n_smoothed: 0,
            unique: false,
            ratio: None,
            lacks_second: false,
            answer: Answer::Json,
        };
        for (name, value) in &own {
            if let Some(value) = filled(&["ratio"], name, value) {
                params.set(name, value)?;
            }
        }
        if params.by.is_empty() {
            params.by.push(By::FiscalYear);
        }
        Ok(params)
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), WebError> {
        match name {
            "by" => {
                for by in value.split(',') {
                    self.by.push(named(BYS, name, by)?);
                }
                if self.by.len() > 2 || self.by.len() == 2 && self.by[0] == self.by[1] {
                    let detail = "byは異なる二つまで指定できます。".to_owned();
                    return Err(WebError::bad("bad_by".to_owned(), detail));
                }
            }
            "measure" => self.measure = named(MEASURES, name, value)?,
            "smooth" => self.n_smoothed = number(name, value, 0, MAX_SMOOTH)?,
            "unique" => self.unique = unique(value)?,
            "ratio" => {
                self.ratio = self.ratio_of(value)?;
                self.lacks_second = value == "1" && self.ratio.is_none();
            }
            _ => self.answer = answer_named(value)?,
        }
        Ok(())
    }

    /// Two of the wordings, or `1` for the first by the second.
    fn ratio_of(&self, value: &str) -> Result<Option<(usize, usize)>, WebError> {
        if value == "0" {
            return Ok(None);
        }
        let place = |wording: &String| self.wordings.iter().position(|known| known == wording);
        let pair = match &wordings(value)[..] {
            // One wording has no ratio, which is said with the answer.
            [one] if one == "1" => return Ok((self.wordings.len() > 1).then_some((0, 1))),
            [a, b] => place(a).zip(place(b)),
            _ => None,
        };
        pair.map(Some).ok_or_else(|| {
            let detail = "ratioには、qに並べた言葉から二つを「A/B」のように指定してください。";
            WebError::bad("bad_ratio".to_owned(), detail.to_owned())
        })
    }

    /// What is asked of the library. Words apart are never counted.
    pub fn request(&self) -> FrequencyRequest {
        let mut search = self.search.request();
        search.mode = if search.mode == Mode::Exact { Mode::Exact } else { Mode::Variant };
        FrequencyRequest {
            search,
            wordings: self.wordings.clone(),
            by: self.by.clone(),
            n_smoothed: self.n_smoothed,
            unique: self.unique,
            ratio: self.ratio,
        }
    }

    /// The lane of the question: different sentences are told by reading them.
    pub fn lane(&self) -> Lane {
        if self.unique { Lane::Long } else { Lane::of(&self.search.request()) }
    }

    /// The address of this table, as a page or a file, without format.
    pub fn url(&self, path: &str) -> String {
        let mut url = format!("{path}?{}", self.search.query_string());
        let mut add = |name: &str, value: &str| {
            let _ = write!(url, "&{name}={}", encode(value));
        };
        let by: Vec<&str> = self.by.iter().map(|by| name_of(BYS, *by)).collect();
        if by != ["fy"] {
            add("by", &by.join(","));
        }
        if self.measure != Measure::default() {
            add("measure", name_of(MEASURES, self.measure));
        }
        if self.n_smoothed > 0 {
            add("smooth", &self.n_smoothed.to_string());
        }
        if self.unique {
            add("unique", "sentence");
        }
        if let Some((a, b)) = self.ratio {
            add("ratio", &format!("{}/{}", self.wordings[a], self.wordings[b]));
        }
        url
    }
}

impl<S: Send + Sync> FromRequestParts<S> for FrequencyParams {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<FrequencyParams, WebError> {
        FrequencyParams::parse(pairs(&parts.uri))
    }
}

/// The wordings of a query such as `創薬/人材育成`; those that were given twice count once. A slash in
/// quotation marks or a regular expression is a part of a wording.
pub(crate) fn wordings(query: &str) -> Vec<String> {
    let mut wordings: Vec<String> = Vec::new();
    let mut part = String::new();
    let mut closing = None;
    for c in query.chars().chain(['/']) {
        match (closing, c) {
            (None, '/' | '／') => {
                let wording = std::mem::take(&mut part).trim().to_owned();
                if !wording.is_empty() && !wordings.contains(&wording) {
                    wordings.push(wording);
                }
                continue;
            }
            (None, '"') => closing = Some('"'),
            (None, '“') => closing = Some('”'),
            (None, '「') => closing = Some('」'),
            (Some(close), c) if c == close => closing = None,
            _ => {}
        }
        part.push(c);
    }
    let rest = part.trim().trim_end_matches('/').to_owned();
    if !rest.is_empty() && !wordings.contains(&rest) {
        wordings.push(rest);
    }
    wordings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(query: &str) -> Result<FrequencyParams, WebError> {
        FrequencyParams::parse(pairs(&format!("/?{query}").parse().unwrap()))
    }

    #[test]
    fn wordings_are_divided_by_a_slash_of_either_width() {
        assert_eq!(wordings("創薬／人材 育成/ /創薬"), ["創薬", "人材 育成"]);
        assert_eq!(wordings("「a/b」/c"), ["「a/b」", "c"]);
        assert_eq!(wordings("\"a/b"), ["\"a/b"]);
        assert!(wordings(" / ").is_empty());
    }

    #[test]
    fn what_is_counted_by_is_read_and_written_back() {
        let query = "q=a%2Fb&by=fy%2Cissuer&measure=hits&smooth=2&unique=sentence&ratio=b%2Fa";
        assert_eq!(parse(query).unwrap().url("/frequency"), format!("/frequency?{query}"));
        assert_eq!(parse("q=a/b&ratio=1").unwrap().ratio, Some((0, 1)));
        assert_eq!(parse("q=a/b&ratio=%20a/b%20&format=").unwrap().ratio, Some((0, 1)));
        // NEXT LINE is white space, and still no format.
        for query in [
            "q=a&format=%C2%85",
            "q=a&by=x",
            "q=a&by=fy,fy",
            "q=a&smooth=6",
            "q=a/b&ratio=a/c",
            "q=1/2/3/4/5/6/7/8/9",
        ] {
            assert!(parse(query).is_err(), "{query}");
        }
    }
}
