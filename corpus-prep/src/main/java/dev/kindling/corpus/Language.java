package dev.kindling.corpus;

/**
 * The language that a text is probably in.
 *
 * @param code ISO 639-3 code as the detector's model gives it, such as {@code eng}; {@code und}
 *     where nothing was detected
 * @param score the detector's probability of that language, in [0, 1]
 */
public record Language(String code, double score) {
  /** No language was detected: there was no text, or nobody asked. */
  public static final Language UNKNOWN = new Language("und", 0);
}
