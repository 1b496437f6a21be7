// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// A table that reads its rows page by page as a person scrolls down: never everything, never a count of it.

#include <QScrollBar>
#include <functional>

#include "ui/views/history/store_work.h"
#include "ui/views/widgets/basics.h"

namespace streamtune::ui {

template <typename Row>
class PagedRows {
public:
    using Fetch = std::function<Result<history::Page<Row>>(history::Store&, int limit, const std::string& after,
                                                           std::stop_token)>;
    static constexpr int kPage = 200;
    static constexpr int kMost = 20'000; ///< nobody scrolls further; filters are for that

    PagedRows(Session& session, QObject* context, RowsView& view, TableModel<Row>& model, StoreWork work)
        : m_session(session), m_context(context), m_view(view), m_model(model), m_work(std::move(work)) {
        QObject::connect(view.verticalScrollBar(), &QScrollBar::valueChanged, context, [this](int value) {
            if (value >= m_view.verticalScrollBar()->maximum() - m_view.height())
                more();
        });
    }

    /// From the top, with another question.
    void ask(Fetch fetch) {
        m_fetch = std::move(fetch);
        m_fresh = true;
        read({});
    }
    /// From the top, the same question; chosen rows stay chosen.
    void reload() {
        if (m_fetch)
            read({});
    }
    void clear() {
        m_model.setRows({});
        m_next.clear();
        m_fetch = {};
    }
    void more() {
        if (!m_reading && !m_next.empty() && m_model.rowCount() < kMost)
            read(m_next);
    }
    [[nodiscard]] bool hasMore() const { return !m_next.empty(); }
    [[nodiscard]] bool reading() const { return m_reading; }
    [[nodiscard]] bool asked() const { return static_cast<bool>(m_fetch); }

    std::function<void()> changed; ///< rows came, or the question ended without any

private:
    void read(const std::string& after) {
        m_reading = true;
        const auto fetch = m_fetch;
        readStore<history::Page<Row>>(
            m_session, m_context, m_work,
            [fetch, after](const workbench::Workbench& bench, std::stop_token stop) -> Result<history::Page<Row>> {
                ST_ASSIGN(const auto store, bench.store());
                return fetch(*store, kPage, after, stop);
            },
            [this, after](const std::shared_ptr<const history::Page<Row>>& page) { take(*page, after.empty()); },
            [this] { reload(); });
    }
    void take(const history::Page<Row>& page, bool top) {
        m_reading = false;
        m_next = page.next;
        if (top) {
            if (m_fresh)
                m_model.setRows({});
            m_fresh = false;
            m_model.setRows(page.rows);
            m_view.scrollToTop();
        } else {
            m_model.appendRows(page.rows);
        }
        if (changed)
            changed();
        if (m_view.verticalScrollBar()->maximum() == 0)
            more();
    }

    Session& m_session;
    QObject* m_context;
    RowsView& m_view;
    TableModel<Row>& m_model;
    StoreWork m_work;
    Fetch m_fetch;
    std::string m_next;
    bool m_reading = false;
    bool m_fresh = true;
};

} // namespace streamtune::ui
