package dev.kindling.jobs.storage;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;

/** Hadoop's settings for the files of a work folder. */
final class HadoopSettings {
  /**
   * Whether a file that is written goes on when one of its DataNodes is lost and no other can take
   * that one's place. Hadoop's default is that it fails: with three nodes and three copies of a
   * block, every open file would die with any node.
   */
  private static final String WRITE_ON =
      "dfs.client.block.write.replace-datanode-on-failure.best-effort";

  private static SparkEnv spark;
  private static Configuration ofSpark;

  private HadoopSettings() {}

  /** Makes files survive a lost DataNode, unless the settings say otherwise themselves. */
  static Configuration tolerant(Configuration hadoop) {
    String[] sources = hadoop.getPropertySources(WRITE_ON);
    if (sources == null || sources[sources.length - 1].endsWith("-default.xml")) {
      hadoop.setBoolean(WRITE_ON, true);
    }
    return hadoop;
  }

  /**
   * The settings in a task: those of the executor's machine, and the job's {@code spark.hadoop.*}
   * keys. Reading files of settings takes longer than a small task, so it is done once a process.
   */
  static synchronized Configuration ofTask() {
    SparkEnv current = SparkEnv.get();
    if (current == null) {
      return tolerant(SparkHadoopUtil.get().conf());
    }
    if (current != spark) {
      ofSpark = tolerant(SparkHadoopUtil.get().newConfiguration(current.conf()));
      spark = current;
    }
    return ofSpark;
  }
}
