package dev.kindling.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class DataOrderTest {
  @Test
  void shouldReadShardsInOrderEpochAfterEpoch() {
    DataOrder order = new DataOrder(new long[] {2, 0, 3});

    assertThat(LongStream.range(0, 11).mapToObj(order::at))
        .containsExactly(
            new DataOrder.Position(0, 0, 0),
            new DataOrder.Position(0, 0, 1),
            new DataOrder.Position(0, 2, 0),
            new DataOrder.Position(0, 2, 1),
            new DataOrder.Position(0, 2, 2),
            new DataOrder.Position(1, 0, 0),
            new DataOrder.Position(1, 0, 1),
            new DataOrder.Position(1, 2, 0),
            new DataOrder.Position(1, 2, 1),
            new DataOrder.Position(1, 2, 2),
            new DataOrder.Position(2, 0, 0));
  }

  @Test
  void shouldReachFarEpochsWithoutCounting() {
    DataOrder order = new DataOrder(new long[] {4_000_000_000L, 1});

    assertThat(order.at(9_000_000_000_000L))
        .isEqualTo(
            new DataOrder.Position(
                9_000_000_000_000L / 4_000_000_001L, 0, 9_000_000_000_000L % 4_000_000_001L));
  }

  @Test
  void shouldRefuseShardsWithoutExamples() {
    assertThatIllegalArgumentException().isThrownBy(() -> new DataOrder(new long[] {0, 0}));
    assertThatIllegalArgumentException().isThrownBy(() -> new DataOrder(new long[0]));
  }
}
