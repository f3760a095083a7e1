//! The page over HTTP and in a browser.

mod browser;
mod chromium;
mod document;
mod http;
mod served;
