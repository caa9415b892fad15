package dev.kindling.jobs.vocab;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.stage.Input;
import dev.kindling.jobs.stage.StageContext;
import dev.kindling.jobs.storage.Workspace;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Plain files of UTF-8 text, compressed where their names say so as Hadoop knows it ({@code .gz},
 * {@code .bz2}, {@code .zst}). Each line is a text and must fit the memory of a task.
 */
final class TextFiles implements TextSource {
  private static final byte[] UTF_16_BIG_ENDIAN = {(byte) 0xfe, (byte) 0xff};
  private static final byte[] UTF_16_LITTLE_ENDIAN = {(byte) 0xff, (byte) 0xfe};

  private final List<String> files;

  /**
   * Some files.
   *
   * @param files absolute paths or URIs, at least one
   */
  TextFiles(List<String> files) {
    this.files = List.copyOf(files);
  }

  @Override
  public List<Input> inputs() {
    return files.stream().<Input>map(file -> new Input.File("--text", file)).toList();
  }

  @Override
  public Dataset<Row> texts(StageContext context) {
    return context
        .session()
        .read()
        .text(files.stream().map(TextFiles::literal).toArray(String[]::new));
  }

  @Override
  public long bytes(StageContext context) throws IOException {
    Workspace workspace = context.workspace();
    long bytes = 0;
    for (String file : files) {
      Path path = workspace.path(file);
      FileStatus status = workspace.fileSystem(path).getFileStatus(path);
      if (status.isDirectory()) {
        throw wrong(file, "is a folder; name its files");
      }
      checkEncoding(workspace, path, file);
      bytes += status.getLen();
    }
    return bytes;
  }

  @Override
  public String remedy() {
    return "Name other files after --text.";
  }

  private static void checkEncoding(Workspace workspace, Path path, String file)
      throws IOException {
    try (InputStream in = workspace.open(path)) {
      byte[] first = in.readNBytes(UTF_16_BIG_ENDIAN.length);
      if (Arrays.equals(first, UTF_16_BIG_ENDIAN) || Arrays.equals(first, UTF_16_LITTLE_ENDIAN)) {
        throw wrong(file, "is UTF-16; convert it to UTF-8 first, for example with iconv");
      }
    }
  }

  /** Spark takes a path for a pattern; this one stands for itself. */
  private static String literal(String path) {
    return path.replaceAll("[\\\\*?\\[\\]{}]", "\\\\$0");
  }

  private static KindlingException wrong(String file, String problem) {
    return new KindlingException(ExitCode.BAD_DATA, "--text " + file + " " + problem + ".");
  }
}
