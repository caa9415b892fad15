package dev.kindling.model.kernels;

import dev.kindling.model.Activation;
import java.util.List;

/**
 * What a backend implements, and all that it implements.
 *
 * <p>Matrices are row-major and dense, (rows, columns), from the start of their buffer. Two kinds
 * of buffer hold them. <em>Stream</em> buffers are float32: residual sums, statistics, parameters,
 * their gradients and moments. <em>Product</em> buffers hold what matrix products read and write,
 * in the type of the engine's precision: float32 or bfloat16. A parameter marked <em>any</em> takes
 * either.
 *
 * <p>Each operation sums in an order that depends on shapes alone, whatever number of threads a
 * backend uses: equal inputs give equal bits. Names that begin with {@code d} are gradients. "Adds
 * to" means that the target's old content stays in the sum; other outputs are overwritten. An
 * instance belongs to one caller at a time. Operations get at least one row.
 */
public interface Kernels extends AutoCloseable {
  /**
   * Returns a zeroed buffer.
   *
   * @param size number of elements, at most {@link #maxBufferSize}
   * @throws IllegalArgumentException if it is larger than a buffer may be
   * @throws IllegalStateException if the device has not enough memory
   */
  Buffer allocate(long size, ElementType type);

  /**
   * Returns a zeroed matrix, whose rows a backend may lay apart for its products' sake. It is for
   * {@link #linear}, {@link #softmaxCrossEntropy} and the gradients of linear layers alone, is cut
   * into whole rows, and counts its elements without what stands between rows.
   */
  default Buffer allocateRows(int rows, int columns, ElementType type) {
    return allocate((long) rows * columns, type);
  }

  /** Returns whether products can have a type on this machine; float32 always can. */
  boolean supports(ElementType type);

  /** Returns the largest number of elements of one buffer. */
  int maxBufferSize();

  /** Returns numbers that are zero. */
  Scalars scalars(int size);

  /** Sets all elements to zero. */
  void zero(Buffer x);

  /**
   * Returns a weight for products, not refreshed yet.
   *
   * @param values the master copy, float32 (outputs, inputs)
   * @param type of the product buffers that it meets
   * @throws IllegalStateException if this machine has no products of that type
   */
  Weight weight(int outputs, int inputs, Buffer values, ElementType type);

  // Linear layers: x (rows, inputs), weight (outputs, inputs), y (rows, outputs).

  /**
   * {@code y = x · weightᵀ + bias}.
   *
   * @param x product
   * @param bias (outputs), float32, or null for none
   * @param y any
   */
  void linear(int rows, Buffer x, Weight weight, Buffer bias, Buffer y);

  /**
   * {@code sum = x · weightᵀ + bias} and {@code y = activation(sum)}.
   *
   * @param x product
   * @param sum product; the way back needs it
   * @param y any
   */
  void linearActivation(
      Activation activation, int rows, Buffer x, Weight weight, Buffer bias, Buffer sum, Buffer y);

  /**
   * {@code sum = residual + dropout(x · weightᵀ + bias)}.
   *
   * @param x product
   * @param residual any, (rows, outputs)
   * @param sum stream; it may be the residual itself
   */
  void linearResidual(
      int rows, Buffer x, Weight weight, Buffer bias, Dropout dropout, Buffer residual, Buffer sum);

  /**
   * Gradient of a linear layer's input: {@code dx = dy · weight}.
   *
   * @param dy product, (rows, outputs)
   * @param accumulate whether dx is added to, which only a stream buffer allows
   * @param dx any, (rows, inputs)
   */
  void linearInputGradient(int rows, Buffer dy, Weight weight, boolean accumulate, Buffer dx);

  /**
   * The same, through the activation that made the input: {@code dSum = (dy · weight) ·
   * activation'(sum)}.
   *
   * @param dy product, (rows, outputs)
   * @param sum product, (rows, inputs), as {@link #linearActivation} left it
   * @param dSum product, (rows, inputs); it may be the sum itself
   */
  void linearInputGradient(
      Activation activation, int rows, Buffer dy, Weight weight, Buffer sum, Buffer dSum);

  /**
   * Returns whether that is done faster with dSum in memory of its own than in the sum's place; the
   * sum then stays as it is.
   */
  default boolean wantsGradientApart(Activation activation) {
    return false;
  }

  /**
   * Gradients of a linear layer's parameters: {@code dWeight = dyᵀ · x} and {@code dBias =} the sum
   * of dy's rows.
   *
   * @param dy product, (rows, outputs)
   * @param x product, (rows, inputs)
   * @param accumulate whether both are added to
   * @param dWeight stream, (outputs, inputs)
   * @param dBias stream, (outputs), or null
   */
  void linearParameterGradients(
      int rows,
      int outputs,
      int inputs,
      Buffer dy,
      Buffer x,
      boolean accumulate,
      Buffer dWeight,
      Buffer dBias);

  // Row-wise operations.

  /**
   * Gradient of an activation alone: {@code dSum = dy · activation'(sum)}; all any, and dSum may be
   * one of the others.
   */
  void activationGradient(
      Activation activation, int rows, int columns, Buffer sum, Buffer dy, Buffer dSum);

  /** y becomes tanh(y); any. */
  void tanh(int rows, int columns, Buffer y);

  /** dSum = dy·(1 - y²), with y as {@link #tanh} left it; all any, and dSum may be dy. */
  void tanhGradient(int rows, int columns, Buffer y, Buffer dy, Buffer dSum);

  /** y becomes x with elements dropped; both any, and may be one buffer. Its own gradient. */
  void dropout(int rows, int columns, Dropout dropout, Buffer x, Buffer y);

  /**
   * Layer normalisation (Ba et al. 2016): {@code y = (x - mean) / sqrt(variance + epsilon) · gain +
   * bias} by rows.
   *
   * @param x stream
   * @param y any
   * @param statistics stream, (rows, 2): receives each row's mean and reciprocal deviation
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
   * @param dy any
   * @param accumulate whether dx is added to or overwritten
   * @param dx stream; dy itself where that is a stream buffer and not accumulated
   * @param dGain added to
   * @param dBias added to
   */
  void layerNormGradient(
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
   * {@link #layerNormGradient} and {@link #dropout} of dx; a backend may do both in one pass.
   *
   * @param dropped any, (rows, columns): receives dx with elements dropped
   */
  default void layerNormGradientDropout(
      int rows,
      int columns,
      Buffer x,
      Buffer gain,
      Buffer statistics,
      Buffer dy,
      boolean accumulate,
      Buffer dx,
      Buffer dGain,
      Buffer dBias,
      Dropout dropout,
      Buffer dropped) {
    layerNormGradient(rows, columns, x, gain, statistics, dy, accumulate, dx, dGain, dBias);
    dropout(rows, columns, dropout, dx, dropped);
  }

  /**
   * Multi-head attention: {@code context = dropout(softmax(q·kᵀ/√d))·v} by sequence and head, in
   * tiles: the matrix of scores never stands in memory (Dao et al. 2022).
   *
   * @param qkv product, (rows, 3·hidden): queries, keys, values
   * @param dropout rows are numbered {@code row · heads + head}
   * @param logSumExp stream, (heads, {@link Attention#rows()}): receives the logarithm of each
   *     softmax's denominator
   * @param context product, (rows, hidden)
   */
  void attention(
      Attention attention, Dropout dropout, Buffer qkv, Buffer logSumExp, Buffer context);

  /**
   * Gradient of {@link #attention}, which computes the scores again.
   *
   * @param dContext product, (rows, hidden)
   * @param dQkv product, (rows, 3·hidden), overwritten
   */
  void attentionGradient(
      Attention attention,
      Dropout dropout,
      Buffer qkv,
      Buffer logSumExp,
      Buffer context,
      Buffer dContext,
      Buffer dQkv);

  /** Row r of y becomes row {@code indices[r]} of x; both any. */
  void gatherRows(int rows, int columns, int[] indices, Buffer x, Buffer y);

  /** Adds row {@code indices[r]} of the table to row r of y; both stream. */
  void gatherAddRows(int rows, int columns, int[] indices, Buffer table, Buffer y);

  /** Adds row r of x to row {@code indices[r]} of the table, in the order of r; both any. */
  void scatterAddRows(int rows, int columns, int[] indices, Buffer x, Buffer table);

  /**
   * Softmax cross-entropy, forward and backward in one pass.
   *
   * @param logits product, (rows, columns); becomes the gradient of {@code gradientScale · loss},
   *     or is spoiled when {@code gradientScale} is 0
   * @param labels column of each row, from {@code firstLabel} on
   * @param sums has each row's loss, in nats, added to one number, in the order of the rows, and to
   *     the next the rows in which no logit is higher than the label's
   * @param index place of the first of the two in {@code sums}
   */
  void softmaxCrossEntropy(
      int rows,
      int columns,
      Buffer logits,
      int[] labels,
      int firstLabel,
      float gradientScale,
      Scalars sums,
      int index);

  // Parameters.

  /**
   * Adds the squares of all elements of some buffers, summed in double in a fixed order, to a
   * number.
   *
   * @param parts stream
   * @param index place of the number in {@code sums}
   */
  void squaredNorm(List<Buffer> parts, Scalars sums, int index);

  /**
   * Updates parameters and moments; changes nothing where the gradient's norm is not finite.
   *
   * @param clipping of the gradients
   */
  void adamW(AdamWUpdate update, Clipping clipping, List<ParameterState> parameters);

  /**
   * LAMB (You et al. 2020, algorithm 2, with the identity for its φ). What AdamW would subtract, of
   * learning rate 1, is a parameter's direction, and
   *
   * <pre>  p = p - learningRate · ‖p‖ / ‖direction‖ · direction</pre>
   *
   * by parameter, the ratio 1 where either norm is 0. Changes nothing where the gradient's norm is
   * not finite.
   *
   * @param update of learning rate 1
   * @param clipping of the gradients
   */
  void lamb(
      AdamWUpdate update, double learningRate, Clipping clipping, List<ParameterState> parameters);

  /**
   * Lets the device begin with what was called so far, where a backend collects operations first;
   * the others do nothing. Whatever reads results does the same.
   */
  default void submit() {}

  /** Ends the backend; its buffers must be closed before. */
  @Override
  void close();
}
