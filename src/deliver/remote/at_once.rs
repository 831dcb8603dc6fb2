//! The same work on many things, on several threads: the waiting for a server is shared. It starts
//! nothing more after a failure.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::error::RemoteError;

/// Does `work` on each of `items`, on as many as `most` at a time, and returns what came of them, in
/// their order; or one of the failures.
pub(super) fn at_once<T: Sync, R: Send>(
    items: &[T],
    most: usize,
    work: impl Fn(&T) -> Result<R, RemoteError> + Sync,
) -> Result<Vec<R>, RemoteError> {
    let threads = most.min(items.len());
    if threads < 2 {
        return items.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(items.len()));
    let run = || {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(number) else { return Ok(()) };
            match work(item) {
                Ok(result) => {
                    done.lock().unwrap_or_else(PoisonError::into_inner).push((number, result));
                }
                Err(error) => {
                    next.store(items.len(), Ordering::Relaxed);
                    return Err(error);
                }
            }
        }
    };
    thread::scope(|scope| {
        // The first is this one, so that there is one even where none is to be had.
        let more = (1..threads).map_while(|_| thread::Builder::new().spawn_scoped(scope, run).ok());
        let workers: Vec<_> = more.collect();
        let own = run();
        let ends = workers.into_iter().map(|worker| {
            worker.join().unwrap_or_else(|_| Err(RemoteError::other("a worker ended")))
        });
        // All are waited for, whatever the first says.
        ends.fold(own, Result::and)
    })?;
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(number, _)| *number);
    Ok(done.into_iter().map(|(_, result)| result).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_keep_their_order_and_a_failure_ends_it() {
        let items: Vec<usize> = (0..500).collect();
        for most in [1, 16] {
            assert_eq!(at_once(&items, most, |&item| Ok(item * 2)).unwrap()[499], 998);
        }
        let work = |&item: &usize| {
            if item == 7 { Err(RemoteError::other("seven")) } else { Ok(item) }
        };
        assert!(at_once(&items, 16, work).is_err());
    }
}
