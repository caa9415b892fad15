package dev.kindling.corpus.dedup;

import dev.kindling.examples.KeyedHash;
import java.util.Arrays;
import java.util.Optional;

/**
 * MinHash signatures: two documents agree in each minimum with a chance equal to the Jaccard
 * similarity of their shingles.
 *
 * <p>A shingle's 64-bit hash becomes one 31-bit value a function: low half × an odd factor + high
 * half, then a shift and a product that break the linear relation between functions. That is two
 * products a shingle and function, in a plain loop that the compiler turns into vector
 * instructions. Two shingles collide under one function with a chance of about 2^-31, so a document
 * of a million shingles has spurious agreement of less than 0.001.
 *
 * <p>Makes no object a shingle. Not safe for several threads: one instance a task.
 */
public final class MinHash {
  private static final long FACTORS = 0x6d696e68617368L; // "minhash"
  private static final int SPREAD = 0x9e3779b1; // 2^32 over the golden ratio, odd
  private static final int SHIFT = 15;

  private final int bands;
  private final int rows;
  private final int[] factors;
  private final int[] minima;
  private final Shingles shingles;
  private boolean any;

  /**
   * Makes the hash functions.
   *
   * @param options size of shingles and signatures, and the seed
   */
  public MinHash(MinHashOptions options) {
    bands = options.bands();
    rows = options.rows();
    minima = new int[options.hashes()];
    factors = new int[minima.length];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = (int) KeyedHash.of(options.seed(), FACTORS, i) | 1;
    }
    shingles = new Shingles(options.unit(), options.length(), this::lower);
  }

  /**
   * The signature of a text.
   *
   * @param text any text
   * @return bands × rows minima, band by band; empty where the text has no word
   */
  public Optional<int[]> signature(String text) {
    return minimize(text) ? Optional.of(minima.clone()) : Optional.empty();
  }

  /**
   * The bands of a text's signature. Two texts with the same hash in one place agree in all rows of
   * that band, up to collisions of 64 bits.
   *
   * @param text any text
   * @return one hash a band; empty where the text has no word
   */
  public Optional<long[]> bands(String text) {
    if (!minimize(text)) {
      return Optional.empty();
    }
    long[] hashes = new long[bands];
    for (int band = 0; band < bands; band++) {
      long hash = band;
      for (int row = band * rows; row < (band + 1) * rows; row++) {
        hash = KeyedHash.of(hash, minima[row]);
      }
      hashes[band] = hash;
    }
    return Optional.of(hashes);
  }

  private boolean minimize(String text) {
    Arrays.fill(minima, Integer.MAX_VALUE);
    any = false;
    shingles.hash(text);
    return any;
  }

  private void lower(long[] hashes, int count) {
    any |= count > 0;
    for (int i = 0; i < count; i++) {
      lower(minima, factors, (int) hashes[i], (int) (hashes[i] >>> 32));
    }
  }

  /**
   * Lowers each minimum to one shingle's value. Values have 31 bits, so that their difference does
   * not overflow and its sign picks the smaller: unlike a call of min, Java 17 makes vector
   * instructions of that, which is four times as fast.
   */
  private static void lower(int[] minima, int[] factors, int low, int high) {
    for (int i = 0; i < minima.length; i++) {
      int value = low * factors[i] + high;
      value = ((value ^ (value >>> SHIFT)) * SPREAD) >>> 1;
      int difference = value - minima[i];
      minima[i] += difference & (difference >> 31);
    }
  }
}
