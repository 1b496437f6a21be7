// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/registry/models_page.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/session/text.h"
#include "ui/views/registry/calibration_chart.h"
#include "ui/views/widgets/parts.h"
#include "ui/views/widgets/tokens.h"

namespace streamtune::ui {

namespace {

/// A word that says the same as its colour.
Chip* verdictChip(GateCheck::Verdict verdict) {
    using enum GateCheck::Verdict;
    const auto [words, kind] = verdict == Passed   ? std::pair(ModelsPage::tr("passed"), QStringLiteral("ok"))
                               : verdict == Failed ? std::pair(ModelsPage::tr("not passed"), QStringLiteral("danger"))
                               : verdict == Waits  ? std::pair(ModelsPage::tr("waits"), QStringLiteral("accent"))
                                                   : std::pair(ModelsPage::tr("figure"), QString());
    return new Chip(words, kind);
}

} // namespace

ModelsPage::ModelsPage(ModelFlow& flow, CommandRegistry& commands, QWidget* parent)
    : QWidget(parent), m_flow(flow), m_model(makeModelsModel()), m_encodersModel(makeClusterEncodersModel()) {
    setObjectName(QStringLiteral("modelsPage"));
    auto* encoders = new Panel(tr("Encoders of the model"));
    m_encoders = new RowsView(tr("Encoders of the model"));
    m_encoders->setObjectName(QStringLiteral("modelEncoders"));
    m_encoders->setSource(m_encodersModel.get(), -1, Qt::AscendingOrder);
    encoders->body()->addWidget(m_encoders, 1);
    auto* below = splitterOf(Qt::Horizontal, {{makeGate(commands), 7}, {encoders, 8}});
    auto* left = splitterOf(Qt::Vertical, {{makeList(commands), 5}, {below, 7}});
    auto* right = splitterOf(Qt::Vertical, {{makeCard(), 9}, {makeDrift(commands), 3}});
    auto* columns = splitterOf(Qt::Horizontal, {{left, 15}, {right, 7}});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(columns);
    connect(&flow, &ModelFlow::changed, this, [this] {
        refreshList();
        refreshGate();
        refreshCard();
    });
    connect(&flow, &ModelFlow::chosenChanged, this, [this] {
        refreshGate();
        refreshCard();
    });
    connect(&flow, &ModelFlow::comparisonChanged, this, &ModelsPage::refreshGate);
    connect(&flow, &ModelFlow::cardsChanged, this, &ModelsPage::refreshCard);
    connect(&flow, &ModelFlow::driftChanged, this, &ModelsPage::refreshDrift);
    refreshList();
    refreshGate();
    refreshCard();
    refreshDrift();
}

Panel* ModelsPage::makeList(CommandRegistry& commands) {
    m_list = new Panel(tr("Models"));
    m_view = new RowsView(tr("Models of the workspace"));
    m_view->setObjectName(QStringLiteral("modelsTable"));
    m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_view->setSource(m_model.get(), ModelColumn::Made, Qt::DescendingOrder);
    m_view->setOptionalColumns(
        {ModelColumn::Brier, ModelColumn::Capacity, ModelColumn::Windows, ModelColumn::Clusters, ModelColumn::Size},
        64);
    m_stack = new EmptyStack(m_view, new EmptyState(tr("No model yet"),
                                                    tr("Models appear here once a training is done, or one is "
                                                       "imported. Nothing uses them before you promote them."),
                                                    commands.action(QStringLiteral("train.new"))));
    m_list->body()->addWidget(m_stack, 1);
    auto* tools = new QHBoxLayout;
    tools->setContentsMargins(8, 4, 8, 6);
    tools->setSpacing(4);
    for (const char* id : {"models.import", "models.export", "models.remove"}) {
        auto* button = new QToolButton;
        button->setDefaultAction(commands.action(QLatin1String(id)));
        button->setToolButtonStyle(Qt::ToolButtonTextOnly);
        tools->addWidget(button);
    }
    tools->addStretch(1);
    m_list->body()->addLayout(tools);
    connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        std::vector<std::string> ids;
        const QString current = m_view->currentKey();
        for (const QModelIndex& index : m_view->selectionModel()->selectedRows()) {
            const QString key = index.data(KeyRole).toString();
            ids.insert(key == current ? ids.begin() : ids.end(), utf8(key));
        }
        if (!ids.empty())
            m_flow.choose(std::move(ids));
    });
    return m_list;
}

Panel* ModelsPage::makeGate(CommandRegistry& commands) {
    m_gate = new Panel(tr("Gate for promotion"));
    m_gate->setObjectName(QStringLiteral("gatePanel"));
    auto* inner = new QWidget;
    auto* column = new QVBoxLayout(inner);
    column->setContentsMargins(12, 8, 12, 8);
    column->setSpacing(6);
    m_checks = new QVBoxLayout;
    m_checks->setSpacing(5);
    column->addLayout(m_checks);
    column->addStretch(1);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(inner);
    scroll->setAccessibleName(tr("Checks before promotion"));
    m_gate->body()->addWidget(scroll, 1);
    auto* row = new QHBoxLayout;
    row->setContentsMargins(12, 4, 12, 8);
    row->setSpacing(10);
    row->addWidget(actionButton(commands.action(QStringLiteral("models.promote")), QStringLiteral("primary")));
    row->addWidget(plainLabel(tr("The model before stays in the list and can be promoted again."), TextKind::Caption),
                   1);
    m_gate->body()->addLayout(row);
    return m_gate;
}

Panel* ModelsPage::makeCard() {
    auto* panel = new Panel(tr("Model card"));
    auto* inner = new QWidget;
    auto* column = new QVBoxLayout(inner);
    column->setContentsMargins(12, 10, 12, 10);
    column->setSpacing(8);
    m_name = plainLabel({}, TextKind::Title);
    m_origin = plainLabel({}, TextKind::Muted);
    m_facts = new QFormLayout;
    m_facts->setHorizontalSpacing(14);
    m_facts->setRowWrapPolicy(QFormLayout::WrapLongRows);
    m_calibrated = plainLabel();
    m_chart = new CalibrationChart;
    m_limits = plainLabel();
    column->addWidget(m_name);
    column->addWidget(m_origin);
    column->addLayout(m_facts);
    column->addWidget(plainLabel(tr("Calibration"), TextKind::Strong));
    column->addWidget(m_calibrated);
    column->addWidget(m_chart);
    column->addWidget(plainLabel(tr("Known limits"), TextKind::Strong));
    column->addWidget(m_limits);
    column->addStretch(1);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidget(inner);
    scroll->setAccessibleName(tr("Model card"));
    m_cardStack = new EmptyStack(scroll, new EmptyState(tr("No card"), tr("Choose a model in the list.")));
    panel->body()->addWidget(m_cardStack, 1);
    return panel;
}

Panel* ModelsPage::makeDrift(CommandRegistry& commands) {
    auto* panel = new Panel(tr("Does the model still know the job?"));
    auto* column = new QVBoxLayout;
    column->setContentsMargins(12, 8, 12, 8);
    column->setSpacing(6);
    m_drift = plainLabel();
    m_drift->setObjectName(QStringLiteral("driftWords"));
    column->addWidget(m_drift);
    auto* row = new QHBoxLayout;
    row->addWidget(actionButton(commands.action(QStringLiteral("models.drift"))));
    m_tune = actionButton(commands.action(QStringLiteral("train.job")));
    row->addWidget(m_tune);
    row->addStretch(1);
    column->addLayout(row);
    column->addStretch(1);
    panel->body()->addLayout(column);
    return panel;
}

void ModelsPage::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_flow.activate();
}

void ModelsPage::showModel(const std::string& id) {
    m_flow.choose({id});
    m_view->showKey(text(id));
}

void ModelsPage::refreshList() {
    std::vector<ModelRow> rows;
    for (const auto& model : m_flow.models())
        rows.push_back({model, m_flow.bytesOf(model.id)});
    const bool first = m_model->rowCount() == 0 && !rows.empty();
    m_model->setRows(std::move(rows));
    m_stack->setEmpty(m_flow.models().empty());
    m_stack->empty()->setTexts(m_flow.isRead() ? tr("No model yet") : tr("Reading the models…"),
                               m_flow.isRead() ? tr("Models appear here once a training is done, or one is imported. "
                                                    "Nothing uses them before you promote them.")
                                               : QString());
    m_list->setNote(m_flow.models().empty() ? QString() : QString::number(m_flow.models().size()));
    if (first)
        m_view->fitColumns();
    if (m_flow.current() && m_view->selectionModel()->selectedRows().isEmpty())
        m_view->showKey(text(m_flow.current()->id));
}

void ModelsPage::refreshGate() {
    while (QLayoutItem* item = m_checks->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_said.clear();
    const auto say = [this](GateCheck::Verdict verdict, const QString& words) {
        auto* line = new QWidget;
        auto* row = new QHBoxLayout(line);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(8);
        if (verdict != GateCheck::Verdict::None) {
            auto* chip = verdictChip(verdict);
            row->addWidget(chip, 0, Qt::AlignTop);
            chip->show();
        }
        row->addWidget(plainLabel(words, verdict == GateCheck::Verdict::None ? TextKind::Muted : TextKind::Body), 1);
        m_checks->addWidget(line);
        m_said << words;
    };
    const auto* model = m_flow.current();
    if (!model) {
        m_gate->setNote({});
        say(GateCheck::Verdict::None, tr("Choose a model in the list."));
        return;
    }
    m_gate->setNote(text(model->id));
    if (model->active && m_flow.chosen().size() < 2 && model->broken.empty()) {
        say(GateCheck::Verdict::None,
            tr("This model is in use. Choose a candidate to see how it does beside this one."));
        return;
    }
    for (const GateCheck& check : gateChecks(*model, m_flow.comparison().get(), m_flow.comparing()))
        say(check.verdict, check.words);
    if (const auto& comparison = m_flow.comparison(); comparison && !comparison->better && model->broken.empty())
        say(GateCheck::Verdict::None,
            tr("Observe more and train again; or promote it all the same, with a reason that is kept."));
}

QString ModelsPage::gateText() const {
    return m_said.join(QLatin1Char('\n'));
}

void ModelsPage::refreshCard() {
    const auto* model = m_flow.current();
    const auto card = model ? m_flow.cards().find(model->id) : m_flow.cards().end();
    const learn::ModelSet* set = card == m_flow.cards().end() ? nullptr : card->second.get();
    m_cardStack->setEmpty(!set);
    m_cardStack->empty()->setTexts(!model                   ? tr("No card")
                                   : !model->broken.empty() ? tr("This model cannot be used")
                                                            : tr("Reading the card…"),
                                   model ? text(model->broken) : tr("Choose a model in the list."));
    m_encodersModel->setRows(set ? encodersOf(*set) : std::vector<learn::ClusterEncoder>{});
    if (!set)
        return;
    if (std::exchange(m_shown, set) != set)
        m_encoders->fitColumns();
    m_name->setText(text(set->card.id));
    m_origin->setText(text(set->card.origin));
    while (m_facts->rowCount() > 0)
        m_facts->removeRow(0);
    const auto add = [this](const QString& name, const QString& value, TextKind kind = TextKind::Body) {
        m_facts->addRow(plainLabel(name, TextKind::Muted), plainLabel(value, kind));
    };
    const auto& c = set->card;
    const QLocale locale;
    add(tr("State"), modelState(*model));
    add(tr("Made"), madeWords(c.created));
    add(tr("Made from"), c.parent.empty() ? tr("scratch") : text(c.parent));
    add(tr("Jobs, windows"), QStringLiteral("%1, %2").arg(c.history.jobs).arg(c.history.windows));
    add(tr("Labels yes / no / unknown"),
        QStringLiteral("%1 / %2 / %3").arg(c.history.labels[1]).arg(c.history.labels[0]).arg(c.history.labels[2]));
    add(tr("Validation split"), tr("by job, %n kept from training", nullptr, static_cast<int>(c.heldOut.size())));
    add(tr("Clusters, tau"), QStringLiteral("%1, %2").arg(set->clusters.size()).arg(c.tau));
    add(tr("Data hash"), text(c.history.hash).left(16), TextKind::Mono);
    add(tr("Seed"), QString::number(c.settings.seed));
    add(tr("Hidden × layers"), QStringLiteral("%1 × %2").arg(c.settings.shape.hidden).arg(c.settings.shape.layers));
    add(tr("Learning rate"), QString::number(c.settings.learningRate));
    add(tr("Made by version"), text(c.codeVersion));
    if (const auto size = m_flow.bytesOf(c.id))
        add(tr("Size"), bytes(static_cast<double>(*size)));
    if (!c.history.unknownKinds.empty()) {
        int unknown = 0;
        for (const auto& [kind, count] : c.history.unknownKinds)
            unknown += count;
        add(tr("Operators of unknown kind"), locale.toString(unknown));
    }
    const Number error = calibrationError(set->calibration);
    QString words = calibrationWords(set->calibration, 0.8);
    if (isKnown(error))
        words += (words.isEmpty() ? QString() : QStringLiteral(" ")) +
                 tr("Mean distance of said and come true: %1.").arg(locale.toString(*error, 'f', 3));
    m_calibrated->setText(words.isEmpty() ? tr("No held-out job to judge by.") : words);
    m_chart->setBins(set->calibration);
    m_limits->setText(knownLimits(*set).join(QLatin1Char('\n')));
}

void ModelsPage::refreshDrift() {
    const auto& drift = m_flow.drift();
    if (m_flow.driftOf().isEmpty())
        m_drift->setText(
            tr("Jobs change. This compares the shown job with what the model in use has seen: the shape of "
               "its graph, and what its operators bear."));
    else if (!m_flow.whyNoDrift().isEmpty())
        m_drift->setText(tr("%1: %2").arg(m_flow.driftOf(), m_flow.whyNoDrift()));
    else
        m_drift->setText(tr("%1: %2").arg(m_flow.driftOf(), drift ? text(drift->sentence) : tr("comparing…")));
    m_tune->setVisible(drift && drift->alarm);
}

} // namespace streamtune::ui
