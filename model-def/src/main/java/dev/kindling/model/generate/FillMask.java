package dev.kindling.model.generate;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The likeliest vocabulary pieces for masked positions. */
public final class FillMask {

  /**
   * One candidate for a masked position.
   *
   * @param id of the vocabulary piece
   * @param probability under the model, in [0, 1], over the whole vocabulary
   */
  public record Candidate(int id, double probability) {}

  private FillMask() {}

  /**
   * The most probable ids of one row, best first; of equally probable ones the lower id comes
   * first.
   *
   * @param logits row-major (rows, vocabulary), one row for each masked position; -Infinity rules
   *     an id out
   * @param row which row, from 0
   * @param vocabularySize width of a row
   * @param count how many candidates, at least 1; at most the vocabulary is returned
   * @return the candidates with their probabilities
   * @throws IllegalArgumentException if {@code count} is below 1, or the row lies outside the
   *     logits or is no distribution
   */
  public static List<Candidate> top(float[] logits, int row, int vocabularySize, int count) {
    if (count < 1) {
      throw new IllegalArgumentException("top-k " + count + ": must be at least 1");
    }
    double[] probabilities = Softmax.of(logits, row, vocabularySize, 1.0);
    return IntStream.range(0, vocabularySize)
        .mapToObj(id -> new Candidate(id, probabilities[id]))
        .sorted(Comparator.comparingDouble(Candidate::probability).reversed()) // stable: by id
        .limit(count)
        .toList();
  }
}
