// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/run_archive.h"

#include "core/history/database.h"
#include "core/history/label_table.h"
#include "core/history/note_table.h"
#include "core/history/run_query.h"

namespace streamtune::history {

struct RunArchive::Impl {
    std::unique_ptr<Database> db;
};

RunArchive::RunArchive(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
RunArchive::~RunArchive() = default;

Result<std::unique_ptr<RunArchive>> RunArchive::beside(const Store& store) {
    ST_ASSIGN(auto db, Database::open(store.file(), store.readOnly() ? OpenMode::ReadOnly : OpenMode::ReadWrite));
    return std::unique_ptr<RunArchive>(new RunArchive(std::make_unique<Impl>(std::move(db))));
}

Result<Page<RunRow>> RunArchive::runs(const RunFilter& filter, int limit, const std::string& after,
                                      std::stop_token stop) {
    return queryRuns(*m_impl->db, filter, limit, after, stop);
}

Result<std::vector<RunSpan>> RunArchive::spans(int most, std::stop_token stop) {
    return querySpans(*m_impl->db, most, stop);
}

Status RunArchive::withdrawLabel(std::int64_t run, std::int64_t window, const std::string& node, const std::string& who,
                                 const std::string& reason) {
    return LabelTable(*m_impl->db).withdraw({run, window, node, 0, who, reason, {}});
}

Status RunArchive::changeNote(std::int64_t id, const std::string& text, const std::string& who) {
    return NoteTable(*m_impl->db).change(id, text, who);
}

} // namespace streamtune::history
