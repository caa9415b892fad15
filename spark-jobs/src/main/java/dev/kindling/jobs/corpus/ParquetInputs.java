package dev.kindling.jobs.corpus;

import dev.kindling.corpus.read.InputFormat;
import dev.kindling.corpus.read.ReadLimits;
import dev.kindling.corpus.read.ReadOptions;
import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.storage.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;

/**
 * Looks at the first Parquet file of each input before any task starts: a column that is named
 * wrongly is named wrongly for all of them.
 */
final class ParquetInputs {
  private ParquetInputs() {}

  /** Whether a file is read as Parquet, which {@code auto} tells by its name. */
  static boolean isParquet(RawFile file) {
    return file.format() == InputFormat.PARQUET
        || (file.format() == InputFormat.AUTO
            && file.path().toLowerCase(Locale.ROOT).endsWith(".parquet"));
  }

  /**
   * Checks the columns.
   *
   * @throws KindlingException if a column is missing or of the wrong type
   */
  static void check(List<RawFile> files, Workspace workspace, ReadLimits limits)
      throws IOException {
    Set<String> checked = new HashSet<>();
    for (RawFile file : files) {
      String input = file.source().substring(0, file.source().indexOf('/'));
      if (isParquet(file) && !checked.contains(input) && check(input, file, workspace, limits)) {
        checked.add(input);
      }
    }
  }

  /** False for a file that cannot be read; its task quarantines it, and the next one is asked. */
  private static boolean check(String input, RawFile file, Workspace workspace, ReadLimits limits)
      throws IOException {
    Path path = new Path(file.path());
    FileSystem storage = workspace.fileSystem(path);
    ParquetColumns columns;
    try (ParquetFileReader reader =
        ParquetRecords.open(new ParquetStorage(storage, path), storage.getConf(), limits)) {
      columns =
          new ParquetColumns(reader.getFooter().getFileMetaData().getSchema(), file.options());
    } catch (UncheckedIOException e) {
      throw e;
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      return false;
    }
    columns.problem().ifPresent(problem -> fail(input, "text-column", problem, path));
    boolean uriNamed = !file.options().uriColumn().equals(ReadOptions.defaults().uriColumn());
    Optional<String> noUri = columns.uriProblem().filter(problem -> uriNamed);
    noUri.ifPresent(problem -> fail(input, "uri-column", problem, path));
    return true;
  }

  private static void fail(String input, String key, String problem, Path path) {
    throw new KindlingException(
        ExitCode.USAGE,
        "corpus.inputs.%s.%s: %s in %s. Name one of them.".formatted(input, key, problem, path));
  }
}
