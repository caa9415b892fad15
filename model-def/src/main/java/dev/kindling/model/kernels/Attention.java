package dev.kindling.model.kernels;

/**
 * The shape of an attention over packed sequences: sequence b has the rows {@code [starts[b],
 * starts[b + 1])}, so there is no padding and nothing to mask but, where causal, the future.
 *
 * @param sequences number of sequences B
 * @param starts first row of each sequence, and the end of the last, at least B + 1 elements
 * @param heads number of heads
 * @param headSize width d of a head; rows have {@code heads * headSize} elements
 * @param causal whether a row sees only itself and rows before it
 */
@SuppressWarnings("ArrayRecordComponent") // a view of an array that its owner refills each batch
public record Attention(int sequences, int[] starts, int heads, int headSize, boolean causal) {
  /** Returns the length of a sequence. */
  public int length(int sequence) {
    return starts[sequence + 1] - starts[sequence];
  }

  /** Returns the number of rows of all sequences. */
  public int rows() {
    return starts[sequences];
  }

  /** Returns the width of a row: {@code heads * headSize}. */
  public int hidden() {
    return heads * headSize;
  }
}
