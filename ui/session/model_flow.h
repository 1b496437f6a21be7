// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The models of the open workspace: what there is, their cards, how a candidate does beside the model in use, and
/// putting one into use. Everything is read and judged in the background. GUI thread.

#include <QObject>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ui/session/training_flow.h"

namespace streamtune::ui {

class ModelFlow final : public QObject {
    Q_OBJECT
public:
    using Card = std::shared_ptr<const learn::ModelSet>;
    using Cards = std::map<std::string, Card>;

    ModelFlow(Session& session, TrainingFlow& trainings, QObject* parent = nullptr);

    /// The list is looked at: what is missing is read from now on.
    void activate();
    void reload();
    [[nodiscard]] bool isRead() const { return m_read; }
    [[nodiscard]] const std::vector<workbench::ModelSummary>& models() const { return m_models; }
    [[nodiscard]] const workbench::ModelSummary* model(const std::string& id) const;
    /// One is judged beside the model in use, two beside each other.
    [[nodiscard]] const std::vector<std::string>& chosen() const { return m_chosen; }
    void choose(std::vector<std::string> ids);
    [[nodiscard]] const workbench::ModelSummary* current() const;

    [[nodiscard]] const Cards& cards() const { return m_cards; } ///< read so far
    void needCard(const std::string& id);                        ///< read unless it is there
    [[nodiscard]] std::optional<std::uintmax_t> bytesOf(const std::string& id) const;

    /// The chosen one against the other, or against the model in use. Null while it is worked out.
    [[nodiscard]] const std::shared_ptr<const workbench::ModelComparison>& comparison() const { return m_comparison; }
    [[nodiscard]] bool comparing() const { return m_comparing; }

    // Refusals are raised as troubles, with their reason.
    void promote(const std::string& id, const QString& reason, bool evenIfWorse);
    void remove(const std::string& id, const QString& reason);
    void exportTo(const std::string& id, const QString& folder);
    void importFrom(const QString& path);
    [[nodiscard]] bool busy() const { return m_busy; }
    [[nodiscard]] QString whyNoPromote() const; ///< of the chosen one; a worse one can still be insisted on
    [[nodiscard]] QString whyNoRemove() const;
    [[nodiscard]] QString whyNone() const; ///< no model is chosen, or nothing can be done
    [[nodiscard]] bool readOnly() const { return m_session.readOnly(); }

    /// Whether a job still looks like what its model has seen.
    void checkDrift(const std::string& connection, const std::string& job);
    [[nodiscard]] const std::shared_ptr<const workbench::Drift>& drift() const { return m_drift; }
    [[nodiscard]] QString driftOf() const { return m_driftOf; } ///< the job; empty = nothing asked
    [[nodiscard]] const std::string& driftConnection() const { return m_driftConnection; }
    [[nodiscard]] QString whyNoDrift() const { return m_whyNoDrift; }

Q_SIGNALS:
    void changed();
    void chosenChanged();
    void cardsChanged();
    void comparisonChanged();
    void driftChanged();
    void promoted(const QString& model);

private:
    struct WithSizes {
        std::vector<workbench::ModelSummary> models;
        std::map<std::string, std::uintmax_t> bytes;
    };
    void clear();
    void take(const WithSizes& read);
    void compare();
    void change(const QString& what, std::function<Status(workbench::TrainingDesk&)> act,
                std::function<void()> after = {});

    Session& m_session;
    TrainingFlow& m_trainings;
    bool m_active = false;
    bool m_read = false;
    bool m_busy = false;
    bool m_comparing = false;
    std::vector<workbench::ModelSummary> m_models;
    std::map<std::string, std::uintmax_t> m_bytes;
    std::vector<std::string> m_chosen;
    Cards m_cards;
    std::set<std::string> m_asked; ///< cards on their way
    std::shared_ptr<const workbench::ModelComparison> m_comparison;
    std::shared_ptr<const workbench::Drift> m_drift;
    QString m_driftOf, m_whyNoDrift;
    std::string m_driftConnection;
};

} // namespace streamtune::ui
