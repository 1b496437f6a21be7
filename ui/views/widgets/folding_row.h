// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// A row of tools that stays whole where a window gets narrow: step by step it says less, and what it no longer shows
/// goes into a menu at its end. GUI thread.

#include <QWidget>
#include <functional>
#include <vector>

class QHBoxLayout;
class QMenu;
class QToolButton;

namespace streamtune::ui {

class FoldingRow final : public QWidget {
    Q_OBJECT
public:
    explicit FoldingRow(QWidget* parent = nullptr);
    [[nodiscard]] QHBoxLayout* row() { return m_row; }

    /// One step: called with true where the room ends, in the order in which steps are added, and with false when there
    /// is room again.
    void addFold(std::function<void(bool folded)> fold);
    /// A step that hides the widget.
    void addHiding(QWidget* widget);
    /// A step that takes the widgets out of the row; `actions` asks for what stands for them in the menu then.
    void addMoving(const QList<QWidget*>& widgets, std::function<QList<QAction*>()> actions);
    /// Where the menu of what is folded away opens; put it where it belongs in the row. Hidden while nothing is.
    [[nodiscard]] QToolButton* more() { return m_more; }
    /// What is in the row has changed: it is looked at anew how much of it fits.
    void refit();
    [[nodiscard]] int folded() const { return static_cast<int>(m_level); }

    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Step {
        std::function<void(bool)> fold;
        std::function<QList<QAction*>()> actions; ///< none where nothing goes into the menu
        int needed = 0;                           ///< pixels the row needed before this step was taken
    };
    void fit();
    void set(std::size_t step, bool folded);
    void fillMenu();
    [[nodiscard]] int needed() const;

    QHBoxLayout* m_row = nullptr;
    QToolButton* m_more = nullptr;
    QMenu* m_menu = nullptr;
    std::vector<Step> m_steps;
    std::size_t m_level = 0; ///< steps taken
    bool m_fitting = false;
};

} // namespace streamtune::ui
