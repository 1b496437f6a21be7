// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// Parts that every panel is made of. Texts are shown as they are, never as markup.

#include <QFrame>
#include <QLabel>
#include <QTableView>
#include <QWidget>
#include <functional>

#include "ui/models/table_model.h"

class QAction;
class QHBoxLayout;
class QPushButton;
class QStackedLayout;
class QVBoxLayout;

namespace streamtune::ui {

enum class TextKind { Body, Muted, Caption, Strong, Title, Mono };

/// A label with plain text; wraps, can be selected with the mouse.
[[nodiscard]] QLabel* plainLabel(const QString& text = {}, TextKind kind = TextKind::Body, QWidget* parent = nullptr);

/// One line, cut in the middle where it does not fit, in full as tool tip.
class ElideLabel final : public QWidget {
    Q_OBJECT
public:
    explicit ElideLabel(TextKind kind = TextKind::Body, QWidget* parent = nullptr);
    void setText(const QString& text);
    [[nodiscard]] const QString& text() const { return m_text; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_text;
    TextKind m_kind;
};

/// A small rounded fact. Kinds: "" plain, prod, demo, test, dev, warn, danger, ok, accent, measured, backpressured,
/// predicted.
class Chip final : public QWidget {
    Q_OBJECT
public:
    explicit Chip(const QString& text = {}, const QString& kind = {}, QWidget* parent = nullptr);
    void setFact(const QString& text, const QString& kind = {}, const QString& tip = {});
    [[nodiscard]] const QString& text() const { return m_text; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_text;
    QString m_kind;
};

/// Title row, content below; the frame of everything that is not a dock.
class Panel : public QFrame {
    Q_OBJECT
public:
    explicit Panel(const QString& title, QWidget* parent = nullptr);
    void setTitle(const QString& title);
    void setNote(const QString& note);                   ///< right of the title, muted
    [[nodiscard]] QHBoxLayout* head() { return m_head; } ///< more widgets go before the note
    [[nodiscard]] QVBoxLayout* body() { return m_body; }

private:
    QLabel* m_title = nullptr;
    ElideLabel* m_note = nullptr;
    QHBoxLayout* m_head = nullptr;
    QVBoxLayout* m_body = nullptr;
};

/// What will be here, and the button that fills it.
class EmptyState final : public QWidget {
    Q_OBJECT
public:
    EmptyState(const QString& title, const QString& sentence, QAction* action = nullptr, QWidget* parent = nullptr);
    void setTexts(const QString& title, const QString& sentence);
    void setAction(QAction* action);

private:
    QLabel* m_title = nullptr;
    QLabel* m_sentence = nullptr;
    QPushButton* m_button = nullptr;
    QMetaObject::Connection m_link;
    QAction* m_action = nullptr;
};

/// Shows the empty state while there is nothing to show.
class EmptyStack final : public QWidget {
    Q_OBJECT
public:
    EmptyStack(QWidget* content, EmptyState* empty, QWidget* parent = nullptr);
    void setEmpty(bool on);
    [[nodiscard]] bool isEmpty() const;
    [[nodiscard]] EmptyState* empty() const { return m_empty; }

private:
    QStackedLayout* m_layout = nullptr;
    EmptyState* m_empty = nullptr;
};

/// A push button that mirrors an action: text, enabled, reason as tool tip. Kinds: primary, danger, flat, "".
[[nodiscard]] QPushButton* actionButton(QAction* action, const QString& kind = {}, QWidget* parent = nullptr);

/// Rows of one height, no grid, whole rows selected, sorted by header, plain drawing; Ctrl+C copies as TSV.
class RowsView final : public QTableView {
    Q_OBJECT
public:
    explicit RowsView(const QString& accessibleName, QWidget* parent = nullptr);
    void setSource(TableModelBase* model, int sortColumn, Qt::SortOrder order);
    [[nodiscard]] TableProxy* proxy() { return m_proxy; }
    /// Selects the row without telling; an unknown key clears the selection.
    void showKey(const QString& key);
    [[nodiscard]] QString currentKey() const;
    /// Everything shown, header first.
    [[nodiscard]] QString asTsv(bool selectionOnly) const;
    [[nodiscard]] QString asCsv() const;
    [[nodiscard]] QString asJson() const;
    /// Asks for a file and writes the table into it.
    void saveAs(bool json);
    void setTwoLines(bool on);
    /// Columns take the width of what is seen, and of the sign of sorting.
    void fitColumns();
    /// Column and width in text heights; a title that needs more gets more.
    void setWidths(std::initializer_list<std::pair<int, double>> widths);
    /// Columns that leave when the view is narrower than `width` (in text heights).
    void setOptionalColumns(const QList<int>& columns, int width);

Q_SIGNALS:
    void keyChosen(const QString& key); ///< current row changed by the person
    void keyActivated(const QString& key);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void fitRows();
    void stretchLast();

    TableProxy* m_proxy = nullptr;
    bool m_showing = false;
    bool m_twoLines = false;
    QList<int> m_optional;
    int m_lastWidth = 0; ///< that the last column needs, after fitColumns()
    int m_optionalWidth = 0;
};

} // namespace streamtune::ui
