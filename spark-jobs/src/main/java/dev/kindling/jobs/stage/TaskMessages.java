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

  @Override
  public DriverPlugin driverPlugin() {
    return new DriverPlugin() {
      @Override
      public Object receive(Object message) {
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
