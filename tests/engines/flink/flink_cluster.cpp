// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/engines/flink/flink_cluster.h"

#include <curl/curl.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <signal.h>
#include <sstream>
#include <thread>

extern char** environ;

namespace streamtune::flinktest {
namespace {

namespace fs = std::filesystem;

struct Ran {
    int exitCode = -1;
    std::string output; ///< stdout, then stderr
};

std::string readText(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

std::string trimmed(std::string text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == ' '))
        text.pop_back();
    return text;
}

/// Output goes to a file, not to a pipe: a cluster that stays would keep the pipe open.
Ran run(const std::vector<std::string>& arguments) {
    static std::atomic<int> counter{0};
    const fs::path out = fs::temp_directory_path() / fmt::format("streamtune-run-{}-{}", ::getpid(), counter++);
    std::vector<char*> argv;
    for (const auto& argument : arguments)
        argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_adddup2(&actions, 1, 2);
    pid_t pid = 0;
    Ran ran;
    if (::posix_spawn(&pid, argv[0], &actions, nullptr, argv.data(), environ) == 0) {
        int status = 0;
        ::waitpid(pid, &status, 0);
        ran.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
    }
    posix_spawn_file_actions_destroy(&actions);
    ran.output = trimmed(readText(out));
    std::error_code ignored;
    fs::remove(out, ignored);
    return ran;
}

std::string lastLine(const std::string& text) {
    const auto at = text.rfind('\n');
    return at == std::string::npos ? text : text.substr(at + 1);
}

std::size_t append(char* data, std::size_t size, std::size_t count, void* text) {
    static_cast<std::string*>(text)->append(data, size * count);
    return size * count;
}

} // namespace

std::string versionUnderTest() {
    const char* version = std::getenv("ST_FLINK_VERSION");
    return version && *version && std::string(version) != "any" ? version : "1.20.5";
}

bool eventually(std::chrono::milliseconds patience, const std::function<bool()>& condition) {
    const auto until = std::chrono::steady_clock::now() + patience;
    while (!condition()) {
        if (std::chrono::steady_clock::now() >= until)
            return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    return true;
}

Reply http(const std::string& method, const std::string& url, const std::string& body) {
    Reply reply;
    CURL* curl = curl_easy_init();
    curl_slist* headers = curl_slist_append(nullptr, "Content-Type: application/json");
    curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method.c_str());
    if (!body.empty())
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.c_str());
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L); // certificates are made for one test
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, 30L);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, append);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &reply.body);
    const CURLcode code = curl_easy_perform(curl);
    long status = 0;
    if (code == CURLE_OK)
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    else
        reply.why = curl_easy_strerror(code);
    reply.status = static_cast<int>(status);
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
    return reply;
}

Result<std::unique_ptr<FlinkCluster>> FlinkCluster::start(const ClusterOptions& options) {
    static std::atomic<int> counter{0};
    std::unique_ptr<FlinkCluster> cluster(new FlinkCluster);
    cluster->m_options = options;
    cluster->m_dir = fmt::format("{}/{}-{}-{}", ST_FLINK_RUN, options.version, ::getpid(), counter++);
    std::error_code ignored;
    fs::create_directories(cluster->m_dir, ignored);
    std::vector<std::string> arguments{"start",
                                       "--version",
                                       options.version,
                                       "--mode",
                                       options.standalone ? "standalone" : "mini",
                                       "--tms",
                                       std::to_string(options.taskManagers),
                                       "--slots",
                                       std::to_string(options.slots),
                                       "--profile",
                                       options.fast ? "fast" : "defaults",
                                       "--watch",
                                       std::to_string(::getpid())};
    for (const auto& setting : options.settings) {
        arguments.emplace_back("-D");
        arguments.push_back(setting);
    }
    const auto begun = std::chrono::steady_clock::now();
    ST_ASSIGN(const std::string said, cluster->script(arguments));
    cluster->m_startSeconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    cluster->m_url = lastLine(said);
    return cluster;
}

FlinkCluster::~FlinkCluster() {
    const auto stopped = script({"stop"});
    std::error_code ignored;
    if (stopped && !std::getenv("ST_FLINK_KEEP"))
        fs::remove_all(m_dir, ignored);
}

Result<std::string> FlinkCluster::script(std::vector<std::string> arguments) const {
    std::vector<std::string> all{std::string(ST_FLINK_DIR) + "/cluster.sh"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    all.emplace_back("--dir");
    all.push_back(m_dir);
    const Ran ran = run(all);
    if (ran.exitCode != 0)
        return fail("test.cluster", fmt::format("cluster.sh {}: {}", arguments.front(), lastLine(ran.output)), {},
                    {{"output", ran.output}});
    return ran.output;
}

Status FlinkCluster::act(std::vector<std::string> arguments) const {
    ST_TRY(script(std::move(arguments)));
    return {};
}

Result<std::string> FlinkCluster::submitOnly(const std::vector<std::string>& arguments) {
    std::vector<std::string> all{"submit"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    ST_ASSIGN(const std::string said, script(all));
    const std::string id = lastLine(said);
    if (id.size() != 32)
        return fail("test.cluster", "submit did not answer with a job id: " + said);
    return id;
}

Result<std::string> FlinkCluster::submit(const std::vector<std::string>& arguments) {
    ST_ASSIGN(const std::string id, submitOnly(arguments));
    const bool running = eventually(std::chrono::seconds(30), [&] {
        const auto job = get("/jobs/" + id);
        if (!job || stringAt(*job, "state") != "RUNNING")
            return false;
        for (const auto& vertex : (*job)["vertices"])
            if (stringAt(vertex, "status") != "RUNNING")
                return false;
        return true;
    });
    if (!running)
        return fail("test.cluster", "job " + id + " does not run within 30 s");
    return id;
}

Status FlinkCluster::setRate(const std::string& jobName, const std::string& source, double recordsPerSecond) {
    return act({"rate", jobName, source, fmt::format("{}", recordsPerSecond)});
}

Status FlinkCluster::cancel(const std::string& jobId) {
    ST_TRY(script({"cancel", jobId}));
    const bool gone = eventually(std::chrono::seconds(15), [&] {
        const auto job = get("/jobs/" + jobId);
        return job && stringAt(*job, "state") == "CANCELED";
    });
    return gone ? Status{} : fail("test.cluster", "job " + jobId + " is not cancelled within 15 s");
}

Result<std::string> FlinkCluster::jarFile() const {
    ST_ASSIGN(const std::string said, script({"jar", "--version", m_options.version}));
    return lastLine(said);
}

Result<std::string> FlinkCluster::jarId() const {
    const std::string id = trimmed(readText(fs::path(m_dir) / "jar"));
    if (id.empty())
        return fail("test.cluster", "nothing was submitted to this cluster yet");
    return id;
}

Status FlinkCluster::killTaskManager(int number) {
    return act({"tm-kill", std::to_string(number)});
}
Status FlinkCluster::stopTaskManager(int number) {
    return act({"tm-stop", std::to_string(number)});
}
Status FlinkCluster::startTaskManager(int number) {
    return act({"tm-start", std::to_string(number)});
}
Status FlinkCluster::killJobManager() {
    return act({"jm-kill"});
}
Status FlinkCluster::startJobManager() {
    return act({"jm-start"});
}

bool FlinkCluster::jobManagerAlive() const {
    const std::string file = m_options.standalone ? "jm.pid" : "cluster.pid";
    const std::string pid = trimmed(readText(fs::path(m_dir) / file));
    return !pid.empty() && ::kill(static_cast<pid_t>(std::stol(pid)), 0) == 0;
}

Result<Json> FlinkCluster::get(const std::string& path) const {
    const Reply reply = http("GET", m_url + "/v1" + path);
    if (reply.status / 100 != 2)
        return fail("test.http", fmt::format("GET {} answered {}: {}", path, reply.status, reply.body.substr(0, 300)));
    return parseJson(reply.body, path);
}

Reply FlinkCluster::send(const std::string& method, const std::string& path, const std::string& body) const {
    return http(method, m_url + "/v1" + path, body);
}

} // namespace streamtune::flinktest
