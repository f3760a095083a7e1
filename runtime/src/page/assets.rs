//! The style and script that are inlined into the page, and the security policy that allows nothing else.

pub(super) const STYLE: &str = include_str!("page.css");
pub(super) const SCRIPT: &str = include_str!("page.js");

/// The `Content-Security-Policy`: what the page may load and run, and which pages may frame it.
///
/// Style and script are allowed by their SHA-256. After a change to either, the tests in `tests/page` print the new hash.
/// `data:` is for the empty icon; without one, browsers request `/favicon.ico`.
pub(super) const POLICY: &str = concat!(
    "default-src 'none'; ",
    "style-src 'sha256-gOzFWFI4JlW2Pmd9WYIIPJqmhFl4mdE7Ia/+WTbcuzM='; ",
    "script-src 'sha256-gD9l2Dw2gMRKiaUQFudTPmNo7X9ub7l+YD8nGZMwMxg='; ",
    "connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
);
