// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engines/flink/job_graph_of.h"

#include <algorithm>
#include <set>

#include "core/graph/operator_labels.h"

namespace streamtune::engines::flink {
namespace {

std::vector<ChainedOperator> chainOf(const JobDetail& job, const Vertex& vertex, const PlanNode* node) {
    std::vector<ChainedOperator> chain;
    for (const StreamNode& op : job.streamGraph)
        if (op.vertex == vertex.id)
            chain.push_back({op.id, op.name, operatorLabel(op.name)});
    if (!chain.empty())
        return chain;
    if (node)
        for (std::string& name : splitPlanDescription(node->description)) {
            std::string type = operatorLabel(name);
            chain.push_back({"", std::move(name), std::move(type)});
        }
    if (chain.empty())
        chain.push_back({"", vertex.name, operatorLabel(vertex.name)});
    return chain;
}

Operator nodeOf(const JobDetail& job, const Vertex& vertex, const PlanNode* plan) {
    Operator node;
    node.id = vertex.id;
    node.name = vertex.name;
    node.chain = chainOf(job, vertex, plan);
    node.label = chainLabel(node.chain);
    node.features = featuresFromTexts(node.chain);
    if (plan)
        node.features.shipIn = plan->inputs.empty() ? "none" : plan->inputs.front().ship;
    node.parallelism = job.running() ? std::max(1, vertex.parallelism) : 1;
    node.maxParallelism = vertex.maxParallelism;
    node.slotSharingGroup = vertex.slotSharingGroup;
    if (vertex.maxParallelism == 1) {
        node.pinned = true;
        node.whyPinned = "Its maximum parallelism is 1, so it cannot be split.";
    }
    return node;
}

const PlanNode* planNode(const JobDetail& job, const std::string& id) {
    const auto it = std::ranges::find(job.plan, id, &PlanNode::id);
    return it == job.plan.end() ? nullptr : &*it;
}

} // namespace

JobGraph jobGraphOf(const JobDetail& job) {
    JobGraph graph;
    graph.id = job.name;
    graph.name = job.name;
    for (const PlanNode& plan : job.plan)
        if (const Vertex* vertex = job.find(plan.id); vertex && !graph.find(plan.id))
            graph.nodes.push_back(nodeOf(job, *vertex, &plan));
    for (const Vertex& vertex : job.vertices)
        if (!graph.find(vertex.id))
            graph.nodes.push_back(nodeOf(job, vertex, planNode(job, vertex.id)));
    std::set<std::string> seen;
    for (const PlanNode& plan : job.plan) {
        if (!graph.find(plan.id) || !seen.insert(plan.id).second)
            continue;
        for (const PlanInput& input : plan.inputs)
            if (graph.find(input.from))
                graph.edges.push_back({input.from, plan.id, input.ship, input.gate, 1.0});
    }
    for (const Operator& node : graph.nodes)
        for (const ChainedOperator& op : node.chain)
            if (op.type == "unknown")
                ++graph.unknownKinds[op.name];
    return graph;
}

} // namespace streamtune::engines::flink
