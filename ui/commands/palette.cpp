// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/commands/palette.h"

#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QStyledItemDelegate>
#include <QVBoxLayout>
#include <algorithm>
#include <iterator>

#include "ui/commands/commands.h"

namespace streamtune::ui {

namespace {
constexpr int kIndexRole = Qt::UserRole + 1;
constexpr int kMostShown = 200;
constexpr int kDetailRole = Qt::UserRole + 2;

/// The name at the left, what it is or its key at the right.
class ItemDelegate final : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* p, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const QString detail = index.data(kDetailRole).toString();
        QStyleOptionViewItem left = option;
        initStyleOption(&left, index);
        const int right = detail.isEmpty() ? 0 : option.fontMetrics.horizontalAdvance(detail) + 16;
        const QStyle* style = option.widget->style();
        style->drawPrimitive(QStyle::PE_PanelItemViewItem, &left, p, option.widget);
        const QColor ink = index.data(Qt::ForegroundRole).isValid() ? index.data(Qt::ForegroundRole).value<QColor>()
                                                                    : option.palette.color(QPalette::Text);
        p->setPen(ink);
        const QRect words = option.rect.adjusted(6, 0, -6 - right, 0);
        p->drawText(words, Qt::AlignVCenter | Qt::AlignLeft,
                    option.fontMetrics.elidedText(left.text, Qt::ElideMiddle, words.width()));
        p->setPen(option.palette.color(QPalette::PlaceholderText));
        p->drawText(option.rect.adjusted(6, 0, -6, 0), Qt::AlignVCenter | Qt::AlignRight, detail);
    }
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const override {
        return {0, std::max(24, option.fontMetrics.height() + 8)};
    }
};
} // namespace

int fuzzyRank(const QString& typed, const QString& text) {
    if (typed.isEmpty())
        return 0;
    const qsizetype whole = text.indexOf(typed, 0, Qt::CaseInsensitive);
    if (whole >= 0)
        return static_cast<int>(std::min<qsizetype>(whole, 500));
    int rank = 1000;
    qsizetype at = 0;
    for (const QChar c : typed) {
        if (c.isSpace())
            continue;
        const qsizetype next = text.indexOf(c, at, Qt::CaseInsensitive);
        if (next < 0)
            return -1;
        rank += static_cast<int>(std::min<qsizetype>(next - at, 1000));
        at = next + 1;
    }
    return rank;
}

PaletteDialog::PaletteDialog(const QString& title, const QString& placeholder, std::vector<PaletteItem> items,
                             QWidget* parent)
    : QDialog(parent), m_items(std::move(items)) {
    setWindowTitle(title);
    setObjectName(QStringLiteral("palette"));
    auto* layout = new QVBoxLayout(this);
    m_edit = new QLineEdit;
    m_edit->setPlaceholderText(placeholder);
    m_edit->setAccessibleName(title);
    m_edit->setClearButtonEnabled(true);
    m_list = new QListView;
    m_list->setAccessibleName(tr("Matches"));
    m_list->setUniformItemSizes(true);
    m_list->setItemDelegate(new ItemDelegate(m_list));
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_why = new QLabel;
    m_why->setTextFormat(Qt::PlainText);
    m_why->setWordWrap(true);
    m_why->setMinimumHeight(m_why->fontMetrics().lineSpacing() * 2);
    m_model = new QStandardItemModel(this);
    m_list->setModel(m_model);
    layout->addWidget(m_edit);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_why);
    const int em = fontMetrics().height();
    resize(em * 36, em * 26);
    m_edit->installEventFilter(this);
    connect(m_edit, &QLineEdit::textChanged, this, &PaletteDialog::filter);
    connect(m_list, &QListView::clicked, this, &PaletteDialog::choose);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this, &PaletteDialog::explain);
    filter({});
}

int PaletteDialog::shownCount() const {
    return m_model->rowCount();
}

void PaletteDialog::add(std::vector<PaletteItem> items) {
    const QVariant current = m_list->currentIndex().data(kIndexRole);
    m_items.insert(m_items.end(), std::make_move_iterator(items.begin()), std::make_move_iterator(items.end()));
    filter(m_edit->text());
    for (int row = 0; current.isValid() && row < m_model->rowCount(); ++row)
        if (m_model->index(row, 0).data(kIndexRole) == current)
            m_list->setCurrentIndex(m_model->index(row, 0));
}

void PaletteDialog::filter(const QString& typed) {
    std::vector<std::pair<int, int>> ranked;
    for (int i = 0; i < static_cast<int>(m_items.size()); ++i) {
        const auto& item = m_items[static_cast<std::size_t>(i)];
        const int rank = fuzzyRank(typed.trimmed(), item.text + QLatin1Char(' ') + item.detail);
        if (rank >= 0)
            ranked.emplace_back(rank, i);
    }
    std::ranges::stable_sort(ranked, {}, &std::pair<int, int>::first);
    m_model->clear();
    for (const auto& [rank, index] : ranked) {
        if (m_model->rowCount() >= kMostShown)
            break;
        const auto& item = m_items[static_cast<std::size_t>(index)];
        auto* row = new QStandardItem(item.text);
        row->setData(item.detail, kDetailRole);
        row->setAccessibleText(item.detail.isEmpty() ? item.text : item.text + QStringLiteral(", ") + item.detail);
        row->setData(index, kIndexRole);
        // Greyed but reachable, so that the reason can be read.
        if (!item.whyNot.isEmpty()) {
            row->setForeground(palette().color(QPalette::Disabled, QPalette::Text));
            row->setAccessibleText(item.text + QStringLiteral(", ") + item.whyNot);
        }
        m_model->appendRow(row);
    }
    m_list->setCurrentIndex(m_model->index(0, 0));
    explain();
}

void PaletteDialog::explain() {
    const QModelIndex current = m_list->currentIndex();
    if (!current.isValid()) {
        m_why->setText(tr("Nothing matches what was typed."));
        return;
    }
    const auto& item = m_items[current.data(kIndexRole).toUInt()];
    m_why->setText(item.whyNot.isEmpty() ? QString() : tr("Not now: %1").arg(item.whyNot));
}

void PaletteDialog::choose() {
    const QModelIndex current = m_list->currentIndex();
    if (!current.isValid())
        return;
    const auto& item = m_items[current.data(kIndexRole).toUInt()];
    if (!item.whyNot.isEmpty() || !item.choose)
        return;
    const auto run = item.choose;
    accept();
    run();
}

bool PaletteDialog::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_edit && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        const int row = m_list->currentIndex().row();
        switch (key->key()) {
        case Qt::Key_Down:
            m_list->setCurrentIndex(m_model->index(std::min(row + 1, m_model->rowCount() - 1), 0));
            return true;
        case Qt::Key_Up:
            m_list->setCurrentIndex(m_model->index(std::max(row - 1, 0), 0));
            return true;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            choose();
            return true;
        default:
            break;
        }
    }
    return QDialog::eventFilter(watched, event);
}

std::vector<PaletteItem> paletteItems(const CommandRegistry& registry) {
    std::vector<PaletteItem> items;
    for (QAction* action : registry.actions()) {
        PaletteItem item;
        item.text = CommandRegistry::group(action) + QStringLiteral(": ") + CommandRegistry::plainText(action);
        item.detail = action->shortcut().toString(QKeySequence::NativeText);
        item.whyNot = CommandRegistry::whyDisabled(action);
        item.choose = [action] { action->trigger(); };
        items.push_back(std::move(item));
    }
    return items;
}

} // namespace streamtune::ui
