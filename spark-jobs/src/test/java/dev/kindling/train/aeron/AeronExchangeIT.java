package dev.kindling.train.aeron;

import static io.aeron.driver.status.SystemCounterDescriptor.RETRANSMITS_SENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.jobs.KindlingException;
import dev.kindling.train.aeron.SliceMessage.Kind;
import io.aeron.ExclusivePublication;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ext.DebugReceiveChannelEndpoint;
import io.aeron.driver.ext.DebugSendChannelEndpoint;
import io.aeron.driver.ext.RandomLossGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AeronExchangeIT {
  private static final int SLICES = 12;
  private static final int SLICE_BYTES = 300_001; // many frames, the last of them short

  private final ExchangeGroup group = ExchangeGroup.withRandomKey(3, 3, Duration.ofSeconds(60));

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
    AtomicReference<MediaDriver.Context> driver = new AtomicReference<>();
    try (AeronNode first = node("127.0.0.1", losing(11).andThen(driver::set));
        AeronNode second = node("127.0.0.2", losing(12))) {
      requireAllArrive(List.of(endpoint(first), endpoint(second)));
      assertThat(driver.get().systemCounters().get(RETRANSMITS_SENT).get()).isPositive();
    }
  }

  @Test
  void shouldDropAndCountFramesThatNoTaskOfTheGenerationMade() throws Exception {
    try (AeronNode first = node("127.0.0.1", context -> {});
        AeronNode second = node("127.0.0.2", context -> {})) {
      AeronEndpoint target = endpoint(first);
      TaskAddress address = TaskAddress.parse(target.address());
      try (ExclusivePublication stranger =
          second.client().addExclusivePublication(address.udpChannel(), address.stream())) {
        ExchangeGroups.run(
            List.of(target, endpoint(second)),
            (task, exchange) -> {
              if (task == 0) {
                send(stranger, frame(group.generation() - 1, 1, group.key()));
                send(stranger, frame(group.generation(), 1, new byte[32]));
                send(stranger, frame(group.generation(), 0, group.key())); // seen before
                send(stranger, new byte[5]);
                awaitDropped(exchange, 1, 3);
                exchange.push(1, message(Kind.CONTRIBUTION, 0, 1));
              } else {
                exchange.push(0, message(Kind.CONTRIBUTION, 1, 1));
              }
              SliceMessage next = exchange.take(Kind.CONTRIBUTION, 2, () -> "all");
              assertThat(next.payload()).isEqualTo(payload(1 - task, 1));
              return null;
            });
      }
    }
  }

  @Test
  void shouldNameThePeerThatIsGone() throws Exception {
    AeronNode second = node("127.0.0.2", context -> {});
    try (AeronNode first = node("127.0.0.1", AeronExchangeIT::noticingSoon)) {
      ExchangeGroups.run(
          List.of(endpoint(first), endpoint(second)),
          (task, exchange) -> {
            if (task == 1) {
              second.close(); // as a process that is killed: no farewell
            } else {
              assertThatThrownBy(() -> exchange.take(Kind.UPDATE, 1, () -> "slice 7"))
                  .isInstanceOf(KindlingException.class)
                  .hasMessageContaining("lost task 1 at 127.0.0.2:");
            }
            return null;
          });
    }
  }

  @Test
  void shouldNameTheTaskThatDoesNotAnswerAtTheDeadline() {
    ExchangeGroup hasty = new ExchangeGroup(3, 2, group.key(), Duration.ofMillis(50));
    try (AeronNode node = node("127.0.0.1", context -> {});
        AeronEndpoint endpoint = new AeronEndpoint(node, hasty);
        AeronEndpoint silent = new AeronEndpoint(node, hasty)) {
      List<String> addresses = List.of(endpoint.address(), silent.address());
      assertThatThrownBy(() -> endpoint.connect(0, addresses, () -> false))
          .isInstanceOf(KindlingException.class)
          .hasMessageContaining("no hello has come from tasks [1]");
      assertThatThrownBy(() -> endpoint.connect(0, addresses, () -> true))
          .hasMessageContaining("the task was cancelled");
    }
  }

  @Test
  void shouldSayWhichPortsAreTaken() {
    try (AeronNode node =
            new AeronNode(new AeronSettings("127.0.0.1", 40_300, 40_300, 0, 1 << 20), c -> {});
        AeronEndpoint first = new AeronEndpoint(node, group)) {
      assertThat(first.address()).startsWith("127.0.0.1:40300 ");
      assertThatThrownBy(() -> new AeronEndpoint(node, group))
          .isInstanceOf(KindlingException.class)
          .hasMessageContaining("No UDP port of 127.0.0.1 from 40300 to 40300 is free");
    }
  }

  @Test
  void shouldNeedAsMuchSharedMemoryAsItSays() throws IOException {
    try (AeronNode node =
            new AeronNode(new AeronSettings("127.0.0.1", 40_301, 40_301, 0, 1 << 20), c -> {});
        Stream<Path> files = Files.walk(Path.of(node.directory()))) {
      assertThat(files.mapToLong(file -> file.toFile().length()).sum())
          .isBetween(AeronNode.DRIVER_BYTES / 2, AeronNode.DRIVER_BYTES);
    }
  }

  @Test
  void shouldTellWhatAMachineLacksBeforeAnyTaskDoes() {
    AeronSettings fit = new AeronSettings("127.0.0.0/8", 40_100, 40_199, 0, 1 << 20);
    assertThat(AeronPreflight.examine(fit, 3)).startsWith("127.0.0.1, ").contains("UDP ports free");

    AeronSettings elsewhere = new AeronSettings("255.255.255.255", 40_100, 40_199, 0, 1 << 20);
    assertThatThrownBy(() -> AeronPreflight.examine(elsewhere, 3))
        .isInstanceOf(KindlingException.class)
        .hasMessageContaining("training.aeron.address = 255.255.255.255 names no address");

    AeronSettings vast = new AeronSettings("127.0.0.1", 40_100, 40_199, 0, 1 << 30);
    assertThatThrownBy(() -> AeronPreflight.examine(vast, 1_000_000))
        .isInstanceOf(KindlingException.class)
        .hasMessageContaining("lower training.aeron.term-length");
  }

  private static byte[] frame(long generation, long sequence, byte[] key) {
    byte[] bytes = new byte[Frame.BODY + FrameSeal.BYTES];
    Frame.buffer(bytes)
        .putLong(Frame.GENERATION, generation)
        .putLong(Frame.SEQUENCE, sequence)
        .putInt(Frame.FROM, 1)
        .putInt(Frame.TO, 0);
    new FrameSeal(key).seal(bytes, Frame.BODY);
    return bytes;
  }

  private static void send(ExclusivePublication publication, byte[] bytes) {
    IdleStrategy idle = AeronNode.idle();
    while (publication.offer(new UnsafeBuffer(bytes)) < 0) {
      idle.idle();
    }
  }

  private static void awaitDropped(SliceExchange exchange, long stale, long forged) {
    IdleStrategy idle = AeronNode.idle();
    while (exchange.traffic().staleFrames() < stale || exchange.traffic().forgedFrames() < forged) {
      idle.idle();
    }
    assertThat(exchange.traffic().staleFrames()).isEqualTo(stale);
    assertThat(exchange.traffic().forgedFrames()).isEqualTo(forged);
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

  private static void noticingSoon(MediaDriver.Context context) {
    context.imageLivenessTimeoutNs(Duration.ofSeconds(1).toNanos());
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
