// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/flink/window.h"

#include <algorithm>
#include <fmt/format.h>

namespace streamtune::engines::flink {
namespace {

/// Idle time is booked late, so that busy time may fall by tens of ms; a fall beyond this share of the window is a
/// restart.
constexpr double kBusyMayFall = -0.05;
/// A source with more back-pressure than this is held back, so what it accepts is not what is offered.
constexpr double kHeldBack = 0.10;
/// A source as busy as this takes what it can, not what it is offered.
constexpr double kSaturated = 0.95;
/// Growth of the backlog below this share of the accepted rate is noise of the readings.
constexpr double kGrowthNoise = 0.002;

Number minus(const Number& a, const Number& b) {
    return a && b ? Number(*a - *b) : std::nullopt;
}

Number plus(const Number& a, const Number& b, const Number& c) {
    return a && b && c ? Number(*a + *b + *c) : std::nullopt;
}

/// What one subtask did between the readings.
struct Delta {
    Number in, out, inBytes, outBytes, busy, idle, backpressured;
    Number elapsed; ///< ms; NaN for sources of the old kind, which keep no busy time
    bool reporting = false;
};

Delta deltaOf(const Subtask& a, const Subtask& b) {
    Delta d;
    d.in = minus(b.counters.recordsIn, a.counters.recordsIn);
    d.out = minus(b.counters.recordsOut, a.counters.recordsOut);
    d.inBytes = minus(b.counters.bytesIn, a.counters.bytesIn);
    d.outBytes = minus(b.counters.bytesOut, a.counters.bytesOut);
    d.busy = minus(b.counters.busy, a.counters.busy);
    d.idle = minus(b.counters.idle, a.counters.idle);
    d.backpressured = minus(b.counters.backpressured, a.counters.backpressured);
    d.elapsed = plus(d.busy, d.idle, d.backpressured);
    return d;
}

bool fell(const Number& n) {
    return isKnown(n) && *n < 0;
}

std::string whyBroken(const std::string& name, const Subtask& a, const Subtask& b, const Delta& d) {
    if (a.index != b.index || a.attempt != b.attempt)
        return fmt::format("A subtask of {} was started again inside the window.", name);
    if (fell(d.in) || fell(d.out) || fell(d.inBytes) || fell(d.outBytes) || fell(d.idle) || fell(d.backpressured))
        return fmt::format("Counters of {} started again inside the window.", name);
    if (isKnown(d.elapsed) && isKnown(d.busy) && *d.busy < 0 &&
        (*d.elapsed < 0 || *d.busy < kBusyMayFall * (*d.elapsed - *d.busy)))
        return fmt::format("The busy time of {} fell inside the window, as after a restart.", name);
    return {};
}

Number rate(const Number& count, double elapsedMs) {
    return count ? Number(*count * 1000.0 / elapsedMs) : std::nullopt;
}

Number share(const Number& part, const Number& elapsedMs) {
    if (!part || !elapsedMs)
        return std::nullopt;
    const double value = *part / *elapsedMs;
    return std::isnan(value) ? value : std::clamp(value, 0.0, 1.0);
}

/// Sum over what is known; missing where nothing is, NaN where something is NaN.
class Sum {
public:
    void add(const Number& n) {
        if (!n)
            return;
        m_sum += *n;
        m_max = m_count == 0 ? *n : std::max(m_max, *n);
        ++m_count;
    }
    Number sum() const { return m_count ? Number(m_sum) : std::nullopt; }
    Number mean() const { return m_count ? Number(m_sum / m_count) : std::nullopt; }
    Number max() const {
        if (!m_count)
            return std::nullopt;
        return std::isnan(m_sum) ? m_sum : m_max; // std::max would lose a NaN
    }

private:
    double m_sum = 0;
    double m_max = 0;
    int m_count = 0;
};

struct NodeWindow {
    NodeObservation node;
    double elapsedMs = 0; ///< mean over reporting subtasks
    bool oldSource = false;
    std::string broken;
};

NodeWindow nodeWindow(const Operator& op, const VertexDetail& a, const VertexDetail& b) {
    NodeWindow w;
    w.node.id = op.id;
    w.node.parallelism = b.parallelism;
    if (a.subtasks.size() != b.subtasks.size()) {
        w.broken = fmt::format("The parallelism of {} changed inside the window.", op.name);
        return w;
    }
    Sum in, out, inBytes, outBytes, busy, backpressured, idle, elapsed;
    for (std::size_t i = 0; i < b.subtasks.size(); ++i) {
        Delta d = deltaOf(a.subtasks[i], b.subtasks[i]);
        if (w.broken.empty())
            w.broken = whyBroken(op.name, a.subtasks[i], b.subtasks[i], d);
        double ms = d.elapsed.value_or(0);
        if (isUndefined(d.elapsed)) { // no busy time: only the server's clock is left
            w.oldSource = true;
            ms = static_cast<double>((b.now - a.now).count());
        }
        const bool runs = b.subtasks[i].status == "RUNNING";
        if (!runs || !(ms > 0)) {
            w.node.subtaskIn.emplace_back();
            w.node.subtaskBusy.emplace_back();
            w.node.subtaskBackpressured.emplace_back();
            continue;
        }
        ++w.node.subtasksReporting;
        elapsed.add(ms);
        const Number whole(ms);
        w.node.subtaskIn.push_back(rate(d.in, ms));
        w.node.subtaskBusy.push_back(share(d.busy, whole));
        w.node.subtaskBackpressured.push_back(share(d.backpressured, whole));
        in.add(w.node.subtaskIn.back());
        out.add(rate(d.out, ms));
        inBytes.add(rate(d.inBytes, ms));
        outBytes.add(rate(d.outBytes, ms));
        busy.add(w.node.subtaskBusy.back());
        backpressured.add(w.node.subtaskBackpressured.back());
        idle.add(share(d.idle, whole));
    }
    w.node.inRate = in.sum();
    w.node.outRate = out.sum();
    w.node.inBytes = inBytes.sum();
    w.node.outBytes = outBytes.sum();
    w.node.busyMean = busy.mean();
    w.node.busyMax = busy.max();
    w.node.backpressuredMean = backpressured.mean();
    w.node.backpressuredMax = backpressured.max();
    w.node.idleMean = idle.mean();
    w.elapsedMs = elapsed.mean().value_or(0);
    return w;
}

/// Rate of an operator metric of a source, over the time that its own reply says has passed.
Number sourceRate(const Number& count, const SourceReading& a, const SourceReading& b, const NodeWindow& w) {
    const Number passed = plus(minus(b.busy, a.busy), minus(b.idle, a.idle), minus(b.backpressured, a.backpressured));
    const int reporting = w.node.subtasksReporting;
    double ms = w.elapsedMs;
    if (isKnown(passed) && *passed > 0 && reporting > 0)
        ms = *passed / reporting;
    return ms > 0 ? rate(count, ms) : std::nullopt;
}

/// The vertex counts no input before 2.0, and later only where the reader counts: operator metrics, then its output.
void fillSourceInput(NodeWindow& w, const SourceReading* a, const SourceReading* b) {
    const auto some = [](const Number& n) { return isKnown(n) && *n > 0; };
    if (some(w.node.inRate))
        return;
    Number found;
    if (a && b) {
        found = sourceRate(minus(b->recordsIn, a->recordsIn), *a, *b, w);
        if (!some(found))
            found = sourceRate(minus(b->recordsOut, a->recordsOut), *a, *b, w);
    }
    if (!some(found))
        found = w.node.outRate;
    if (!some(found))
        return;
    w.node.inRate = found;
    for (Number& n : w.node.subtaskIn) // they counted nothing
        n.reset();
}

SourceObservation sourceOf(const NodeWindow& w, const SourceReading* a, const SourceReading* b) {
    SourceObservation s;
    s.id = w.node.id;
    s.accepted = w.node.inRate;
    if (a && b) {
        s.backlog = b->pending;
        s.backlogGrowth = sourceRate(minus(b->pending, a->pending), *a, *b, w);
    }
    if (!isKnown(s.accepted))
        return s;
    s.offered = s.accepted;
    const bool heldBack = valueOr(w.node.backpressuredMax, 0) > kHeldBack;
    if (isKnown(s.backlogGrowth)) {
        if (std::abs(*s.backlogGrowth) > kGrowthNoise * *s.accepted) {
            s.offered = std::max(0.0, *s.accepted + *s.backlogGrowth);
            s.offeredFrom = OfferedFrom::LagGrowth;
        } else {
            s.offeredFrom = OfferedFrom::Accepted;
        }
    } else {
        s.offeredFrom = heldBack ? OfferedFrom::LowerBound : OfferedFrom::Accepted;
    }
    return s;
}

/// Only where nothing is chained behind the source is the output of a subtask what it took in.
void fillSubtaskInput(NodeWindow& w, const VertexDetail& a, const VertexDetail& b) {
    for (std::size_t i = 0; i < b.subtasks.size() && i < a.subtasks.size() && i < w.node.subtaskIn.size(); ++i) {
        const Delta d = deltaOf(a.subtasks[i], b.subtasks[i]);
        if (isKnown(d.elapsed) && *d.elapsed > 0 && b.subtasks[i].status == "RUNNING")
            w.node.subtaskIn[i] = rate(d.out, *d.elapsed);
    }
}

template <typename Map>
auto at(const Map& map, const std::string& key) -> const typename Map::mapped_type* {
    const auto it = map.find(key);
    return it == map.end() ? nullptr : &it->second;
}

} // namespace

Number Reading::age() const {
    Number youngest;
    for (const auto& [id, vertex] : vertices)
        for (const Subtask& s : vertex.subtasks) {
            const Number age = plus(s.counters.busy, s.counters.idle, s.counters.backpressured);
            if (s.status == "RUNNING" && isKnown(age))
                youngest = youngest ? std::min(*youngest, *age) : *age;
        }
    return youngest;
}

Number elapsedBetween(const Reading& first, const Reading& last) {
    Number shortest;
    for (const auto& [id, b] : last.vertices) {
        const VertexDetail* a = at(first.vertices, id);
        if (!a || a->subtasks.size() != b.subtasks.size())
            continue;
        for (std::size_t i = 0; i < b.subtasks.size(); ++i) {
            const Number elapsed = deltaOf(a->subtasks[i], b.subtasks[i]).elapsed;
            if (b.subtasks[i].status == "RUNNING" && isKnown(elapsed))
                shortest = shortest ? std::min(*shortest, *elapsed) : *elapsed;
        }
    }
    return shortest;
}

Observation windowBetween(const JobGraph& graph, const Reading& first, const Reading& last) {
    Observation o;
    o.engine = "flink";
    Sum elapsed;
    for (const Operator& op : graph.nodes) {
        const VertexDetail* a = at(first.vertices, op.id);
        const VertexDetail* b = at(last.vertices, op.id);
        if (!a || !b)
            continue;
        NodeWindow w = nodeWindow(op, *a, *b);
        if (!w.broken.empty() && o.quiet) {
            o.quiet = false;
            o.whyNotQuiet = w.broken;
        }
        if (w.elapsedMs > 0)
            elapsed.add(w.elapsedMs);
        if (const Number* mark = at(last.watermarks, op.id))
            w.node.watermark = *mark;
        if (graph.isSource(op.id)) {
            const SourceReading* sa = at(first.sources, op.id);
            const SourceReading* sb = at(last.sources, op.id);
            const Number counted = w.node.inRate;
            fillSourceInput(w, sa, sb);
            if (!sameNumber(counted, w.node.inRate) && op.chain.size() <= 1)
                fillSubtaskInput(w, *a, *b);
            if (sb)
                w.node.backlog = sb->pending;
            o.sources.push_back(sourceOf(w, sa, sb));
        }
        if (graph.isSource(op.id) && valueOr(w.node.busyMean, 0) > kSaturated)
            o.notes["source_busy:" + op.id] =
                op.name +
                " is busy all the time: it may be offered more than it takes, or it sleeps inside its reader.";
        // A vertex without outgoing edges counts no output: that is "not counted", not zero.
        if (graph.outputsOf(op.id).empty() && w.node.outRate == 0.0) {
            w.node.outRate.reset();
            w.node.outBytes.reset();
        }
        if (w.oldSource)
            o.notes["old_source:" + op.id] =
                op.name + " keeps no busy time (a source of the old kind); its rates use the server's clock.";
        if (w.node.subtasksReporting < w.node.parallelism)
            o.notes["reporting:" + op.id] =
                fmt::format("{} of {} subtasks of {} report; the others have finished or were silent.",
                            w.node.subtasksReporting, w.node.parallelism, op.name);
        if (op.label == "async")
            o.notes["async:" + op.id] =
                op.name + " waits for calls outside; its busy share understates its load until its queue is full.";
        o.nodes.push_back(std::move(w.node));
    }
    o.seconds = elapsed.mean().value_or(0) / 1000.0;
    o.end = last.at;
    o.start = last.at - Millis{static_cast<Millis::rep>(o.seconds * 1000.0)};
    return o;
}

} // namespace streamtune::engines::flink
