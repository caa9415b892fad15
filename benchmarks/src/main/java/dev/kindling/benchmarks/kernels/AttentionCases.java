package dev.kindling.benchmarks.kernels;

import dev.kindling.model.kernels.Attention;
import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.Dropout;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Attention. Two products forward; five on the way back, of which the first computes the scores
 * again (Dao et al. 2022, "FlashAttention"). Where the future is masked, half of each counts.
 */
final class AttentionCases {
  private static final int HEAD_SIZE = 64;

  private AttentionCases() {}

  static List<KernelCase> all() {
    return Stream.of(
            List.of(forward(32, 128, 4, false), backward(32, 128, 4, false)),
            List.of(forward(16, 256, 4, true), backward(16, 256, 4, true)),
            List.of(forward(8, 128, 12, false), backward(8, 128, 12, false)))
        .flatMap(List::stream)
        .toList();
  }

  static List<KernelCase> onGpu() {
    return List.of(
        forward(256, 128, 12, false),
        backward(256, 128, 12, false),
        forward(64, 512, 12, false),
        backward(64, 512, 12, false),
        forward(32, 1024, 12, true),
        backward(32, 1024, 12, true));
  }

  private static KernelCase forward(int sequences, int length, int heads, boolean causal) {
    Attention attention = shape(sequences, length, heads, causal);
    long size = (long) attention.rows() * attention.hidden();
    return new KernelCase(
        name("attention", sequences, length, heads, causal),
        size,
        0,
        4 * size,
        2 * product(attention),
        in -> {
          Buffer qkv = in.product(3 * size);
          Buffer logSumExp = in.stream((long) heads * attention.rows());
          Buffer context = in.product(size);
          return () -> in.kernels().attention(attention, Dropout.NONE, qkv, logSumExp, context);
        });
  }

  private static KernelCase backward(int sequences, int length, int heads, boolean causal) {
    Attention attention = shape(sequences, length, heads, causal);
    long size = (long) attention.rows() * attention.hidden();
    return new KernelCase(
        name("attention gradient", sequences, length, heads, causal),
        size,
        0,
        8 * size,
        5 * product(attention),
        in -> {
          Buffer qkv = in.product(3 * size);
          Buffer logSumExp = in.stream((long) heads * attention.rows());
          Buffer context = in.product(size);
          Buffer dContext = in.product(size);
          Buffer dQkv = in.product(3 * size);
          in.kernels().attention(attention, Dropout.NONE, qkv, logSumExp, context);
          return () ->
              in.kernels()
                  .attentionGradient(
                      attention, Dropout.NONE, qkv, logSumExp, context, dContext, dQkv);
        });
  }

  private static Attention shape(int sequences, int length, int heads, boolean causal) {
    int[] starts = IntStream.rangeClosed(0, sequences).map(b -> b * length).toArray();
    return new Attention(sequences, starts, heads, HEAD_SIZE, causal);
  }

  /** Operations of the scores of all heads, or of their product with the values. */
  private static long product(Attention attention) {
    long all = 2L * attention.rows() * attention.length(0) * attention.hidden();
    return attention.causal() ? all / 2 : all;
  }

  private static String name(String kernel, int sequences, int length, int heads, boolean causal) {
    String shape = sequences + "x" + length + "x" + heads + "x" + HEAD_SIZE;
    return (causal ? "causal " : "") + kernel + " " + shape;
  }
}
