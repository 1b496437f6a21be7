// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What a Timely job needs so that it can be looked at and changed: the crate, in lines to copy, and the command that
/// starts the job again with other workers.

#include <QWidget>

#include "core/engines/engine.h"

class QLineEdit;
class QPlainTextEdit;

namespace streamtune::ui {

class TimelyPage final : public QWidget {
    Q_OBJECT
public:
    explicit TimelyPage(QWidget* parent = nullptr);
    void fill(const engines::Profile& profile);
    /// Writes what is typed here into the options of the profile.
    void read(engines::Profile& profile) const;
    /// What is wrong with an address; empty = nothing.
    [[nodiscard]] static QString whyNotAddress(const QString& addresses);

private:
    QPlainTextEdit* m_lines = nullptr;
    QLineEdit* m_supervisor = nullptr;
};

} // namespace streamtune::ui
