package dev.kindling.corpus;

/** What a rule says about one document. */
public sealed interface Decision {
  /** The document stays as it is. */
  Decision KEEP = new Keep();

  /** The document stays as it is. */
  record Keep() implements Decision {}

  /**
   * The document stays with another text.
   *
   * @param text the new text
   */
  record Edit(String text) implements Decision {}

  /**
   * The document goes.
   *
   * @param reason the rule's name and the parameter that was violated, as in {@code
   *     length.minimum-words}
   * @param value what was measured
   * @param threshold what the parameter allows
   */
  record Drop(String reason, double value, double threshold) implements Decision {}
}
