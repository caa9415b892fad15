package dev.kindling.model.nn;

import dev.kindling.model.BatchShape;
import dev.kindling.model.LossSums;
import dev.kindling.model.TransformerConfig;
import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.CrossEntropySums;
import dev.kindling.model.kernels.Kernels;
import java.util.ArrayList;
import java.util.List;

/** The whole network: embeddings, blocks, heads; forward, and backward into the gradients. */
public final class Transformer implements AutoCloseable {
  private final Kernels kernels;
  private final TransformerConfig config;
  private final Memory memory;
  private final Gradients gradients;
  private final Embeddings embeddings;
  private final List<Block> blocks = new ArrayList<>();
  private final LabelHead labelHead;
  private final NspHead nspHead; // null for GPT
  private final CrossEntropySums labelSums = new CrossEntropySums();
  private final CrossEntropySums nextSums = new CrossEntropySums();

  /** Makes room for the activations and gradients of batches up to a shape. */
  public Transformer(
      Kernels kernels, TransformerConfig config, BatchShape shape, Parameters parameters) {
    this.kernels = kernels;
    this.config = config;
    this.memory = new Memory(kernels);
    try {
      gradients = new Gradients(memory, config, shape);
      embeddings = new Embeddings(kernels, memory, config, shape, parameters);
      for (int layer = 0; layer < config.layers(); layer++) {
        blocks.add(new Block(kernels, memory, config, shape, parameters, layer));
      }
      VocabularyOutput output = new VocabularyOutput(kernels, memory, config, shape, parameters);
      labelHead =
          config.isBert()
              ? new MlmHead(kernels, memory, config, shape, parameters, output)
              : new NextWordHead(output);
      nspHead = config.isBert() ? new NspHead(kernels, memory, config, shape, parameters) : null;
    } catch (RuntimeException e) {
      memory.close();
      throw e;
    }
  }

  /** Returns the losses of a batch without dropout. */
  public LossSums evaluate(PackedBatch batch) {
    forward(batch, DropoutPlan.NONE);
    return losses(batch, 0, 0);
  }

  /**
   * Returns the losses of a batch and adds the gradient of {@code labelScale · label loss sum +
   * nextScale · next-sentence loss sum} to the parameters' gradients.
   */
  public LossSums train(PackedBatch batch, DropoutPlan plan, float labelScale, float nextScale) {
    forward(batch, plan);
    LossSums losses = losses(batch, labelScale, nextScale);
    backward(batch, plan);
    return losses;
  }

  /** Copies the logits of the label rows into an array (labels, V), without dropout. */
  public void logits(PackedBatch batch, float[] target) {
    forward(batch, DropoutPlan.NONE);
    labelHead.logits(batch.batch().labelCount(), labelRows(batch, output().normalized()), target);
  }

  private ResidualProjection output() {
    return blocks.get(blocks.size() - 1).end();
  }

  private void forward(PackedBatch batch, DropoutPlan plan) {
    embeddings.forward(batch, plan);
    Buffer stream = embeddings.stream();
    Buffer normalized = embeddings.normalized();
    for (Block block : blocks) {
      block.forward(batch, plan, stream, normalized);
      stream = block.end().stream();
      normalized = block.end().normalized();
    }
  }

  /** Losses of both heads; their gradients of the last block's output go to {@link #gradients}. */
  private LossSums losses(PackedBatch batch, float labelScale, float nextScale) {
    labelSums.clear();
    nextSums.clear();
    Buffer x = output().normalized(); // (S, h)
    Buffer dx = gradients.normalized; // (S, h)
    int next = batch.nextCount();
    int labels = batch.batch().labelCount();
    if (next > 0) {
      int size = next * config.hidden();
      nspHead.loss(
          next, x.slice(0, size), batch.nextLabels(), nextScale, nextSums, dx.slice(0, size));
    }
    labelHead.loss(
        labels,
        labelRows(batch, x),
        batch.batch().labels(),
        labelScale,
        labelSums,
        labelRows(batch, dx));
    return new LossSums(
        labelSums.loss(),
        labels,
        labelSums.correct(),
        nextSums.loss(),
        next,
        nextSums.correct(),
        batch.rows());
  }

  private Buffer labelRows(PackedBatch batch, Buffer x) {
    int hidden = config.hidden();
    return x.slice(batch.nextCount() * hidden, batch.batch().labelCount() * hidden);
  }

  private void backward(PackedBatch batch, DropoutPlan plan) {
    kernels.zero(batch.lossRowCount() * config.hidden(), gradients.stream);
    for (int layer = blocks.size() - 1; layer >= 0; layer--) {
      Buffer input =
          layer == 0 ? embeddings.normalized() : blocks.get(layer - 1).end().normalized();
      blocks.get(layer).backward(batch, plan, input, gradients);
    }
    embeddings.backward(batch, plan, gradients);
  }

  @Override
  public void close() {
    memory.close();
  }
}
