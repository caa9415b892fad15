package dev.kindling.jobs.tokenize.spark;

import org.apache.spark.sql.SparkSession;

/** A user's application, submitted: it knows Spark SQL and the functions' names, no more. */
public final class EncodeApplication {
  private EncodeApplication() {}

  /**
   * Encodes the lines of a text.
   *
   * @param paths of the text, and of the folder where JSON goes
   */
  public static void main(String[] paths) {
    SparkSession spark = SparkSession.builder().getOrCreate();
    spark
        .read()
        .text(paths[0])
        .repartition(5)
        .selectExpr("value AS text", "uncased.encode(value) AS ids")
        .write()
        .json(paths[1]);
    spark.stop();
  }
}
