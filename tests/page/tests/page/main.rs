//! The page over HTTP and in a browser.

mod browser;
mod document;
mod http;
