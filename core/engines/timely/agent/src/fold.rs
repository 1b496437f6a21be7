// SPDX-License-Identifier: Apache-2.0
//! Timely's log events of one worker, folded into cumulative counters.
//!
//! Self time of an operator is the time inside its `schedule` less that of operators called from there. A call is useful
//! when a message or a frontier change came since the last one. The counters are published when a log buffer is full too,
//! not only at the end of a step: an overloaded worker may stay inside one `schedule` for seconds.

use std::rc::Rc;
use std::sync::atomic::Ordering;
use std::sync::Arc;
use std::time::Duration;

use crate::board::{lock, Board, ChannelInfo, Counters, Life, Local, OpInfo, WorkerBoard};
use crate::compat::timely::logging::{ParkEvent, StartStop, TimelyEvent};

/// Nobody asks more often than this.
const PUBLISH_EVERY_NS: u64 = 20_000_000;

struct Frame {
    id: usize,
    start: u64,
    children: u64,
    useful: bool,
}

pub(crate) struct Fold {
    board: Arc<Board>,
    worker: Arc<WorkerBoard>,
    local: Rc<Local>,
    /// Whether this worker describes the topology for its process.
    describes: bool,
    counters: Counters,
    pending: Vec<bool>,
    stack: Vec<Frame>,
    parked_at: Option<u64>,
    /// From the log's own clock to nanoseconds since the start of the process.
    offset: Option<u64>,
    published: u64,
}

impl Fold {
    pub fn new(board: Arc<Board>, worker: Arc<WorkerBoard>, local: Rc<Local>, describes: bool) -> Self {
        Fold {
            board,
            worker,
            local,
            describes,
            counters: Counters::default(),
            pending: Vec::new(),
            stack: Vec::new(),
            parked_at: None,
            offset: None,
            published: 0,
        }
    }

    /// The action of the logger: a batch of events, or none at a flush.
    pub fn take(&mut self, time: &Duration, batch: Option<&mut Vec<(Duration, TimelyEvent)>>) {
        let offset = *self
            .offset
            .get_or_insert_with(|| self.board.now_ns().saturating_sub(time.as_nanos() as u64));
        let flush = batch.is_none();
        if let Some(events) = batch {
            self.counters.log_events += events.len() as u64;
            for (at, event) in events.drain(..) {
                self.event(at.as_nanos() as u64 + offset, event);
            }
        } else if self.parked_at.is_none() {
            self.counters.steps += 1;
        }
        let now = time.as_nanos() as u64 + offset;
        self.worker.seen_ns.store(now, Ordering::Relaxed);
        self.worker
            .parked
            .store(flush && self.parked_at.is_some(), Ordering::Relaxed);
        if now >= self.published + PUBLISH_EVERY_NS || self.worker.wanted.load(Ordering::Relaxed) {
            self.publish(now);
        }
    }

    fn publish(&mut self, now: u64) {
        self.counters.t_ns = now;
        self.counters.open = self.stack.last().map(|f| (f.id, f.start));
        self.local.copy_into(&mut self.counters);
        if let Ok(mut shared) = self.worker.counters.try_lock() {
            shared.clone_from(&self.counters);
            drop(shared);
            self.worker.wanted.store(false, Ordering::Relaxed);
            self.worker.seq.fetch_add(1, Ordering::Relaxed);
            self.published = now;
        }
    }

    fn event(&mut self, at: u64, event: TimelyEvent) {
        match event {
            TimelyEvent::Schedule(e) => match e.start_stop {
                StartStop::Start => {
                    let useful = self.pending.get_mut(e.id).is_some_and(std::mem::take);
                    self.stack.push(Frame {
                        id: e.id,
                        start: at,
                        children: 0,
                        useful,
                    });
                }
                StartStop::Stop => self.stop(at, e.id),
            },
            TimelyEvent::Messages(e) => {
                if let Some(frame) = self.stack.last_mut() {
                    frame.useful = true;
                }
                self.message(e.is_send, e.channel, e.source, e.target, e.record_count.max(0) as u64);
            }
            TimelyEvent::PushProgress(e) => *slot(&mut self.pending, e.op_id) = true,
            TimelyEvent::Park(ParkEvent::Park(_)) => {
                self.parked_at = Some(at);
                self.counters.parks += 1;
            }
            TimelyEvent::Park(ParkEvent::Unpark) => {
                if let Some(since) = self.parked_at.take() {
                    self.counters.park_ns += at.saturating_sub(since);
                }
            }
            TimelyEvent::Operates(e) => {
                slot(&mut self.counters.ops, e.id).known = true;
                if self.describes {
                    lock(&self.board.topology).ops.push(OpInfo {
                        id: e.id,
                        addr: e.addr,
                        name: e.name,
                        ended: false,
                    });
                    self.board.bump();
                }
            }
            TimelyEvent::Channels(e) => {
                slot(&mut self.counters.channels, e.id).known = true;
                if self.describes {
                    lock(&self.board.topology).channels.push(ChannelInfo {
                        id: e.id,
                        scope: e.scope_addr,
                        source: e.source,
                        target: e.target,
                        record: e.typ,
                    });
                    self.board.bump();
                }
            }
            TimelyEvent::Shutdown(e) if self.describes => {
                if let Some(op) = lock(&self.board.topology).ops.iter_mut().find(|o| o.id == e.id) {
                    op.ended = true;
                }
                self.board.bump();
            }
            _ => {}
        }
    }

    fn stop(&mut self, at: u64, id: usize) {
        let Some(frame) = self.stack.pop() else { return };
        let all = at.saturating_sub(frame.start);
        let own = all.saturating_sub(frame.children);
        if let Some(parent) = self.stack.last_mut() {
            parent.children += all;
        }
        let op = slot(&mut self.counters.ops, id);
        op.sched_ns += own;
        op.runs += 1;
        op.max_ns = op.max_ns.max(own);
        if frame.useful {
            op.useful_ns += own;
            op.useful_runs += 1;
        }
    }

    fn message(&mut self, send: bool, channel: usize, source: usize, target: usize, records: u64) {
        let channel = slot(&mut self.counters.channels, channel);
        if !send {
            channel.received += records;
            channel.received_batches += 1;
            return;
        }
        if source != target && channel.to.is_empty() {
            let own = channel.sent;
            *slot(&mut channel.to, source) = own;
        }
        if !channel.to.is_empty() {
            *slot(&mut channel.to, target) += records;
        }
        channel.sent += records;
        channel.sent_batches += 1;
    }
}

impl Drop for Fold {
    fn drop(&mut self) {
        let life = if std::thread::panicking() {
            Life::Panicked
        } else {
            Life::Ended
        };
        self.worker.life.store(life as u8, Ordering::Relaxed);
        let now = self.board.now_ns();
        self.publish(now);
    }
}

/// The element at `index`, made where missing: identifiers are small and dense.
fn slot<T: Default + Clone>(list: &mut Vec<T>, index: usize) -> &mut T {
    if list.len() <= index {
        list.resize(index + 1, T::default());
    }
    &mut list[index]
}
