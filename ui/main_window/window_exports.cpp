// SPDX-License-Identifier: GPL-3.0-or-later
// What leaves the window: pictures of views, tables as files, texts for the clipboard; and help for where one is.
#include <QApplication>
#include <QClipboard>
#include <QDockWidget>
#include <QFileDialog>
#include <QStackedWidget>
#include <algorithm>

#include "ui/main_window/job_report.h"
#include "ui/main_window/main_window.h"
#include "ui/session/text.h"
#include "ui/views/clusters/clusters_page.h"
#include "ui/views/dag/dag_text.h"
#include "ui/views/help/first_steps.h"
#include "ui/views/help/help_window.h"
#include "ui/views/history/history_page.h"
#include "ui/views/inspect/graph_panel.h"
#include "ui/views/inspect/inspect_panels.h"
#include "ui/views/review/review_page.h"
#include "ui/views/training/train_page.h"
#include "ui/views/widgets/picture_file.h"

namespace streamtune::ui {

namespace {

constexpr char kPictures[] = QT_TRANSLATE_NOOP("streamtune::ui::MainWindow", "PNG (*.png);;SVG (*.svg);;PDF (*.pdf)");

/// A name that file systems take, from what people wrote.
QString fileName(const QString& words, const QString& ending) {
    QString name;
    for (const QChar c : words.left(60))
        name += c.isLetterOrNumber() || c == QLatin1Char('-') ? c : QLatin1Char('_');
    return (name.isEmpty() ? QStringLiteral("streamtune") : name) + ending;
}

} // namespace

/// The panel that has the focus: a dock's id, or the page in the middle.
QString MainWindow::focusedPanel() const {
    const QWidget* focus = QApplication::focusWidget();
    for (const auto& [id, dock] : m_docks)
        if (focus && dock->isAncestorOf(focus))
            return id;
    switch (m_perspective) {
    case Perspective::Welcome:
        return QStringLiteral("welcome");
    case Perspective::Inspect:
        return focus && focus->objectName() == QLatin1String("timeTrack") ? QStringLiteral("timeline")
                                                                          : QStringLiteral("graph");
    case Perspective::Review:
        return QStringLiteral("review");
    case Perspective::Clusters:
        return QStringLiteral("clusters");
    case Perspective::Train:
        return QStringLiteral("train");
    case Perspective::History:
        return QStringLiteral("history");
    }
    return {};
}

Picture MainWindow::pictureOfPanel(const QString& panel) {
    makeRest();
    if (panel == QLatin1String("graph") && m_feed->graph()) {
        Picture picture;
        picture.title = m_graph->heading();
        picture.size = m_graph->view()->exportSize();
        picture.paint = [this, title = picture.title](QPainter& painter, const QRectF& target) {
            m_graph->view()->renderTo(painter, target, title, false); // on paper it is light
        };
        return picture;
    }
    if (panel == QLatin1String("clusters"))
        if (Picture picture = clustersPage().picture(false); picture.paint)
            return picture;
    const auto dock = m_docks.find(panel);
    QWidget* widget = dock != m_docks.end() ? dock->second->widget() : m_centre->currentWidget();
    const QAction* page = m_commands->action(QStringLiteral("view.") + panel);
    const QString name = dock != m_docks.end() ? dock->second->windowTitle()
                         : page                ? page->text().remove(QLatin1Char('&'))
                                               : QString();
    return pictureOf(*widget, (name.isEmpty() ? windowTitle() : name + QStringLiteral(" · ") + windowTitle()) +
                                  QStringLiteral(" · ") + absoluteTime(wallClock()));
}

void MainWindow::exportPanel(const QString& panel) {
    if (QAction* show = m_docks.contains(panel) ? m_commands->action(QStringLiteral("panel.") + panel) : nullptr)
        show->trigger(); // what is closed or behind another tab has no size yet
    const QString file = QFileDialog::getSaveFileName(
        this, tr("Export view"), fileName(m_feed->jobName() + QLatin1Char('-') + panel, QStringLiteral(".png")),
        tr(kPictures));
    if (file.isEmpty())
        return;
    if (const Status written = writePicture(file, pictureOfPanel(panel)); !written)
        m_session->troubles().raise(QStringLiteral("export"), tr("Export view"), written.error(), tr("Choose another"),
                                    [this, panel] { exportPanel(panel); });
    else
        m_session->troubles().settle(QStringLiteral("export"));
}

JobReport MainWindow::report() {
    makeRest();
    JobReport result;
    const Place& place = m_session->selection().place();
    result.job = m_feed->jobName();
    result.connection = text(place.connection);
    result.made = wallClock();
    if (const Observation* window = m_feed->shown()) {
        result.measuredTo = window->end;
        result.measuredSeconds = window->seconds;
    }
    if (const JobGraph* graph = m_feed->graph()) {
        result.cause = causeSentence(*graph, m_feed->shownLabels());
        result.rows = operatorRows(*graph, m_feed->shown(), m_feed->shownLabels(), nullptr);
        std::ranges::stable_sort(result.rows, std::ranges::greater{},
                                 [](const OperatorRow& r) { return severity(r.seen ? &*r.seen : nullptr); });
        // Twice as fine as it is printed, but never a poster.
        const QSizeF size = m_graph->view()->exportSize();
        const double scale = std::min(1.0, 1'600 / std::max(size.width(), 1.0));
        result.graph = QImage((size * scale).toSize(), QImage::Format_ARGB32_Premultiplied);
        if (!result.graph.isNull()) {
            QPainter painter(&result.graph);
            m_graph->view()->renderTo(painter, QRectF(QPointF(), QSizeF(result.graph.size())), m_graph->heading(),
                                      false);
        }
    }
    if (m_review->isFor(place.connection, place.job))
        result.plan = *m_review->file();
    return result;
}

void MainWindow::exportReport() {
    const QString file = QFileDialog::getSaveFileName(
        this, tr("Report"), fileName(m_feed->jobName() + QStringLiteral("-report"), QStringLiteral(".html")),
        tr("Web page (*.html);;PDF (*.pdf)"));
    if (file.isEmpty())
        return;
    if (const Status written = writeReport(file, report()); !written)
        m_session->troubles().raise(QStringLiteral("export"), tr("Report"), written.error(), tr("Choose another"),
                                    [this] { exportReport(); });
    else
        m_session->troubles().settle(QStringLiteral("export"));
}

/// The table of the panel that has the focus; else the operators.
RowsView* MainWindow::focusedTable() {
    makeRest();
    if (auto* view = qobject_cast<RowsView*>(QApplication::focusWidget()))
        return view;
    if (m_perspective == Perspective::Clusters)
        return clustersPage().focusedTable();
    if (m_perspective == Perspective::Train)
        return trainPage().focusedTable();
    const auto dock = m_docks.find(focusedPanel());
    auto* view = dock == m_docks.end() ? nullptr : dock->second->findChild<RowsView*>();
    if (!view && m_perspective == Perspective::Review)
        view = m_reviewPage->planView();
    else if (!view && m_perspective == Perspective::History)
        view = historyPage().table();
    return view ? view : m_operators->view();
}

void MainWindow::addExportCommands() {
    auto& c = *m_commands;
    const QString group = tr("Export");
    const auto noGraph = [this] {
        return m_feed->graph() ? QString() : tr("No job is shown. Choose one in the list of jobs.");
    };
    c.add({QStringLiteral("file.export"),
           tr("&This view…"),
           group,
           QKeySequence(QStringLiteral("Ctrl+E")),
           tr("Save the panel that has the focus as PNG, SVG or PDF, with title and date"),
           [this] { exportPanel(focusedPanel()); },
           {},
           {}});
    c.add({QStringLiteral("export.graph"),
           tr("&Graph…"),
           group,
           {},
           tr("Save the whole graph as PNG, SVG or PDF, with title, legend and date"),
           [this] { exportPanel(QStringLiteral("graph")); },
           noGraph,
           {}});
    c.add({QStringLiteral("export.chart"),
           tr("&Chart…"),
           group,
           {},
           tr("Save the chart as PNG, SVG or PDF"),
           [this] { exportPanel(QStringLiteral("charts")); },
           noGraph,
           {}});
    c.add({QStringLiteral("export.report"),
           tr("&Report…"),
           group,
           {},
           tr("One page about the shown job as HTML or PDF: what was measured, the graph, the plan, why, who approved"),
           [this] { exportReport(); },
           noGraph,
           {}});
    for (const auto& [id, words, json] :
         {std::tuple{"export.csv", tr("Table as C&SV…"), false}, {"export.json", tr("Table as &JSON…"), true}})
        c.add({QLatin1String(id),
               words,
               group,
               {},
               tr("Save the table of the panel that has the focus, as it is filtered and sorted"),
               [this, json] { focusedTable()->saveAs(json); },
               [this] { return m_session->isOpen() ? QString() : tr("No workspace is open."); },
               {}});
    for (const auto& [id, words, dot] :
         {std::tuple{"copy.dot", tr("Graph for &Graphviz"), true}, {"copy.markdown", tr("Graph as &Markdown"), false}})
        c.add({QLatin1String(id),
               words,
               tr("Copy"),
               {},
               tr("Copy the shown graph as text"),
               [this, dot] {
                   const auto& model = m_graph->view()->model();
                   QGuiApplication::clipboard()->setText(dot ? dag::asDot(model) : dag::asMarkdown(model));
               },
               noGraph,
               {}});
    c.add({QStringLiteral("copy.table"),
           tr("&Table"),
           tr("Copy"),
           {},
           tr("Copy the table of the panel that has the focus, for a spreadsheet"),
           [this] { QGuiApplication::clipboard()->setText(focusedTable()->asTsv(false)); },
           [this] { return m_session->isOpen() ? QString() : tr("No workspace is open."); },
           {}});
}

void MainWindow::showHelp(const QString& page) {
    auto* help = findChild<HelpWindow*>(QStringLiteral("helpWindow"));
    if (!help)
        help = new HelpWindow(this);
    help->showPage(page);
    help->show();
    help->raise();
    help->activateWindow();
}

void MainWindow::showFirstSteps() {
    auto* steps = findChild<FirstStepsWindow*>(QStringLiteral("firstSteps"));
    if (!steps)
        steps = new FirstStepsWindow(*m_firstSteps, *m_commands, this);
    steps->show();
    steps->raise();
    steps->activateWindow();
}

void MainWindow::showAbout() {
    auto* about = new AboutWindow(QApplication::applicationVersion(), m_options.libraries, this);
    about->setAttribute(Qt::WA_DeleteOnClose);
    about->show();
}

} // namespace streamtune::ui
