// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>
#include <set>

#include "ui/views/inspect/inspect_panels.h"
#include "ui/views/inspect/window_series.h"
#include "ui/views/widgets/wrap_layout.h"

namespace streamtune::ui {

namespace {

enum Tab { Rates, Busy, Parallelism, Lag };

const double kNaN = knownOrNaN({});

} // namespace

ChartsPanel::ChartsPanel(Session& session, JobFeed& feed, QWidget* parent)
    : QWidget(parent), m_session(session), m_feed(feed) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* content = new QWidget;
    auto* inner = new QVBoxLayout(content);
    inner->setContentsMargins(4, 0, 4, 2);
    inner->setSpacing(2);
    auto* row = new QHBoxLayout;
    row->setSpacing(6);
    m_tabs = new QTabBar;
    m_tabs->setAccessibleName(tr("Which chart"));
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    for (const QString& name : {tr("Rates"), tr("Busy"), tr("Parallelism"), tr("Lag")})
        m_tabs->addTab(name);
    m_span = new QComboBox;
    m_span->setAccessibleName(tr("Range"));
    m_span->addItem(tr("5 min"), 5 * 60e3);
    m_span->addItem(tr("30 min"), 30 * 60e3);
    m_span->addItem(tr("2 h"), 120 * 60e3);
    m_span->addItem(tr("1 d"), 1440 * 60e3);
    m_span->addItem(tr("All"), 0.0);
    m_span->setCurrentIndex(2);
    m_reset = new QToolButton;
    m_reset->setText(tr("Reset zoom"));
    m_reset->setToolTip(tr("Drag over the chart to zoom in; double-click resets as well"));
    m_reset->hide();
    // The range stands beside the tabs, where the words of the language leave room.
    const bool roomy = m_tabs->sizeHint().width() + m_span->sizeHint().width() < fontMetrics().height() * 24;
    row->addWidget(m_tabs);
    row->addStretch(1);
    inner->addLayout(row);
    auto* second = new QHBoxLayout;
    second->setContentsMargins(8, 0, 4, 0);
    m_subject = new ElideLabel(TextKind::Caption);
    m_series = new QWidget;
    new WrapLayout(m_series, 10);
    second->addWidget(m_subject, 1);
    second->addWidget(m_series, 0, Qt::AlignVCenter);
    for (QWidget* widget : {static_cast<QWidget*>(m_reset), static_cast<QWidget*>(m_span)})
        (roomy ? row : second)->addWidget(widget);
    inner->addLayout(second);
    m_chart = makeTimeChart(tr("Chart over time"));
    inner->addWidget(m_chart, 1);
    m_stack = new EmptyStack(
        content,
        new EmptyState(tr("No chart yet"),
                       tr("Rates, busy shares and parallelism over time appear here as the chosen job is measured.")));
    m_stack->setEmpty(true);
    layout->addWidget(m_stack);

    connect(m_tabs, &QTabBar::currentChanged, this, &ChartsPanel::refresh);
    connect(m_span, &QComboBox::currentIndexChanged, this,
            [this] { m_chart->setSpan(m_span->currentData().toDouble()); });
    connect(m_reset, &QToolButton::clicked, this, [this] { m_chart->resetZoom(); });
    connect(m_chart, &TimeChart::zoomChanged, this, [this] { m_reset->setVisible(m_chart->isZoomed()); });
    connect(m_chart, &TimeChart::momentChosen, this,
            [this](double at) { m_feed.setMoment(TimePoint(Millis(static_cast<std::int64_t>(at)))); });
    connect(&feed, &JobFeed::windowsChanged, this, &ChartsPanel::refresh);
    connect(&feed, &JobFeed::marksChanged, this, &ChartsPanel::refreshMarks);
    connect(&feed, &JobFeed::shownChanged, this, [this] {
        m_chart->setCursorAt(m_feed.moment() ? std::optional(chartTime(*m_feed.moment())) : std::nullopt);
    });
    connect(&session.selection(), &Selection::vertexChanged, this, &ChartsPanel::refresh);
    m_chart->setSpan(m_span->currentData().toDouble());
}

void ChartsPanel::refresh() {
    const auto& windows = m_feed.windows();
    m_stack->setEmpty(windows.empty());
    if (windows.empty())
        return;
    const std::string vertex = m_session.selection().place().vertex;
    const JobGraph* graph = m_feed.graph();
    const Operator* op = graph ? graph->find(vertex) : nullptr;
    const auto node = [vertex](Number NodeObservation::* field) {
        return [vertex, field](const Observation& w) {
            const auto* n = w.find(vertex);
            return n ? knownOrNaN(n->*field) : kNaN;
        };
    };
    std::vector<ChartSeries> series;
    std::function<QString(double)> format = [](double v) { return shortNumber(v); };
    switch (m_tabs->currentIndex()) {
    case Rates:
        if (op && !graph->isSource(vertex)) {
            series.push_back(windowLine(tr("in"), Token::Measured, false, windows, node(&NodeObservation::inRate)));
            series.push_back(windowLine(tr("out"), Token::Applied, false, windows, node(&NodeObservation::outRate)));
        } else {
            series.push_back(windowLine(tr("offered"), Token::Text, true, windows, [](const Observation& w) {
                return sourceSum(w, &SourceObservation::offered);
            }));
            series.push_back(windowLine(tr("accepted"), Token::Measured, false, windows, [](const Observation& w) {
                return sourceSum(w, &SourceObservation::accepted);
            }));
        }
        break;
    case Busy:
        format = [](double v) { return percent(v); };
        if (op) {
            series.push_back(windowLine(tr("busy"), Token::Measured, false, windows, node(&NodeObservation::busyMax)));
            series.push_back(windowLine(tr("back-pressured"), Token::BackPressured, true, windows,
                                        node(&NodeObservation::backpressuredMax)));
            series.push_back(windowLine(tr("idle"), Token::NoData, false, windows, node(&NodeObservation::idleMean)));
        } else {
            series.push_back(windowLine(tr("busiest"), Token::Measured, false, windows,
                                        [](const Observation& w) { return largest(w, &NodeObservation::busyMax); }));
            series.push_back(
                windowLine(tr("back-pressured"), Token::BackPressured, true, windows,
                           [](const Observation& w) { return largest(w, &NodeObservation::backpressuredMax); }));
        }
        break;
    case Parallelism:
        if (op)
            series.push_back(windowLine(tr("subtasks"), Token::Applied, false, windows, [vertex](const Observation& w) {
                const auto* n = w.find(vertex);
                return n ? n->parallelism : kNaN;
            }));
        else
            series.push_back(windowLine(tr("subtasks"), Token::Applied, false, windows, [](const Observation& w) {
                double sum = 0;
                for (const auto& n : w.nodes)
                    sum += n.parallelism;
                return sum;
            }));
        series.back().steps = true;
        break;
    case Lag:
        series.push_back(windowLine(tr("records behind"), Token::BackPressured, false, windows,
                                    [](const Observation& w) { return sourceSum(w, &SourceObservation::backlog); }));
        if (!anyValue(series.back())) {
            series.clear();
            series.push_back(windowLine(tr("seconds behind"), Token::BackPressured, false, windows,
                                        [](const Observation& w) { return knownOrNaN(w.jobLag); }));
            format = [](double v) { return duration(v); };
        }
        break;
    default:
        break;
    }
    showToggles(series);
    std::erase_if(series, [this](const ChartSeries& s) { return m_hidden.contains(s.name) || !anyValue(s); });
    const QString units[]{tr("records per second"), tr("share of time"), tr("subtasks"), tr("lag")};
    m_subject->setText((op ? text(op->name) : tr("whole job")) + QStringLiteral(" · ") + units[m_tabs->currentIndex()]);
    m_chart->setSeries(std::move(series), std::move(format));
}

void ChartsPanel::showToggles(const std::vector<ChartSeries>& series) {
    while (m_toggles.size() < series.size()) {
        auto* toggle = new QCheckBox;
        toggle->setToolTip(tr("Show or hide this line"));
        m_series->layout()->addWidget(toggle);
        m_toggles.push_back(toggle);
        connect(toggle, &QCheckBox::clicked, this, [this, toggle](bool on) {
            if (on)
                m_hidden.erase(toggle->text());
            else
                m_hidden.insert(toggle->text());
            refresh();
        });
    }
    for (std::size_t i = 0; i < m_toggles.size(); ++i) {
        m_toggles[i]->setVisible(i < series.size());
        if (i >= series.size())
            continue;
        m_toggles[i]->setText(series[i].name);
        m_toggles[i]->setChecked(!m_hidden.contains(series[i].name));
    }
}

void ChartsPanel::refreshMarks() {
    std::vector<ChartMark> marks;
    for (const auto& mark : m_feed.marks()) {
        using enum review::PlanState;
        const ChartMarkKind kind = mark.rollback                                   ? ChartMarkKind::RolledBack
                                   : mark.state == Failed || mark.state == Unknown ? ChartMarkKind::Failed
                                                                                   : ChartMarkKind::Applied;
        marks.push_back({chartTime(mark.at), kind,
                         (mark.rollback                   ? tr("rolled back %1")
                          : kind == ChartMarkKind::Failed ? tr("failed %1")
                                                          : tr("applied %1"))
                             .arg(text(mark.text))});
    }
    m_chart->setMarks(std::move(marks));
}

} // namespace streamtune::ui
