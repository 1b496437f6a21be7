// SPDX-License-Identifier: GPL-3.0-or-later
// Commands of the explanation and of what-if.
#include <QClipboard>
#include <QDockWidget>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSaveFile>

#include "ui/main_window/main_window.h"
#include "ui/session/explain_flow.h"
#include "ui/session/text.h"
#include "ui/session/what_if_flow.h"
#include "ui/views/inspect/graph_panel.h"
#include "ui/views/what_if/scenarios_panel.h"
#include "ui/views/what_if/what_if_panel.h"

namespace streamtune::ui {

void MainWindow::addExplainCommands() {
    const CommandGroup add(*m_commands, tr("Explanation"));
    const auto nothing = [this] {
        return m_explain->state() == ExplainState::Ready ? QString()
                                                         : tr("Nothing is explained yet: choose an operator of a job "
                                                              "that was advised, and open the panel Why.");
    };
    add(
        "explain.show", tr("&Explain"), "Ctrl+Shift+Y",
        tr("The evidence behind the number: curve, past runs, how often such advice was right"),
        [this] {
            showDock(QStringLiteral("explanation"));
            QDockWidget* dock = m_docks.at(QStringLiteral("explanation"));
            if (const int em = fontMetrics().height(); dock->width() < em * 22 && !dock->isFloating())
                resizeDocks({dock}, {em * 22}, Qt::Horizontal);
        },
        [this] { return whyNoWorkspace(); });
    add(
        "explain.copyText", tr("Copy &text"), "", tr("Copy the explanation as text, for a ticket"),
        [this] { QGuiApplication::clipboard()->setText(m_explain->asText()); }, nothing);
    add(
        "explain.copyJson", tr("Copy &JSON"), "", tr("Copy the explanation as JSON, for a program"),
        [this] { QGuiApplication::clipboard()->setText(m_explain->asJson()); }, nothing);
    add(
        "explain.export", tr("E&xport…"), "", tr("Save the explanation as text or JSON"),
        [this] { exportExplanation(); }, nothing);
    connect(m_explain.get(), &ExplainFlow::changed, m_commands, &CommandRegistry::refreshSoon);
}

void MainWindow::exportExplanation() {
    const QString name = QFileDialog::getSaveFileName(
        this, tr("Export the explanation"), QStringLiteral("explanation.txt"), tr("Text (*.txt);;JSON (*.json)"));
    if (name.isEmpty())
        return;
    const QString body = name.endsWith(QLatin1String(".json")) ? m_explain->asJson() : m_explain->asText();
    QSaveFile file(name);
    if (file.open(QIODevice::WriteOnly) && file.write(body.toUtf8()) >= 0 && file.commit())
        return m_session->troubles().settle(QStringLiteral("export"));
    m_session->troubles().raise(QStringLiteral("export"), tr("Export the explanation"),
                                Error{"export.write",
                                      utf8(tr("%1 was not written: %2.").arg(name, file.errorString())),
                                      utf8(tr("Choose another place.")),
                                      {}},
                                tr("Choose another"), [this] { exportExplanation(); });
}

void MainWindow::addWhatIfCommands() {
    auto& c = *m_commands;
    auto* flow = m_whatIf.get();
    const CommandGroup add(c, tr("What if"));
    add(
        "whatif.begin", tr("&What if…"), "Ctrl+Shift+W",
        tr("Try other rates and another parallelism on the graph; nothing is sent to the cluster"),
        [this] { beginWhatIf(); }, [flow] { return flow->whyNotBegin(); });
    add(
        "whatif.leave", tr("&Leave what-if"), "", tr("Show again what is measured and advised"),
        [flow] { flow->leave(); }, [flow] { return flow->isOn() ? QString() : tr("What-if is not on."); });
    add(
        "whatif.reset", tr("&Reset all"), "", tr("Rates and parallelism as they are now"), [flow] { flow->reset(); },
        [flow] { return flow->whyNotReset(); });
    add(
        "whatif.refit", tr("Re&fit"), "", tr("Fit the model anew from the newest windows; what is asked stays"),
        [flow] { flow->begin(); },
        [flow] {
            if (!flow->isReady())
                return tr("Start what-if first.");
            return flow->fitting() != 0 ? tr("The model is being fitted.") : QString();
        });
    add(
        "whatif.plan", tr("Make a &plan"), "", tr("A draft with these numbers, to be reviewed like any other plan"),
        [flow] { flow->makeDraft(); }, [flow] { return flow->whyNotDraft(); });
    add(
        "whatif.keep", tr("&Keep"), "", tr("Keep question and answer as a scenario under this name"),
        [this] { keepScenario(); },
        [this, flow] {
            if (const QString why = flow->whyNotKeep(); !why.isEmpty())
                return why;
            return !m_whatIfPanel || m_whatIfPanel->name()->text().trimmed().isEmpty()
                       ? tr("Type a name for the scenario first.")
                       : QString();
        });
    add(
        "whatif.alternatives", tr("&Alternatives"), "",
        tr("Keep three scenarios for the rates asked for: the smallest change, balanced load, the fewest instances"),
        [this, flow] {
            showDock(QStringLiteral("scenarios"));
            flow->proposeAlternatives();
        },
        [flow] { return flow->whyNotPropose(); });
    const auto noneChosen = [this, flow] {
        if (!flow->isReady())
            return tr("Start what-if first.");
        return m_scenarios && !m_scenarios->chosen().empty() ? QString()
                                                             : tr("Choose a kept scenario in the panel Scenarios.");
    };
    add(
        "whatif.show", tr("&Show on the graph"), "", tr("Ask for what this scenario asks"),
        [this, flow] { flow->show(m_scenarios->chosen()); }, noneChosen);
    add(
        "whatif.drop", tr("For&get"), "", tr("Forget the chosen scenario"),
        [this, flow] { flow->drop(m_scenarios->chosen()); },
        [this, noneChosen] {
            if (const QString why = noneChosen(); !why.isEmpty())
                return why;
            return m_session->readOnly() ? tr("This window was opened read-only.") : QString();
        });
    for (const auto signal : {&WhatIfFlow::changed, &WhatIfFlow::asked, &WhatIfFlow::scenariosChanged})
        connect(flow, signal, m_commands, &CommandRegistry::refreshSoon);
    connect(flow, &WhatIfFlow::asked, this, &MainWindow::refreshTop);
}

void MainWindow::beginWhatIf() {
    setPerspective(Perspective::Inspect);
    showDock(QStringLiteral("scenarios"));
    showDock(QStringLiteral("whatif"));
    const int em = fontMetrics().height();
    QDockWidget* dock = m_docks.at(QStringLiteral("whatif"));
    if (dock->width() < em * 22 && !dock->isFloating())
        resizeDocks({dock}, {em * 22}, Qt::Horizontal);
    if (m_graph->mode() == dag::Show::Measured)
        m_graph->setShow(dag::Show::Both);
    m_whatIf->begin();
}

void MainWindow::keepScenario() {
    const QString name = m_whatIfPanel->name()->text().trimmed();
    if (m_whatIf->scenario(utf8(name))) {
        QMessageBox box(QMessageBox::NoIcon, tr("Replace the scenario"),
                        tr("A scenario \"%1\" is kept already.").arg(name), QMessageBox::NoButton, this);
        box.setTextFormat(Qt::PlainText);
        box.setInformativeText(tr("What it asks would be replaced by what is asked now."));
        auto* replace = box.addButton(tr("Replace"), QMessageBox::DestructiveRole);
        box.setDefaultButton(box.addButton(tr("Keep the old one"), QMessageBox::RejectRole));
        box.exec();
        if (box.clickedButton() != replace)
            return;
    }
    m_whatIf->keep(name);
    m_whatIfPanel->name()->clear();
}

} // namespace streamtune::ui
