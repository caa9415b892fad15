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
  void shouldAddInAnyOrder() {
    WordCounts forwards = new WordCounts();
    forwards.add("a", 1);
    forwards.add("b", 2);
    forwards.add("b", 3);
    WordCounts backwards = new WordCounts();
    backwards.add("b", 3);
    backwards.add("b", 2);
    backwards.add("a", 1);
    assertThat(forwards.sorted()).isEqualTo(backwards.sorted()).containsEntry("b", 5L);
    assertThat(forwards.sorted().keySet()).containsExactly("a", "b");
    assertThat(forwards.size()).isEqualTo(2);
  }

  @Test
  void shouldRejectWhatIsNoOccurrence() {
    WordCounts counts = new WordCounts();
    assertThatThrownBy(() -> counts.add("", 1)).hasMessageContaining("empty");
    assertThatThrownBy(() -> counts.add("a", 0))
        .hasMessageContaining("\"a\"")
        .hasMessageContaining("got 0");
    assertThatThrownBy(() -> counts.sorted().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
