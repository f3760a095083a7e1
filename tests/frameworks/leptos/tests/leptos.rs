//! leptos, on the server: the attribute above `#[server]`, and on components.

use common::{Calls, assert_ended};
use leptos::{prelude::*, server_fn::ServerFn};
use scoped_entry::{InflightMap, UniqueMap, scoped_entry};
use std::sync::{Arc, LazyLock};

/// A second entry of the same call would be an error.
static LOADS: LazyLock<UniqueMap<u64>> = LazyLock::new(UniqueMap::new);

#[scoped_entry(map = LOADS, key = id, occupied = return Err(ServerFnError::new("twice")))]
#[server]
async fn load(id: u64) -> Result<usize, ServerFnError> {
    Ok(LOADS.len())
}

#[tokio::test]
async fn above_server_a_call_has_one_entry() {
    assert_eq!(load(7).await.unwrap(), 1, "as a component calls it");
    assert_eq!(Load { id: 7 }.run_body().await.unwrap(), 1, "as a request calls it");
    assert!(LOADS.is_empty());
    assert_eq!(LOADS.stats().entered, 2);
}

static ABOVE: InflightMap<u64> = InflightMap::new();
static BELOW: Calls = InflightMap::new();

#[scoped_entry(map = ABOVE, key = id)]
#[component]
fn Above(id: u64) -> impl IntoView {
    assert_eq!(ABOVE.count(&id), 1);
    view! { <p>{id}</p> }
}

// Below `#[component]`, the arguments see no parameters: the function that it makes takes them as one struct.
#[component]
#[scoped_entry(map = BELOW, key = "below")]
fn Below(id: u64) -> impl IntoView {
    assert_eq!(BELOW.len(), 1);
    view! { <p>{id}</p> }
}

/// The entry lasts as long as the component, and not only until its function has returned.
#[scoped_entry(map = Arc::clone(&views), key = id, guard = entry)]
#[component]
fn Mounted(views: Arc<InflightMap<u64>>, id: u64) -> impl IntoView {
    on_cleanup(move || drop(entry));
    view! { <p>{id}</p> }
}

#[test]
fn the_entry_of_a_component_covers_the_function_that_sets_it_up() {
    Owner::new().with(|| {
        let html = view! { <Above id=7 /> <Below id=8 /> }.to_html();
        assert!(html.contains("<p>7</p>") && html.contains("<p>8</p>"), "{html}");
    });
    assert_ended(&ABOVE, 1);
    assert_ended(&BELOW, 1);
}

#[test]
fn a_guard_in_on_cleanup_lasts_as_long_as_the_component() {
    let views = Arc::new(InflightMap::new());
    let owner = Owner::new();
    let html = owner.with(|| view! { <Mounted views=Arc::clone(&views) id=7 /> }.to_html());
    assert!(html.contains("<p>7</p>"), "{html}");
    assert_eq!(views.count(&7), 1);
    owner.cleanup();
    assert_ended(&views, 1);
}
