package dev.kindling.benchmarks.training;

import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;
import static org.bytedeco.pytorch.global.torch.embedding;
import static org.bytedeco.pytorch.global.torch.tanh;

import dev.kindling.benchmarks.training.LibtorchLayers.Linear;
import dev.kindling.benchmarks.training.LibtorchLayers.Norm;
import dev.kindling.model.Batch;
import dev.kindling.model.TransformerConfig;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * BERT (blocks normalised behind, masked words and next sentence) or GPT (blocks normalised before,
 * next word, output weights tied in both) with the batch that it is trained on.
 */
final class LibtorchNetwork {
  private final LibtorchLayers layers;
  private final TransformerConfig config;
  private final Tensor tokens; // (B, L)
  private final Tensor segments; // (B, L)
  private final Tensor labelRows; // rows of (B·L)
  private final Tensor labels;
  private final Tensor nextLabels; // (B)

  private final Tensor words;
  private final Tensor positions;
  private final List<Block> blocks;
  private final Norm norm; // of BERT's embeddings, of GPT's output
  private final BertHeads bert; // null for GPT

  LibtorchNetwork(Workload workload, LibtorchLayers layers) {
    this.layers = layers;
    config = workload.model();
    Batch batch = workload.batch();
    tokens = ids(batch.tokens()).view(workload.sequences(), workload.length());
    segments = config.isBert() ? ids(batch.segments()).view(tokens.size(0), tokens.size(1)) : null;
    labelRows = ids(batch.labelRows());
    labels = ids(batch.labels());
    nextLabels = config.isBert() ? ids(batch.nextLabels()) : null;

    words = layers.matrix(config.vocabularySize(), config.hidden());
    positions = layers.matrix(config.positions(), config.hidden());
    norm = layers.norm();
    blocks = Stream.generate(() -> Block.of(layers, config)).limit(config.layers()).toList();
    bert = config.isBert() ? BertHeads.of(layers, config) : null;
  }

  private record Block(
      Linear qkv, Linear output, Norm norm, Linear inner, Linear outer, Norm outerNorm) {
    static Block of(LibtorchLayers layers, TransformerConfig config) {
      int hidden = config.hidden();
      return new Block(
          layers.linear(3L * hidden, hidden),
          layers.linear(hidden, hidden),
          layers.norm(),
          layers.linear(config.feedForward(), hidden),
          layers.linear(hidden, config.feedForward()),
          layers.norm());
    }
  }

  private record BertHeads(
      Tensor segments, Linear dense, Norm norm, Tensor outputBias, Linear pooler, Linear next) {
    static BertHeads of(LibtorchLayers layers, TransformerConfig config) {
      int hidden = config.hidden();
      return new BertHeads(
          layers.matrix(2, hidden),
          layers.linear(hidden, hidden),
          layers.norm(),
          layers.vector(config.vocabularySize()),
          layers.linear(hidden, hidden),
          layers.linear(2, hidden));
    }
  }

  /** Runs the forward pass and returns the mean loss. */
  Tensor loss() {
    Tensor embedded = embedding(words, tokens).add(positions.unsqueeze(0)); // (B, L, hidden)
    return config.isBert() ? bertLoss(embedded) : gptLoss(embedded);
  }

  private Tensor bertLoss(Tensor embedded) {
    Tensor x = layers.apply(norm, embedded.add(embedding(bert.segments, segments)));
    for (Block block : blocks) {
      x = layers.apply(block.norm, x.add(attention(block, x)));
      x = layers.apply(block.outerNorm, x.add(feedForward(block, x)));
    }
    Tensor masked = x.reshape(-1, config.hidden()).index_select(0, labelRows);
    Tensor transformed = layers.activation(layers.apply(bert.dense, masked));
    Tensor normalised = layers.apply(bert.norm, transformed.to(ScalarType.Float));
    Tensor pooled = tanh(layers.apply(bert.pooler, x.select(1, 0)));
    Tensor next = layers.apply(bert.next, pooled);
    return crossEntropy(layers.project(normalised, words, bert.outputBias), labels)
        .add(crossEntropy(next, nextLabels));
  }

  private Tensor gptLoss(Tensor embedded) {
    Tensor x = embedded;
    for (Block block : blocks) {
      x = x.add(attention(block, layers.apply(block.norm, x)));
      x = x.add(feedForward(block, layers.apply(block.outerNorm, x)));
    }
    Tensor rows = layers.apply(norm, x).view(-1, config.hidden()); // every row has a label
    return crossEntropy(layers.project(rows, words), labels);
  }

  private Tensor attention(Block block, Tensor x) {
    return layers.apply(block.output, layers.attention(layers.apply(block.qkv, x)));
  }

  private Tensor feedForward(Block block, Tensor x) {
    return layers.apply(block.outer, layers.activation(layers.apply(block.inner, x)));
  }

  private static Tensor crossEntropy(Tensor logits, Tensor labels) {
    return cross_entropy_loss(logits.to(ScalarType.Float), labels);
  }

  private static Tensor ids(int[] values) {
    return Tensor.create(Arrays.stream(values).asLongStream().toArray());
  }
}
