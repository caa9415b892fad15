package dev.kindling.jobs.stage;

import java.io.IOException;
import java.io.Serializable;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Brings messages of running tasks to the driver, over Spark's own authenticated RPC. Where it is
 * not among {@code spark.plugins}, none arrive: a task's result must hold all that matters.
 */
public final class TaskMessages implements SparkPlugin {
  private record Envelope(long feed, Serializable message) implements Serializable {}

  /** Answered with the driver's time. */
  private record TimeQuestion() implements Serializable {}

  private static final int TIME_QUESTIONS = 3;

  private static final Map<Long, BlockingQueue<Object>> FEEDS = new ConcurrentHashMap<>();
  private static volatile PluginContext executor;

  /** For Spark, which makes it by name. */
  public TaskMessages() {}

  /**
   * Where messages arrive on the driver, until {@link #close}.
   *
   * @param feed a number that nobody else uses
   */
  public static BlockingQueue<Object> open(long feed) {
    return FEEDS.computeIfAbsent(feed, f -> new LinkedBlockingQueue<>());
  }

  /** Drops what arrives from now on. */
  public static void close(long feed) {
    FEEDS.remove(feed);
  }

  /** Sends from a task; a message that does not get through is lost. */
  public static void send(long feed, Serializable message) {
    PluginContext context = executor;
    try {
      if (context != null) {
        context.send(new Envelope(feed, message));
      }
    } catch (IOException driverOutOfReach) {
      // If it stays so, Spark ends this executor.
    }
  }

  /**
   * How far the clock of this executor is ahead of the driver's, told from the quickest of some
   * answers; wrong by half of the time that it took at most.
   *
   * @return milliseconds, negative where it is behind
   * @throws IOException if the driver does not answer
   */
  public static long millisAheadOfDriver() throws IOException {
    PluginContext context = executor;
    if (context == null) {
      throw new IOException(TaskMessages.class.getName() + " is not among spark.plugins");
    }
    long ahead = 0;
    long quickest = Long.MAX_VALUE;
    try {
      for (int i = 0; i < TIME_QUESTIONS; i++) {
        long start = System.nanoTime();
        long driver = (Long) context.ask(new TimeQuestion());
        long nanos = System.nanoTime() - start;
        if (nanos < quickest) {
          quickest = nanos;
          ahead = System.currentTimeMillis() - nanos / 2_000_000 - driver;
        }
      }
    } catch (Exception e) {
      throw new IOException("the driver does not answer: " + e.getMessage(), e);
    }
    return ahead;
  }

  @Override
  public DriverPlugin driverPlugin() {
    return new DriverPlugin() {
      @Override
      public Object receive(Object message) {
        if (message instanceof TimeQuestion) {
          return System.currentTimeMillis();
        }
        if (message instanceof Envelope envelope) {
          BlockingQueue<Object> feed = FEEDS.get(envelope.feed());
          if (feed != null) { // a task that was given up may send late
            feed.add(envelope.message());
          }
        }
        return null;
      }
    };
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorPlugin() {
      @Override
      public void init(PluginContext context, Map<String, String> extra) {
        executor = context;
      }

      @Override
      public void shutdown() {
        executor = null;
      }
    };
  }
}
