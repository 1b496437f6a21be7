// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
/// What the picture of a job shows, as plain values: measured (observation, labels), advised, predicted. What is not
/// there is drawn as not there.

#include <QPointF>
#include <QString>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/graph/job_graph.h"
#include "core/graph/observation.h"
#include "core/layout/layout.h"
#include "core/tune/labels.h"
#include "ui/theme/paint.h"

namespace streamtune::ui::dag {

/// Which of the two encodings the nodes show; the difference is predicted minus measured busy share.
enum class Show { Both, Measured, Predicted, Difference };

struct DagModel {
    JobGraph graph;
    std::optional<Observation> observation;
    tune::Labels labels;
    ParallelismVector advised;               ///< empty = no plan; nodes that keep their parallelism may be left out
    std::map<std::string, double> predicted; ///< 0..1 at the parallelism in force; empty = no model
    QString predictedName;                   ///< e.g. "P(bottleneck)"
    QString predictedBy;                     ///< e.g. "model c2, 12 d old"
    double predictedLimit = 0.5;
    std::map<std::string, double> predictedBusy; ///< compared with measured busy where what is predicted is no share
    std::map<std::string, QString> outside;      ///< node -> why its prediction is a guess from further away
    bool asked = false;                          ///< `advised` is what somebody tries out, nobody advises it
    layout::Layout layout;                       ///< empty = the view lays out by itself
    std::map<std::string, QString> noData;       ///< node -> why nothing is known, e.g. "last seen 74 s ago"
    QString age;                                 ///< of the observation, e.g. "3 s old"
    std::map<std::string, std::vector<std::string>> folded; ///< node that stands for others -> their ids
    Show show = Show::Both;
    bool flinkColours = false; ///< measured halves in the colours of Flink's own page
    /// Numbers and fills are means of the subtasks; states and labels stay those of the largest one, so that skew does
    /// not hide.
    bool meanOfSubtasks = false;
};

enum class NodeState { NoData, Idle, Ok, Busy, BackPressured };

/// Thresholds of the labels, and 20 % for idle.
[[nodiscard]] NodeState nodeState(const NodeObservation* node, const tune::LabelRules& rules = {});
[[nodiscard]] theme::Mark markOf(NodeState state);
[[nodiscard]] QString wordOf(NodeState state); ///< "idle", "ok", "busy", "back-pressured", "no data"

/// Everything that one node shows, put together once per model.
struct NodeView {
    QString id;
    QString name;
    NodeState state = NodeState::NoData;
    Number share; ///< the number under the state word: busy, or back-pressured
    Number busy;  ///< maxima over subtasks
    Number backPressured;
    int parallelism = 1;
    std::optional<int> advised;
    Number predicted;
    Number predictedBusy;       ///< where it is another thing than `predicted`
    bool outside = false;       ///< predicted for what was never seen
    bool overLimit = false;     ///< predicted at or above the limit
    bool rootCause = false;     ///< label 1
    bool predictedRoot = false; ///< over the limit and nothing upstream is
    QString reason;             ///< when there is no data
    std::optional<theme::Chip> badge;
    Number inRate; ///< records/s
    Number outRate;
    Number accepted; ///< of a source, records/s
    Number offered;
    int stands = 0;  ///< for how many folded operators; 0 = it is one itself
    int chained = 0; ///< operators that run inside it as one task; 0 or 1 = just itself

    /// What stands against the measured busy share.
    [[nodiscard]] const Number& comparable() const { return isKnown(predictedBusy) ? predictedBusy : predicted; }
    /// Predicted minus measured busy share; missing where either is.
    [[nodiscard]] Number difference() const;
};

/// What a filter can ask for; several mean any of them.
enum class FilterKind { Busy, BackPressured, RootCause, OverLimit, Changed, Idle, NoData };
[[nodiscard]] bool matches(const NodeView& node, FilterKind kind);
[[nodiscard]] QString filterWord(FilterKind kind);

/// What a person arranged in the picture of one job; undone and done again as a whole.
struct Arrangement {
    std::set<FilterKind> filter;
    std::set<std::string> folds;
    layout::Direction direction = layout::Direction::LeftToRight;
    std::map<std::string, QPointF> moved; ///< node -> centre, scene units
    bool operator==(const Arrangement&) const = default;
};

struct EdgeView {
    Number rate; ///< records/s
};

[[nodiscard]] std::vector<NodeView> nodeViews(const DagModel& model); ///< by index of graph.nodes
/// What stands where there is no badge: rates.
[[nodiscard]] QString factOf(const NodeView& view);
/// Made when asked for: long texts for thousands of nodes would cost every window of measurements.
[[nodiscard]] QString toolTipOf(const DagModel& model, const NodeView& view, std::size_t node);
[[nodiscard]] QString spokenOf(const DagModel& model, const NodeView& view, std::size_t node); ///< for assistive tools
[[nodiscard]] std::vector<EdgeView> edgeViews(const DagModel& model); ///< by index of graph.edges

} // namespace streamtune::ui::dag
