//! juniper: the attribute on the resolvers of `#[graphql_object]`, above and below `#[graphql]`, and on those of
//! `#[graphql_subscription]`, whose entries last as long as their streams.

use common::{Calls, assert_ended};
use futures_util::{Stream, StreamExt as _, stream};
use juniper::{
    Context, EmptyMutation, FieldError, FieldResult, RootNode, Value, Variables, execute, graphql_object,
    graphql_subscription, graphql_value, resolve_into_stream,
};
use scoped_entry::{InflightMap, scoped_entry};
use std::{pin::Pin, sync::Arc};

#[derive(Default)]
struct App {
    above: InflightMap<i32>,
    below: InflightMap<i32>,
    quick: Calls,
    changes: Arc<InflightMap<i32>>,
}

impl Context for App {}

struct Query;

#[graphql_object(context = App)]
impl Query {
    #[scoped_entry(map = app.above, key = id)]
    #[graphql(name = "above")]
    async fn entries_above(#[graphql(context)] app: &App, id: i32) -> FieldResult<i32> {
        reply(&app.above, id)
    }

    #[graphql(name = "below")]
    #[scoped_entry(map = app.below, key = id)]
    async fn entries_below(#[graphql(context)] app: &App, id: i32) -> FieldResult<i32> {
        reply(&app.below, id)
    }

    #[scoped_entry(map = app.quick, key = "quick")]
    fn quick(#[graphql(context)] app: &App) -> i32 {
        count(app.quick.len())
    }
}

fn count(entries: usize) -> i32 {
    entries.try_into().expect("a handful of entries")
}

fn reply(map: &InflightMap<i32>, id: i32) -> FieldResult<i32> {
    if id == 0 {
        return Err(FieldError::new("no such thing", graphql_value!(null)));
    }
    Ok(count(map.count(&id)))
}

struct Subscription;

#[graphql_subscription(context = App)]
impl Subscription {
    #[scoped_entry(map = Arc::clone(&app.changes), key = id, guard = entry)]
    async fn changes(
        #[graphql(context)] app: &App,
        id: i32,
    ) -> FieldResult<Pin<Box<dyn Stream<Item = FieldResult<i32>> + Send>>> {
        if id == 0 {
            return Err(FieldError::new("no such thing", graphql_value!(null)));
        }
        let map = Arc::clone(&app.changes);
        Ok(Box::pin(entry.attach(stream::repeat_with(move || Ok(count(map.len()))).take(2))))
    }
}

type Schema = RootNode<Query, EmptyMutation<App>, Subscription>;

fn schema() -> Schema {
    Schema::new(Query, EmptyMutation::new(), Subscription)
}

#[tokio::test]
async fn either_order_with_graphql_works() {
    let app = App::default();
    let query = "{ above(id: 7) below(id: 7) quick }";
    let (value, errors) = execute(query, None, &schema(), &Variables::new(), &app).await.unwrap();
    assert_eq!((value, errors), (graphql_value!({ "above": 1, "below": 1, "quick": 1 }), vec![]));
    for query in ["{ above(id: 0) }", "{ below(id: 0) }"] {
        let (_, errors) = execute(query, None, &schema(), &Variables::new(), &app).await.unwrap();
        assert_eq!(errors.len(), 1, "{query}");
    }
    assert_ended(&app.above, 2);
    assert_ended(&app.below, 2);
    assert_ended(&app.quick, 1);
}

#[tokio::test]
async fn the_entry_of_a_subscription_lasts_as_long_as_its_stream() {
    let app = App::default();
    let schema = schema();
    for id in [7, 8, 0] {
        let query = format!("subscription {{ changes(id: {id}) }}");
        let (value, errors) = resolve_into_stream(&query, None, &schema, &Variables::new(), &app).await.unwrap();
        assert_eq!(errors.len(), usize::from(id == 0), "{query}");
        let fields = value.into_object().into_iter().flatten();
        let Some(Value::Scalar(mut events)) = fields.map(|(_, value)| value).next() else { continue };
        assert_eq!(events.next().await.unwrap().unwrap(), graphql_value!(1));
        assert_eq!(app.changes.count(&id), 1, "the stream goes on");
        if id == 7 {
            events.next().await.unwrap().unwrap();
            assert!(events.next().await.is_none());
            assert!(app.changes.is_empty());
        }
    }
    assert_ended(&app.changes, 3);
}
