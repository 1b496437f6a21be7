// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Trouble as a strip above the work: what, why, what next, details on demand; never a dialog.

#include <QFrame>

#include "ui/session/troubles.h"

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QToolButton;

namespace streamtune::ui {

class TroubleBanner final : public QFrame {
    Q_OBJECT
public:
    explicit TroubleBanner(Troubles& troubles, QWidget* parent = nullptr);

private:
    void refresh();

    Troubles& m_troubles;
    QString m_key;
    QLabel* m_sentence = nullptr;
    QLabel* m_hint = nullptr;
    QLabel* m_more = nullptr;
    QPushButton* m_retry = nullptr;
    QToolButton* m_details = nullptr;
    QToolButton* m_copy = nullptr;
    QToolButton* m_dismiss = nullptr;
    QPlainTextEdit* m_text = nullptr;
};

} // namespace streamtune::ui
