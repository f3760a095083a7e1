//! The page's style and script, which stand in it, and the policy that lets nothing else in.

pub(super) const STYLE: &str = include_str!("page.css");
pub(super) const SCRIPT: &str = include_str!("page.js");

/// Of what the page may load, run and be shown in. Style and script are allowed by their SHA-256: tests/page says what
/// it has to be after a change. `data:` is the empty icon, without which browsers ask for one.
pub(super) const POLICY: &str = concat!(
    "default-src 'none'; ",
    "style-src 'sha256-lYKB7ao4WCj9fD/n6QM6RDarAFVvF0IXUGV+3ZRZslw='; ",
    "script-src 'sha256-rtV51EvBwWPgr1GTq56fJrfQdAzAT4TaPdRCtOM9N2Q='; ",
    "connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
);
