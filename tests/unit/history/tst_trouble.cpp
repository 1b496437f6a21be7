// SPDX-License-Identifier: GPL-3.0-or-later
// Older and newer files, files that may only be read, a full disk, another writer.
#include <SQLiteCpp/SQLiteCpp.h>
#include <atomic>
#include <cerrno>
#include <doctest/doctest.h>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <sqlite3.h>
#include <sstream>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/history/schema.h"
#include "core/history/store.h"
#include "tests/support/history_data.h"

using namespace streamtune;
using namespace streamtune::history;
using namespace streamtune::test;

namespace {

void run(const std::filesystem::path& file, const std::string& sql) {
    SQLite::Database db(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    db.exec(sql);
}

std::string contentOf(const std::filesystem::path& file) {
    std::ostringstream out;
    out << std::ifstream(file, std::ios::binary).rdbuf();
    return out.str();
}

std::string versionOne() {
    return contentOf(std::filesystem::path(ST_TEST_DATA) / "history/workspace_v1.sql");
}

/// Runs `body` as somebody who is not root (root may write everything); true when it returned true.
bool asNobody(const std::function<bool()>& body) {
    const pid_t child = ::fork();
    if (child == 0) {
        const bool dropped = ::geteuid() != 0 || ::seteuid(65534) == 0;
        ::_exit(dropped && body() ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/// While alive, the disk takes `budget` more bytes and then says ENOSPC.
class FullDisk {
public:
    explicit FullDisk(long budget) {
        s_budget = budget;
        for (const char* call : {"write", "pwrite", "pwrite64"})
            if (auto* original = vfs()->xGetSystemCall(vfs(), call))
                m_set = vfs()->xSetSystemCall(vfs(), call, replacement(call, original)) == SQLITE_OK || m_set;
    }
    ~FullDisk() { vfs()->xSetSystemCall(vfs(), nullptr, nullptr); }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;
    [[nodiscard]] bool works() const { return m_set; }

private:
    static sqlite3_vfs* vfs() { return sqlite3_vfs_find(nullptr); }
    static bool spend(std::size_t bytes) {
        s_budget -= static_cast<long>(bytes);
        if (s_budget >= 0)
            return true;
        errno = ENOSPC;
        return false;
    }
    static ssize_t limitedWrite(int fd, const void* data, std::size_t n) {
        return spend(n) ? ::write(fd, data, n) : -1;
    }
    static ssize_t limitedPwrite(int fd, const void* data, std::size_t n, off_t at) {
        return spend(n) ? ::pwrite(fd, data, n, at) : -1;
    }
    static sqlite3_syscall_ptr replacement(const std::string& name, sqlite3_syscall_ptr) {
        return name == "write" ? reinterpret_cast<sqlite3_syscall_ptr>(limitedWrite)
                               : reinterpret_cast<sqlite3_syscall_ptr>(limitedPwrite);
    }

    static inline std::atomic<long> s_budget{0};
    bool m_set = false;
};

} // namespace

TEST_CASE("a file of the first format is brought up to date and loses nothing") {
    const ScratchFolder folder;
    run(folder / "w.db", versionOne());
    {
        const auto reading = Store::open(folder / "w.db", OpenMode::ReadOnly);
        REQUIRE_FALSE(reading);
        CHECK(reading.error().code == "store.read_only");
        CHECK(reading.error().sentence.find("older") != std::string::npos);
    }
    const JobGraph graph = chainGraph("job", 3);
    for (int round = 0; round < 2; ++round) { // the second time there is nothing to do
        const auto store = Store::open(folder / "w.db", OpenMode::ReadWrite);
        REQUIRE(store);
        const auto windows = (*store)->windows("local", "job", std::nullopt, 10, {});
        REQUIRE(windows);
        REQUIRE(windows->size() == 4);
        CHECK(observationToJson((*windows)[3]) == observationToJson(windowOf(graph, "d0", 0)));
        const auto strange = (*store)->windows(strangeWindow(graph).connection, "job", std::nullopt, 10, {});
        REQUIRE(strange);
        CHECK(observationToJson(strange->front()).dump() == observationToJson(strangeWindow(graph)).dump());
        const auto summary = (*store)->summary(1);
        REQUIRE(summary);
        REQUIRE(summary->size() == 3);
        CHECK((*summary)[1].windows == 2);
        CHECK((*summary)[1].bottleneck == 1); // the other one is overridden
        CHECK((*summary)[1].sufficient == 1);
        CHECK(*(*summary)[2].busyMax == doctest::Approx(0.85));
        ObservationFilter filter;
        filter.nodeNameContains = "map";
        filter.busyAbove = 0.0;
        CHECK((*store)->observations(filter, 100, "", {})->rows.size() == 4);
        filter = {};
        filter.label = 1; // the columns for this come with format 3
        filter.busyAbove = 0.5;
        CHECK((*store)->observations(filter, 100, "", {})->rows.size() == 2);
        CHECK((*store)->plan("p1").value()->state == "draft");
        CHECK((*store)->verifyAudit({})->intact);
        CHECK((*store)->checkIntegrity({}));
    }
}

TEST_CASE("a migration that fails leaves the file as it was") {
    const ScratchFolder folder;
    run(folder / "w.db", versionOne() + "DROP TABLE observation;");
    const auto store = Store::open(folder / "w.db", OpenMode::ReadWrite);
    REQUIRE_FALSE(store);
    SQLite::Database db((folder / "w.db").string());
    CHECK(db.execAndGet("PRAGMA user_version").getInt() == 1);
    CHECK_FALSE(db.tableExists("run_summary"));
}

TEST_CASE("a file of a newer version and a database of another program are refused and untouched") {
    const ScratchFolder folder;
    {
        REQUIRE(Store::open(folder / "w.db", OpenMode::ReadWrite));
    }
    run(folder / "w.db", "PRAGMA user_version=99");
    run(folder / "other.db", "CREATE TABLE t(a); INSERT INTO t VALUES(1)");
    for (const OpenMode mode : {OpenMode::ReadWrite, OpenMode::ReadOnly}) {
        const std::string before = contentOf(folder / "w.db");
        const auto newer = Store::open(folder / "w.db", mode);
        REQUIRE_FALSE(newer);
        CHECK(newer.error().code == "store.newer");
        CHECK(newer.error().sentence.find("99") != std::string::npos);
        CHECK(contentOf(folder / "w.db") == before);
        const std::string otherBefore = contentOf(folder / "other.db");
        const auto other = Store::open(folder / "other.db", mode);
        REQUIRE_FALSE(other);
        CHECK(other.error().code == "store.corrupt");
        CHECK(other.error().sentence.find("another program") != std::string::npos);
        CHECK(contentOf(folder / "other.db") == otherBefore);
    }
}

TEST_CASE("a missing table is named") {
    const ScratchFolder folder;
    {
        REQUIRE(Store::open(folder / "w.db", OpenMode::ReadWrite));
    }
    run(folder / "w.db", "DROP TABLE run_summary");
    const auto store = Store::open(folder / "w.db", OpenMode::ReadWrite);
    REQUIRE_FALSE(store);
    CHECK(store.error().code == "store.corrupt");
    CHECK(store.error().sentence.find("run_summary") != std::string::npos);
}

TEST_CASE("a file that may only be read opens read-only, also where nothing can be made beside it") {
    const ScratchFolder folder;
    const auto place = folder / "place";
    std::filesystem::create_directories(place);
    const auto file = place / "w db#1?.db";
    const JobGraph graph = chainGraph("job", 3);
    {
        const auto store = Store::open(file, OpenMode::ReadWrite);
        REQUIRE(store);
        REQUIRE((*store)->record(graph, windowOf(graph, "d", 0), {}));
    }
    ::chmod(file.c_str(), 0444);
    for (const mode_t folderMode : {mode_t{0777}, mode_t{0555}}) {
        ::chmod(place.c_str(), folderMode);
        for (const OpenMode mode : {OpenMode::ReadOnly, OpenMode::ReadWrite}) {
            CAPTURE(static_cast<int>(folderMode));
            CAPTURE(static_cast<int>(mode));
            CHECK(asNobody([&] {
                const auto store = Store::open(file, mode);
                if (!store || !(*store)->readOnly())
                    return false;
                const auto rows = (*store)->observations({}, 10, "", {});
                const auto refused = (*store)->record(graph, windowOf(graph, "d", 1), {});
                return rows && rows->rows.size() == 3 && !refused && refused.error().code == "store.read_only";
            }));
        }
    }
    ::chmod(place.c_str(), 0777);
}

TEST_CASE("a place where nothing may be written is an error with a sentence") {
    const ScratchFolder folder;
    ::chmod(folder.path().c_str(), 0555);
    CHECK(asNobody([&] {
        const auto store = Store::open(folder / "w.db", OpenMode::ReadWrite);
        return !store && store.error().code == "store.open" && !store.error().hint.empty();
    }));
    ::chmod(folder.path().c_str(), 0777);
}

TEST_CASE("on a disk without any room a workspace can still be read, and says why nothing is stored") {
    const ScratchFolder folder;
    const JobGraph graph = chainGraph("job", 3);
    {
        const auto store = Store::open(folder / "w.db", OpenMode::ReadWrite);
        REQUIRE(store);
        REQUIRE((*store)->record(graph, windowOf(graph, "d", 0), {}));
    }
    const FullDisk disk(0);
    REQUIRE(disk.works());
    const auto store = Store::open(folder / "w.db", OpenMode::ReadWrite);
    REQUIRE(store);
    CHECK((*store)->readOnly());
    CHECK((*store)->observations({}, 10, "", {})->rows.size() == 3);
    CHECK((*store)->record(graph, windowOf(graph, "d", 1), {}).error().code == "store.full");
}

TEST_CASE("a full disk refuses the new and keeps the old") {
    const ScratchFolder folder;
    const JobGraph graph = chainGraph("job", 20);
    auto store = Store::open(folder / "w.db", OpenMode::ReadWrite);
    REQUIRE(store);
    REQUIRE((*store)->record(graph, windowOf(graph, "d", 0), {}));
    REQUIRE((*store)->audit({0, {}, "a", "b", "c", "", "{}", "", ""}));
    int stored = 1;
    {
        const FullDisk full(200'000);
        REQUIRE(full.works());
        bool refused = false;
        for (int i = 1; i < 200 && !refused; ++i) {
            const auto run = (*store)->record(graph, windowOf(graph, "d", i), {});
            refused = !run;
            if (refused) {
                CHECK(run.error().code == "store.full");
                CHECK(run.error().sentence.find("full") != std::string::npos);
            } else {
                ++stored;
            }
        }
        CHECK(refused);
        CHECK((*store)->audit({0, {}, "a", "b", "c", "", "{}", "", ""}).error().code == "store.full");
        const Status undone = (*store)->transaction([&]() -> Status { // the failed inner call takes all with it
            for (int i = 300; i < 400; ++i)
                (void)(*store)->record(graph, windowOf(graph, "d", i), {});
            return {};
        });
        CHECK_FALSE(undone);
        CHECK((*store)->observations({}, 10, "", {})); // reading goes on
    }
    REQUIRE((*store)->record(graph, windowOf(graph, "d", 500), {})); // space again
    ++stored;
    CHECK((*store)->stats()->observations == 20 * stored);
    CHECK((*store)->stats()->auditRows == 1);
    CHECK((*store)->verifyAudit({})->intact);
    CHECK((*store)->checkIntegrity({}));
    const auto again = Store::open(folder / "w.db", OpenMode::ReadOnly);
    REQUIRE(again);
    CHECK((*again)->windows("local", "job", std::nullopt, 1'000, {})->size() == static_cast<std::size_t>(stored));
}

TEST_CASE("a writer that does not let go is named, and readers go on meanwhile") {
    const ScratchFolder folder;
    const JobGraph graph = chainGraph("job", 3);
    auto store = Store::open(folder / "w.db", OpenMode::ReadWrite);
    REQUIRE(store);
    REQUIRE((*store)->record(graph, windowOf(graph, "d", 0), {}));
    SQLite::Database other((folder / "w.db").string(), SQLite::OPEN_READWRITE);
    other.exec("BEGIN IMMEDIATE; INSERT INTO document VALUES('a', 'b', 'c')");
    CHECK((*store)->observations({}, 10, "", {})->rows.size() == 3);
    const Status busy = (*store)->putDocument("a", "b", "d");
    REQUIRE_FALSE(busy);
    CHECK(busy.error().code == "store.busy");
    other.exec("ROLLBACK");
    CHECK((*store)->putDocument("a", "b", "d"));
}
