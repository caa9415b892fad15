package dev.kindling.tokenizer.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WordCountsTest {

  @Test
  void shouldCountBeyond32Bits() {
    WordCounts counts = new WordCounts();
    counts.add("the", 3_000_000_000L);
    counts.add("the", 3_000_000_000L);
    assertThat(counts.get("the")).isEqualTo(6_000_000_000L);
    assertThat(counts.get("The")).isZero();
    assertThatThrownBy(() -> counts.add("the", Long.MAX_VALUE))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void shouldMergeInAnyOrder() {
    WordCounts left = new WordCounts();
    left.add("a", 1);
    left.add("b", 2);
    WordCounts right = new WordCounts();
    right.add("b", 3);
    right.add("c", 4);
    WordCounts leftFirst = new WordCounts();
    leftFirst.merge(left);
    leftFirst.merge(right);
    right.merge(left);
    assertThat(leftFirst.sorted()).isEqualTo(right.sorted()).containsEntry("b", 5L);
    assertThat(leftFirst.sorted().keySet()).containsExactly("a", "b", "c");
    assertThat(left.sorted()).hasSize(2);
    assertThat(leftFirst.size()).isEqualTo(3);
  }

  @Test
  void shouldRejectWhatIsNoOccurrence() {
    WordCounts counts = new WordCounts();
    assertThatThrownBy(() -> counts.add("", 1)).hasMessageContaining("empty");
    assertThatThrownBy(() -> counts.add("a", 0))
        .hasMessageContaining("\"a\"")
        .hasMessageContaining("got 0");
    assertThatThrownBy(() -> counts.merge(counts)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> counts.sorted().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
