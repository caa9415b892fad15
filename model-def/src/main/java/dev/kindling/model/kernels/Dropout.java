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
}
