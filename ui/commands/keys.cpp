// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/commands/keys.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include "ui/commands/commands.h"

namespace streamtune::ui {

namespace {
constexpr int kId = Qt::UserRole + 1;
enum KeyColumn { Group, Name, Key, Columns };
} // namespace

KeysPage::KeysPage(CommandRegistry& registry, QWidget* parent) : QWidget(parent), m_registry(registry) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    m_table = new QTableWidget(0, Columns);
    m_table->setObjectName(QStringLiteral("keysTable"));
    m_table->setAccessibleName(tr("Keys of all commands"));
    m_table->setHorizontalHeaderLabels({tr("Group"), tr("Command"), tr("Key")});
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setTabKeyNavigation(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(std::max(24, fontMetrics().height() + 9));
    m_table->setShowGrid(false);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    layout->addWidget(m_table, 1);
    auto* row = new QHBoxLayout;
    auto* label = new QLabel(tr("Ne&w key"));
    m_key = new QKeySequenceEdit;
    m_key->setObjectName(QStringLiteral("newKey"));
    m_key->setAccessibleName(tr("New key of the chosen command"));
    label->setBuddy(m_key);
    m_set = new QPushButton(tr("S&et"));
    m_set->setObjectName(QStringLiteral("setKey"));
    m_reset = new QPushButton(tr("&Standard"));
    m_resetAll = new QPushButton(tr("All st&andard"));
    m_resetAll->setToolTip(tr("Give every command its first key again"));
    for (auto* button : {m_set, m_reset, m_resetAll})
        button->setAutoDefault(false); // Enter in a search box must not press them
    row->addWidget(label);
    row->addWidget(m_key, 1);
    row->addWidget(m_set);
    row->addWidget(m_reset);
    row->addWidget(m_resetAll);
    layout->addLayout(row);
    m_message = new QLabel;
    m_message->setObjectName(QStringLiteral("keysMessage"));
    m_message->setTextFormat(Qt::PlainText);
    m_message->setWordWrap(true);
    m_message->setMinimumHeight(fontMetrics().lineSpacing() + 2);
    layout->addWidget(m_message);
    connect(m_table, &QTableWidget::currentCellChanged, this, &KeysPage::showChosen);
    connect(m_set, &QPushButton::clicked, this, [this] { setKey(m_key->keySequence()); });
    connect(m_reset, &QPushButton::clicked, this, [this] { setKey(m_registry.standardKey(chosen())); });
    connect(m_resetAll, &QPushButton::clicked, &registry, &CommandRegistry::resetKeys);
    connect(&registry, &CommandRegistry::keyChanged, this, &KeysPage::fill);
    fill();
    // The width of what is there now; the words of a person's own keys elide.
    m_table->resizeColumnsToContents();
    m_table->setColumnWidth(Group, m_table->columnWidth(Group) + fontMetrics().height());
    m_table->horizontalHeader()->setSectionResizeMode(Name, QHeaderView::Stretch);
    m_table->setColumnWidth(Key, std::max(m_table->columnWidth(Key), fontMetrics().height() * 8));
    m_table->setCurrentCell(0, Name);
}

void KeysPage::fill() {
    const auto& actions = m_registry.actions();
    m_table->setRowCount(static_cast<int>(actions.size()));
    int row = 0;
    for (const QAction* action : actions) {
        const QString key = action->shortcut().toString(QKeySequence::NativeText);
        const bool own = action->shortcut() != m_registry.standardKey(CommandRegistry::id(action));
        const QString cells[]{CommandRegistry::group(action), CommandRegistry::plainText(action),
                              own ? tr("%1 (yours)").arg(key.isEmpty() ? tr("none") : key) : key};
        for (int c = 0; c < Columns; ++c) {
            auto* item = m_table->item(row, c);
            if (!item)
                m_table->setItem(row, c, item = new QTableWidgetItem);
            item->setText(cells[c]);
            item->setToolTip(action->statusTip().toHtmlEscaped());
        }
        m_table->item(row, Name)->setData(kId, CommandRegistry::id(action));
        ++row;
    }
    showChosen();
}

QString KeysPage::chosen() const {
    const auto* item = m_table->currentRow() < 0 ? nullptr : m_table->item(m_table->currentRow(), Name);
    return item ? item->data(kId).toString() : QString();
}

void KeysPage::choose(const QString& command) {
    for (int row = 0; row < m_table->rowCount(); ++row)
        if (m_table->item(row, Name)->data(kId).toString() == command)
            m_table->setCurrentCell(row, Name);
}

void KeysPage::showChosen() {
    const QString id = chosen();
    const QAction* action = id.isEmpty() ? nullptr : m_registry.action(id);
    m_set->setEnabled(action);
    m_reset->setEnabled(action && action->shortcut() != m_registry.standardKey(id));
    m_reset->setToolTip(action ? tr("Standard: %1")
                                     .arg(m_registry.standardKey(id).isEmpty()
                                              ? tr("none")
                                              : m_registry.standardKey(id).toString(QKeySequence::NativeText))
                               : QString());
    m_key->setKeySequence(action ? action->shortcut() : QKeySequence());
    m_message->clear();
}

void KeysPage::setKey(const QKeySequence& key) {
    const QString why = m_registry.rebind(chosen(), key);
    m_message->setText(why.isEmpty() ? QString()
                                     : why + QLatin1Char(' ') + tr("Choose another, or free that one first."));
}

void KeysPage::setFilter(const QString& words) {
    for (int row = 0; row < m_table->rowCount(); ++row) {
        bool shown = words.trimmed().isEmpty();
        for (int c = 0; c < Columns && !shown; ++c)
            shown = m_table->item(row, c)->text().contains(words.trimmed(), Qt::CaseInsensitive);
        m_table->setRowHidden(row, !shown);
    }
}

KeysDialog::KeysDialog(CommandRegistry& registry, QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("Keys"));
    setObjectName(QStringLiteral("keysDialog"));
    auto* layout = new QVBoxLayout(this);
    auto* find = new QLineEdit;
    find->setPlaceholderText(tr("Search commands and keys"));
    find->setAccessibleName(tr("Search commands and keys"));
    find->setClearButtonEnabled(true);
    layout->addWidget(find);
    auto* page = new KeysPage(registry);
    layout->addWidget(page, 1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(find, &QLineEdit::textChanged, page, &KeysPage::setFilter);
    layout->addWidget(buttons);
    const int em = fontMetrics().height();
    resize(em * 40, em * 34);
}

} // namespace streamtune::ui
