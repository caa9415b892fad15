package dev.kindling.model.kernels.nd4j;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** Rows by their numbers: the looking up of embeddings and its gradient. */
final class RowKernels implements AutoCloseable {
  /** Rows of a scatter that are summed together: a product with a matrix of this many squared. */
  private static final int BLOCK_ROWS = 1024;

  private final Scratch scratch = new Scratch();

  /** Row r of y becomes row {@code indices[r]} of x. */
  static void gather(INDArray x, int[] indices, INDArray y) {
    try (INDArray numbers = Nd4j.createFromArray(indices)) {
      Nd4j.exec(
          DynamicCustomOp.builder("gather")
              .addInputs(x, numbers)
              .addOutputs(y)
              .addIntegerArguments(0)
              .build());
    }
  }

  /** Row {@code indices[r]} of the table becomes row r of x; no index may come twice. */
  static void put(INDArray x, int[] indices, INDArray table) {
    try (INDArray numbers = Nd4j.createFromArray(indices)) {
      Nd4j.exec(
          DynamicCustomOp.builder("scatter_upd")
              .addInputs(table, numbers, x)
              .addOutputs(table)
              .build());
    }
  }

  /** Adds row {@code indices[r]} of the table to row r of y. */
  void gatherAdd(INDArray table, int[] indices, INDArray y) {
    INDArray rows = scratch.matrix(0, indices.length, y.columns());
    gather(table, indices, rows);
    y.addi(rows);
  }

  /**
   * Adds row r of x to row {@code indices[r]} of the table. ND4J's own operation adds equal indices
   * in an order that depends on its threads; here a product with a matrix of zeros and ones sums
   * them in one that depends on shapes alone.
   */
  void scatterAdd(Nd4jBuffer x, int columns, int[] indices, INDArray table) {
    for (int first = 0; first < indices.length; first += BLOCK_ROWS) {
      int count = Math.min(BLOCK_ROWS, indices.length - first);
      int[] block = Arrays.copyOfRange(indices, first, first + count);
      addBlock(x.matrix(first * columns, count, columns), block, table);
    }
  }

  private void addBlock(INDArray x, int[] indices, INDArray table) {
    int[] distinct = Arrays.stream(indices).distinct().toArray();
    Map<Integer, Integer> places = new HashMap<>();
    for (int i = 0; i < distinct.length; i++) {
      places.put(distinct[i], i);
    }
    float[] members = new float[distinct.length * indices.length];
    for (int row = 0; row < indices.length; row++) {
      members[places.get(indices[row]) * indices.length + row] = 1;
    }
    INDArray sums = scratch.matrix(0, distinct.length, x.columns());
    gather(table, distinct, sums);
    Products.times(scratch.filled(1, members, distinct.length, indices.length), x, true, sums);
    put(sums, distinct, table);
  }

  @Override
  public void close() {
    scratch.close();
  }
}
