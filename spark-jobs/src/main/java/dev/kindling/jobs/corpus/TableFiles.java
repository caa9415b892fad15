package dev.kindling.jobs.corpus;

import dev.kindling.jobs.storage.Workspace;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The tables of one corpus: all have as many files, cut at the same ids, so that a task can work on
 * the files of one number without anything from the others.
 *
 * @param session Spark
 * @param workspace holds them
 * @param files of each table, those without rows included
 */
record TableFiles(SparkSession session, Workspace workspace, int files) {

  Dataset<Row> read(Path directory, StructType columns) {
    return CorpusTables.read(session, columns, directory);
  }

  Dataset<Row> empty(StructType columns) {
    return session.createDataFrame(List.of(), columns);
  }

  JavaSparkContext spark() {
    return JavaSparkContext.fromSparkContext(session.sparkContext());
  }

  /** Sorts rows by id, and those of one id by the tie breakers, into a table. */
  void writeSorted(Dataset<Row> rows, Path directory, String... tieBreakers) throws IOException {
    SortedParquet.write(rows, files, directory, workspace, tieBreakers);
  }

  /** One task a file, which is given the file's number. */
  Dataset<Row> eachFile(FlatMapFunction<Iterator<Integer>, Row> task, StructType columns) {
    List<Integer> numbers = IntStream.range(0, files).boxed().toList();
    JavaRDD<Row> rows = spark().parallelize(numbers, files).mapPartitions(task);
    return session.createDataFrame(rows, columns);
  }

  /** One task a file; what it makes, in the order of ids, goes to the file of the same number. */
  void writeEachFile(
      FlatMapFunction<Iterator<Integer>, Row> task, StructType columns, Path directory)
      throws IOException {
    SortedParquet.writeInPlace(eachFile(task, columns), directory, workspace);
  }
}
