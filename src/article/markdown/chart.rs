//! A fence `chart` (图表): its YAML becomes a figure. What cannot be drawn is shown as it was
//! written, beside its faults, each at its place in the source.
//!
//! It never reads the YAML itself, and never draws: that is `article::chart`.

use std::ops::Range;

use pulldown_cmark::{Event, OffsetIter};

use super::fault::BodyFault;
use super::token::{Piece, Token};
use crate::article::chart;
use crate::script::Script;

/// What may stand behind the fence.
const NAMES: [&str; 3] = ["chart", "图表", "圖表"];

/// The text of a fence, and where its lines stand in the source: one in a quotation or a list
/// has other text before each of them.
#[derive(Debug)]
pub(super) struct Fence {
    yaml: String,
    /// Where pieces begin, in `yaml` and in the source.
    pieces: Vec<(usize, usize)>,
}

/// Whether a fence with this behind it is a chart.
pub(super) fn is_chart(info: &str) -> bool {
    info.split(|c: char| c.is_whitespace() || c == ',').next().is_some_and(|n| NAMES.contains(&n))
}

impl Fence {
    /// Takes the events of a fence, up to its end.
    pub(super) fn take(events: &mut OffsetIter<'_>) -> Self {
        let mut fence = Self { yaml: String::new(), pieces: Vec::new() };
        for (event, span) in events {
            match event {
                Event::Text(text) => {
                    fence.pieces.push((fence.yaml.len(), span.start));
                    fence.yaml.push_str(&text);
                }
                Event::End(_) => break,
                _ => {}
            }
        }
        fence
    }

    /// A stretch of the YAML, as one of the source.
    fn source(&self, within: Range<usize>) -> Option<Range<usize>> {
        let at = |offset: usize| {
            let (own, source) = self.pieces.iter().rfind(|(own, _)| *own <= offset)?;
            Some(source + offset - own)
        };
        let start = at(within.start)?;
        let last = within.end.checked_sub(1).filter(|last| *last >= within.start);
        Some(start..last.and_then(at).map_or(start, |last| last + 1))
    }
}

/// Draws the charts.
pub(super) fn draw(tokens: &mut [Token<'_>], script: Script, faults: &mut Vec<BodyFault>) {
    for token in tokens {
        let Piece::Chart(fence) = &token.piece else { continue };
        let (chart, found) = chart::read(&fence.yaml);
        faults.extend(found.into_iter().map(|fault| {
            let within = fault.place.and_then(|place| fence.source(place.clamped()));
            BodyFault {
                span: within.unwrap_or_else(|| token.span.clone()),
                code: fault.code,
                what: fault.what,
                help: fault.help,
            }
        }));
        token.piece = match chart {
            Some(chart) => Piece::Drawn(chart.figure(script)),
            None => Piece::Code { info: Some("yaml".into()), text: fence.yaml.clone() },
        };
    }
}
