// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/json.h"
#include "core/engines/simulated/job_truth.h"
#include "core/engines/simulated/physics.h"
#include "core/graph/graph_json.h"

namespace streamtune::engines::simulated {
namespace {

constexpr std::size_t kMaxBytes = 16u << 20;
constexpr std::size_t kMaxNodes = 2000;
constexpr std::size_t kMaxEdges = 20'000;
constexpr std::size_t kMaxSteps = 100'000;
constexpr int kMaxParallelism = 32'768; ///< Flink's own upper bound of key groups
constexpr double kMaxRate = 1e15;
constexpr std::array kTypes{"source", "filter", "map", "flatmap", "project", "aggregate", "join", "sink"};
constexpr std::array kShips{"forward", "rebalance", "rescale", "hash"};

template <typename Names>
bool isOneOf(const Names& names, std::string_view text) {
    return std::ranges::any_of(names, [&](const char* n) { return text == n; });
}

/// Reads one file; the first complaint is kept and ends the reading.
class Reader {
public:
    explicit Reader(std::string_view where) : m_where(where) {}

    Result<JobFile> read(const Json& root) {
        if (!root.is_object() || stringAt(root, "format") != "streamtune-job/1")
            return fail("job.format", m_where + " is not a streamtune-job/1 file.",
                        "A simulated job is a JSON object with \"format\": \"streamtune-job/1\".");
        JobFile job;
        head(root, job);
        nodes(root, job);
        edges(root, job);
        initial(root, job);
        schedule(root, job);
        physics(root, job);
        if (m_error)
            return fail(*m_error);
        if (auto valid = job.spec.graph.validate(); !valid)
            return fail(valid.error());
        flow(job);
        if (m_error)
            return fail(*m_error);
        return job;
    }

private:
    bool broken() const { return m_error.has_value(); }

    void complain(const std::string& what) {
        if (!m_error)
            m_error = Error{"job.value",
                            fmt::format("{}: {}.", m_where, what),
                            "The fields of a job file are described in streamtune-job/1.",
                            {}};
    }

    double number(const Json& object, const char* key, const std::string& owner, double low, double high,
                  std::optional<double> fallback = std::nullopt) {
        const Json& child = childAt(object, key);
        if (child.is_null() && fallback)
            return *fallback;
        if (!child.is_number()) {
            complain(fmt::format("{} has no number \"{}\"", owner, key));
            return low;
        }
        const double value = child.get<double>();
        if (!(value >= low && value <= high)) {
            complain(fmt::format("\"{}\" of {} is {}, outside {} to {}", key, owner, value, low, high));
            return low;
        }
        return value;
    }

    int whole(const Json& object, const char* key, const std::string& owner, int low, int high) {
        const double value = number(object, key, owner, low, high);
        if (value != std::floor(value))
            complain(fmt::format("\"{}\" of {} is {}, not a whole number", key, owner, value));
        return static_cast<int>(value);
    }

    std::uint64_t seed(const Json& object, const char* key, const std::string& owner) {
        const Json& child = childAt(object, key);
        if (child.is_number_unsigned())
            return child.get<std::uint64_t>();
        complain(fmt::format("\"{}\" of {} is not a whole number from 0 on", key, owner));
        return 0;
    }

    std::string text(const Json& object, const char* key, const std::string& owner) {
        std::string value = stringAt(object, key);
        if (value.empty())
            complain(fmt::format("{} has no text \"{}\"", owner, key));
        return value;
    }

    void head(const Json& root, JobFile& job) {
        if (stringAt(root, "engine") != "simulated")
            complain("\"engine\" is not \"simulated\"");
        job.spec.name = text(root, "name", "the job");
        job.spec.family = stringAt(root, "family");
        job.spec.seed = seed(root, "seed", "the job");
        job.spec.pMax = whole(root, "p_max", "the job", 1, kMaxParallelism);
        job.spec.graph.id = job.spec.graph.name = job.spec.name;
    }

    void nodes(const Json& root, JobFile& job) {
        const Json& list = childAt(root, "nodes");
        if (!list.is_array() || list.size() < 2 || list.size() > kMaxNodes)
            return complain(fmt::format("\"nodes\" is not a list of 2 to {} nodes", kMaxNodes));
        for (const Json& j : list) {
            if (broken())
                return;
            job.spec.graph.nodes.push_back(node(j));
            job.truth.push_back(truth(childAt(j, "truth"), job.spec.graph.nodes.back().id));
        }
    }

    Operator node(const Json& j) {
        Operator op;
        op.id = text(j, "id", "a node");
        const std::string owner = "node \"" + op.id.substr(0, 60) + "\"";
        op.name = op.id;
        op.label = text(j, "type", owner);
        if (!isOneOf(kTypes, op.label))
            complain(fmt::format("{} has the unknown type \"{}\"", owner, op.label.substr(0, 60)));
        op.pinned = boolAt(j, "pinned", false);
        if (op.pinned)
            op.whyPinned = "The job file fixes the parallelism of this operator.";
        op.parallelism = whole(j, "parallelism", owner, 1, kMaxParallelism);
        op.maxParallelism = whole(j, "max_parallelism", owner, 1, kMaxParallelism);
        op.features = featuresFromJson(childAt(j, "features"));
        return op;
    }

    NodeTruth truth(const Json& j, const std::string& id) {
        const std::string owner = "the truth of node \"" + id.substr(0, 60) + "\"";
        NodeTruth t;
        if (!j.is_object()) {
            complain(owner + " is missing");
            return t;
        }
        t.unbounded = boolAt(j, "unbounded", false);
        t.cost = number(j, "cost", owner, t.unbounded ? 0 : 1e-12, 1e6);
        t.uslA = number(j, "usl_a", owner, 0, 100);
        t.uslB = number(j, "usl_b", owner, 0, 100);
        t.overhead = number(j, "overhead", owner, 0, 0.999);
        t.batch = number(j, "batch", owner, 0, 1);
        t.leak = number(j, "leak", owner, 0, 1);
        t.stateG = number(j, "state_g", owner, 0, 100);
        t.stateT = number(j, "state_T", owner, 0, 1e7);
        t.skewSd = number(j, "skew_sd", owner, 0, 10);
        t.skewSeed = seed(j, "skew_seed", owner);
        t.noiseMult = number(j, "noise_mult", owner, 0, 1000);
        t.noiseOut = number(j, "noise_out", owner, 0, 10);
        t.selectivity = number(j, "selectivity", owner, 0, 1e6);
        t.kneeP = number(j, "knee_p", owner, 0, kMaxParallelism, 0.0);
        t.kneeF = number(j, "knee_f", owner, 1e-6, 1, 1.0);
        return t;
    }

    void edges(const Json& root, JobFile& job) {
        const Json& list = childAt(root, "edges");
        if (broken())
            return;
        if (!list.is_array() || list.size() > kMaxEdges)
            return complain(fmt::format("\"edges\" is not a list of at most {} edges", kMaxEdges));
        std::map<std::string, std::size_t> index;
        for (std::size_t i = 0; i < job.spec.graph.nodes.size(); ++i)
            if (!index.emplace(job.spec.graph.nodes[i].id, i).second)
                return complain("two nodes have the id \"" + job.spec.graph.nodes[i].id.substr(0, 60) + "\"");
        std::map<std::string, int> gates;
        for (const Json& j : list) {
            Edge edge{stringAt(j, "from"), stringAt(j, "to"), stringAt(j, "ship"), 0, 1};
            const std::string owner = fmt::format("edge {} -> {}", edge.from.substr(0, 60), edge.to.substr(0, 60));
            const auto from = index.find(edge.from);
            const auto to = index.find(edge.to);
            if (from == index.end() || to == index.end())
                return complain(owner + " names a node that is not there");
            if (from->second >= to->second)
                return complain(owner + " does not go from an earlier to a later node of the list");
            if (!isOneOf(kShips, edge.label))
                return complain(owner + " has an unknown ship strategy");
            edge.share = number(j, "share", owner, 0, 1000);
            edge.gate = gates[edge.to]++;
            job.spec.graph.edges.push_back(std::move(edge));
        }
    }

    void initial(const Json& root, JobFile& job) {
        const Json& values = childAt(root, "initial");
        if (broken())
            return;
        if (!values.is_object())
            return complain("\"initial\" is not an object of parallelism per node");
        for (Operator& node : job.spec.graph.nodes) {
            if (values.contains(node.id))
                node.parallelism = whole(values, node.id.c_str(), "\"initial\"", 1, kMaxParallelism);
            if (!node.pinned && node.parallelism > job.spec.pMax)
                complain(fmt::format("\"initial\" gives node \"{}\" more than p_max", node.id.substr(0, 60)));
            job.spec.initial.push_back(node.parallelism);
        }
        for (const auto& [id, value] : values.items())
            if (!job.spec.graph.find(id))
                complain(fmt::format("\"initial\" names the unknown node \"{}\"", id.substr(0, 60)));
    }

    void schedule(const Json& root, JobFile& job) {
        const Json& schedule = childAt(root, "schedule");
        const Json& unit = childAt(schedule, "unit");
        if (broken())
            return;
        for (const Operator& node : job.spec.graph.nodes) {
            const bool source = job.spec.graph.isSource(node.id);
            if (!source && unit.is_object() && unit.contains(node.id))
                return complain(fmt::format("the schedule gives node \"{}\" a rate, but it is not a source",
                                            node.id.substr(0, 60)));
            job.spec.unit.push_back(source ? number(unit, node.id.c_str(), "the schedule's \"unit\"", 0, kMaxRate)
                                           : 0.0);
        }
        if (unit.is_object())
            for (const auto& [id, value] : unit.items())
                if (!job.spec.graph.find(id))
                    return complain(
                        fmt::format("the schedule's \"unit\" names the unknown node \"{}\"", id.substr(0, 60)));
        const Json& campaigns = childAt(schedule, "campaigns");
        if (!campaigns.is_array() || campaigns.empty())
            return complain("the schedule has no list \"campaigns\"");
        std::size_t steps = 0;
        for (const Json& campaign : campaigns) {
            std::vector<double> multiples;
            if (!campaign.is_array() || campaign.empty() || (steps += campaign.size()) > kMaxSteps)
                return complain(
                    fmt::format("a campaign of the schedule is empty, or there are more than {} steps", kMaxSteps));
            for (const Json& multiple : campaign) {
                const double value = multiple.is_number() ? multiple.get<double>() : -1;
                if (!(value >= 0 && value <= 1e6))
                    return complain("a step of the schedule is not a number from 0 to 1000000");
                multiples.push_back(value);
            }
            job.spec.campaigns.push_back(std::move(multiples));
        }
    }

    void physics(const Json& root, JobFile& job) {
        const Json& values = childAt(root, "physics");
        if (broken() || values.is_null())
            return;
        if (!values.is_object())
            return complain("\"physics\" is not an object");
        for (const auto& [key, value] : values.items())
            job.physics[key] = value.is_number() ? value.get<double>() : std::nan("");
        if (const auto checked = withOverrides(Physics{}, job.physics); !checked)
            complain("the physics are wrong (" + checked.error().sentence + ")");
    }

    /// Rates that overflow would make every later number meaningless.
    void flow(const JobFile& job) {
        std::map<std::string_view, double> out;
        for (std::size_t v = 0; v < job.truth.size(); ++v) {
            const Operator& node = job.spec.graph.nodes[v];
            double in = job.spec.unit[v] * 1e6;
            for (const Edge* edge : job.spec.graph.inputsOf(node.id))
                in += edge->share * out[edge->from];
            if (!(in <= 1e200))
                return complain(
                    fmt::format("the rates that reach node \"{}\" are beyond all bounds", node.id.substr(0, 60)));
            out[node.id] = in * job.truth[v].selectivity;
        }
    }

    std::string m_where;
    std::optional<Error> m_error;
};

} // namespace

std::vector<double> JobSpec::ratesAt(double multiple) const {
    std::vector<double> rates = unit;
    for (double& rate : rates)
        rate *= multiple;
    return rates;
}

std::vector<int> JobSpec::inOrder(const ParallelismVector& vector) const {
    std::vector<int> ordered = initial;
    for (std::size_t v = 0; v < graph.nodes.size(); ++v)
        if (const auto it = vector.find(graph.nodes[v].id); it != vector.end())
            ordered[v] = it->second;
    return ordered;
}

ParallelismVector JobSpec::byId(const std::vector<int>& vector) const {
    ParallelismVector named;
    for (std::size_t v = 0; v < graph.nodes.size() && v < vector.size(); ++v)
        named[graph.nodes[v].id] = vector[v];
    return named;
}

bool looksLikeJobFile(std::string_view text) {
    return text.find("\"streamtune-job/") != std::string_view::npos; // the keys of an object have no order
}

Result<JobFile> readJobFile(std::string_view text, std::string_view where) {
    if (text.size() > kMaxBytes)
        return fail("job.size", fmt::format("{} is larger than 16 MiB.", where), "A job file has some kilobytes.");
    ST_ASSIGN(const Json root, parseJson(text, where));
    return Reader(where).read(root);
}

} // namespace streamtune::engines::simulated
