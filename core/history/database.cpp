// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/database.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <chrono>
#include <sqlite3.h>
#include <thread>

#include "core/base/output_file.h"
#include "core/history/schema.h"

namespace streamtune::history {
namespace {

constexpr int kBusyMillis = 5'000;
constexpr int kProgressOps = 2'000; ///< virtual machine steps between two looks at the stop token, well below 1 ms
constexpr int kLengthLimit = 256 << 20;

/// file: URI with everything escaped that a URI could misread.
std::string immutableUri(const std::filesystem::path& file) {
    static constexpr char kHex[] = "0123456789ABCDEF";
    std::string uri = "file:";
    for (const char c : std::filesystem::absolute(file).string()) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) || c == '/' || c == '.' || c == '_' || c == '-') {
            uri += c;
        } else {
            uri += '%';
            uri += kHex[byte >> 4];
            uri += kHex[byte & 15];
        }
    }
    return uri + "?immutable=1";
}

bool isBusy(const SQLite::Exception& e) {
    return (e.getErrorCode() & 0xff) == SQLITE_BUSY || (e.getErrorCode() & 0xff) == SQLITE_LOCKED;
}

/// Switching a new file to WAL does not call the busy handler: ask again until the other process is done.
void switchToWal(SQLite::Database& db) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(kBusyMillis);
    while (true) {
        try {
            SQLite::Statement mode(db, "PRAGMA journal_mode=WAL");
            mode.executeStep();
            return;
        } catch (const SQLite::Exception& e) {
            if (!isBusy(e) || std::chrono::steady_clock::now() > until)
                throw;
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
    }
}

/// A damaged or hostile file must not make SQLite run code or take all memory.
void harden(SQLite::Database& db) {
    sqlite3_limit(db.getHandle(), SQLITE_LIMIT_LENGTH, kLengthLimit);
    sqlite3_db_config(db.getHandle(), SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(db.getHandle(), SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    db.exec("PRAGMA cell_size_check=ON");
    db.exec("PRAGMA foreign_keys=ON");
}

int pragma(SQLite::Database& db, const char* text) {
    return db.execAndGet(text).getInt();
}

/// No room for the -shm file that a WAL database wants beside it.
bool lacksRoomForIndex(const SQLite::Exception& e) {
    const int code = e.getExtendedErrorCode();
    return code == SQLITE_IOERR_SHMSIZE || code == SQLITE_IOERR_SHMOPEN || code == SQLITE_IOERR_SHMMAP;
}

/// `noRoom`: opened for reading only, because the disk is full.
std::unique_ptr<SQLite::Database> openHandle(const std::filesystem::path& file, OpenMode mode, bool& noRoom) {
    const int flags =
        SQLite::OPEN_NOMUTEX |
        (mode == OpenMode::ReadOnly ? SQLite::OPEN_READONLY : SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    auto db = std::make_unique<SQLite::Database>(file.string(), flags, kBusyMillis);
    try {
        harden(*db);
        (void)pragma(*db, "PRAGMA application_id"); // the first read of the file
        return db;
    } catch (const SQLite::Exception& e) {
        // A WAL database wants a -shm file beside it. Where none can be made (read-only file or medium, full disk) and
        // nothing waits in a -wal file, the file can be read as it is.
        const int code = e.getErrorCode() & 0xff;
        std::error_code ignored;
        const auto wal = std::filesystem::file_size(file.string() + "-wal", ignored);
        const bool pending = !ignored && wal > 0;
        noRoom = lacksRoomForIndex(e);
        if ((code != SQLITE_CANTOPEN && code != SQLITE_READONLY && !noRoom) || pending ||
            !std::filesystem::exists(file, ignored))
            throw;
    }
    auto fixed = std::make_unique<SQLite::Database>(
        immutableUri(file), SQLite::OPEN_NOMUTEX | SQLite::OPEN_READONLY | SQLite::OPEN_URI, kBusyMillis);
    harden(*fixed);
    (void)pragma(*fixed, "PRAGMA application_id");
    return fixed;
}

Error noRoomOn(const std::filesystem::path& file, const std::string& so,
               std::map<std::string, std::string> details = {}) {
    return {"store.full", "The disk with the workspace " + quoted(file) + " is full, so " + so + ".",
            "Free some space and try again; what was stored before is whole.", std::move(details)};
}

int stopRequested(void* token) {
    return static_cast<const std::stop_token*>(token)->stop_requested() ? 1 : 0;
}

} // namespace

Error storeError(const std::exception& exception, const std::filesystem::path& file) {
    const auto* sqlite = dynamic_cast<const SQLite::Exception*>(&exception);
    Error error{"store.query",
                "The workspace " + quoted(file) + " could not carry out a request: " + exception.what() + ".",
                "Check the details; the workspace is unchanged.",
                {{"sqlite", exception.what()}}};
    if (!sqlite)
        return error;
    error.details["code"] = std::to_string(sqlite->getErrorCode());
    switch (sqlite->getErrorCode() & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        error.code = "store.busy";
        error.sentence =
            "The workspace " + quoted(file) + " is in use by another writer, and did not become free in time.";
        error.hint = "Try again; end the other program if it hangs.";
        break;
    case SQLITE_FULL:
        return noRoomOn(file, "nothing was stored", std::move(error.details));
    case SQLITE_READONLY:
        error.code = "store.read_only";
        error.sentence = "The workspace " + quoted(file) + " can only be read.";
        error.hint = "Change its permissions, or copy it to a place where you may write.";
        break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        error.code = "store.corrupt";
        error.sentence = sqlite->getErrorCode() == SQLITE_NOTADB
                             ? quoted(file) + " is not a workspace file."
                             : "The workspace " + quoted(file) + " is damaged: " + exception.what() + ".";
        error.hint = "Name another file with --workspace, or restore a copy of it.";
        break;
    case SQLITE_INTERRUPT:
        error.code = "store.cancelled";
        error.sentence = "The request to the workspace was cancelled.";
        error.hint.clear();
        break;
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        error.code = "store.open";
        error.sentence = "The workspace " + quoted(file) + " cannot be opened: " + exception.what() + ".";
        error.hint = "Check that the folder exists and that you may read and write it.";
        break;
    case SQLITE_IOERR:
        if (lacksRoomForIndex(*sqlite))
            return noRoomOn(file, "it cannot be opened", std::move(error.details));
        error.code = "store.io";
        error.sentence = "Reading or writing the workspace " + quoted(file) + " failed: " + exception.what() + ".";
        error.hint = "Check the disk; what was acknowledged before is kept.";
        break;
    default:
        break;
    }
    return error;
}

Database::Database(std::filesystem::path file, std::unique_ptr<SQLite::Database> db)
    : m_file(std::move(file)), m_db(std::move(db)) {
    m_readOnly = sqlite3_db_readonly(m_db->getHandle(), "main") == 1;
}

Database::~Database() = default;

Result<std::unique_ptr<Database>> Database::open(const std::filesystem::path& file, OpenMode mode) {
    std::error_code ignored;
    if (std::filesystem::is_directory(file, ignored))
        return fail("store.open", quoted(file) + " is a folder, not a workspace file.", "Name a file.");
    if (mode == OpenMode::ReadOnly && !std::filesystem::exists(file, ignored))
        return fail("store.open", "There is no workspace " + quoted(file) + ".",
                    "Check the path, or open it for writing to make a new one.");
    if (mode == OpenMode::ReadWrite && file.has_parent_path())
        std::filesystem::create_directories(file.parent_path(), ignored); // opening says what is wrong
    try {
        bool noRoom = false;
        std::unique_ptr<Database> db(new Database(file, openHandle(file, mode, noRoom)));
        db->m_noRoom = noRoom;
        ST_TRY(db->prepareFile(mode));
        return db;
    } catch (const std::exception& e) {
        return fail(storeError(e, file));
    }
}

Status Database::prepareFile(OpenMode mode) {
    m_db->exec("BEGIN"); // one moment: another process may be making the same file
    const int application = pragma(*m_db, "PRAGMA application_id");
    const int version = pragma(*m_db, "PRAGMA user_version");
    const bool empty = pragma(*m_db, "SELECT count(*) FROM sqlite_master") == 0;
    m_db->exec("COMMIT");
    if (!empty && application != kApplicationId)
        return fail("store.corrupt", quoted(m_file) + " is a database of another program, not a workspace.",
                    "Name another file with --workspace.");
    if (version > kSchemaVersion)
        return fail("store.newer",
                    "The workspace " + quoted(m_file) + " was written by a newer version of this program (format " +
                        std::to_string(version) + ", this one reads up to " + std::to_string(kSchemaVersion) + ").",
                    "Install the newer version, or name another workspace.");
    if (version < 0 || (!empty && version == 0))
        return fail("store.corrupt", "The workspace " + quoted(m_file) + " is damaged: its format number is not valid.",
                    "Restore a copy of it.");
    if (version < kSchemaVersion && m_readOnly)
        return fail("store.read_only",
                    empty ? quoted(m_file) + " is empty and can only be read."
                          : "The workspace " + quoted(m_file) +
                                " has an older format and must be brought up to date, but can only be read.",
                    "Open it once for writing.");
    if (mode == OpenMode::ReadWrite && !m_readOnly) {
        if (empty)
            m_db->exec("PRAGMA page_size=8192"); // windows of 4 to 8 KB: a third less file and scan time than with 4096
        switchToWal(*m_db);
        m_db->exec("PRAGMA synchronous=FULL");
        m_db->exec("PRAGMA journal_size_limit=67108864");
    }
    m_db->exec("PRAGMA cache_size=-16384");
    if (version < kSchemaVersion)
        ST_TRY(migrate(version));
    return checkTables();
}

Status Database::migrate(int from) {
    return write([&]() -> Status {
        from = pragma(*m_db, "PRAGMA user_version"); // another process may have been first
        for (int version = from; version < kSchemaVersion; ++version)
            m_db->exec(kMigrations[static_cast<std::size_t>(version)]);
        if (from < kSchemaVersion) {
            m_db->exec("PRAGMA application_id=" + std::to_string(kApplicationId));
            m_db->exec("PRAGMA user_version=" + std::to_string(kSchemaVersion));
        }
        return {};
    });
}

Status Database::checkTables() {
    SQLite::Statement find(*m_db, "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?");
    for (const char* table : kTables) {
        find.reset();
        find.bind(1, table);
        if (!find.executeStep())
            return fail("store.corrupt",
                        "The workspace " + quoted(m_file) + " is damaged: its table \"" + table + "\" is missing.",
                        "Restore a copy of it.");
    }
    return {};
}

SQLite::Statement& Database::sql(const char* literal) {
    if (const auto known = m_statements.find(literal); known != m_statements.end()) {
        (void)known->second->tryReset(); // repeats the error of the last step, which was reported then
        known->second->clearBindings();
        return *known->second;
    }
    auto prepared = std::make_unique<SQLite::Statement>(*m_db, literal); // throws when a damaged schema lacks something
    return *m_statements.emplace(literal, std::move(prepared)).first->second;
}

std::unique_ptr<SQLite::Statement> Database::prepare(const std::string& text) {
    return std::make_unique<SQLite::Statement>(*m_db, text);
}

std::int64_t Database::lastRowId() const {
    return m_db->getLastInsertRowid();
}

int Database::changes() const {
    return m_db->getChanges();
}

Error Database::errorOf(const std::exception& exception) const {
    return storeError(exception, m_file);
}

void Database::resetStatements() {
    for (auto& [text, statement] : m_statements)
        (void)statement->tryReset();
}

bool Database::engineInTransaction() const {
    return sqlite3_get_autocommit(m_db->getHandle()) == 0;
}

Status Database::begin() {
    if (m_noRoom)
        return fail(noRoomOn(m_file, "nothing was stored"));
    if (m_readOnly)
        return fail("store.read_only", "The workspace " + quoted(m_file) + " can only be read.",
                    "Open it for writing, or change its permissions.");
    if (m_lost)
        return fail("store.query", "The running transaction of the workspace " + quoted(m_file) + " was undone.",
                    "Start it again.");
    return attempt([&]() -> Status {
        m_db->exec(m_depth == 0 ? "BEGIN IMMEDIATE" : "SAVEPOINT inner_step");
        ++m_depth;
        return {};
    });
}

Status Database::commit() {
    if (m_lost) {
        rollBack();
        return fail("store.query", "The running transaction of the workspace " + quoted(m_file) + " was undone.",
                    "Start it again.");
    }
    if (m_depth == 1)
        resetStatements(); // an open cursor would keep an old snapshot, and the next BEGIN IMMEDIATE would fail
    auto done = attempt([&]() -> Status {
        m_db->exec(m_depth == 1 ? "COMMIT" : "RELEASE inner_step");
        return {};
    });
    if (!done)
        rollBack();
    else
        --m_depth;
    return done;
}

void Database::rollBack() {
    resetStatements();
    if (engineInTransaction())
        m_db->tryExec(m_depth == 1 ? "ROLLBACK" : "ROLLBACK TO inner_step; RELEASE inner_step");
    else
        m_lost = m_depth > 1;
    if (--m_depth == 0)
        m_lost = false;
    if (onRollBack)
        onRollBack();
}

Database::Snapshot::Snapshot(Database& db, const std::stop_token& stop) : m_db(db), m_stop(stop) {
    if (m_stop.stop_possible())
        sqlite3_progress_handler(db.m_db->getHandle(), kProgressOps, stopRequested, &m_stop);
    if (!db.engineInTransaction())
        m_began = db.m_db->tryExec("BEGIN") == SQLITE_OK;
}

Database::Snapshot::~Snapshot() {
    m_db.resetStatements();
    sqlite3_progress_handler(m_db.m_db->getHandle(), 0, nullptr, nullptr);
    if (m_began && m_db.engineInTransaction())
        m_db.m_db->tryExec("COMMIT");
}

} // namespace streamtune::history
