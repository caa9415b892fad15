#!/usr/bin/env python3
"""A training step of PyTorch on one GPU, for `benchmarks/run gpu` to set ours beside: compiled, bfloat16 autocast, fused attention,
fused AdamW, gradients clipped. One JSON line on standard output: version, median_ms, reserved_gib, allocated_gib, loss.

The networks are ours: BERT with both its heads, its masked positions alone going through the output layer, or GPT-2."""
import argparse
import json
import statistics

import torch
from torch import nn
from torch.nn import functional


class Layer(nn.Module):
    def __init__(self, hidden, heads, causal):
        super().__init__()
        self.heads = heads
        self.causal = causal
        self.projections = nn.Linear(hidden, 3 * hidden)
        self.output = nn.Linear(hidden, hidden)
        self.inner = nn.Linear(hidden, 4 * hidden)
        self.outer = nn.Linear(4 * hidden, hidden)
        self.attention_norm = nn.LayerNorm(hidden, 1e-5 if causal else 1e-12)
        self.feed_forward_norm = nn.LayerNorm(hidden, 1e-5 if causal else 1e-12)

    def attention(self, x):
        batch, length, hidden = x.shape
        split = self.projections(x).view(batch, length, 3, self.heads, hidden // self.heads)
        queries, keys, values = split.permute(2, 0, 3, 1, 4)
        context = functional.scaled_dot_product_attention(queries, keys, values, is_causal=self.causal)
        return self.output(context.transpose(1, 2).reshape(batch, length, hidden))

    def feed_forward(self, x):
        return self.outer(functional.gelu(self.inner(x), approximate="tanh" if self.causal else "none"))

    def forward(self, x):
        if self.causal:
            x = x + self.attention(self.attention_norm(x))
            return x + self.feed_forward(self.feed_forward_norm(x))
        x = self.attention_norm(x + self.attention(x))
        return self.feed_forward_norm(x + self.feed_forward(x))


class Network(nn.Module):
    def __init__(self, o):
        super().__init__()
        self.bert = o.kind == "bert"
        self.pieces = nn.Embedding(o.pieces, o.hidden)
        self.positions = nn.Parameter(torch.empty(o.length, o.hidden))
        self.layers = nn.ModuleList(Layer(o.hidden, o.heads, not self.bert) for _ in range(o.layers))
        self.norm = nn.LayerNorm(o.hidden, 1e-12 if self.bert else 1e-5)
        if self.bert:
            self.segments = nn.Embedding(2, o.hidden)
            self.transform = nn.Linear(o.hidden, o.hidden)
            self.transform_norm = nn.LayerNorm(o.hidden, 1e-12)
            self.output_bias = nn.Parameter(torch.zeros(o.pieces))
            self.pooler = nn.Linear(o.hidden, o.hidden)
            self.next = nn.Linear(o.hidden, 2)
        for parameter in self.parameters():
            if parameter.dim() > 1:
                nn.init.normal_(parameter, std=0.02)

    def forward(self, ids, segments, rows, labels, next_labels):
        x = self.pieces(ids) + self.positions
        if self.bert:
            x = self.norm(x + self.segments(segments))
        for layer in self.layers:
            x = layer(x)
        if not self.bert:
            logits = functional.linear(self.norm(x).flatten(0, 1), self.pieces.weight)
            return functional.cross_entropy(logits.float(), labels)
        masked = self.transform_norm(functional.gelu(self.transform(x.flatten(0, 1)[rows])))
        logits = functional.linear(masked, self.pieces.weight, self.output_bias)
        pooled = self.next(torch.tanh(self.pooler(x[:, 0])))
        return functional.cross_entropy(logits.float(), labels) + functional.cross_entropy(pooled.float(), next_labels)


def options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=["bert", "gpt"])
    for name in ("layers", "hidden", "heads", "pieces", "sequences", "length", "predictions", "steps", "warm-up"):
        parser.add_argument("--" + name, type=int, required=True)
    return parser.parse_args()


def inputs(o):
    """The batch: full sequences, `predictions` of whose positions are labelled."""
    ids = torch.randint(o.pieces, (o.sequences, o.length), device="cuda")
    segments = (torch.arange(o.length, device="cuda") * 2 // o.length).expand(o.sequences, -1)
    within = torch.stack([torch.randperm(o.length, device="cuda")[: o.predictions] for _ in range(o.sequences)])
    rows = (within + torch.arange(o.sequences, device="cuda")[:, None] * o.length).flatten()
    labels = torch.randint(o.pieces, (o.sequences * o.predictions,), device="cuda")
    return ids, segments, rows, labels, torch.randint(2, (o.sequences,), device="cuda")


def main():
    o = options()
    torch.manual_seed(1)
    torch.set_float32_matmul_precision("high")
    network = Network(o).cuda()
    optimizer = torch.optim.AdamW(network.parameters(), lr=1e-4, weight_decay=0.01, fused=True)
    compiled = torch.compile(network)
    batch = inputs(o)
    ends = []  # of the steps; nothing waits for one before all are queued, so that the GPU never is idle
    for step in range(o.warm_up + 1 + o.steps):
        if step == o.warm_up:
            torch.cuda.synchronize()
            torch.cuda.reset_peak_memory_stats()
        optimizer.zero_grad(set_to_none=True)
        with torch.autocast("cuda", dtype=torch.bfloat16):
            loss = compiled(*batch)
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        if step >= o.warm_up:
            ends.append(torch.cuda.Event(enable_timing=True))
            ends[-1].record()
    torch.cuda.synchronize()
    times = [begin.elapsed_time(end) for begin, end in zip(ends, ends[1:])]
    print(json.dumps({
        "version": torch.__version__,
        "median_ms": statistics.median(times),
        "reserved_gib": torch.cuda.max_memory_reserved() / 2**30,
        "allocated_gib": torch.cuda.max_memory_allocated() / 2**30,
        "loss": loss.item(),
    }))


if __name__ == "__main__":
    main()
