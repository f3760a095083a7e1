//! A web page of the calls in flight, for operators, and the same as JSON (feature `axum`).
//!
//! [`router`] returns the page as an axum router; [`Page`] has its settings. The [guide](crate::guide::web_page) shows how to
//! mount it.
//!
//! The page refreshes itself and keeps the reader's scroll position, selection and open lists. Without JavaScript it shows
//! the same, but does not refresh itself. Style and script are inlined: the page loads nothing from elsewhere, and its
//! `Content-Security-Policy` enforces that.

// handlers: the paths
//   ├ request: the format, the number of entries
//   └ view: the data to show (its samples: history)
//       ├ json
//       └ html (its charts: sparkline; its numbers and texts: format; its style and script: assets)

mod assets;
mod config;
mod format;
mod handlers;
mod history;
mod html;
mod json;
mod request;
mod sparkline;
mod view;

pub use config::Page;
pub use handlers::router;
