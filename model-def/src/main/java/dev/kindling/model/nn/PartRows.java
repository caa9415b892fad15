package dev.kindling.model.nn;

import dev.kindling.model.Architecture;
import dev.kindling.model.Batch;
import dev.kindling.model.kernels.Buffer;

/** The rows of a part's batch: all that are not padding, and all of them go on. */
final class PartRows {
  private static final int[] NONE = {};

  private final PackedBatch packed;
  private final int hidden;
  private Batch batch;

  PartRows(Workspace workspace) {
    packed = new PackedBatch(workspace.shape(), workspace.config());
    hidden = workspace.config().hidden();
  }

  /** Takes a batch; its labels are not looked at: the loss may read any row. */
  PackedBatch fill(Batch next) {
    batch = next;
    int[] rows = new int[Math.toIntExact(next.tokenCount())];
    int count = 0;
    for (int b = 0; b < next.sequences(); b++) {
      for (int t = 0; t < next.lengths()[b]; t++) {
        rows[count++] = b * next.length() + t;
      }
    }
    int[] labels = new int[count];
    boolean bert = next.architecture() == Architecture.BERT;
    packed.fill(
        bert
            ? Batch.bert(
                next.sequences(),
                next.length(),
                next.tokens(),
                next.segments(),
                next.lengths(),
                rows,
                labels,
                NONE)
            : Batch.gpt(
                next.sequences(), next.length(), next.tokens(), next.lengths(), rows, labels));
    return packed;
  }

  PackedBatch packed() {
    return packed;
  }

  /** Copies padded rows (B, L, h) into a buffer without padding. */
  void write(float[] padded, Buffer rows) {
    int row = 0;
    for (int b = 0; b < batch.sequences(); b++) {
      int count = batch.lengths()[b];
      rows.slice(row * hidden, count * hidden).write(padded, b * batch.length() * hidden);
      row += count;
    }
  }

  /** The rows of a buffer with padding, (B, L, h). */
  float[] read(Buffer rows) {
    float[] padded = new float[batch.sequences() * batch.length() * hidden];
    int row = 0;
    for (int b = 0; b < batch.sequences(); b++) {
      int count = batch.lengths()[b] * hidden;
      if (count > 0) {
        rows.slice(row * hidden, count).read(padded, b * batch.length() * hidden, count);
      }
      row += batch.lengths()[b];
    }
    return padded;
  }

  /** Copies some rows of (B, L, h) one behind the other. */
  static float[] gather(float[] padded, int[] rows, int hidden) {
    float[] some = new float[rows.length * hidden];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(padded, rows[i] * hidden, some, i * hidden, hidden);
    }
    return some;
  }

  /** The reverse of {@link #gather}, zero elsewhere. */
  static float[] scatter(float[] some, int[] rows, int hidden, int size) {
    float[] padded = new float[size];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(some, i * hidden, padded, rows[i] * hidden, hidden);
    }
    return padded;
  }
}
