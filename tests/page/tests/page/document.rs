//! What the page says of a map in words and pictures.

use crate::http::{get, json_of};
use axum::Router;
use scoped_entry::{InflightMap, observe::Registry, page::Page};
use std::sync::Arc;

fn watched(limit: Option<usize>) -> (Arc<InflightMap<u8>>, Registry) {
    let builder = InflightMap::builder().name("exports");
    let map = Arc::new(limit.map_or_else(InflightMap::builder, |limit| builder.limit(limit)).build());
    let registry = Registry::new();
    registry.watch(&map);
    (map, registry)
}

async fn document(page: &Page, query: &str) -> String {
    let router: Router = page.clone().router();
    get(&router, &format!("/inflight.html{query}"), None).await.1
}

#[tokio::test]
async fn how_many_entries_are_listed_can_be_chosen() {
    // Of no maps there is nothing to list.
    let (_map, registry) = watched(None);
    let page = Page::new(registry).entries(7).most_entries(60);
    let choice = "<select name=\"entries\"><option>5</option><option selected>7</option><option>10</option>\
                  <option>25</option><option>50</option><option>60</option></select>";
    let shown = document(&page, "").await;
    assert!(shown.contains(choice), "{shown}");
    let shown = document(&page, "?entries=60").await;
    assert!(shown.contains("<option>50</option><option selected>60</option></select>"), "{shown}");
}

#[tokio::test]
async fn whether_all_entries_are_listed_is_said() {
    let (map, registry) = watched(None);
    let page = Page::new(registry);
    assert!(document(&page, "").await.contains(">no entries</span></summary>"));
    let entries = [1, 2, 3].map(|key| map.enter(key, ()));
    for (query, said) in
        [("?entries=2", "the oldest 2 of 3 entries"), ("?entries=3", "3 entries"), ("?entries=4", "3 entries")]
    {
        let expected = format!(">{said}</span></summary>");
        let shown = document(&page, query).await;
        assert!(shown.contains(&expected), "{expected} in {shown}");
    }
    drop(entries);
}

#[tokio::test]
async fn how_much_of_the_limit_is_taken_is_a_bar_of_a_hundred() {
    for (limit, entries, width) in [(4, 0, 0), (4, 1, 25), (4, 3, 75), (4, 4, 100), (4, 5, 100), (0, 1, 100)] {
        let (map, registry) = watched(Some(limit));
        let _entries: Vec<_> = (0..entries).map(|key| map.enter(key, ())).collect();
        let shown = document(&Page::new(registry), "").await;
        let bar = format!("<rect class=\"taken\" width=\"{width}\" height=\"4\"/>");
        assert!(shown.contains(&bar), "{bar} in {shown}");
    }
}

#[tokio::test]
async fn samples_that_were_taken_before_anybody_looked_are_shown_by_every_clone() {
    let (map, registry) = watched(None);
    let page = Page::new(registry);
    let entries = [1, 2].map(|key| map.enter(key, ()));
    page.sample();
    drop(entries);
    let answer = json_of(&page.clone().router(), "/inflight").await;
    let samples = answer["maps"][0]["samples"].as_array().expect("a list").clone();
    let lens: Vec<_> = samples.iter().map(|sample| sample["len"].as_u64()).collect();
    assert_eq!(lens, [Some(2), Some(0)]);
}

#[test]
fn a_page_prints_how_it_was_set() {
    let printed = format!("{:?}", Page::new(Registry::new()).title("Uploads").entries(17));
    for set in ["Page {", "\"Uploads\"", "entries: 17"] {
        assert!(printed.contains(set), "{printed} has no {set}");
    }
}
