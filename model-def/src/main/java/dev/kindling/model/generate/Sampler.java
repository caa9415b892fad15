package dev.kindling.model.generate;

import dev.kindling.model.Hash;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Draws the next id of a text from the model's logits. Equal settings, seed and logits give the
 * same ids, call by call. Not thread-safe.
 */
public final class Sampler {

  private final double temperature;
  private final int topK;
  private final long seed;
  private long draws;

  /**
   * Sets up a sampler at its first draw.
   *
   * @param temperature divides the logits; 0 takes the likeliest id always, 1 the model's own
   *     probabilities
   * @param topK draw among so many of the likeliest ids; 0 draws among all
   * @param seed of the draws
   * @throws IllegalArgumentException if a setting is out of range
   */
  public Sampler(double temperature, int topK, long seed) {
    if (!(temperature >= 0 && temperature < Double.POSITIVE_INFINITY)) { // also catches NaN
      throw new IllegalArgumentException("temperature must be at least 0, got " + temperature);
    }
    if (topK < 0) {
      throw new IllegalArgumentException("top-k must be at least 0, got " + topK);
    }
    this.temperature = temperature;
    this.topK = topK;
    this.seed = seed;
  }

  /**
   * Draws one id.
   *
   * @param logits row-major (rows, vocabulary); -Infinity rules an id out
   * @param row the position whose successor is drawn, from 0
   * @param vocabularySize width of a row
   * @return the id; of equally likely ones the lower id ranks higher
   * @throws IllegalArgumentException if the row lies outside the logits or is no distribution
   */
  public int next(float[] logits, int row, int vocabularySize) {
    double draw = (Hash.of(seed, draws++) >>> 11) * 0x1p-53; // uniform in [0, 1)
    boolean greedy = temperature == 0;
    double[] probabilities = Softmax.of(logits, row, vocabularySize, greedy ? 1 : temperature);
    int[] ranked =
        IntStream.range(0, vocabularySize)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer id) -> -probabilities[id])) // stable: by id
            .limit(greedy ? 1 : topK == 0 ? vocabularySize : topK)
            .mapToInt(Integer::intValue)
            .toArray();
    double mass = 0;
    for (int id : ranked) {
      mass += probabilities[id];
    }
    double threshold = draw * mass;
    double reached = 0;
    int drawn = ranked[0];
    for (int id : ranked) {
      if (probabilities[id] == 0) {
        break; // ruled out, as are all that follow
      }
      drawn = id; // the last possible id stays drawn where rounding leaves the sum short
      reached += probabilities[id];
      if (threshold < reached) {
        break;
      }
    }
    return drawn;
  }
}
