// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Words as chips that wrap over lines; each can be chosen (click, Enter) and taken away (its cross, Delete).

#include <QStringList>
#include <QWidget>

namespace streamtune::ui {

class ChipRow final : public QWidget {
    Q_OBJECT
public:
    explicit ChipRow(QWidget* parent = nullptr);
    /// `removeName` is the accessible name of a cross, with %1 for the word; empty = none can be taken away.
    void setChips(const QStringList& words, const QString& removeName);
    [[nodiscard]] const QStringList& words() const { return m_words; }
    [[nodiscard]] bool hasHeightForWidth() const override { return true; }
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void chosen(int at);
    void removeWanted(int at);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    class Word;
    int place(int width, bool move) const;

    QStringList m_words;
    QList<QWidget*> m_chips;
};

} // namespace streamtune::ui
