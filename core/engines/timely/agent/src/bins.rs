// SPDX-License-Identifier: Apache-2.0
//! Which worker owns which bin: pure functions, so that every worker computes the same map from the same changes.

/// Bins of every placed operator.
pub const BINS: usize = 256;

/// Owner of each bin.
pub type Map = [u32; BINS];

/// The bin of a key. Keys are mixed first (finalizer of SplitMix64), so that consecutive numbers spread.
#[inline]
pub fn bin_of(key: u64) -> usize {
    let mut x = key.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((x ^ (x >> 31)) >> 56) as usize
}

/// Bins dealt to `workers` in turn. `workers` must not be empty.
pub fn initial_map(workers: &[u32]) -> Map {
    std::array::from_fn(|bin| workers[bin % workers.len()])
}

/// The map after a change to `workers`: every worker has 256/k bins, one more or less, and no bin moves without need.
pub fn remap(old: &Map, workers: &[u32]) -> Map {
    let mut workers = workers.to_vec();
    workers.sort_unstable();
    workers.dedup();
    if workers.is_empty() {
        return *old;
    }
    let owned = |w: u32| old.iter().filter(|o| **o == w).count();
    // Those that own most keep the larger quotas.
    let mut by_owned: Vec<(usize, u32)> = workers.iter().map(|w| (owned(*w), *w)).collect();
    by_owned.sort_by_key(|(n, w)| (std::cmp::Reverse(*n), *w));
    let (each, larger) = (BINS / workers.len(), BINS % workers.len());
    let mut room: std::collections::BTreeMap<u32, usize> = by_owned
        .iter()
        .enumerate()
        .map(|(i, (_, w))| (*w, each + usize::from(i < larger)))
        .collect();

    let mut map = *old;
    let mut homeless = Vec::new();
    for (bin, owner) in map.iter().enumerate() {
        match room.get_mut(owner) {
            Some(left) if *left > 0 => *left -= 1,
            _ => homeless.push(bin),
        }
    }
    let mut free = room.into_iter().flat_map(|(w, left)| std::iter::repeat_n(w, left));
    for bin in homeless {
        if let Some(worker) = free.next() {
            map[bin] = worker;
        }
    }
    map
}

/// Bins whose owner differs.
pub fn moved(old: &Map, new: &Map) -> usize {
    old.iter().zip(new).filter(|(a, b)| a != b).count()
}

/// The workers that own bins, ascending.
pub fn owners(map: &Map) -> Vec<u32> {
    let mut workers = map.to_vec();
    workers.sort_unstable();
    workers.dedup();
    workers
}

/// Changes heard and not yet in force, and the maps in force, of one operator on one worker.
pub(crate) struct Maps {
    /// From this time on, this map.
    history: Vec<(u64, Map)>,
}

impl Maps {
    pub fn new(initial: Map) -> Self {
        Maps {
            history: vec![(0, initial)],
        }
    }

    /// The map for records of `time`.
    #[inline]
    pub fn at(&self, time: u64) -> &Map {
        let i = self.history.partition_point(|(from, _)| *from <= time);
        &self.history[i.saturating_sub(1)].1
    }

    /// Puts a change in force from `at` on; returns the map before and after.
    pub fn change(&mut self, at: u64, workers: &[u32]) -> (Map, Map) {
        let old = *self.at(at);
        let new = remap(&old, workers);
        self.history.push((at, new));
        (old, new)
    }

    /// Forgets maps that no record can need any more.
    pub fn forget_before(&mut self, time: u64) {
        while self.history.len() > 1 && self.history[1].0 <= time {
            self.history.remove(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(map: &Map) -> Vec<usize> {
        owners(map)
            .iter()
            .map(|w| map.iter().filter(|o| *o == w).count())
            .collect()
    }

    #[test]
    fn maps_are_even_and_moves_are_minimal() {
        let three = initial_map(&[0, 1, 2]);
        let five = remap(&three, &[0, 1, 2, 3, 4]);
        assert_eq!(owners(&five), [0, 1, 2, 3, 4]);
        assert!(counts(&five).iter().all(|n| *n == 51 || *n == 52));
        assert_eq!(moved(&three, &five), 256 - 51 * 3 - 1);
        let eight = remap(&five, &[0, 1, 2, 3, 4, 5, 6, 7]);
        assert_eq!(counts(&eight), [32; 8]);
        assert_eq!(moved(&five, &eight), 96);
        assert_eq!(remap(&eight, &[0, 1, 2, 3, 4, 5, 6, 7]), eight);
    }

    #[test]
    fn every_subset_is_served_evenly_from_every_other() {
        let mut map = initial_map(&[0]);
        for set in 1u32..256 {
            let workers: Vec<u32> = (0..8).filter(|w| set & (1 << w) != 0).collect();
            let next = remap(&map, &workers);
            assert_eq!(owners(&next), workers);
            let n = counts(&next);
            assert!(n.iter().max().unwrap() - n.iter().min().unwrap() <= 1);
            // No more bins move than the quotas force.
            let kept: usize = workers
                .iter()
                .map(|w| {
                    let (was, is) = (
                        map.iter().filter(|o| *o == w).count(),
                        next.iter().filter(|o| *o == w).count(),
                    );
                    was.min(is)
                })
                .sum();
            assert_eq!(moved(&map, &next), BINS - kept);
            map = next;
        }
    }

    #[test]
    fn maps_are_kept_as_long_as_a_record_may_need_them() {
        let mut maps = Maps::new(initial_map(&[0]));
        for (at, worker) in [(10, 1), (20, 2), (30, 3)] {
            maps.change(at, &[worker]);
        }
        maps.forget_before(20);
        assert_eq!(maps.history.len(), 2);
        assert_eq!((maps.at(20)[0], maps.at(29)[0], maps.at(30)[0]), (2, 2, 3));
        maps.forget_before(u64::MAX);
        assert_eq!(maps.history.len(), 1);
        assert_eq!(maps.at(30)[0], 3);
    }

    #[test]
    fn consecutive_keys_spread_over_the_bins() {
        let mut n = [0u32; BINS];
        for key in 0..25_600 {
            n[bin_of(key)] += 1;
        }
        assert!(n.iter().all(|c| (50..200).contains(c)));
    }
}
