// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tune/limits.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "core/tune/rules.h"

namespace streamtune::tune {
namespace {

struct Item {
    const Operator* node;
    Decision* decision;
    Bounds bounds;
    bool fixed = false;
};

void guard(Decision& decision, std::string sentence) {
    decision.guards.push_back(std::move(sentence));
}

void fix(Item& item, int value, std::string why) {
    item.fixed = true;
    item.decision->clamped = item.decision->aligned = item.decision->final = value;
    if (item.decision->rounded != value)
        guard(*item.decision, std::move(why));
}

/// Pins of the engine and of the person.
void pin(Item& item, const Limits& limits) {
    if (item.node->pinned)
        return fix(item, item.decision->from,
                   item.node->whyPinned.empty() ? "The parallelism of this operator cannot be changed."
                                                : item.node->whyPinned);
    const auto wish = limits.pins.find(item.node->id);
    if (wish == limits.pins.end())
        return;
    const int most = item.node->maxParallelism > 0 ? item.node->maxParallelism : wish->second;
    const int value = std::clamp(wish->second, 1, std::max(1, most));
    fix(item, value,
        value == wish->second ? fmt::format("Pinned to {}.", value)
                              : fmt::format("Pinned to {}, but no more than {} is possible.", wish->second, value));
}

void clamp(Item& item) {
    Decision& d = *item.decision;
    d.clamped = std::clamp(d.rounded, item.bounds.low, item.bounds.high);
    if (d.clamped < d.rounded)
        guard(d, fmt::format("{} would be needed, but {}.", d.rounded, item.bounds.whyHigh));
    if (d.clamped > d.rounded)
        guard(d, fmt::format("{} would suffice, but the lower bound is {}.", d.rounded, d.clamped));
}

void align(Item& item, bool keyed) {
    Decision& d = *item.decision;
    d.aligned = d.clamped;
    if (!keyed || !isKnown(d.modelValue)) // what was not measured is left as it is
        return;
    d.aligned = rules::alignToKeyGroups(d.clamped, item.node->maxParallelism, item.bounds.high);
    if (d.aligned != d.clamped)
        guard(d, fmt::format("{} is raised to {}, so that {} key groups are spread more evenly.", d.clamped, d.aligned,
                             item.node->maxParallelism));
}

int scaled(double value) {
    return static_cast<int>(std::clamp(value, 1.0, 1e6));
}

void step(Item& item, const Limits& limits) {
    Decision& d = *item.decision;
    d.final = d.aligned;
    if (limits.stepUpFactor > 0 && d.final > d.from) {
        const int most = std::max(d.from + 1, scaled(std::floor(d.from * limits.stepUpFactor)));
        if (d.final > most)
            guard(d, fmt::format("One change raises at most to {} (factor {}).", most, limits.stepUpFactor));
        d.final = std::min(d.final, most);
    }
    if (limits.stepDownFactor > 0 && d.final < d.from) {
        const int least = std::min(d.from - 1, scaled(std::ceil(d.from / limits.stepDownFactor)));
        if (d.final < least)
            guard(d, fmt::format("One change lowers at most to {} (factor {}).", least, limits.stepDownFactor));
        d.final = std::max(d.final, least);
    }
    if (d.final < d.from && d.from - d.final < limits.hysteresis && d.from <= item.bounds.high) {
        guard(d, fmt::format("A fall of {} is less than the hysteresis of {}.", d.from - d.final, limits.hysteresis));
        d.final = d.from;
    }
    d.final = std::clamp(d.final, item.bounds.low, item.bounds.high);
}

class Slots {
public:
    Slots(const JobGraph& graph, std::vector<Item>& items, int most) : m_graph(graph), m_items(items), m_most(most) {}

    template <typename Floor>
    auto capped(int cap, const Floor& floorOf) const {
        return [cap, floorOf](const Item& i) {
            return i.fixed ? i.decision->final : std::min(i.decision->final, std::max(cap, floorOf(i)));
        };
    }

    template <typename Value>
    int needed(const Value& value) const {
        ParallelismVector vector;
        for (const Item& item : m_items)
            vector[item.node->id] = value(item);
        return m_graph.slotsNeeded(vector);
    }

    template <typename Value>
    void take(const Value& value) {
        for (Item& item : m_items) {
            const int fits = value(item);
            if (fits < item.decision->final)
                guard(*item.decision,
                      fmt::format("{} would need more than the {} slots allowed.", item.decision->final, m_most));
            item.decision->final = fits;
        }
    }

    void fit() {
        if (needed([](const Item& i) { return i.decision->final; }) <= m_most)
            return;
        // Give back what was to be raised before anything is taken from what runs.
        for (const bool keepPresent : {true, false}) {
            const auto floorOf = [&](const Item& i) {
                return keepPresent ? std::max(i.decision->from, i.bounds.low) : i.bounds.low;
            };
            if (needed(capped(1, floorOf)) > m_most)
                continue;
            int low = 1, high = 32'768; // the largest cap that fits
            while (low < high) {
                const int middle = low + (high - low + 1) / 2;
                if (needed(capped(middle, floorOf)) <= m_most)
                    low = middle;
                else
                    high = middle - 1;
            }
            return take(capped(low, floorOf));
        }
        for (Item& item : m_items) {
            guard(*item.decision,
                  fmt::format("Pins and lower bounds alone need more than the {} slots allowed.", m_most));
            item.decision->final = item.decision->from;
        }
    }

private:
    const JobGraph& m_graph;
    std::vector<Item>& m_items;
    int m_most;
};

} // namespace

Bounds boundsOf(const Operator& node, const Limits& limits, bool source) {
    Bounds bounds;
    const auto lower = [&](int high, std::string why) {
        if (high < bounds.high) {
            bounds.high = std::max(1, high);
            bounds.whyHigh = std::move(why);
        }
    };
    if (node.maxParallelism > 0)
        lower(node.maxParallelism, fmt::format("its max parallelism is {}", node.maxParallelism));
    if (limits.pMax > 0)
        lower(limits.pMax, fmt::format("no operator may have more than {}", limits.pMax));
    if (const auto it = limits.maximum.find(node.id); it != limits.maximum.end())
        lower(it->second, fmt::format("its upper bound is {}", it->second));
    if (const auto it = limits.partitions.find(node.id); source && it != limits.partitions.end())
        lower(it->second, fmt::format("it reads {} partitions, and more subtasks would be idle", it->second));
    if (const auto it = limits.minimum.find(node.id); it != limits.minimum.end())
        bounds.low = std::max(1, it->second);
    bounds.low = std::min(bounds.low, bounds.high); // an upper bound is the harder one
    return bounds;
}

bool presentIsAllowed(const JobGraph& graph, const Limits& limits, const std::vector<Decision>& decisions) {
    ParallelismVector present;
    for (const Decision& decision : decisions) {
        present[decision.node] = decision.from;
        const Operator* node = graph.find(decision.node);
        if (!node || node->pinned)
            continue;
        const auto wish = limits.pins.find(decision.node);
        const Bounds bounds = boundsOf(*node, limits, graph.isSource(node->id));
        if (wish != limits.pins.end() ? decision.from != wish->second
                                      : decision.from < bounds.low || decision.from > bounds.high)
            return false;
    }
    return !limits.maxSlots || graph.slotsNeeded(present) <= *limits.maxSlots;
}

void applyLimits(const JobGraph& graph, const Limits& limits, bool alignKeyed, std::vector<Decision>& decisions) {
    std::vector<Item> items;
    for (Decision& decision : decisions) {
        const Operator* node = graph.find(decision.node);
        if (!node)
            continue;
        Item item{node, &decision, boundsOf(*node, limits, graph.isSource(node->id)), false};
        pin(item, limits);
        if (!item.fixed) {
            clamp(item);
            align(item, alignKeyed && graph.isKeyed(node->id));
            step(item, limits);
        }
        items.push_back(std::move(item));
    }
    if (limits.maxSlots)
        Slots(graph, items, std::max(1, *limits.maxSlots)).fit();
}

} // namespace streamtune::tune
