// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/help/first_steps.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/commands/commands.h"
#include "ui/views/widgets/basics.h"

namespace streamtune::ui {

namespace {
constexpr char kDone[] = "firstSteps/done";
} // namespace

FirstSteps::FirstSteps(std::unique_ptr<QSettings> store, QObject* parent)
    : QObject(parent), m_store(std::move(store)),
      m_all{{QStringLiteral("open"), tr("Open the demo"),
             tr("A simulated cluster whose jobs need tuning. Nothing leaves this computer."),
             QStringLiteral("file.demo")},
            {QStringLiteral("look"), tr("Find what holds the job back"),
             tr("Choose the operator at the top of the table: its subtasks and the reason stand at the right."),
             QStringLiteral("job.next")},
            {QStringLiteral("advise"), tr("Ask for advice"),
             tr("Every operator gets a number with its reasons. Nothing is changed by that."),
             QStringLiteral("job.recommend")},
            {QStringLiteral("apply"), tr("Approve and apply the plan"),
             tr("Read the checks and the exact request, give a reason, approve, then apply; what was reached is read "
                "back."),
             QStringLiteral("plan.review")},
            {QStringLiteral("back"), tr("Roll it back"), tr("The way back is a plan too, reviewed like any other."),
             QStringLiteral("plan.rollback")}} {
    if (!m_store)
        return;
    for (const QString& id : m_store->value(QLatin1String(kDone)).toStringList())
        if (std::ranges::find(m_all, id, &FirstStep::id) != m_all.end())
            m_done.insert(id);
}

void FirstSteps::tick(const QString& id) {
    if (std::ranges::find(m_all, id, &FirstStep::id) == m_all.end() || !m_done.insert(id).second)
        return;
    if (m_store)
        m_store->setValue(QLatin1String(kDone), QStringList(m_done.begin(), m_done.end()));
    Q_EMIT changed();
}

void FirstSteps::startOver() {
    m_done.clear();
    if (m_store)
        m_store->remove(QLatin1String(kDone));
    Q_EMIT changed();
}

FirstStepsWindow::FirstStepsWindow(FirstSteps& steps, const CommandRegistry& commands, QWidget* parent)
    : QDialog(parent), m_steps(steps) {
    setObjectName(QStringLiteral("firstSteps"));
    setWindowTitle(tr("First steps"));
    auto* layout = new QVBoxLayout(this);
    m_count = plainLabel({}, TextKind::Muted);
    layout->addWidget(m_count);
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(14);
    grid->setColumnStretch(1, 1);
    int row = 0;
    for (const auto& step : steps.all()) {
        auto* mark = plainLabel({}, TextKind::Title);
        mark->setMinimumWidth(fontMetrics().height() * 2);
        mark->setAlignment(Qt::AlignCenter);
        m_marks.push_back(mark);
        auto* words = new QVBoxLayout;
        words->setSpacing(0);
        words->addWidget(plainLabel(step.title, TextKind::Strong));
        words->addWidget(plainLabel(step.how, TextKind::Muted));
        grid->addWidget(mark, row, 0, Qt::AlignTop);
        grid->addLayout(words, row, 1);
        grid->addWidget(actionButton(commands.action(step.command)), row, 2, Qt::AlignTop);
        ++row;
    }
    layout->addLayout(grid);
    layout->addStretch(1);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    auto* over = buttons->addButton(tr("&Start over"), QDialogButtonBox::ResetRole);
    connect(over, &QPushButton::clicked, &steps, &FirstSteps::startOver);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
    connect(&steps, &FirstSteps::changed, this, &FirstStepsWindow::refresh);
    refresh();
    resize(fontMetrics().height() * 36, sizeHint().height());
}

void FirstStepsWindow::refresh() {
    for (std::size_t i = 0; i < m_marks.size(); ++i) {
        const auto& step = m_steps.all()[i];
        const bool done = m_steps.isDone(step.id);
        m_marks[i]->setText(done ? QStringLiteral("✓") : QString::number(i + 1));
        m_marks[i]->setAccessibleName(done ? tr("%1: done").arg(step.title) : tr("%1: not yet").arg(step.title));
    }
    m_count->setText(tr("%1 of %2 done").arg(m_steps.doneCount()).arg(m_steps.all().size()));
}

} // namespace streamtune::ui
