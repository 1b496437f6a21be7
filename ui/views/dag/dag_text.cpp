// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/dag/dag_text.h"

#include "core/base/format.h"
#include "ui/theme/fonts.h"

namespace streamtune::ui::dag {
namespace {

QString quoted(QString text) {
    text.replace(QLatin1Char('\\'), QStringLiteral("\\\\"));
    text.replace(QLatin1Char('"'), QStringLiteral("\\\""));
    text.replace(QLatin1Char('\n'), QLatin1Char(' '));
    return QLatin1Char('"') + text + QLatin1Char('"');
}

QString cell(QString text) {
    text.replace(QLatin1Char('|'), QStringLiteral("\\|"));
    text.replace(QLatin1Char('\n'), QLatin1Char(' '));
    return text.isEmpty() ? QStringLiteral("\u2013") : text;
}

QString parallelismOf(const NodeView& view) {
    const QString from = QString::number(view.parallelism);
    return view.advised ? from + QStringLiteral(" \u2192 ") + QString::number(*view.advised) : from;
}

} // namespace

QString asDot(const DagModel& model) {
    const auto nodes = nodeViews(model);
    const auto edges = edgeViews(model);
    QString dot = QStringLiteral("digraph job {\n  rankdir=LR;\n  node [shape=box];\n");
    for (const NodeView& node : nodes) {
        QString label =
            node.name + QStringLiteral("  p ") + parallelismOf(node) + QStringLiteral("  ") + wordOf(node.state);
        if (isKnown(node.share))
            label += QLatin1Char(' ') + theme::text(formatShare(node.share));
        dot += QStringLiteral("  ") + quoted(node.id) + QStringLiteral(" [label=") + quoted(label) +
               QStringLiteral("];\n");
    }
    for (std::size_t i = 0; i < model.graph.edges.size(); ++i) {
        const Edge& edge = model.graph.edges[i];
        dot += QStringLiteral("  ") + quoted(theme::text(edge.from)) + QStringLiteral(" -> ") +
               quoted(theme::text(edge.to));
        if (isKnown(edges[i].rate))
            dot += QStringLiteral(" [label=") + quoted(theme::text(formatRate(edges[i].rate))) + QLatin1Char(']');
        dot += QStringLiteral(";\n");
    }
    return dot + QStringLiteral("}\n");
}

QString asMarkdown(const DagModel& model) {
    QString table = QStringLiteral("| operator | p | state | busy | back-pressured | predicted | note |\n"
                                   "| --- | ---: | --- | ---: | ---: | ---: | --- |\n");
    for (const NodeView& node : nodeViews(model)) {
        const QString note = node.state == NodeState::NoData ? node.reason : node.badge ? node.badge->text : QString();
        const QStringList cells{
            cell(node.name),
            cell(parallelismOf(node)),
            cell(wordOf(node.state)),
            cell(isKnown(node.busy) ? theme::text(formatShare(node.busy)) : QString()),
            cell(isKnown(node.backPressured) ? theme::text(formatShare(node.backPressured)) : QString()),
            cell(isKnown(node.predicted) ? theme::text(formatProbability(node.predicted)) : QString()),
            cell(note)};
        table += QStringLiteral("| ") + cells.join(QStringLiteral(" | ")) + QStringLiteral(" |\n");
    }
    return table;
}

} // namespace streamtune::ui::dag
