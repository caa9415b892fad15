package dev.kindling.model;

/**
 * The fixed position table of Vaswani et al. (2017), section 3.5: in columns 2i and 2i + 1 of row p
 * stand the sine and the cosine of {@code p / 10000^(2i / hidden)}. It is added to the word
 * embeddings as a learned table would be; those are not scaled by sqrt(hidden) first, which that
 * paper does and BERTs with sinusoids (DistilBERT, XLM) do not.
 */
public final class SinusoidalPositions {
  private static final double LONGEST_PERIOD = 10_000; // over 2π, in positions

  private SinusoidalPositions() {}

  /**
   * Returns the table, (positions, hidden), row-major; the same bits on every machine.
   *
   * @throws ArithmeticException if it does not fit one array
   */
  public static float[] table(int positions, int hidden) {
    float[] table = new float[Math.multiplyExact(positions, hidden)];
    for (int column = 0; column < hidden; column++) {
      int pair = column / 2;
      double frequency = StrictMath.pow(LONGEST_PERIOD, -2.0 * pair / hidden);
      for (int p = 0; p < positions; p++) {
        double angle = p * frequency;
        table[p * hidden + column] =
            (float) (column % 2 == 0 ? StrictMath.sin(angle) : StrictMath.cos(angle));
      }
    }
    return table;
  }
}
