// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// One interface for every engine: reading (EngineReader) and writing (EngineWriter) are different types, and a writer
/// cannot be made without a WritePermit, which only core/review issues for an approved, unchanged plan.
///
/// All calls are synchronous, cancellable by stop token and safe from any thread, one call at a time per object.
/// Errors: "engine.unreachable", "engine.timeout", "engine.http" (details: status, reply), "engine.format" (reply not
/// understood), "engine.not_engine" (a host that is something else), "engine.unknown_job", "engine.job_ended",
/// "engine.auth", "engine.tls", "engine.unsupported", "engine.cancelled".

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/base/secrets.h"
#include "core/base/time.h"
#include "core/graph/job_graph.h"
#include "core/graph/observation.h"

namespace streamtune {

namespace review {
class Applier;
}

namespace engines {

enum class EngineKind { Flink, Timely, Simulated };
enum class ConnectionType { Dev, Test, Prod };

/// A connection profile. Holds no secret: `auth` names the kind, the value is in the SecretStore under "<name>/token"
/// (bearer), "<name>/password" (basic), "<name>/header" (extra header).
struct Profile {
    std::string name;
    EngineKind kind = EngineKind::Flink;
    std::string url; ///< base without /v1, may have a path prefix; simulated: "sim:" + path of a job file or folder, or
                     ///< "sim:demo"
    ConnectionType type = ConnectionType::Prod;
    bool readOnly = false;
    std::string auth;              ///< "" | bearer | basic | header
    std::string user;              ///< basic
    std::string headerName;        ///< header
    std::string tokenFrom;         ///< "env:VAR" or "keyring"
    std::string caFile;            ///< PEM
    std::string pin;               ///< "sha256//…" of the public key, curl syntax
    std::string clientCertificate; ///< PEM file; its key in clientKey
    std::string clientKey;
    bool verifyHost = true;
    std::string proxy;      ///< http://host:port
    Millis timeout{10'000}; ///< one request
    Millis window{10'000};  ///< quiet window
    Millis settle{5'000};   ///< dropped after RUNNING
    std::map<std::string, std::string>
        options; ///< engine's own: flink jar, entryClass, programArgs, savepointDir; timely supervisor, hostfile
};

[[nodiscard]] const char* toString(EngineKind kind);
[[nodiscard]] const char* toString(ConnectionType type);
[[nodiscard]] Result<EngineKind> engineKindFromString(std::string_view text);
[[nodiscard]] Result<ConnectionType> connectionTypeFromString(std::string_view text);
[[nodiscard]] Json profileToJson(const Profile& profile);
[[nodiscard]] Result<Profile> profileFromJson(const Json& json);

/// One step of a connection test: DNS, TCP, TLS, auth, version, rights.
struct ProbeStep {
    std::string name;
    bool ok = false;
    bool skipped = false;
    std::string sentence;
    double seconds = 0;
};

struct ClusterInfo {
    std::string version; ///< of the engine
    std::string revision;
    Number slotsTotal;
    Number slotsFree;
    Number workers;                           ///< TaskManagers or Timely workers
    std::map<std::string, std::string> facts; ///< scheduler, fetcher interval, JVM load, …
    struct Worker {
        std::string id;
        Number slots, slotsFree, cpuLoad, heapUsed, heapMax, gcShare; ///< bytes; shares
    };
    std::vector<Worker> workerList;
};

struct JobSummary {
    std::string id;
    std::string name;
    std::string state; ///< engine's own word, upper case
    TimePoint started{};
    Number slots;                   ///< in use
    std::optional<bool> rescalable; ///< nullopt = not probed
    std::string whyNot;
    std::string worst; ///< id of the worst operator where known
    Number worstBusy;
    Number worstBackpressure;
};

/// The job as it is now. `epoch` changes at every restart: counters start again.
struct JobSnapshot {
    JobGraph graph; ///< parallelism = in force; only meaningful when running
    std::string jobId;
    std::string jobName;
    std::string state;
    bool running = false; ///< state is RUNNING and every subtask runs
    std::string epoch;    ///< e.g. timestamps.RUNNING plus attempts
    TimePoint runningSince{};
    TimePoint readAt{};
    std::map<std::string, std::string> facts; ///< checkpointing, interval, last checkpoint, last exception, …
    std::vector<std::string> exceptions;      ///< newest first, first line each
    Number slotsTotal;
    Number slotsFree;
};

/// Ways to change parallelism.
enum class ApplyPath { InPlace, Savepoint, Relaunch, Patch };
[[nodiscard]] const char* toString(ApplyPath path); ///< in_place | savepoint | relaunch | patch
[[nodiscard]] Result<ApplyPath> applyPathFromString(std::string_view text);

struct PathOption {
    ApplyPath path = ApplyPath::Patch;
    bool available = false;
    std::string why; ///< why (not), one sentence
};

enum class CheckLevel { Ok, Note, Block };

/// One row of the preflight list.
struct Check {
    std::string id; ///< stable, e.g. "scheduler", "checkpointing", "autoscaler", "slots", "max_parallelism"
    CheckLevel level = CheckLevel::Ok;
    std::string title; ///< a few words
    std::string sentence;
};

/// What the job allows, probed, never assumed.
struct RescaleCapability {
    std::vector<PathOption> paths; ///< best first
    std::vector<Check> checks;     ///< scheduler, checkpointing, autoscaler (with the limits of that check), …
    std::optional<ApplyPath> best() const;
};

/// A change asked for. For Timely `placement` (node id -> workers) goes with target.
struct Change {
    std::string planId;
    std::string jobId;
    std::string jobName;
    ApplyPath path = ApplyPath::InPlace;
    ParallelismVector base;
    ParallelismVector target; ///< every node
    std::map<std::string, std::vector<int>> placement;
    std::string savepoint; ///< start from this savepoint (rollback of the savepoint path)
};

/// One exact request, for review and dry run. Secrets are redacted.
struct PreparedRequest {
    std::string method;
    std::string url;
    std::string body; ///< pretty text
    std::string note; ///< what it does, and that ids known only later are marked <…>
    bool pointOfNoReturn = false;
};

/// What must survive a crash of ours between the request and its outcome.
struct ApplyTicket {
    std::string jobId;     ///< may differ from Change::jobId after a re-run
    std::string savepoint; ///< location, when one was made
    std::string triggerId;
    std::string previous; ///< engine's own text needed to undo (previous resource requirements)
    std::string stage;    ///< last step begun
};
[[nodiscard]] Json ticketToJson(const ApplyTicket& ticket);
[[nodiscard]] ApplyTicket ticketFromJson(const Json& json);

/// Written before a request is sent (state "begun") and after its answer ("done" or "failed").
struct ApplyStep {
    std::string name;  ///< e.g. "read requirements", "send request", "stop with savepoint", "run again", "wait"
    std::string state; ///< begun | done | failed
    std::string sentence;
    std::string request;  ///< redacted
    std::string response; ///< redacted, cut to 4 KiB
    bool pointOfNoReturn = false;
    TimePoint at{};
    ApplyTicket ticket; ///< as known after this step
};
/// Persists the step; an error of the sink stops the writer before it sends anything further.
using ApplyStepSink = std::function<Status(const ApplyStep&)>;

/// Read back while verifying.
struct ApplyStatus {
    std::string jobId;
    std::string state;
    bool settled = false;      ///< running, and nothing suggests that it will still change
    bool failed = false;       ///< the job ended or cannot restart
    ParallelismVector reached; ///< only from a running job
    std::string sentence;
    std::vector<std::string> newExceptions;
    Millis grace{60'000}; ///< how long a different vector may still become the target (cool-down, checkpoint, …)
    Millis pollEvery{1'000};
};

class EngineReader {
public:
    virtual ~EngineReader() = default;
    [[nodiscard]] virtual const Profile& profile() const = 0;
    /// Every step up to the first that fails; never an Error, the steps say it.
    [[nodiscard]] virtual std::vector<ProbeStep> probe(std::stop_token stop) = 0;
    [[nodiscard]] virtual Result<ClusterInfo> cluster(std::stop_token stop) = 0;
    [[nodiscard]] virtual Result<std::vector<JobSummary>> jobs(std::stop_token stop) = 0;
    [[nodiscard]] virtual Result<JobSnapshot> snapshot(const std::string& jobId, std::stop_token stop) = 0;
    /// The next quiet window, from cumulative counters; waits for it (settle time, restarts) up to `patience`.
    /// A window that a restart broke is returned with quiet = false.
    [[nodiscard]] virtual Result<Observation> observe(const std::string& jobId, Millis patience, std::stop_token stop,
                                                      const ProgressSink& progress) = 0;
    [[nodiscard]] virtual Result<RescaleCapability> capability(const std::string& jobId, std::stop_token stop) = 0;
    /// The exact requests that a writer would send; reads only.
    [[nodiscard]] virtual Result<std::vector<PreparedRequest>> prepare(const Change& change, std::stop_token stop) = 0;
    /// Where the change stands now.
    [[nodiscard]] virtual Result<ApplyStatus> applyStatus(const Change& change, const ApplyTicket& ticket,
                                                          std::stop_token stop) = 0;
    /// How often polling makes sense; never faster than the server refreshes.
    [[nodiscard]] virtual Millis pollInterval() const = 0;
    /// The clock that this engine lives by (the simulated cluster has its own, faster one).
    [[nodiscard]] virtual std::shared_ptr<Clock> clock() const = 0;
};

/// Proof that an approved plan stands behind a write. Only review::Applier can make one.
class WritePermit {
public:
    [[nodiscard]] const std::string& planHash() const { return m_planHash; }

private:
    friend class streamtune::review::Applier;
    explicit WritePermit(std::string planHash) : m_planHash(std::move(planHash)) {}
    std::string m_planHash;
};

class EngineWriter {
public:
    virtual ~EngineWriter() = default;
    /// Sends the change; returns when the engine has accepted it (not when it is reached). Stop requests are obeyed
    /// until the step marked pointOfNoReturn has begun, not after.
    [[nodiscard]] virtual Result<ApplyTicket> submit(const Change& change, const ApplyStepSink& steps,
                                                     std::stop_token stop, const ProgressSink& progress) = 0;
};

/// Makes readers and writers of one engine kind.
class EngineFactory {
public:
    virtual ~EngineFactory() = default;
    [[nodiscard]] virtual Result<std::unique_ptr<EngineReader>> reader(const Profile& profile) = 0;
    /// Error "connection.read_only" for a read-only profile.
    [[nodiscard]] virtual Result<std::unique_ptr<EngineWriter>> writer(const Profile& profile,
                                                                       const WritePermit& permit) = 0;
};

} // namespace engines
} // namespace streamtune
