//! Writes the view as JSON. The fields, described in docs/inflight-page.md, are stable.
//!
//! Written by hand, because `serde_json` would cost users two more crates and a derive. Its `impl PartialEq<Value> for
//! usize` would also break the type inference of `assert_eq!(list, [])` in every crate that depends on this one.

use super::view::{ListedEntry, Map, Point, View};
use crate::observe::Replies;
use core::{
    fmt::{self, Display, Formatter, Write as _},
    time::Duration,
};

pub(super) struct Json<'a>(pub(super) &'a View);

impl Display for Json<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let View { title, taken_at, entries_at_most, maps } = self.0;
        let (title, taken_at, maps) = (Text(title), Seconds(*taken_at), List(maps, map));
        write!(f, r#"{{"title":{title},"taken_at_unix_seconds":{taken_at},"#)?;
        write!(f, r#""entries_at_most":{entries_at_most},"maps":{maps}}}"#)
    }
}

fn map(f: &mut Formatter<'_>, map: &Map) -> fmt::Result {
    let Map { id: _, name, len, limit, above_limit, excesses, peak, entered, exited, exited_panicking, .. } = map;
    let (name, limit) = (OrNull(name.as_deref().map(Text)), OrNull(*limit));
    let oldest_age = OrNull(map.oldest_age.map(Seconds));
    let (entries, samples) = (List(&map.entries, entry), List(&map.samples, sample));
    write!(f, r#"{{"name":{name},"len":{len},"limit":{limit},"above_limit":{above_limit},"#)?;
    write!(f, r#""excesses":{excesses},"peak":{peak},"entered":{entered},"exited":{exited},"#)?;
    write!(f, r#""exited_panicking":{exited_panicking},"oldest_age_seconds":{oldest_age},"#)?;
    // Absent rather than null, like a key that is not shown.
    if let Some(Replies { completed, closed, unclaimed }) = map.replies {
        write!(f, r#""replies":{{"completed":{completed},"closed":{closed},"unclaimed":{unclaimed}}},"#)?;
    }
    write!(f, r#""entries":{entries},"samples":{samples}}}"#)
}

fn entry(f: &mut Formatter<'_>, entry: &ListedEntry) -> fmt::Result {
    let ListedEntry { age, file, line, column, key } = entry;
    write!(f, r#"{{"age_seconds":{},"file":{},"line":{line},"column":{column}"#, Seconds(*age), Text(file))?;
    // Without keys the field is absent rather than null, so that clients can tell that keys are not shown.
    if let Some(key) = key {
        write!(f, r#","key":{}"#, Text(key))?;
    }
    f.write_char('}')
}

fn sample(f: &mut Formatter<'_>, Point { ago, len }: &Point) -> fmt::Result {
    write!(f, r#"{{"age_seconds":{},"len":{len}}}"#, Seconds(*ago))
}

struct List<'a, T>(&'a [T], fn(&mut Formatter<'_>, &T) -> fmt::Result);

impl<T> Display for List<'_, T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self(items, write_item) = self;
        f.write_char('[')?;
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                f.write_char(',')?;
            }
            write_item(f, item)?;
        }
        f.write_char(']')
    }
}

/// A value, or `null`.
struct OrNull<T>(Option<T>);

impl<T: Display> Display for OrNull<T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Some(value) => value.fmt(f),
            None => f.write_str("null"),
        }
    }
}

/// Seconds with three decimal places: ages are not more exact than a millisecond.
struct Seconds(Duration);

impl Display for Seconds {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:03}", self.0.as_secs(), self.0.subsec_millis())
    }
}

/// A JSON string.
struct Text<'a>(&'a str);

impl Display for Text<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        for character in self.0.chars() {
            match character {
                '"' | '\\' => write!(f, "\\{character}")?,
                // JSON requires these control characters to be escaped.
                '\0'..' ' => write!(f, "\\u{:04x}", u32::from(character))?,
                _ => f.write_char(character)?,
            }
        }
        f.write_char('"')
    }
}

#[cfg(test)]
mod tests {
    use super::{Seconds, Text};
    use core::time::Duration;
    use std::string::ToString;

    #[test]
    fn text_is_quoted_and_escaped() {
        assert_eq!(Text("a \"b\" \\ \n\u{1f}\u{7f}é🦀").to_string(), "\"a \\\"b\\\" \\\\ \\u000a\\u001f\u{7f}é🦀\"");
    }

    #[test]
    fn seconds_have_three_digits() {
        assert_eq!(Seconds(Duration::from_micros(33_004_999)).to_string(), "33.004");
        assert_eq!(Seconds(Duration::ZERO).to_string(), "0.000");
    }
}
