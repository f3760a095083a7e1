mod http {
    //! axum handlers with streamed responses: the entry lasts as long as the response, not only as long as the handler.
    use crate::ticks::{EachTick, Ticks};
    use axum::{
        body::Body, extract::{Path, State},
        response::{Response, sse::{Event, Sse}},
    };
    use futures_core::Stream;
    use scoped_entry::{InflightMap, scoped_entry};
    use std::{convert::Infallible, sync::Arc};
    pub(crate) type Inflight = Arc<InflightMap<u64>>;
    /// An endless stream of events: the entry lasts until the client disconnects.
    pub(crate) async fn events(
        State(inflight): State<Inflight>,
        Path(id): Path<u64>,
    ) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
        {
            let entry = ::scoped_entry::__private::Call
                .here()
                .enter(
                    Arc::clone(&inflight),
                    &id,
                    ::scoped_entry::__private::default_value(),
                )
                .named();
            {
                let events = EachTick(
                    Ticks::new(u64::MAX),
                    |tick: u64| Ok(Event::default().data(tick.to_string())),
                );
                Sse::new(entry.attach(events))
            }
        }
    }
    /// A response created by other code: the entry lasts until its last frame is sent or the client disconnects.
    pub(crate) async fn report(
        State(inflight): State<Inflight>,
        Path(id): Path<u64>,
    ) -> Response {
        {
            let entry = ::scoped_entry::__private::Call
                .here()
                .enter(
                    Arc::clone(&inflight),
                    &id,
                    ::scoped_entry::__private::default_value(),
                )
                .named();
            render(id).map(|body| Body::new(entry.attach(body)))
        }
    }
    fn render(id: u64) -> Response {
        let rows = EachTick(
            Ticks::new(3),
            move |row| Ok::<
                _,
                Infallible,
            >(
                ::alloc::__export::must_use({
                    ::alloc::fmt::format(
                        format_args!("row {0} of report {1}\n", row, id),
                    )
                }),
            ),
        );
        Response::new(Body::from_stream(rows))
    }
}
