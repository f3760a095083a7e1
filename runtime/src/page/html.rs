//! The HTML of the page. All text that is not a literal here goes through [`Escaped`].

use super::{
    assets,
    config::Page,
    format::{Age, Count, Escaped, Number, TimeOfDay},
    sparkline::Sparkline,
    view::{ListedEntry, Map, View},
};
use core::fmt::{self, Display, Formatter};

/// The whole document.
///
/// The script updates the contents of `main`. It matches siblings of the old and the new page by their `data-key`.
pub(super) struct Document<'a> {
    pub(super) page: &'a Page,
    pub(super) view: &'a View,
}

impl Display for Document<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { page, view } = self;
        let title = Escaped(&view.title);
        let above = view.maps.iter().filter(|map| map.above_limit).count();
        let warning = if above == 0 { "" } else { "▲ " };
        let (style, script) = (assets::STYLE, assets::SCRIPT);
        let refresh = page.refresh.as_millis();
        write!(
            f,
            r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{warning}{title}</title>
<link rel="icon" href="data:,">
<style>{style}</style>
</head>
<body data-refresh="{refresh}">
<header>
<h1>{title}</h1>
<p class="state"><span id="state" role="status"></span> <button type="button" id="pause" hidden>Pause</button></p>
<noscript><p class="state">Without JavaScript this page does not refresh itself: reload it for current numbers.</p></noscript>
</header>
<main>
"#
        )?;
        self.summary(f, above)?;
        if !view.maps.is_empty() {
            overview(f, &view.maps)?;
            self.entries(f)?;
        }
        write!(
            f,
            r#"</main>
<footer>
<p>Ages are exact to a tick of the system clock, 1 to 16 ms; point at one to see it in seconds. Charts start at zero; a gap
is a time without samples. This page is also available <a href="inflight.json?entries={entries}">as JSON</a>.</p>
</footer>
<script>{script}</script>
</body>
</html>
"#,
            entries = view.entries_at_most
        )
    }
}

impl Document<'_> {
    fn summary(&self, f: &mut Formatter<'_>, above: usize) -> fmt::Result {
        let maps = &self.view.maps;
        let taken_at = TimeOfDay(self.view.taken_at);
        if maps.is_empty() {
            return write!(f, "<p>No maps are registered yet, as of {taken_at}.</p>\n<p role=\"status\"></p>\n");
        }
        let entries = Count(maps.iter().map(|map| map.len).sum(), "entry", "entries");
        let count = Count(maps.len(), "map", "maps");
        writeln!(f, r#"<p class="sum"><b>{entries}</b> in {count}, as of {taken_at}</p>"#)?;
        f.write_str(r#"<p role="status" class="alarm">"#)?;
        if above > 0 {
            let verb = if above == 1 { "is above its limit" } else { "are above their limits" };
            write!(f, "<b>▲ {} {verb}</b>", Count(above, "map", "maps"))?;
        }
        f.write_str("</p>\n")
    }

    fn entries(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("<section class=\"entries\">\n<div class=\"bar\"><h2>Oldest entries</h2>\n")?;
        self.choice(f)?;
        f.write_str("</div>\n")?;
        self.view.maps.iter().try_for_each(|map| details(f, map))?;
        f.write_str("</section>\n")
    }

    /// Writes the choice of how many entries are listed, as a form that works without the script.
    fn choice(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let most = self.page.most_entries;
        let chosen = self.view.entries_at_most;
        let mut choices = std::vec![5, 10, 25, 50, 100, most, chosen];
        choices.retain(|choice| *choice <= most);
        choices.sort_unstable();
        choices.dedup();
        f.write_str(r#"<form><label>Entries per map: <select name="entries">"#)?;
        for choice in choices {
            let selected = if choice == chosen { " selected" } else { "" };
            write!(f, "<option{selected}>{choice}</option>")?;
        }
        f.write_str("</select></label> <button>Show</button></form>\n")
    }
}

fn overview(f: &mut Formatter<'_>, maps: &[Map]) -> fmt::Result {
    f.write_str(
        r#"<table class="maps">
<thead><tr><th scope="col">Map</th><th scope="col" class="number">Entries</th><th scope="col" class="number">Limit</th><th scope="col" class="number">Oldest</th><th scope="col" class="past">Last 5 minutes</th></tr></thead>
<tbody>
"#,
    )?;
    for map in maps {
        let id = map.id;
        let class = if map.above_limit { r#" class="above""# } else { "" };
        write!(
            f,
            r##"<tr data-key="{id}"{class}><th scope="row"><a href="#map-{id}">{}</a>{}</th><td class="number"><b>{}</b></td>"##,
            Name(map),
            Above(map),
            Number(map.len as u64)
        )?;
        f.write_str(r#"<td class="number">"#)?;
        match map.limit {
            Some(limit) => write!(f, "{}{}", Number(limit as u64), Fill { len: map.len, limit })?,
            None => f.write_str(r#"<span class="quiet">none</span>"#)?,
        }
        f.write_str(r#"</td><td class="number">"#)?;
        match map.oldest_age {
            Some(age) => Age(age).fmt(f)?,
            None => f.write_str(r#"<span class="quiet">none</span>"#)?,
        }
        let spark = Sparkline { points: &map.samples, limit: map.limit };
        let (least, most) = spark.range().unwrap_or_default();
        writeln!(
            f,
            r#"</td><td class="past"><div>{spark}<span class="quiet range"><span>max {}</span><span>min {}</span></span></div></td></tr>"#,
            Number(most as u64),
            Number(least as u64),
        )?;
    }
    f.write_str("</tbody>\n</table>\n")
}

fn details(f: &mut Formatter<'_>, map: &Map) -> fmt::Result {
    let id = map.id;
    let open = if map.entries.is_empty() { "" } else { " open" };
    let class = if map.above_limit { r#" class="above""# } else { "" };
    write!(
        f,
        r#"<details id="map-{id}" data-key="{id}"{class}{open}><summary><h3>{}</h3>{} <span class="quiet">"#,
        Name(map),
        Above(map)
    )?;
    match (map.entries.len(), map.len) {
        (_, 0) => f.write_str("no entries")?,
        (listed, len) if listed >= len => write!(f, "{}", Count(listed, "entry", "entries"))?,
        (listed, len) => write!(f, "the oldest {} of {}", Number(listed as u64), Count(len, "entry", "entries"))?,
    }
    f.write_str("</span></summary>\n<dl>")?;
    for (term, number) in [
        ("entered", map.entered),
        ("exited", map.exited),
        ("exited by panic", map.exited_panicking),
        ("peak", map.peak as u64),
    ] {
        write!(f, "<div><dt>{term}</dt><dd>{}</dd></div>", Number(number))?;
    }
    if map.limit.is_some() {
        write!(f, "<div><dt>times above the limit</dt><dd>{}</dd></div>", Number(map.excesses))?;
    }
    f.write_str("</dl>\n")?;
    if !map.entries.is_empty() {
        listing(f, &map.entries)?;
    }
    f.write_str("</details>\n")
}

fn listing(f: &mut Formatter<'_>, entries: &[ListedEntry]) -> fmt::Result {
    let keys = entries.iter().any(|entry| entry.key.is_some());
    let key = if keys { r#"<th scope="col">Key</th>"# } else { "" };
    write!(
        f,
        r#"<table class="list"><thead><tr><th scope="col" class="number">Age</th>{key}<th scope="col">Entered at</th></tr></thead>
<tbody>
"#
    )?;
    for entry in entries {
        write!(f, r#"<tr><td class="number">{}</td>"#, Age(entry.age))?;
        if keys {
            // `bdi` isolates the key: right-to-left characters would otherwise reorder the text around it.
            write!(f, r#"<td class="key"><bdi>{}</bdi></td>"#, Escaped(entry.key.as_deref().unwrap_or_default()))?;
        }
        let ListedEntry { file, line, column, .. } = entry;
        writeln!(f, r#"<td class="location"><code>{}:{line}:{column}</code></td></tr>"#, Escaped(file))?;
    }
    f.write_str("</tbody></table>\n")
}

struct Name<'a>(&'a Map);

impl Display for Name<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.0.name {
            Some(name) => write!(f, "<bdi>{}</bdi>", Escaped(name)),
            None => f.write_str("<i>unnamed</i>"),
        }
    }
}

/// A badge with words, since not every reader can tell the colours apart.
struct Above<'a>(&'a Map);

impl Display for Above<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.0.above_limit { f.write_str(r#" <span class="badge">▲ above its limit</span>"#) } else { Ok(()) }
    }
}

/// A bar that shows how much of the limit is used. It is hidden from screen readers, which read the numbers beside it.
struct Fill {
    len: usize,
    limit: usize,
}

impl Display for Fill {
    #[expect(clippy::cast_precision_loss, reason = "the bar has only a hundred widths")]
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let percent = (100.0 * self.len as f64 / self.limit.max(1) as f64).min(100.0);
        write!(
            f,
            r#"<svg class="fill" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="all" width="100" height="4"/><rect class="taken" width="{percent:.0}" height="4"/></svg>"#
        )
    }
}
