// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <iterator>

#include "app/cli/verbs/verbs.h"

namespace streamtune::cli {

const std::vector<Option>& commonOptions() {
    static const std::vector<Option> options{
        {"workspace", Kind::File, "FILE", "Workspace (SQLite). Default: $XDG_DATA_HOME/streamtune/workspace.db."},
        {"demo", Kind::Flag, "",
         "Work on a temporary copy of the demo workspace; with --workspace FILE, FILE is made from the demo where it "
         "does not exist."},
        {"json", Kind::Flag, "", "One JSON document on stdout."},
        {"json-lines", Kind::Flag, "", "JSON, one document a line, as it happens."},
        {"quiet", Kind::Flag, "", "No progress and no notes on stderr."},
        {"yes", Kind::Flag, "", "Answer yes to questions. Never stands in for an approval."},
        {"seed", Kind::Integer, "N", "Seed of everything that is drawn at random. Default: 0."},
        {"threads", Kind::Integer, "N", "Threads for long computations. Default: number of cores."},
        {"timeout", Kind::Duration, "TIME", "Give up after this time, such as 30s. Default: none."},
        {"read-only", Kind::Flag, "", "Treat every connection as read-only: nothing is ever sent to a cluster."},
        {"log-level",
         Kind::Choice,
         "LEVEL",
         "Least level of log lines on stderr. Default: warning.",
         {"debug", "info", "warning", "error", "off"}},
    };
    return options;
}

const std::vector<Verb>& verbs() {
    static const std::vector<Verb> all = [] {
        std::vector<Verb> result;
        for (auto* group :
             {connectVerbs,  jobsVerbs,    observeVerbs,     showVerbs,     recommendVerbs,    explainVerbs,
              whatIfVerbs,   planVerbs,    approveVerbs,     applyVerbs,    tuneVerbs,         auditVerbs,
              exchangeVerbs, historyVerbs, historyCareVerbs, clusterVerbs,  gedVerbs,          simulateVerbs,
              compareVerbs,  trainVerbs,   modelsVerbs,      selftestVerbs, documentationVerbs})
            std::ranges::move(group(), std::back_inserter(result));
        return result;
    }();
    return all;
}

const Verb* findVerb(std::string_view path) {
    const auto it = std::ranges::find(verbs(), path, [](const Verb& verb) { return std::string_view(verb.path); });
    return it == verbs().end() ? nullptr : &*it;
}

} // namespace streamtune::cli
