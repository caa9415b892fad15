package dev.kindling.jobs.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.corpus.Quarantined;
import dev.kindling.corpus.read.DocumentReader;
import dev.kindling.corpus.read.InputFormat;
import dev.kindling.corpus.read.ReadLimits;
import dev.kindling.corpus.read.ReadResult;
import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.stage.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Prints the main text of HTML files as the corpus stage takes it, one JSON line a file: {@code
 * file}, {@code text} and {@code millis}, the time from the page's bytes to its text. Reading and
 * unpacking the file is not in it. Java compiles while it runs: the first pages of a process take
 * many times longer than the later ones.
 */
final class ExtractCommand {
  private static final String USAGE =
      "usage: kindling extract FILE... (HTML, gzipped or not; - for standard input)";
  private static final String STANDARD_INPUT = "-";
  private static final int GZIP_MAGIC = 0x1f8b;

  private final PrintStream out;
  private final PrintStream err;
  private final ReadLimits limits = ReadLimits.defaults();

  ExtractCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Extracts all files; returns 3 when any of them failed, which is said on standard error. */
  int run(List<String> files) {
    if (files.isEmpty()) {
      throw new KindlingException(ExitCode.USAGE, "extract needs a file.\n" + USAGE);
    }
    for (String file : files) {
      if (file.startsWith("-") && !file.equals(STANDARD_INPUT)) {
        throw new KindlingException(ExitCode.USAGE, "Unknown option " + file + ".\n" + USAGE);
      }
    }
    long failed = files.stream().filter(file -> !extract(file)).count();
    return failed == 0 ? 0 : ExitCode.BAD_DATA.status();
  }

  private boolean extract(String file) {
    try {
      byte[] page = read(file);
      long start = System.nanoTime();
      String text = text(file, page);
      double millis = Math.round((System.nanoTime() - start) / 1e3) / 1e3;
      ObjectNode line = Json.object().put("file", file).put("text", text).put("millis", millis);
      // JSON is UTF-8, whatever the terminal's charset.
      out.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
      return true;
    } catch (IOException e) {
      err.println("kindling: " + file + ": " + problem(e));
      return false;
    }
  }

  /** The bytes of a page, unpacked; at most one more than the limit, which the reader rejects. */
  private byte[] read(String file) throws IOException {
    int most = (int) limits.maxRecordBytes() + 1;
    try (InputStream in = open(file)) {
      BufferedInputStream packed = new BufferedInputStream(in);
      packed.mark(2);
      boolean isGzip = (packed.read() << 8 | packed.read()) == GZIP_MAGIC;
      packed.reset();
      return isGzip ? new GZIPInputStream(packed).readNBytes(most) : packed.readNBytes(most);
    }
  }

  private static InputStream open(String file) throws IOException {
    if (file.equals(STANDARD_INPUT)) {
      return System.in;
    }
    Path path = Path.of(file);
    if (Files.isDirectory(path)) {
      throw new IOException("is a folder; give its files");
    }
    return Files.newInputStream(path);
  }

  private String text(String file, byte[] page) throws IOException {
    try (DocumentReader reader =
        DocumentReader.open(InputFormat.HTML, file, new ByteArrayInputStream(page), limits)) {
      ReadResult result = reader.next();
      if (result instanceof ReadResult.Accepted accepted) {
        return accepted.document().text();
      }
      Quarantined rejected = ((ReadResult.Rejected) result).quarantined();
      if (rejected.reason().equals("empty")) { // a page without text is no failure
        return "";
      }
      throw new IOException(rejected.reason() + ", " + rejected.detail());
    }
  }

  private static String problem(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "there is no such file";
    }
    return e instanceof AccessDeniedException ? "permission denied" : e.getMessage();
  }
}
