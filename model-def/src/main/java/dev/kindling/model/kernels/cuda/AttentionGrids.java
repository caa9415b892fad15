package dev.kindling.model.kernels.cuda;

/** Launches of attention on tensor cores: the numbers of {@code attention_tiles.cu}. */
final class AttentionGrids {
  private static final int KEPT_ROWS = 64;
  private static final int FORWARD_ROWS = 64;
  private static final int THREADS = 128;
  private static final int QUERY_BYTES = 16; // of a query's numbers
  private static final int ROW_PADDING = 8; // elements
  private static final int LARGEST_HEAD = 128;
  private static final int HEAD_UNIT = 16;

  private AttentionGrids() {}

  /** Returns whether the kernels take heads of a size. */
  static boolean supports(int headSize) {
    return headSize % HEAD_UNIT == 0 && headSize <= LARGEST_HEAD;
  }

  /** Returns the launch of the forward pass: queries kept, two tiles of keys and of values. */
  static LaunchGeometry forward(DeviceAttention a) {
    return geometry(a, KEPT_ROWS + 4 * FORWARD_ROWS, 0);
  }

  /** Returns the launch for the gradient of queries: those and theirs kept. */
  static LaunchGeometry gradientOfQueries(DeviceAttention a) {
    return geometry(a, 2 * KEPT_ROWS + 4 * streamedRows(a.headSize()), 0);
  }

  /** Returns the launch for the gradient of keys and values: those kept. */
  static LaunchGeometry gradientOfKeys(DeviceAttention a) {
    int streamed = streamedRows(a.headSize());
    return geometry(a, 2 * KEPT_ROWS + 4 * streamed, 2 * streamed * QUERY_BYTES);
  }

  private static int streamedRows(int headSize) {
    return headSize <= 64 ? 64 : 32;
  }

  private static LaunchGeometry geometry(DeviceAttention a, int rows, int moreBytes) {
    int rowBytes = (a.headSize() + ROW_PADDING) * Short.BYTES;
    return new LaunchGeometry(
        Grids.parts(a.longest(), KEPT_ROWS),
        a.heads(),
        a.sequences(),
        THREADS,
        rows * rowBytes + moreBytes);
  }
}
