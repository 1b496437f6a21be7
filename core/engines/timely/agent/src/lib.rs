// SPDX-License-Identifier: Apache-2.0
//! Makes a [Timely Dataflow](https://docs.rs/timely) job observable from outside, and lets its operators be placed on
//! other workers while it runs.
//!
//! A job calls [`Agent::from_env`] before it starts timely, [`Agent::install`] in every worker, and builds the operators
//! that shall be movable with [`Control::stateless`], [`Control::keyed`] or [`Control::windowed`]. The workbench (or
//! `curl`) then reads what every worker does and moves operators over HTTP. Without the variable `STREAMTUNE_LISTEN`
//! there is no socket, no thread and no logger.
//!
//! * **Observation** costs a fold over timely's own log events; see [`fold`](Agent::install).
//! * **Placement**: an operator's keys fall into 256 bins; a change gives bins to other workers at one timestamp, moves
//!   their state, and every record is processed exactly once. Timestamps are `u64` and totally ordered; a placed
//!   operator must not stand inside a loop.
//! * **Overload**: records wait in front of the router as long as the job is behind (a window of the control stream), so
//!   that a change takes effect for the records that wait, not only for those still to come.
//!
//! Environment: `STREAMTUNE_LISTEN` (`address:port`; the process index is added to a port other than 0),
//! `STREAMTUNE_TOKEN` or `STREAMTUNE_TOKEN_FILE` (needed unless the address is a loopback one),
//! `STREAMTUNE_TLS_CERT` and `STREAMTUNE_TLS_KEY` (PEM files), `STREAMTUNE_ADDRESS_FILE` (the bound address is written
//! there), `STREAMTUNE_JOB` (name of the job).
#![forbid(unsafe_code)]
#![warn(missing_docs)]
// What carries changes has nobody to use it with a timely that only observes.
#![cfg_attr(not(places), allow(dead_code))]

mod agent;
mod answers;
mod board;
mod compat;
mod cpu;
mod fold;
mod guests;
mod rate;
mod requests;
mod server;
mod settings;
mod tls;
mod wire;

#[cfg(places)]
mod bins;
#[cfg(places)]
mod control;
#[cfg(places)]
mod keys;
#[cfg(places)]
mod options;
#[cfg(places)]
mod pace;
#[cfg(places)]
mod placed;
#[cfg(places)]
mod route;
#[cfg(places)]
mod work;

#[cfg(all(test, places))]
mod exactly_once;

pub use agent::Agent;
/// The timely that this crate was built with.
pub use compat::timely;
pub use rate::Rate;

#[cfg(places)]
pub use bins::{bin_of, initial_map, remap, BINS};
#[cfg(places)]
pub use control::{Control, Driver};
#[cfg(places)]
pub use options::Options;
#[cfg(places)]
pub use work::{Keep, Key};

#[cfg(all(doctest, places))]
#[doc = include_str!("../README.md")]
struct ReadmeExample;
