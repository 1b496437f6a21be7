// SPDX-License-Identifier: GPL-3.0-or-later
// The JSON that scripts read: keys and types of every document, against golden files.
#ifdef ST_HAS_PROGRAM
#include <doctest/doctest.h>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/unit/cli/golden.h"

using namespace streamtune;
using test::Sandbox;

namespace {

/// Objects whose keys are names of operators or libraries, not of fields.
const std::set<std::string> kMaps{"base",    "reached", "from",  "to",        "final",     "parallelism", "placement",
                                  "offered", "facts",   "notes", "libraries", "nodes_map", "rates"};

Json shapeOf(const Json& value, const std::string& key);

Json merged(const Json& a, const Json& b) {
    if (a.is_null() || a == b)
        return b;
    if (a.is_object() && b.is_object()) {
        Json result = a;
        for (const auto& [key, child] : b.items())
            result[key] = result.contains(key) ? merged(result[key], child) : child;
        return result;
    }
    if (a.is_array() && b.is_array())
        return a.empty() ? b : b.empty() ? a : Json::array({merged(a[0], b[0])});
    std::set<std::string> kinds;
    for (const Json& side : {a, b}) {
        const std::string text = side.is_string() ? side.get<std::string>() : side.is_array() ? "array" : "object";
        std::size_t start = 0;
        while (start <= text.size()) {
            const std::size_t end = std::min(text.find('|', start), text.size());
            kinds.insert(text.substr(start, end - start));
            start = end + 1;
        }
    }
    std::string result;
    for (const std::string& kind : kinds)
        result += (result.empty() ? "" : "|") + kind;
    return result;
}

Json shapeOf(const Json& value, const std::string& key) {
    if (key == "evidence") // the method's own, read back by verification only
        return "evidence";
    if (value.is_object()) {
        if (kMaps.contains(key)) {
            Json all;
            for (const Json& child : value)
                all = merged(all, shapeOf(child, ""));
            return {{"<name>", all}};
        }
        Json result = Json::object();
        for (const auto& [name, child] : value.items())
            result[name] = shapeOf(child, name);
        return result;
    }
    if (value.is_array()) {
        Json all;
        for (const Json& child : value)
            all = merged(all, shapeOf(child, ""));
        return all.is_null() ? Json::array() : Json::array({all});
    }
    return value.is_string() ? "text" : value.is_boolean() ? "flag" : value.is_number() ? "number" : "null";
}

struct Shapes {
    Sandbox box;
    void check(const std::string& name, const std::vector<std::string>& words) {
        const auto ran = box.demo(words);
        INFO(name << ": " << ran.out << ran.err);
        const Json document = ran.json();
        REQUIRE_FALSE(document.is_null());
        test::compareWithGolden("shapes/" + name + ".json", prettyJson(shapeOf(document, "")) + "\n");
    }
};

} // namespace

TEST_CASE("JSON shapes are as reviewed") {
    Shapes shapes;
    const std::string job = "nexmark-q5";
    shapes.check("connect-list", {"connect", "list", "--json"});
    shapes.check("connect-test", {"connect", "test", "demo", "--json"});
    shapes.check("jobs", {"jobs", "--json"});
    shapes.check("observe", {"observe", "demo", job, "--json"});
    shapes.check("recommend", {"recommend", "demo", job, "--out", "plan.json", "--json"});
    const std::string plan = stringAt(*parseJson(test::contentOf(shapes.box.path("plan.json")), "plan.json"), "id");
    shapes.check("plan-show", {"plan", "show", plan, "--json"});
    shapes.check("plan-diff", {"plan", "diff", plan, "--json"});
    shapes.check("plan-check", {"plan", "check", plan, "--json"});
    shapes.check("whatif", {"whatif", "demo", job, "--rate", "sour1=600000", "--alternatives", "--json"});
    shapes.check("explain", {"explain", plan, "aggr2", "--json"});
    shapes.check("refused", {"apply", plan, "--json"});
    shapes.check("approve", {"approve", plan, "--as", "ada", "--reason", "test", "--json"});
    shapes.check("apply", {"apply", plan, "--json"});
    shapes.check("rollback", {"rollback", plan, "--as", "ada", "--reason", "test", "--json"});
    shapes.check("tune", {"tune", "demo", job, "--max-steps", "6", "--approve-as", "ada", "--json"});
    shapes.check("audit", {"audit", "--limit", "5", "--json"});
    shapes.check("audit-verify", {"audit", "--verify", "--json"});
    shapes.check("history-runs", {"history", "runs", "--limit", "5", "--json"});
    shapes.check("history-observations", {"history", "observations", "--job", job, "--limit", "5", "--json"});
    shapes.check("export", {"export", "--out", "history.jsonl", "--json"});
    shapes.check("import", {"import", "history.jsonl", "--json"});
    const std::string graphs = std::string(ST_TEST_DATA) + "/graph/";
    shapes.check("ged", {"ged", graphs + "job-nexmark-q5.json", graphs + "job-pqp-3way.json", "--tau", "3"});
    shapes.check("selftest", {"selftest", "--json"});
}
#endif
