// SPDX-License-Identifier: GPL-3.0-or-later
// Owner of the precompiled header that every part of the window uses.
