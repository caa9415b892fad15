package dev.kindling.model.kernels.cpu;

/**
 * Where a tile of attention scores lies. Tiles are stored transposed: a row for each key, a column
 * for each query. So the maxima and sums of softmax run down the columns, a query in each lane, and
 * no sum goes across lanes. Rows and columns are padded to {@link #UNIT}, which bounds the number
 * of shapes for which products are compiled.
 *
 * <p>One thread moves one object from tile to tile.
 */
final class ScoreTile {
  /** A multiple of every vector's width. */
  static final int UNIT = 32;

  static final int MAX_QUERIES = 128;
  static final int MAX_KEYS = 512;

  private int firstQuery;
  private int queries;
  private int firstKey;
  private int keys;
  private boolean causal;
  private int stride;

  static int padded(int count) {
    return (count + UNIT - 1) & -UNIT;
  }

  /**
   * Moves the tile.
   *
   * @param firstQuery the first column's query, counted from the sequence's start
   * @param queries columns without padding
   * @param firstKey the first row's key
   * @param keys rows without padding
   * @param causal whether a query sees only keys up to its own number
   * @param stride distance of two rows in elements
   */
  void move(int firstQuery, int queries, int firstKey, int keys, boolean causal, int stride) {
    this.firstQuery = firstQuery;
    this.queries = queries;
    this.firstKey = firstKey;
    this.keys = keys;
    this.causal = causal;
    this.stride = stride;
  }

  int queries() {
    return queries;
  }

  int firstKey() {
    return firstKey;
  }

  int stride() {
    return stride;
  }

  int paddedQueries() {
    return padded(queries);
  }

  int paddedKeys() {
    return padded(keys);
  }

  /** Returns how many rows the queries of all lanes from a column on see. */
  int seenByAll(int column) {
    return causal ? Math.min(keys, seenByFirst(column)) : keys;
  }

  /** Returns how many rows at least one of them sees. */
  int seenBySome(int column) {
    return causal ? Math.min(keys, seenByFirst(column) + Lanes.WIDTH - 1) : keys;
  }

  /** Returns how many lanes, from the first on, do not see a row between those two. */
  int blindLanes(int column, int row) {
    return row + 1 - seenByFirst(column);
  }

  private int seenByFirst(int column) {
    return firstQuery + column + 1 - firstKey;
  }
}
