package dev.kindling.corpus.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hashes are equal where the shingles as strings are, and nowhere else. */
final class ShinglesTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 13})
  void shouldHashEqualRunsOfWordsAlikeAndOthersNot(int length) {
    SplittableRandom random = new SplittableRandom(length);
    List<String> words = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) { // few different words, so that shingles repeat
      words.add("w" + random.nextInt(length == 1 ? 1_000 : 3));
    }
    List<String> shingles = new ArrayList<>();
    for (int i = 0; i + length <= words.size(); i++) {
      shingles.add(String.join(" ", words.subList(i, i + length)));
    }

    assertSamePattern(hashes(ShingleUnit.WORD, length, String.join(" ", words)), shingles);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 24})
  void shouldHashEqualRunsOfCharactersAlikeAndOthersNot(int length) {
    SplittableRandom random = new SplittableRandom(length);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 9_000; i++) {
      text.append(random.nextInt(5) == 0 && i > 0 && i < 8_999 ? " " : i % 50 < 30 ? "a" : "b");
    }
    String folded = text.toString().replaceAll(" +", " ");
    List<String> shingles = new ArrayList<>();
    for (int i = 0; i + length <= folded.length(); i++) {
      shingles.add(folded.substring(i, i + length));
    }

    assertSamePattern(hashes(ShingleUnit.CHARACTER, length, text.toString()), shingles);
  }

  @Test
  void shouldTakeEachIdeographAsAWord() {
    assertThat(hashes(ShingleUnit.WORD, 1, "漢字，kana漢"))
        .hasSize(4)
        .isEqualTo(hashes(ShingleUnit.WORD, 1, "漢 字 KANA 漢"));
    assertThat(hashes(ShingleUnit.WORD, 1, "\ud842\udfb7\ud842\udfb6")).hasSize(2); // extension B
  }

  @Test
  void shouldReadCharactersOfTwoUnitsWhereverTheyStand() {
    String letter = "\ud801\udc00"; // Deseret capital long I
    for (int before = 4_090; before < 4_100; before++) { // a block ends somewhere here
      String text = "a".repeat(before) + letter + " b";
      assertThat(hashes(ShingleUnit.WORD, 1, text))
          .isEqualTo(hashes(ShingleUnit.WORD, 1, "a".repeat(before) + "\ud801\udc28 b"))
          .isNotEqualTo(hashes(ShingleUnit.WORD, 1, "a".repeat(before) + " b"));
      assertThat(hashes(ShingleUnit.CHARACTER, 1, text)).hasSize(before + 3);
    }
  }

  @Test
  void shouldBearLoneSurrogates() {
    assertThat(hashes(ShingleUnit.WORD, 1, "a \ud801")).hasSizeBetween(1, 2);
    assertThat(hashes(ShingleUnit.CHARACTER, 2, "\udc00b\ud801")).isNotEmpty();
  }

  private static void assertSamePattern(List<Long> hashes, List<String> shingles) {
    assertThat(hashes).hasSameSizeAs(shingles);
    Map<String, Long> hashOf = new HashMap<>();
    for (int i = 0; i < hashes.size(); i++) {
      assertThat(hashes.get(i))
          .isEqualTo(hashOf.computeIfAbsent(shingles.get(i), first(hashes.get(i))));
    }
    Set<Long> different = new HashSet<>(hashes);
    assertThat(different).hasSameSizeAs(hashOf.keySet());
  }

  private static java.util.function.Function<String, Long> first(Long hash) {
    return shingle -> hash;
  }

  private static List<Long> hashes(ShingleUnit unit, int length, String text) {
    List<Long> found = new ArrayList<>();
    new Shingles(
            unit,
            length,
            (hashes, count) -> {
              for (int i = 0; i < count; i++) {
                found.add(hashes[i]);
              }
            })
        .hash(text);
    return found;
  }
}
