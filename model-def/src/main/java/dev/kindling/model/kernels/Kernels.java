package dev.kindling.model.kernels;

/**
 * What a backend implements, and all that it implements.
 *
 * <p>Matrices are row-major and dense, (rows, columns), from the start of their buffer. Each
 * operation sums in a fixed order: equal inputs give equal bits. Names that begin with {@code d}
 * are gradients. "Adds to" means that the target's old content stays in the sum; other outputs are
 * overwritten. An instance belongs to one thread.
 */
public interface Kernels extends AutoCloseable {
  /**
   * Returns a zeroed buffer.
   *
   * @param size number of elements, at most {@link #maxBufferSize()}
   * @throws IllegalArgumentException if it is larger than a buffer may be
   * @throws IllegalStateException if the device has not enough memory
   */
  Buffer allocate(long size);

  /** Returns the largest number of elements of one buffer. */
  int maxBufferSize();

  /** Sets the first {@code count} elements to zero. */
  void zero(int count, Buffer x);

  /**
   * Matrix product: {@code c = op(a) · op(b) + beta · c}, where op transposes or not.
   *
   * @param m rows of op(a) and c
   * @param n columns of op(b) and c
   * @param k columns of op(a), rows of op(b)
   * @param beta 0 overwrites c, 1 adds to it
   */
  void gemm(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      Buffer a,
      Buffer b,
      float beta,
      Buffer c);

  /** Adds a bias (columns) to each row of x. */
  void addBias(int rows, int columns, Buffer x, Buffer bias);

  /** Adds the sum of the rows of x to sums (columns). */
  void columnSums(int rows, int columns, Buffer x, Buffer sums);

  /** x becomes x + bias; y becomes gelu(x + bias). */
  void biasGelu(Gelu form, int rows, int columns, Buffer x, Buffer bias, Buffer y);

  /**
   * Gradient of {@link #biasGelu}.
   *
   * @param x as biasGelu left it
   * @param dy gradient of y; becomes the gradient of x
   * @param dBias the sum of the gradient's rows is added to it
   */
  void biasGeluBackward(Gelu form, int rows, int columns, Buffer x, Buffer dy, Buffer dBias);

  /** x becomes tanh(x + bias). */
  void biasTanh(int rows, int columns, Buffer x, Buffer bias);

  /** Gradient of {@link #biasTanh}: dy becomes dy·(1 - y²), and its rows are added to dBias. */
  void biasTanhBackward(int rows, int columns, Buffer y, Buffer dy, Buffer dBias);

  /** y becomes x with elements dropped; x and y may be one buffer. Its own gradient as well. */
  void dropout(int rows, int columns, Dropout dropout, Buffer x, Buffer y);

  /** x becomes residual + dropout(x + bias). */
  void addResidual(int rows, int columns, Buffer x, Buffer bias, Dropout dropout, Buffer residual);

  /**
   * Layer normalisation (Ba et al. 2016): {@code y = (x - mean) / sqrt(variance + epsilon) · gain +
   * bias} by rows.
   *
   * @param statistics (rows, 2): receives each row's mean and reciprocal deviation
   */
  void layerNorm(
      int rows,
      int columns,
      Buffer x,
      Buffer gain,
      Buffer bias,
      double epsilon,
      Buffer y,
      Buffer statistics);

  /**
   * Gradient of {@link #layerNorm}.
   *
   * @param accumulate whether dx is added to or overwritten
   * @param dGain added to
   * @param dBias added to
   */
  void layerNormBackward(
      int rows,
      int columns,
      Buffer x,
      Buffer gain,
      Buffer statistics,
      Buffer dy,
      boolean accumulate,
      Buffer dx,
      Buffer dGain,
      Buffer dBias);

  /**
   * Multi-head attention: {@code context = dropout(softmax(q·kᵀ/√d))·v} by sequence and head.
   *
   * @param qkv (rows, 3·hidden): queries, keys, values
   * @param dropout rows are numbered {@code row · heads + head}
   * @param probabilities receives softmax before dropout: by sequence and head (length, {@link
   *     Attention#stride})
   * @param context (rows, hidden)
   */
  void attention(
      Attention attention, Dropout dropout, Buffer qkv, Buffer probabilities, Buffer context);

  /**
   * Gradient of {@link #attention}.
   *
   * @param dContext (rows, hidden)
   * @param dQkv (rows, 3·hidden), overwritten
   */
  void attentionBackward(
      Attention attention,
      Dropout dropout,
      Buffer qkv,
      Buffer probabilities,
      Buffer context,
      Buffer dContext,
      Buffer dQkv);

  /** Row r of y becomes row {@code indices[r]} of the table. */
  void gatherRows(int rows, int columns, int[] indices, Buffer table, Buffer y);

  /** Adds row {@code indices[r]} of the table to row r of y. */
  void gatherAddRows(int rows, int columns, int[] indices, Buffer table, Buffer y);

  /** Adds row r of x to row {@code indices[r]} of the table, in the order of r. */
  void scatterAddRows(int rows, int columns, int[] indices, Buffer x, Buffer table);

  /**
   * Softmax cross-entropy, forward and backward in one pass.
   *
   * @param logits (rows, columns); becomes the gradient of {@code gradientScale · loss}, or is
   *     spoiled when {@code gradientScale} is 0
   * @param bias (columns), added to the logits first; null for none
   * @param labels column of each row, from {@code firstLabel} on
   * @param sums receives each row's loss
   */
  void softmaxCrossEntropy(
      int rows,
      int columns,
      Buffer logits,
      Buffer bias,
      int[] labels,
      int firstLabel,
      float gradientScale,
      CrossEntropySums sums);

  /** Returns the sum of the squares of all elements, summed in double in a fixed order. */
  double squaredNorm(Buffer x);

  /** Updates parameters and moments. */
  void adamW(AdamWUpdate update, Buffer parameters, Buffer gradients, Buffer first, Buffer second);

  /**
   * Updates the moments as {@link #adamW} does; the gradients become what it would subtract from
   * the parameters, which stay as they are.
   */
  void adamDirection(
      AdamWUpdate update, Buffer parameters, Buffer gradients, Buffer first, Buffer second);

  /** y becomes y + scale · x, over all elements. */
  void addScaled(float scale, Buffer x, Buffer y);

  /** Ends the backend; its buffers must be closed before. */
  @Override
  void close();
}
