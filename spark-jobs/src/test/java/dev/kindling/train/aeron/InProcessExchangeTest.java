package dev.kindling.train.aeron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.train.aeron.SliceMessage.Kind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class InProcessExchangeTest {
  private final ExchangeGroup group = ExchangeGroup.withRandomKey(1, 2, Duration.ofSeconds(30));

  @Test
  void shouldBringContributionsToOwnersAndUpdatesToAllOthers() throws Exception {
    try (ExchangeEndpoint first = InProcessExchange.factory().open(group);
        ExchangeEndpoint second = InProcessExchange.factory().open(group)) {
      List<String> addresses = List.of(first.address(), second.address());
      CompletableFuture<SliceExchange> connecting =
          CompletableFuture.supplyAsync(() -> second.connect(1, addresses, () -> false));
      SliceExchange one = first.connect(0, addresses, () -> false);
      SliceExchange two = connecting.get();

      one.push(1, message(Kind.CONTRIBUTION, 0, 2, 3));
      one.push(1, message(Kind.CONTRIBUTION, 0, 1, 4));
      two.publish(message(Kind.UPDATE, 1, 1, 5));

      assertThat(two.take(Kind.CONTRIBUTION, 1, () -> "").slice()).isEqualTo(4);
      assertThat(two.take(Kind.CONTRIBUTION, 2, () -> "").slice()).isEqualTo(3);
      assertThat(one.take(Kind.UPDATE, 1, () -> "").slice()).isEqualTo(5);
    }
  }

  @Test
  void shouldNameRoundAndWhatIsMissingAtTheDeadline() {
    Inbox inbox = new Inbox(Duration.ofMillis(1), () -> false);
    inbox.add(message(Kind.UPDATE, 0, 2, 7));

    assertThatThrownBy(() -> inbox.take(Kind.UPDATE, 1, () -> "slice 7 of task 0"))
        .hasMessageContaining("Round 1: no update")
        .hasMessageContaining("slice 7 of task 0");
  }

  private static SliceMessage message(Kind kind, int from, long round, int slice) {
    return new SliceMessage(kind, from, round, slice, from, 1, new byte[] {1});
  }
}
