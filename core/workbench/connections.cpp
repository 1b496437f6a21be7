// SPDX-License-Identifier: GPL-3.0-or-later
// Connection profiles: documents of the workspace, without any secret.
#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>
#include <system_error>

#include "core/engines/simulated/simulated_engine.h"
#include "core/review/change_window.h"
#include "core/review/words.h"
#include "core/workbench/names.h"
#include "core/workbench/workbench_impl.h"

namespace streamtune::workbench {
namespace {

constexpr const char* kConnectionDocument = "connection";
constexpr std::size_t kLongestName = 100;

std::unexpected<Error> badValue(const std::string& sentence, const std::string& hint) {
    return fail("connection.value", sentence, hint);
}

Status checkName(const std::string& name) {
    if (name.empty() || name.size() > kLongestName || name != review::oneLine(name) ||
        name.find('/') != std::string::npos || name.front() == ' ' || name.back() == ' ' || name.front() == '-')
        return badValue("\"" + review::shortName(name, 60) + "\" cannot be the name of a connection.",
                        "Use up to 100 characters without / and line ends, for example flink-prod.");
    return {};
}

/// The base without a trailing slash or /v1, which people copy along from a browser.
std::string tidyUrl(std::string url) {
    const auto strip = [&](std::string_view tail) {
        if (url.ends_with(tail))
            url.resize(url.size() - tail.size());
    };
    while (url.ends_with('/'))
        url.pop_back();
    strip("/v1");
    while (url.ends_with('/'))
        url.pop_back();
    return url;
}

/// Whether "host", "host:port" or "[address]:port" can be reached at all.
bool isAuthority(std::string_view text) {
    const bool bracketed = text.starts_with('[');
    const auto close = bracketed ? text.find(']') : std::string_view::npos;
    if (bracketed && close == std::string_view::npos)
        return false;
    const auto colon = bracketed ? close + 1 : std::min(text.find(':'), text.size());
    if (colon == 0 || (bracketed && close == 1))
        return false;
    if (colon == text.size())
        return true;
    int port = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, wrong] = std::from_chars(text.data() + colon + 1, end, port);
    return text[colon] == ':' && wrong == std::errc{} && stop == end && port >= 1 && port <= 65'535;
}

Status checkUrl(const engines::Profile& profile) {
    if (profile.kind == engines::EngineKind::Simulated) {
        if (!profile.url.starts_with("sim:") || profile.url.size() == 4)
            return badValue("\"" + review::shortName(profile.url, 80) + "\" is not the address of a simulated cluster.",
                            "Use sim:demo, or sim: and the path of a job file or folder.");
        return {};
    }
    if (profile.url.empty())
        return badValue("The connection \"" + profile.name + "\" has no address.",
                        "Give it with --url, for example http://host:8081.");
    const auto scheme = profile.url.find("://");
    if (profile.kind == engines::EngineKind::Flink && !profile.url.starts_with("http://") &&
        !profile.url.starts_with("https://"))
        return badValue("\"" + review::shortName(profile.url, 80) + "\" is not an http or https address.",
                        "Write it with its scheme, for example http://host:8081.");
    const std::string rest = scheme == std::string::npos ? profile.url : profile.url.substr(scheme + 3);
    if (rest.substr(0, rest.find('/')).find('@') != std::string::npos)
        return badValue("The address of \"" + profile.name +
                            "\" holds a user or a password, and profiles never hold secrets.",
                        "Leave it out and set up basic authentication; the password goes to the secret store.");
    const bool blank = std::ranges::any_of(profile.url, [](unsigned char c) { return c <= ' ' || c == 0x7F; });
    const bool one = profile.kind == engines::EngineKind::Flink; // Timely: one of each process
    if (one && (blank || !isAuthority(std::string_view(rest).substr(0, rest.find('/')))))
        return badValue("\"" + review::shortName(profile.url, 80) +
                            "\" is no address: blanks, the host or the port are wrong.",
                        "Write it like http://host:8081, with a port up to 65535.");
    return {};
}

Result<engines::Profile> checked(engines::Profile profile) {
    ST_TRY(checkName(profile.name));
    if (profile.kind != engines::EngineKind::Simulated)
        profile.url = tidyUrl(profile.url);
    ST_TRY(checkUrl(profile));
    if (const auto option = profile.options.find(review::kChangeWindow); option != profile.options.end()) {
        ST_ASSIGN(const auto windows, review::ChangeWindows::parse(option->second));
        if (windows.always())
            profile.options.erase(option);
    }
    std::error_code ignored; // programs started elsewhere must find the same files
    if (profile.kind == engines::EngineKind::Simulated && profile.url != "sim:demo")
        profile.url = "sim:" + std::filesystem::absolute(profile.url.substr(4), ignored).string();
    if (!profile.tokenFrom.empty() && profile.tokenFrom != "keyring" &&
        (!profile.tokenFrom.starts_with("env:") || profile.tokenFrom.size() == 4))
        return badValue("\"" + review::shortName(profile.tokenFrom, 40) + "\" is not a place a token can come from.",
                        "Use env:VARIABLE or keyring; a token itself is never stored in a profile.");
    return profile;
}

Result<std::vector<engines::Profile>> profilesOf(history::Store& store) {
    ST_ASSIGN(const auto documents, store.documents(kConnectionDocument));
    std::vector<engines::Profile> profiles;
    for (const auto& [name, text] : documents) {
        ST_ASSIGN(const Json json, parseJson(text, "connection " + name));
        ST_ASSIGN(profiles.emplace_back(), engines::profileFromJson(json));
    }
    std::ranges::sort(profiles, {}, &engines::Profile::name);
    return profiles;
}

/// Who may reach which cluster belongs to the trail as well; a profile holds no secret.
Status recordConnection(history::Store& store, const std::string& actor, const char* action,
                        const engines::Profile& profile) {
    history::AuditRow row;
    row.at = systemClock()->now();
    row.actor = actor;
    row.action = action;
    row.subject = "connection:" + profile.name;
    const auto window = profile.options.find(review::kChangeWindow);
    row.detail = compactJson({{"engine", engines::toString(profile.kind)},
                              {"url", profile.url},
                              {"type", engines::toString(profile.type)},
                              {"read_only", profile.readOnly},
                              {"change_window", window == profile.options.end() ? "" : window->second}});
    return store.audit(row);
}

} // namespace

Result<engines::Profile> Workbench::Impl::profile(const std::string& name) const {
    ST_ASSIGN(const auto store, this->store());
    ST_ASSIGN(const auto text, store->document(kConnectionDocument, name));
    if (text) {
        ST_ASSIGN(const Json json, parseJson(*text, "connection " + name));
        return engines::profileFromJson(json);
    }
    ST_ASSIGN(const auto profiles, profilesOf(*store));
    std::vector<std::string> names;
    for (const engines::Profile& p : profiles)
        names.push_back(p.name);
    const std::string hint = nearHint(name, names);
    return fail("connection.unknown",
                "There is no connection \"" + review::shortName(name, 60) + "\" in this workspace.",
                hint.empty() ? "Add one with `streamtune connect add NAME --engine flink --url URL`." : hint);
}

Result<std::vector<engines::Profile>> Workbench::connections() const {
    ST_ASSIGN(const auto store, m_impl->store());
    return profilesOf(*store);
}

Result<engines::Profile> Workbench::connection(const std::string& name) const {
    return m_impl->profile(name);
}

Status Workbench::addConnection(const engines::Profile& given) {
    ST_ASSIGN(const engines::Profile profile, checked(given));
    ST_ASSIGN(const auto store, m_impl->store());
    ST_TRY(store->updateDocument(
        kConnectionDocument, profile.name, [&](const std::optional<std::string>& now) -> Result<std::string> {
            if (now)
                return fail("connection.exists", "There is already a connection \"" + profile.name + "\".",
                            "Choose another name, or remove that one first.");
            return compactJson(engines::profileToJson(profile));
        }));
    return recordConnection(*store, m_impl->actor(), "connection.added", profile);
}

Status Workbench::updateConnection(const engines::Profile& given) {
    ST_ASSIGN(const engines::Profile profile, checked(given));
    ST_TRY(m_impl->profile(profile.name));
    ST_ASSIGN(const auto store, m_impl->store());
    ST_TRY(store->putDocument(kConnectionDocument, profile.name, compactJson(engines::profileToJson(profile))));
    return recordConnection(*store, m_impl->actor(), "connection.changed", profile);
}

Status Workbench::removeConnection(const std::string& name) {
    ST_ASSIGN(const engines::Profile profile, m_impl->profile(name));
    ST_ASSIGN(const auto store, m_impl->store());
    ST_TRY(store->removeDocument(kConnectionDocument, name));
    return recordConnection(*store, m_impl->actor(), "connection.removed", profile);
}

std::vector<engines::ProbeStep> Workbench::testProfile(const engines::Profile& given, std::stop_token stop) {
    const auto profile = checked(given);
    if (!profile)
        return {{"profile", false, false, profile.error().sentence + " " + profile.error().hint, 0}};
    auto reader = m_impl->engines->reader(*profile);
    if (!reader)
        return {{"profile", false, false, reader.error().sentence, 0}};
    return (*reader)->probe(stop);
}

Result<std::vector<engines::ProbeStep>> Workbench::testConnection(const std::string& name, std::stop_token stop) {
    ST_ASSIGN(const engines::Profile profile, m_impl->profile(name));
    return testProfile(profile, stop);
}

Status Workbench::setSimulatedRate(const std::string& connection, const std::string& job, const std::string& source,
                                   double recordsPerSecond) const {
    ST_ASSIGN(const engines::Profile profile, m_impl->profile(connection));
    if (profile.kind != engines::EngineKind::Simulated)
        return fail("engine.unsupported",
                    "Rates can be set on a simulated cluster only, and \"" + connection + "\" is a " +
                        engines::toString(profile.kind) + " cluster.",
                    "");
    ST_ASSIGN(const auto reader, m_impl->engines->reader(profile));
    ST_ASSIGN(const auto jobs, reader->jobs({}));
    ST_ASSIGN(const std::string id, findJob(jobs, connection, job));
    ST_ASSIGN(const engines::JobSnapshot snapshot, reader->snapshot(id, {}));
    ST_ASSIGN(const std::string vertex, vertexId(snapshot.graph, source));
    return engines::simulated::setRate(*m_impl->keeper, profile, id, vertex, recordsPerSecond,
                                       m_impl->options.demoJobs);
}

} // namespace streamtune::workbench
