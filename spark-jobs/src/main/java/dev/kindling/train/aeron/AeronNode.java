package dev.kindling.train.aeron;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import io.aeron.Aeron;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * The media driver of this process, embedded, with clients of it and of the media drivers of other
 * processes on the same machine. One serves all tasks of an executor, and stays until the process
 * ends: what a task has sent is delivered after the task has gone.
 */
final class AeronNode implements AutoCloseable {
  /**
   * After this long without a sign of life a peer counts as dead. Far above a collector's pauses;
   * far below a round's deadline.
   */
  static final Duration LIVENESS = Duration.ofSeconds(20);

  /** What the kernel may hold for a socket; below it, packets of a burst are lost. */
  private static final int SOCKET_BYTES = 2 << 20;

  /** Shared memory has no packets: large frames save authentication codes and headers. */
  private static final int IPC_MTU = 32 << 10;

  /** Of 16,384 counters, and four times as much of their names: a pair of tasks has about ten. */
  private static final int COUNTER_BYTES = 2 << 20;

  /** Files of a media driver that serves nobody yet: counters, requests, logs of errors. */
  static final long DRIVER_BYTES = 18 << 20;

  private static final Map<AeronSettings, AeronNode> SHARED = new HashMap<>();

  private final AeronSettings settings;
  private final LocalAddress local;
  private final int mtu;
  private final int socketBytes;
  private final Path directory;
  private final MediaDriver driver;
  private final Map<String, Aeron> clients = new HashMap<>();
  private final AtomicInteger streams = new AtomicInteger();

  /** Starts a media driver; {@code adjust} may change its settings (losing packets, in tests). */
  AeronNode(AeronSettings settings, Consumer<MediaDriver.Context> adjust) {
    requireOpenModule();
    this.settings = settings;
    this.local = LocalAddress.within(settings.address());
    this.mtu = settings.mtu() > 0 ? settings.mtu() : local.mtu();
    this.socketBytes = Math.min(SOCKET_BYTES, SocketBuffers.largest());
    DriverDirectory.requireRoom(DRIVER_BYTES);
    this.directory = DriverDirectory.create();
    MediaDriver.Context context = context();
    adjust.accept(context);
    this.driver = launch(context);
  }

  /** The process's own, started by the first task that asks. */
  static AeronNode shared(AeronSettings settings) {
    synchronized (SHARED) {
      AeronNode node = SHARED.get(settings);
      if (node == null) {
        node = new AeronNode(settings, context -> {});
        SHARED.put(settings, node);
        Runtime.getRuntime().addShutdownHook(new Thread(node::close, "kindling-aeron-close"));
      }
      return node;
    }
  }

  /** Agrona reaches for memory through a package that the Java platform keeps closed. */
  static void requireOpenModule() {
    if (!Object.class.getModule().isOpen("jdk.internal.misc", Aeron.class.getModule())) {
      throw new KindlingException(
          ExitCode.CLUSTER,
          "Java keeps jdk.internal.misc closed, which Aeron needs: add --add-opens=java.base/jdk.internal.misc=ALL-UNNAMED to spark.driver.extraJavaOptions and spark.executor.extraJavaOptions.");
    }
  }

  private MediaDriver.Context context() {
    long livenessNanos = LIVENESS.toNanos();
    return new MediaDriver.Context()
        .aeronDirectoryName(directory.toString())
        .threadingMode(ThreadingMode.SHARED)
        .sharedIdleStrategy(idle())
        .sharedThreadFactory(AeronNode::daemon)
        .asyncExecutorThreadFactory(AeronNode::daemon)
        .mtuLength(mtu)
        .ipcMtuLength(IPC_MTU)
        .publicationTermBufferLength(settings.termLength())
        .ipcTermBufferLength(settings.termLength())
        .socketRcvbufLength(socketBytes)
        .socketSndbufLength(socketBytes)
        .initialWindowLength(window(1))
        .counterValuesBufferLength(COUNTER_BYTES)
        .termBufferSparseFile(true)
        .imageLivenessTimeoutNs(livenessNanos)
        .publicationConnectionTimeoutNs(livenessNanos)
        .clientLivenessTimeoutNs(livenessNanos)
        .publicationUnblockTimeoutNs(2 * livenessNanos)
        .driverTimeoutMs(LIVENESS.toMillis())
        .errorHandler(error -> {}) // kept in the driver's own error log; peers' waits report it
        .dirDeleteOnShutdown(true);
  }

  /** Of a process that has done its work nothing should be left running. */
  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "kindling-aeron");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Bytes that each of some peers may have under way to one task. The socket of a task holds half
   * of what the kernel grants as payload, the rest being its own bookkeeping; what all peers
   * together send beyond that is lost and must be sent again, at a quarter of the speed.
   */
  int window(int peers) {
    int share = Math.max(2 * mtu, socketBytes / 2 / Math.max(1, peers));
    return Math.min(share, settings.termLength() / 2);
  }

  private MediaDriver launch(MediaDriver.Context context) {
    try {
      return MediaDriver.launch(context);
    } catch (RuntimeException | InternalError e) { // the latter of a mapped file without room
      DriverDirectory.remove(directory.getParent());
      throw new KindlingException(
          ExitCode.CLUSTER,
          "The media driver does not start in %s: %s".formatted(directory, e.getMessage()),
          e);
    }
  }

  /**
   * Waits without holding a core: the engines need them. Spins briefly, yields, then sleeps for up
   * to a millisecond.
   */
  static IdleStrategy idle() {
    return new BackoffIdleStrategy(10, 20, 10_000, 1_000_000);
  }

  AeronSettings settings() {
    return settings;
  }

  String host() {
    return local.host();
  }

  InetAddress address() {
    return local.address();
  }

  String directory() {
    return directory.toString();
  }

  /** A number that no other task has had in this media driver. */
  int nextStream() {
    return streams.incrementAndGet();
  }

  /** The client of this process's media driver. */
  Aeron client() {
    return client(directory());
  }

  /** The client of a media driver of this machine. */
  synchronized Aeron client(String driverDirectory) {
    Aeron client = clients.get(driverDirectory);
    if (client == null || client.isClosed()) {
      client =
          Aeron.connect(
              new Aeron.Context()
                  .aeronDirectoryName(driverDirectory)
                  .driverTimeoutMs(LIVENESS.toMillis())
                  .threadFactory(AeronNode::daemon)
                  .errorHandler(error -> {})); // a dead driver closes the client; waits notice
      clients.put(driverDirectory, client);
    }
    return client;
  }

  /** Ends at once; the second call changes nothing. */
  @Override
  public synchronized void close() {
    clients.values().forEach(Aeron::close);
    driver.close();
    DriverDirectory.remove(directory.getParent());
  }
}
