// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/history/label_audit.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/history/run_archive.h"
#include "ui/views/history/store_work.h"
#include "ui/views/widgets/basics.h"

namespace streamtune::ui {

LabelAudit::LabelAudit(Session& session, QWidget* parent)
    : QWidget(parent), m_session(session), m_model(makeLabelsModel()) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 6, 12, 8);
    column->setSpacing(6);
    auto* row = new QHBoxLayout;
    row->setSpacing(6);
    const auto step = [&](const QString& words, const QString& name, int by) {
        auto* button = new QToolButton;
        button->setText(words);
        button->setAccessibleName(name);
        button->setToolTip(name);
        connect(button, &QToolButton::clicked, this, [this, by] { this->step(by); });
        row->addWidget(button);
        return button;
    };
    m_before = step(QStringLiteral("‹"), tr("Window before"), -1);
    m_slider = new QSlider(Qt::Horizontal);
    m_slider->setAccessibleName(tr("Window of the run"));
    row->addWidget(m_slider, 1);
    m_after = step(QStringLiteral("›"), tr("Next window"), 1);
    m_window = plainLabel();
    m_window->setWordWrap(false);
    row->addWidget(m_window);
    column->addLayout(row);
    m_verdict = plainLabel();
    m_verdict->setObjectName(QStringLiteral("labelVerdict"));
    column->addWidget(m_verdict);
    m_view = new RowsView(tr("Labels of the window"));
    m_view->setObjectName(QStringLiteral("labelTable"));
    m_view->setSource(m_model.get(), -1, Qt::AscendingOrder);
    m_view->setMinimumHeight(fontMetrics().height() * 7);
    column->addWidget(m_view, 1);
    m_title = plainLabel({}, TextKind::Strong);
    m_why = plainLabel();
    m_why->setObjectName(QStringLiteral("labelWhy"));
    m_why->setTextInteractionFlags(Qt::TextSelectableByMouse);
    const tune::LabelRules rules;
    m_rule = plainLabel(
        tr("The rule: a job lacks capacity when somebody is back-pressured more than %1 of the time, a "
           "source accepts less than %2 of what is offered, or its backlog grows. Then an operator that "
           "is not back-pressured itself, but that others wait for, is the bottleneck when it is busy "
           "more than %3; otherwise the cause is elsewhere and the label unknown. What is behind a "
           "bottleneck is starved, what is in front of it is a victim: unknown too.")
            .arg(percent(rules.backpressureThreshold), percent(rules.acceptedShare), percent(rules.busyThreshold)),
        TextKind::Caption);
    m_past = plainLabel({}, TextKind::Muted);
    m_past->setObjectName(QStringLiteral("labelPast"));
    for (QLabel* label : {m_title, m_why, m_past})
        column->addWidget(label);
    auto* decide = new QHBoxLayout;
    decide->setSpacing(6);
    m_reason = new QLineEdit;
    m_reason->setObjectName(QStringLiteral("labelReason"));
    m_reason->setPlaceholderText(tr("Why it is something else (kept in the audit trail)"));
    m_reason->setAccessibleName(tr("Reason for another label"));
    decide->addWidget(m_reason, 1);
    for (const auto& [label, words] :
         {std::pair{1, tr("It is the bottleneck")}, {0, tr("It is fine")}, {-1, tr("Cannot be told")}}) {
        auto* button = new QPushButton(words);
        button->setObjectName(QStringLiteral("giveLabel%1").arg(label));
        connect(button, &QPushButton::clicked, this, [this, given = label] { give(given); });
        decide->addWidget(button);
        m_give.emplace_back(label, button);
    }
    m_back = new QPushButton(tr("Undo"));
    m_back->setObjectName(QStringLiteral("takeLabelBack"));
    connect(m_back, &QPushButton::clicked, this, &LabelAudit::takeBack);
    decide->addWidget(m_back);
    column->addLayout(decide);
    column->addWidget(m_rule);

    connect(m_slider, &QSlider::valueChanged, this, [this](int at) {
        m_at = static_cast<std::size_t>(std::max(0, at));
        refresh();
    });
    connect(m_view, &RowsView::keyChosen, this, &LabelAudit::refreshChoice);
    connect(m_reason, &QLineEdit::textChanged, this, &LabelAudit::refreshChoice);
    refreshChoice();
}

void LabelAudit::setFile(const std::shared_ptr<const RunFile>& file) {
    const bool same = file && m_file && file->id() == m_file->id();
    const std::int64_t number = m_sheet.number;
    m_file = file;
    const int last = file ? static_cast<int>(file->windows.size()) - 1 : -1;
    const QSignalBlocker quiet(m_slider);
    m_slider->setRange(0, std::max(0, last));
    m_at = static_cast<std::size_t>(std::max(0, last));
    if (same)
        for (std::size_t i = 0; i < file->windows.size(); ++i)
            if (file->windows[i].number == number)
                m_at = i;
    if (!same) {
        m_reason->clear();
        m_model->setRows({});
    }
    m_slider->setValue(static_cast<int>(m_at));
    refresh();
}

void LabelAudit::showWindow(std::int64_t number, const std::string& node) {
    if (m_file)
        for (std::size_t i = 0; i < m_file->windows.size(); ++i)
            if (m_file->windows[i].number == number)
                m_slider->setValue(static_cast<int>(i));
    if (!node.empty())
        m_view->showKey(text(node));
    refreshChoice();
}

void LabelAudit::step(int by) {
    m_slider->setValue(m_slider->value() + by);
}

void LabelAudit::refresh() {
    const bool any = m_file && m_at < m_file->windows.size();
    m_sheet = any ? labelSheet(*m_file, m_file->windows[m_at]) : LabelSheet{};
    m_before->setEnabled(any && m_at > 0);
    m_after->setEnabled(any && m_at + 1 < m_file->windows.size());
    m_slider->setEnabled(any);
    m_window->setText(!any ? tr("no window is left")
                           : tr("window %1 of %2 · %3")
                                 .arg(m_sheet.number + 1)
                                 .arg(m_file->row.run.windows)
                                 .arg(clockTime(m_file->windows[m_at].window.start)));
    m_verdict->setText(any ? m_sheet.verdict
                           : tr("The windows of this run were forgotten; its summary and given labels stayed."));
    const bool first = m_model->rowCount() == 0;
    const QString key = m_view->currentKey();
    m_model->setRows(m_sheet.cases);
    if (first && any) {
        m_view->resizeColumnsToContents();
        const double words = fontMetrics().horizontalAdvance(tr("bottleneck (yours)")) + 24;
        m_view->setWidths({{LabelColumn::InForce, words / fontMetrics().height()}});
        QString worst = text(m_sheet.cases.empty() ? std::string() : m_sheet.cases.front().node);
        for (const auto& one : m_sheet.cases)
            if (one.inForce() == 1)
                worst = text(one.node);
        m_view->showKey(worst);
    } else {
        m_view->showKey(key);
    }
    refreshChoice();
}

const LabelCase* LabelAudit::chosen() const {
    return m_model->row(m_view->currentKey());
}

void LabelAudit::refreshChoice() {
    const LabelCase* one = chosen();
    m_title->setText(one ? tr("%1: %2").arg(one->name, labelWord(one->inForce())) : tr("Choose an operator"));
    m_why->setText(one ? one->why : QString());
    QStringList past;
    if (one && m_file)
        for (const auto& given : m_file->overrides)
            if (given.window == m_sheet.number && given.node == one->node)
                past << tr("%1 by %2, %3: %4")
                            .arg(labelWord(given.label), text(given.who), clockTime(given.at), text(given.reason));
    m_past->setText(past.join(QLatin1Char('\n')));
    m_past->setVisible(!past.isEmpty());
    const bool reason = !m_reason->text().trimmed().isEmpty();
    QString why = whyNotWrite(m_session);
    if (why.isEmpty() && !one)
        why = tr("Choose an operator first.");
    else if (why.isEmpty() && !reason)
        why = tr("Give a reason first.");
    for (const auto& [label, button] : m_give) {
        const bool already = one && one->person && one->person->label == label;
        button->setEnabled(why.isEmpty() && !already);
        button->setToolTip(!why.isEmpty() ? why
                           : already      ? tr("This label holds already.")
                                          : tr("Recorded with you and the reason"));
        button->setAccessibleDescription(button->toolTip());
    }
    const bool given = one && one->person;
    m_back->setEnabled(why.isEmpty() && given);
    m_back->setToolTip(!why.isEmpty() ? why
                       : given        ? tr("Take the last given label back; the one before holds again")
                                      : tr("No label was given here."));
    m_back->setAccessibleDescription(m_back->toolTip());
}

void LabelAudit::give(int label) {
    const LabelCase* one = chosen();
    if (!one || !m_file)
        return;
    write(tr("Give a label"),
          [value = history::LabelOverride{m_file->id(),
                                          m_sheet.number,
                                          one->node,
                                          label,
                                          utf8(m_session.actor()),
                                          utf8(m_reason->text().trimmed()),
                                          {}}](history::Store& store) { return store.overrideLabel(value); });
}

void LabelAudit::takeBack() {
    const LabelCase* one = chosen();
    if (!one || !m_file)
        return;
    write(tr("Take a label back"),
          [run = m_file->id(), window = m_sheet.number, node = one->node, who = utf8(m_session.actor()),
           reason = utf8(m_reason->text().trimmed())](history::Store& store) -> Status {
              ST_ASSIGN(const auto archive, history::RunArchive::beside(store));
              return archive->withdrawLabel(run, window, node, who, reason);
          });
}

void LabelAudit::write(const QString& title, std::function<Status(history::Store&)> what) {
    writeStore(
        m_session, this, {title, "history.label"},
        [what = std::move(what)](const workbench::Workbench&, history::Store& store) { return what(store); },
        [this] {
            m_reason->clear();
            Q_EMIT changed();
        });
}

} // namespace streamtune::ui
