//! What a client prefers: media types ([`preferred`]; RFC 9110, 12.5.1) and codings
//! ([`preferred_coding`]; 12.5.3).

use http::{HeaderMap, header};

/// A media range of `Accept` with its weight.
struct Range<'a> {
    kind: &'a str,
    subtype: &'a str,
    weight: Weight,
}

/// 0 to 1000 for q=0 to q=1.
type Weight = u16;

const FULL: Weight = 1000;

/// What the client likes best of `offers`, which begin with what it gets if it likes several alike, or
/// does not say. `None` if it accepts none of them.
pub fn preferred<T: Copy>(headers: &HeaderMap, offers: &[(&str, T)]) -> Option<T> {
    let values = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let ranges: Vec<Range<'_>> =
        values.flat_map(|value| value.split(',')).filter_map(Range::parse).collect();
    if ranges.is_empty() {
        return offers.first().map(|(_, offer)| *offer);
    }
    let mut best: Option<(Weight, T)> = None;
    for (media_type, offer) in offers {
        let weight = weight(&ranges, media_type);
        if weight > best.map_or(0, |(best, _)| best) {
            best = Some((weight, *offer));
        }
    }
    best.map(|(_, offer)| offer)
}

/// The weight of a media type: that of the most specific range that covers it, 0 if none does.
fn weight(ranges: &[Range<'_>], media_type: &str) -> Weight {
    let covering = ranges.iter().filter_map(|range| {
        let specificity = range.specificity(media_type)?;
        Some((specificity, range.weight))
    });
    covering.max().map_or(0, |(_, weight)| weight)
}

/// Bytes as they are.
pub const IDENTITY: &str = "identity";

/// The coding that the client likes best of `offers`, which begin with what it gets if it likes several
/// alike; [`IDENTITY`] if it names none of them, or forbids them all.
pub fn preferred_coding<'a>(headers: &HeaderMap, offers: &[&'a str]) -> &'a str {
    let values = headers.get_all(header::ACCEPT_ENCODING).iter();
    let values = values.filter_map(|value| value.to_str().ok());
    let wishes: Vec<(&str, Weight)> =
        values.flat_map(|value| value.split(',')).filter_map(coding_wish).collect();
    let weight_of = |coding: &str| {
        let named = wishes.iter().find(|(name, _)| name.eq_ignore_ascii_case(coding));
        let any = wishes.iter().find(|(name, _)| *name == "*");
        // Whoever names codings takes identity as well, behind all that it names.
        let silent = Weight::from(coding == IDENTITY);
        named.or(any).map_or(silent, |(_, weight)| *weight)
    };
    let mut best = (IDENTITY, 0);
    for offer in offers {
        let weight = weight_of(offer);
        if weight > best.1 {
            best = (offer, weight);
        }
    }
    best.0
}

/// `br`, `gzip;q=0.5`, `*;q=0`.
fn coding_wish(element: &str) -> Option<(&str, Weight)> {
    let (name, parameters) = element.split_once(';').unwrap_or((element, ""));
    let weight = match parameters.trim() {
        "" => FULL,
        parameter => {
            let (name, value) = parameter.split_once('=')?;
            name.trim().eq_ignore_ascii_case("q").then(|| parse_weight(value.trim()))??
        }
    };
    Some((name.trim(), weight)).filter(|(name, _)| !name.is_empty())
}

impl Range<'_> {
    /// `text/html;level=1;q=0.5`: parameters other than the weight tell nothing apart here. What is no
    /// media range is passed over.
    fn parse(element: &str) -> Option<Range<'_>> {
        let mut parts = element.split(';').map(str::trim);
        let (kind, subtype) = parts.next()?.split_once('/')?;
        let q = parts.filter_map(|part| part.split_once('='));
        let mut q = q.filter(|(name, _)| name.trim().eq_ignore_ascii_case("q"));
        let weight = match q.next() {
            Some((_, value)) => parse_weight(value.trim())?,
            None => FULL,
        };
        Some(Range { kind, subtype, weight })
    }

    /// How closely the range names a media type, if it covers it.
    fn specificity(&self, media_type: &str) -> Option<u8> {
        let (kind, subtype) = media_type.split_once('/')?;
        match (self.kind, self.subtype) {
            ("*", "*") => Some(0),
            (own, "*") if own.eq_ignore_ascii_case(kind) => Some(1),
            (own, sub) if own.eq_ignore_ascii_case(kind) && sub.eq_ignore_ascii_case(subtype) => {
                Some(2)
            }
            _ => None,
        }
    }
}

/// `0`, `0.5`, `0.125`, `1` or `1.000`.
fn parse_weight(value: &str) -> Option<Weight> {
    let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
    if fraction.len() > 3 || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let thousandths: Weight = format!("{fraction:0<3}").parse().ok()?;
    match whole {
        "0" => Some(thousandths),
        "1" if thousandths == 0 => Some(FULL),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    const OFFERS: [(&str, &str); 4] = [
        ("text/html", "page"),
        ("application/json", "data"),
        ("application/x-bibtex", "bibtex"),
        ("text/plain", "text"),
    ];

    fn answer(accept: &'static str) -> &'static str {
        let mut headers = HeaderMap::new();
        for line in accept.lines() {
            headers.append(header::ACCEPT, HeaderValue::from_static(line));
        }
        preferred(&headers, &OFFERS).unwrap_or("none")
    }

    #[test]
    fn the_heaviest_type_is_sent() {
        assert_eq!(answer("application/x-bibtex"), "bibtex");
        assert_eq!(answer("application/x-bibtex;q=0.9, text/html"), "page");
        assert_eq!(answer("application/x-bibtex, text/html;q=0.9"), "bibtex");
        assert_eq!(answer("text/html;q=0.5\napplication/json ; Q=0.8"), "data");
        assert_eq!(answer("Application/X-BibTeX"), "bibtex");
        assert_eq!(
            answer("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
            "page"
        );
    }

    #[test]
    fn among_equals_the_page_is_sent() {
        assert_eq!(answer("application/x-bibtex, text/html"), "page");
        assert_eq!(answer("*/*"), "page");
        assert_eq!(answer("text/*"), "page");
        assert_eq!(answer(""), "page");
        assert_eq!(preferred(&HeaderMap::new(), &OFFERS), Some("page"));
    }

    #[test]
    fn the_most_specific_range_decides() {
        assert_eq!(answer("text/*;q=0.9, text/html;q=0.1, */*;q=0.5"), "text");
        assert_eq!(answer("text/html;q=0, */*"), "data");
        assert_eq!(answer("*/*;q=0.1, application/*;q=0.2, application/json;q=0"), "bibtex");
    }

    #[test]
    fn what_is_not_accepted_is_not_sent() {
        assert_eq!(answer("image/png"), "none");
        assert_eq!(answer("text/html;q=0"), "none");
        assert_eq!(answer("text/html;q=0.000, image/*"), "none");
    }

    fn coding(accept: &'static str) -> &'static str {
        let mut headers = HeaderMap::new();
        headers.append(header::ACCEPT_ENCODING, HeaderValue::from_static(accept));
        preferred_coding(&headers, &["br", "gzip", IDENTITY])
    }

    #[test]
    fn the_coding_with_the_greatest_weight_is_sent_and_none_of_weight_nought() {
        assert_eq!(coding("gzip, deflate, br"), "br");
        assert_eq!(coding("br;q=0, gzip"), "gzip");
        assert_eq!(coding("BR ; Q=0.5, gzip;q=0.8"), "gzip");
        assert_eq!(coding("br;q=0"), IDENTITY);
        assert_eq!(coding("*"), "br");
        assert_eq!(coding("*;q=0.5, br;q=0"), "gzip");
        assert_eq!(coding("identity, gzip;q=0.5"), IDENTITY);
        assert_eq!(coding("deflate"), IDENTITY);
        assert_eq!(coding("identity;q=0, *;q=0"), IDENTITY);
        assert_eq!(coding(""), IDENTITY);
        assert_eq!(preferred_coding(&HeaderMap::new(), &["br"]), IDENTITY);
    }

    #[test]
    fn what_is_no_media_range_is_passed_over() {
        assert_eq!(answer("html, application/json"), "data");
        assert_eq!(answer("application/json;q=2, text/html;q=0.1"), "page");
        assert_eq!(answer("application/json;q=0.1234, text/plain;q=0.2"), "text");
        assert_eq!(answer("application/json;q=x, text/plain;q=1.0"), "text");
        assert_eq!(answer("text/html;level=1;q=0.3, text/plain;q=0.4"), "text");
        assert_eq!(answer(";;;,,,"), "page");
    }
}
