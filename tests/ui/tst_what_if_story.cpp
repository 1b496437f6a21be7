// SPDX-License-Identifier: GPL-3.0-or-later
// Recommend, explain, what-if, draft, apply on the embedded demo, as a person lives it in a real window.
#include <QClipboard>
#include <QDockWidget>
#include <QGuiApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSpinBox>

#include "core/base/format.h"
#include "tests/ui/support/review_steps.h"
#include "ui/session/explain_flow.h"
#include "ui/session/what_if_flow.h"
#include "ui/views/clusters/pair_graph.h"
#include "ui/views/explain/explain_panel.h"
#include "ui/views/explain/probability_chart.h"
#include "ui/views/inspect/graph_panel.h"
#include "ui/views/inspect/inspect_panels.h"
#include "ui/views/what_if/rate_slider.h"
#include "ui/views/what_if/scenarios_panel.h"
#include "ui/views/what_if/what_if_panel.h"

using namespace streamtune;
using namespace streamtune::uitest;
using review::PlanState;

class TestWhatIfStory : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void fromAdviceToApply();
    void alternativesAreProposed();
    void twinsSayTheSame();
    void honestWhereNothingIsKnown();
    void jobsDoNotMix();

private:
    static bool opened(WindowUnderTest& w) {
        return w.click(QStringLiteral("file.demo")) &&
               QTest::qWaitFor([&] { return w->feed().graph() && w->feed().shown(); }, 60'000);
    }
    static bool explained(WindowUnderTest& w) {
        return QTest::qWaitFor([&] { return w->explain().state() == ui::ExplainState::Ready; }, 60'000);
    }
    static bool fitted(WindowUnderTest& w) {
        return QTest::qWaitFor([&] { return w->whatIf().state() == ui::WhatIfState::Ready; }, 60'000);
    }
    /// The first operator that may have more than it has.
    static std::string movable(const tune::WhatIf& model) {
        for (const Operator& op : model.graph().nodes)
            if (const auto [low, high] = model.range(op.id); low < high && op.parallelism < high)
                return op.id;
        return {};
    }
};

void TestWhatIfStory::fromAdviceToApply() {
    TestSpace space;
    workbench::Options options;
    options.actor = "tester";
    WindowUnderTest w(options, std::filesystem::path(ui::utf8(space.path(QStringLiteral("demo.db")))));
    QVERIFY(opened(w));

    // Advice by the model with chances, and its explanation beside the review.
    w->commands().action(QStringLiteral("method.streamtune"))->trigger();
    QVERIFY(w.click(QStringLiteral("job.recommend")));
    QVERIFY(QTest::qWaitFor([&] { return w->review().file() && !w->review().busy(); }, 60'000));
    QVERIFY(!w->review().file()->plan.changes.empty()); // the worst job needs one
    w->session().selection().setVertex(w->review().file()->plan.changes.front().vertex);
    QVERIFY(w.click(QStringLiteral("explain.show")));
    QVERIFY(explained(w));
    const auto& said = *w->explain().explained();
    QCOMPARE(said.evidence.plan, w->review().file()->plan.id);
    QVERIFY(!said.evidence.explanation.curve.empty());
    QVERIFY(w->explainPanel().verdict().contains(QStringLiteral("chance")));
    QVERIFY(w->explainPanel().chart()->isVisible());
    QVERIFY(!said.evidence.past.empty()); // the demo has a history
    QVERIFY(w->explainPanel().past()->model()->rowCount() > 0);
    QVERIFY(QTest::qWaitFor([&] { return w->explain().pair() != nullptr; }, 30'000));
    QTRY_VERIFY(!w->explainPanel().pairGraph()->model().empty());
    shoot(*w, QStringLiteral("explain-review"));
    QVERIFY(w.click(QStringLiteral("explain.copyJson")));
    const auto json = QJsonDocument::fromJson(QGuiApplication::clipboard()->text().toUtf8()).object();
    QCOMPARE(json.value(QStringLiteral("plan")).toString(), ui::text(said.evidence.plan));
    QVERIFY(w.click(QStringLiteral("explain.copyText")));
    QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("Nearest past runs")));

    // What if the rate were higher: the right half of the graph follows.
    w->setPerspective(ui::Perspective::Inspect);
    w->commands().action(QStringLiteral("whatif.begin"))->trigger();
    QVERIFY(fitted(w));
    auto& flow = w->whatIf();
    const auto model = flow.model();
    const auto before = w->graphPanel().view()->model().predicted;
    QVERIFY(!before.empty());
    const std::string source = flow.answer().sources.front().source;
    ui::RateSlider* slider = w->whatIfPanel().slider(source);
    QVERIFY(slider);
    QTRY_VERIFY(slider->isVisible());
    const double rateBefore = valueOr(flow.rate(source), 0);
    QVERIFY(rateBefore > 0);
    slider->setFocus();
    for (int i = 0; i < 4; ++i)
        QTest::keyClick(slider, Qt::Key_PageUp);
    QTest::keyClick(slider, Qt::Key_End); // ten times as much as was ever seen
    QTRY_VERIFY(valueOr(flow.rate(source), 0) > 3 * rateBefore);
    QTRY_VERIFY(flow.answer().outside);
    QVERIFY(*flow.answer().headroom < *flow.presentAnswer().headroom);
    QTRY_VERIFY(w->graphPanel().view()->model().predicted != before);
    QVERIFY(!w->graphPanel().view()->model().outside.empty());
    shoot(*w, QStringLiteral("what-if-rate"));

    // A scenario is kept, another one is asked, both are compared.
    QTest::keyClicks(w->whatIfPanel().name(), QStringLiteral("flash sale"));
    QVERIFY(w.click(QStringLiteral("whatif.keep")));
    QVERIFY(QTest::qWaitFor([&] { return flow.scenario("flash sale") != nullptr; }, 30'000));
    QCOMPARE(flow.shownName(), QStringLiteral("flash sale"));
    QVERIFY(w.click(QStringLiteral("whatif.reset")));
    QTRY_VERIFY(!flow.isChanged());
    QAction* plan = w->commands().action(QStringLiteral("whatif.plan"));
    QTRY_VERIFY(!plan->isEnabled()); // nothing is changed, and it says so
    QVERIFY(!ui::CommandRegistry::whyDisabled(plan).isEmpty());
    const std::string node = movable(*model);
    QVERIFY(!node.empty());
    QSpinBox* box = w->whatIfPanel().box(node);
    QVERIFY(box);
    const int wanted = box->value() + 1;
    box->setFocus();
    QTest::keyClick(box, Qt::Key_Up);
    QTRY_COMPARE(flow.parallelism(node), wanted);
    QTRY_COMPARE(w->graphPanel().view()->model().advised.at(node), wanted);
    QTRY_COMPARE(flow.answer().slots, model->ask(flow.question()).slots);
    QVERIFY(w->whatIfPanel().figure(QStringLiteral("subtasks")).contains(QStringLiteral("→")));
    w->commands().action(QStringLiteral("panel.scenarios"))->trigger();
    auto* list = w->scenariosPanel().list();
    QCOMPARE(list->model()->rowCount(), 3); // now, on the graph, flash sale
    for (int row = 0; row < 3; ++row)
        if (list->model()->index(row, 0).data().toString() == QLatin1String("flash sale"))
            clickRow(*list, row);
    QCOMPARE(w->scenariosPanel().chosen(), std::string("flash sale"));
    QCOMPARE(w->scenariosPanel().sides()->model()->rowCount(), static_cast<int>(model->graph().nodes.size()));
    shoot(*w, QStringLiteral("what-if-scenarios"));

    // One button: a draft, reviewed and applied like any other.
    QVERIFY(w.click(QStringLiteral("whatif.plan")));
    QVERIFY(QTest::qWaitFor(
        [&] { return w->perspective() == ui::Perspective::Review && w->review().file()->plan.model == "what-if"; },
        60'000));
    QVERIFY(waitState(w.window(), PlanState::Checked, 60'000));
    const auto target = w->review().file()->plan.target();
    QCOMPARE(target.at(node), wanted);
    QCOMPARE(w->review().file()->plan.changes.size(), std::size_t{1});
    QVERIFY(w->review().file()->plan.changes.front().edited);
    shoot(*w, QStringLiteral("what-if-review"));
    auto* reason = w->findChild<QPlainTextEdit*>(QStringLiteral("approvalReason"));
    QTest::keyClicks(reason, QStringLiteral("tried out before"));
    QVERIFY(w.click(QStringLiteral("plan.approve")));
    QVERIFY(waitState(w.window(), PlanState::Approved, 30'000));
    QVERIFY(w.click(QStringLiteral("plan.apply")));
    QVERIFY(waitState(w.window(), PlanState::Done, 120'000));
    QVERIFY(w->review().file()->outcome->reached == target);

    // The model is fitted anew to what is in force now, and what was tried out is the present.
    w->setPerspective(ui::Perspective::Inspect);
    QVERIFY(QTest::qWaitFor(
        [&] { return flow.isReady() && flow.fitting() == 0 && flow.model()->graph().parallelism() == target; },
        60'000));
    QVERIFY(!flow.isChanged());
    QVERIFY(flow.scenario("flash sale"));
    w->commands().action(QStringLiteral("whatif.leave"))->trigger();
    QTRY_VERIFY(!w->graphPanel().view()->model().asked);
}

/// Three ways to bear twice the rate, side by side; each is a draft at one button.
void TestWhatIfStory::alternativesAreProposed() {
    TestSpace space;
    workbench::Options options;
    options.actor = "tester";
    WindowUnderTest w(options, std::filesystem::path(ui::utf8(space.path(QStringLiteral("demo.db")))));
    QVERIFY(opened(w));
    QAction* propose = w->commands().action(QStringLiteral("whatif.alternatives"));
    QTRY_VERIFY(!propose->isEnabled() && !ui::CommandRegistry::whyDisabled(propose).isEmpty());
    w->commands().action(QStringLiteral("whatif.begin"))->trigger();
    QVERIFY(fitted(w));
    auto& flow = w->whatIf();
    for (const auto& source : flow.answer().sources)
        flow.setRate(source.source, 2 * valueOr(flow.rate(source.source), 0));
    QTRY_VERIFY(flow.isChanged());
    QTRY_VERIFY(propose->isEnabled());
    propose->trigger();
    QVERIFY(QTest::qWaitFor([&] { return flow.scenarios().size() == 3; }, 30'000));
    const auto& model = *flow.model();
    const auto* few = flow.scenario("smallest change");
    const auto* even = flow.scenario("balanced");
    const auto* cheap = flow.scenario("cheapest");
    QVERIFY(few && even && cheap);
    const auto instances = [](const ui::AskedScenario& scenario) {
        int sum = 0;
        for (const auto& node : scenario.now.nodes)
            sum += node.parallelism;
        return sum;
    };
    for (const ui::AskedScenario* scenario : {few, even, cheap}) {
        QCOMPARE(scenario->kept.question.rates, flow.question().rates);
        for (const auto& node : scenario->now.nodes) // borne, or as far as it goes
            QVERIFY(!isKnown(node.bottleneck) || *node.bottleneck <= 0.1 ||
                    node.parallelism == model.range(node.node).second);
    }
    for (const auto& node : even->now.nodes)
        QVERIFY(!isKnown(node.load) || *node.load <= 0.7 || node.parallelism == model.range(node.node).second);
    QVERIFY(instances(*cheap) <= instances(*few) && instances(*cheap) <= instances(*even));
    QVERIFY(few->kept.question.parallelism.size() <= cheap->kept.question.parallelism.size());
    for (const auto& [node, p] : few->kept.question.parallelism)
        QVERIFY(p > model.present().parallelism.at(node));
    shoot(*w, QStringLiteral("what-if-alternatives"));
    flow.show("smallest change");
    QTRY_COMPARE(flow.question().parallelism, few->kept.question.parallelism);
    QVERIFY(!flow.shownName().isEmpty()); // two of the three may be the same
    if (!few->kept.question.parallelism.empty())
        QTRY_VERIFY(w->commands().action(QStringLiteral("whatif.plan"))->isEnabled());
}

namespace {

/// What the last column and the column of numbers say of an operator against its node; empty = the same.
QString differenceOfTwins(WindowUnderTest& w) {
    const auto& model = w->operatorsPanel().model();
    const auto& item = w->graphPanel().view()->item();
    if (item.nodes().empty() || model.rowCount() != static_cast<int>(item.nodes().size()))
        return QStringLiteral("not the same operators");
    for (const auto& node : item.nodes()) {
        const int row = model.rowOfKey(node.id);
        const auto cell = [&](int column, int role = Qt::DisplayRole) { return model.index(row, column).data(role); };
        const QString number = isKnown(node.predicted) ? ui::text(formatProbability(node.predicted)) : QString();
        if (cell(ui::OperatorColumn::Predicted).toString() != number)
            return node.name + QStringLiteral(": ") + cell(ui::OperatorColumn::Predicted).toString() +
                   QStringLiteral(" for ") + number;
        if (const QVariant value = cell(ui::OperatorColumn::Predicted, ui::NumberRole);
            value.isValid() != isKnown(node.predicted) || (value.isValid() && value.toDouble() != *node.predicted))
            return node.name + QStringLiteral(": another fill");
        const QString change = node.advised ? QStringLiteral("→ %1").arg(*node.advised) : QString();
        if (const QString shown = cell(ui::OperatorColumn::Advised).toString();
            shown.startsWith(QStringLiteral("→")) ? shown != change : !change.isEmpty())
            return node.name + QStringLiteral(": ") + shown + QStringLiteral(" for ") + change;
    }
    return {};
}

} // namespace

/// The table beside the graph shows the number of the graph, whatever is predicted, and says which one it is.
void TestWhatIfStory::twinsSayTheSame() {
    TestSpace space;
    workbench::Options options;
    options.actor = "tester";
    WindowUnderTest w(options, std::filesystem::path(ui::utf8(space.path(QStringLiteral("demo.db")))));
    QVERIFY(opened(w));
    const auto& model = w->operatorsPanel().model();
    const auto said = [&] { // which number it is, of an operator that has one
        QString words;
        for (const auto& row : model.rows())
            if (isKnown(row.predicted))
                words = row.predictedWhat;
        return words;
    };
    QTRY_COMPARE(differenceOfTwins(w), QString());

    QVERIFY(w.click(QStringLiteral("job.recommend")));
    QVERIFY(QTest::qWaitFor([&] { return w->review().file() && !w->review().busy(); }, 60'000));
    w->setPerspective(ui::Perspective::Inspect);
    QTRY_VERIFY(w->graphPanel().view()->item().hasPrediction());
    QTRY_COMPARE(differenceOfTwins(w), QString());
    QVERIFY(said().contains(QStringLiteral("load at the offered rate")) && said().contains(QStringLiteral("in force")));
    const auto advised = w->graphPanel().view()->model().predicted;

    w->commands().action(QStringLiteral("whatif.begin"))->trigger();
    QVERIFY(fitted(w));
    QTRY_VERIFY(w->graphPanel().view()->model().asked);
    QTRY_COMPARE(differenceOfTwins(w), QString());
    QVERIFY(said().contains(QStringLiteral("P(bottleneck)")) && said().contains(QStringLiteral("tried out")));
    const auto before = w->graphPanel().view()->model().predicted;
    for (const auto& source : w->whatIf().answer().sources)
        w->whatIf().setRate(source.source, 3 * valueOr(w->whatIf().rate(source.source), 1'000));
    const std::string node = movable(*w->whatIf().model());
    w->whatIf().setParallelism(node, w->whatIf().parallelism(node) + 2);
    QTRY_VERIFY(w->graphPanel().view()->model().predicted != before);
    QTRY_COMPARE(differenceOfTwins(w), QString());
    QCOMPARE(model.row(ui::text(node))->tried.value_or(0), w->whatIf().parallelism(node));
    shoot(*w, QStringLiteral("what-if-twins"));

    w->commands().action(QStringLiteral("whatif.leave"))->trigger();
    QTRY_VERIFY(w->graphPanel().view()->model().predicted == advised);
    QTRY_COMPARE(differenceOfTwins(w), QString());
    QVERIFY(said().contains(QStringLiteral("load at the offered rate")));
}

void TestWhatIfStory::honestWhereNothingIsKnown() {
    TestSpace space;
    space.addSimulated("lab");
    WindowUnderTest w(space.options());
    QVERIFY(QTest::qWaitFor([&] { return w->feed().graph() && w->feed().shown(); }, 60'000));
    w->commands().action(QStringLiteral("panel.explanation"))->trigger();
    QTRY_COMPARE(w->explain().state(), ui::ExplainState::NoOperator);
    clickRow(*w->operatorsPanel().view(), 0);
    QTRY_COMPARE(w->explain().state(), ui::ExplainState::NoAdvice); // nobody asked yet
    QVERIFY(!w->commands().action(QStringLiteral("explain.copyText"))->isEnabled());
    // A method without chances: what it says is shown, and the model beside it is named.
    w->commands().action(QStringLiteral("method.ds2"))->trigger();
    QVERIFY(w.click(QStringLiteral("job.recommend")));
    QVERIFY(QTest::qWaitFor([&] { return w->review().file() && !w->review().busy(); }, 60'000));
    w->setPerspective(ui::Perspective::Inspect);
    w->commands().action(QStringLiteral("panel.explanation"))->trigger();
    w->session().selection().setVertex(w->feed().graph()->nodes.back().id);
    QVERIFY(explained(w));
    const auto& said = *w->explain().explained();
    QVERIFY(said.evidence.explanation.curve.empty());
    QVERIFY(ui::predictedBy(said).isEmpty() || ui::predictedBy(said).contains(QStringLiteral("beside the advice")));
    QVERIFY(said.evidence.calibrationSentence.starts_with("Not enough evidence"));
    QVERIFY(!ui::evidenceNote(said).isEmpty()); // no history here
    shoot(*w, QStringLiteral("explain-ds2"));
}

void TestWhatIfStory::jobsDoNotMix() {
    TestSpace space;
    space.addSimulated("lab");
    WindowUnderTest w(space.options());
    QVERIFY(QTest::qWaitFor([&] { return w->feed().graph() && w->feed().shown(); }, 60'000));
    QVERIFY(w->session().jobCount() >= 2);
    auto& flow = w->whatIf();
    w->commands().action(QStringLiteral("whatif.begin"))->trigger();
    QVERIFY(fitted(w));
    const QString first = flow.jobName();
    flow.setParallelism(movable(*flow.model()), 1'000'000); // taken as far as it goes
    flow.setRate(flow.model()->graph().nodes.front().id, -5);
    flow.setRate("nobody", 5);
    QTRY_VERIFY(flow.isChanged());
    QVERIFY(flow.question().rates.empty());
    for (const auto& [node, p] : flow.question().parallelism)
        QVERIFY(p <= flow.model()->range(node).second);
    // Another job: its own model, and nothing of the question.
    const auto& jobs = w->session().connections().front().jobs;
    for (const auto& job : jobs)
        if (ui::text(job.name) != first) {
            w->session().selection().setJob("lab", job.id);
            break;
        }
    QVERIFY(QTest::qWaitFor([&] { return flow.isReady() && flow.jobName() != first; }, 60'000));
    QVERIFY(!flow.isChanged());
    QVERIFY(flow.model()->graph().parallelism() == w->feed().graph()->parallelism());
    w->session().closeWorkspace();
    QTRY_VERIFY(!flow.isOn());
    QVERIFY(!flow.whyNotBegin().isEmpty());
}

ST_UI_TEST(TestWhatIfStory)
#include "tst_what_if_story.moc"
