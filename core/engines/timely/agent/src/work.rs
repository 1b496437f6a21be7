// SPDX-License-Identifier: Apache-2.0
//! What a placed operator does with its records and with the state of their keys.

use std::collections::hash_map::{Entry, HashMap};

use crate::compat::timely::ExchangeData;
use crate::keys::ByKey;

/// Key of a record; records of one key share a bin and, in a keyed operator, a state.
pub type Key = u64;

/// What becomes of a key's state at the end of a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// The state stays.
    Yes,
    /// The key is forgotten.
    No,
}

/// What an operator does with its bins.
pub(crate) trait Work<D, O>: 'static {
    /// Contents of one bin.
    type State: Default + 'static;
    /// The same on the wire.
    type Moved: ExchangeData;
    const MODE: &'static str;
    const MOVES: bool;
    fn pack(state: Self::State) -> Self::Moved;
    fn unpack(moved: Self::Moved) -> Self::State;
    fn process(&mut self, time: u64, state: &mut Self::State, record: D, out: &mut Vec<O>);
    /// A window ends; returns whether the bin still holds anything.
    fn close(&mut self, boundary: u64, state: &mut Self::State, out: &mut Vec<O>) -> bool;
}

pub(crate) struct Stateless<L>(pub L);

impl<D: 'static, O: 'static, L: FnMut(u64, D, &mut Vec<O>) + 'static> Work<D, O> for Stateless<L> {
    type State = ();
    type Moved = ();
    const MODE: &'static str = "stateless";
    const MOVES: bool = false;
    fn pack(_: ()) {}
    fn unpack(_: ()) {}
    fn process(&mut self, time: u64, _: &mut (), record: D, out: &mut Vec<O>) {
        (self.0)(time, record, out)
    }
    fn close(&mut self, _: u64, _: &mut (), _: &mut Vec<O>) -> bool {
        false
    }
}

pub(crate) struct Keyed<S, K, L, T> {
    key: K,
    logic: L,
    tick: T,
    state: std::marker::PhantomData<S>,
}

impl<S, K, L, T> Keyed<S, K, L, T> {
    pub fn new(key: K, logic: L, tick: T) -> Self {
        let state = std::marker::PhantomData;
        Keyed {
            key,
            logic,
            tick,
            state,
        }
    }
}

impl<D, O, S, K, L, T> Work<D, O> for Keyed<S, K, L, T>
where
    D: 'static,
    O: 'static,
    S: ExchangeData + Default,
    K: Fn(&D) -> Key + 'static,
    L: FnMut(u64, Key, D, &mut S, &mut Vec<O>) + 'static,
    T: FnMut(u64, Key, &mut S, &mut Vec<O>) -> Keep + 'static,
{
    type State = HashMap<Key, S, ByKey>;
    type Moved = Vec<(Key, S)>;
    const MODE: &'static str = "keyed";
    const MOVES: bool = true;
    fn pack(state: Self::State) -> Self::Moved {
        state.into_iter().collect()
    }
    fn unpack(moved: Self::Moved) -> Self::State {
        moved.into_iter().collect()
    }
    fn process(&mut self, time: u64, state: &mut Self::State, record: D, out: &mut Vec<O>) {
        let key = (self.key)(&record);
        let own = match state.entry(key) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(empty) => empty.insert(S::default()),
        };
        (self.logic)(time, key, record, own, out)
    }
    fn close(&mut self, boundary: u64, state: &mut Self::State, out: &mut Vec<O>) -> bool {
        // By key, so that the order of the output does not depend on the process.
        let mut keys: Vec<Key> = state.keys().copied().collect();
        keys.sort_unstable();
        for key in keys {
            if let Some(own) = state.get_mut(&key) {
                if (self.tick)(boundary, key, own, out) == Keep::No {
                    state.remove(&key);
                }
            }
        }
        !state.is_empty()
    }
}
