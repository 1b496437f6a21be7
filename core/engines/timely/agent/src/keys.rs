// SPDX-License-Identifier: Apache-2.0
//! Hashing of keys, which are numbers already: a folded multiplication (as in wyhash and foldhash) with a seed of the
//! process, several times cheaper than the hasher of the standard library.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::OnceLock;

/// Hashes by one multiplication. The seed differs between processes, so that nobody can prepare keys that collide.
#[derive(Clone, Copy)]
pub(crate) struct ByKey(u64);

impl Default for ByKey {
    fn default() -> Self {
        static SEED: OnceLock<u64> = OnceLock::new();
        ByKey(*SEED.get_or_init(|| RandomState::new().hash_one(0)))
    }
}

impl BuildHasher for ByKey {
    type Hasher = Folded;
    #[inline]
    fn build_hasher(&self) -> Folded {
        Folded(self.0)
    }
}

pub(crate) struct Folded(u64);

impl Hasher for Folded {
    #[inline]
    fn write_u64(&mut self, key: u64) {
        let product = u128::from(self.0 ^ key) * 0x9e37_79b9_7f4a_7c15;
        self.0 = (product >> 64) as u64 ^ product as u64;
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }
    #[inline]
    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn consecutive_and_sparse_keys_spread_over_the_low_and_the_high_bits() {
        let hash = ByKey::default();
        for step in [1u64, 256, 1 << 32, 1 << 48] {
            let (mut low, mut high) = ([0u32; 64], [0u32; 64]);
            for key in 0..6_400 {
                let h = hash.hash_one(key * step);
                low[(h % 64) as usize] += 1;
                high[(h >> 58) as usize] += 1;
            }
            assert!(
                low.iter().chain(&high).all(|n| *n < 300),
                "step {step}: {low:?} {high:?}"
            );
        }
        assert_eq!(hash.hash_one(7u64), ByKey::default().hash_one(7u64));
    }
}
