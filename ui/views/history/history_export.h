// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// All rows of a filter as a file, however many: page after page on a worker thread. Nothing half-written is left.

#include <QString>
#include <functional>

#include "core/base/progress.h"
#include "core/history/store.h"
#include "ui/models/table_model.h"

namespace streamtune::ui {

/// Gives the rows to write, page by page, through `model`; `next` returns the number of rows that it put into the
/// model, 0 at the end.
struct RowSource {
    const QAbstractItemModel* model = nullptr;
    std::function<Result<int>()> next;
};

/// CSV, or JSON where the name ends so. Numbers are written in full. Returns the number of rows. Errors:
/// "export.write", "export.cancelled", those of `next`.
[[nodiscard]] Result<std::int64_t> writeRows(const QString& file, const RowSource& source, std::stop_token stop,
                                             const ProgressSink& progress);

/// The pages that `fetch` gives, through `model`.
template <typename Row>
[[nodiscard]] RowSource pagesOf(TableModel<Row>& model,
                                std::function<Result<history::Page<Row>>(int limit, const std::string& after)> fetch) {
    constexpr int kPage = 1'000;
    return {&model, [&model, fetch = std::move(fetch), after = std::string(), ended = false]() mutable -> Result<int> {
                model.setRows({});
                if (ended)
                    return 0;
                ST_ASSIGN(auto page, fetch(kPage, after));
                after = page.next;
                ended = after.empty();
                const int rows = static_cast<int>(page.rows.size());
                model.setRows(std::move(page.rows));
                return rows;
            }};
}

} // namespace streamtune::ui
