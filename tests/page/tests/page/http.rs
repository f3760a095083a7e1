//! What the router answers: format, content, headers, refusals.

use axum::{
    Router,
    body::Body,
    http::{Request, Response, StatusCode, header},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use http_body_util::BodyExt as _;
use scoped_entry::{
    InflightMap, PendingMap, UniqueMap,
    observe::Registry,
    page::{self, Page},
};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::{
    sync::{Arc, LazyLock},
    time::Duration,
};
use tower::ServiceExt as _;

const HOSTILE: &str = r#"</td></table><script>alert(1)</script><img src=x onerror="alert('2')">&lt;"#;

async fn ask(router: &Router, request: Request<Body>) -> (Response<()>, String) {
    let (head, body) = router.clone().oneshot(request).await.expect("it always answers").into_parts();
    let body = body.collect().await.expect("the body is in memory").to_bytes();
    (Response::from_parts(head, ()), String::from_utf8(body.to_vec()).expect("it is text"))
}

pub(crate) async fn get(router: &Router, path: &str, accept: Option<&str>) -> (Response<()>, String) {
    let mut request = Request::get(path);
    if let Some(accept) = accept {
        request = request.header(header::ACCEPT, accept);
    }
    ask(router, request.body(Body::empty()).expect("it is a request")).await
}

pub(crate) async fn json_of(router: &Router, path: &str) -> Value {
    let (head, body) = get(router, path, None).await;
    assert_eq!(head.status(), StatusCode::OK, "{body}");
    serde_json::from_str(&body).expect("it is JSON")
}

fn content_type(head: &Response<()>) -> &str {
    head.headers()[header::CONTENT_TYPE].to_str().expect("it is text")
}

fn named(name: &str) -> Arc<InflightMap<String>> {
    Arc::new(InflightMap::builder().name(name.to_owned()).build())
}

#[tokio::test]
async fn browsers_get_the_page_and_programs_json() {
    let router: Router = page::router(Registry::new());
    let browser = Some("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
    for (path, accept, expected) in [
        ("/inflight", browser, "text/html; charset=utf-8"),
        ("/inflight", Some("*/*"), "application/json"),
        ("/inflight", None, "application/json"),
        ("/inflight.json", browser, "application/json"),
        ("/inflight.html", None, "text/html; charset=utf-8"),
    ] {
        let (head, _) = get(&router, path, accept).await;
        assert_eq!((head.status(), content_type(&head)), (StatusCode::OK, expected), "{path} {accept:?}");
    }
}

#[tokio::test]
async fn router_can_be_nested_and_merged_into_one_with_a_state() {
    let app: Router = Router::new()
        .nest("/admin", page::router(Registry::new()))
        .merge(Page::new(Registry::new()).router())
        .with_state(7_u8);
    for path in ["/inflight", "/admin/inflight", "/admin/inflight.json"] {
        assert_eq!(get(&app, path, None).await.0.status(), StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn answers_are_not_stored_and_load_nothing_from_elsewhere() {
    let router: Router = page::router(Registry::new());
    let (head, page) = get(&router, "/inflight.html", None).await;
    let headers = head.headers();
    assert_eq!(headers[header::CACHE_CONTROL], "no-store");
    assert_eq!(headers[header::VARY], "accept");
    assert_eq!(headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    assert_eq!(headers[header::REFERRER_POLICY], "no-referrer");
    assert!(!page.contains("http:") && !page.contains("https:"), "{page}");
    // The policy would refuse it.
    assert!(!page.contains("style=\"") && !page.contains(" onclick"), "{page}");
}

#[tokio::test]
async fn policy_allows_the_style_and_the_script_that_stand_in_the_page() {
    let router: Router = page::router(Registry::new());
    let (head, page) = get(&router, "/inflight.html", None).await;
    let policy = head.headers()[header::CONTENT_SECURITY_POLICY].to_str().expect("it is text");
    assert!(policy.starts_with("default-src 'none'; "), "{policy}");
    for element in ["style", "script"] {
        let (_, rest) = page.split_once(&format!("<{element}>")).expect("it is there");
        let (text, _) = rest.split_once(&format!("</{element}>")).expect("it ends");
        let hash = STANDARD.encode(Sha256::digest(text));
        let expected = format!("{element}-src 'sha256-{hash}'; ");
        assert!(policy.contains(&expected), "runtime/src/page/assets.rs has to have\n{expected}\nand has\n{policy}");
    }
}

#[tokio::test]
async fn json_has_the_documented_fields_and_no_keys() {
    let exports = Arc::new(InflightMap::<String>::builder().name("exports").limit(1).build());
    let unnamed = Arc::new(UniqueMap::<u64>::new());
    let registry = Registry::new();
    registry.watch(&unnamed);
    registry.watch(&exports);
    let _entries = ["ada's", "grace's"].map(|key| exports.enter(key, ()));
    drop(exports.enter("gone", ()));
    let line = line!() - 2;

    let mut answer = json_of(&page::router(registry), "/inflight").await;
    let taken_at = answer["taken_at_unix_seconds"].take().as_f64().expect("a number");
    assert!(taken_at > 1.7e9, "{taken_at}");
    let number = |value: &mut Value| assert!(value.take().as_f64().is_some_and(|seconds| seconds >= 0.0));
    number(&mut answer["maps"][0]["oldest_age_seconds"]);
    for entry in 0..2 {
        number(&mut answer["maps"][0]["entries"][entry]["age_seconds"]);
        number(&mut answer["maps"][0]["entries"][entry]["column"]);
    }
    let entry = json!({ "age_seconds": null, "file": file!(), "line": line, "column": null });
    let expected = json!({
        "title": "In flight",
        "taken_at_unix_seconds": null,
        "entries_at_most": 10,
        "maps": [
            {
                "name": "exports", "len": 2, "limit": 1, "above_limit": true, "excesses": 1, "peak": 3, "entered": 3,
                "exited": 1, "exited_panicking": 0, "oldest_age_seconds": null, "entries": [entry, entry],
                "samples": [{ "age_seconds": 0.0, "len": 2 }],
            },
            {
                "name": null, "len": 0, "limit": null, "above_limit": false, "excesses": 0, "peak": 0, "entered": 0,
                "exited": 0, "exited_panicking": 0, "oldest_age_seconds": null, "entries": [],
                "samples": [{ "age_seconds": 0.0, "len": 0 }],
            },
        ],
    });
    assert_eq!(answer, expected);
}

#[tokio::test]
async fn json_has_the_replies_of_a_map_whose_entries_wait_for_them() {
    let calls = Arc::new(PendingMap::<u64, u32>::builder().name("calls").build());
    let registry = Registry::new();
    registry.watch_with_keys(&calls, ToString::to_string);
    let guards = [1, 2].map(|id| calls.try_enter(id));
    assert_eq!((calls.complete(&1, 0), calls.complete(&1, 0)), (Ok(()), Err(0)));
    let answer = json_of(&page::router(registry), "/inflight").await;
    let map = &answer["maps"][0];
    assert_eq!(map["replies"], json!({ "completed": 1, "closed": 0, "unclaimed": 1 }));
    assert_eq!((&map["len"], &map["entries"][0]["key"]), (&json!(1), &json!("2")));
    drop(guards);
}

#[tokio::test]
async fn keys_are_shown_of_the_maps_that_were_registered_with_them() {
    static SHOWN: LazyLock<InflightMap<String>> = LazyLock::new(|| InflightMap::builder().name("shown").build());
    let [open, closed] = ["open", "closed"].map(named);
    let registry = Registry::new();
    registry.watch_with_keys(&open, |path| path.rsplit('/').next().unwrap_or_default().to_owned());
    registry.watch(&closed);
    registry.watch_static_with_keys(&SHOWN, String::clone);
    let _entries = (open.enter("home/ada/a.pdf", ()), closed.enter("secret", ()), SHOWN.enter("static", ()));

    let router: Router = page::router(registry);
    let (_, page) = get(&router, "/inflight.html", None).await;
    let (_, json) = get(&router, "/inflight.json", None).await;
    for body in [page, json] {
        assert!(body.contains("a.pdf") && body.contains("static"), "{body}");
        assert!(!body.contains("ada") && !body.contains("secret"), "{body}");
    }
    let answer = json_of(&router, "/inflight").await;
    assert_eq!(answer["maps"][1]["entries"][0]["key"], "a.pdf");
    assert_eq!(answer["maps"][0]["entries"][0].get("key"), None);
}

#[tokio::test]
async fn keys_are_written_by_code_that_may_use_the_map() {
    let map = named("uploads");
    let registry = Registry::new();
    let weak = Arc::downgrade(&map);
    registry.watch_with_keys(&map, move |key| {
        let map = weak.upgrade().expect("it is being asked");
        let _entry = map.enter("while writing", ());
        format!("{key} of {}", map.len())
    });
    let _entry = map.enter("a", ());
    let answer = json_of(&page::router(registry), "/inflight").await;
    assert_eq!(answer["maps"][0]["entries"][0]["key"], "a of 2");
}

#[tokio::test]
async fn names_titles_and_keys_cannot_become_markup() {
    let map = named(HOSTILE);
    let registry = Registry::new();
    registry.watch_with_keys(&map, String::clone);
    let _entry = map.enter(HOSTILE, ());
    let router: Router = Page::new(registry).title(HOSTILE).router();
    let (_, page) = get(&router, "/inflight.html", None).await;
    assert!(!page.contains("<script>alert") && !page.contains("<img") && !page.contains("</td></table><"), "{page}");
    let escaped = "&lt;/td&gt;&lt;/table&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x \
                   onerror=&quot;alert(&#39;2&#39;)&quot;&gt;&amp;lt;";
    // In the tab, the heading, the table, the list's heading, and as the key.
    assert_eq!(page.matches(escaped).count(), 5, "{page}");
    assert_eq!(json_of(&router, "/inflight").await["maps"][0]["entries"][0]["key"], HOSTILE);
}

#[tokio::test]
async fn json_holds_every_character_of_a_key() {
    let map = named("characters");
    let registry = Registry::new();
    registry.watch_with_keys(&map, String::clone);
    let every: Vec<String> =
        (0..=0x3000_u32).step_by(128).map(|from| (from..from + 128).filter_map(char::from_u32).collect()).collect();
    let _entries: Vec<_> = every.iter().map(|key| map.enter(key, ())).collect();
    let router: Router = page::router(registry);
    let answer = json_of(&router, "/inflight?entries=100").await;
    let keys: Vec<_> = (0..every.len()).map(|at| answer["maps"][0]["entries"][at]["key"].as_str().unwrap()).collect();
    assert_eq!(keys, every);
}

#[tokio::test]
async fn long_keys_are_cut_short() {
    let map = named("uploads");
    let registry = Registry::new();
    registry.watch_with_keys(&map, String::clone);
    let _entry = map.enter("x".repeat(1_000_000), ());
    let router: Router = page::router(registry);
    assert_eq!(json_of(&router, "/inflight").await["maps"][0]["entries"][0]["key"], "x".repeat(200) + "…");
}

#[tokio::test]
async fn maps_are_in_order_of_their_names_and_the_unnamed_last() {
    let unnamed = Arc::new(InflightMap::<u8>::new());
    let maps = ["b", "c", "a"].map(named);
    let registry = Registry::new();
    registry.watch(&unnamed);
    for map in &maps {
        registry.watch(map);
    }
    let answer = json_of(&page::router(registry), "/inflight").await;
    let names: Vec<_> = answer["maps"].as_array().expect("a list").iter().map(|map| &map["name"]).collect();
    assert_eq!(names, [&json!("a"), &json!("b"), &json!("c"), &Value::Null]);
}

#[tokio::test]
async fn oldest_entries_are_listed_first_and_only_so_many() {
    // Shards of several threads, of which each has its own oldest.
    let map = Arc::new(InflightMap::<usize>::builder().shards(4).build());
    let registry = Registry::new();
    registry.watch_with_keys(&map, usize::to_string);
    let mut entries = Vec::new();
    for thread in 0..4 {
        let map = Arc::clone(&map);
        let entered = move || (0..10).map(|key| map.enter_owned(10 * thread + key, ())).collect::<Vec<_>>();
        entries.extend(std::thread::spawn(entered).join().expect("it does not panic"));
    }
    let router: Router = Page::new(registry).entries(3).most_entries(25).router();
    for (query, expected) in
        [("", 3), ("?entries=5", 5), ("?entries=0", 0), ("?entries=26", 25), ("?entries=99999999999999999999", 25)]
    {
        let answer = json_of(&router, &format!("/inflight{query}")).await;
        assert_eq!(answer["entries_at_most"], expected, "{query}");
        let listed = answer["maps"][0]["entries"].as_array().expect("a list");
        assert_eq!(listed.len(), expected, "{query}");
        let ages: Vec<_> = listed.iter().map(|entry| entry["age_seconds"].as_f64().expect("a number")).collect();
        assert!(ages.is_sorted_by(|a, b| a >= b), "{ages:?}");
        // Those of one thread are in the order in which they were made, whatever the clock shows.
        let of_first: Vec<_> =
            listed.iter().filter_map(|entry| entry["key"].as_str()).filter(|key| key.len() == 1).collect();
        assert!(of_first.is_sorted(), "{of_first:?}");
    }
}

#[tokio::test]
async fn an_interval_that_is_none_to_a_browser_is_the_nearest_that_is() {
    for (interval, expected) in
        [(Duration::MAX, "2147483647"), (Duration::ZERO, "250"), (Duration::from_secs(5), "5000")]
    {
        let router = Page::new(Registry::new()).refresh(interval).router();
        let (_, page) = get(&router, "/inflight", Some("text/html")).await;
        assert!(page.contains(&format!("data-refresh=\"{expected}\"")), "{expected} in {page}");
    }
}

#[tokio::test]
async fn number_of_entries_that_is_none_is_refused() {
    let router: Router = page::router(Registry::new());
    for wrong in ["", "many", "-1", "%3Cscript%3E"] {
        let (head, body) = get(&router, &format!("/inflight.html?entries={wrong}"), None).await;
        assert_eq!((head.status(), content_type(&head)), (StatusCode::BAD_REQUEST, "text/plain; charset=utf-8"));
        assert_eq!(body, format!("`entries` is {wrong:?}; expected a number from 0 to 100\n"));
    }
    let (head, _) = ask(&router, Request::post("/inflight").body(Body::empty()).expect("it is a request")).await;
    assert_eq!(head.status(), StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn map_above_its_limit_is_said_to_be_in_words() {
    let map = Arc::new(InflightMap::<u8>::builder().name("exports").limit(1).build());
    let registry = Registry::new();
    registry.watch(&map);
    let router: Router = page::router(registry);
    let _first = map.enter(1, ());
    let (_, page) = get(&router, "/inflight.html", None).await;
    assert!(!page.contains('▲') || !page.split("<script>").next().expect("its markup").contains('▲'), "{page}");
    let _second = map.enter(2, ());
    let (_, page) = get(&router, "/inflight.html", None).await;
    assert!(page.contains("<title>▲ In flight</title>"), "{page}");
    assert!(page.contains("<b>▲ 1 map is above its limit</b>"), "{page}");
    assert_eq!(page.matches(r#"<span class="badge">▲ above its limit</span>"#).count(), 2, "{page}");
}

#[tokio::test]
async fn map_that_is_gone_is_gone_from_the_page() {
    let map = named("uploads");
    let registry = Registry::new();
    registry.watch_with_keys(&map, String::clone);
    let router: Router = page::router(registry);
    assert_eq!(json_of(&router, "/inflight").await["maps"][0]["name"], "uploads");
    drop(map);
    assert_eq!(json_of(&router, "/inflight").await["maps"], json!([]));
    let (_, page) = get(&router, "/inflight.html", None).await;
    assert!(page.contains("No maps are registered yet"), "{page}");
}
