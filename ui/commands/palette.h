// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// A box to type into and a list to choose from: the command palette, and "go to" over what the window knows.

#include <QDialog>
#include <QString>
#include <functional>
#include <vector>

class QLineEdit;
class QListView;
class QLabel;
class QStandardItemModel;

namespace streamtune::ui {

class CommandRegistry;

struct PaletteItem {
    QString text;
    QString detail; ///< kind, shortcut or place
    QString whyNot; ///< non-empty: shown greyed, cannot be chosen
    std::function<void()> choose;
};

/// Rank of `text` for the letters typed, in order; -1 = no match; smaller is better. Case does not count.
[[nodiscard]] int fuzzyRank(const QString& typed, const QString& text);

class PaletteDialog final : public QDialog {
    Q_OBJECT
public:
    PaletteDialog(const QString& title, const QString& placeholder, std::vector<PaletteItem> items, QWidget* parent);
    [[nodiscard]] int shownCount() const;
    /// More to choose from, read in the meantime; what is typed and chosen stays.
    void add(std::vector<PaletteItem> items);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void filter(const QString& typed);
    void explain();
    void choose();

    std::vector<PaletteItem> m_items;
    QLineEdit* m_edit = nullptr;
    QListView* m_list = nullptr;
    QLabel* m_why = nullptr;
    QStandardItemModel* m_model = nullptr;
};

[[nodiscard]] std::vector<PaletteItem> paletteItems(const CommandRegistry& registry);

} // namespace streamtune::ui
