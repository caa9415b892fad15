package dev.kindling.jobs.config;

import dev.kindling.tokenizer.Profile;
import dev.kindling.tokenizer.SpecialToken;
import dev.kindling.tokenizer.TokenizerOptions;
import dev.kindling.tokenizer.learn.LearnerOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the vocabulary is learned.
 *
 * @param size most pieces, special tokens and reserved pieces included; 64 to 1,000,000
 * @param profile whose text normalisation is followed
 * @param lowercase whether text is lower-cased
 * @param stripAccents whether accents are stripped; as {@code lowercase} where it is not said
 * @param splitIdeographs whether each Chinese character is a word of its own
 * @param minimumFrequency a pair of pieces seen less often is not merged, at least 1
 * @param alphabetLimit most single characters kept, at least 1
 * @param wordLimit most different words that are learned from, at least 1000
 * @param reserved pieces that stand right after the special tokens, whatever the text
 */
public record VocabularyConfig(
    @Default("30522") int size,
    @Default("hf") Profile profile,
    @Default("true") boolean lowercase,
    @Derived("as `lowercase`") Boolean stripAccents,
    @Default("true") boolean splitIdeographs,
    @Default("2") long minimumFrequency,
    @Default("1000") int alphabetLimit,
    @Default("10000000") int wordLimit,
    @Default("[]") List<String> reserved) {
  private static final int LEAST_SIZE = 64;
  private static final int LEAST_WORD_LIMIT = 1000;

  /** Checks the ranges and resolves what depends on another key. */
  public VocabularyConfig {
    stripAccents = stripAccents == null ? Boolean.valueOf(lowercase) : stripAccents;
    String problem = problem(reserved);
    new Check()
        .that(size >= LEAST_SIZE && size <= 1_000_000, "size", size, "must be in [64, 1000000]")
        .positive("minimum-frequency", minimumFrequency)
        .positive("alphabet-limit", alphabetLimit)
        .that(wordLimit >= LEAST_WORD_LIMIT, "word-limit", wordLimit, "must be at least 1000")
        .that(problem.isEmpty(), "reserved", reserved, problem)
        .that(
            size < LEAST_SIZE || size > SpecialToken.values().length + reserved.size(),
            "size",
            size,
            "must be more than the special tokens and the %,d reserved pieces"
                .formatted(reserved.size()))
        .done();
  }

  private static String problem(List<String> reserved) {
    try {
      new LearnerOptions(Integer.MAX_VALUE, 1, 1, reserved);
      return "";
    } catch (IllegalArgumentException e) {
      return e.getMessage();
    }
  }

  /** How text becomes words, with the profile's own limit of a word's length. */
  public TokenizerOptions tokenizerOptions() {
    return new TokenizerOptions(
        profile,
        lowercase,
        stripAccents,
        splitIdeographs,
        TokenizerOptions.of(profile, lowercase).maxCharactersPerWord());
  }

  /** How pieces are learned from words. */
  public LearnerOptions learnerOptions() {
    return new LearnerOptions(size, minimumFrequency, alphabetLimit, reserved);
  }

  /**
   * The keys that decide which words a text has.
   *
   * @return values by their dotted keys
   */
  public Map<String, Object> wordKeys() {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("vocab.profile", profile);
    keys.put("vocab.lowercase", lowercase);
    keys.put("vocab.strip-accents", stripAccents);
    keys.put("vocab.split-ideographs", splitIdeographs);
    return keys;
  }
}
