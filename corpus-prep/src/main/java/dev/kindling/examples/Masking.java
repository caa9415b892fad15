package dev.kindling.examples;

import java.util.BitSet;

/**
 * Draws the masks of an example: anew each epoch (RoBERTa) or once (the original BERT).
 *
 * <p>Of n tokens, {@code min(maxPredictions, max(1, round(maskRate * n)))} are chosen, never [CLS]
 * or [SEP]; of those 80% become [MASK], 10% a random ordinary token, 10% stay (Devlin et al. 2019).
 *
 * <p>Where it is told which pieces continue a word, whole words are chosen: all pieces of a word or
 * none, each with its own 80/10/10, and a word that would exceed that number is skipped, so there
 * may be fewer. This is the whole-word masking of google-research/bert (May 2019).
 */
public final class Masking {
  private static final double MASK_SHARE = 0.8;
  private static final double MASK_OR_RANDOM_SHARE = 0.9;

  private final MaskingConfig config;
  private final int vocabularySize;
  private final int firstOrdinaryId;
  private final SpecialIds special;
  private final BitSet continuations;

  /**
   * Prepares the drawing of single pieces; the object has no state and may be shared by threads.
   *
   * @param config rate, cap and seed
   * @param vocabularySize one more than the largest token id
   * @param firstOrdinaryId the smallest id that may replace a token; below it are special tokens
   * @param special ids of the special tokens
   */
  public Masking(
      MaskingConfig config, int vocabularySize, int firstOrdinaryId, SpecialIds special) {
    this(config, vocabularySize, firstOrdinaryId, special, new BitSet());
  }

  /**
   * Prepares the drawing; the object has no state and may be shared by threads.
   *
   * @param config rate, cap and seed
   * @param vocabularySize one more than the largest token id
   * @param firstOrdinaryId the smallest id that may replace a token; below it are special tokens
   * @param special ids of the special tokens
   * @param continuations ids of the pieces that are masked together with the piece before them
   */
  public Masking(
      MaskingConfig config,
      int vocabularySize,
      int firstOrdinaryId,
      SpecialIds special,
      BitSet continuations) {
    if (firstOrdinaryId < 0 || firstOrdinaryId >= vocabularySize) {
      throw new IllegalArgumentException(
          "the first ordinary id must be in [0, " + vocabularySize + "), got " + firstOrdinaryId);
    }
    this.config = config;
    this.vocabularySize = vocabularySize;
    this.firstOrdinaryId = firstOrdinaryId;
    this.special = special;
    this.continuations = (BitSet) continuations.clone();
  }

  /**
   * A masked example.
   *
   * @param tokens the example's tokens after masking
   * @param positions indexes of the chosen tokens, ascending
   * @param labels the original tokens at those positions
   */
  @SuppressWarnings("ArrayRecordComponent") // carried, never compared
  public record Masked(int[] tokens, int[] positions, int[] labels) {}

  /**
   * Masks one example; the same epoch and example id always give the same masks.
   *
   * @param example a BERT example; it is not changed
   * @param epoch how often the data was seen before
   * @return masked copy, positions and labels
   */
  public Masked draw(Example example, long epoch) {
    int[] tokens = example.tokens().clone();
    // Math.rint rounds half to even, as Python's round in the original does.
    int wanted = Math.max(1, (int) Math.rint(config.maskRate() * tokens.length));

    long drawing = config.staticMasks() ? 0 : epoch;
    KeyedRandom random = new KeyedRandom(KeyedHash.of(config.seed(), drawing, example.id()));
    int[] positions =
        MaskableWords.of(tokens, special, continuations)
            .choose(Math.min(config.maxPredictions(), wanted), random);
    int[] labels = new int[positions.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = tokens[positions[i]];
      tokens[positions[i]] = replacement(labels[i], random);
    }
    return new Masked(tokens, positions, labels);
  }

  private int replacement(int token, KeyedRandom random) {
    double draw = random.nextDouble();
    if (draw < MASK_SHARE) {
      return special.mask();
    }
    return draw < MASK_OR_RANDOM_SHARE
        ? random.between(firstOrdinaryId, vocabularySize - 1)
        : token;
  }
}
