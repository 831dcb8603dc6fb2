//! The numbers of a chart as a table that a reader can unfold: for those who do not see the
//! drawing, and those who copy numbers. It holds every number, also those that a drawing leaves
//! out.

use super::canvas::push_text;
use super::{Chart, Form, Words, number, share};

/// Writes the table.
pub(super) fn write(chart: &Chart, words: &Words, out: &mut String) {
    out.push_str("<details class=\"chart-data\"><summary>");
    out.push_str(&words.say("数据表"));
    out.push_str("</summary>\n<div class=\"table-wrap\" tabindex=\"0\">\n<table>\n<thead>\n<tr>");
    head(chart, words, out);
    out.push_str("</tr>\n</thead>\n<tbody>\n");
    let totals: Vec<f64> =
        (0..chart.series.len()).map(|series| chart.values_of(series).flatten().sum()).collect();
    for point in &chart.points {
        out.push_str("<tr><th scope=\"row\">");
        push_text(out, &point.label);
        out.push_str("</th>");
        for (value, total) in point.values.iter().zip(&totals) {
            cell(&value.map_or_else(|| "—".to_owned(), number::written), out);
            if chart.form == Form::Share {
                cell(&share::percent(value.unwrap_or(0.0), *total), out);
            }
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n</details>\n");
}

fn head(chart: &Chart, words: &Words, out: &mut String) {
    let unit = if chart.unit.is_empty() { String::new() } else { format!("（{}）", chart.unit) };
    let mut column = |text: &str| {
        out.push_str("<th scope=\"col\">");
        push_text(out, text);
        out.push_str("</th>");
    };
    column(&words.say("名称"));
    for name in &chart.series {
        let name = if name.is_empty() { words.say("数值") } else { name.clone() };
        column(&format!("{name}{unit}"));
        if chart.form == Form::Share {
            column(&words.say("占比"));
        }
    }
}

fn cell(text: &str, out: &mut String) {
    out.push_str("<td class=\"cell-right\">");
    out.push_str(text);
    out.push_str("</td>");
}
