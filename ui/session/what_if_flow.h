// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What-if on the shown job: a question (rates, parallelism) and what is predicted of it, the scenarios that people
/// kept, and the way from one of them to a draft. The model is fitted in the background; a question is answered at once
/// where that takes a few milliseconds, else in the background too. Everything here is predicted. GUI thread.

#include <QObject>
#include <QTimer>
#include <memory>
#include <string>
#include <vector>

#include "core/workbench/evidence_desk.h"
#include "ui/session/job_feed.h"
#include "ui/session/review_flow.h"
#include "ui/session/session.h"
#include "ui/session/text.h"

namespace streamtune::ui {

enum class WhatIfState { Off, Fitting, Ready, Failed };

/// A kept scenario with what the model of now says to it; what was said then is in `kept`.
struct AskedScenario {
    workbench::Scenario kept;
    tune::Prediction now;
};

class WhatIfFlow final : public QObject {
    Q_OBJECT
public:
    WhatIfFlow(Session& session, JobFeed& feed, ReviewFlow& review, QObject* parent = nullptr);

    /// Fits the model of the shown job; with a model already, fits it anew from the newest windows and asks again.
    void begin();
    void leave();
    [[nodiscard]] WhatIfState state() const { return m_state; }
    [[nodiscard]] bool isOn() const { return m_state != WhatIfState::Off; }
    [[nodiscard]] bool isReady() const { return m_model != nullptr; }
    [[nodiscard]] QString why() const { return m_why; }         ///< when Failed
    [[nodiscard]] quint64 fitting() const { return m_fitting; } ///< in the runner; 0 = none
    void stopFitting();

    /// Null before it is fitted.
    [[nodiscard]] const std::shared_ptr<const tune::WhatIf>& model() const { return m_model; }
    [[nodiscard]] QString jobName() const { return text(m_job); }
    /// Only what differs from the present.
    [[nodiscard]] const tune::WhatIfQuestion& question() const { return m_question; }
    [[nodiscard]] bool isChanged() const { return !m_question.rates.empty() || !m_question.parallelism.empty(); }
    [[nodiscard]] const tune::Prediction& answer() const { return m_answer; }
    [[nodiscard]] const tune::Prediction& presentAnswer() const { return m_presentAnswer; }
    /// Asked or, where nothing is asked, present; missing where the rate is not known.
    [[nodiscard]] Number rate(const std::string& source) const;
    [[nodiscard]] Number presentRate(const std::string& source) const;
    [[nodiscard]] int parallelism(const std::string& node) const;
    [[nodiscard]] double answeredInMs() const { return m_ms; } ///< wall time of the last answer

    void setRate(const std::string& source, double recordsPerSecond);
    void setParallelism(const std::string& node, int p);
    void setQuestion(const tune::WhatIfQuestion& question);
    void reset();

    // Scenarios.
    [[nodiscard]] const std::vector<AskedScenario>& scenarios() const { return m_scenarios; }
    [[nodiscard]] const AskedScenario* scenario(const std::string& name) const;
    /// Of the scenario whose question is the present one; empty = none.
    [[nodiscard]] QString shownName() const;
    void show(const std::string& name);
    void keep(const QString& name); ///< under an old name: replaces it
    void drop(const std::string& name);
    /// Three scenarios for the rates asked for: smallest change, balanced, cheapest.
    void proposeAlternatives();
    /// What is asked becomes a draft under review.
    void makeDraft();

    // Why something cannot be done now; empty = it can.
    [[nodiscard]] QString whyNotBegin() const;
    [[nodiscard]] QString whyNotReset() const;
    [[nodiscard]] QString whyNotKeep() const; ///< the name aside
    [[nodiscard]] QString whyNotPropose() const;
    [[nodiscard]] QString whyNotDraft() const;

Q_SIGNALS:
    void changed(); ///< state or model
    void asked();   ///< the question, and then its answer
    void scenariosChanged();

private:
    struct Fitted;
    void clear();
    void setState(WhatIfState state);
    void take(const Fitted& fitted);
    void touched();
    void ask();
    void take(tune::Prediction answer, double ms);
    void readScenarios();
    void refitWhenJobChanged();
    void store(const QString& title, std::function<Status(const workbench::EvidenceDesk&)> work);
    [[nodiscard]] workbench::Scenario present(const QString& name) const;

    Session& m_session;
    JobFeed& m_feed;
    ReviewFlow& m_review;
    WhatIfState m_state = WhatIfState::Off;
    QString m_why;
    std::string m_connection, m_job; ///< of the model; the job by name
    quint64 m_fitting = 0;
    std::shared_ptr<const tune::WhatIf> m_model;
    tune::WhatIfQuestion m_question;
    tune::Prediction m_answer, m_presentAnswer;
    double m_ms = 0;
    quint64 m_round = 0; ///< number of the newest fit: older ones are dropped
    quint64 m_asked = 0; ///< number of the newest question: older answers are dropped
    std::vector<AskedScenario> m_scenarios;
    QTimer m_soon; ///< many touches of one turn are one question
};

} // namespace streamtune::ui
