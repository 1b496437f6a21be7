// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/flink/rescale_requests.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <random>

namespace streamtune::engines::flink {
namespace {

std::string nameOf(const JobDetail& job, const std::string& id) {
    const Vertex* v = job.find(id);
    std::string name = v ? v->name.substr(0, 80) : id;
    std::ranges::replace_if(name, [](unsigned char c) { return c < 0x20; }, ' '); // it goes into comments of YAML
    return name;
}

Status checkTarget(const Requirements& now, const JobDetail& job, const std::string& id, int target) {
    if (!now.contains(id))
        return fail("plan.vertex", fmt::format("The job has no operator {} any more.", id),
                    "The job was changed since the plan was made; recommend again.");
    const Vertex* v = job.find(id);
    const int most = v && v->maxParallelism > 0 ? v->maxParallelism : 1 << 15;
    if (target < 1 || target > most)
        return fail("plan.value",
                    fmt::format("{} is not a possible parallelism of {} (1 to {}).", target, nameOf(job, id), most),
                    "Edit the plan.");
    return {};
}

std::string withNumber(std::string text, int p) {
    const std::string number = std::to_string(p);
    for (auto at = text.find("{p}"); at != std::string::npos; at = text.find("{p}", at + number.size()))
        text.replace(at, 3, number);
    return text;
}

/// Program arguments of the profile, then one template per operator of the change.
Result<std::vector<std::string>> argumentsOf(const JobDetail& job, const Profile& profile, const Change& change) {
    ST_ASSIGN(std::vector<std::string> arguments, splitArguments(optionAt(profile, "programArgs")));
    for (const auto& [id, p] : change.target) {
        const std::string pattern = argumentTemplate(profile, id, nameOf(job, id));
        const auto base = change.base.find(id);
        const bool changes = base == change.base.end() || base->second != p;
        if (pattern.empty() && changes)
            return fail("connection.value",
                        fmt::format("No program argument is known for the parallelism of {}.", nameOf(job, id)),
                        fmt::format("Give the connection the option \"args.{}\", for example \"--p-name {{p}}\".", id));
        if (pattern.empty())
            continue;
        ST_ASSIGN(std::vector<std::string> words, splitArguments(withNumber(pattern, p)));
        arguments.insert(arguments.end(), words.begin(), words.end());
    }
    return arguments;
}

} // namespace

std::string optionAt(const Profile& profile, const char* key) {
    const auto it = profile.options.find(key);
    return it == profile.options.end() ? std::string() : it->second;
}

Result<Requirements> changedRequirements(const Requirements& now, const JobDetail& job, const Change& change) {
    if (now.empty())
        return fail("engine.format", "The cluster named no bounds for the job.", "Is the job still running?");
    for (const auto& [id, p] : change.target)
        ST_TRY(checkTarget(now, job, id, p));
    Requirements wanted = now;
    for (auto& [id, bounds] : wanted) {
        const auto target = change.target.find(id);
        const auto base = change.base.find(id);
        const bool changes =
            target != change.target.end() && (base == change.base.end() || base->second != target->second);
        const Vertex* v = job.find(id);
        if (changes)
            bounds.upper = target->second;
        else if (bounds.upper < 1 && target != change.target.end())
            bounds.upper = target->second;
        else if (bounds.upper < 1 && job.running() && v && v->parallelism > 0)
            bounds.upper = v->parallelism;
        if (bounds.upper < 1)
            return fail("engine.format",
                        fmt::format("The cluster names {} as upper bound of {}, which must not be sent back.",
                                    bounds.upper, nameOf(job, id)),
                        "Set the parallelism of this operator in the plan.");
        bounds.lower = std::clamp<std::int64_t>(bounds.lower, 1, bounds.upper);
    }
    return wanted;
}

const Jar* findJar(const std::vector<Jar>& jars, const std::string& idOrName) {
    const Jar* newest = nullptr; // of that name; the same file may have been uploaded more than once
    for (const Jar& jar : jars) {
        if (jar.id == idOrName)
            return &jar;
        const bool named = jar.name == idOrName || (!jar.name.empty() && idOrName.ends_with("/" + jar.name));
        if (named && (!newest || jar.uploaded > newest->uploaded))
            newest = &jar;
    }
    return newest;
}

Result<std::vector<std::string>> splitArguments(const std::string& text) {
    std::vector<std::string> words;
    std::string word;
    bool inWord = false;
    char quote = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\\' && quote != '\'' && i + 1 < text.size()) {
            word.push_back(text[++i]);
            inWord = true;
        } else if (quote) {
            if (c == quote)
                quote = 0;
            else
                word.push_back(c);
        } else if (c == '"' || c == '\'') {
            quote = c;
            inWord = true;
        } else if (c == ' ' || c == '\t' || c == '\n') {
            if (inWord)
                words.push_back(std::move(word));
            word.clear();
            inWord = false;
        } else {
            word.push_back(c);
            inWord = true;
        }
    }
    if (quote)
        return fail("connection.value", "A quotation mark in the program arguments is not closed.", "Close it.");
    if (inWord)
        words.push_back(std::move(word));
    return words;
}

std::string overridesText(const ParallelismVector& vector) {
    std::string text;
    for (const auto& [id, p] : vector)
        text += (text.empty() ? "" : ",") + fmt::format("{}:{}", id, p);
    return text;
}

Result<Json> rerunBody(const JobFacts& facts, const Profile& profile, const Change& change) {
    const RerunBy by = rerunBy(facts.cluster, profile);
    Json body = Json::object();
    if (const std::string entry = optionAt(profile, "entryClass"); !entry.empty())
        body["entryClass"] = entry;
    // Chaining, and with it vertex ids, depends on the default parallelism: keep the one the job was started with.
    if (facts.jobConfig.parallelism > 0)
        body["parallelism"] = facts.jobConfig.parallelism;
    body["allowNonRestoredState"] = false;
    std::vector<std::string> arguments;
    if (by == RerunBy::Arguments) {
        ST_ASSIGN(arguments, argumentsOf(facts.job, profile, change));
    } else {
        ST_ASSIGN(arguments, splitArguments(optionAt(profile, "programArgs")));
    }
    if (!arguments.empty())
        body["programArgsList"] = arguments;
    if (by == RerunBy::Overrides)
        body["flinkConfiguration"] = {{"pipeline.jobvertex-parallelism-overrides", overridesText(change.target)}};
    return body;
}

Json shownBody(Json body) {
    if (!body.contains("programArgsList"))
        return body;
    bool hide = false;
    for (Json& word : body["programArgsList"]) {
        const std::string text = word.get<std::string>();
        if (hide)
            word = "(hidden)";
        hide = !hide && (text.find("password") != std::string::npos || text.find("secret") != std::string::npos ||
                         text.find("token") != std::string::npos);
    }
    return body;
}

Json stopBody(const Profile& profile, const std::string& triggerId) {
    Json body{{"drain", false}, {"triggerId", triggerId}};
    if (const std::string folder = optionAt(profile, "savepointDir"); !folder.empty())
        body["targetDirectory"] = folder;
    return body;
}

std::string patchText(const JobFacts& facts, const Profile& profile, const Change& change) {
    std::string text =
        "# Kubernetes operator: kubectl patch flinkdeployment <name> --type merge --patch-file this.yaml\n"
        "spec:\n  flinkConfiguration:\n    pipeline.jobvertex-parallelism-overrides: \"" +
        overridesText(change.target) + "\"\n";
    if (const auto arguments = argumentsOf(facts.job, profile, change); arguments && !arguments->empty()) {
        text += "# Program arguments:\n#";
        for (const std::string& word : *arguments)
            text += " " + word;
        text += "\n";
    }
    text += "# By operator:\n";
    for (const auto& [id, p] : change.target)
        text += fmt::format("#   {} ({}): {}\n", nameOf(facts.job, id), id, p);
    return text;
}

std::string randomId() {
    static thread_local std::random_device device;
    std::uniform_int_distribution<unsigned> byte(0, 255);
    std::string id;
    for (int i = 0; i < 16; ++i)
        id += fmt::format("{:02x}", byte(device));
    return id;
}

} // namespace streamtune::engines::flink
