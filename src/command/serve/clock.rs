//! The timer of the preview: an article whose day has come goes live, one whose day is over goes,
//! without anything being saved. It never changes what the site is of a moment.

use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::time::Duration;

use super::workshop::Workshop;
use crate::deliver::preview::Change;
use crate::pipeline::Touched;
use crate::site::{Timing, Turn};

/// The longest sleep. A save may bring an earlier moment, and a computer may be put to sleep.
const NAP: Duration = Duration::from_secs(10);

/// The shortest sleep.
const SHORTEST: Duration = Duration::from_millis(200);

/// How many of the next moments are told.
const TOLD: usize = 3;

/// The timer; it ends when this is dropped.
pub(super) struct Clock {
    _alive: Sender<()>,
}

/// Starts the timer. Where no thread is to be had, what is due is shown with the next save.
pub(super) fn start(workshop: Arc<Workshop>) -> Clock {
    let (alive, ended) = mpsc::channel::<()>();
    let keep_time = move || {
        loop {
            let next = workshop.turns().first().map(|turn| workshop.until(turn));
            if next.is_some_and(|wait| wait.is_zero()) {
                let due: Vec<Turn> = workshop
                    .turns()
                    .into_iter()
                    .filter(|turn| workshop.until(turn).is_zero())
                    .collect();
                workshop.assemble(&Touched::Nothing, Change::Content);
                for turn in &due {
                    tell_done(&workshop, turn);
                }
            }
            // A site that could not be put together has the same moment still before it.
            let wait = next.map_or(NAP, |wait| wait.clamp(SHORTEST, NAP));
            if let Err(RecvTimeoutError::Disconnected) = ended.recv_timeout(wait) {
                return;
            }
        }
    };
    let _ = std::thread::Builder::new().name("clock".into()).spawn(keep_time);
    Clock { _alive: alive }
}

/// Says what the timer waits for.
pub(super) fn announce(workshop: &Workshop) {
    for turn in workshop.turns().iter().take(TOLD) {
        tell(workshop, turn);
    }
}

fn tell(workshop: &Workshop, turn: &Turn) {
    let (at, path) = (turn.at.day_and_time(), &turn.article.path);
    let (zh, en) = match turn.becomes {
        Timing::Expired => ("到期", "ends"),
        _ => ("发布", "goes live"),
    };
    workshop.report.say(&format!("定时：{at} {zh} {path}"), &format!("At {at}: {path} {en}"));
}

fn tell_done(workshop: &Workshop, turn: &Turn) {
    let path = &turn.article.path;
    let (zh, en) = match turn.becomes {
        Timing::Expired => ("已到期", "has ended"),
        _ => ("已发布", "is live"),
    };
    workshop.report.say(&format!("定时：{path} {zh}"), &format!("{path} {en}"));
}
