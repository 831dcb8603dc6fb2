//! What holds for every chart, whatever its numbers are. How charts look is held by the cases of
//! `../markdown/testdata`.

use html5gum::{Token as Html, Tokenizer};
use proptest::prelude::*;
use proptest::test_runner::Config;

use super::canvas::WIDTH;
use super::*;

fn chart() -> impl Strategy<Value = Chart> {
    let form = prop_oneof![Just(Form::Bar), Just(Form::Line), Just(Form::Share)];
    let value = prop_oneof![
        6 => (-1000..1000_i32).prop_map(|whole| Some(f64::from(whole) / 4.0)),
        1 => Just(Some(0.0)),
        1 => (-1e14..1e14_f64).prop_map(Some),
        1 => (-1e-5..1e-5_f64).prop_map(Some),
        1 => Just(None),
    ];
    let label =
        prop_oneof!["[0-9]{4}", "[甲乙丙丁县市区]{1,8}", "[政协委员界别]{20,60}", any::<String>()];
    (form, label.clone(), 1..=MAX_SERIES).prop_flat_map(move |(form, title, series)| {
        let value = value
            .clone()
            .prop_map(move |value| value.map(|v| if form == Form::Share { v.abs() } else { v }));
        let values = prop::collection::vec(value, series);
        let point = (label.clone(), values).prop_map(|(label, values)| Point { label, values });
        let points = prop::collection::vec(point, 1..MAX_POINTS);
        points.prop_map(move |points| Chart {
            form,
            title: title.clone(),
            unit: "件".to_owned(),
            series: (0..series)
                .map(|index| if series == 1 { String::new() } else { format!("第{index}项") })
                .collect(),
            points,
        })
    })
}

/// The numbers of all attributes with one of these names.
fn numbers(html: &str, names: &[&str]) -> Vec<f64> {
    let mut found = Vec::new();
    for Ok(token) in Tokenizer::new(html) {
        if let Html::StartTag(tag) = token {
            for (name, value) in &tag.attributes {
                if names.contains(&&*String::from_utf8_lossy(name)) {
                    found.push(String::from_utf8_lossy(value).parse().expect("a number"));
                }
            }
        }
    }
    found
}

proptest! {
    #![proptest_config(Config { cases: 400, failure_persistence: None, ..Config::default() })]

    #[test]
    fn everything_lies_on_the_sheet_and_every_tag_is_closed(chart in chart()) {
        let html = chart.figure(Script::Hans);
        let height = *numbers(&html, &["height"]).first().expect("a height");
        for x in numbers(&html, &["x", "x1", "x2", "cx"]) {
            prop_assert!((0.0..=WIDTH).contains(&x), "x {x} in {html}");
        }
        for y in numbers(&html, &["y", "y1", "y2", "cy"]) {
            prop_assert!((0.0..=height).contains(&y), "y {y} of {height} in {html}");
        }
        for length in numbers(&html, &["width", "height"]) {
            prop_assert!(length >= 0.0, "{length} in {html}");
        }
        for tag in ["g", "text", "figure", "details", "svg", "tr", "td", "th"] {
            let opened = html.matches(&format!("<{tag} ")).count() + html.matches(&format!("<{tag}>")).count();
            prop_assert_eq!(opened, html.matches(&format!("</{tag}>")).count(), "{} in {}", tag, html);
        }
        prop_assert!(!html.contains("NaN") && !html.contains("inf"), "{html}");
    }

    #[test]
    fn every_fence_is_a_chart_or_says_why_not(lines in prop::collection::vec(prop::sample::select(LINES), 0..8)) {
        let yaml = lines.concat();
        let (chart, faults) = read(&yaml);
        prop_assert_eq!(chart.is_none(), faults.iter().any(crate::diagnostic::Diagnostic::is_error));
        for fault in faults {
            let place = fault.place.expect("a place");
            prop_assert_eq!(place.clamped(), place.span, "{} in {:?}", fault.code, yaml);
        }
        if let Some(chart) = chart {
            chart.figure(Script::Hant);
        }
    }
}

const LINES: &[&str] = &[
    "类型: 柱状\n",
    "type: share\n",
    "类型: 圆形\n",
    "标题: 提案\n",
    "标题：提案\n",
    "標題: [a]\n",
    "单位: 件\n",
    "系列: [去年, 今年]\n",
    "系列: 今年\n",
    "数据:\n",
    "  甲县: 12\n",
    "  乙县: [1, 2]\n",
    "  丙县: 12件\n",
    "  - 甲县: 12\n",
    "  - {名称: 甲, 数值: [3, null]}\n",
    "  - {名称：甲, 数值: -3}\n",
    "  - 名称: 丁\n    数值: .inf\n",
    "  - 12\n",
    "data: [{label: a, value: 1}, {label: b, value: x}]\n",
    "data: 12\n",
    "\t\n",
    "{",
];
