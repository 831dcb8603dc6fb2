//! The timer of the preview: an article whose day has come goes live, one whose day is over goes,
//! without anything being saved. It never changes what the site is of a moment.

use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::time::Duration;

use super::room::Room;
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

/// Starts the timer.
pub(super) fn start(room: Arc<Room>) -> Clock {
    let (alive, ended) = mpsc::channel::<()>();
    std::thread::spawn(move || {
        loop {
            let next = room.turns().first().map(|turn| room.until(turn));
            if next.is_some_and(|wait| wait.is_zero()) {
                let due: Vec<Turn> =
                    room.turns().into_iter().filter(|turn| room.until(turn).is_zero()).collect();
                room.assemble(&Touched::Nothing, Change::Content);
                for turn in &due {
                    tell_done(&room, turn);
                }
            }
            // A site that could not be put together has the same moment still before it.
            let wait = next.map_or(NAP, |wait| wait.clamp(SHORTEST, NAP));
            if let Err(RecvTimeoutError::Disconnected) = ended.recv_timeout(wait) {
                return;
            }
        }
    });
    Clock { _alive: alive }
}

/// Says what the timer waits for.
pub(super) fn announce(room: &Room) {
    for turn in room.turns().iter().take(TOLD) {
        tell(room, turn);
    }
}

fn tell(room: &Room, turn: &Turn) {
    let (at, path) = (turn.at.day_and_time(), &turn.article.path);
    let (zh, en) = match turn.becomes {
        Timing::Expired => ("到期", "ends"),
        _ => ("发布", "goes live"),
    };
    room.report.say(&format!("定时：{at} {zh} {path}"), &format!("At {at}: {path} {en}"));
}

fn tell_done(room: &Room, turn: &Turn) {
    let path = &turn.article.path;
    let (zh, en) = match turn.becomes {
        Timing::Expired => ("已到期", "has ended"),
        _ => ("已发布", "is live"),
    };
    room.report.say(&format!("定时：{path} {zh}"), &format!("{path} {en}"));
}
