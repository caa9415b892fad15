package dev.kindling.model.kernels.cuda;

import java.util.Arrays;

/**
 * The parameters that one launch takes, and how their elements are cut into a block's pieces: the
 * addresses that {@code parameters.cu} reads, seven 64-bit integers a parameter.
 */
final class ParameterTable {
  /** Elements of a piece. */
  static final int PIECE = 1 << 15;

  private static final int FIELDS = 7;

  private long[] fields = new long[0];
  private int parameters;
  private int pieces;

  /**
   * Adds a parameter.
   *
   * @param count elements of each vector
   * @param value float32, as all but the copy; what no kernel is to read may be null
   * @param copy bfloat16, receives the value rounded; or null
   */
  void add(
      long count,
      DeviceVector value,
      DeviceVector gradient,
      DeviceVector first,
      DeviceVector second,
      DeviceVector copy) {
    int at = parameters * FIELDS;
    fields = Arrays.copyOf(fields, at + FIELDS);
    fields[at] = address(value);
    fields[at + 1] = address(gradient);
    fields[at + 2] = address(first);
    fields[at + 3] = address(second);
    fields[at + 4] = address(copy);
    fields[at + 5] = count;
    fields[at + 6] = pieces;
    parameters++;
    pieces = Math.addExact(pieces, Grids.parts(count, PIECE));
  }

  private static long address(DeviceVector vector) {
    return vector == null ? 0 : vector.address();
  }

  /** Returns the number of parameters. */
  int parameters() {
    return parameters;
  }

  /** Returns the number of pieces, which is that of blocks. */
  int pieces() {
    return pieces;
  }

  /** Returns what is to stand in the GPU's memory. */
  long[] fields() {
    return fields;
  }
}
