// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/training/curves_panel.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/session/text.h"
#include "ui/views/training/training_words.h"
#include "ui/views/widgets/parts.h"

namespace streamtune::ui {

namespace {

enum Scale { Linear, Log, Epochs, Time };
constexpr int kSmoothingSteps = 99; ///< hundredths of the weight

/// Two buttons of which one is down.
std::vector<QToolButton*> pairOf(QWidget* parent, QHBoxLayout* row, const std::pair<QString, QString> (&words)[2]) {
    auto* group = new QButtonGroup(parent);
    std::vector<QToolButton*> buttons;
    for (int i = 0; i < 2; ++i) {
        auto* button = segment(words[i].first, words[i].second, static_cast<std::size_t>(i), std::size(words));
        button->setChecked(i == 0);
        group->addButton(button);
        row->addWidget(button);
        buttons.push_back(button);
    }
    return buttons;
}

} // namespace

CurvesPanel::CurvesPanel(TrainingFlow& flow, QWidget* parent) : Panel(tr("Loss"), parent), m_flow(flow) {
    setObjectName(QStringLiteral("curvesPanel"));
    auto* label = new QLabel(tr("s&moothing"));
    m_smoothing = new QSlider(Qt::Horizontal);
    m_smoothing->setObjectName(QStringLiteral("smoothing"));
    m_smoothing->setRange(0, kSmoothingSteps);
    m_smoothing->setFixedWidth(fontMetrics().height() * 6);
    m_smoothing->setAccessibleName(tr("Smoothing of the curves"));
    m_smoothing->setToolTip(tr("Weight of what came before in every point; what was measured stays behind, thin"));
    label->setBuddy(m_smoothing);
    m_smoothed = new QLabel(QStringLiteral("0.00"));
    head()->addWidget(label);
    head()->addWidget(m_smoothing);
    head()->addWidget(m_smoothed);
    head()->addSpacing(8);
    auto* row = new QHBoxLayout;
    row->setSpacing(0);
    m_scales = pairOf(this, row,
                      {{tr("Linear"), tr("Losses on a linear axis")}, {tr("Log"), tr("Losses on a logarithmic axis")}});
    row->addSpacing(8);
    const auto across = pairOf(
        this, row, {{tr("Epoch"), tr("Epochs on the lower axis")}, {tr("Time"), tr("Time spent on the lower axis")}});
    m_scales.insert(m_scales.end(), across.begin(), across.end());
    head()->addLayout(row);

    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(12, 6, 8, 6);
    column->setSpacing(2);
    m_title = plainLabel({}, TextKind::Title);
    m_title->setWordWrap(false);
    m_pace = new ElideLabel(TextKind::Caption);
    column->addWidget(m_title);
    column->addWidget(m_pace);
    m_chart = makeTimeChart(tr("Training and validation loss"));
    column->addWidget(m_chart, 1);
    m_stack = new EmptyStack(
        content, new EmptyState(tr("No curve yet"), tr("Losses appear here epoch by epoch: on the jobs that are "
                                                       "learned from, and on jobs kept from training.")));
    body()->addWidget(m_stack, 1);
    for (QToolButton* button : m_scales)
        connect(button, &QToolButton::toggled, this, &CurvesPanel::refresh);
    connect(m_smoothing, &QSlider::valueChanged, this, &CurvesPanel::refresh);
    connect(&flow, &TrainingFlow::changed, this, &CurvesPanel::refresh);
    connect(&flow, &TrainingFlow::moved, this, [this] {
        if (isVisible())
            refresh();
    });
    connect(&flow, &TrainingFlow::chosenChanged, this, [this] {
        m_wanted.clear();
        m_chart->resetZoom();
        refresh();
    });
    refresh();
}

void CurvesPanel::setCluster(const std::string& cluster) {
    m_wanted = cluster;
    refresh();
}

void CurvesPanel::setLog(bool on) {
    m_scales[on ? Log : Linear]->setChecked(true);
}

void CurvesPanel::setSeconds(bool on) {
    m_scales[on ? Time : Epochs]->setChecked(true);
}

void CurvesPanel::refresh() {
    const double weight = m_smoothing->value() / 100.0;
    m_smoothed->setText(QLocale().toString(weight, 'f', 2));
    const auto* run = m_flow.current();
    const workbench::TrainingCurve* curve = run ? curveOf(*run, m_wanted) : nullptr;
    if (run && !curve && !run->curves.empty())
        curve = &run->curves.back(); // the one at work
    const std::string before = std::exchange(m_cluster, curve ? curve->cluster : std::string());
    m_stack->setEmpty(!curve || curve->epochs.empty());
    if (before != m_cluster)
        Q_EMIT clusterShown(text(m_cluster));
    if (!curve)
        return;
    m_title->setText(encoderTitle(curve->cluster) + QStringLiteral(" · ") +
                     (curve->epochs.empty() ? tr("beginning")
                                            : tr("epoch %1/%2").arg(curve->epochs.back().number).arg(run->epochs)));
    const bool now = run->state == workbench::RunState::Running && !curve->done;
    m_pace->setText(now ? progressWords(*run) + QStringLiteral(" · ") + paceWords(*run, *curve)
                        : paceWords(*run, *curve));
    const CurveLook look{weight, m_scales[Time]->isChecked() ? ChartAxis::Seconds : ChartAxis::Epochs};
    auto lines = curveSeries(*curve, look);
    std::size_t number = 0;
    for (std::size_t i = 1; i < m_flow.chosen().size() && i < 4; ++i)
        if (const auto* other = m_flow.run(m_flow.chosen()[i]))
            if (const auto* beside = curveOf(*other, m_cluster); beside && !beside->epochs.empty())
                lines.push_back(otherSeries(*other, *beside, number++, look));
    m_lines = lines.size();
    m_chart->setScale({look.x, m_scales[Log]->isChecked()});
    m_chart->setSeries(std::move(lines), [](double v) { return QLocale().toString(v, 'g', 3); });
    m_chart->setMarks(curveMarks(*curve, look.x));
}

} // namespace streamtune::ui
