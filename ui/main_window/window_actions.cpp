// SPDX-License-Identifier: GPL-3.0-or-later
// What the larger commands do: dialogs, import, export, advice.
#include <QApplication>
#include <QClipboard>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QLabel>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>
#include <ranges>

#include "core/history/exchange.h"
#include "core/history/run_archive.h"
#include "ui/commands/palette.h"
#include "ui/main_window/main_window.h"
#include "ui/session/cluster_flow.h"
#include "ui/session/text.h"
#include "ui/views/connections/connection_dialog.h"
#include "ui/views/history/history_page.h"
#include "ui/views/history/store_work.h"
#include "ui/views/inspect/inspect_panels.h"
#include "ui/views/review/review_page.h"
#include "ui/views/widgets/basics.h"
#include "ui/views/widgets/paint.h"

namespace streamtune::ui {

namespace {

/// A dialog that shows a text and closes.
void showText(QWidget* parent, const QString& title, const QString& body) {
    auto* dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    auto* layout = new QVBoxLayout(dialog);
    auto* view = new QPlainTextEdit(body);
    view->setReadOnly(true);
    view->setAccessibleName(title);
    view->setFont(monoFont(view->font()));
    layout->addWidget(view);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    auto* copy = buttons->addButton(MainWindow::tr("Copy"), QDialogButtonBox::ActionRole);
    QObject::connect(copy, &QPushButton::clicked, dialog,
                     [view] { QGuiApplication::clipboard()->setText(view->toPlainText()); });
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    layout->addWidget(buttons);
    const int em = dialog->fontMetrics().height();
    dialog->resize(em * 40, em * 26);
    dialog->show();
}

QString reportText(const history::ImportReport& report) {
    QString s = text(report.sentence);
    s +=
        QLatin1Char('\n') +
        MainWindow::tr("%1: %2 imported, %3 skipped").arg(text(report.format)).arg(report.imported).arg(report.skipped);
    for (const auto& row : report.rows)
        s += QLatin1Char('\n') + MainWindow::tr("line %1: %2").arg(row.line).arg(text(row.reason));
    return s;
}

} // namespace

void MainWindow::showPalette() {
    m_commands->refresh();
    auto* dialog = new PaletteDialog(tr("Commands"), tr("Type a command"), paletteItems(*m_commands), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::showGoTo() {
    m_commands->refresh();
    std::vector<PaletteItem> items;
    for (const auto& row : m_operators->model().rows())
        items.push_back({elideMiddle(text(row.op.name), 120), tr("operator"), {}, [this, id = row.op.id] {
                             m_session->selection().setVertex(id);
                         }});
    for (const auto& row : jobRows(*m_session))
        items.push_back(
            {elideMiddle(text(row.job.name), 120), tr("job on %1").arg(text(row.connection)), {}, [this, row] {
                 m_session->selection().setJob(row.connection, row.job.id);
                 setPerspective(Perspective::Inspect);
             }});
    for (const auto& state : m_session->connections())
        items.push_back({text(state.profile.name), tr("connection"), {}, [this, name = state.profile.name] {
                             m_session->selection().setConnection(name);
                         }});
    if (const auto& scene = m_clusterFlow->scene())
        for (const auto& cluster : scene->clusters())
            items.push_back({elideMiddle(clusterTitle(cluster), 120), tr("cluster of past jobs"), {}, [this, cluster] {
                                 setPerspective(Perspective::Clusters);
                                 m_clusterFlow->chooseClusters({cluster.id});
                             }});
    for (const auto& mark : m_feed->marks())
        items.push_back(
            {tr("plan %1 · %2").arg(planLabel(mark.plan), text(mark.text)), tr("plan"), {}, [this, id = mark.plan] {
                 m_review->open(id);
             }});
    for (auto& item : paletteItems(*m_commands))
        items.push_back(std::move(item));
    auto* dialog =
        new PaletteDialog(tr("Go to"), tr("Operator, job, run, plan, connection or command"), std::move(items), this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
    addRuns(*dialog);
}

/// They are read from the workspace, so they come a moment later.
void MainWindow::addRuns(PaletteDialog& dialog) {
    constexpr int kNewest = 2000;
    readStore<std::vector<history::RunSpan>>(
        *m_session, &dialog, {tr("Read runs to go to"), "goto.runs"},
        [](const workbench::Workbench& bench, std::stop_token stop) -> Result<std::vector<history::RunSpan>> {
            ST_ASSIGN(const auto store, bench.store());
            ST_ASSIGN(const auto archive, history::RunArchive::beside(*store));
            return archive->spans(kNewest, stop);
        },
        [this, &dialog](const std::shared_ptr<const std::vector<history::RunSpan>>& spans) {
            std::vector<PaletteItem> items;
            for (const history::RunSpan& span : *spans | std::views::reverse)
                items.push_back({tr("run %1 · %2").arg(span.run).arg(elideMiddle(text(span.jobName), 100)),
                                 tr("run on %1, %2").arg(text(span.connection), clockTime(span.from)),
                                 {},
                                 [this, run = span.run] {
                                     setPerspective(Perspective::History);
                                     m_history->showRun(run);
                                 }});
            dialog.add(std::move(items));
        });
}

void MainWindow::connectDialog(const std::optional<engines::Profile>& profile) {
    if (!m_session->isOpen()) {
        // A connection lives in a workspace: the default one is opened, then the dialog comes.
        if (m_options.workbench.workspace.empty() && m_options.standardFile.empty())
            return openFile({});
        auto options = m_options.workbench;
        if (options.workspace.empty())
            options.workspace = m_options.standardFile;
        connect(
            m_session.get(), &Session::workspaceOpened, this, [this, profile] { connectDialog(profile); },
            Qt::SingleShotConnection);
        m_session->openWorkspace(options);
        return;
    }
    auto* dialog = new ConnectionDialog(*m_session, profile, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void MainWindow::confirmRemoveConnection() {
    const std::string name = m_session->selection().place().connection;
    auto* box = new QMessageBox(QMessageBox::NoIcon, tr("Remove connection"),
                                tr("Remove the connection %1? Its recorded runs and plans stay.").arg(text(name)),
                                QMessageBox::NoButton, this);
    box->setTextFormat(Qt::PlainText);
    box->setAttribute(Qt::WA_DeleteOnClose);
    auto* remove = box->addButton(tr("Remove %1").arg(elideMiddle(text(name), 24)), QMessageBox::DestructiveRole);
    box->setDefaultButton(box->addButton(QMessageBox::Cancel));
    connect(remove, &QPushButton::clicked, this, [this, name] { m_session->removeConnection(name); });
    box->open();
}

void MainWindow::recommend() {
    const Place& place = m_session->selection().place();
    workbench::RecommendRequest request;
    request.connection = place.connection;
    request.job = place.job;
    request.method = utf8(m_method);
    const auto chosen = [this](const char* id) { return m_preferences->number(QLatin1String(id)); };
    request.limits.stepUpFactor = chosen("advice.stepUp");
    request.limits.stepDownFactor = chosen("advice.stepDown");
    request.limits.hysteresis = static_cast<int>(chosen("advice.hysteresis"));
    if (const int slots = static_cast<int>(chosen("advice.maxSlots")); slots > 0)
        request.limits.maxSlots = slots;
    m_review->recommend(request);
}

void MainWindow::changeRate() {
    const JobGraph* graph = m_feed->graph();
    if (!graph)
        return;
    auto* dialog = new QDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Offered rate"));
    auto* layout = new QVBoxLayout(dialog);
    layout->addWidget(
        plainLabel(tr("What the sources of this simulated job are offered, in records a second."), TextKind::Muted));
    auto* form = new QFormLayout;
    std::vector<std::pair<std::string, QDoubleSpinBox*>> fields;
    for (const auto& op : graph->nodes) {
        if (!graph->isSource(op.id))
            continue;
        auto* spin = new QDoubleSpinBox;
        spin->setRange(0, 1e9);
        spin->setDecimals(0);
        spin->setGroupSeparatorShown(true);
        spin->setAccessibleName(tr("Offered rate of %1").arg(text(op.name)));
        const auto* source = m_feed->shown() ? m_feed->shown()->findSource(op.id) : nullptr;
        spin->setValue(source ? valueOr(source->offered, valueOr(source->accepted, 0)) : 0);
        form->addRow(elideMiddle(text(op.name), 40), spin);
        fields.emplace_back(op.id, spin);
    }
    layout->addLayout(form);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    connect(buttons, &QDialogButtonBox::accepted, dialog,
            [this, dialog, fields, place = m_session->selection().place()] {
                std::vector<std::pair<std::string, double>> rates;
                for (const auto& [id, spin] : fields)
                    rates.emplace_back(id, spin->value());
                m_session->runner().run(
                    {.title = tr("Change the offered rate"), .lane = {}}, this,
                    [bench = m_session->bench(), place, rates](std::stop_token, const ProgressSink&) -> Status {
                        for (const auto& [id, rate] : rates)
                            ST_TRY(bench->setSimulatedRate(place.connection, place.job, id, rate));
                        return {};
                    },
                    [this] { m_feed->readNow(); },
                    [this](const Error& error) {
                        m_session->troubles().raise(QStringLiteral("rate"), tr("Change the offered rate"), error);
                    });
                dialog->accept();
            });
    dialog->open();
}

void MainWindow::nextOperator(int step) {
    auto* view = m_operators->view();
    const int rows = view->proxy()->rowCount();
    if (rows == 0)
        return;
    const int now = view->currentIndex().isValid() ? view->currentIndex().row() : step > 0 ? -1 : rows;
    const QModelIndex next = view->proxy()->index((now + step + rows) % rows, 0);
    m_session->selection().setVertex(utf8(next.data(KeyRole).toString()));
}

void MainWindow::nextReviewStep() {
    const auto& file = m_review->file();
    if (!file || m_review->busy())
        return;
    setPerspective(Perspective::Review);
    if (file->state == review::PlanState::Draft)
        m_review->check();
    else if (m_commands->action(QStringLiteral("plan.approve"))->isEnabled())
        m_commands->action(QStringLiteral("plan.approve"))->trigger();
    else
        m_reviewPage->focusDecision();
}

void MainWindow::copyPlanAs(const QString& form) {
    if (!m_review->file())
        return;
    const auto words = review::planAs(m_review->file()->plan, utf8(form));
    if (!words) {
        m_session->troubles().raise(QStringLiteral("copy"), tr("Copy the plan"), words.error());
        return;
    }
    QGuiApplication::clipboard()->setText(text(*words));
}

void MainWindow::openFile(const QString& given) {
    QString file = given;
    if (file.isEmpty())
        file = QFileDialog::getSaveFileName(this, tr("Open or create a workspace"), {},
                                            tr("Workspaces (*.db);;All files (*)"), nullptr,
                                            QFileDialog::DontConfirmOverwrite);
    if (file.isEmpty())
        return;
    QFile probe(file);
    const bool exists = probe.open(QIODevice::ReadOnly);
    const QByteArray head = exists ? probe.read(4096) : QByteArray();
    probe.close();
    if (!exists || head.isEmpty() || head.startsWith("SQLite format 3"))
        return openWorkspace(file);
    if (!m_session->isOpen()) {
        // Something to import needs a workspace to go into.
        connect(
            m_session.get(), &Session::workspaceOpened, this, [this, file] { openFile(file); },
            Qt::SingleShotConnection);
        auto options = m_options.workbench;
        if (options.workspace.empty())
            options.workspace = m_options.standardFile;
        m_session->openWorkspace(options);
        return;
    }
    if (head.contains("streamtune.plan/1")) {
        m_review->open(utf8(file));
        return;
    }
    importFile(file);
}

void MainWindow::chooseImport() {
    const QString file = QFileDialog::getOpenFileName(this, tr("Import"));
    if (!file.isEmpty())
        importFile(file);
}

void MainWindow::importFile(const QString& file) {
    QFile probe(file);
    if (!probe.open(QIODevice::ReadOnly)) {
        m_session->troubles().raise(QStringLiteral("import"), tr("Import %1").arg(file),
                                    Error{"import.read",
                                          utf8(tr("The file %1 cannot be read: %2.").arg(file, probe.errorString())),
                                          utf8(tr("Check that it exists and may be read.")),
                                          {}});
        return;
    }
    const QByteArray head = probe.read(2'000);
    auto* box = new QMessageBox(QMessageBox::NoIcon, tr("Import"),
                                tr("Import %1 (%2)?").arg(file, bytes(static_cast<double>(probe.size()))),
                                QMessageBox::NoButton, this);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(tr("It begins like this:") + QLatin1Char('\n') +
                            elideMiddle(QString::fromUtf8(head).left(400), 400));
    box->setAttribute(Qt::WA_DeleteOnClose);
    auto* yes = box->addButton(tr("Import"), QMessageBox::AcceptRole);
    box->addButton(QMessageBox::Cancel);
    connect(yes, &QPushButton::clicked, this, [this, file] {
        m_session->runner().start<history::ImportReport>(
            {.title = tr("Import %1").arg(file), .lane = {}, .mustFinish = true}, this,
            [bench = m_session->bench(), file](std::stop_token stop,
                                               const ProgressSink& progress) -> Result<history::ImportReport> {
                ST_ASSIGN(auto store, bench->store());
                return history::importFile(*store, utf8(file), stop, progress);
            },
            [this](const auto& report) {
                showText(this, tr("Import"), reportText(*report));
                m_session->reloadConnections();
            },
            [this, file](const Error& error) {
                m_session->troubles().raise(QStringLiteral("import"), tr("Import %1").arg(file), error);
            });
    });
    box->open();
}

} // namespace streamtune::ui
