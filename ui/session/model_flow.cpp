// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/model_flow.h"

#include <algorithm>
#include <filesystem>

#include "core/workbench/model_in_use.h"
#include "ui/session/text.h"

namespace streamtune::ui {

using workbench::ModelComparison;
using workbench::ModelSummary;
using workbench::TrainingDesk;

ModelFlow::ModelFlow(Session& session, TrainingFlow& trainings, QObject* parent)
    : QObject(parent), m_session(session), m_trainings(trainings) {
    connect(&session, &Session::workspaceClosed, this, &ModelFlow::clear);
    connect(&session, &Session::workspaceOpened, this, [this] {
        clear();
        if (m_active)
            reload();
    });
    connect(&trainings, &TrainingFlow::modelMade, this, [this] {
        if (m_active)
            reload();
    });
}

void ModelFlow::clear() {
    for (const char* lane : {"models.read", "models.compare", "models.drift"})
        m_session.runner().cancelLane(lane);
    m_read = m_busy = m_comparing = false;
    m_models.clear();
    m_bytes.clear();
    m_chosen.clear();
    m_cards.clear();
    m_asked.clear();
    m_comparison.reset();
    m_drift.reset();
    m_driftOf.clear();
    m_whyNoDrift.clear();
    Q_EMIT changed();
    Q_EMIT chosenChanged();
    Q_EMIT comparisonChanged();
    Q_EMIT driftChanged();
}

void ModelFlow::activate() {
    const bool first = !m_active;
    m_active = true;
    if (first || !m_read)
        reload();
}

void ModelFlow::reload() {
    if (!m_trainings.desk())
        return;
    m_session.runner().start<WithSizes>(
        {.title = tr("Read the models"), .lane = "models.read", .quiet = true}, this,
        [desk = m_trainings.desk()](std::stop_token, const ProgressSink&) -> Result<WithSizes> {
            WithSizes read;
            ST_ASSIGN(read.models, desk->desk.models());
            const std::filesystem::path file = desk->bench->options().workspace;
            for (const ModelSummary& model : read.models) {
                std::error_code none; // the shipped one is part of the program
                const auto size =
                    std::filesystem::file_size(workbench::modelRoot(file) / model.id / learn::kModelFile, none);
                if (!none)
                    read.bytes[model.id] = size;
            }
            return read;
        },
        [this](const auto& read) { take(*read); },
        [this](const Error& error) {
            m_session.troubles().raise(QStringLiteral("models"), tr("Read the models"), error, tr("Try again"),
                                       [this] { reload(); });
        });
}

void ModelFlow::take(const WithSizes& read) {
    m_session.troubles().settle(QStringLiteral("models"));
    m_read = true;
    m_models = read.models;
    m_bytes = read.bytes;
    std::erase_if(m_chosen, [this](const std::string& id) { return !model(id); });
    if (m_chosen.empty() && !m_models.empty()) {
        const auto active = std::ranges::find(m_models, true, &ModelSummary::active);
        m_chosen = {active == m_models.end() ? m_models.front().id : active->id};
    }
    Q_EMIT changed();
    Q_EMIT chosenChanged();
    compare();
}

const ModelSummary* ModelFlow::model(const std::string& id) const {
    const auto found = std::ranges::find(m_models, id, &ModelSummary::id);
    return found == m_models.end() ? nullptr : &*found;
}

const ModelSummary* ModelFlow::current() const {
    return m_chosen.empty() ? nullptr : model(m_chosen.front());
}

void ModelFlow::choose(std::vector<std::string> ids) {
    if (ids == m_chosen)
        return;
    m_chosen = std::move(ids);
    Q_EMIT chosenChanged();
    compare();
}

void ModelFlow::needCard(const std::string& id) {
    if (!m_trainings.desk() || m_cards.contains(id) || !m_asked.insert(id).second)
        return;
    m_session.runner().start<Card>(
        {.title = tr("Read the model %1").arg(text(id)), .lane = {}, .quiet = true}, this,
        [desk = m_trainings.desk(), id](std::stop_token, const ProgressSink&) { return desk->desk.model(id); },
        [this, id, desk = m_trainings.desk()](const auto& card) {
            if (desk != m_trainings.desk())
                return; // of a workspace that was closed meanwhile
            m_cards[id] = *card;
            Q_EMIT cardsChanged();
        }); // one that cannot be read says so in the list
}

std::optional<std::uintmax_t> ModelFlow::bytesOf(const std::string& id) const {
    const auto found = m_bytes.find(id);
    return found == m_bytes.end() ? std::nullopt : std::optional(found->second);
}

void ModelFlow::compare() {
    m_session.runner().cancelLane("models.compare");
    m_comparison.reset();
    m_comparing = false;
    const ModelSummary* mine = current();
    for (std::size_t i = 0; i < m_chosen.size() && i < 2; ++i)
        if (const auto* model = this->model(m_chosen[i]); model && model->broken.empty())
            needCard(model->id);
    std::string other;
    if (m_chosen.size() > 1)
        other = m_chosen[1];
    if (!mine || !mine->broken.empty() || (other.empty() && mine->active)) {
        Q_EMIT comparisonChanged();
        return;
    }
    m_comparing = true;
    Q_EMIT comparisonChanged();
    m_session.runner().start<ModelComparison>(
        {.title = tr("Compare models"), .lane = "models.compare", .quiet = true}, this,
        [desk = m_trainings.desk(), mine = *mine, other](std::stop_token,
                                                         const ProgressSink&) mutable -> Result<ModelComparison> {
            if (other.empty()) {
                const auto slash = mine.job.find('/');
                const std::string connection = mine.job.substr(0, slash);
                const std::string job = slash == std::string::npos ? std::string() : mine.job.substr(slash + 1);
                ST_ASSIGN(const auto present, desk->desk.active(mine.engine, connection, job));
                other = present ? present->card.id : std::string();
            }
            return desk->desk.compare(mine.id, other);
        },
        [this](const auto& comparison) {
            m_comparison = comparison;
            m_comparing = false;
            if (!comparison->present.empty())
                needCard(comparison->present);
            Q_EMIT comparisonChanged();
        },
        [this](const Error& error) {
            m_comparing = false;
            m_session.troubles().raise(QStringLiteral("models"), tr("Compare models"), error);
            Q_EMIT comparisonChanged();
        });
}

void ModelFlow::change(const QString& what, std::function<Status(TrainingDesk&)> act, std::function<void()> after) {
    if (!m_trainings.desk() || m_busy)
        return;
    m_busy = true;
    Q_EMIT changed();
    m_session.runner().run(
        {.title = what, .lane = {}}, this,
        [desk = m_trainings.desk(), act = std::move(act)](std::stop_token, const ProgressSink&) {
            return act(desk->desk);
        },
        [this, after = std::move(after)] {
            m_busy = false;
            m_session.troubles().settle(QStringLiteral("models.change"));
            if (after)
                after();
            reload();
        },
        [this, what](const Error& error) {
            m_busy = false;
            m_session.troubles().raise(QStringLiteral("models.change"), what, error);
            Q_EMIT changed();
        });
}

void ModelFlow::promote(const std::string& id, const QString& reason, bool evenIfWorse) {
    const review::Actor who{utf8(m_session.actor()), utf8(reason)};
    change(
        tr("Promote %1").arg(text(id)),
        [id, who, evenIfWorse](TrainingDesk& desk) -> Status {
            ST_TRY(desk.promote(id, who, evenIfWorse));
            return {};
        },
        [this, id] { Q_EMIT promoted(text(id)); });
}

void ModelFlow::remove(const std::string& id, const QString& reason) {
    const review::Actor who{utf8(m_session.actor()), utf8(reason)};
    change(tr("Remove %1").arg(text(id)), [id, who](TrainingDesk& desk) { return desk.removeModel(id, who); });
}

void ModelFlow::exportTo(const std::string& id, const QString& folder) {
    change(tr("Export %1").arg(text(id)),
           [id, to = utf8(folder)](TrainingDesk& desk) { return desk.exportModel(id, to); });
}

void ModelFlow::importFrom(const QString& path) {
    change(tr("Import a model"), [from = utf8(path)](TrainingDesk& desk) -> Status {
        ST_TRY(desk.importModel(from));
        return {};
    });
}

QString ModelFlow::whyNone() const {
    if (!m_trainings.desk())
        return tr("No workspace is open. Open the demo or a workspace first.");
    if (!m_read)
        return tr("Open the list of models first.");
    return current() ? QString() : tr("Choose a model first.");
}

QString ModelFlow::whyNoPromote() const {
    if (const QString why = whyNone(); !why.isEmpty())
        return why;
    if (readOnly())
        return tr("This window was opened read-only.");
    const ModelSummary* model = current();
    if (!model->broken.empty())
        return text(model->broken);
    if (model->active)
        return tr("It is in use already.");
    return m_busy ? tr("Waits until the change before is done.") : QString();
}

QString ModelFlow::whyNoRemove() const {
    if (const QString why = whyNone(); !why.isEmpty())
        return why;
    if (readOnly())
        return tr("This window was opened read-only.");
    const ModelSummary* model = current();
    if (model->shipped)
        return tr("It is part of the program.");
    return model->active ? tr("It is in use; promote another one first.") : QString();
}

void ModelFlow::checkDrift(const std::string& connection, const std::string& job) {
    if (!m_trainings.desk())
        return;
    m_driftOf = text(job);
    m_driftConnection = connection;
    m_drift.reset();
    m_whyNoDrift.clear();
    Q_EMIT driftChanged();
    m_session.runner().start<workbench::Drift>(
        {.title = tr("Does the model still know %1?").arg(m_driftOf), .lane = "models.drift", .quiet = true}, this,
        [desk = m_trainings.desk(), connection, job](std::stop_token stop, const ProgressSink&) {
            return desk->desk.drift(connection, job, stop);
        },
        [this](const auto& drift) {
            m_drift = drift;
            Q_EMIT driftChanged();
        },
        [this](const Error& error) {
            m_whyNoDrift = text(error.sentence + (error.hint.empty() ? "" : " " + error.hint));
            Q_EMIT driftChanged();
        });
}

} // namespace streamtune::ui
