package dev.kindling.model.nn;

import dev.kindling.model.BatchShape;
import dev.kindling.model.EngineOptions;
import dev.kindling.model.LossSums;
import dev.kindling.model.TransformerConfig;
import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.Kernels;
import dev.kindling.model.kernels.Scalars;
import java.util.ArrayList;
import java.util.List;

/** The whole network: embeddings, blocks, heads; forward, and backward into the gradients. */
public final class Transformer implements AutoCloseable {
  private final TransformerConfig config;
  private final boolean recompute;
  private final Workspace workspace;
  private final Gradients gradients;
  private final Embeddings embeddings;
  private final List<Block> blocks = new ArrayList<>();
  private final LabelHead labelHead;
  private final NspHead nspHead; // null for GPT
  private final Scalars sums; // as PendingLosses has them

  /** Makes room for the activations and gradients of batches up to a shape. */
  public Transformer(
      Kernels kernels,
      TransformerConfig config,
      BatchShape shape,
      EngineOptions options,
      Parameters parameters) {
    this.config = config;
    this.recompute = options.recomputeActivations();
    this.workspace = new Workspace(kernels, config, shape, options, parameters);
    try {
      sums = workspace.scalars(PendingLosses.COUNT);
      gradients = new Gradients(workspace);
      embeddings = new Embeddings(workspace);
      for (int layer = 0; layer < config.layers(); layer++) {
        blocks.add(new Block(workspace, layer));
      }
      VocabularyOutput output = new VocabularyOutput(workspace);
      labelHead = config.isBert() ? new MlmHead(workspace, output) : new NextWordHead(output);
      nspHead = config.isBert() ? new NspHead(workspace) : null;
    } catch (RuntimeException e) {
      workspace.close();
      throw e;
    }
  }

  /** Returns the bytes of its buffers, as {@link ActivationMemory} foretells them. */
  long bytes() {
    return workspace.bytes();
  }

  /** Takes over the parameters' values; must follow each change of them. */
  public void refreshWeights() {
    workspace.refreshWeights();
  }

  /** Returns the losses of a batch without dropout. */
  public LossSums evaluate(PackedBatch batch) {
    forward(batch, DropoutPlan.NONE);
    return losses(batch, 0, 0).sums();
  }

  /**
   * Returns the losses of a batch and adds the gradient of {@code labelScale · label loss sum +
   * nextScale · next-sentence loss sum} to the gradients of the parameters' step.
   */
  public PendingLosses train(
      PackedBatch batch, DropoutPlan plan, float labelScale, float nextScale) {
    forward(batch, plan);
    PendingLosses losses = losses(batch, labelScale, nextScale);
    backward(batch, plan);
    return losses;
  }

  /** Copies the logits of the label rows into an array (labels, V), without dropout. */
  public void logits(PackedBatch batch, float[] target) {
    int labels = batch.batch().labelCount();
    if (labels > 0) {
      forward(batch, DropoutPlan.NONE);
      labelHead.logits(labels, labelRows(batch, end().normalized()), target);
    }
  }

  /** What the heads read. */
  private ResidualSum end() {
    return blocks.get(blocks.size() - 1).end();
  }

  /** What a block reads. */
  private ResidualSum before(int layer) {
    return layer == 0 ? embeddings.end() : blocks.get(layer - 1).end();
  }

  private void forward(PackedBatch batch, DropoutPlan plan) {
    if (batch.lossRowCount() == 0) { // there is nothing to find out
      return;
    }
    embeddings.forward(batch, plan);
    for (int layer = 0; layer < blocks.size(); layer++) {
      blocks.get(layer).forward(batch, plan, before(layer));
    }
  }

  /** Losses of both heads; the gradients of what they read go to {@link #gradients}. */
  private PendingLosses losses(PackedBatch batch, float labelScale, float nextScale) {
    sums.clear();
    Buffer x = end().normalized(); // (S, h)
    Buffer dx = gradients.atLoss(batch).normalized(); // (S, h)
    int labels = batch.batch().labelCount();
    int next = batch.nextCount();
    // The label head comes first, to overwrite the gradient of the word embeddings.
    if (labels > 0) {
      labelHead.loss(
          labels,
          labelRows(batch, x),
          batch.batch().labels(),
          labelScale,
          sums,
          labelRows(batch, dx));
    }
    if (next > 0) {
      int[] nextLabels = batch.nextLabels();
      int size = next * config.hidden();
      nspHead.loss(next, x.slice(0, size), nextLabels, nextScale, sums, dx.slice(0, size));
    }
    return new PendingLosses(sums.read(), labels, next, batch.rows());
  }

  private Buffer labelRows(PackedBatch batch, Buffer x) {
    int hidden = config.hidden();
    return x.slice(batch.nextCount() * hidden, batch.batch().labelCount() * hidden);
  }

  private void backward(PackedBatch batch, DropoutPlan plan) {
    if (batch.lossRowCount() == 0) {
      return;
    }
    int last = blocks.size() - 1;
    for (int layer = last; layer >= 0; layer--) {
      Block block = blocks.get(layer);
      ResidualSum before = before(layer);
      if (recompute && layer < last) { // the last block's activations are the newest
        block.recompute(batch, plan, before);
      }
      block.backward(batch, plan, before, gradients);
    }
    embeddings.backward(batch, plan, gradients.all());
  }

  @Override
  public void close() {
    workspace.close();
  }
}
