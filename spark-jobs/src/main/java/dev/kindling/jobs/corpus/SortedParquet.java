package dev.kindling.jobs.corpus;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.conv;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.shiftright;
import static org.apache.spark.sql.functions.substring;

import dev.kindling.jobs.storage.Workspace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;

/**
 * Tables as Parquet files whose number, names and bytes depend on their rows alone, never on
 * partitions: rows go to files by the first 32 bits of their id (hex digits of a hash, so files are
 * of about one size) and are sorted by id within. Tables with the same number of files can be
 * merged file by file.
 */
public final class SortedParquet {
  private static final String FILE = "file";
  private static final String PARTS = "_parts";

  /**
   * Parquet's footer lists the encodings of each column in the order of a hash set of objects,
   * which differs from process to process. With second-version pages and without dictionaries each
   * column has one encoding, and so one order.
   */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "compression", "zstd",
          "maxRecordsPerFile", "0",
          "parquet.writer.version", "PARQUET_2_0",
          "parquet.enable.dictionary", "false");

  private static final int ID_DIGITS = 8;
  private static final int ID_BITS = 32;

  private SortedParquet() {}

  /**
   * Sorts a table and writes it.
   *
   * @param rows has a column {@code id}
   * @param files how many files at most; a file without rows is not written
   * @param directory where {@code part-00000.parquet} and so on go; must not hold any yet
   * @param workspace moves the files to their names
   * @param tieBreakers columns that order rows of the same id
   * @throws IOException if a file cannot be moved
   */
  static void write(
      Dataset<Row> rows, int files, Path directory, Workspace workspace, String... tieBreakers)
      throws IOException {
    Column idPrefix = conv(substring(col("id"), 1, ID_DIGITS), 16, 10).cast("bigint");
    List<Column> order = new ArrayList<>(List.of(col(FILE), col("id")));
    for (String column : tieBreakers) {
      order.add(col(column));
    }
    Path parts = new Path(directory, PARTS);
    rows.withColumn(FILE, shiftright(idPrefix.multiply(lit((long) files)), ID_BITS))
        .repartition(files, col(FILE))
        .sortWithinPartitions(order.toArray(Column[]::new))
        .write()
        .partitionBy(FILE)
        .options(SETTINGS)
        .mode(SaveMode.Overwrite)
        .parquet(parts.toString());
    FileSystem storage = workspace.fileSystem(directory);
    for (int file = 0; file < files; file++) {
      Path written = new Path(parts, FILE + "=" + file);
      if (storage.exists(written)) {
        List<FileStatus> found = parts(storage, written);
        if (found.size() != 1) {
          throw new IllegalStateException(
              "expected one file in " + written + ", found " + found.size());
        }
        workspace.rename(found.get(0).getPath(), file(directory, file));
      }
    }
    workspace.delete(parts);
  }

  /**
   * Writes a table that is in its order already, without moving a row: partition i becomes file i.
   *
   * @param rows each partition holds the rows of one file, in their order; all partitions but the
   *     first may be empty, they have no file
   * @param directory where the files go; must not hold any yet
   * @param workspace moves the files to their names
   * @throws IOException if a file cannot be moved
   */
  public static void writeInPlace(Dataset<Row> rows, Path directory, Workspace workspace)
      throws IOException {
    Path parts = new Path(directory, PARTS);
    rows.write().options(SETTINGS).mode(SaveMode.Overwrite).parquet(parts.toString());
    for (FileStatus written : parts(workspace.fileSystem(parts), parts)) {
      String name = written.getPath().getName(); // part-00012-JOB-c000.zstd.parquet
      int number = Integer.parseInt(name.split("-", 3)[1]);
      workspace.rename(written.getPath(), file(directory, number));
    }
    workspace.delete(parts);
  }

  /** The place of a table's file, whether it has rows or not. */
  static Path file(Path directory, int number) {
    return new Path(directory, "part-%05d.parquet".formatted(number));
  }

  private static List<FileStatus> parts(FileSystem storage, Path folder) throws IOException {
    return List.of(storage.listStatus(folder, path -> path.getName().startsWith("part-")));
  }
}
