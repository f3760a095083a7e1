//! axum handlers with streamed responses: the entry lasts as long as the response, not only as long as the handler.

use crate::ticks::{EachTick, Ticks};
use axum::{
    body::Body,
    extract::{Path, State},
    response::{
        Response,
        sse::{Event, Sse},
    },
};
use futures_core::Stream;
use scoped_entry::{InflightMap, scoped_entry};
use std::{convert::Infallible, sync::Arc};

pub(crate) type Inflight = Arc<InflightMap<u64>>;

/// An endless stream of events: the entry lasts until the client disconnects.
#[scoped_entry(map = Arc::clone(&inflight), key = id, guard = entry)]
pub(crate) async fn events(
    State(inflight): State<Inflight>,
    Path(id): Path<u64>,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let events = EachTick(Ticks::new(u64::MAX), |tick: u64| Ok(Event::default().data(tick.to_string())));
    Sse::new(entry.attach(events))
}

/// A response created by other code: the entry lasts until its last frame is sent or the client disconnects.
#[scoped_entry(map = Arc::clone(&inflight), key = id, guard = entry)]
pub(crate) async fn report(State(inflight): State<Inflight>, Path(id): Path<u64>) -> Response {
    render(id).map(|body| Body::new(entry.attach(body)))
}

fn render(id: u64) -> Response {
    let rows = EachTick(Ticks::new(3), move |row| Ok::<_, Infallible>(format!("row {row} of report {id}\n")));
    Response::new(Body::from_stream(rows))
}
