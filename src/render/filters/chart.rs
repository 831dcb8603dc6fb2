//! `chart`: the drawing of a fence `chart`, for numbers that stand in front matter or in a data
//! file.

use std::collections::BTreeMap;

use tera::{Error, Kwargs, State, TeraResult, Value};

use crate::article::chart::{Chart, Form, MAX_POINTS, Point, parse_number};
use crate::render::offer::Offer;
use crate::script::Script;

pub(super) fn register(tera: &mut Offer, script: Script) {
    tera.register_filter("chart", move |value: &Value, kwargs: Kwargs, _: &State| {
        chart(value, &kwargs, script)
    });
}

/// A number that can be drawn.
struct Figure {
    label: String,
    value: f64,
    unit: String,
}

/// A figure of a list of tables with `label`, `value` and `unit`. Only what has a number is drawn,
/// and only numbers of one unit share an axis: the one that is asked for, else the one that most
/// of them have. Nothing when there is nothing to compare.
fn chart(value: &Value, kwargs: &Kwargs, script: Script) -> TeraResult<Value> {
    let name: &str = kwargs.get("type")?.unwrap_or("bar");
    let title: &str = kwargs.get("title")?.unwrap_or_default();
    let unit: Option<&str> = kwargs.get("unit")?;
    let form = Form::named(name).ok_or_else(|| {
        Error::message(format!("`{name}` is no type of chart; there are bar, line and share."))
    })?;
    let mut figures = figures(value);
    let unit = unit.map_or_else(|| usual_unit(&figures), str::to_owned);
    figures.retain(|figure| figure.unit == unit && (form != Form::Share || figure.value >= 0.0));
    figures.truncate(MAX_POINTS);
    if figures.len() < 2 {
        return Ok(Value::safe_string(""));
    }
    let point = |figure: Figure| Point { label: figure.label, values: vec![Some(figure.value)] };
    let chart = Chart {
        form,
        title: title.to_owned(),
        unit,
        series: vec![String::new()],
        points: figures.into_iter().map(point).collect(),
    };
    Ok(Value::safe_string(&chart.figure(script)))
}

fn figures(value: &Value) -> Vec<Figure> {
    let items = value.as_array().unwrap_or_default();
    let figure = |item: &Value| {
        let part = |name| item.get_from_path(name);
        let text = |name| {
            let given = part(name).filter(|value| !value.is_none() && !value.is_undefined());
            given.map(Value::to_string).unwrap_or_default()
        };
        let value = part("value")?;
        let number = value.as_number().map(|number| number.as_float());
        let value = number.or_else(|| parse_number(value.as_str()?))?;
        Some(Figure { label: text("label"), value, unit: text("unit") })
    };
    items.iter().filter_map(figure).collect()
}

/// The unit of most figures; of equals the one that comes first.
fn usual_unit(figures: &[Figure]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for figure in figures {
        *counts.entry(&figure.unit).or_default() += 1;
    }
    let most = counts.values().max().copied().unwrap_or_default();
    let usual = figures.iter().find(|figure| counts.get(&*figure.unit) == Some(&most));
    usual.map(|figure| figure.unit.clone()).unwrap_or_default()
}
