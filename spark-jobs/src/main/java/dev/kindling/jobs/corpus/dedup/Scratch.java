package dev.kindling.jobs.corpus.dedup;

import dev.kindling.jobs.storage.Workspace;
import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;

/**
 * A folder for tables between two steps. A table that is written and read back has no lineage, and
 * no executor's loss can take it away.
 */
public final class Scratch {
  private final Workspace workspace;
  private final Path folder;

  /**
   * Uses a folder; nothing is created yet.
   *
   * @param workspace deletes tables
   * @param folder on a file system that all executors reach; the caller deletes it in the end
   */
  public Scratch(Workspace workspace, Path folder) {
    this.workspace = workspace;
    this.folder = folder;
  }

  /** Writes a table, replacing one of that name, and reads it back. */
  Dataset<Row> stored(String name, Dataset<Row> rows) {
    String path = new Path(folder, name).toString();
    rows.write().mode(SaveMode.Overwrite).parquet(path);
    return rows.sparkSession().read().schema(rows.schema()).parquet(path);
  }

  /** Deletes a table. */
  void delete(String name) throws IOException {
    workspace.delete(new Path(folder, name));
  }
}
