package dev.kindling.examples;

import static dev.kindling.examples.Corpora.FIRST_ORDINARY;
import static dev.kindling.examples.Corpora.SPECIAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MaskingTest {
  private static final int VOCABULARY_SIZE = 1_000;

  /** Of the masks that the first version of this class drew. */
  private static final int FIRST_VERSIONS_HASH = 38_609_920;

  private static final Masking MASKING =
      new Masking(new MaskingConfig(0.15, 20, 9), VOCABULARY_SIZE, FIRST_ORDINARY, SPECIAL);

  @Test
  void shouldGiveTheOriginalBackFromTheLabels() {
    for (int length = 5; length <= 300; length++) {
      Example example = example(length, length);
      int[] before = example.tokens().clone();
      Masking.Masked masked = MASKING.draw(example, 0);
      assertThat(example.tokens()).isEqualTo(before);
      int[] restored = masked.tokens().clone();
      for (int i = 0; i < masked.positions().length; i++) {
        restored[masked.positions()[i]] = masked.labels()[i];
      }
      assertThat(restored).isEqualTo(before);
      int expected = Math.min(20, Math.max(1, (int) Math.rint(0.15 * length)));
      assertThat(masked.positions()).hasSize(expected).isSorted().doesNotHaveDuplicates();
    }
  }

  @Test
  void shouldDrawStaticMasksOncePerExample() {
    MaskingConfig config = new MaskingConfig(0.15, 20, true, 7);
    Masking masking = new Masking(config, 1_000, Corpora.FIRST_ORDINARY, SPECIAL);
    Masking renewed = new Masking(new MaskingConfig(0.15, 20, 7), 1_000, 6, SPECIAL);
    Example example = example(1, 128);
    int[] first = masking.draw(example, 0).tokens();

    assertThat(first).isEqualTo(renewed.draw(example, 0).tokens());
    assertThat(renewed.draw(example, 1).tokens()).isNotEqualTo(first);
    for (int epoch = 1; epoch < 10; epoch++) {
      assertThat(masking.draw(example, epoch).tokens()).isEqualTo(first);
    }
    Example duplicate = new Example(example.id() + 1, example.tokens(), 0, false);
    assertThat(masking.draw(duplicate, 0).tokens()).isNotEqualTo(first);
  }

  @Test
  void shouldNeverChooseClassificationOrSeparator() {
    Example example = example(1, 128);
    for (int epoch = 0; epoch < 200; epoch++) {
      assertThat(MASKING.draw(example, epoch).labels())
          .doesNotContain(SPECIAL.classification(), SPECIAL.separator());
    }
  }

  @Test
  void shouldReplaceInTheSharesOfThePaperAndChooseEvenly() {
    Example example = example(3, 128);
    int chosen = 0;
    int masks = 0;
    int kept = 0;
    int[] perPosition = new int[128];
    for (int epoch = 0; epoch < 5_000; epoch++) {
      Masking.Masked masked = MASKING.draw(example, epoch);
      for (int i = 0; i < masked.positions().length; i++) {
        int now = masked.tokens()[masked.positions()[i]];
        chosen++;
        masks += now == SPECIAL.mask() ? 1 : 0;
        kept += now == masked.labels()[i] ? 1 : 0;
        perPosition[masked.positions()[i]]++;
        assertThat(now == SPECIAL.mask() || now >= FIRST_ORDINARY).isTrue();
        assertThat(now).isLessThan(VOCABULARY_SIZE);
      }
    }
    assertThat(chosen).isEqualTo(5_000 * 19);
    assertThat((double) masks / chosen).isBetween(0.793, 0.807);
    assertThat((double) kept / chosen).isBetween(0.095, 0.106);
    for (int i = 1; i < 127; i++) {
      if (i != 64) { // 5,000 * 19 / 125 = 760, standard deviation 25
        assertThat(perPosition[i]).isBetween(640, 880);
      }
    }
  }

  @Test
  void shouldDrawTheSameForTheSameEpochAndOtherwiseForAnother() {
    Example example = example(4, 128);
    assertThat(MASKING.draw(example, 2))
        .usingRecursiveComparison()
        .isEqualTo(MASKING.draw(example, 2));
    assertThat(MASKING.draw(example, 2).positions())
        .isNotEqualTo(MASKING.draw(example, 3).positions());
    assertThat(MASKING.draw(example(5, 128), 2).positions())
        .isNotEqualTo(MASKING.draw(example, 2).positions());
  }

  @Test
  void shouldDrawSinglePiecesAsTheFirstVersionDid() {
    StringBuilder drawn = new StringBuilder();
    for (int length = 5; length <= 300; length++) {
      Masking.Masked masked = MASKING.draw(example(length, length), length % 3);
      drawn.append(Arrays.toString(masked.tokens())).append(Arrays.toString(masked.positions()));
    }
    assertThat(drawn.toString().hashCode()).isEqualTo(FIRST_VERSIONS_HASH);
  }

  @Test
  void shouldRejectRatesOutOfRange() {
    assertThatThrownBy(() -> new MaskingConfig(0, 20, 0)).hasMessageContaining("mask-rate");
    assertThatThrownBy(() -> new MaskingConfig(Double.NaN, 20, 0))
        .hasMessageContaining("mask-rate");
    assertThatThrownBy(() -> new MaskingConfig(0.1, 0, 0)).hasMessageContaining("max-predictions");
    assertThatThrownBy(() -> new Masking(new MaskingConfig(0.1, 1, 0), 6, 6, SPECIAL))
        .hasMessageContaining("[0, 6), got 6");
  }

  private static Example example(long id, int length) {
    int[] tokens = new int[length];
    Arrays.setAll(tokens, i -> FIRST_ORDINARY + (i * 7) % (VOCABULARY_SIZE - FIRST_ORDINARY));
    tokens[0] = SPECIAL.classification();
    tokens[length / 2] = SPECIAL.separator();
    tokens[length - 1] = SPECIAL.separator();
    return new Example(id, tokens, length / 2 + 1, false);
  }
}
