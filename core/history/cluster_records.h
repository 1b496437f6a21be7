// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Stored clusters of job graphs, what people changed of them, notes and tags, as plain values. Shapes are named by the
/// canonical hash of their graph. How they are computed is not this room's business.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/time.h"

namespace streamtune::history {

struct ClusterMember {
    std::string graph;     ///< canonical hash
    double lower = 0;      ///< distance to the centre
    double upper = 0;      ///< equal to `lower` when exact
    bool placedBy = false; ///< a person's edit put it here
    bool operator==(const ClusterMember&) const = default;
};

struct StoredCluster {
    std::string id;     ///< "c1", kept from set to set while the cluster is recognisably the same
    std::string name;   ///< given by a person, else empty
    std::string centre; ///< canonical hash
    std::string from;   ///< id in the parent set of the cluster that most members came from, else empty
    double silhouette = 0;
    std::vector<ClusterMember> members; ///< the centre included
    bool operator==(const StoredCluster&) const = default;
};

/// One clustering of the workspace with its parameters and where it came from; never changed once stored.
struct ClusterSet {
    std::int64_t id = 0;
    std::int64_t parent = 0; ///< the set before, 0 = none
    TimePoint at{};
    std::string origin; ///< computed | added | edited | undone
    std::string who;
    std::string reason;
    std::string definition; ///< dL dU uL uU
    double tau = 0;
    std::optional<int> kAsked; ///< empty = auto
    std::int64_t seed = 0;
    int starts = 0;
    double novelty = 0;
    std::int64_t distancesComputed = 0;
    std::int64_t distancesTotal = 0;
    double total = 0;
    double silhouette = 0;
    std::vector<StoredCluster> clusters;
};

/// What a person changed; applied again, in order, after every new clustering, until it is undone.
struct ClusterEdit {
    std::int64_t id = 0;
    TimePoint at{};
    std::string kind;                ///< move | merge | split | rename
    std::vector<std::string> graphs; ///< move, split: these shapes; merge: a shape of each cluster; rename: one shape
    std::string target;              ///< move: a shape of the cluster to go to
    std::string name;                ///< rename, split: the name
    std::string who;
    std::string reason;
    bool undone = false;
};

struct KnownDistance {
    std::string a; ///< canonical hashes, a < b
    std::string b;
    double lower = 0;
    double upper = 0;
};

/// Who ran which shape.
struct JobShape {
    std::string connection;
    std::string engine;
    std::string jobName;
    std::string graph; ///< canonical hash
    std::int64_t runs = 0;
    std::int64_t windows = 0;
    TimePoint lastSeen{};
};

struct Note {
    std::int64_t id = 0;
    std::string subject; ///< e.g. "run:12", "job:demo/nexmark-q5", "cluster:c3", "graph:<hash>"
    std::string text;
    std::string who;
    TimePoint at{};
};

/// What may go. Runs with their summaries, graphs, labels given by people, plans and the audit trail always stay.
struct Retention {
    TimePoint before{};     ///< windows that ended earlier
    bool keepTagged = true; ///< not those of runs that carry a tag
    bool dryRun = false;    ///< only count
    /// What goes is written to this file first (history/1, see exchange.h); its import brings it back to its place.
    std::filesystem::path copy{};
};

struct RetentionReport {
    std::int64_t windows = 0;
    std::int64_t observations = 0;
    std::int64_t runs = 0;        ///< that lost windows
    std::int64_t bytesBefore = 0; ///< size of the file
    std::int64_t bytesAfter = 0;
};

/// Share of one table in the file.
struct TableSize {
    std::string table;
    std::int64_t rows = 0;
    std::int64_t bytes = 0; ///< estimated from the rows where SQLite cannot tell
};

} // namespace streamtune::history
