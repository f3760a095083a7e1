//! The paths, and what goes with an answer.

use super::{Page, assets, html, json::Json, request, view::View};
use axum::{
    Router,
    http::{HeaderMap, StatusCode, Uri, header},
    response::{IntoResponse, Response},
    routing::get,
};
use std::{format, string::String, sync::Arc};

#[derive(Clone, Copy)]
enum Format {
    Html,
    Json,
}

pub(super) fn router<S: Clone + Send + Sync + 'static>(page: Page) -> Router<S> {
    let page = Arc::new(page);
    let (negotiated, json) = (Arc::clone(&page), Arc::clone(&page));
    Router::new()
        .route(
            "/inflight",
            get(async move |headers: HeaderMap, uri: Uri| {
                let format = if request::prefers_html(&headers) { Format::Html } else { Format::Json };
                answer(&negotiated, format, &uri)
            }),
        )
        .route("/inflight.json", get(async move |uri: Uri| answer(&json, Format::Json, &uri)))
        .route("/inflight.html", get(async move |uri: Uri| answer(&page, Format::Html, &uri)))
}

fn answer(page: &Page, format: Format, uri: &Uri) -> Response {
    let entries = match request::entries(uri.query()) {
        Ok(entries) => entries.unwrap_or(page.entries).min(page.most_entries),
        Err(found) => {
            let accepted = page.most_entries;
            let message = format!("`entries` is {found:?}, and should be a number from 0 to {accepted}\n");
            return respond(StatusCode::BAD_REQUEST, "text/plain; charset=utf-8", message);
        }
    };
    let view = View::of(page, entries);
    match format {
        Format::Html => {
            respond(StatusCode::OK, "text/html; charset=utf-8", format!("{}", html::Document { page, view: &view }))
        }
        Format::Json => respond(StatusCode::OK, "application/json", format!("{}\n", Json(&view))),
    }
}

fn respond(status: StatusCode, content_type: &'static str, body: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, content_type),
        // It is old when it arrives, and names what people are doing.
        (header::CACHE_CONTROL, "no-store"),
        (header::VARY, "accept"),
        (header::CONTENT_SECURITY_POLICY, assets::POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (status, headers, body).into_response()
}
