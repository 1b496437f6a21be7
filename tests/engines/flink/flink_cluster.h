// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// A real Flink cluster for one test: started by cluster.sh on a port of its own, stopped by pid when the object goes
/// away; its processes watch this one and end with it, however it ends.

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/base/json.h"
#include "core/base/result.h"

namespace streamtune::flinktest {

struct ClusterOptions {
    std::string version = "1.20.5";
    bool standalone = false; ///< JobManager and TaskManagers as processes of their own, tm1, tm2, …
    int taskManagers = 2;
    int slots = 8;                          ///< of each TaskManager
    bool fast = true;                       ///< metrics every second, no cool-down; false: as Flink comes
    std::vector<std::string> settings = {}; ///< key=value, win over the profile
};

/// The version to test: $ST_FLINK_VERSION, else 1.20.5.
[[nodiscard]] std::string versionUnderTest();

struct Reply {
    int status = 0; ///< 0: no answer at all
    std::string body;
    std::string why; ///< of status 0
};

/// HTTP that is not the code under test.
[[nodiscard]] Reply http(const std::string& method, const std::string& url, const std::string& body = {});

class FlinkCluster {
public:
    [[nodiscard]] static Result<std::unique_ptr<FlinkCluster>> start(const ClusterOptions& options);
    ~FlinkCluster();
    FlinkCluster(const FlinkCluster&) = delete;
    FlinkCluster& operator=(const FlinkCluster&) = delete;

    [[nodiscard]] const std::string& url() const { return m_url; }
    [[nodiscard]] const ClusterOptions& options() const { return m_options; }
    [[nodiscard]] std::string version() const { return m_options.version; }
    [[nodiscard]] const std::string& dir() const { return m_dir; } ///< logs, state, rates
    [[nodiscard]] double startSeconds() const { return m_startSeconds; }

    /// Arguments of the workload, e.g. {"--job", "q1", "--p.currency", "3"}; the id of the job. Returns when it is
    /// RUNNING.
    [[nodiscard]] Result<std::string> submit(const std::vector<std::string>& arguments);
    /// The same without waiting for RUNNING.
    [[nodiscard]] Result<std::string> submitOnly(const std::vector<std::string>& arguments);
    [[nodiscard]] Status setRate(const std::string& jobName, const std::string& source, double recordsPerSecond);
    [[nodiscard]] Status cancel(const std::string& jobId);
    /// The workload jar on this machine, and its id on the cluster once something was submitted.
    [[nodiscard]] Result<std::string> jarFile() const;
    [[nodiscard]] Result<std::string> jarId() const;

    [[nodiscard]] Status killTaskManager(int number); ///< SIGKILL, standalone
    [[nodiscard]] Status stopTaskManager(int number); ///< standalone from 1, one JVM from 0
    [[nodiscard]] Status startTaskManager(int number);
    [[nodiscard]] Status killJobManager();  ///< SIGKILL; the whole JVM where there is one only
    [[nodiscard]] Status startJobManager(); ///< standalone, on the same port
    [[nodiscard]] bool jobManagerAlive() const;

    /// Parsed body of a 2xx reply; path without /v1.
    [[nodiscard]] Result<Json> get(const std::string& path) const;
    [[nodiscard]] Reply send(const std::string& method, const std::string& path, const std::string& body = {}) const;

private:
    FlinkCluster() = default;
    [[nodiscard]] Result<std::string> script(std::vector<std::string> arguments) const;
    [[nodiscard]] Status act(std::vector<std::string> arguments) const;

    ClusterOptions m_options;
    std::string m_dir;
    std::string m_url;
    double m_startSeconds = 0;
};

/// Asks every 100 ms; false when `patience` is over.
[[nodiscard]] bool eventually(std::chrono::milliseconds patience, const std::function<bool()>& condition);

} // namespace streamtune::flinktest
