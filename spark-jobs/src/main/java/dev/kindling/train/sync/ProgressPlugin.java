package dev.kindling.train.sync;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Brings reports of rounds from running tasks to the driver, over Spark's own authenticated RPC.
 * Where it is not among {@code spark.plugins}, the driver learns of rounds when their stage ends.
 */
public final class ProgressPlugin implements SparkPlugin {
  private static final Map<Long, BlockingQueue<RoundReports>> FEEDS = new ConcurrentHashMap<>();
  private static volatile PluginContext executor;

  /** For Spark, which makes it by name. */
  public ProgressPlugin() {}

  /** Where a stage's reports arrive on the driver, until {@link #close}. */
  static BlockingQueue<RoundReports> open(long generation) {
    return FEEDS.computeIfAbsent(generation, g -> new LinkedBlockingQueue<>());
  }

  static void close(long generation) {
    FEEDS.remove(generation);
  }

  /** Sends from a task, as far as that is possible: the stage's result holds every report too. */
  static void send(RoundReports reports) {
    PluginContext context = executor;
    try {
      if (context != null) {
        context.send(reports);
      }
    } catch (IOException driverOutOfReach) {
      // If it stays so, Spark ends this executor; if not, the report comes with the result.
    }
  }

  @Override
  public DriverPlugin driverPlugin() {
    return new DriverPlugin() {
      @Override
      public Map<String, String> init(SparkContext spark, PluginContext context) {
        return Map.of();
      }

      @Override
      public Object receive(Object message) {
        if (message instanceof RoundReports reports) {
          BlockingQueue<RoundReports> feed = FEEDS.get(reports.generation());
          if (feed != null) { // a task of a stage that has failed may report late
            feed.add(reports);
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
