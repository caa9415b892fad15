package dev.kindling.train.monitor;

import com.codahale.metrics.Gauge;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Puts a run's figures among the driver's metrics: {@code spark.plugins =
 * dev.kindling.train.monitor.KindlingPlugin}. Whatever sink Spark is given, such as its Prometheus
 * servlet, then has them under {@code plugin.dev.kindling.train.monitor.KindlingPlugin}.
 */
public final class KindlingPlugin implements SparkPlugin {
  /** Made by Spark. */
  public KindlingPlugin() {}

  @Override
  public DriverPlugin driverPlugin() {
    return new DriverPlugin() {
      @Override
      public Map<String, String> init(SparkContext spark, PluginContext context) {
        for (String name : RunGauges.names()) {
          Gauge<Double> gauge = () -> RunGauges.value(name);
          context.metricRegistry().register(name, gauge);
        }
        return Map.of();
      }
    };
  }

  /** Executors have nothing of their own: the driver hears of each worker after each round. */
  @Override
  public ExecutorPlugin executorPlugin() {
    return null;
  }
}
