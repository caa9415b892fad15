package dev.kindling.model.nn;

import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.Dropout;
import dev.kindling.model.kernels.ElementType;
import dev.kindling.model.kernels.Kernels;

/**
 * A sum of the residual stream with the normalisation that follows ({@link NormNames}). The sum
 * stays in float32; the next sublayer reads the normalised rows, the next residual adds to the sum
 * (PRE) or to the normalised rows (POST).
 */
final class ResidualSum {
  private final Kernels kernels;
  private final int hidden;
  private final boolean preNorm;
  private final boolean end; // of the network: no residual adds to it
  private final LayerNorm norm; // null where rows go on as they are, or to another part
  private final Buffer sum; // (rows, h)
  private final Buffer normalized; // (rows, h); the sum itself where nothing tells them apart
  private final Buffer statistics; // (rows, 2)

  /**
   * Makes a sum inside a block or at its output.
   *
   * @param name of the place in the block
   * @param output whether the next block reads it, so that recomputation must find it
   */
  static ResidualSum ofBlock(
      Workspace workspace, String name, String norm, int rows, boolean output) {
    int hidden = workspace.config().hidden();
    boolean keepSum = output && workspace.config().isPreNorm();
    return new ResidualSum(
        workspace,
        norm,
        keepSum
            ? workspace.stream(rows, hidden)
            : workspace.activation(name + ".sum", rows, hidden, ElementType.FLOAT32),
        output
            ? workspace.product(rows, hidden)
            : workspace.activation(name + ".normalized", rows, hidden, workspace.product()),
        keepSum
            ? workspace.stream(rows, 2)
            : workspace.activation(name + ".statistics", rows, 2, ElementType.FLOAT32));
  }

  /** Makes the sum of the embeddings. */
  static ResidualSum ofEmbeddings(Workspace workspace) {
    return ofRows(workspace, NormNames.afterEmbeddings(workspace.config()));
  }

  /**
   * Makes a sum that is outside of all blocks.
   *
   * @param norm null where rows go on as they are
   */
  static ResidualSum ofRows(Workspace workspace, String norm) {
    int rows = workspace.rows();
    int hidden = workspace.config().hidden();
    Buffer sum = workspace.stream(rows, hidden);
    boolean asItIs = norm == null && workspace.product() == sum.type();
    return new ResidualSum(
        workspace,
        norm,
        sum,
        asItIs ? sum : workspace.product(rows, hidden),
        workspace.stream(rows, 2));
  }

  private ResidualSum(
      Workspace workspace, String norm, Buffer sum, Buffer normalized, Buffer statistics) {
    this.kernels = workspace.kernels();
    this.hidden = workspace.config().hidden();
    this.preNorm = workspace.config().isPreNorm();
    this.end = "final.norm".equals(norm);
    this.norm = workspace.hasNorm(norm) ? workspace.norm(norm) : null;
    this.sum = sum;
    this.normalized = normalized;
    this.statistics = statistics;
  }

  /** Where the sum is to be written before {@link #normalize}. */
  Buffer sum() {
    return sum;
  }

  /** What the next sublayer reads: product. */
  Buffer normalized() {
    return normalized;
  }

  /** What the next residual adds to: stream or product. */
  Buffer residual() {
    return preNorm ? sum : normalized;
  }

  void normalize(int rows) {
    if (norm != null) {
      norm.forward(rows, sum, normalized, statistics);
    } else if (normalized != sum) {
      kernels.dropout(rows, hidden, Dropout.NONE, sum, normalized);
    }
  }

  /** Takes the gradients of its readers to that of the sum, in {@code g.stream()}. */
  void backward(int rows, RowGradients g) {
    if (norm != null) {
      norm.backward(rows, sum, statistics, g.normalized(), accumulates(g), g.stream());
    }
  }

  /**
   * The same, and returns the sum's gradient through dropout as products read it. It may take the
   * place of the normalised rows, which nothing reads any more once the sum has its gradient.
   */
  Buffer backward(int rows, Dropout dropout, RowGradients g) {
    Buffer stream = g.stream();
    if (!dropout.active() && stream.type() == normalized.type()) {
      backward(rows, g);
      return stream;
    }
    if (norm == null) {
      kernels.dropout(rows, hidden, dropout, stream, normalized);
    } else {
      norm.backward(
          rows, sum, statistics, g.normalized(), accumulates(g), stream, dropout, normalized);
    }
    return normalized;
  }

  private boolean accumulates(RowGradients g) {
    return g.separate() && !end;
  }
}
