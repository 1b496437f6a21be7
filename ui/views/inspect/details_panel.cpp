// SPDX-License-Identifier: GPL-3.0-or-later
#include <QGridLayout>
#include <QHelpEvent>
#include <QLabel>
#include <QPainter>
#include <QToolButton>
#include <QToolTip>
#include <QVBoxLayout>
#include <algorithm>
#include <numeric>

#include "ui/session/core_words.h"
#include "ui/views/inspect/inspect_panels.h"
#include "ui/views/widgets/paint.h"
#include "ui/views/widgets/wrap_layout.h"

namespace streamtune::ui {

namespace {

constexpr int kMostStrips = 24;
/// Mean letters that a fact and its name have beside each other; a wider fact stands below its name.
constexpr int kMostBeside = 26;

/// Key groups of every subtask at parallelism p (Flink: org.apache.flink.runtime.state.KeyGroupRangeAssignment).
std::vector<int> keyGroups(int maxParallelism, int p) {
    std::vector<int> counts;
    for (int i = 0; i < p; ++i) {
        const int start = (i * maxParallelism + p - 1) / p;
        const int end = ((i + 1) * maxParallelism - 1) / p;
        counts.push_back(end - start + 1);
    }
    return counts;
}

QString listed(const std::vector<int>& counts) {
    QStringList parts;
    for (std::size_t i = 0; i < counts.size() && i < 8; ++i)
        parts << QString::number(counts[i]);
    QString s = parts.join(QStringLiteral(" · "));
    if (counts.size() > 8)
        s += QStringLiteral(" …");
    return s;
}

QString offeredHow(OfferedFrom from) {
    switch (from) {
    case OfferedFrom::Given:
        return DetailsPanel::tr("given by a person");
    case OfferedFrom::Accepted:
        return DetailsPanel::tr("all of it is accepted");
    case OfferedFrom::LagGrowth:
        return DetailsPanel::tr("accepted plus growth of the lag");
    case OfferedFrom::LowerBound:
        return DetailsPanel::tr("at least; the source is held back");
    case OfferedFrom::Unknown:
        break;
    }
    return DetailsPanel::tr("unknown");
}

} // namespace

/// A bar for each subtask: busy, back-pressured, rest; with its input rate.
class DetailsPanel::Subtasks final : public QWidget {
public:
    explicit Subtasks(QWidget* parent = nullptr) : QWidget(parent) {
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }
    void setNode(const std::optional<NodeObservation>& node) {
        m_node = node;
        const auto n = count();
        setAccessibleName(DetailsPanel::tr("%n subtask(s)", nullptr, static_cast<int>(n)));
        setFixedHeight(static_cast<int>(std::min<std::size_t>(n, kMostStrips)) * rowHeight() +
                       (n > kMostStrips ? rowHeight() : 0));
        setVisible(n > 0);
        update();
    }

protected:
    void paintEvent(QPaintEvent*) override {
        if (!m_node)
            return;
        QPainter p(this);
        const QFont small = captionFont(font());
        p.setFont(small);
        const QFontMetrics metrics(small);
        const int label = metrics.horizontalAdvance(QStringLiteral("#000 "));
        const int numbers = metrics.horizontalAdvance(QStringLiteral("100 %   000.0 k/s "));
        const auto at = [](const std::vector<Number>& list, std::size_t i) {
            return i < list.size() ? list[i] : Number();
        };
        double most = 0;
        for (const auto& rate : m_node->subtaskIn)
            most = std::max(most, valueOr(rate, 0));
        for (std::size_t i = 0; i < std::min<std::size_t>(count(), kMostStrips); ++i) {
            const int y = static_cast<int>(i) * rowHeight();
            const QRect row(0, y, width(), rowHeight());
            p.setPen(token(Token::Muted, palette()));
            p.drawText(QRect(0, y, label, rowHeight()), Qt::AlignVCenter | Qt::AlignLeft, QStringLiteral("#%1").arg(i));
            const Number busy = at(m_node->subtaskBusy, i), back = at(m_node->subtaskBackpressured, i),
                         in = at(m_node->subtaskIn, i);
            const QRect bar(label, row.center().y() - 4, std::max(20, width() - label - numbers - 6), 8);
            if (m_node->subtaskBusy.empty() && most > 0 && isKnown(in)) {
                // Only rates are known: the bar is the share of the busiest subtask's input, drawn in another colour.
                p.fillRect(bar, token(Token::Idle, palette()));
                p.fillRect(QRectF(bar.left(), bar.top(), bar.width() * *in / most, bar.height()),
                           token(Token::LineStrong, palette()));
            } else {
                QVariantList shares;
                if (isKnown(busy) || isKnown(back))
                    shares = {valueOr(busy, 0), valueOr(back, 0), 0.0};
                paintShares(p, bar, shares, palette());
            }
            p.setPen(token(Token::Text, palette()));
            p.drawText(QRect(width() - numbers, y, metrics.horizontalAdvance(QStringLiteral("100 %")), rowHeight()),
                       Qt::AlignVCenter | Qt::AlignRight, percent(busy));
            p.setPen(token(Token::Muted, palette()));
            p.drawText(row, Qt::AlignVCenter | Qt::AlignRight,
                       isKnown(in) ? shortNumber(in) + DetailsPanel::tr("/s") : QStringLiteral("–"));
        }
        if (count() > kMostStrips) {
            p.setPen(token(Token::Muted, palette()));
            p.drawText(QRect(0, kMostStrips * rowHeight(), width(), rowHeight()), Qt::AlignVCenter,
                       DetailsPanel::tr("and %n more", nullptr, static_cast<int>(count()) - kMostStrips));
        }
    }

private:
    [[nodiscard]] std::size_t count() const {
        return m_node ? std::max(m_node->subtaskBusy.size(), m_node->subtaskIn.size()) : 0;
    }
    [[nodiscard]] int rowHeight() const { return fontMetrics().height() + 4; }
    std::optional<NodeObservation> m_node;
};

DetailsPanel::DetailsPanel(Session& session, JobFeed& feed, const OperatorsModel& model, QAction* likeAction,
                           QWidget* parent)
    : QScrollArea(parent), m_session(session), m_feed(feed), m_model(model) {
    setAccessibleName(tr("Details"));
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* page = new QWidget;
    page->setProperty("kind", QStringLiteral("page"));
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    m_empty =
        new EmptyState(tr("Nothing chosen"),
                       tr("Choose a job, then an operator: what was measured, what is advised and why appears here."));
    layout->addWidget(m_empty, 1);
    m_content = new QWidget;
    auto* column = new QVBoxLayout(m_content);
    column->setContentsMargins(12, 10, 12, 12);
    column->setSpacing(8);
    m_title = plainLabel({}, TextKind::Title);
    m_full = plainLabel({}, TextKind::Muted);
    m_chips = new QWidget;
    new WrapLayout(m_chips, 6);
    m_adviceBox = new QFrame;
    m_adviceBox->setProperty("kind", QStringLiteral("advice"));
    auto* adviceRow = new QVBoxLayout(m_adviceBox);
    adviceRow->setContentsMargins(10, 8, 10, 8);
    m_advice = plainLabel();
    adviceRow->addWidget(m_advice);
    m_measuredTitle = plainLabel(tr("Measured"), TextKind::Strong);
    m_subtasks = new Subtasks;
    m_facts = new QWidget;
    m_predictedTitle = plainLabel(tr("Predicted"), TextKind::Strong);
    m_predicted = plainLabel();
    m_pin = new QToolButton;
    m_pin->setObjectName(QStringLiteral("pinDetails"));
    m_pin->setText(tr("Pin"));
    m_pin->setCheckable(true);
    m_pin->setAutoRaise(true);
    m_pin->setToolTip(tr("Keep showing this operator while others are chosen"));
    connect(m_pin, &QToolButton::clicked, this,
            [this](bool on) { pin(on ? m_session.selection().place().vertex : std::string()); });
    connect(&session.selection(), &Selection::jobChanged, this, [this] { pin({}); });
    auto* head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_pin, 0, Qt::AlignTop);
    column->addLayout(head);
    column->addWidget(m_full);
    column->addWidget(m_chips);
    column->addWidget(m_adviceBox);
    column->addWidget(m_measuredTitle);
    column->addWidget(m_subtasks);
    column->addWidget(m_facts);
    column->addWidget(m_predictedTitle);
    column->addWidget(m_predicted);
    column->addWidget(actionButton(likeAction), 0, Qt::AlignLeft);
    column->addStretch(1);
    layout->addWidget(m_content, 1);
    setWidget(page);
    connect(&session.selection(), &Selection::changed, this, &DetailsPanel::refresh);
    refresh();
}

/// Labels are kept and only told other words: making them costs more than everything else a choice changes.
void DetailsPanel::setFacts(const std::vector<std::pair<QString, QString>>& facts) {
    while (m_factRows.size() < facts.size()) {
        auto* left = plainLabel({}, TextKind::Muted, m_facts);
        left->setWordWrap(false);
        left->setAlignment(Qt::AlignTop | Qt::AlignLeft);
        auto* right = plainLabel({}, TextKind::Body, m_facts);
        right->setTextInteractionFlags(Qt::TextSelectableByMouse);
        right->setFocusPolicy(Qt::NoFocus);
        m_factRows.emplace_back(left, right);
    }
    delete m_facts->layout();
    auto* grid = new QGridLayout(m_facts);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setVerticalSpacing(4);
    int row = 0;
    for (std::size_t i = 0; i < m_factRows.size(); ++i) {
        const auto& [left, right] = m_factRows[i];
        left->setVisible(i < facts.size());
        right->setVisible(i < facts.size());
        if (i >= facts.size())
            continue;
        const auto& [name, value] = facts[i];
        left->setText(name);
        right->setText(elideMiddle(value, 240));
        right->setToolTip(plainTip(value));
        right->setAccessibleName(name + QStringLiteral(": ") + value.left(240));
        const QFontMetrics metrics = right->fontMetrics();
        const bool below = metrics.horizontalAdvance(name) + metrics.horizontalAdvance(value.left(kMostBeside * 2)) >
                           metrics.averageCharWidth() * kMostBeside; // over the whole width
        right->setAlignment((below ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignTop);
        // One cell for both: with columns of their own, the longest name and the longest value would need room at once.
        grid->addWidget(left, below ? row++ : row, 0);
        grid->addWidget(right, row++, 0);
    }
    m_facts->updateGeometry(); // the column around it still knows the height of the layout before
}

void DetailsPanel::setChips(const std::vector<Fact>& chips) {
    while (m_chipRow.size() < chips.size()) {
        m_chipRow.push_back(new Chip({}, {}, m_chips));
        m_chips->layout()->addWidget(m_chipRow.back());
    }
    for (std::size_t i = 0; i < m_chipRow.size(); ++i)
        if (i < chips.size())
            m_chipRow[i]->setFact(chips[i].text, chips[i].kind, chips[i].tip);
        else
            m_chipRow[i]->setFact({});
}

void DetailsPanel::refresh() {
    const std::string& chosen = m_session.selection().place().vertex;
    const auto* row = m_model.row(text(m_pinned.empty() ? chosen : m_pinned));
    m_pin->setVisible(!m_pinned.empty() || (row && !chosen.empty()));
    m_pin->setChecked(!m_pinned.empty());
    m_pin->setText(m_pinned.empty() ? tr("Pin") : tr("Pinned"));
    const bool any = row || m_feed.view();
    m_empty->setVisible(!any);
    m_content->setVisible(any);
    if (row)
        showOperator(*row);
    else if (m_feed.view())
        showJob();
}

void DetailsPanel::pin(const std::string& vertex) {
    m_pinned = vertex;
    refresh();
}

void DetailsPanel::showOperator(const OperatorRow& row) {
    m_title->setText(elideMiddle(text(row.op.name), 60));
    QStringList chain;
    for (const auto& part : row.op.chain)
        chain << elideMiddle(text(part.name), 120);
    m_full->setText(chain.size() > 1                ? chain.join(QStringLiteral(" → "))
                    : text(row.op.name).size() > 60 ? elideMiddle(text(row.op.name), 600)
                                                    : text(row.op.label));
    std::vector<Fact> chips;
    if (row.rootCause)
        chips.push_back({tr("root cause"), QStringLiteral("backpressured"), coreSentence(row.label.why)});
    else
        chips.push_back({stateWord(row.state),
                         row.state == OperatorState::BackPressured ? QStringLiteral("backpressured")
                         : row.state == OperatorState::Busy        ? QStringLiteral("measured")
                                                                   : QString(),
                         {}});
    chips.push_back({row.op.maxParallelism > 0 ? tr("p %1 of max %2").arg(row.op.parallelism).arg(row.op.maxParallelism)
                                               : tr("p %1").arg(row.op.parallelism),
                     {},
                     {}});
    if (row.op.pinned)
        chips.push_back({tr("cannot scale"), QStringLiteral("warn"), coreText(row.op.whyPinned)});
    setChips(chips);

    QString advice;
    const QString reason = row.decision ? sentence(row.decision->reason) : QString();
    if (row.advised && *row.advised != row.op.parallelism) {
        const QString change = QStringLiteral("%1 → %2").arg(row.op.parallelism).arg(*row.advised);
        if (!reason.startsWith(change)) // some reasons begin with it
            advice = tr("Advised: %1 → %2.").arg(row.op.parallelism).arg(*row.advised) + QLatin1Char(' ');
    }
    advice += reason;
    if (advice.isEmpty() && row.hasLabel)
        advice = coreSentence(row.label.why);
    m_advice->setText(elideMiddle(advice, 800));
    m_adviceBox->setVisible(!advice.isEmpty());
    m_adviceBox->updateGeometry(); // the column still knows the height of the words before

    const Observation* window = m_feed.shown();
    const Number skewed = row.seen ? skew(*row.seen) : Number();
    QString measured = tr("Measured");
    if (window)
        measured += QStringLiteral(" · ") + tr("last %1").arg(duration(window->seconds));
    if (isKnown(skewed))
        measured += QStringLiteral(" · ") + tr("skew %1").arg(percent(skewed));
    m_measuredTitle->setText(measured);
    m_subtasks->setNode(row.seen);

    std::vector<std::pair<QString, QString>> facts;
    if (!row.seen) {
        facts.emplace_back(tr("No data"), row.noDataWhy);
    } else {
        const auto& n = *row.seen;
        facts.emplace_back(tr("Busy, largest"), percent(n.busyMax));
        facts.emplace_back(tr("Back-pr., largest"), percent(n.backpressuredMax));
        facts.emplace_back(tr("Records in → out"), shortNumber(n.inRate) + QStringLiteral(" → ") + rate(n.outRate));
        if (n.subtasksReporting < n.parallelism)
            facts.emplace_back(tr("Subtasks reporting"), tr("%1 of %2").arg(n.subtasksReporting).arg(n.parallelism));
        if (isKnown(n.inBytes))
            facts.emplace_back(tr("Bytes in"), bytes(*n.inBytes) + tr("/s"));
        if (isKnown(n.backlog))
            facts.emplace_back(tr("Records waiting"), shortNumber(n.backlog));
        if (isKnown(n.cpuLoad))
            facts.emplace_back(tr("CPU"), tr("%1 cores").arg(shortNumber(n.cpuLoad)));
        if (isKnown(n.watermark) && *n.watermark > 0)
            facts.emplace_back(
                tr("Watermark behind"),
                duration((static_cast<double>(window->end.time_since_epoch().count()) - *n.watermark) / 1000));
    }
    if (row.source) {
        facts.emplace_back(tr("Offered"),
                           rate(row.source->offered) + QStringLiteral(", ") + offeredHow(row.source->offeredFrom));
        facts.emplace_back(tr("Accepted"), rate(row.source->accepted));
        if (isKnown(row.source->backlog))
            facts.emplace_back(tr("Lag"), tr("%1 records").arg(shortNumber(row.source->backlog)));
    }
    const JobGraph* graph = m_feed.graph();
    if (graph && row.op.maxParallelism > 0 && graph->isKeyed(row.op.id)) {
        facts.emplace_back(tr("Key groups %1").arg(row.op.maxParallelism),
                           listed(keyGroups(row.op.maxParallelism, row.op.parallelism)));
        if (row.advised && *row.advised != row.op.parallelism && *row.advised > 0)
            facts.emplace_back(tr("with p = %1").arg(*row.advised),
                               listed(keyGroups(row.op.maxParallelism, *row.advised)));
    }
    if (!row.op.slotSharingGroup.empty())
        facts.emplace_back(tr("Slot sharing group"), text(row.op.slotSharingGroup));
    const QString why = coreSentence(row.label.why);
    if (row.hasLabel && !advice.contains(why)) // once is enough
        facts.emplace_back(row.label.label == 1   ? tr("Label: bottleneck")
                           : row.label.label == 0 ? tr("Label: not a bottleneck")
                                                  : tr("Label: unknown"),
                           why);
    setFacts(facts);

    QStringList predicted; // as in the right half of its node, then what the advice is good for
    if (isKnown(row.predicted))
        predicted << row.predictedWhat;
    if (!row.outside.isEmpty())
        predicted << row.outside;
    if (row.decision && isKnown(row.decision->predictedBusy))
        predicted << tr("Busy %1 at parallelism %2, as the advice expects it.")
                         .arg(percent(row.decision->predictedBusy))
                         .arg(row.advised.value_or(row.op.parallelism));
    m_predictedTitle->setText(tr("Predicted"));
    m_predicted->setText(predicted.isEmpty() ? tr("No model yet. Ask for advice to see the busy share it expects.")
                                             : predicted.join(QLatin1Char('\n')));
    m_predictedTitle->setVisible(true);
    m_predicted->setVisible(true);
}

void DetailsPanel::showJob() {
    const auto& snapshot = m_feed.view()->snapshot;
    m_title->setText(elideMiddle(text(snapshot.jobName), 60));
    m_full->setText(text(snapshot.jobId));
    setChips({{jobStateWord(snapshot.state), snapshot.running ? QString() : QStringLiteral("warn"), {}}});
    const QString cause = causeSentence(snapshot.graph, m_feed.shownLabels());
    m_advice->setText(cause);
    m_adviceBox->setVisible(!cause.isEmpty());
    m_adviceBox->updateGeometry();
    m_measuredTitle->setText(tr("The job"));
    m_subtasks->setNode(std::nullopt);
    std::vector<std::pair<QString, QString>> facts;
    facts.emplace_back(tr("Operators"), QString::number(snapshot.graph.nodes.size()));
    const auto vector = snapshot.graph.parallelism();
    facts.emplace_back(tr("Subtasks"),
                       QString::number(std::accumulate(vector.begin(), vector.end(), 0,
                                                       [](int s, const auto& e) { return s + e.second; })));
    facts.emplace_back(tr("Slots needed"), QString::number(snapshot.graph.slotsNeeded(vector)));
    if (isKnown(snapshot.slotsTotal))
        facts.emplace_back(tr("Slots free of total"), QStringLiteral("%1 / %2").arg(shortNumber(snapshot.slotsFree),
                                                                                    shortNumber(snapshot.slotsTotal)));
    if (snapshot.runningSince != TimePoint{})
        facts.emplace_back(tr("Running since"), absoluteTime(snapshot.runningSince));
    for (const auto& [name, value] : snapshot.facts)
        facts.emplace_back(text(name), withLocalTimes(text(value)));
    int shown = 0;
    for (const auto& exception : snapshot.exceptions)
        if (shown++ < 3)
            facts.emplace_back(tr("Exception"), withLocalTimes(text(exception)));
    if (!snapshot.graph.unknownKinds.empty())
        facts.emplace_back(tr("Operators of unknown kind"), QString::number(snapshot.graph.unknownKinds.size()));
    setFacts(facts);
    m_predictedTitle->setVisible(false);
    m_predicted->setVisible(false);
}

} // namespace streamtune::ui
