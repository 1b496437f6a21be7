// SPDX-License-Identifier: Apache-2.0
//! The newest version of timely whose feature is on, as `cfg(timely = "0.32")`, and `cfg(places)` where operators can be
//! placed with it.

const VERSIONS: [u32; 9] = [32, 31, 30, 29, 28, 27, 26, 25, 24];
const FIRST_THAT_PLACES: u32 = 29;

fn main() {
    let on = |minor: &u32| std::env::var_os(format!("CARGO_FEATURE_V0_{minor}")).is_some();
    let all: Vec<String> = VERSIONS.iter().map(|minor| format!("\"0.{minor}\"")).collect();
    println!("cargo::rustc-check-cfg=cfg(timely, values({}))", all.join(","));
    println!("cargo::rustc-check-cfg=cfg(places)");
    println!("cargo::rerun-if-changed=build.rs");
    let Some(minor) = VERSIONS.into_iter().find(on) else {
        println!("cargo::error=no version of timely is chosen: turn on one of the features v0_24 to v0_32");
        return;
    };
    println!("cargo::rustc-cfg=timely=\"0.{minor}\"");
    println!("cargo::rustc-env=STREAMTUNE_TIMELY=0.{minor}");
    if minor >= FIRST_THAT_PLACES {
        println!("cargo::rustc-cfg=places");
    }
}
