// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Tags and notes of one thing (a run, a job, a cluster), written where they stand.

#include <QWidget>
#include <vector>

#include "ui/session/session.h"

class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QToolButton;
class QVBoxLayout;

namespace streamtune::ui {

class ChipRow;

class NotesBox final : public QWidget {
    Q_OBJECT
public:
    explicit NotesBox(Session& session, QWidget* parent = nullptr);
    /// E.g. "run:12"; reads what is written about it. Empty shows nothing.
    void setSubject(const std::string& subject);
    [[nodiscard]] const std::string& subject() const { return m_subject; }
    [[nodiscard]] QLineEdit* tagEdit() { return m_tag; }
    [[nodiscard]] QPlainTextEdit* noteEdit() { return m_text; }
    void setStar(bool on);
    [[nodiscard]] bool hasStar() const;

Q_SIGNALS:
    void written(); ///< something was added, changed or taken away

private:
    void reload();
    void showNotes(const std::vector<history::Note>& notes);
    void refreshButtons();
    void write(const QString& title, std::function<Status(history::Store&)> what);

    Session& m_session;
    std::string m_subject;
    std::vector<std::string> m_tags;
    std::int64_t m_changing = 0; ///< id of the note that is being changed
    ChipRow* m_chips = nullptr;
    QLineEdit* m_tag = nullptr;
    QToolButton* m_star = nullptr;
    QVBoxLayout* m_notes = nullptr;
    QPlainTextEdit* m_text = nullptr;
    QPushButton* m_keep = nullptr;
    QPushButton* m_leave = nullptr;
};

} // namespace streamtune::ui
