package dev.kindling.model.kernels.cuda;

/**
 * {@link dev.kindling.model.kernels.Dropout} for a kernel. What changes from step to step stands in
 * the GPU's memory, so that a captured step can run again with other values.
 *
 * @param rate share of elements set to zero, in [0, 1)
 * @param key address of two 64-bit integers, the key and the number of the first row; not read
 *     where the rate is 0
 * @param rows address of the rows' numbers from there on as 32-bit integers; 0 means 0, 1, 2…
 */
record DeviceDropout(double rate, long key, long rows) {
  /** Bytes at {@code key}. */
  static final int KEY_BYTES = 2 * Long.BYTES;

  /** Nothing drops out. */
  static final DeviceDropout NONE = new DeviceDropout(0, 0, 0);

  /** Adds what every kernel with dropout takes: key, rows, threshold of 31 bits, kept factor. */
  void addTo(KernelArguments arguments) {
    arguments
        .address(key)
        .address(rows)
        .ints((int) (rate * 0x1p31))
        .floats((float) (1 / (1 - rate)));
  }
}
