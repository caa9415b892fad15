package dev.kindling.model.kernels;

import dev.kindling.model.Hash;

/**
 * Which elements of a matrix drop out: a pure function of a key, the row's number and the column,
 * so that the backward pass finds the same ones again and batches may be cut anywhere.
 *
 * @param rate share of elements set to zero, in [0, 1); the others are divided by {@code 1 - rate}
 * @param key random bits of this step and this place in the network
 * @param firstRow number of the matrix's first row within the optimizer step
 * @param rows the numbers of the matrix's rows counted from {@code firstRow}; null means 0, 1, 2…
 */
@SuppressWarnings("ArrayRecordComponent") // a view of an array that its owner refills each batch
public record Dropout(double rate, long key, long firstRow, int[] rows) {
  /** Nothing drops out. */
  public static final Dropout NONE = new Dropout(0, 0, 0, null);

  /** Returns whether anything can drop out. */
  public boolean active() {
    return rate > 0;
  }

  /** Returns the random bits of a row of the matrix. */
  public long rowKey(int row) {
    return Hash.of(key, firstRow + (rows == null ? row : rows[row]));
  }

  /**
   * Computes what the first elements of a row are multiplied by: 0 or {@code 1 / (1 - rate)}. The
   * bits are those of the finaliser of Wellons' lowbias32, with the upper half of the row's key
   * mixed in on the way.
   *
   * @param row of the matrix
   * @param count of elements, from column 0 on
   * @param target receives the factors, from element {@code at} on
   */
  public void factors(int row, int count, float[] target, int at) {
    long key = rowKey(row);
    int low = (int) key;
    int high = (int) (key >>> 32);
    int threshold = (int) (rate * 0x1p31);
    float kept = (float) (1 / (1 - rate));
    for (int column = 0; column < count; column++) {
      int x = low + column;
      x = (x ^ (x >>> 16)) * 0x7feb352d ^ high;
      x = (x ^ (x >>> 15)) * 0x846ca68b;
      x = (x ^ (x >>> 16)) >>> 1;
      target[at + column] = x < threshold ? 0 : kept;
    }
  }
}
