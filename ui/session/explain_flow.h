// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// The evidence behind the number of the chosen operator: of the plan under review or, without one, of the newest
/// advised plan of the shown job. Read in the background, and only while somebody looks. GUI thread.

#include <QObject>
#include <QTimer>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/workbench/cluster_desk.h"
#include "core/workbench/evidence_desk.h"
#include "ui/session/job_feed.h"
#include "ui/session/review_flow.h"
#include "ui/session/session.h"

namespace streamtune::ui {

/// Evidence, and what it takes to show it.
struct Explained {
    workbench::Evidence evidence;
    /// What the capacity model says to the same windows, where the method of the plan has no model of probability.
    std::optional<tune::Explanation> beside;
    JobGraph graph; ///< as the evidence saw it
    TimePoint measuredAt{};
    double windowSeconds = 0;
    int planned = 0;     ///< the number in the plan; what was advised is in the explanation
    bool edited = false; ///< by a person

    /// The explanation that has the curve, and who gave it. Null where neither has one.
    [[nodiscard]] const tune::Explanation* withCurve() const;
};

[[nodiscard]] Result<Explained> explainNumber(const workbench::Workbench& bench, const std::string& plan,
                                              const std::string& vertex, std::stop_token stop);

enum class ExplainState { NoJob, NoOperator, NoAdvice, Reading, ByHand, Ready, Failed };

class ExplainFlow final : public QObject {
    Q_OBJECT
public:
    ExplainFlow(Session& session, JobFeed& feed, ReviewFlow& review, QObject* parent = nullptr);

    /// Somebody looks: what is missing is read from now on.
    void setActive(bool on);
    [[nodiscard]] ExplainState state() const { return m_state; }
    [[nodiscard]] QString why() const { return m_why; } ///< when Failed or ByHand
    /// Null unless Ready. While the next one is read, the old one stays.
    [[nodiscard]] const std::shared_ptr<const Explained>& explained() const { return m_explained; }
    [[nodiscard]] bool isFor(const std::string& vertex) const { return m_for.vertex == vertex; }

    /// Another past run to compare with; -1 = none.
    void choosePast(int index);
    [[nodiscard]] int chosenPast() const { return m_past; }
    /// The graphs of plan and chosen run with the edit path between them; null until it is there.
    [[nodiscard]] const std::shared_ptr<const workbench::PairView>& pair() const { return m_pair; }

    [[nodiscard]] QString asText() const; ///< empty unless Ready
    [[nodiscard]] QString asJson() const;

Q_SIGNALS:
    void changed();
    void pairChanged();

private:
    struct Want {
        std::string connection, job; ///< job by name
        std::string plan;            ///< empty = the newest advised one
        std::string vertex;
        bool operator==(const Want&) const = default;
    };
    void refresh();
    void read(const Want& want);
    void settle(ExplainState state, const QString& why = {});
    void take(std::shared_ptr<const Explained> explained);
    [[nodiscard]] std::string vertexOf() const;

    Session& m_session;
    JobFeed& m_feed;
    ReviewFlow& m_review;
    bool m_active = false;
    ExplainState m_state = ExplainState::NoJob;
    QString m_why;
    Want m_for;
    std::shared_ptr<const Explained> m_explained;
    int m_past = -1;
    std::shared_ptr<const workbench::PairView> m_pair;
    QTimer m_soon; ///< a selection and a plan that change together are one question
};

} // namespace streamtune::ui
