// SPDX-License-Identifier: GPL-3.0-or-later
// The commands of trainings, models and the comparison of methods.
#include <QApplication>
#include <QFileDialog>

#include "ui/main_window/main_window.h"
#include "ui/session/model_flow.h"
#include "ui/session/text.h"
#include "ui/session/training_flow.h"
#include "ui/views/compare/results_page.h"
#include "ui/views/registry/model_dialogs.h"
#include "ui/views/training/new_training_dialog.h"
#include "ui/views/training/train_page.h"
#include "ui/views/widgets/late_page.h"

namespace streamtune::ui {

TrainPage& MainWindow::trainPage() {
    makeRest();
    m_lateTrain->page();
    return *m_trainPage;
}

void MainWindow::addTrainingCommands() {
    auto* flow = m_training.get();
    const CommandGroup add(*m_commands, tr("Train"));
    const auto cannotTrain = [this] {
        if (const QString why = whyNoWorkspace(); !why.isEmpty())
            return why;
        return m_session->readOnly() ? tr("This window was opened read-only.") : QString();
    };
    add(
        "train.new", tr("&New training…"), "Ctrl+Shift+T",
        tr("Learn encoders from the recorded windows; the work goes on in the background"),
        [this] { newTraining({}, {}); }, cannotTrain);
    add(
        "train.job", tr("&Fine-tune for this job…"), "",
        tr("Let the model in use learn from the shown job's own windows"),
        [this] {
            const Place& place = m_session->selection().place();
            newTraining(place.connection, utf8(m_feed->jobName()));
        },
        [this, cannotTrain] {
            const QString why = cannotTrain();
            return why.isEmpty() ? whyNoJob() : why;
        });
    using Why = QString (TrainingFlow::*)(const workbench::TrainingRun*) const;
    using Act = void (TrainingFlow::*)(const std::string&);
    const auto onRun = [&](const char* id, const QString& words, const QString& tip, Act act, Why why) {
        add(
            id, words, "", tip,
            [flow, act, why] {
                const auto ids = flow->chosen(); // all of those for which it can be done
                for (const std::string& run : ids)
                    if ((flow->*why)(flow->run(run)).isEmpty())
                        (flow->*act)(run);
            },
            [flow, why] { return (flow->*why)(flow->current()); });
    };
    onRun("train.pause", tr("&Pause"), tr("Stop within one batch; Resume goes on from there"), &TrainingFlow::pause,
          &TrainingFlow::whyNoPause);
    onRun("train.resume", tr("&Resume"), tr("Go on from the last checkpoint, with the same result as without a stop"),
          &TrainingFlow::resume, &TrainingFlow::whyNoResume);
    onRun("train.cancel", tr("&Cancel"), tr("Stop within one batch; what was reached is kept until you remove it"),
          &TrainingFlow::cancel, &TrainingFlow::whyNoCancel);
    onRun("train.forget", tr("Re&move"), tr("Remove the training with its checkpoints; a model it made stays"),
          &TrainingFlow::forget, &TrainingFlow::whyNoForget);
    addModelCommands();
    for (const auto signal : {&TrainingFlow::changed, &TrainingFlow::chosenChanged, &TrainingFlow::sourcesChanged})
        connect(flow, signal, m_commands, &CommandRegistry::refreshSoon);
    connect(flow, &TrainingFlow::chosenChanged, this, &MainWindow::refreshTop);
    connect(flow, &TrainingFlow::modelMade, this,
            [this] { QApplication::alert(this); }); // nothing where it has the focus
}

void MainWindow::addModelCommands() {
    auto* flow = m_models.get();
    const CommandGroup add(*m_commands, tr("Models"));
    const auto show = [this](TrainPage::Part part) {
        return [this, part] {
            setPerspective(Perspective::Train);
            trainPage().setPart(part);
        };
    };
    add("models.show", tr("&Models"), "", tr("What was learned: held-out figures, cards, promotion"),
        show(TrainPage::Models), {});
    add("results.show", tr("&Comparison of methods"), "",
        tr("How DS2, ContTune, StreamTune and others do on the same jobs"), show(TrainPage::Results), {});
    add("results.open", tr("&Open a comparison…"), "",
        tr("A table that `streamtune compare --json` wrote, beside the others"),
        [this, show] {
            show(TrainPage::Results)();
            trainPage().results()->chooseFile();
        },
        {});
    add(
        "models.promote", tr("&Promote…"), "", tr("Put the chosen model into use; the old one stays in the list"),
        [this, flow] { openPromoteDialog(*flow, this); }, [flow] { return flow->whyNoPromote(); });
    add(
        "models.export", tr("&Export model…"), "", tr("Write the chosen model and its card into a folder"),
        [this, flow] {
            const QString folder = QFileDialog::getExistingDirectory(this, tr("Export model into"));
            if (!folder.isEmpty() && flow->current())
                flow->exportTo(flow->current()->id, folder + QLatin1Char('/') + text(flow->current()->id));
        },
        [flow] {
            const QString why = flow->whyNone();
            return why.isEmpty() ? text(flow->current()->broken) : why;
        });
    add(
        "models.import", tr("&Import model…"), "", tr("Take a model from a file; it is checked before it is believed"),
        [this, flow] {
            const QString file =
                QFileDialog::getOpenFileName(this, tr("Import a model"), {}, tr("Models (*.bin);;All files (*)"));
            if (!file.isEmpty())
                flow->importFrom(file);
        },
        [this] {
            if (const QString why = whyNoWorkspace(); !why.isEmpty())
                return why;
            return m_session->readOnly() ? tr("This window was opened read-only.") : QString();
        });
    add(
        "models.remove", tr("&Remove model…"), "", tr("Delete the chosen model with its file"),
        [this, flow] { openRemoveModelDialog(*flow, this); }, [flow] { return flow->whyNoRemove(); });
    add(
        "models.drift", tr("&Does the model know this job?"), "",
        tr("Compare the shown job with what the model in use has seen"),
        [this, flow, show] {
            show(TrainPage::Models)();
            flow->checkDrift(m_session->selection().place().connection, utf8(m_feed->jobName()));
        },
        [this] { return whyNoJob(); });
    for (const auto signal : {&ModelFlow::changed, &ModelFlow::chosenChanged, &ModelFlow::comparisonChanged})
        connect(flow, signal, m_commands, &CommandRegistry::refreshSoon);
    connect(flow, &ModelFlow::promoted, m_training.get(), &TrainingFlow::reloadSources);
}

void MainWindow::newTraining(const std::string& connection, const std::string& job) {
    setPerspective(Perspective::Train);
    trainPage().setPart(TrainPage::Trainings);
    workbench::TrainingRequest request;
    request.connection = connection;
    request.job = job;
    openTrainingDialog(*m_training, *m_session, request, this);
}

} // namespace streamtune::ui
