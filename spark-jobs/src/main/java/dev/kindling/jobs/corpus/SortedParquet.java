package dev.kindling.jobs.corpus;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.conv;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.shiftright;
import static org.apache.spark.sql.functions.substring;

import dev.kindling.jobs.storage.Workspace;
import java.io.IOException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;

/**
 * Writes a table as Parquet files whose number, names and bytes depend on its rows alone, never on
 * partitions: rows go to files by the first 32 bits of their id (hex digits of a hash, so files are
 * of about one size) and are sorted by id within.
 */
final class SortedParquet {
  private static final String FILE = "file";
  private static final int ID_DIGITS = 8;
  private static final int ID_BITS = 32;

  private SortedParquet() {}

  /**
   * Writes the table.
   *
   * @param rows has a column {@code id}
   * @param files how many files at most; a file without rows is not written
   * @param directory where {@code part-00000.parquet} and so on go; must not hold any yet
   * @param workspace moves the files to their names
   * @throws IOException if a file cannot be moved
   */
  static void write(Dataset<Row> rows, int files, Path directory, Workspace workspace)
      throws IOException {
    Column idPrefix = conv(substring(col("id"), 1, ID_DIGITS), 16, 10).cast("bigint");
    Path parts = new Path(directory, "_parts");
    rows.withColumn(FILE, shiftright(idPrefix.multiply(lit((long) files)), ID_BITS))
        .repartition(files, col(FILE))
        .sortWithinPartitions(FILE, "id")
        .write()
        .partitionBy(FILE)
        .option("compression", "zstd")
        .option("maxRecordsPerFile", 0)
        .mode(SaveMode.Overwrite)
        .parquet(parts.toString());
    FileSystem storage = workspace.fileSystem(directory);
    for (int file = 0; file < files; file++) {
      Path written = new Path(parts, FILE + "=" + file);
      if (storage.exists(written)) {
        Path target = new Path(directory, "part-%05d.parquet".formatted(file));
        workspace.rename(onlyFile(storage, written), target);
      }
    }
    workspace.delete(parts);
  }

  private static Path onlyFile(FileSystem storage, Path folder) throws IOException {
    FileStatus[] found = storage.listStatus(folder, path -> path.getName().startsWith("part-"));
    if (found.length != 1) {
      throw new IllegalStateException("expected one file in " + folder + ", found " + found.length);
    }
    return found[0].getPath();
  }
}
