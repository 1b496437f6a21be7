// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/trouble/record_panels.h"

#include <QComboBox>
#include <QDesktopServices>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QToolButton>
#include <QUrl>

#include "ui/session/text.h"

namespace streamtune::ui {

namespace {
constexpr int kPage = 1'000;
constexpr int kPlans = 500;
constexpr std::size_t kLogRows = 5'000;

/// Reads rows of the store in the background; what goes wrong is told once, with a way to try again.
template <typename Row>
void readRows(Session& session, QObject* context, const QString& title, const char* lane,
              std::function<Result<std::vector<Row>>(history::Store&)> read,
              std::function<void(const std::vector<Row>&)> show, std::function<void()> again) {
    if (!session.isOpen())
        return;
    session.runner().start<std::vector<Row>>(
        {.title = title, .lane = lane, .quiet = true}, context,
        [bench = session.bench(), read](std::stop_token, const ProgressSink&) -> Result<std::vector<Row>> {
            ST_ASSIGN(auto store, bench->store());
            return read(*store);
        },
        [show](const auto& rows) { show(*rows); },
        [&session, title, lane, again](const Error& error) {
            session.troubles().raise(QLatin1String(lane), title, error, QObject::tr("Try again"), again);
        });
}

QToolButton* toolButton(const QString& text, const QString& tip) {
    auto* button = new QToolButton;
    button->setText(text);
    button->setToolTip(tip);
    button->setAccessibleName(text);
    return button;
}
} // namespace

FilteredTable::FilteredTable(const QString& name, const QString& filterHint, EmptyState* empty, QWidget* parent)
    : QWidget(parent) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    auto* content = new QWidget;
    auto* inner = new QVBoxLayout(content);
    inner->setContentsMargins(0, 4, 0, 0);
    inner->setSpacing(2);
    m_tools = new QHBoxLayout;
    m_tools->setContentsMargins(8, 0, 8, 0);
    m_filter = new QLineEdit;
    m_filter->setPlaceholderText(filterHint);
    m_filter->setAccessibleName(filterHint);
    m_filter->setClearButtonEnabled(true);
    m_tools->addWidget(m_filter, 1);
    inner->addLayout(m_tools);
    m_view = new RowsView(name);
    inner->addWidget(m_view, 1);
    m_stack = new EmptyStack(content, empty);
    m_stack->setEmpty(true);
    layout->addWidget(m_stack);
    connect(m_filter, &QLineEdit::textChanged, this,
            [this](const QString& typed) { m_view->proxy()->setFilterText(typed); });
}

AuditPanel::AuditPanel(Session& session, QWidget* parent)
    : FilteredTable(
          tr("Audit trail"), tr("Filter the audit trail"),
          new EmptyState(tr("Nothing was decided yet"),
                         tr("Every advice, approval, refusal and change is recorded here, with who and why.")),
          parent),
      m_session(session), m_model(makeAuditModel()) {
    view()->setSource(m_model.get(), 0, Qt::DescendingOrder);
    auto* check = toolButton(tr("Verify chain"), tr("Compute the hash chain of the whole trail again"));
    tools()->addWidget(check);
    connect(check, &QToolButton::clicked, this, &AuditPanel::verify);
    m_soon.setSingleShot(true);
    m_soon.setInterval(300);
    connect(&m_soon, &QTimer::timeout, this, &AuditPanel::reload);
    connect(&session, &Session::workspaceOpened, this, [this] {
        reload();
        verify();
    });
    connect(&session, &Session::workspaceClosed, this, [this] {
        m_model->setRows({});
        setEmpty(true);
    });
    connect(view(), &RowsView::keyActivated, this, [this](const QString& key) {
        if (const auto* row = m_model->row(key); row && row->subject.starts_with("plan:"))
            Q_EMIT planWanted(text(row->subject.substr(5)));
    });
}

void AuditPanel::reloadSoon() {
    m_soon.start();
}

void AuditPanel::reload() {
    readRows<history::AuditRow>(
        m_session, this, tr("Read the audit trail"), "audit",
        [](history::Store& store) -> Result<std::vector<history::AuditRow>> {
            ST_ASSIGN(auto page, store.auditRows("", std::nullopt, kPage, ""));
            return std::move(page.rows);
        },
        [this](const auto& rows) { showRows(*m_model, rows); }, [this] { reload(); });
}

void AuditPanel::verify() {
    if (!m_session.isOpen())
        return;
    m_session.runner().start<history::AuditVerdict>(
        {.title = tr("Verify the audit trail"), .lane = "audit.verify", .quiet = true}, this,
        [bench = m_session.bench()](std::stop_token stop, const ProgressSink&) -> Result<history::AuditVerdict> {
            ST_ASSIGN(auto store, bench->store());
            return store->verifyAudit(stop);
        },
        [this](const auto& verdict) {
            m_verdict = verdict->intact ? tr("audit %n row(s), chain intact", nullptr, static_cast<int>(verdict->rows))
                                        : tr("audit chain broken: %1").arg(text(verdict->sentence));
            Q_EMIT verdictChanged(m_verdict, verdict->intact);
            if (!verdict->intact)
                m_session.troubles().raise(
                    QStringLiteral("audit.chain"), tr("Verify the audit trail"),
                    Error{"audit.chain", verdict->sentence, "Compare with a copy of the workspace file.", {}});
        },
        [this](const Error& error) {
            m_session.troubles().raise(QStringLiteral("audit"), tr("Verify the audit trail"), error);
        });
}

LogPanel::LogPanel(LogHub& hub, QWidget* parent)
    : FilteredTable(
          tr("Log"), tr("Filter the log"),
          new EmptyState(tr("The log is empty"), tr("What the program does in the background is written here.")),
          parent),
      m_hub(hub), m_model(makeLogModel()) {
    view()->setSource(m_model.get(), 0, Qt::DescendingOrder);
    m_level = new QComboBox;
    m_level->setAccessibleName(tr("Lowest level shown"));
    m_level->addItems({tr("Everything"), tr("Info and above"), tr("Warnings and errors"), tr("Errors")});
    m_level->setCurrentIndex(1);
    tools()->addWidget(m_level);
    auto* folder = toolButton(tr("Open folder"), tr("Open the folder of the log file"));
    folder->setEnabled(!hub.file().isEmpty());
    if (hub.file().isEmpty())
        folder->setToolTip(tr("No log file is written in this session."));
    tools()->addWidget(folder);
    connect(folder, &QToolButton::clicked, this,
            [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(m_hub.file()).absolutePath())); });
    connect(&hub, &LogHub::received, this, &LogPanel::take);
}

void LogPanel::take(const std::vector<LogLine>& lines) {
    for (const auto& line : lines) {
        if (static_cast<int>(line.level) < m_level->currentIndex())
            continue;
        m_model->appendRow({m_next++, line.at, line.level, text(line.room), text(line.message)}, kLogRows);
    }
    if (stack()->isEmpty() && m_model->rowCount() > 0) {
        setEmpty(false);
        view()->resizeColumnsToContents();
    }
}

BackgroundPanel::BackgroundPanel(JobRunner& runner, QWidget* parent)
    : FilteredTable(tr("Background jobs"), tr("Filter background jobs"),
                    new EmptyState(
                        tr("Nothing runs in the background"),
                        tr("Advice, checks, applies and imports appear here while they run, with a way to stop them.")),
                    parent),
      m_runner(runner), m_model(makeBackgroundModel()) {
    view()->setSource(m_model.get(), 3, Qt::AscendingOrder);
    m_cancel = toolButton(tr("Stop"), {});
    auto* clear = toolButton(tr("Clear finished"), tr("Take finished work off the list"));
    tools()->addWidget(m_cancel);
    tools()->addWidget(clear);
    connect(clear, &QToolButton::clicked, this, [this] { m_runner.clearFinished(); });
    connect(m_cancel, &QToolButton::clicked, this, [this] { m_runner.cancel(view()->currentKey().toULongLong()); });
    connect(&runner, &JobRunner::jobsChanged, this, &BackgroundPanel::refresh);
    connect(&runner, &JobRunner::progressChanged, this, &BackgroundPanel::refresh);
    connect(view(), &RowsView::keyChosen, this, &BackgroundPanel::refresh);
    refresh();
}

void BackgroundPanel::refresh() {
    auto jobs = m_runner.jobs();
    std::erase_if(jobs, [](const JobInfo& job) { return job.quiet; });
    const bool none = jobs.empty();
    const bool first = m_model->rowCount() == 0;
    m_model->setRows(std::move(jobs));
    setEmpty(none);
    if (first && !none) {
        view()->resizeColumnsToContents();
        view()->setColumnWidth(2, 320);
    }
    const auto* job = m_runner.find(view()->currentKey().toULongLong());
    const QString why = !job                               ? tr("Choose a running job in the list.")
                        : job->endedMs != 0                ? tr("This job has ended.")
                        : !job->progress.cancellable       ? tr("Past the point of no return: it will finish.")
                        : job->state == JobState::Stopping ? tr("It is stopping already.")
                                                           : QString();
    m_cancel->setEnabled(why.isEmpty());
    m_cancel->setToolTip(why.isEmpty() ? tr("Stop the chosen job") : why);
}

PlansPanel::PlansPanel(Session& session, QWidget* parent)
    : FilteredTable(tr("Plans"), tr("Filter plans"),
                    new EmptyState(tr("No plans yet"), tr("Ask for advice on a job: its plan appears here and stays.")),
                    parent),
      m_session(session), m_model(makePlansModel()) {
    view()->setSource(m_model.get(), 0, Qt::DescendingOrder);
    connect(view(), &RowsView::keyActivated, this, &PlansPanel::planWanted);
    connect(&session, &Session::workspaceOpened, this, &PlansPanel::reload);
    connect(&session, &Session::workspaceClosed, this, [this] {
        m_model->setRows({});
        setEmpty(true);
        Q_EMIT openCountChanged(0);
    });
}

void PlansPanel::reload() {
    readRows<history::PlanRecord>(
        m_session, this, tr("Read plans"), "plans",
        [](history::Store& store) -> Result<std::vector<history::PlanRecord>> {
            ST_ASSIGN(auto page, store.plans("", "", "", kPlans, ""));
            return std::move(page.rows);
        },
        [this](const auto& rows) {
            showRows(*m_model, rows);
            Q_EMIT openCountChanged(static_cast<int>(std::ranges::count_if(rows, [](const auto& r) {
                return r.state == "draft" || r.state == "checked" || r.state == "approved";
            })));
        },
        [this] { reload(); });
}

} // namespace streamtune::ui
