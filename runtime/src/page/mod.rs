//! A page that shows the maps of a [`Registry`]: for people, and as JSON for programs.
//!
//! The page is made anew for each request. Its script fetches it again and carries over what changed, so that the
//! reader's place, selection and open lists stay; without JavaScript it is the same page, standing still. Style and script
//! stand in it, nothing is loaded from elsewhere, and a `Content-Security-Policy` sees to that.

// handlers ─ the paths
//   ├ request ─ which format, how many entries
//   └ view ─ what is shown (its samples: history)
//       ├ json
//       └ html (its charts: sparkline, its numbers and texts: format, its style and script: assets)

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
