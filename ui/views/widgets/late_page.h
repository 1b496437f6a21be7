// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// A page that is built when it is first wanted: most sessions never see most of them, and each costs memory and time.

#include <QVBoxLayout>
#include <QWidget>
#include <functional>
#include <utility>

namespace streamtune::ui {

class LatePage final : public QWidget {
public:
    /// `make` is called once, from page() or when this is first shown; the page belongs to this.
    explicit LatePage(std::function<QWidget*()> make) : m_make(std::move(make)) {
        auto* layout = new QVBoxLayout(this);
        layout->setContentsMargins(0, 0, 0, 0);
    }

    QWidget* page() {
        if (!m_page) {
            m_page = m_make();
            layout()->addWidget(m_page);
            m_page->show();
        }
        return m_page;
    }

protected:
    void showEvent(QShowEvent* event) override {
        page();
        QWidget::showEvent(event);
    }

private:
    std::function<QWidget*()> m_make;
    QWidget* m_page = nullptr;
};

} // namespace streamtune::ui
