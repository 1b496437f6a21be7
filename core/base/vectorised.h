// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// ST_VECTORISED before a function with plain inner loops: it is compiled once more for wider registers, and the loader
/// picks. Sanitizers run before the loader may, so that they get the plain one.

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) &&               \
    !defined(__SANITIZE_THREAD__)
#define ST_VECTORISED __attribute__((target_clones("arch=x86-64-v3", "default"), optimize("O3")))
#else
#define ST_VECTORISED
#endif
