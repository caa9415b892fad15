package dev.kindling.train.aeron;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.train.aeron.SliceMessage.Kind;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ext.DebugReceiveChannelEndpoint;
import io.aeron.driver.ext.DebugSendChannelEndpoint;
import io.aeron.driver.ext.RandomLossGenerator;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class AeronExchangeIT {
  private static final int SLICES = 12;
  private static final int SLICE_BYTES = 300_001; // many frames, the last of them short

  private final ExchangeGroup group = ExchangeGroup.withRandomKey(3, Duration.ofSeconds(60));

  @Test
  void shouldBringAllSlicesOverUdpAndThroughSharedMemory() throws Exception {
    try (AeronNode first = node("127.0.0.1", context -> {});
        AeronNode second = node("127.0.0.2", context -> {})) {
      requireAllArrive(List.of(endpoint(first), endpoint(first), endpoint(second)));
    }
  }

  @Test
  void shouldReachAnotherProcessesMediaDriverThroughSharedMemory() throws Exception {
    try (AeronNode first = node("127.0.0.1", context -> {});
        AeronNode second = node("127.0.0.1", context -> {})) {
      requireAllArrive(List.of(endpoint(first), endpoint(second)));
    }
  }

  @Test
  void shouldBringAllSlicesWhereOnePacketInTwentyIsLost() throws Exception {
    try (AeronNode first = node("127.0.0.1", losing(11));
        AeronNode second = node("127.0.0.2", losing(12))) {
      requireAllArrive(List.of(endpoint(first), endpoint(second)));
    }
  }

  /** Each task owns the slices of its number; each pushes all slices and takes all updates. */
  private static void requireAllArrive(List<AeronEndpoint> endpoints) throws Exception {
    int tasks = endpoints.size();
    List<ExchangeTraffic> traffic =
        ExchangeGroups.run(
            endpoints,
            (task, exchange) -> {
              for (int slice = 0; slice < SLICES; slice++) {
                exchange.push(slice % tasks, message(Kind.CONTRIBUTION, task, slice));
              }
              for (int slice = task; slice < SLICES; slice += tasks) {
                Map<Integer, byte[]> contributions = new TreeMap<>();
                for (int i = 0; i < tasks; i++) {
                  SliceMessage next = exchange.take(Kind.CONTRIBUTION, slice + 1, () -> "some");
                  contributions.put(next.worker(), next.payload());
                }
                for (int from = 0; from < tasks; from++) {
                  assertThat(contributions.get(from)).isEqualTo(payload(from, slice));
                }
                exchange.publish(message(Kind.UPDATE, task, slice));
              }
              for (int slice = 0; slice < SLICES; slice++) {
                if (slice % tasks != task) {
                  SliceMessage update = exchange.take(Kind.UPDATE, slice + 1, () -> "some");
                  assertThat(update.from()).isEqualTo(slice % tasks);
                  assertThat(update.weight()).isEqualTo(slice * 1_000_000_007L);
                  assertThat(update.payload()).isEqualTo(payload(update.from(), slice));
                }
              }
              return exchange.traffic();
            });
    for (ExchangeTraffic of : traffic) {
      assertThat(of.sentBytes()).isGreaterThan((long) SLICES * SLICE_BYTES * (tasks - 1) / tasks);
      assertThat(of.staleFrames() + of.forgedFrames()).isZero();
    }
    assertThat(traffic.stream().mapToLong(ExchangeTraffic::sentBytes).sum())
        .isGreaterThanOrEqualTo(traffic.stream().mapToLong(ExchangeTraffic::receivedBytes).sum());
  }

  /** The round stands for the slice, so that the order of arrival is not the order of taking. */
  private static SliceMessage message(Kind kind, int task, int slice) {
    return new SliceMessage(
        kind, task, slice + 1, slice, task, slice * 1_000_000_007L, payload(task, slice));
  }

  private static byte[] payload(int task, int slice) {
    byte[] bytes = new byte[SLICE_BYTES];
    Arrays.fill(bytes, (byte) (17 * task + slice));
    bytes[SLICE_BYTES / 2] = (byte) slice;
    return bytes;
  }

  private AeronEndpoint endpoint(AeronNode node) {
    return new AeronEndpoint(node, group);
  }

  private static AeronNode node(String address, Consumer<MediaDriver.Context> adjust) {
    return new AeronNode(new AeronSettings(address, 40_100, 40_199, 1408, 1 << 20), adjust);
  }

  /** Loses 5% of what is sent and received, each driver by a sequence of its own. */
  private static Consumer<MediaDriver.Context> losing(long seed) {
    return context ->
        context
            .sendChannelEndpointSupplier(
                (channel, status, driver) ->
                    new DebugSendChannelEndpoint(
                        channel,
                        status,
                        driver,
                        new RandomLossGenerator(0.05, seed),
                        new RandomLossGenerator(0.05, seed + 1)))
            .receiveChannelEndpointSupplier(
                (channel, dispatcher, status, driver) ->
                    new DebugReceiveChannelEndpoint(
                        channel,
                        dispatcher,
                        status,
                        driver,
                        new RandomLossGenerator(0.05, seed + 2),
                        new RandomLossGenerator(0.05, seed + 3)));
  }
}
