# SPDX-License-Identifier: GPL-3.0-or-later
"""The network of core/learn/encoder.h in PyTorch Geometric, on the data that `bench_pretraining --dump` wrote.

Batches are collated once, and taken in the same order from the same weights. Prints the same columns as the benchmark. Usage: pyg_reference.py DATA.json [threads ...]"""
import json
import math
import statistics
import sys
import time

import torch
from torch_geometric.data import Batch, Data
from torch_geometric.nn import SimpleConv

HIDDEN, LAYERS, FEATURES, BATCH = 64, 3, 20, 64


class Encoder(torch.nn.Module):
    def __init__(self, initial):
        super().__init__()
        self.mean = SimpleConv(aggr="mean")
        self.layers = torch.nn.ModuleList(
            torch.nn.Linear(3 * (FEATURES if i == 0 else HIDDEN), HIDDEN) for i in range(LAYERS))
        self.head = torch.nn.Linear(HIDDEN, 3)
        at = 0
        with torch.no_grad():
            for layer in [*self.layers, self.head]:
                size = layer.weight.numel()
                layer.weight.copy_(torch.tensor(initial[at:at + size]).view(layer.in_features, layer.out_features).t())
                at += size
                layer.bias.copy_(torch.tensor(initial[at:at + layer.out_features]))
                at += layer.out_features

    def forward(self, batch):
        h, down = batch.x, batch.edge_index
        up = down.flip(0)
        for layer in self.layers:
            h = torch.relu(layer(torch.cat([h, self.mean(h, down), self.mean(h, up)], 1)))
        return self.head(h)


def loss_of(raw, batch):
    raw = raw[batch.which]
    sharpness = 0.5 + 4 * torch.nn.functional.softplus(raw[:, 1])
    capacity = raw[:, 0] + (0.4 + 0.6 * torch.sigmoid(raw[:, 2])) * batch.log_p
    z = sharpness * (batch.demand - capacity)
    labels = batch.label_weight * (torch.nn.functional.softplus(z) - batch.label * z)
    capacities = batch.capacity_weight * torch.nn.functional.huber_loss(capacity, batch.capacity, reduction="none",
                                                                        delta=0.5)
    return labels.sum() + capacities.sum()


def collate(graphs, centre, class_weight):
    batches = []
    for begin in range(0, len(graphs), BATCH):
        part = graphs[begin:begin + BATCH]
        batch = Batch.from_data_list([
            Data(x=torch.tensor(g["x"]).view(g["n"], FEATURES),
                 edge_index=torch.tensor(g["edges"], dtype=torch.long).view(-1, 2).t().contiguous()) for g in part])
        rows = [t for g in part for t in g["targets"]]
        teach = [i for i, t in enumerate(rows) if (t[3] >= 0 and t[0] is not None) or t[1] is not None]
        share = 1 / len(teach)
        column = lambda f: torch.tensor([f(rows[i]) for i in teach], dtype=torch.float32)
        batch.which = torch.tensor(teach)
        batch.log_p = column(lambda t: math.log(t[2]))
        batch.demand = column(lambda t: t[0] - centre if t[3] >= 0 else 0.0)
        batch.label = column(lambda t: max(t[3], 0))
        batch.label_weight = column(lambda t: share * (class_weight if t[3] == 1 else 1.0) if t[3] >= 0 else 0.0)
        batch.capacity = column(lambda t: t[1] - centre if t[1] is not None else 0.0)
        batch.capacity_weight = column(lambda t: 0.5 * share if t[1] is not None else 0.0)
        batch.rows = len(teach)
        batches.append(batch)
    return batches


def survey(graphs):
    """Centre of the rates and weight of label 1, as the trainer counts them."""
    rates, ones, zeros = [], 0, 0
    for t in (t for g in graphs for t in g["targets"]):
        if t[1] is not None:
            rates.append(t[1] - math.log(t[2]))
        elif t[3] >= 0:
            rates.append(t[0] - math.log(t[2]))
        ones += t[3] == 1
        zeros += t[3] == 0
    return sum(rates) / len(rates), min(10.0, max(1.0, zeros / ones))


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        data = json.load(file)
    centre, class_weight = survey(data["graphs"])
    batches = collate(data["graphs"], centre, class_weight)
    import torch_geometric
    print(f"torch {torch.__version__}, PyTorch Geometric {torch_geometric.__version__}")
    print(f"threads  wall ms  cpu ms  loss of epoch 1  loss of epoch {len(data['orders'])}")
    for threads in [int(t) for t in sys.argv[2:]] or [1, 2]:
        torch.set_num_threads(threads)
        model = Encoder(data["initial"])
        optimiser = torch.optim.AdamW(model.parameters(), lr=3e-3, weight_decay=1e-4)
        wall, cpu, losses = [], [], []
        for order in data["orders"]:
            begin, begin_cpu, total, weight = time.perf_counter(), time.process_time(), 0.0, 0
            for b in order:
                batch = batches[b]
                optimiser.zero_grad()
                loss = loss_of(model(batch), batch)
                loss.backward()
                optimiser.step()
                total += batch.rows * loss.item()
                weight += batch.rows
            wall.append(1e3 * (time.perf_counter() - begin))
            cpu.append(1e3 * (time.process_time() - begin_cpu))
            losses.append(total / weight)
        print(f"{threads:7}  {statistics.median(wall[1:]):7.1f}  {statistics.median(cpu[1:]):6.1f}  {losses[0]:15.6f}"
              f"  {losses[-1]:16.6f}")
        if threads == 1:
            print("curve", *(f"{loss:.4f}" for loss in losses))


main()
