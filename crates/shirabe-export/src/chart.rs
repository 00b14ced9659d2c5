//! Line charts as one SVG: [`svg`].
//!
//! Series are told apart by dash and marker and named at the end of their line, so that nothing depends on
//! colour; strokes take the colour of the text around. There are no style attributes, which a strict content
//! policy forbids: classes are for a style sheet, and attributes do without one. Where a value is missing the
//! line has a gap.
//!
//! Points stand on whole units: a tenth of a unit, which nobody sees, is a sixth of what a chart weighs.

use std::fmt::Write as _;

/// The view box. Its units are about CSS pixels where the page is as wide as its text; the shape is that of
/// a figure of half a page (not measured).
const WIDTH: f64 = 720.0;
/// See [`WIDTH`].
const HEIGHT: f64 = 320.0;
/// Room for the numbers of the axis, seven digits with commas.
const LEFT: f64 = 56.0;
/// Room for the names at the ends of lines.
const RIGHT: f64 = 150.0;
/// Room for the upper half of a label.
const TOP: f64 = 24.0;
/// Room for the years.
const BOTTOM: f64 = 34.0;
/// Half the size of a marker, which [`marker`] draws: as large as two dashes of a line, so that it is told from
/// them (not measured).
const MARK: f64 = 4.0;
/// The least distance of two names at the ends of lines: one line of the text.
const NAME_HEIGHT: f64 = 15.0;
/// More labels than these would touch each other below the axis.
const MAX_LABELS: usize = 12;
/// Names are cut behind so many characters; the table says them in full.
const MAX_NAME_CHARS: usize = 10;

/// Dashes of the series, the first without.
const DASHES: [&str; 8] = ["", "6 3", "2 3", "8 3 2 3", "10 4", "4 2 1 2", "1 4", "12 3 3 3"];

/// A chart of several lines over the same places.
#[derive(Clone, Debug, Default)]
pub struct Chart {
    /// What it shows.
    pub title: String,
    /// The same in a sentence or two, for who does not see it.
    pub description: String,
    /// What is measured, above the axis.
    pub unit: String,
    /// The places from left to right.
    pub places: Vec<String>,
    /// The lines.
    pub series: Vec<Series>,
}

/// One line.
#[derive(Clone, Debug, Default)]
pub struct Series {
    /// Its name.
    pub name: String,
    /// A point for each place, or none.
    pub points: Vec<Option<Point>>,
}

/// One point of a line.
#[derive(Clone, Debug, Default)]
pub struct Point {
    /// Its height.
    pub value: f64,
    /// The interval around it, if one is known.
    pub interval: Option<(f64, f64)>,
    /// Whether it stands on little, and is drawn hollow.
    pub is_thin: bool,
    /// What it says, in words.
    pub label: String,
    /// Where it leads.
    pub url: Option<String>,
}

/// The chart as SVG; a file of its own says so in its root.
pub fn svg(chart: &Chart, is_file: bool) -> String {
    let scale = Scale::of(chart);
    let mut out = String::new();
    let namespace = if is_file { " xmlns=\"http://www.w3.org/2000/svg\"" } else { "" };
    let _ = write!(
        out,
        "<svg{namespace} class=\"chart\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"group\" \
         aria-labelledby=\"chart-title chart-desc\" font-size=\"12\" fill=\"none\" \
         stroke=\"currentColor\"><title id=\"chart-title\">{}</title><desc id=\"chart-desc\">{}</desc>",
        escaped(&chart.title),
        escaped(&chart.description)
    );
    draw_axes(&mut out, chart, &scale);
    for (number, series) in chart.series.iter().enumerate() {
        draw_series(&mut out, number, series, &scale);
    }
    draw_names(&mut out, chart, &scale);
    out.push_str("</svg>");
    out
}

/// Where values and places lie.
struct Scale {
    most: f64,
    step: f64,
    n_places: usize,
}

impl Scale {
    fn of(chart: &Chart) -> Scale {
        let points = chart.series.iter().flat_map(|series| series.points.iter().flatten());
        // An interval of a thin year may reach far beyond every value: it is cut at twice the greatest.
        let greatest = points.clone().map(|point| point.value).fold(0.0, f64::max);
        let reach = points.filter_map(|point| point.interval.map(|(_, high)| high));
        let most = reach.fold(greatest, f64::max).min(greatest * 2.0);
        let most = if most > 0.0 { most } else { 1.0 };
        let rough = most / 4.0;
        let power = 10_f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 2.5, 5.0, 10.0].map(|n| n * power);
        let step = step.into_iter().find(|step| *step >= rough).unwrap_or(10.0 * power);
        Scale { most: (most / step).ceil() * step, step, n_places: chart.places.len() }
    }

    fn x(&self, place: usize) -> f64 {
        let n = self.n_places.saturating_sub(1).max(1) as f64;
        let at = if self.n_places < 2 { 0.5 } else { place as f64 / n };
        LEFT + MARK + at * (WIDTH - LEFT - RIGHT - 2.0 * MARK)
    }

    fn y(&self, value: f64) -> f64 {
        let height = HEIGHT - TOP - BOTTOM;
        TOP + height * (1.0 - (value / self.most).clamp(0.0, 1.0))
    }
}

fn draw_axes(out: &mut String, chart: &Chart, scale: &Scale) {
    let end = WIDTH - RIGHT;
    out.push_str("<g class=\"axis\" stroke-opacity=\".3\">");
    let n_steps = (scale.most / scale.step).round() as usize;
    for n in 0..=n_steps {
        let value = scale.step * n as f64;
        let _ = write!(out, "<path d=\"M{LEFT} {:.1}H{end}\"/>", scale.y(value));
    }
    out.push_str("</g><g class=\"label\" fill=\"currentColor\" stroke=\"none\">");
    for n in 0..=n_steps {
        let value = scale.step * n as f64;
        let (x, y) = (LEFT - 6.0, scale.y(value) + 4.0);
        let _ = write!(
            out,
            "<text x=\"{x}\" y=\"{y:.1}\" text-anchor=\"end\">{}</text>",
            number(value)
        );
    }
    let every = chart.places.len().div_ceil(MAX_LABELS).max(1);
    for (place, label) in chart.places.iter().enumerate().step_by(every) {
        let (x, y) = (scale.x(place), HEIGHT - BOTTOM + 18.0);
        let label = escaped(label);
        let _ = write!(out, "<text x=\"{x:.1}\" y=\"{y}\" text-anchor=\"middle\">{label}</text>");
    }
    let _ = write!(out, "<text x=\"0\" y=\"12\">{}</text></g>", escaped(&chart.unit));
}

fn draw_series(out: &mut String, number: usize, series: &Series, scale: &Scale) {
    let dash = DASHES[number % DASHES.len()];
    // A group of its own, so that who reads the chart by ear hears where a line begins.
    let _ = write!(
        out,
        "<g class=\"s{}\" role=\"group\" aria-label=\"{}\">",
        number + 1,
        escaped(&series.name)
    );
    let points = || series.points.iter().enumerate();
    let found = || points().filter_map(|(at, point)| point.as_ref().map(|point| (at, point)));
    out.push_str("<path class=\"interval\" stroke-opacity=\".4\" d=\"");
    for (at, point) in found() {
        if let Some((low, high)) = point.interval {
            let _ = write!(out, "M{:.0} {:.0}V{:.0}", scale.x(at), scale.y(low), scale.y(high));
        }
    }
    out.push_str("\"/><path class=\"line\" stroke-width=\"2\"");
    if !dash.is_empty() {
        let _ = write!(out, " stroke-dasharray=\"{dash}\"");
    }
    out.push_str(" d=\"");
    let mut is_drawn = false;
    for (at, point) in points() {
        if let Some(point) = point {
            let pen = if is_drawn { 'L' } else { 'M' };
            let _ = write!(out, "{pen}{:.0} {:.0}", scale.x(at), scale.y(point.value));
        }
        is_drawn = point.is_some();
    }
    out.push_str("\"/>");
    for (at, point) in found() {
        draw_point(out, number, point, scale.x(at), scale.y(point.value));
    }
    out.push_str("</g>");
}

fn draw_point(out: &mut String, number: usize, point: &Point, x: f64, y: f64) {
    // A hollow point hides the line behind it where the style sheet knows the ground.
    let fill = if point.is_thin { " class=\"thin\"" } else { " fill=\"currentColor\"" };
    let (marker, label) = (marker(number, x, y), escaped(&point.label));
    let _ = match &point.url {
        // The title is the link's, which gives it its name. Hundreds of points are no stops of the tab key:
        // the same links stand in the table below.
        Some(url) => write!(
            out,
            "<a href=\"{}\" tabindex=\"-1\"><title>{label}</title><path{fill} d=\"{marker}\"/></a>",
            escaped(url)
        ),
        None => write!(out, "<path{fill} d=\"{marker}\"><title>{label}</title></path>"),
    };
}

/// Circle, square, triangle, diamond, triangle downwards, bar, upright bar, star of six ends. All but the
/// place is the same for every point of a line, so that a chart of hundreds packs well.
fn marker(number: usize, x: f64, y: f64) -> String {
    let (dx, dy, shape) = match number % 8 {
        0 => (-MARK, 0.0, "a4 4 0 1 0 8 0a4 4 0 1 0-8 0"),
        1 => (-MARK, -MARK, "h8v8h-8z"),
        2 => (0.0, -MARK, "l4 8h-8z"),
        3 => (0.0, -MARK, "l4 4l-4 4l-4-4z"),
        4 => (0.0, MARK, "l4-8h-8z"),
        5 => (-MARK, -MARK / 2.0, "h8v4h-8z"),
        6 => (-MARK / 2.0, -MARK, "h4v8h-4z"),
        _ => (0.0, -MARK, "l4 6h-8zm0 8l4-6h-8z"),
    };
    format!("M{:.0} {:.0}{shape}", x + dx, y + dy)
}

/// The names at the ends of the lines, moved apart where they would touch.
fn draw_names(out: &mut String, chart: &Chart, scale: &Scale) {
    let end_value =
        |series: &Series| series.points.iter().flatten().next_back().map(|point| point.value);
    let mut names: Vec<(f64, usize)> = chart
        .series
        .iter()
        .enumerate()
        .filter_map(|(number, series)| Some((scale.y(end_value(series)?), number)))
        .collect();
    names.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut least = TOP;
    for (y, _) in &mut names {
        *y = y.max(least);
        least = *y + NAME_HEIGHT;
    }
    // What was pushed below the axis goes up again, from the last name on.
    let mut most = HEIGHT - BOTTOM;
    for (y, _) in names.iter_mut().rev() {
        *y = y.min(most);
        most = *y - NAME_HEIGHT;
    }
    let x = WIDTH - RIGHT + 10.0;
    for (y, number) in names {
        let name = &chart.series[number].name;
        let mut shown: String = name.chars().take(MAX_NAME_CHARS).collect();
        if shown.len() < name.len() {
            shown.push('…');
        }
        let _ = write!(
            out,
            "<g class=\"s{}\"><path fill=\"currentColor\" d=\"{}\"/><text x=\"{}\" y=\"{:.1}\" \
             fill=\"currentColor\" stroke=\"none\">{}</text></g>",
            number + 1,
            marker(number, x, y),
            x + 9.0,
            y + 4.0,
            escaped(&shown)
        );
    }
}

/// A step of the axis with as many places as it has: 0.025 is not 0.03. Six are more than a step of a rate,
/// a count or a share ever needs.
fn number(value: f64) -> String {
    let text = format!("{value:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Text for XML; what XML does not allow is left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{FFFE}' | '\u{FFFF}' => {}
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn chart(values: &[&[Option<f64>]]) -> Chart {
        let point = |value: f64| Point {
            value,
            interval: Some((value / 2.0, value * 1.5)),
            label: format!("{value}"),
            url: Some("/concordance?q=a&fy=2024".to_owned()),
            ..Point::default()
        };
        Chart {
            title: "「<創薬>」".to_owned(),
            places: (0..values.first().map_or(0, |series| series.len()))
                .map(|n| n.to_string())
                .collect(),
            series: values
                .iter()
                .map(|values| Series {
                    name: "創薬".to_owned(),
                    points: values.iter().map(|value| value.map(point)).collect(),
                })
                .collect(),
            ..Chart::default()
        }
    }

    #[test]
    fn a_year_without_text_is_a_gap() {
        let drawn = svg(&chart(&[&[Some(1.0), None, Some(2.0), Some(4.0)]]), false);
        let line = drawn.split("class=\"line\"").nth(1).unwrap().split('>').next().unwrap();
        assert_eq!((line.matches('M').count(), line.matches('L').count()), (2, 1), "{line}");
    }

    #[test]
    fn a_step_of_the_axis_is_written_in_full() {
        let written = [0.0, 0.025, 0.1 + 0.2, 2.5, 40.0].map(number);
        assert_eq!(written, ["0", "0.025", "0.3", "2.5", "40"]);
    }

    #[test]
    fn markup_is_escaped_and_there_is_no_style_attribute() {
        let drawn = svg(&chart(&[&[Some(1.0)]]), true);
        assert!(
            drawn.contains("「&lt;創薬&gt;」") && drawn.contains("?q=a&amp;fy=2024"),
            "{drawn}"
        );
        assert!(!drawn.contains("style=") && drawn.contains("xmlns="));
    }

    #[test]
    fn equal_ends_have_names_that_do_not_touch() {
        let ends = [&[Some(1.0), Some(0.0)][..]; 8];
        let drawn = svg(&chart(&ends), false);
        let y = |text: &str| -> f64 { text.split('"').next().unwrap().parse().unwrap() };
        let names: Vec<f64> = drawn.split("<text x=\"589\" y=\"").skip(1).map(y).collect();
        assert_eq!(names.len(), 8, "{drawn}");
        assert!(names.windows(2).all(|pair| pair[1] - pair[0] >= NAME_HEIGHT - 0.1), "{names:?}");
    }

    #[test]
    fn eight_lines_of_sixty_points_weigh_twelve_kilobytes() {
        // Values that nothing foretells, as far as packing goes; each point links to its month.
        let mut seed = 1_u64;
        let mut drawn = || {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (seed >> 40) as f64 / (1_u64 << 24) as f64
        };
        let mut values = vec![vec![None; 60]; 8];
        values.iter_mut().flatten().for_each(|value| *value = Some(50.0 + 250.0 * drawn()));
        let rows: Vec<&[Option<f64>]> = values.iter().map(Vec::as_slice).collect();
        let mut chart = chart(&rows);
        for (number, series) in chart.series.iter_mut().enumerate() {
            for (at, point) in series.points.iter_mut().enumerate() {
                let Some(point) = point else { continue };
                let month = format!("{}-{:02}", 2020 + at / 12, at % 12 + 1);
                let word = "%E5%89%B5%E8%96%AC%E5%8A%9B";
                point.label = format!("{month} 創薬力{number} {:.1}", point.value);
                point.url = Some(format!("/concordance?q={word}{number}&from={month}&to={month}"));
            }
        }
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
        packer.write_all(svg(&chart, false).as_bytes()).unwrap();
        let n_bytes = packer.finish().unwrap().len();
        assert!(n_bytes <= 12_000, "{n_bytes}");
    }

    #[test]
    fn nothing_at_all_can_be_drawn() {
        assert!(svg(&Chart::default(), false).starts_with("<svg"));
        assert!(!svg(&chart(&[&[Some(0.0)]]), false).contains("NaN"));
    }
}
