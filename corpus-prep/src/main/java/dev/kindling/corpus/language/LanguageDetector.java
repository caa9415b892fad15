package dev.kindling.corpus.language;

import dev.kindling.corpus.Language;
import java.util.Arrays;
import opennlp.tools.langdetect.LanguageDetectorContextGenerator;
import opennlp.tools.ml.model.MaxentModel;

/**
 * Detects the language of a text with OpenNLP's model, which knows 103 languages by ISO 639-3 codes
 * ({@code eng}, {@code deu}, {@code cmn} for Chinese). Looks at no more than 1,500 UTF-16 units, so
 * a long text takes no longer. Not thread-safe; instances share one model.
 *
 * <p>The model adds up evidence, one summand for each different letter group of one to three
 * letters, so what it calls probability grows with the text: a sentence of plain English gets 0.05,
 * a page of it 0.98, though both are right. The score here is what the text would get if it went on
 * like that until it had as many letter groups as a page of about 1,000 letters: the model's
 * probabilities to the power of 750 over the number of groups, made to add up to 1 again. The order
 * of languages stays the model's own, and thresholds such as FineWeb's 0.65 or CCNet's 0.5 mean
 * about the same for short and long texts.
 */
public final class LanguageDetector {
  private static final int FEWEST_LETTERS = 10;
  private static final double REFERENCE_GROUPS = 750;

  private final LanguageDetectorContextGenerator letterGroups =
      LanguageModel.INSTANCE.getFactory().getContextGenerator();
  private final MaxentModel model = LanguageModel.INSTANCE.getMaxentModel();

  /** Loads the model if no detector has done so before. */
  public LanguageDetector() {}

  /**
   * Detects.
   *
   * @param text any text
   * @return the most probable language; {@link Language#UNKNOWN} where the text has fewer than ten
   *     letters
   */
  public Language detect(String text) {
    String sample = TextSample.of(text);
    long letters = sample.codePoints().filter(Character::isLetter).count();
    if (letters < FEWEST_LETTERS) {
      return Language.UNKNOWN;
    }
    CharSequence[] groups = letterGroups.getContext(sample);
    double[] probabilities = model.eval(strings(groups));
    int best = 0;
    for (int i = 1; i < probabilities.length; i++) {
      best = probabilities[i] > probabilities[best] ? i : best;
    }
    double power = Math.max(1, REFERENCE_GROUPS / groups.length);
    double sum = 0;
    for (double probability : probabilities) {
      sum += StrictMath.pow(probability / probabilities[best], power);
    }
    return new Language(model.getOutcome(best), 1 / sum);
  }

  private static String[] strings(CharSequence[] groups) {
    return Arrays.stream(groups).map(CharSequence::toString).toArray(String[]::new);
  }
}
