// SPDX-License-Identifier: GPL-3.0-or-later
#include <QClipboard>
#include <QContextMenuEvent>
#include <QFileDialog>
#include <QGuiApplication>
#include <QHeaderView>
#include <QJsonDocument>
#include <QKeyEvent>
#include <QMenu>
#include <QMessageBox>
#include <QPainter>
#include <QSaveFile>
#include <QScopedValueRollback>
#include <set>

#include "ui/views/widgets/basics.h"
#include "ui/views/widgets/cell_delegate.h"
#include "ui/views/widgets/table_text.h"
#include "ui/views/widgets/tokens.h"

namespace streamtune::ui {

namespace {

constexpr int kHeadPad = 14; ///< what the style sheet leaves free on both sides of a title

QString flat(QString s) {
    return s.replace(QLatin1Char('\t'), QLatin1Char(' ')).replace(QLatin1Char('\n'), QLatin1Char(' '));
}

/// The arrow of the order stands above the title: beside it, it lay on the words of narrow columns.
class RowsHeader final : public QHeaderView {
public:
    explicit RowsHeader(QWidget* parent) : QHeaderView(Qt::Horizontal, parent) { setSectionsClickable(true); }

protected:
    void initStyleOptionForIndex(QStyleOptionHeader* option, int section) const override {
        QHeaderView::initStyleOptionForIndex(option, section);
        option->sortIndicator = QStyleOptionHeader::None;
    }
    void paintSection(QPainter* painter, const QRect& rect, int section) const override {
        painter->save();
        QHeaderView::paintSection(painter, rect, section);
        painter->restore();
        if (!isSortIndicatorShown() || sortIndicatorSection() != section || !isEnabled())
            return;
        const double half = fontMetrics().height() / 5.0;
        const double top = rect.top() + 1, bottom = top + half;
        const double middle = rect.left() + rect.width() / 2.0;
        const bool up = sortIndicatorOrder() == Qt::AscendingOrder;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(Qt::NoPen);
        painter->setBrush(token(Token::Accent, palette()));
        painter->drawPolygon(QPolygonF{
            {middle, up ? top : bottom}, {middle + half, up ? bottom : top}, {middle - half, up ? bottom : top}});
        painter->restore();
    }
};

} // namespace

RowsView::RowsView(const QString& accessibleName, QWidget* parent) : QTableView(parent) {
    setAccessibleName(accessibleName);
    setHorizontalHeader(new RowsHeader(this));
    setShowGrid(false);
    setFrameShape(QFrame::NoFrame);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setWordWrap(false);
    setSortingEnabled(true);
    setTabKeyNavigation(false);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setHighlightSections(false);
    horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    horizontalHeader()->setStretchLastSection(true);
    setItemDelegate(new CellDelegate(this));
    m_proxy = new TableProxy(this);
    fitRows();
}

void RowsView::setSource(TableModelBase* model, int sortColumn, Qt::SortOrder order) {
    m_proxy->setSourceModel(model);
    setModel(m_proxy);
    sortByColumn(sortColumn, order);
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& current) {
        if (!m_showing && current.isValid())
            Q_EMIT keyChosen(current.data(KeyRole).toString());
    });
    connect(this, &QTableView::activated, this,
            [this](const QModelIndex& index) { Q_EMIT keyActivated(index.data(KeyRole).toString()); });
}

void RowsView::showKey(const QString& key) {
    const QScopedValueRollback guard(m_showing, true);
    auto* source = dynamic_cast<TableModelBase*>(m_proxy->sourceModel());
    const int row = source ? source->rowOfKey(key) : -1;
    const QModelIndex index = row < 0 ? QModelIndex() : m_proxy->mapFromSource(source->index(row, 0));
    if (!index.isValid()) {
        clearSelection();
        setCurrentIndex({});
        return;
    }
    if (currentIndex().row() == index.row() && selectionModel()->isRowSelected(index.row()))
        return;
    selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    scrollTo(index);
}

QString RowsView::currentKey() const {
    return currentIndex().data(KeyRole).toString();
}

void RowsView::setTwoLines(bool on) {
    m_twoLines = on;
    fitRows();
}

void RowsView::fitColumns() {
    resizeColumnsToContents();
    for (int c = 0; c < m_proxy->columnCount(); ++c)
        setColumnWidth(c, columnWidth(c) + fontMetrics().height());
    const int last = m_proxy->columnCount() - 1;
    m_lastWidth = std::max(sizeHintForColumn(last), horizontalHeader()->sectionSizeHint(last)) + fontMetrics().height();
    stretchLast();
}

/// The last column takes what is left; where that is less than it needs, the table scrolls.
void RowsView::stretchLast() {
    if (m_lastWidth <= 0)
        return;
    const int last = m_proxy->columnCount() - 1;
    int others = 0;
    for (int c = 0; c < last; ++c)
        others += isColumnHidden(c) ? 0 : columnWidth(c);
    const bool fits = others + m_lastWidth <= viewport()->width();
    horizontalHeader()->setStretchLastSection(fits);
    if (!fits)
        setColumnWidth(last, m_lastWidth);
}

void RowsView::setWidths(std::initializer_list<std::pair<int, double>> widths) {
    const int em = fontMetrics().height();
    for (const auto& [column, width] : widths) {
        const QString title = m_proxy->headerData(column, Qt::Horizontal).toString();
        const int words = horizontalHeader()->fontMetrics().horizontalAdvance(title);
        setColumnWidth(column, std::max(static_cast<int>(em * width), words + kHeadPad));
    }
}

void RowsView::fitRows() {
    const int line = fontMetrics().height();
    verticalHeader()->setDefaultSectionSize(m_twoLines ? 2 * line + 12 : std::max(24, line + 9));
}

void RowsView::changeEvent(QEvent* event) {
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        fitRows();
}

void RowsView::setOptionalColumns(const QList<int>& columns, int width) {
    m_optional = columns;
    m_optionalWidth = width;
}

void RowsView::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    const bool narrow = width() < m_optionalWidth * fontMetrics().height();
    for (const int column : m_optional)
        if (isColumnHidden(column) != narrow)
            setColumnHidden(column, narrow);
    stretchLast();
}

QString RowsView::asTsv(bool selectionOnly) const {
    QStringList lines;
    QStringList head;
    for (int c = 0; c < m_proxy->columnCount(); ++c)
        if (!isColumnHidden(c))
            head << flat(m_proxy->headerData(c, Qt::Horizontal).toString());
    lines << head.join(QLatin1Char('\t'));
    // Without a selection the row that the keys are on; without that one everything: never a header alone.
    std::set<int> wanted;
    if (selectionOnly) {
        for (const QModelIndex& index : selectionModel()->selectedIndexes())
            wanted.insert(index.row());
        if (wanted.empty() && currentIndex().isValid())
            wanted.insert(currentIndex().row());
    }
    for (int r = 0; r < m_proxy->rowCount(); ++r) {
        if (!wanted.empty() && !wanted.contains(r))
            continue;
        QStringList cells;
        for (int c = 0; c < m_proxy->columnCount(); ++c)
            if (!isColumnHidden(c))
                cells << flat(cellText(m_proxy->index(r, c)));
        lines << cells.join(QLatin1Char('\t'));
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

QString RowsView::asCsv() const {
    return csvHead(*m_proxy) + csvRows(*m_proxy, false);
}

QString RowsView::asJson() const {
    return QString::fromUtf8(QJsonDocument(jsonRows(*m_proxy)).toJson());
}

void RowsView::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy)) {
        QGuiApplication::clipboard()->setText(asTsv(true));
        event->accept();
        return;
    }
    QTableView::keyPressEvent(event);
}

void RowsView::contextMenuEvent(QContextMenuEvent* event) {
    QMenu menu(this);
    menu.addAction(tr("Copy row"), this, [this] { QGuiApplication::clipboard()->setText(asTsv(true)); });
    menu.addAction(tr("Copy table"), this, [this] { QGuiApplication::clipboard()->setText(asTsv(false)); });
    menu.addSeparator();
    menu.addAction(tr("Save table as CSV…"), this, [this] { saveAs(false); });
    menu.addAction(tr("Save table as JSON…"), this, [this] { saveAs(true); });
    for (QAction* action : actions()) {
        if (action == actions().constFirst())
            menu.addSeparator();
        menu.addAction(action);
    }
    menu.exec(event->globalPos());
}

void RowsView::saveAs(bool json) {
    const QString name =
        QFileDialog::getSaveFileName(this, json ? tr("Save table as JSON") : tr("Save table as CSV"),
                                     json ? QStringLiteral("table.json") : QStringLiteral("table.csv"));
    if (name.isEmpty())
        return;
    QSaveFile file(name);
    if (!file.open(QIODevice::WriteOnly) || file.write((json ? asJson() : asCsv()).toUtf8()) < 0 || !file.commit())
        QMessageBox::warning(this, tr("Save table"),
                             tr("%1 was not written: %2. Choose another place.").arg(name, file.errorString()));
}

} // namespace streamtune::ui
