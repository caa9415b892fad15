package dev.kindling.examples;

import static dev.kindling.examples.Corpora.FIRST_ORDINARY;
import static dev.kindling.examples.Corpora.SPECIAL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WholeWordMaskingTest {
  private static final int VOCABULARY_SIZE = 1_000;
  private static final int FIRST_CONTINUATION = 500;
  private static final int CAP = 20;
  private static final BitSet CONTINUATIONS = new BitSet();

  static {
    CONTINUATIONS.set(FIRST_CONTINUATION, VOCABULARY_SIZE);
  }

  private static final Masking MASKING =
      new Masking(
          new MaskingConfig(0.15, CAP, 9), VOCABULARY_SIZE, FIRST_ORDINARY, SPECIAL, CONTINUATIONS);

  @Test
  void shouldChooseAllPiecesOfAWordOrNone() {
    Example example = example(1, 128);
    List<List<Integer>> words = words(example.tokens());
    for (int epoch = 0; epoch < 500; epoch++) {
      Set<Integer> chosen = chosen(MASKING.draw(example, epoch));
      for (List<Integer> word : words) {
        chosen.removeAll(chosen.containsAll(word) ? word : List.of());
      }
      assertThat(chosen).as("pieces chosen without the rest of their word").isEmpty();
    }
  }

  @Test
  void shouldNeverExceedTheCapOrTheRate() {
    for (int length = 5; length <= 300; length++) {
      Masking.Masked masked = MASKING.draw(example(length, length), 0);
      int most = Math.min(CAP, Math.max(1, (int) Math.rint(0.15 * length)));
      assertThat(masked.positions().length).isLessThanOrEqualTo(most);
      assertThat(masked.positions()).isSorted().doesNotHaveDuplicates();
      for (int i = 0; i < masked.positions().length; i++) {
        assertThat(masked.labels()[i])
            .isEqualTo(example(length, length).tokens()[masked.positions()[i]]);
      }
    }
  }

  @Test
  void shouldSkipAWordThatWouldExceedTheCapAndTakeSmallerOnes() {
    int[] tokens = new int[60];
    tokens[0] = SPECIAL.classification();
    tokens[1] = FIRST_ORDINARY;
    for (int i = 2; i < 50; i++) {
      tokens[i] = FIRST_CONTINUATION + i; // one word of 49 pieces
    }
    for (int i = 50; i < 59; i++) {
      tokens[i] = FIRST_ORDINARY + i;
    }
    tokens[59] = SPECIAL.separator();
    Example example = new Example(5, tokens, 59, false);
    for (int epoch = 0; epoch < 100; epoch++) { // rint(0.15 * 60) = 9: just the small words
      assertThat(MASKING.draw(example, epoch).positions())
          .containsExactly(IntStream.range(50, 59).toArray());
    }
  }

  @Test
  void shouldNotJoinAContinuationToAWordBeforeASeparator() {
    int[] tokens = {
      SPECIAL.classification(), 600, FIRST_ORDINARY, SPECIAL.separator(), 601, 602, 2, 3
    };
    Masking one =
        new Masking(
            new MaskingConfig(0.15, 1, 3), VOCABULARY_SIZE, FIRST_ORDINARY, SPECIAL, CONTINUATIONS);
    Set<Integer> seen = new HashSet<>();
    for (int epoch = 0; epoch < 200; epoch++) {
      seen.addAll(chosen(one.draw(new Example(8, tokens, 4, false), epoch)));
    }
    assertThat(seen).containsExactlyInAnyOrder(1, 2); // 601 602 is a word of its own, too long here
  }

  @Test
  void shouldChooseAtTheRateAndReplaceEachPieceOnItsOwn() {
    Example example = example(3, 128);
    List<List<Integer>> words = words(example.tokens());
    int chosen = 0;
    int masks = 0;
    int kept = 0;
    int mixed = 0;
    int[] perWord = new int[words.size()];
    for (int epoch = 0; epoch < 5_000; epoch++) {
      Masking.Masked masked = MASKING.draw(example, epoch);
      Set<Integer> positions = chosen(masked);
      chosen += positions.size();
      for (int position : positions) {
        int now = masked.tokens()[position];
        masks += now == SPECIAL.mask() ? 1 : 0;
        kept += now == example.tokens()[position] ? 1 : 0;
      }
      for (int w = 0; w < words.size(); w++) {
        if (positions.contains(words.get(w).get(0))) {
          perWord[w]++;
          long masksHere =
              words.get(w).stream().filter(p -> masked.tokens()[p] == SPECIAL.mask()).count();
          mixed += masksHere > 0 && masksHere < words.get(w).size() ? 1 : 0;
        }
      }
    }
    assertThat(chosen / 5_000.0).isBetween(18.5, 19.0); // 19 wanted, the last ones may not fit
    assertThat((double) masks / chosen).isBetween(0.793, 0.807);
    assertThat((double) kept / chosen).isBetween(0.095, 0.106);
    assertThat(mixed).as("words with some pieces masked and some not").isPositive();
    // 750 expected. Short words are drawn more often, since only they fit the last of 19 places.
    for (int w = 0; w < words.size(); w++) {
      assertThat(perWord[w]).as("word %d of %s", w, words.get(w)).isBetween(600, 1_000);
    }
  }

  @Test
  void shouldDrawTheSameForTheSameEpochAndExample() {
    assertThat(MASKING.draw(example(4, 128), 2))
        .usingRecursiveComparison()
        .isEqualTo(MASKING.draw(example(4, 128), 2));
    assertThat(MASKING.draw(example(4, 128), 2).positions())
        .isNotEqualTo(MASKING.draw(example(4, 128), 3).positions());
  }

  @Test
  void shouldDrawSinglePiecesWhereNoPieceContinuesAWord() {
    Masking single =
        new Masking(new MaskingConfig(0.15, CAP, 9), VOCABULARY_SIZE, FIRST_ORDINARY, SPECIAL);
    Masking noContinuations =
        new Masking(
            new MaskingConfig(0.15, CAP, 9),
            VOCABULARY_SIZE,
            FIRST_ORDINARY,
            SPECIAL,
            new BitSet());
    assertThat(noContinuations.draw(example(6, 100), 1))
        .usingRecursiveComparison()
        .isEqualTo(single.draw(example(6, 100), 1));
  }

  private static Set<Integer> chosen(Masking.Masked masked) {
    Set<Integer> positions = new HashSet<>();
    for (int position : masked.positions()) {
      positions.add(position);
    }
    return positions;
  }

  private static List<List<Integer>> words(int[] tokens) {
    List<List<Integer>> words = new ArrayList<>();
    for (int i = 0; i < tokens.length; i++) {
      if (tokens[i] >= FIRST_CONTINUATION && tokens[i - 1] >= FIRST_ORDINARY) {
        words.get(words.size() - 1).add(i);
      } else if (tokens[i] >= FIRST_ORDINARY) {
        words.add(new ArrayList<>(List.of(i)));
      }
    }
    return words;
  }

  /** Words of one, two and three pieces in turn, two segments. */
  private static Example example(long id, int length) {
    int[] tokens = new int[length];
    for (int i = 1; i < length; i++) {
      int place = i % 6; // a | b ##b | c ##c ##c
      boolean continues = place == 2 || place == 4 || place == 5;
      tokens[i] = (continues ? FIRST_CONTINUATION : FIRST_ORDINARY) + i;
    }
    tokens[0] = SPECIAL.classification();
    tokens[length / 2] = SPECIAL.separator();
    tokens[length - 1] = SPECIAL.separator();
    return new Example(id, tokens, length / 2 + 1, false);
  }
}
