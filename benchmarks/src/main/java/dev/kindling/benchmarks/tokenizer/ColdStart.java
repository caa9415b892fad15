package dev.kindling.benchmarks.tokenizer;

/**
 * One thread of a process that has just started: no code compiled, nothing cached.
 *
 * @param row {@value #ROW}
 * @param side label of an {@link EncoderSide}
 * @param loadMs from the bytes of {@code tokenizer.json} to a tokenizer, native library included
 * @param megabytes 10<sup>6</sup> bytes of UTF-8 encoded then
 * @param firstPassMs the only pass over them
 * @param tokensPerS of that pass
 */
record ColdStart(
    String row, String side, double loadMs, double megabytes, double firstPassMs, long tokensPerS) {
  static final String ROW = "cold-start";
}
