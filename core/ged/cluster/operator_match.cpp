// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ged/cluster/operator_match.h"

#include <algorithm>
#include <functional>
#include <optional>

namespace streamtune::ged {
namespace {

using How = OperatorMatch::How;

class Matcher {
public:
    Matcher(const JobGraph& before, const JobGraph& after)
        : m_before(before), m_after(after), m_oldOf(after.nodes.size()), m_how(after.nodes.size()),
          m_isNew(after.nodes.size(), false), m_taken(before.nodes.size(), false) {}

    Status correct(const std::map<std::string, std::string>& corrections) {
        for (const auto& [to, from] : corrections) {
            const std::optional<std::size_t> now = m_after.indexOf(to);
            const std::size_t nobody = m_before.nodes.size();
            const std::size_t then = from.empty() ? nobody : m_before.indexOf(from).value_or(nobody);
            if (!now || (!from.empty() && (then == nobody || m_taken[then])))
                return fail("match.correction",
                            "The correction \"" + from + "\" -> \"" + to +
                                "\" names an operator that is not there, or one twice.",
                            "Name operators of the two versions, each once.");
            if (then != nobody)
                pair(*now, then, How::Person);
            else
                m_isNew[*now] = true;
        }
        return {};
    }

    /// Matches operators that share a key which nobody else in their version has.
    void byKey(How how, const std::function<std::string(const Operator&)>& keyOf) {
        const auto unique = [&](const JobGraph& graph) {
            std::map<std::string, std::optional<std::size_t>> places;
            for (std::size_t i = 0; i < graph.nodes.size(); ++i)
                if (std::string key = keyOf(graph.nodes[i]); !key.empty())
                    if (const auto [at, isNew] = places.emplace(std::move(key), i); !isNew)
                        at->second.reset();
            return places;
        };
        const auto then = unique(m_before);
        for (const auto& [key, now] : unique(m_after)) {
            const auto found = then.find(key);
            if (now && found != then.end() && found->second && free(*now) && !m_taken[*found->second])
                pair(*now, *found->second, how);
        }
    }

    Status byEditPath(const Query& query, const std::stop_token& stop, bool& certain) {
        JobGraph before = m_before;
        JobGraph after = m_after;
        bool open = false;
        for (std::size_t now = 0; now < after.nodes.size(); ++now) {
            open = open || free(now);
            if (!m_oldOf[now])
                continue;
            const std::string label = "\x01" + std::to_string(now);
            after.nodes[now].label = label;
            before.nodes[*m_oldOf[now]].label = label;
        }
        if (!open)
            return {};
        ST_ASSIGN(const Answer answer, distance(before, after, query, stop));
        certain = answer.exact;
        for (std::size_t then = 0; then < answer.map.size(); ++then) {
            if (answer.map[then] < 0 || m_taken[then])
                continue;
            if (const auto now = static_cast<std::size_t>(answer.map[then]); free(now))
                pair(now, then, How::EditPath);
        }
        return {};
    }

    [[nodiscard]] std::vector<OperatorMatch> matches() const {
        std::vector<OperatorMatch> list;
        for (std::size_t now = 0; now < m_after.nodes.size(); ++now) {
            const Operator& to = m_after.nodes[now];
            if (!m_oldOf[now]) {
                list.push_back({"", to.id, How::Added, false});
                continue;
            }
            const Operator& from = m_before.nodes[*m_oldOf[now]];
            list.push_back({from.id, to.id, m_how[now], from.label != to.label});
        }
        for (std::size_t then = 0; then < m_before.nodes.size(); ++then)
            if (!m_taken[then])
                list.push_back({m_before.nodes[then].id, "", How::Removed, false});
        return list;
    }

private:
    [[nodiscard]] bool free(std::size_t now) const { return !m_oldOf[now] && !m_isNew[now]; }
    void pair(std::size_t now, std::size_t then, How how) {
        m_oldOf[now] = then;
        m_how[now] = how;
        m_taken[then] = true;
    }

    const JobGraph& m_before;
    const JobGraph& m_after;
    std::vector<std::optional<std::size_t>> m_oldOf; ///< by place in the new version
    std::vector<How> m_how;
    std::vector<bool> m_isNew; ///< a person said so
    std::vector<bool> m_taken; ///< by place in the old version
};

} // namespace

const OperatorMatch* OperatorMatches::ofNew(const std::string& id) const {
    const auto found = std::ranges::find(matches, id, &OperatorMatch::to);
    return found == matches.end() || id.empty() ? nullptr : &*found;
}

Result<OperatorMatches> matchOperators(const JobGraph& before, const JobGraph& after,
                                       const std::map<std::string, std::string>& corrections, const Query& query,
                                       std::stop_token stop) {
    ST_TRY(before.validateIds());
    ST_TRY(after.validateIds());
    Matcher matcher(before, after);
    ST_TRY(matcher.correct(corrections));
    matcher.byKey(How::VertexId, [](const Operator& node) { return node.id; });
    matcher.byKey(How::Uid, [](const Operator& node) { return node.uid; });
    matcher.byKey(How::Name, [](const Operator& node) { return node.name; });
    OperatorMatches result;
    ST_TRY(matcher.byEditPath(query, stop, result.certain));
    result.matches = matcher.matches();
    return result;
}

const char* toString(OperatorMatch::How how) {
    switch (how) {
    case How::Person:
        return "person";
    case How::VertexId:
        return "vertex_id";
    case How::Uid:
        return "uid";
    case How::Name:
        return "name";
    case How::EditPath:
        return "edit_path";
    case How::Added:
        return "added";
    case How::Removed:
        return "removed";
    }
    return "";
}

} // namespace streamtune::ged
