package dev.kindling.train.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TaskNumbersTest {
  private static final int ANY = TaskNumbers.ANY;

  @Test
  void shouldGiveEachTaskTheNumberThatItHad() {
    assertThat(numbers(2, 0, 1)).containsExactly(2, 0, 1);
  }

  @Test
  void shouldGiveTheOthersWhatIsLeft() {
    assertThat(numbers(ANY, ANY, ANY)).containsExactly(0, 1, 2);
    assertThat(numbers(ANY, 3, ANY, 0)).containsExactly(1, 3, 2, 0);
  }

  @Test
  void shouldGiveANumberToOneTaskOnly() {
    assertThat(numbers(1, 1, 1)).containsExactly(1, 0, 2);
  }

  @Test
  void shouldOrderByNumber() {
    TaskNumbers numbers = TaskNumbers.of(List.of(2, ANY, 0));

    assertThat(numbers.inOrder(List.of("a", "b", "c"))).containsExactly("c", "b", "a");
  }

  private static List<Integer> numbers(Integer... wishes) {
    return TaskNumbers.of(List.of(wishes)).ofPartitions();
  }
}
