package dev.kindling.jobs.stage;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;

/** Starts Spark when the first stage asks for it, and stops it at the end. */
public final class SparkProvider implements AutoCloseable {
  private static final String PLUGINS = "spark.plugins";
  private static final String BROADCAST_BLOCK = "spark.broadcast.blockSize";

  /**
   * Spark's own 4 MiB are, with an array's header, a few bytes more than two regions of the G1
   * collector in heaps of 4 GiB, or one in those of 8, and take another whole region.
   */
  private static final String BROADCAST_BLOCK_SIZE = "4000k";

  private SparkSession session;

  /** Nothing is started yet. */
  public SparkProvider() {}

  /**
   * The session, with the settings that spark-submit was given.
   *
   * @return started by the first call
   */
  public SparkSession session() {
    if (session == null) {
      session =
          SparkSession.builder()
              .appName("kindling")
              .config(PLUGINS, plugins())
              .config(BROADCAST_BLOCK, new SparkConf().get(BROADCAST_BLOCK, BROADCAST_BLOCK_SIZE))
              .getOrCreate();
    }
    return session;
  }

  /** Those that spark-submit was given, and the one that tells of tasks while they run. */
  private static String plugins() {
    return Stream.of(new SparkConf().get(PLUGINS, ""), TaskMessages.class.getName())
        .filter(name -> !name.isBlank())
        .collect(Collectors.joining(","));
  }

  /**
   * The context, if Spark runs already.
   *
   * @return empty before the first call of {@link #session()}
   */
  public Optional<JavaSparkContext> running() {
    return Optional.ofNullable(session)
        .map(s -> JavaSparkContext.fromSparkContext(s.sparkContext()));
  }

  /**
   * Hadoop's settings without starting Spark.
   *
   * @return with the {@code spark.hadoop.*} keys that spark-submit was given
   */
  public static Configuration hadoop() {
    return SparkHadoopUtil.get().newConfiguration(new SparkConf());
  }

  @Override
  public void close() {
    if (session != null) {
      session.stop();
      session = null;
    }
  }
}
