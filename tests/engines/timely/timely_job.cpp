// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engines/timely/timely_job.h"

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <thread>

#include "core/net/http_client.h"

extern char** environ; // NOLINT(readability-redundant-declaration)

namespace streamtune::timelytest {
namespace {

std::string program() {
    const char* other = std::getenv("ST_TIMELY_JOBS");
    return other ? other : ST_TIMELY_JOBS;
}

void need(bool fulfilled, const std::string& what) {
    if (!fulfilled)
        throw std::runtime_error(what);
}

std::string temporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "streamtune-timely-XXXXXX").string();
    need(mkdtemp(pattern.data()), "no temporary folder");
    return pattern;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> list;
    for (std::string& text : texts)
        list.push_back(text.data());
    list.push_back(nullptr);
    return list;
}

std::string firstLine(const std::string& file) {
    std::ifstream in(file);
    std::string line;
    std::getline(in, line);
    return line;
}

} // namespace

TimelyJob::TimelyJob(const std::string& job, int workers, const std::vector<std::string>& arguments,
                     const std::map<std::string, std::string>& environment)
    : m_name(job), m_folder(temporaryFolder()) {
    std::vector<std::string> args{program(), job, "-w", std::to_string(workers)};
    args.insert(args.end(), arguments.begin(), arguments.end());
    std::map<std::string, std::string> more = environment;
    more.emplace("STREAMTUNE_LISTEN", "127.0.0.1:0");
    more.emplace("STREAMTUNE_ADDRESS_FILE", m_folder + "/address");
    more.emplace("STREAMTUNE_JOB", job);
    std::vector<std::string> env;
    for (char** e = environ; *e; ++e)
        if (const std::string text = *e; !more.contains(text.substr(0, text.find('='))))
            env.push_back(text);
    for (const auto& [name, value] : more)
        env.push_back(name + "=" + value);
    auto argv = pointers(args);
    auto envp = pointers(env);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    const std::string log = m_folder + "/log";
    posix_spawn_file_actions_addopen(&actions, 1, log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    posix_spawn_file_actions_adddup2(&actions, 1, 2);
    const int started = posix_spawn(&m_pid, args[0].c_str(), &actions, nullptr, argv.data(), envp.data());
    posix_spawn_file_actions_destroy(&actions);
    need(started == 0, args[0] + " could not be started");
    const bool waits = more.contains("ST_WAITS_FOR_PEERS");
    for (int i = 0; i < 600; ++i) {
        for (const char* process : {"", ".0", ".1"}) // one a process, where there are several
            if (m_url.empty())
                m_url = firstLine(more.at("STREAMTUNE_ADDRESS_FILE") + process);
        if (!m_url.empty() && (waits || stringAt(get("/v1/hello"), "state") == "running"))
            return;
        std::this_thread::sleep_for(Millis{50});
    }
    need(false, "the job " + job + " did not come up: " + firstLine(log));
}

TimelyJob::~TimelyJob() {
    if (alive()) {
        ::kill(m_pid, SIGKILL);
        waitpid(m_pid, &m_status, 0);
    }
    std::error_code ignored;
    std::filesystem::remove_all(m_folder, ignored);
}

bool TimelyJob::alive() {
    return exitCode() == -1;
}

int TimelyJob::exitCode() {
    if (m_pid > 0 && waitpid(m_pid, &m_status, WNOHANG) == m_pid)
        m_pid = -1;
    if (m_pid > 0)
        return -1;
    return WIFEXITED(m_status) ? WEXITSTATUS(m_status) : 128 + WTERMSIG(m_status);
}

void TimelyJob::kill(int signal) {
    if (m_pid > 0)
        ::kill(m_pid, signal);
}

Json TimelyJob::get(const std::string& path) const {
    net::ClientOptions options;
    options.baseUrl = m_url;
    net::HttpClient client(options);
    const auto reply = client.get(path, {});
    const auto json = reply ? parseJson(reply->body, path) : Result<Json>(std::unexpected(reply.error()));
    return json ? *json : Json();
}

Result<Json> TimelyJob::send(const std::string& method, const std::string& path, const Json& body) const {
    net::ClientOptions options;
    options.baseUrl = m_url;
    net::HttpClient client(options);
    ST_ASSIGN(const auto reply, client.send(method, path, compactJson(body), {}));
    return parseJson(reply.body, path);
}

Result<Json> TimelyJob::put(const std::string& path, const Json& body) const {
    return send("PUT", path, body);
}

void TimelyJob::drain() const {
    need(send("POST", "/v1/drain", Json::object()).has_value(), "the job cannot be drained");
}

std::map<std::string, double> sourcesOf(const std::string& job) {
    if (job == "q1" || job == "q2" || job == "q5")
        return {{"bids", 1}};
    if (job == "q3")
        return {{"auctions", 1}, {"persons", 0.5}};
    if (job == "q8")
        return {{"auctions", 1}, {"persons", 0.6}};
    if (job == "linear" || job == "loop")
        return {{"events", 1}};
    if (job == "join2")
        return {{"left", 1}, {"right", 0.5}};
    return {{"left", 1}, {"right", 0.5}, {"third", 0.5}};
}

void TimelyJob::setRate(double rate) const {
    for (const auto& [source, share] : sourcesOf(m_name)) {
        const auto set = put("/v1/rate/" + source, {{"rate", rate * share}});
        need(set && set->contains("rate"), "the rate of " + source + " was not set");
    }
}

Oracle oracleOf(const std::string& job, double rate) {
    const std::string command = fmt::format("'{}' {} --oracle {}", program(), job, rate);
    FILE* pipe = popen(command.c_str(), "r");
    need(pipe, command);
    char text[4096];
    const std::size_t n = fread(text, 1, sizeof text, pipe);
    pclose(pipe);
    const auto json = parseJson({text, n}, "oracle");
    need(json.has_value(), command);
    Oracle oracle;
    oracle.sum = static_cast<int>(integerAt(*json, "sum", 0));
    for (const auto& [op, k] : childAt(*json, "oracle").items())
        oracle.each[op] = k.get<int>();
    return oracle;
}

double largestRate(const std::string& job, int workers) {
    double rate = 50;
    while (oracleOf(job, rate + 25).sum <= workers - 1)
        rate += 25;
    return rate;
}

TimelyBench::TimelyBench(const std::string& workspace) : m_folder(temporaryFolder()) {
    workbench::Options options;
    options.workspace = workspace.empty() ? m_folder + "/workspace.db" : workspace;
    options.actor = "ann";
    auto opened = workbench::Workbench::open(options);
    need(opened.has_value(), opened ? "" : opened.error().sentence);
    workbench = *opened;
}

TimelyBench::~TimelyBench() {
    workbench.reset();
    std::error_code ignored;
    std::filesystem::remove_all(m_folder, ignored);
}

void TimelyBench::connect(const std::string& name, const std::string& url, Millis window,
                          const std::map<std::string, std::string>& options) const {
    engines::Profile profile;
    profile.name = name;
    profile.kind = engines::EngineKind::Timely;
    profile.url = url;
    profile.type = engines::ConnectionType::Test;
    profile.window = window;
    profile.options = options;
    const Status done =
        workbench->connection(name) ? workbench->updateConnection(profile) : workbench->addConnection(profile);
    need(done.has_value(), done ? "" : done.error().sentence);
}

Result<review::Plan> TimelyBench::recommend(const std::string& job) const {
    workbench::RecommendRequest ask;
    ask.connection = "t";
    ask.job = job;
    ask.method = "ds2-noband";
    return workbench->recommend(ask, {}, {});
}

} // namespace streamtune::timelytest
