//! The router with its three paths, and the headers of a response.

use super::{assets, config::Page, html, json::Json, request, view::View};
use crate::observe::Registry;
use axum::{
    Router,
    http::{HeaderMap, StatusCode, Uri, header},
    response::{IntoResponse, Response},
    routing::get,
};
use std::{format, string::String, sync::Arc};

#[derive(Clone, Copy)]
enum MediaType {
    Html,
    Json,
}

/// Returns the router of a [`Page`] with the default settings: `GET /inflight`, as a page and as JSON.
///
/// The page has no authentication: mount it behind yours.
///
/// # Examples
///
/// ```
/// use axum::Router;
/// use scoped_entry::{InflightMap, page, observe::Registry};
///
/// static UPLOADS: InflightMap<u64> = InflightMap::new();
///
/// let registry = Registry::new();
/// registry.watch_static(&UPLOADS);
/// let app: Router = Router::new().merge(page::router(registry));
/// # drop(app);
/// ```
pub fn router<S: Clone + Send + Sync + 'static>(registry: Registry) -> Router<S> {
    Page::new(registry).router()
}

impl Page {
    /// Returns a router with the three paths of the page, to merge or nest into yours.
    pub fn router<S: Clone + Send + Sync + 'static>(self) -> Router<S> {
        let page = Arc::new(self);
        let (negotiated, json) = (Arc::clone(&page), Arc::clone(&page));
        Router::new()
            .route(
                "/inflight",
                get(async move |headers: HeaderMap, uri: Uri| {
                    let media_type = if request::prefers_html(&headers) { MediaType::Html } else { MediaType::Json };
                    handle(&negotiated, media_type, &uri)
                }),
            )
            .route("/inflight.json", get(async move |uri: Uri| handle(&json, MediaType::Json, &uri)))
            .route("/inflight.html", get(async move |uri: Uri| handle(&page, MediaType::Html, &uri)))
    }
}

fn handle(page: &Page, media_type: MediaType, uri: &Uri) -> Response {
    let entries = match request::entries(uri.query()) {
        Ok(entries) => entries.unwrap_or(page.entries).min(page.most_entries),
        Err(found) => {
            let accepted = page.most_entries;
            let message = format!("`entries` is {found:?}; expected a number from 0 to {accepted}\n");
            return respond(StatusCode::BAD_REQUEST, "text/plain; charset=utf-8", message);
        }
    };
    let view = View::of(page, entries);
    match media_type {
        MediaType::Html => {
            respond(StatusCode::OK, "text/html; charset=utf-8", format!("{}", html::Document { page, view: &view }))
        }
        MediaType::Json => respond(StatusCode::OK, "application/json", format!("{}\n", Json(&view))),
    }
}

fn respond(status: StatusCode, content_type: &'static str, body: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, content_type),
        // The response is outdated at once, and may contain sensitive names and keys.
        (header::CACHE_CONTROL, "no-store"),
        (header::VARY, "accept"),
        (header::CONTENT_SECURITY_POLICY, assets::POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (status, headers, body).into_response()
}
