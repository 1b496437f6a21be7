// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The minutes after an apply: verdict, predicted against measured, the accepted rate as a line.

#include <QWidget>

#include "ui/session/watch.h"
#include "ui/views/widgets/basics.h"

namespace streamtune::ui {

class WatchView final : public QWidget {
    Q_OBJECT
public:
    explicit WatchView(QWidget* parent = nullptr);
    void setWatch(const Watch& watch);
    [[nodiscard]] const Watch& watch() const { return m_watch; }

private:
    class Line;
    Watch m_watch;
    QLabel* m_note = nullptr;
    Chip* m_verdict = nullptr;
    QLabel* m_sentence = nullptr;
    QLabel* m_rows = nullptr;
    Line* m_line = nullptr;
};

} // namespace streamtune::ui
