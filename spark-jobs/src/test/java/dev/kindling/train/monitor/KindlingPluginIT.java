package dev.kindling.train.monitor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.LossSums;
import dev.kindling.train.progress.TestSummaries;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

/** The plugin in a real Spark, asked over HTTP as Prometheus does. */
final class KindlingPluginIT {

  @Test
  void shouldServeTheLastRoundToPrometheus() throws IOException {
    SparkConf conf =
        new SparkConf()
            .setMaster("local[1]")
            .setAppName("metrics test")
            .set("spark.driver.host", "localhost")
            .set("spark.driver.bindAddress", "127.0.0.1")
            .set("spark.ui.port", "0")
            .set("spark.plugins", KindlingPlugin.class.getName())
            .set("spark.metrics.namespace", "kindling")
            .set(
                "spark.metrics.conf.driver.sink.prometheusServlet.class",
                "org.apache.spark.metrics.sink.PrometheusServlet")
            .set("spark.metrics.conf.driver.sink.prometheusServlet.path", "/metrics/prometheus");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      new RunGauges().afterRound(TestSummaries.of(7, new LossSums(12, 4, 1, 0, 0, 0, 50)));

      assertThat(get(spark.sc().uiWebUrl().get() + "/metrics/prometheus").lines())
          .contains(
              line("step", "28.0"),
              line("loss", "3.0"),
              line("tokens_per_second", "25.0"),
              line("slowest_worker_tokens_per_second", "12.5"),
              line("sync_share", "0.25"),
              line("diverging", "0.0"));
    }
  }

  private static String line(String name, String value) {
    return "metrics_kindling_driver_plugin_dev_kindling_train_monitor_KindlingPlugin_"
        + name
        + "_Number{type=\"gauges\"} "
        + value;
  }

  private static String get(String address) throws IOException {
    try (InputStream in = URI.create(address).toURL().openStream()) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
