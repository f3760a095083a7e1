//! The page in a real browser: what a reader sees, and that refreshing takes nothing from under their hands.
//!
//! Skipped, with the reason, where there is no Chromium.

use crate::{
    chromium::{Tab, browser},
    served::Served,
};
use scoped_entry::{InflightMap, observe::Registry, page::Page};
use serde_json::json;
use std::{sync::Arc, time::Duration};

type Map = Arc<InflightMap<String>>;

fn map(name: &str, limit: usize) -> Map {
    Arc::new(InflightMap::builder().name(name.to_owned()).limit(limit).build())
}

/// A page of these maps with their keys, which asks as often as it may.
fn page_of(maps: &[&Map]) -> Page {
    let registry = Registry::new();
    for map in maps {
        registry.watch_with_keys(map, String::clone);
    }
    Page::new(registry).refresh(Duration::ZERO)
}

/// The row of the overview whose map is so named, as one line of text.
fn row(name: &str) -> String {
    format!(
        "[...document.querySelectorAll('.maps tbody tr')].find((row) => row.cells[0].innerText.startsWith('{name}'))"
    )
}

fn until_len(tab: &mut Tab<'_>, name: &str, len: usize) {
    tab.until(&format!("{}?.cells[1].textContent === '{len}'", row(name)));
}

#[test]
fn page_shows_the_maps_and_their_oldest_entries_and_complains_of_nothing() {
    let Some(mut browser) = browser() else { return };
    let (uploads, exports) = (map("uploads", 100), map("exports", 1));
    let _entries =
        (uploads.enter("first", ()), uploads.enter("second", ()), exports.enter("a", ()), exports.enter("b", ()));
    let served = Served::start(page_of(&[&uploads, &exports]));
    let mut tab = browser.tab();
    tab.open(&served.page());

    let cells = |tab: &mut Tab<'_>, name| {
        tab.run(&format!("[...{}.cells].slice(0, 3).map((cell) => cell.innerText)", row(name)))
    };
    assert_eq!(cells(&mut tab, "uploads"), json!(["uploads", "2", "100"]));
    assert_eq!(cells(&mut tab, "exports"), json!(["exports ▲ above its limit", "2", "1"]));
    assert_eq!(tab.run("document.title"), "▲ In flight");
    let keys = "[...document.querySelectorAll('details')].map((list) => [...list.querySelectorAll('.key')].map((key) => key.innerText))";
    assert_eq!(tab.run(keys), json!([["a", "b"], ["first", "second"]]));
    // Style and script are in force, and each chart has been drawn.
    assert_eq!(tab.run("getComputedStyle(document.querySelector('.number')).textAlign"), "end");
    tab.until("document.getElementById('state').textContent === 'Refreshes every 0.25 s'");
    assert_eq!(tab.run("document.querySelectorAll('.spark .line').length"), 2);
    assert_eq!(tab.complaints(&served.origin()), Vec::<serde_json::Value>::new());
}

#[test]
fn refreshing_keeps_place_closed_lists_focus_and_what_was_chosen() {
    let Some(mut browser) = browser() else { return };
    let mut maps: Vec<_> = (0..12).map(|number| map(&format!("map-{number:02}"), 100)).collect();
    let mut entries: Vec<_> = maps.iter().flat_map(|map| (0..10).map(|_| map.enter_owned("key", ()))).collect();
    let served = Served::start(page_of(&maps.iter().collect::<Vec<_>>()));
    let mut tab = browser.tab();
    tab.resize(900, 600);
    tab.open(&served.page());

    tab.run(
        "document.querySelectorAll('details')[3].open = false;
         document.querySelector('select').value = '25';
         document.querySelectorAll('details')[7].querySelector('summary').focus();
         document.querySelectorAll('details')[8].scrollIntoView();
         window.kept = document.querySelectorAll('details')[8];
         window.there = [scrollY, kept.getBoundingClientRect().top]",
    );
    entries.extend([maps[0].enter_owned("more", ()), maps[11].enter_owned("more", ())]);
    until_len(&mut tab, "map-00", 11);
    until_len(&mut tab, "map-11", 11);

    assert_eq!(tab.run("[scrollY, kept.getBoundingClientRect().top].join() === there.join()"), true);
    assert_eq!(tab.run("scrollY > 1000"), true);
    assert_eq!(tab.run("document.querySelectorAll('details')[8] === kept"), true);
    assert_eq!(tab.run("[...document.querySelectorAll('details')].map((list) => list.open).indexOf(false)"), 3);
    assert_eq!(
        tab.run("document.activeElement === document.querySelectorAll('details')[7].querySelector('summary')"),
        true
    );
    assert_eq!(tab.run("document.querySelector('select').value"), "25");

    // A map that goes takes its own row and list away, and no other's.
    entries.clear();
    maps.remove(2);
    tab.until("document.querySelectorAll('details').length === 11");
    assert_eq!(tab.run("document.querySelectorAll('details')[7] === kept"), true);
    assert_eq!(tab.run("document.querySelectorAll('.maps tbody tr').length"), 11);
    assert_eq!(tab.run("[...document.querySelectorAll('details')].map((list) => list.open).indexOf(false)"), 2);
    assert_eq!(tab.complaints(&served.origin()), Vec::<serde_json::Value>::new());
}

#[test]
fn page_waits_while_text_is_selected() {
    let Some(mut browser) = browser() else { return };
    let uploads = map("uploads", 100);
    let _first = uploads.enter("the key that somebody copies", ());
    let served = Served::start(page_of(&[&uploads]));
    let mut tab = browser.tab();
    tab.open(&served.page());
    tab.run("getSelection().selectAllChildren(document.querySelector('.key'))");
    tab.until("document.getElementById('state').textContent === 'Paused while text is selected'");
    let _second = uploads.enter("another", ());
    assert_eq!(tab.run("getSelection().toString().trim()"), "the key that somebody copies");
    assert_eq!(tab.run(&format!("{}.cells[1].textContent", row("uploads"))), "1");
    tab.run("getSelection().removeAllRanges()");
    until_len(&mut tab, "uploads", 2);
}

#[test]
fn reader_can_pause_and_go_on() {
    let Some(mut browser) = browser() else { return };
    let uploads = map("uploads", 100);
    let served = Served::start(page_of(&[&uploads]));
    let mut tab = browser.tab();
    tab.open(&served.page());
    tab.run("document.getElementById('pause').click()");
    assert_eq!(tab.run("document.getElementById('state').textContent"), "Paused");
    let _entry = uploads.enter("key", ());
    tab.run("document.getElementById('pause').click()");
    until_len(&mut tab, "uploads", 1);
}

#[test]
fn hostile_name_and_key_stay_text_when_loaded_and_when_refreshed() {
    let Some(mut browser) = browser() else { return };
    let hostile = "</td></table><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">";
    let uploads = map(hostile, 100);
    let _first = uploads.enter(hostile, ());
    let served = Served::start(page_of(&[&uploads]));
    let mut tab = browser.tab();
    tab.open(&served.page());
    let _second = uploads.enter(format!("{hostile}, later"), ());
    tab.until("document.querySelectorAll('.key').length === 2");
    let keys = tab.run("[...document.querySelectorAll('.key')].map((key) => key.textContent)");
    assert_eq!(keys, json!([hostile, format!("{hostile}, later")]));
    assert_eq!(tab.run("document.querySelector('.maps tbody a').textContent"), hostile);
    assert_eq!(
        tab.run("[document.images.length, document.scripts.length, document.title]"),
        json!([0, 1, "In flight"])
    );
    assert_eq!(tab.complaints(&served.origin()), Vec::<serde_json::Value>::new());
}

#[test]
fn page_says_so_when_the_service_is_gone() {
    let Some(mut browser) = browser() else { return };
    let uploads = map("uploads", 100);
    let served = Served::start(page_of(&[&uploads]));
    let mut tab = browser.tab();
    tab.open(&served.page());
    drop(served);
    tab.until("document.getElementById('state').textContent.startsWith('▲ No response since ')");
    // What it had shown is still there to be read.
    assert_eq!(tab.run(&format!("{}.cells[1].textContent", row("uploads"))), "0");
}

#[test]
fn plain_tables_are_there_without_javascript() {
    let Some(mut browser) = browser() else { return };
    let uploads = map("uploads", 100);
    let _entries = [(); 12].map(|()| uploads.enter("key", ()));
    let served = Served::start(page_of(&[&uploads]));
    let mut tab = browser.tab();
    tab.without_javascript();
    tab.open(&format!("{}?entries=5", served.page()));
    let text = tab.run("document.body.innerText");
    let text = text.as_str().expect("it is text");
    assert!(text.contains("Without JavaScript this page does not refresh itself"), "{text}");
    assert!(text.contains("uploads") && text.contains("the oldest 5 of 12 entries"), "{text}");
    assert_eq!(tab.run("document.querySelectorAll('.list tbody tr').length"), 5);
    // Nothing to press that would do nothing.
    assert_eq!(tab.run("document.getElementById('pause').hidden"), true);
}

#[test]
fn page_is_no_wider_than_a_phone() {
    let Some(mut browser) = browser() else { return };
    let uploads = map("a-map-with-a-name-that-does-not-fit-at-all-and-has-nowhere_to_break", 1);
    let _entries = [(); 3].map(|()| uploads.enter("k".repeat(300), ()));
    let served = Served::start(page_of(&[&uploads]));
    let mut tab = browser.tab();
    for width in [320, 390, 768] {
        tab.resize(width, 800);
        tab.open(&served.page());
        let widths = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]";
        let [page, window]: [u32; 2] = serde_json::from_value(tab.run(widths)).expect("two numbers");
        assert!(page <= window && window <= width, "{page} in {window} of {width}");
    }
}

#[test]
fn words_have_contrast_in_light_and_in_dark() {
    let Some(mut browser) = browser() else { return };
    let exports = map("exports", 1);
    let _entries = [(); 2].map(|()| exports.enter("key", ()));
    let served = Served::start(page_of(&[&exports]));
    let mut tab = browser.tab();
    let mut grounds = Vec::new();
    for scheme in ["light", "dark"] {
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        tab.call("Emulation.setEmulatedMedia", &features);
        tab.open(&served.page());
        grounds.push(tab.run("getComputedStyle(document.body).backgroundColor"));
        let least = tab.run(
            "(() => {
                const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
                const light = (colour) => {
                    const [r, g, b] = channels(colour).map((c) => c / 255).map((c) =>
                        c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
                    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
                };
                const ground = (element) => {
                    const colour = getComputedStyle(element).backgroundColor;
                    return channels(colour)[3] === 0 ? ground(element.parentElement) : colour;
                };
                const contrasts = [...document.body.querySelectorAll('*:not(script, style, svg *, noscript, noscript *)')]
                    .map((element) => [light(getComputedStyle(element).color), light(ground(element))])
                    .map(([a, b]) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
                return Math.min(...contrasts);
            })()",
        );
        // What WCAG asks of small text.
        assert!(least.as_f64().expect("a number") >= 4.5, "{scheme}: {least}");
    }
    assert_ne!(grounds[0], grounds[1]);
}
