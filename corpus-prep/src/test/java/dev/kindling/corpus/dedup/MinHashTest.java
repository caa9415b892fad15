package dev.kindling.corpus.dedup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class MinHashTest {
  private static final MinHashOptions FINEWEB = MinHashPreset.FINEWEB.options(42);
  private static final int PAIRS = 2_000;

  /** Shingles, words replaced: similarities from 0.05 to 0.95. */
  @ParameterizedTest
  @CsvSource({"400, 2", "360, 8", "120, 5", "300, 20", "210, 28", "105, 19"})
  void shouldAgreeInAsManyMinimaAsTheSimilaritySays(int shingles, int replaced) {
    PlantedPairs pairs = new PlantedPairs(shingles, FINEWEB.length());
    MinHash minHash = new MinHash(FINEWEB);
    long agreeing = 0;
    double sumOfSquares = 0;
    double similarity = 0;
    int count = 500;
    for (int i = 0; i < count; i++) {
      List<String> pair = pairs.next(shingles, replaced);
      similarity = PlantedPairs.similarity(pair.get(0), pair.get(1), FINEWEB.length());
      int same = agreeing(minHash, pair);
      agreeing += same;
      double share = (double) same / FINEWEB.hashes();
      sumOfSquares += (share - similarity) * (share - similarity);
    }
    double variance = similarity * (1 - similarity) / FINEWEB.hashes();

    assertThat((double) agreeing / count / FINEWEB.hashes())
        .isCloseTo(similarity, within(4 * Math.sqrt(variance / count)));
    // Functions that depended on each other would scatter more than the binomial distribution.
    assertThat(sumOfSquares / count).isBetween(0.75 * variance, 1.25 * variance);
  }

  /** Shingles, words replaced, similarity. */
  @ParameterizedTest
  @CsvSource({"380, 4, 0.9", "360, 8, 0.8", "510, 18, 0.7", "300, 20, 0.5", "420, 48, 0.2727"})
  void shouldFindAsManyPairsAsTheTheorySays(int shingles, int replaced, double similarity) {
    PlantedPairs pairs = new PlantedPairs(7, FINEWEB.length());
    MinHash minHash = new MinHash(FINEWEB);
    int found = 0;
    for (int i = 0; i < PAIRS; i++) {
      List<String> pair = pairs.next(shingles, replaced);
      found += shareABand(minHash, pair.get(0), pair.get(1)) ? 1 : 0;
    }

    assertThat((double) found / PAIRS).isCloseTo(FINEWEB.chance(similarity), within(0.02));
  }

  @Test
  void shouldFindFewOfThePairsBelowAHalf() {
    PlantedPairs pairs = new PlantedPairs(11, FINEWEB.length());
    MinHash minHash = new MinHash(FINEWEB);
    int found = 0;
    for (int i = 0; i < PAIRS; i++) { // 20 to 58 of 300 shingles' neighbourhoods: 0.5 to 0.02
      List<String> pair = pairs.next(300, 21 + i % 38);
      assertThat(PlantedPairs.similarity(pair.get(0), pair.get(1), 5)).isLessThan(0.5);
      found += shareABand(minHash, pair.get(0), pair.get(1)) ? 1 : 0;
    }

    assertThat((double) found / PAIRS).isLessThan(0.02);
  }

  @ParameterizedTest
  @EnumSource(MinHashPreset.class)
  void shouldMakeSignaturesOfTheSizeOfThePreset(MinHashPreset preset) {
    MinHashOptions options = preset.options(1);
    MinHash minHash = new MinHash(options);
    String text = "The quick brown fox jumps over the lazy dog. ".repeat(20);

    assertThat(minHash.signature(text).orElseThrow()).hasSize(options.hashes());
    assertThat(minHash.bands(text).orElseThrow()).hasSize(options.bands()).doesNotHaveDuplicates();
  }

  @Test
  void shouldIgnoreCasePunctuationAndWhiteSpace() {
    MinHash minHash = new MinHash(FINEWEB);
    String written =
        "It's said (often!): “Crème brûlée” costs 3,50 € – not more…\nNobody knows why.";
    String plain = "its said often crème brûlée costs 350 not more   nobody knows why";

    assertThat(minHash.bands(written)).hasValue(minHash.bands(plain).orElseThrow());
    assertThat(minHash.bands(plain.replace("crème", "creme")).orElseThrow())
        .isNotEqualTo(minHash.bands(plain).orElseThrow());
  }

  @Test
  void shouldTakeADocumentShorterThanAShingleAsOneShingle() {
    MinHash minHash = new MinHash(FINEWEB);

    assertThat(minHash.bands("Not found.")).hasValue(minHash.bands("not  FOUND").orElseThrow());
    assertThat(shareABand(minHash, "not found", "not found here")).isFalse();
    assertThat(shareABand(minHash, "not found", "found not")).isFalse();
  }

  @Test
  void shouldHaveNothingToSayOfATextWithoutWords() {
    MinHash minHash = new MinHash(FINEWEB);

    assertThat(minHash.bands("")).isEmpty();
    assertThat(minHash.bands(" — … \n !")).isEmpty();
    assertThat(minHash.signature("?")).isEmpty();
    assertThat(minHash.signature("a")).isPresent();
  }

  @Test
  void shouldGiveEachSeedItsOwnFunctions() {
    String text = "one two three four five six seven";

    assertThat(new MinHash(FINEWEB).bands(text)).hasValue(new MinHash(FINEWEB).bands(text).get());
    assertThat(new MinHash(MinHashPreset.FINEWEB.options(43)).bands(text).orElseThrow())
        .doesNotContain(new MinHash(FINEWEB).bands(text).orElseThrow());
  }

  /** A change of these changes every corpus that was deduplicated. */
  @Test
  void shouldKeepItsValues() {
    long[] bands = new MinHash(FINEWEB).bands("one two three four five six seven").orElseThrow();

    assertThat(bands[0]).isEqualTo(2217144885816929918L);
    assertThat(bands[13]).isEqualTo(-7514908877028571435L);
  }

  @Test
  void shouldRejectSizesOutOfRange() {
    assertThatThrownBy(() -> new MinHashOptions(ShingleUnit.WORD, 0, 14, 8, 1))
        .hasMessageContaining("length must be in [1, 1000], got 0");
    assertThatThrownBy(() -> new MinHashOptions(ShingleUnit.WORD, 5, 4096, 2, 1))
        .hasMessageContaining("at most 4096, got 4096 × 2");
  }

  private static int agreeing(MinHash minHash, List<String> pair) {
    int[] first = minHash.signature(pair.get(0)).orElseThrow();
    int[] second = minHash.signature(pair.get(1)).orElseThrow();
    return (int) IntStream.range(0, first.length).filter(i -> first[i] == second[i]).count();
  }

  private static boolean shareABand(MinHash minHash, String a, String b) {
    long[] first = minHash.bands(a).orElseThrow();
    long[] second = minHash.bands(b).orElseThrow();
    return IntStream.range(0, first.length).anyMatch(i -> first[i] == second[i]);
  }
}
