// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Widgets beside each other, from the left, that go on in a further line where the room ends.

#include <QLayout>
#include <memory>
#include <vector>

namespace streamtune::ui {

class WrapLayout final : public QLayout {
public:
    WrapLayout(QWidget* parent, int gap);
    ~WrapLayout() override;
    void addItem(QLayoutItem* item) override;
    [[nodiscard]] int count() const override { return static_cast<int>(m_items.size()); }
    [[nodiscard]] QLayoutItem* itemAt(int index) const override;
    QLayoutItem* takeAt(int index) override;
    [[nodiscard]] Qt::Orientations expandingDirections() const override { return {}; }
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override;    ///< all in one line
    [[nodiscard]] QSize minimumSize() const override; ///< the widest alone
    void setGeometry(const QRect& rect) override;

private:
    /// Height of the lines; moves the items where `move`.
    int place(const QRect& rect, bool move) const;

    std::vector<std::unique_ptr<QLayoutItem>> m_items;
    int m_gap;
};

} // namespace streamtune::ui
