// SPDX-License-Identifier: GPL-3.0-or-later
// A person who tells no colours apart looks for what holds a job back, and finds it in the graph, the table, the
// details and the legend: what counts is written or has a shape of its own. The whole window is looked at in grey.
#include <QAccessible>
#include <QLabel>
#include <algorithm>
#include <array>
#include <map>

#include "tests/ui/support/ui_test.h"
#include "ui/models/operator_rows.h"
#include "ui/session/text.h"
#include "ui/theme/paint.h"
#include "ui/views/dag/dag_item.h"
#include "ui/views/inspect/graph_panel.h"
#include "ui/views/inspect/inspect_panels.h"
#include "ui/views/widgets/basics.h"

using namespace streamtune;
using namespace streamtune::uitest;

namespace {

QImage inGrey(QWidget& widget) {
    return widget.grab().toImage().convertToFormat(QImage::Format_Grayscale8);
}

/// How many tones of grey apart from the most frequent one: what a shape is made of.
int marked(const QImage& grey) {
    std::array<int, 256> counts{};
    for (int y = 0; y < grey.height(); ++y)
        for (int x = 0; x < grey.width(); ++x)
            ++counts[static_cast<std::size_t>(qGray(grey.pixel(x, y)))];
    return grey.width() * grey.height() - *std::ranges::max_element(counts);
}

} // namespace

class TestColourStory : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theCauseIsFoundWithoutColour();
};

void TestColourStory::theCauseIsFoundWithoutColour() {
    TestSpace space;
    workbench::Options options;
    options.actor = "tester";
    WindowUnderTest w(options, std::filesystem::path(ui::utf8(space.path(QStringLiteral("demo.db")))));
    QVERIFY(w.openDemo());
    const auto& labels = w->feed().shownLabels().nodes;
    const auto cause = std::ranges::find_if(labels, [](const auto& l) { return l.second.label == 1; });
    QVERIFY2(cause != labels.end(), "the demo opens on a job that something holds back");
    const std::string id = cause->first;
    auto* view = w->graphPanel().view();
    QVERIFY(QTest::qWaitFor([&] { return !view->isLayingOut() && !view->item().boundingRect().isEmpty(); }, 20'000));

    // 1. The table: the worst stands first, with a mark of its own shape and the state in words.
    auto& table = *w->operatorsPanel().view();
    clickRow(table, 0);
    const auto rows = w->operatorsPanel().model().rows();
    const auto worst =
        std::ranges::find_if(rows, [&](const auto& r) { return ui::text(r.op.id) == table.currentKey(); });
    QVERIFY(worst != rows.end());
    const QModelIndex first = table.model()->index(0, ui::OperatorColumn::Name);
    QVERIFY(first.data(Qt::AccessibleTextRole).toString().contains(ui::stateWord(worst->state)));
    std::map<ui::OperatorState, QImage> marks;
    for (int row = 0; row < table.model()->rowCount(); ++row) {
        const QModelIndex index = table.model()->index(row, ui::OperatorColumn::Name);
        const QString key = index.data(ui::KeyRole).toString();
        const auto* found = w->operatorsPanel().model().row(key);
        QVERIFY(found);
        table.scrollTo(index);
        const QRect cell = table.visualRect(index);
        const QImage mark = inGrey(*table.viewport()).copy(QRect(cell.left() + 4, cell.center().y() - 8, 18, 16));
        if (row > 0) // the chosen row has another ground
            marks.emplace(found->state, mark);
    }
    for (auto a = marks.begin(); a != marks.end(); ++a)
        for (auto b = std::next(a); b != marks.end(); ++b) {
            int different = 0;
            for (int y = 0; y < a->second.height(); ++y)
                for (int x = 0; x < a->second.width(); ++x)
                    different += std::abs(qGray(a->second.pixel(x, y)) - qGray(b->second.pixel(x, y))) > 40 ? 1 : 0;
            QVERIFY2(different >= 8, qPrintable(ui::stateWord(a->first) + QLatin1Char('/') + ui::stateWord(b->first)));
        }

    // 2. The graph says the state of every node in words, to eyes and to a screen reader.
    QAccessibleInterface* graph = QAccessible::queryAccessibleInterface(view);
    QVERIFY(graph);
    for (int i = 0; i < static_cast<int>(view->item().nodes().size()); ++i) {
        const auto& node = view->item().nodes()[static_cast<std::size_t>(i)];
        const QString spoken = spokenOf(view->model(), node, static_cast<std::size_t>(i));
        QVERIFY2(spoken.contains(wordOf(node.state)), qPrintable(spoken));
    }

    // 3. The cause is named: a badge on its node, a chip and a sentence in the details.
    w->session().selection().setVertex(id);
    const int causeNode = view->item().selected();
    QVERIFY(causeNode >= 0);
    const auto& node = view->item().nodes()[static_cast<std::size_t>(causeNode)];
    QVERIFY(node.rootCause);
    QVERIFY(node.badge && node.badge->mark && !node.badge->text.isEmpty());
    const QString why = ui::sentence(w->feed().shownLabels().nodes.at(id).why); // of the newest window
    bool chip = false, sentence = false;
    for (const auto* c : w->detailsPanel().findChildren<ui::Chip*>())
        chip = chip || (c->isVisible() && c->text() == QStringLiteral("root cause"));
    for (const auto* label : w->detailsPanel().findChildren<QLabel*>())
        sentence = sentence || (label->isVisible() && label->text() == ui::elideMiddle(why, 800));
    QVERIFY(chip);
    QVERIFY(sentence || w->review().file());

    // 4. In grey its node still stands out from an idle or calm one by what is drawn, at every level of detail.
    view->fit();
    int calm = -1;
    for (int i = 0; i < static_cast<int>(view->item().nodes().size()); ++i)
        if (const auto state = view->item().nodes()[static_cast<std::size_t>(i)].state;
            state == ui::dag::NodeState::Idle || state == ui::dag::NodeState::Ok)
            calm = i;
    w->session().selection().setVertex({});
    for (const double scale : {1.0, 0.4, 0.15}) {
        view->fit();
        view->zoomBy(scale / view->zoom());
        QTest::qWait(300);
        const QImage grey = inGrey(*view->viewport());
        const auto cut = [&](int n) { return grey.copy(view->nodeRectInView(n).adjusted(-4, -4, 4, 4) & grey.rect()); };
        if (calm >= 0 && grey.rect().contains(view->nodeRectInView(causeNode)) &&
            grey.rect().contains(view->nodeRectInView(calm)))
            QVERIFY2(marked(cut(causeNode)) != marked(cut(calm)), qPrintable(QString::number(scale)));
    }

    view->fit();
    shoot(w.window(), QStringLiteral("colour-story"));
}

ST_UI_TEST(TestColourStory)
#include "tst_colour_story.moc"
