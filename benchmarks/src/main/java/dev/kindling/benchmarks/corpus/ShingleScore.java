package dev.kindling.benchmarks.corpus;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How an extracted text agrees with the true one, as the article-extraction benchmark scores it: by
 * the multisets of runs of four words.
 *
 * @param precision share of the extracted runs that are true; NaN when none was extracted
 * @param recall share of the true runs that were extracted; NaN when there is none
 */
record ShingleScore(double precision, double recall) {
  private static final Pattern WORD = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS);
  private static final int SHINGLE_WORDS = 4;

  static ShingleScore of(String extracted, String truth) {
    Map<String, Integer> found = shingles(extracted);
    Map<String, Integer> wanted = shingles(truth);
    int both = 0;
    for (Map.Entry<String, Integer> shingle : found.entrySet()) {
      both += Math.min(shingle.getValue(), wanted.getOrDefault(shingle.getKey(), 0));
    }
    return new ShingleScore((double) both / size(found), (double) both / size(wanted));
  }

  private static int size(Map<String, Integer> multiset) {
    return multiset.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** A text of fewer words is one shingle, a text without words none. */
  private static Map<String, Integer> shingles(String text) {
    String[] words = words(text).toArray(String[]::new);
    Map<String, Integer> shingles = new HashMap<>();
    int width = Math.min(SHINGLE_WORDS, words.length);
    for (int i = 0; width > 0 && i + width <= words.length; i++) {
      StringBuilder shingle = new StringBuilder(words[i]);
      for (int j = i + 1; j < i + width; j++) {
        shingle.append(' ').append(words[j]);
      }
      shingles.merge(shingle.toString(), 1, Integer::sum);
    }
    return shingles;
  }

  private static Stream<String> words(String text) {
    Matcher matcher = WORD.matcher(text);
    return matcher.results().map(result -> result.group());
  }
}
