// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The words that filter the history: typed ones become chips that can be taken away one by one, changed, saved under a
/// name and had again.

#include <QStringList>
#include <QWidget>
#include <utility>
#include <vector>

#include "core/history/run_list.h"
#include "ui/session/session.h"

class QLabel;
class QLineEdit;
class QMenu;
class QToolButton;

namespace streamtune::ui {

class ChipRow;

class FilterBar final : public QWidget {
    Q_OBJECT
public:
    explicit FilterBar(Session& session, QWidget* parent = nullptr);

    [[nodiscard]] const QStringList& terms() const { return m_terms; }
    /// What holds now; words are only taken when they are understood.
    [[nodiscard]] const history::RunFilter& filter() const { return m_filter; }
    void setTerms(const QStringList& terms);
    /// Adds a word; one of the same field gives way where only one can be.
    void addTerm(const QString& term);
    /// Every word of this field goes, the given one comes; an empty term only takes away.
    void replaceField(const QString& field, const QString& term);
    [[nodiscard]] QLineEdit* edit() { return m_edit; }
    [[nodiscard]] QString trouble() const;

Q_SIGNALS:
    void filterChanged();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void take();
    void showChips();
    [[nodiscard]] bool apply(const QStringList& terms);
    void loadSaved();
    void fillSaved();
    void store(const QString& name, const QString& words); ///< empty words: removes it
    void saveAs();
    void showHelp();

    Session& m_session;
    QStringList m_terms;
    history::RunFilter m_filter;
    std::vector<std::pair<QString, QString>> m_known; ///< saved ones: name, words
    QLineEdit* m_edit = nullptr;
    ChipRow* m_chips = nullptr;
    QLabel* m_trouble = nullptr;
    QToolButton* m_saved = nullptr;
    QToolButton* m_clear = nullptr;
};

} // namespace streamtune::ui
