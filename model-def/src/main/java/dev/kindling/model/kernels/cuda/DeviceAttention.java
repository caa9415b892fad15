package dev.kindling.model.kernels.cuda;

/**
 * {@link dev.kindling.model.kernels.Attention} for a kernel.
 *
 * @param sequences number of sequences B, at most 65,535
 * @param starts address of B + 1 32-bit integers: each sequence's first row, and the end of the
 *     last
 * @param rows of all sequences or more: the width of a head's part of the log-sum-exp
 * @param longest length of the longest sequence, or more
 * @param heads number of heads, at most 65,535
 * @param headSize width d of a head, at most 256
 * @param causal whether a row sees only itself and rows before it
 */
record DeviceAttention(
    int sequences, long starts, int rows, int longest, int heads, int headSize, boolean causal) {}
