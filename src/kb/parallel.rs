//! Spreads work over the processors and gives the results in the order of the items. Never: what the work is.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Items that one worker takes at a time: enough that taking costs nothing, few enough that all end together.
const BLOCK: usize = 16;

/// Does something with every item.
pub(super) fn map<'i, T: Sync, R: Send>(
    items: &'i [T],
    each: impl Fn(&'i T) -> R + Sync,
) -> Vec<R> {
    let workers = thread::available_parallelism().map_or(1, NonZero::get);
    let workers = workers.min(items.len().div_ceil(BLOCK));
    if workers < 2 {
        return items.iter().map(each).collect();
    }
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(block) = items.chunks(BLOCK).nth(number) else {
                return done;
            };
            done.push((number, block.iter().map(&each).collect::<Vec<R>>()));
        }
    };
    let mut blocks = thread::scope(|scope| {
        let others: Vec<_> = (1..workers).map(|_| scope.spawn(work)).collect();
        let mut blocks = work();
        for other in others {
            match other.join() {
                Ok(done) => blocks.extend(done),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        blocks
    });
    blocks.sort_by_key(|(number, _)| *number);
    blocks.into_iter().flat_map(|(_, done)| done).collect()
}

/// Does two things at once.
pub(super) fn both<A: Send, B>(
    one: impl FnOnce() -> A + Send,
    other: impl FnOnce() -> B,
) -> (A, B) {
    thread::scope(|scope| {
        let one = scope.spawn(one);
        let other = other();
        match one.join() {
            Ok(one) => (one, other),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}
