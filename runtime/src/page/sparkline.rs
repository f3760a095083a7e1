//! A small chart of a map's length over the last minutes.

use super::{
    format::{Escaped, Number},
    history::WINDOW,
    view::Point,
};
use core::{
    fmt::{self, Display, Formatter},
    time::Duration,
};
use std::format;

/// The width in the chart's own units, one per second. The page scales the chart to the available width; its strokes do not
/// scale.
const WIDTH: f64 = WINDOW.as_secs_f64();
const HEIGHT: f64 = 40.0;
/// The space above the highest point, for the stroke.
const MARGIN: f64 = 3.0;

/// Samples further apart than this are not joined: the length between them is unknown.
const GAP: Duration = Duration::from_secs(20);

pub(super) struct Sparkline<'a> {
    pub(super) points: &'a [Point],
    pub(super) limit: Option<usize>,
}

impl Sparkline<'_> {
    /// Returns the smallest and the largest length, or `None` without samples.
    pub(super) fn range(&self) -> Option<(usize, usize)> {
        let lens = self.points.iter().map(|point| point.len);
        lens.clone().min().zip(lens.max())
    }
}

impl Display for Sparkline<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Some((least, most)) = self.range() else { return Ok(()) };
        let minutes = WINDOW.as_secs() / 60;
        let words =
            format!("from {} to {} entries in the last {minutes} minutes", Number(least as u64), Number(most as u64));
        let words = Escaped(words);
        write!(
            f,
            r#"<svg class="spark" viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none" role="img"><title>{words}</title>"#
        )?;
        // A limit far above the data would flatten the line.
        let limit = self.limit.filter(|limit| *limit <= most.saturating_mul(2));
        let scale = Scale { top: most.max(limit.unwrap_or(0)).max(1) };
        for part in self.points.chunk_by(|earlier, later| earlier.ago.saturating_sub(later.ago) <= GAP) {
            scale.part(f, part)?;
        }
        if let Some(limit) = limit {
            let y = scale.y(limit);
            write!(f, r#"<path class="limit" vector-effect="non-scaling-stroke" d="M0 {y:.1}H{WIDTH}"/>"#)?;
        }
        f.write_str("</svg>")
    }
}

struct Scale {
    top: usize,
}

impl Scale {
    fn x(ago: Duration) -> f64 {
        (WIDTH - ago.as_secs_f64()).max(0.0)
    }

    #[expect(clippy::cast_precision_loss, reason = "the chart is 40 units high")]
    fn y(&self, len: usize) -> f64 {
        HEIGHT - 1.0 - (HEIGHT - 1.0 - MARGIN) * (len as f64 / self.top as f64)
    }

    /// Writes joined samples as an area with a line on top.
    fn part(&self, f: &mut Formatter<'_>, part: &[Point]) -> fmt::Result {
        let [first, _, ..] = part else {
            // A line of length 0 is a dot, because its stroke has round caps.
            let [point] = part else { return Ok(()) };
            let (x, y) = (Self::x(point.ago), self.y(point.len));
            return write!(f, r#"<path class="line" vector-effect="non-scaling-stroke" d="M{x:.0} {y:.1}h0"/>"#);
        };
        write!(f, r#"<path class="area" d="M{:.0} {HEIGHT}"#, Self::x(first.ago))?;
        self.lines(f, part, 'L')?;
        write!(f, r#"V{HEIGHT}Z"/><path class="line" vector-effect="non-scaling-stroke" d=""#)?;
        self.lines(f, part, 'M')?;
        f.write_str(r#""/>"#)
    }

    fn lines(&self, f: &mut Formatter<'_>, part: &[Point], first: char) -> fmt::Result {
        let mut command = first;
        for point in part {
            write!(f, "{command}{:.0} {:.1}", Self::x(point.ago), self.y(point.len))?;
            command = 'L';
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Point, Sparkline};
    use core::time::Duration;
    use std::{string::ToString, vec::Vec};

    fn points(points: &[(u64, usize)]) -> Vec<Point> {
        points.iter().map(|&(ago, len)| Point { ago: Duration::from_secs(ago), len }).collect()
    }

    #[test]
    fn joins_close_samples_and_leaves_gaps_between_distant_ones() {
        let points = points(&[(200, 0), (190, 10), (100, 5), (1, 4), (0, 4)]);
        let chart = Sparkline { points: &points, limit: None }.to_string();
        assert!(chart.contains("<title>from 0 to 10 entries in the last 5 minutes</title>"), "{chart}");
        assert!(chart.contains(r#"d="M100 39.0L110 3.0"/>"#), "{chart}");
        assert!(chart.contains(r#"d="M200 21.0h0"/>"#), "{chart}");
        assert!(chart.contains(r#"d="M299 24.6L300 24.6"/>"#), "{chart}");
    }

    #[test]
    fn limit_is_drawn_only_if_it_is_near() {
        let points = points(&[(1, 40), (0, 60)]);
        let near = Sparkline { points: &points, limit: Some(80) }.to_string();
        assert!(near.contains(r#"class="limit" vector-effect="non-scaling-stroke" d="M0 3.0H300""#), "{near}");
        let far = Sparkline { points: &points, limit: Some(1_000) }.to_string();
        assert!(!far.contains("limit"), "{far}");
    }

    #[test]
    fn chart_without_samples_is_empty() {
        assert_eq!(Sparkline { points: &[], limit: Some(1) }.to_string(), "");
    }
}
