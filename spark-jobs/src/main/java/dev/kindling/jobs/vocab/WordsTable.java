package dev.kindling.jobs.vocab;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.types.DataTypes.BinaryType;
import static org.apache.spark.sql.types.DataTypes.LongType;
import static org.apache.spark.sql.types.DataTypes.StringType;

import dev.kindling.jobs.corpus.SortedParquet;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.tokenizer.TokenizerOptions;
import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The table of words: each word once with its count, exact however many there are, because Spark
 * adds up and spills. Words go to files by their hash and are sorted within by their UTF-8 bytes,
 * so the files' bytes depend on the texts alone.
 */
final class WordsTable {
  static final String WORD = "word";
  static final String COUNT = "count";

  static final StructType COUNTED = new StructType().add(WORD, StringType).add(COUNT, LongType);

  /** Bytes of text a file stands for: its words are a small part of that. */
  private static final long TEXT_BYTES_PER_FILE = 32_000_000;

  private static final int MOST_FILES = 1024;

  private WordsTable() {}

  /** How many files the table of a text has: a matter of the text alone. */
  static int files(long textBytes) {
    return (int) Math.min(MOST_FILES, textBytes / TEXT_BYTES_PER_FILE + 1);
  }

  /**
   * Counts words and writes them.
   *
   * @param texts rows with the text in their first column
   * @param files how many files at most; a file without words is not written
   * @param directory must not hold any yet
   * @throws IOException if a file cannot be moved to its name
   */
  static void write(
      Dataset<Row> texts, TokenizerOptions options, int files, Path directory, Workspace workspace)
      throws IOException {
    JavaRDD<Row> counted =
        texts
            .select(texts.col(texts.columns()[0]).cast(BinaryType))
            .toJavaRDD()
            .mapPartitions(new WordCounter(options, WordCounter.BYTES_HELD));
    Dataset<Row> words =
        texts
            .sparkSession()
            .createDataFrame(counted, COUNTED)
            .repartition(files, col(WORD)) // the sum needs no other
            .groupBy(WORD)
            .agg(sum(COUNT).as(COUNT))
            .sortWithinPartitions(WORD);
    SortedParquet.writeInPlace(words, directory, workspace);
  }

  /** The table that an earlier stage wrote. */
  static Dataset<Row> read(SparkSession session, Path directory) {
    return session
        .read()
        .schema(COUNTED)
        .option("pathGlobFilter", "*.parquet")
        .parquet(directory.toString());
  }
}
