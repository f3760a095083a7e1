//! async-graphql: the attribute on the resolvers of `#[Object]`, above and below `#[graphql]`, and on those of
//! `#[Subscription]`, whose entries last as long as their streams.

use async_graphql::{Context, EmptyMutation, Object, Result, Schema, Subscription};
use common::assert_ended;
use futures_util::{Stream, StreamExt as _, stream};
use scoped_entry::{InflightMap, scoped_entry};
use std::sync::Arc;

#[derive(Default)]
struct Inflight {
    above: InflightMap<u64>,
    below: InflightMap<u64>,
    changes: Arc<InflightMap<u64>>,
}

type App = Arc<Inflight>;

fn app<'a>(context: &Context<'a>) -> &'a App {
    context.data_unchecked()
}

struct Query;

#[Object]
impl Query {
    #[scoped_entry(map = context.data_unchecked::<App>().above, key = id)]
    #[graphql(name = "above")]
    async fn entries_above(&self, context: &Context<'_>, id: u64) -> Result<usize> {
        reply(&app(context).above, id)
    }

    #[graphql(name = "below")]
    #[scoped_entry(map = app(context).below, key = id)]
    async fn entries_below(&self, context: &Context<'_>, #[graphql(default = 7)] id: u64) -> Result<usize> {
        reply(&app(context).below, id)
    }
}

fn reply(map: &InflightMap<u64>, id: u64) -> Result<usize> {
    if id == 0 {
        return Err("no such thing".into());
    }
    Ok(map.count(&id))
}

struct Changes;

#[Subscription]
impl Changes {
    #[scoped_entry(map = Arc::clone(&app(context).changes), key = id, guard = entry)]
    async fn changes(&self, context: &Context<'_>, id: u64) -> Result<impl Stream<Item = usize> + use<>> {
        if id == 0 {
            return Err("no such thing".into());
        }
        Ok(entry.attach(feed(Arc::clone(&app(context).changes))))
    }
}

/// The number of entries, twice.
fn feed(map: Arc<InflightMap<u64>>) -> impl Stream<Item = usize> {
    stream::repeat_with(move || map.len()).take(2)
}

fn schema(app: &App) -> Schema<Query, EmptyMutation, Changes> {
    Schema::build(Query, EmptyMutation, Changes).data(Arc::clone(app)).finish()
}

#[tokio::test]
async fn either_order_with_graphql_works() {
    let app = App::default();
    let response = schema(&app).execute("{ above(id: 7) below }").await.into_result().unwrap();
    assert_eq!(response.data.to_string(), "{above: 1, below: 1}");
    let failed = schema(&app).execute("{ above(id: 0) below(id: 0) }").await;
    assert_eq!(failed.errors.len(), 2);
    assert_ended(&app.above, 2);
    assert_ended(&app.below, 2);
}

#[tokio::test]
async fn the_entry_of_a_subscription_lasts_as_long_as_its_stream() {
    let app = App::default();
    let mut events = schema(&app).execute_stream("subscription { changes(id: 7) }").boxed();
    for _ in 0..2 {
        let event = events.next().await.unwrap().into_result().unwrap();
        assert_eq!(event.data.to_string(), "{changes: 1}");
    }
    assert!(events.next().await.is_none());
    assert_ended(&app.changes, 1);

    let mut events = schema(&app).execute_stream("subscription { changes(id: 8) }").boxed();
    events.next().await.unwrap();
    assert_eq!(app.changes.count(&8), 1, "the stream goes on");
    drop(events);
    assert_ended(&app.changes, 2);

    let mut refused = schema(&app).execute_stream("subscription { changes(id: 0) }").boxed();
    assert!(refused.next().await.unwrap().is_err());
    drop(refused);
    assert_ended(&app.changes, 3);
}
