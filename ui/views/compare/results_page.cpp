// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/compare/results_page.h"

#include <QAction>
#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QTabWidget>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/session/text.h"
#include "ui/views/widgets/parts.h"

namespace streamtune::ui {

ResultsPage::ResultsPage(Session& session, QAction* open, QWidget* parent)
    : QWidget(parent), m_session(session), m_jobsModel(makeResultsModel()), m_betterModel(makeBetterModel()),
      m_firstModel(makeFirstModel()) {
    setObjectName(QStringLiteral("resultsPage"));
    auto* below = splitterOf(Qt::Horizontal, {{makeJobs(), 10}, {makeBetter(), 11}});
    auto* split = splitterOf(Qt::Vertical, {{makeOverview(open), 6}, {below, 6}});
    m_tabs = new QTabWidget;
    m_tabs->setObjectName(QStringLiteral("resultsTabs"));
    m_tabs->setDocumentMode(true);
    m_tabs->addTab(split, tr("Running jobs"));
    m_tabs->addTab(makeFirst(), tr("Jobs that never ran"));
    m_stack = new EmptyStack(m_tabs, new EmptyState(tr("Reading the comparison…"), QString()));
    m_stack->setEmpty(true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_stack);
}

Panel* ResultsPage::makeOverview(QAction* open) {
    auto* panel = new Panel(tr("Methods on all physics"));
    panel->setNote(tr("changes per tuning / parallelism over the smallest that suffices / bad windows after"));
    auto* button = new QToolButton;
    button->setDefaultAction(open);
    button->setToolButtonStyle(Qt::ToolButtonTextOnly);
    panel->head()->addWidget(button);
    m_overview = new RowsView(tr("Methods, one column a table"));
    m_overview->setObjectName(QStringLiteral("overviewTable"));
    panel->body()->addWidget(m_overview, 1);
    m_command = plainLabel({}, TextKind::Mono);
    m_command->setObjectName(QStringLiteral("resultsCommand"));
    m_command->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_command->setContentsMargins(12, 4, 12, 8);
    m_command->setAccessibleName(tr("Command that made the table"));
    panel->body()->addWidget(m_command);
    return panel;
}

Panel* ResultsPage::makeJobs() {
    auto* panel = new Panel(tr("Every job"));
    m_table = new QComboBox;
    m_table->setObjectName(QStringLiteral("resultsTableChoice"));
    m_table->setAccessibleName(tr("Which table"));
    m_table->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_filter = new QLineEdit;
    m_filter->setObjectName(QStringLiteral("resultsFilter"));
    m_filter->setPlaceholderText(tr("job or method"));
    m_filter->setAccessibleName(tr("Show only rows with these words"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setMaximumWidth(fontMetrics().height() * 12);
    panel->head()->addWidget(m_filter);
    panel->head()->addWidget(m_table);
    m_jobs = new RowsView(tr("Figures of every job and method"));
    m_jobs->setObjectName(QStringLiteral("resultsJobs"));
    m_jobs->setSource(m_jobsModel.get(), ResultColumn::Job, Qt::AscendingOrder);
    m_jobs->setOptionalColumns({ResultColumn::Tunings, ResultColumn::Ms}, 48);
    panel->body()->addWidget(m_jobs, 1);
    connect(m_table, &QComboBox::currentIndexChanged, this, &ResultsPage::refreshTable);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& words) {
        m_jobs->proxy()->setFilterText(words);
        m_better->proxy()->setFilterText(words);
    });
    return panel;
}

Panel* ResultsPage::makeBetter() {
    m_betterPanel = new Panel(tr("Where another method is better than"));
    m_method = new QComboBox;
    m_method->setObjectName(QStringLiteral("resultsMethod"));
    m_method->setAccessibleName(tr("The judged method"));
    m_method->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_betterPanel->head()->addWidget(m_method);
    m_better = new RowsView(tr("Jobs on which another method is better"));
    m_better->setObjectName(QStringLiteral("resultsBetter"));
    m_better->setSource(m_betterModel.get(), -1, Qt::AscendingOrder);
    m_betterStack =
        new EmptyStack(m_better, new EmptyState(tr("On no job"), tr("No other method has fewer changes, less "
                                                                    "parallelism or fewer bad windows on any "
                                                                    "job of this table.")));
    m_betterPanel->body()->addWidget(m_betterStack, 1);
    connect(m_method, &QComboBox::currentIndexChanged, this, &ResultsPage::refreshBetter);
    return m_betterPanel;
}

Panel* ResultsPage::makeFirst() {
    auto* panel = new Panel(tr("First deployments"));
    panel->setNote(tr("a parallelism before anything of the job was measured, at the first rate of its schedule"));
    m_first = new RowsView(tr("First deployments by every way of choosing"));
    m_first->setObjectName(QStringLiteral("resultsFirst"));
    m_first->setSource(m_firstModel.get(), -1, Qt::AscendingOrder);
    panel->body()->addWidget(m_first, 1);
    return panel;
}

void ResultsPage::showFirst() {
    m_tabs->setCurrentIndex(1);
}

void ResultsPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (std::exchange(m_asked, true))
        return;
    m_session.runner().start<std::vector<ResultTable>>(
        {.title = tr("Read the comparison"), .lane = "results", .quiet = true}, this,
        [](std::stop_token, const ProgressSink&) -> Result<std::vector<ResultTable>> { return shippedResults(); },
        [this](const auto& tables) {
            auto all = *tables;
            // What a person opened meanwhile stays, after the shipped ones.
            all.insert(all.end(), m_tables.begin(), m_tables.end());
            adopt(std::move(all));
        });
    m_session.runner().start<std::vector<FirstRow>>(
        {.title = tr("Read the first deployments"), .lane = "results.first", .quiet = true}, this,
        [](std::stop_token, const ProgressSink&) -> Result<std::vector<FirstRow>> { return shippedFirstRows(); },
        [this](const auto& rows) {
            m_firstModel->setRows(*rows);
            m_first->fitColumns();
        });
}

void ResultsPage::chooseFile() {
    const QString file = QFileDialog::getOpenFileName(this, tr("Open a comparison"), {}, tr("Comparison (*.json)"));
    if (!file.isEmpty())
        openFile(file);
}

void ResultsPage::openFile(const QString& file) {
    m_session.runner().start<ResultTable>(
        {.title = tr("Read %1").arg(elideMiddle(file, 60)), .lane = {}, .quiet = true}, this,
        [file](std::stop_token, const ProgressSink&) { return resultsOfFile(file); },
        [this](const auto& table) {
            m_session.troubles().settle(QStringLiteral("results"));
            if (!table->first.empty()) {
                auto rows = m_firstModel->rows();
                std::erase_if(rows, [&](const FirstRow& r) { return r.table == table->name; });
                rows.insert(rows.end(), table->first.begin(), table->first.end());
                m_firstModel->setRows(std::move(rows));
                m_first->fitColumns();
                showFirst();
            }
            if (table->rows.empty())
                return;
            m_tabs->setCurrentIndex(0);
            auto tables = m_tables;
            std::erase_if(tables, [&](const ResultTable& t) { return !t.file.isEmpty() && t.file == table->file; });
            tables.push_back(*table);
            adopt(std::move(tables));
            m_table->setCurrentIndex(m_table->count() - 1);
        },
        [this](const Error& error) {
            m_session.troubles().raise(QStringLiteral("results"), tr("Open a comparison"), error, tr("Choose another"),
                                       [this] { chooseFile(); });
        });
}

void ResultsPage::adopt(std::vector<ResultTable> tables) {
    const QString before = shownTable();
    // Cells of the overview point into the tables: its model goes first.
    auto model = makeOverviewModel(tables);
    m_tables = std::move(tables);
    model->setRows(overviewRows(m_tables));
    m_overview->setSource(model.get(), -1, Qt::AscendingOrder);
    m_overviewModel = std::move(model);
    m_overview->fitColumns();
    m_stack->setEmpty(m_tables.empty());
    m_stack->empty()->setTexts(tr("No comparison"), tr("This program was built without its results."));
    {
        const QSignalBlocker quiet(m_table);
        m_table->clear();
        for (const ResultTable& table : m_tables)
            m_table->addItem(table.file.isEmpty() ? table.name : tr("%1 (opened)").arg(table.name), table.name);
    }
    showTable(before);
    refreshTable();
}

void ResultsPage::showTable(const QString& name) {
    m_table->setCurrentIndex(std::max(0, m_table->findData(name)));
}

QString ResultsPage::shownTable() const {
    return m_table->currentData().toString();
}

const ResultTable* ResultsPage::shown() const {
    const auto at = static_cast<std::size_t>(m_table->currentIndex());
    return m_table->currentIndex() < 0 || at >= m_tables.size() ? nullptr : &m_tables[at];
}

QString ResultsPage::command() const {
    return m_command->text();
}

void ResultsPage::refreshTable() {
    const ResultTable* table = shown();
    if (!table)
        return;
    m_jobsModel->setRows(table->rows);
    m_jobs->fitColumns();
    QString made = !table->file.isEmpty()     ? tr("%1: opened from %2").arg(table->name, table->file)
                   : table->command.isEmpty() ? tr("%1: part of the program").arg(table->name)
                                              : tr("%1: %2").arg(table->name, table->command);
    if (table->file.isEmpty())
        made += QLatin1Char('\n') + tr("all tables, with history and training from scratch: "
                                       "resources/results/regenerate.sh");
    for (const QString& note : table->notes.mid(0, 3))
        made += QLatin1Char('\n') + elideMiddle(note, 300);
    m_command->setText(made);
    const QString before = m_method->currentText();
    {
        const QSignalBlocker quiet(m_method);
        m_method->clear();
        for (const QString& method : table->methods())
            if (!isOracle(method))
                m_method->addItem(method);
        const int same = m_method->findText(before);
        m_method->setCurrentIndex(std::max(0, same >= 0 ? same : m_method->findText(QStringLiteral("st-cap"))));
    }
    refreshBetter();
}

void ResultsPage::refreshBetter() {
    const ResultTable* table = shown();
    if (!table)
        return;
    auto rows = betterThan(*table, m_method->currentText());
    const auto clean = std::ranges::count_if(rows, [](const BetterRow& r) { return !r.paid; });
    m_betterPanel->setNote(
        rows.empty() ? QString()
                     : tr("%n row(s), %1 without a price", nullptr, static_cast<int>(rows.size())).arg(clean));
    m_betterStack->setEmpty(rows.empty());
    m_betterModel->setRows({}); // in their order, not where they were in another table
    m_betterModel->setRows(std::move(rows));
    m_better->fitColumns();
}

} // namespace streamtune::ui
