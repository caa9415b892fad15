package dev.kindling.tokenizer.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.tokenizer.SpecialToken;
import dev.kindling.tokenizer.Vocabulary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WordPieceLearnerTest {

  private static final int SPECIAL_TOKENS = SpecialToken.values().length;

  @Test
  void shouldBeginWithSpecialTokensAndAlphabet() {
    List<String> pieces = learn(Map.of("ba", 1L, "c", 1L), 100, 2, 100);
    assertThat(pieces)
        .containsExactly(
            "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "[EOT]", "a", "b", "c", "##a");
  }

  @Test
  void shouldJoinTheMostFrequentPairFirst() {
    // Pairs: l+##o 8, ##o+##w 8, ##w+##e 2, ##e+##r 5 (low 5, lower 2, her 3 without a shared
    // beginning).
    Map<String, Long> words = Map.of("low", 6L, "lower", 2L, "her", 3L);
    assertThat(joined(words, 5)).containsExactly("lo", "low", "##er", "her", "lower");
    assertThat(joined(words, 2)).containsExactly("lo", "low");
  }

  @Test
  void shouldJoinRunsFromTheLeft() {
    // b, then five ##a: ##a+##a stands four times, but only two fit. Then all pairs tie: b has the
    // lowest id.
    assertThat(joined(Map.of("baaaaa", 10L), 4)).containsExactly("##aa", "baa", "##aaa", "baaaaa");
  }

  @Test
  void shouldNotJoinRarePairs() {
    assertThat(learn(Map.of("ab", 4L, "cd", 5L), 100, 5, 100)).contains("cd").doesNotContain("ab");
  }

  @Test
  void shouldLeaveOutWordsBeyondTheAlphabetLimitWhole() {
    // x is rare; a and b would look like neighbours if it were merely skipped.
    List<String> pieces = learn(Map.of("axb", 5L, "aa", 10L, "bb", 10L), 100, 1, 2);
    assertThat(pieces).contains("aa", "bb").doesNotContain("x", "##x", "ab", "axb");
    assertThat(learn(Map.of("d", 1L, "c", 1L, "b", 1L), 100, 1, 2))
        .as("a tie goes to the lower code points")
        .contains("b", "c")
        .doesNotContain("d");
  }

  @Test
  void shouldCountIn64Bits() {
    Map<String, Long> words = Map.of("the", 5_000_000_000L, "of", 4_000_000_000L, "zq", 3L);
    assertThat(joined(words, 3)).containsExactly("th", "the", "of");
    assertThatThrownBy(() -> learn(Map.of("aab", Long.MAX_VALUE, "ab", 1L), 100, 1, 100))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void shouldTreatACharacterBeyondTheBasicPlaneAsOne() {
    assertThat(learn(Map.of("😀😀", 3L), 100, 1, 100)).endsWith("😀", "##😀", "😀😀");
  }

  @Test
  void shouldEqualThePlainAlgorithm() {
    Random random = new Random(3);
    for (int round = 0; round < 40; round++) {
      Map<String, Long> words =
          randomWords(random, 60 + random.nextInt(100), 2 + random.nextInt(4));
      int joins = random.nextInt(80);
      long minimum = 1L + random.nextInt(4);
      List<String> alphabet = learn(words, 1000, Long.MAX_VALUE, 100);
      assertThat(learn(words, alphabet.size() + joins, minimum, 100))
          .isEqualTo(plain(words, alphabet, joins, minimum));
    }
  }

  @Test
  void shouldNotDependOnTheOrderOfCounting() {
    Random random = new Random(4);
    Map<String, Long> words = randomWords(random, 3000, 8);
    List<String> expected = learn(words, 500, 2, 100);
    assertThat(expected).hasSize(500);
    for (int round = 0; round < 5; round++) {
      List<String> shuffled = new ArrayList<>(words.keySet());
      Collections.shuffle(shuffled, random);
      List<WordCounts> parts = new ArrayList<>();
      for (int part = 0; part <= round; part++) {
        parts.add(new WordCounts());
      }
      for (String word : shuffled) {
        for (long left = words.get(word); left > 0; left--) {
          parts.get(random.nextInt(parts.size())).add(word, 1);
        }
      }
      WordCounts merged = new WordCounts();
      Collections.shuffle(parts, random);
      parts.forEach(part -> part.sorted().forEach(merged::add));
      assertThat(new WordPieceLearner(new LearnerOptions(500, 2, 100)).learn(merged).pieces())
          .isEqualTo(expected);
    }
  }

  @Test
  void shouldPlaceReservedPiecesAfterTheSpecialTokens() {
    Map<String, Long> words = Map.of("covid", 50L, "cov", 3L, "void", 2L);
    List<String> reserved = List.of("[unused0]", "covid", "##id");
    List<String> pieces = learn(words, new LearnerOptions(100, 1, 100, reserved)).pieces();
    assertThat(pieces.subList(SPECIAL_TOKENS, SPECIAL_TOKENS + 3)).isEqualTo(reserved);
    assertThat(pieces.subList(SPECIAL_TOKENS + 3, pieces.size()))
        .as("covid is not split, so co stands 3 times; ##i + ##d is reserved already")
        .containsExactly(
            "c", "d", "i", "o", "v", "##d", "##i", "##o", "##v", "co", "cov", "vo", "void");
  }

  @Test
  void shouldRejectReservedPiecesThatCannotBe() {
    for (String piece : List.of("", "two words", "line\n", "[UNK]", "twice")) {
      assertThatThrownBy(() -> new LearnerOptions(100, 1, 100, List.of("twice", piece)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("\"" + piece + "\"");
    }
    assertThatThrownBy(() -> new LearnerOptions(8, 1, 100, List.of("a", "b")))
        .hasMessageContaining("8 special tokens and reserved pieces, got 8");
  }

  @Test
  void shouldResumeFromTheJoinsDone() {
    WordCounts counts = new WordCounts();
    randomWords(new Random(5), 300, 3).forEach(counts::add);
    WordPieceLearner learner = new WordPieceLearner(new LearnerOptions(200, 2, 100));
    List<Join> joins = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    Vocabulary whole =
        learner.learn(
            counts,
            List.of(),
            (join, count, pieces) -> {
              assertThat(count).isGreaterThanOrEqualTo(2);
              joins.add(join);
              sizes.add(pieces);
            });
    assertThat(sizes).isSorted().endsWith(whole.size());
    for (int done = 0; done <= joins.size(); done++) {
      List<Join> resumed = new ArrayList<>(joins.subList(0, done));
      assertThat(
              learner
                  .learn(counts, List.copyOf(resumed), (join, count, pieces) -> resumed.add(join))
                  .pieces())
          .isEqualTo(whole.pieces());
      assertThat(resumed).isEqualTo(joins);
    }
  }

  @Test
  void shouldEndWhenAListenerThrows() {
    WordCounts counts = new WordCounts();
    counts.add("abc", 2);
    List<Join> heard = new ArrayList<>();
    assertThatThrownBy(
            () ->
                new WordPieceLearner(new LearnerOptions(100, 1, 100))
                    .learn(
                        counts,
                        List.of(),
                        (join, count, pieces) -> {
                          heard.add(join);
                          throw new IllegalStateException("stopped");
                        }))
        .hasMessage("stopped");
    assertThat(heard).hasSize(1);
  }

  @Test
  void shouldNotResumeFromJoinsOfOtherCounts() {
    WordCounts counts = new WordCounts();
    counts.add("ab", 1);
    WordPieceLearner learner = new WordPieceLearner(new LearnerOptions(10, 1, 100));
    for (Join foreign : List.of(new Join(7, 6), new Join(-1, 7), new Join(6, 1000))) {
      assertThatThrownBy(() -> learner.learn(counts, List.of(foreign), (join, count, size) -> {}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("does not come from these word counts");
    }
  }

  @Test
  void shouldSayWhatDoesNotFit() {
    assertThatThrownBy(() -> learn(Map.of(), 100, 1, 10)).hasMessageContaining("no words");
    assertThatThrownBy(() -> learn(Map.of("abcdef", 1L), 10, 1, 100))
        .hasMessageContaining("10 pieces")
        .hasMessageContaining("17 special tokens, reserved pieces and single characters");
    assertThatThrownBy(() -> new LearnerOptions(6, 1, 1)).hasMessageContaining("got 6");
    assertThatThrownBy(() -> new LearnerOptions(7, 0, 1)).hasMessageContaining("minimum-frequency");
    assertThatThrownBy(() -> new LearnerOptions(7, 1, 0)).hasMessageContaining("alphabet-limit");
  }

  private static Map<String, Long> randomWords(Random random, int howMany, int letters) {
    Map<String, Long> words = new TreeMap<>();
    while (words.size() < howMany) {
      StringBuilder word = new StringBuilder();
      for (int i = random.nextInt(9); i >= 0; i--) {
        word.append((char) ('a' + random.nextInt(letters)));
      }
      words.put(word.toString(), 1L + random.nextInt(20));
    }
    return words;
  }

  private static List<String> learn(
      Map<String, Long> words, int size, long minimumFrequency, int alphabetLimit) {
    return learn(words, new LearnerOptions(size, minimumFrequency, alphabetLimit)).pieces();
  }

  private static Vocabulary learn(Map<String, Long> words, LearnerOptions options) {
    WordCounts counts = new WordCounts();
    words.forEach(counts::add);
    return new WordPieceLearner(options).learn(counts);
  }

  /** The first joined pieces. */
  private static List<String> joined(Map<String, Long> words, int howMany) {
    int alphabet = learn(words, 1000, Long.MAX_VALUE, 100).size();
    List<String> pieces = learn(words, alphabet + howMany, 1, 100);
    assertThat(alphabet).isGreaterThan(SPECIAL_TOKENS);
    return pieces.subList(alphabet, pieces.size());
  }

  /** Byte-pair encoding without any cleverness: all pairs counted anew for each join. */
  private static List<String> plain(
      Map<String, Long> words, List<String> alphabet, int joins, long minimum) {
    List<String> pieces = new ArrayList<>(alphabet);
    Map<List<Integer>, Long> sequences = new LinkedHashMap<>();
    words.forEach(
        (word, count) -> {
          List<Integer> sequence = new ArrayList<>();
          for (int i = 0; i < word.length(); i++) {
            sequence.add(pieces.indexOf((i == 0 ? "" : "##") + word.charAt(i)));
          }
          sequences.put(sequence, count);
        });
    while (pieces.size() < alphabet.size() + joins) {
      Map<Long, Long> pairs = new TreeMap<>();
      sequences.forEach(
          (sequence, count) -> {
            for (int i = 0; i + 1 < sequence.size(); i++) {
              pairs.merge((sequence.get(i) * 1_000_000L) + sequence.get(i + 1), count, Long::sum);
            }
          });
      long most = pairs.values().stream().mapToLong(Long::longValue).max().orElse(0);
      if (most < minimum) {
        break;
      }
      long best =
          pairs.entrySet().stream()
              .filter(pair -> pair.getValue() == most)
              .findFirst()
              .orElseThrow()
              .getKey();
      int left = (int) (best / 1_000_000);
      int right = (int) (best % 1_000_000);
      String text = pieces.get(left) + pieces.get(right).substring(2);
      if (!pieces.contains(text)) {
        pieces.add(text);
      }
      Map<List<Integer>, Long> rewritten = new LinkedHashMap<>();
      sequences.forEach(
          (sequence, count) ->
              rewritten.put(rewrite(sequence, left, right, pieces.indexOf(text)), count));
      sequences.clear();
      sequences.putAll(rewritten);
    }
    return Vocabulary.of(pieces).pieces();
  }

  private static List<Integer> rewrite(List<Integer> sequence, int left, int right, int joined) {
    Integer[] rewritten = new Integer[sequence.size()];
    int length = 0;
    for (int i = 0; i < sequence.size(); i++) {
      boolean match =
          i + 1 < sequence.size() && sequence.get(i) == left && sequence.get(i + 1) == right;
      rewritten[length++] = match ? Integer.valueOf(joined) : sequence.get(i);
      if (match) {
        i++;
      }
    }
    return List.copyOf(Arrays.asList(rewritten).subList(0, length));
  }
}
