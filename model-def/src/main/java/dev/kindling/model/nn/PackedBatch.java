package dev.kindling.model.nn;

import dev.kindling.model.Batch;
import dev.kindling.model.BatchShape;
import dev.kindling.model.TransformerConfig;

/**
 * A batch without its padding: the tokens of all sequences, one after the other, as rows. Also
 * lists the rows that the loss reads: first those of the first tokens where there are next-sentence
 * labels, then the label rows. Its arrays are made once and refilled.
 */
public final class PackedBatch {
  private final BatchShape shape;
  private final TransformerConfig config;
  private final int[] starts; // (sequences + 1)
  private final int[] tokens; // (R)
  private final int[] segments; // (R)
  private final int[] positions; // (R)
  private final int[] lossRows; // (S)
  private final int[] nextLabels; // (B), of the sequences that have tokens
  private Batch batch;
  private int rows;
  private int lossRowCount;
  private boolean selectsRows;

  /** Makes room for batches up to a shape. */
  public PackedBatch(BatchShape shape, TransformerConfig config) {
    this.shape = shape;
    this.config = config;
    this.starts = new int[shape.sequences() + 1];
    this.tokens = new int[shape.rows()];
    this.segments = new int[shape.rows()];
    this.positions = new int[shape.rows()];
    this.lossRows = new int[maxLossRows(shape, config)];
    this.nextLabels = new int[shape.sequences()];
  }

  /** Returns the largest S of a shape. */
  static int maxLossRows(BatchShape shape, TransformerConfig config) {
    return shape.maxLabels() + (config.isBert() ? shape.sequences() : 0);
  }

  /**
   * Takes a batch.
   *
   * @throws IllegalArgumentException if it is for another architecture, larger than the shape, or
   *     has a token or label outside the vocabulary
   */
  public void fill(Batch next) {
    requireFits(next);
    batch = next;
    rows = 0;
    for (int b = 0; b < next.sequences(); b++) {
      starts[b] = rows;
      for (int t = 0; t < next.lengths()[b]; t++) {
        int from = b * next.length() + t;
        tokens[rows] = requireToken("tokens", next.tokens()[from], from);
        segments[rows] = next.segments().length == 0 ? 0 : next.segments()[from];
        positions[rows] = t;
        rows++;
      }
    }
    starts[next.sequences()] = rows;
    fillLossRows();
  }

  private void fillLossRows() {
    lossRowCount = 0;
    for (int b = 0; b < batch.nextLabels().length; b++) {
      if (batch.lengths()[b] > 0) {
        nextLabels[lossRowCount] = batch.nextLabels()[b];
        lossRows[lossRowCount++] = starts[b];
      }
    }
    for (int i = 0; i < batch.labelCount(); i++) {
      requireToken("labels", batch.labels()[i], i);
      int row = batch.labelRows()[i];
      lossRows[lossRowCount++] = starts[row / batch.length()] + row % batch.length();
    }
    selectsRows = lossRowCount != rows;
    for (int i = 0; i < lossRowCount && !selectsRows; i++) {
      selectsRows = lossRows[i] != i;
    }
  }

  private void requireFits(Batch next) {
    if (next.architecture() != config.architecture()) {
      throw new IllegalArgumentException(
          "the batch is for " + next.architecture() + ", the model is a " + config.architecture());
    }
    if (next.sequences() > shape.sequences()
        || next.length() > shape.length()
        || next.labelCount() > shape.maxLabels()) {
      throw new IllegalArgumentException(
          "a batch of "
              + next.sequences()
              + " x "
              + next.length()
              + " with "
              + next.labelCount()
              + " labels does not fit the engine's "
              + shape);
    }
  }

  private int requireToken(String name, int token, int index) {
    if (token < 0 || token >= config.vocabularySize()) {
      throw new IllegalArgumentException(
          name + "[" + index + "] must be in [0, " + config.vocabularySize() + "), got " + token);
    }
    return token;
  }

  /** Returns the batch that was taken last. */
  public Batch batch() {
    return batch;
  }

  /** Returns the number of rows R: the tokens that are not padding. */
  public int rows() {
    return rows;
  }

  int sequences() {
    return batch.sequences();
  }

  int[] starts() {
    return starts;
  }

  int[] tokens() {
    return tokens;
  }

  int[] segments() {
    return segments;
  }

  int[] positions() {
    return positions;
  }

  int[] lossRows() {
    return lossRows;
  }

  int lossRowCount() {
    return lossRowCount;
  }

  /** Returns whether the loss rows are not simply all rows in their order. */
  boolean selectsRows() {
    return selectsRows;
  }

  /** Returns how many of the loss rows, the first ones, are for next-sentence labels. */
  int nextCount() {
    return batch.nextLabelCount();
  }

  /** Returns the label of each of these rows. */
  int[] nextLabels() {
    return nextLabels;
  }
}
