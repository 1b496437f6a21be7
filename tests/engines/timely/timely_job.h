// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// A real Timely job as a child process, and a workbench that is connected to it.

#include <map>
#include <memory>
#include <string>
#include <sys/types.h>
#include <vector>

#include "core/workbench/workbench.h"

namespace streamtune::timelytest {

/// Ends with its process. What does not come up is thrown as std::runtime_error.
class TimelyJob {
public:
    /// `job`: q1 … join3; more arguments as the program takes them.
    TimelyJob(const std::string& job, int workers, const std::vector<std::string>& arguments = {},
              const std::map<std::string, std::string>& environment = {});
    ~TimelyJob();
    TimelyJob(const TimelyJob&) = delete;
    TimelyJob& operator=(const TimelyJob&) = delete;

    [[nodiscard]] const std::string& url() const { return m_url; }
    [[nodiscard]] const std::string& name() const { return m_name; }
    [[nodiscard]] bool alive();
    /// Exit code once it has ended; -1 while it runs.
    [[nodiscard]] int exitCode();
    void kill(int signal);
    /// Sets the rate of every source so that the first offers `rate`.
    void setRate(double rate) const;
    /// Asks it to end with what it has.
    void drain() const;
    [[nodiscard]] Json get(const std::string& path) const;
    [[nodiscard]] Result<Json> put(const std::string& path, const Json& body) const;

private:
    [[nodiscard]] Result<Json> send(const std::string& method, const std::string& path, const Json& body) const;

    std::string m_name, m_url, m_folder;
    pid_t m_pid = -1;
    int m_status = -1;
};

/// Smallest parallelism of each operator in closed form.
struct Oracle {
    std::map<std::string, int> each;
    int sum = 0;
};
[[nodiscard]] Oracle oracleOf(const std::string& job, double rate);

/// The largest rate that so many workers hold with every operator on workers of its own, in steps of 25 records/s.
[[nodiscard]] double largestRate(const std::string& job, int workers);

/// Sources of a job and their rates for one record of the first.
[[nodiscard]] std::map<std::string, double> sourcesOf(const std::string& job);

/// A workbench, on a workspace of its own where none is named.
struct TimelyBench {
    explicit TimelyBench(const std::string& workspace = {});
    ~TimelyBench();
    TimelyBench(const TimelyBench&) = delete;
    TimelyBench& operator=(const TimelyBench&) = delete;

    std::shared_ptr<workbench::Workbench> workbench;
    /// Adds the connection; one of that name then leads to `url`.
    void connect(const std::string& name, const std::string& url, Millis window = Millis{3'000},
                 const std::map<std::string, std::string>& options = {}) const;
    /// Advice by DS2's rule for a job of the connection "t".
    [[nodiscard]] Result<review::Plan> recommend(const std::string& job) const;
    [[nodiscard]] std::string folder() const { return m_folder; }

private:
    std::string m_folder;
};

} // namespace streamtune::timelytest
