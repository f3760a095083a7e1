//! Reads the format and the number of entries from a request.

use axum::http::{HeaderMap, header};

/// Returns whether `Accept` prefers `text/html` to JSON.
///
/// It does if HTML has the higher weight, or the same weight and a more exact range. So `*/*`, which most programs send,
/// gets JSON.
pub(super) fn prefers_html(headers: &HeaderMap) -> bool {
    let mut html = Match::default();
    let mut json = Match::default();
    let values = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    for range in values.flat_map(|value| value.split(',')) {
        let mut parts = range.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default();
        let weight = parts.find_map(|part| part.strip_prefix("q=").or(part.strip_prefix("Q=")));
        let weight = weight.map_or(1.0, |weight| weight.parse().unwrap_or(0.0));
        html.consider(name, weight, ["text/html", "text/*", "*/*"]);
        json.consider(name, weight, ["application/json", "application/*", "*/*"]);
    }
    html.weight > json.weight || (html.weight > 0.0 && html.weight >= json.weight && html.exactness > json.exactness)
}

/// How an `Accept` header matches a media type. The most exact range decides.
#[derive(Default)]
struct Match {
    exactness: u8,
    weight: f32,
}

impl Match {
    fn consider(&mut self, name: &str, weight: f32, ranges: [&str; 3]) {
        for (exactness, range) in [3, 2, 1].into_iter().zip(ranges) {
            if name.eq_ignore_ascii_case(range) && exactness > self.exactness {
                *self = Self { exactness, weight };
            }
        }
    }
}

/// Returns the number after `entries=`, or `None` if the query has none. A number too large for `usize` is `usize::MAX`.
///
/// # Errors
///
/// Returns the text after `entries=` if it is not a number.
pub(super) fn entries(query: Option<&str>) -> Result<Option<usize>, &str> {
    let mut pairs = query.unwrap_or_default().split('&');
    let Some(number) = pairs.find_map(|pair| pair.strip_prefix("entries=")) else { return Ok(None) };
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(number);
    }
    Ok(Some(number.parse().unwrap_or(usize::MAX)))
}

#[cfg(test)]
mod tests {
    use super::{entries, prefers_html};
    use axum::http::{HeaderMap, HeaderValue, header};

    fn html_for(accept: &'static str) -> bool {
        prefers_html(&HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(accept))]))
    }

    #[test]
    fn browsers_get_the_page() {
        assert!(html_for("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"));
        assert!(html_for("text/html"));
        assert!(html_for("TEXT/HTML; charset=utf-8; q=0.5"));
        assert!(html_for("text/*"));
        assert!(html_for("text/html, */*"));
    }

    #[test]
    fn programs_get_json() {
        assert!(!prefers_html(&HeaderMap::new()));
        assert!(!html_for("*/*"));
        assert!(!html_for(""));
        assert!(!html_for("application/json"));
        assert!(!html_for("application/json, text/plain, */*"));
        assert!(!html_for("application/json, text/html;q=0.9"));
        assert!(!html_for("text/html;q=0"));
        assert!(!html_for("text/html;q=nonsense, */*"));
        assert!(!html_for("image/png"));
    }

    #[test]
    fn first_of_two_equal_ranges_counts() {
        assert!(html_for("text/html;q=0.9, application/json;q=0.5, text/html;q=0.1"));
        assert!(!html_for("text/html;q=0.1, application/json;q=0.5, text/html;q=0.9"));
    }

    #[test]
    fn entries_is_a_number_or_an_error_with_the_text() {
        assert_eq!(entries(None), Ok(None));
        assert_eq!(entries(Some("a=1&b")), Ok(None));
        assert_eq!(entries(Some("a=1&entries=5")), Ok(Some(5)));
        assert_eq!(entries(Some("entries=99999999999999999999999")), Ok(Some(usize::MAX)));
        assert_eq!(entries(Some("entries=")), Err(""));
        assert_eq!(entries(Some("entries=-1")), Err("-1"));
        assert_eq!(entries(Some("entries=many")), Err("many"));
    }
}
