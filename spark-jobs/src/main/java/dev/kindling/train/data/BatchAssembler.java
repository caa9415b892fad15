package dev.kindling.train.data;

import dev.kindling.examples.Example;
import dev.kindling.examples.ExampleKind;
import dev.kindling.examples.Masking;
import dev.kindling.model.Batch;
import java.util.Arrays;
import java.util.List;

/**
 * Pads examples to one micro-batch. The width is that of the longest sequence in it, rounded up to
 * a multiple of eight rows: shorter batches cost less, and the width depends on the examples alone.
 */
public final class BatchAssembler {
  private static final int WIDTH_STEP = 8; // whole vector registers in the kernels

  private final ExampleKind kind;
  private final int sequenceLength;
  private final Masking masking;

  /**
   * An assembler for one kind of example.
   *
   * @param kind masked language model or full sentences (BERT), or next word (GPT)
   * @param sequenceLength the widest batch, in word pieces
   * @param masking draws the masks; not used for next-word examples and may be null there
   */
  public BatchAssembler(ExampleKind kind, int sequenceLength, Masking masking) {
    this.kind = kind;
    this.sequenceLength = sequenceLength;
    this.masking = masking;
  }

  /** The batch of these examples, in this order; masks come from (seed, epoch, example id). */
  public Batch assemble(List<WorkerExamples.Drawn> drawn) {
    return switch (kind) {
      case MASKED_LANGUAGE_MODEL, FULL_SENTENCES -> bert(drawn);
      case NEXT_WORD -> gpt(drawn);
    };
  }

  private Batch bert(List<WorkerExamples.Drawn> drawn) {
    int sequences = drawn.size();
    int[] lengths = drawn.stream().mapToInt(d -> d.example().tokens().length).toArray();
    int width = width(lengths);
    int[] tokens = new int[sequences * width]; // (sequences, width), 0 = [PAD]
    int[] segments = new int[sequences * width];
    int[] nextLabels = new int[kind.hasPairs() ? sequences : 0]; // none: no next-sentence loss
    IntColumn labelRows = new IntColumn();
    IntColumn labels = new IntColumn();
    for (int b = 0; b < sequences; b++) {
      Example example = drawn.get(b).example();
      Masking.Masked masked = masking.draw(example, drawn.get(b).epoch());
      int row = b * width;
      System.arraycopy(masked.tokens(), 0, tokens, row, lengths[b]);
      if (kind.hasPairs()) {
        Arrays.fill(segments, row + example.secondSegmentStart(), row + lengths[b], 1);
        nextLabels[b] = example.randomNext() ? 1 : 0;
      }
      for (int i = 0; i < masked.positions().length; i++) {
        labelRows.add(row + masked.positions()[i]);
        labels.add(masked.labels()[i]);
      }
    }
    return Batch.bert(
        sequences,
        width,
        tokens,
        segments,
        lengths,
        labelRows.toArray(),
        labels.toArray(),
        nextLabels);
  }

  private Batch gpt(List<WorkerExamples.Drawn> drawn) {
    int sequences = drawn.size();
    // A window of n + 1 pieces is n inputs and, one further on, n labels.
    int[] lengths = drawn.stream().mapToInt(d -> d.example().tokens().length - 1).toArray();
    int width = width(lengths);
    int[] tokens = new int[sequences * width]; // (sequences, width), 0 = [PAD]
    int total = Arrays.stream(lengths).sum();
    int[] labelRows = new int[total];
    int[] labels = new int[total];
    int next = 0;
    for (int b = 0; b < sequences; b++) {
      int[] window = drawn.get(b).example().tokens();
      System.arraycopy(window, 0, tokens, b * width, lengths[b]);
      System.arraycopy(window, 1, labels, next, lengths[b]);
      for (int t = 0; t < lengths[b]; t++) {
        labelRows[next++] = b * width + t;
      }
    }
    return Batch.gpt(sequences, width, tokens, lengths, labelRows, labels);
  }

  private int width(int[] lengths) {
    int longest = Arrays.stream(lengths).max().orElse(1);
    int rounded = (longest + WIDTH_STEP - 1) / WIDTH_STEP * WIDTH_STEP;
    return Math.min(sequenceLength, rounded);
  }

  /** A growing column of ints: the number of masks is known only after drawing them. */
  private static final class IntColumn {
    private int[] values = new int[64];
    private int size;

    void add(int value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size++] = value;
    }

    int[] toArray() {
      return Arrays.copyOf(values, size);
    }
  }
}
