//! Plots the memory of both handlers over the calls.

use crate::{
    args::Args,
    samples::{MIB, Sample},
    watch::Watched,
};
use plotters::prelude::*;
use std::{error::Error, fs, path::Path};

/// Wide enough for a README, which scales the image to the page.
const SIZE: (u32, u32) = (960, 480);

const BY_HAND: RGBColor = RGBColor(200, 60, 40);
const ANNOTATED: RGBColor = RGBColor(20, 100, 180);
const FONT: &str = "sans-serif";

/// Creates an empty file and its folder.
///
/// Called before the run, so that a path that cannot be written is reported at once.
pub(crate) fn prepare(path: &Path) -> Result<(), String> {
    let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
    folder.and_then(|()| fs::write(path, "")).map_err(|error| format!("{} cannot be written: {error}", path.display()))
}

pub(crate) fn draw(path: &Path, args: &Args, by_hand: &Watched, annotated: &Watched) -> Result<(), Box<dyn Error>> {
    let area = SVGBackend::new(path, SIZE).into_drawing_area();
    area.fill(&WHITE)?;

    let most = |watched: &Watched| watched.samples().map(|sample| sample.resident).max().unwrap_or_default();
    let limit = mebibytes(args.limit());
    // Leaves room for the legend.
    let top = mebibytes(most(by_hand).max(most(annotated))).max(1.0) * 1.4;
    let caption = format!(
        "Memory of a service over {} calls that succeed, fail, panic or are cancelled",
        short(float(args.calls))
    );
    let mut chart = ChartBuilder::on(&area)
        .caption(caption, (FONT, 20))
        .margin(12)
        // Room for half of the last label.
        .margin_right(40)
        .x_label_area_size(44)
        .y_label_area_size(60)
        .build_cartesian_2d(0.0..float(args.calls), 0.0..top)?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(TRANSPARENT)
        .bold_line_style(BLACK.mix(0.12))
        .axis_style(BLACK.mix(0.5))
        .label_style((FONT, 14))
        .axis_desc_style((FONT, 15))
        .x_labels(6)
        .x_desc("calls")
        .y_desc("resident memory, MiB")
        .x_label_formatter(&|calls| short(*calls))
        .y_label_formatter(&|memory| format!("{memory:.0}"))
        .draw()?;

    let line = |color: RGBColor, width| color.stroke_width(width);
    chart
        .draw_series(LineSeries::new(by_hand.samples().map(point), line(BY_HAND, 2)))?
        .label("entries removed by hand, in a line that was moved into an `if`")
        .legend(move |(x, y)| PathElement::new([(x, y), (x + 22, y)], line(BY_HAND, 2)));
    let killed = by_hand.processes.iter().rev().skip(1).filter_map(|samples| samples.last());
    if by_hand.kills() > 0 {
        chart
            .draw_series(killed.map(|sample| Cross::new(point(sample), 5, line(BY_HAND, 2))))?
            .label(format!("the process is killed at {limit:.0} MiB, and started again"))
            .legend(move |(x, y)| Cross::new((x + 11, y), 5, line(BY_HAND, 2)));
    }
    chart
        .draw_series(LineSeries::new(annotated.samples().map(point), line(ANNOTATED, 3)))?
        .label(format!("entries removed by #[scoped_entry], never more than {:.1} MiB", mebibytes(most(annotated))))
        .legend(move |(x, y)| PathElement::new([(x, y), (x + 22, y)], line(ANNOTATED, 3)));
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperLeft)
        .margin(12)
        .legend_area_size(30)
        .label_font((FONT, 15))
        .background_style(WHITE.mix(0.9))
        .border_style(BLACK.mix(0.2))
        .draw()?;
    Ok(area.present()?)
}

fn point(sample: &Sample) -> (f64, f64) {
    (float(sample.calls), mebibytes(sample.resident))
}

fn mebibytes(bytes: u64) -> f64 {
    float(bytes) / float(MIB)
}

#[expect(clippy::cast_precision_loss, reason = "calls and memory are far below 2^52")]
fn float(number: u64) -> f64 {
    number as f64
}

/// Formats a number of calls in words: `2.5 million`, `40 thousand`.
fn short(calls: f64) -> String {
    match calls {
        1e6.. => format!("{} million", calls / 1e6),
        1e3.. => format!("{} thousand", calls / 1e3),
        _ => calls.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::short;

    #[test]
    fn numbers_of_calls_are_formatted_in_words() {
        assert_eq!([0.0, 400.0, 40_000.0, 2_500_000.0].map(short), ["0", "400", "40 thousand", "2.5 million"]);
    }
}
