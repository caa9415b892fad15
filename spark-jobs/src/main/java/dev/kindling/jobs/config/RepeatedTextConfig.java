package dev.kindling.jobs.config;

/**
 * Which paragraphs or lines go because the corpus holds them elsewhere.
 *
 * @param minimumCharacters shorter ones always stay
 * @param minimumOccurrences those that occur less often stay everywhere; at least 2
 * @param minimumDocumentCharacters a document that is left with less after a cut goes as a whole
 */
public record RepeatedTextConfig(
    @Default("40") int minimumCharacters,
    @Default("2") int minimumOccurrences,
    @Default("300") int minimumDocumentCharacters) {
  /** Checks the ranges. */
  public RepeatedTextConfig {
    new Check()
        .positive("minimum-characters", minimumCharacters)
        .that(
            minimumOccurrences >= 2 && minimumOccurrences <= 1_000_000,
            "minimum-occurrences",
            minimumOccurrences,
            "must be in [2, 1000000]")
        .notNegative("minimum-document-characters", minimumDocumentCharacters)
        .done();
  }
}
