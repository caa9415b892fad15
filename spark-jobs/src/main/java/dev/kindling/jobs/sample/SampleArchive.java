package dev.kindling.jobs.sample;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Reads the entries of a zip or jar in the order of their names, and trusts none of them. */
final class SampleArchive implements Closeable {
  /** Ten times the largest page of the pinned artifacts. */
  private static final int MAX_ENTRY_BYTES = 20_000_000;

  private final Path file;
  private final ZipFile zip;

  private SampleArchive(Path file, ZipFile zip) {
    this.file = file;
    this.zip = zip;
  }

  static SampleArchive open(Path file) throws IOException {
    return new SampleArchive(file, new ZipFile(file.toFile()));
  }

  /**
   * Lists the files whose name passes.
   *
   * @throws KindlingException with exit code 3 if any entry of the archive, chosen or not, has an
   *     absolute name or one that climbs out of the archive
   */
  List<ZipEntry> files(Predicate<String> names) {
    zip.stream().forEach(entry -> checkName(entry.getName()));
    return zip.stream()
        .filter(entry -> !entry.isDirectory() && names.test(entry.getName()))
        .map(ZipEntry.class::cast)
        .sorted(Comparator.comparing(ZipEntry::getName))
        .toList();
  }

  /** Reads one file whole, at most 20 MB. */
  byte[] read(ZipEntry entry) throws IOException {
    try (InputStream in = zip.getInputStream(entry)) {
      byte[] bytes = in.readNBytes(MAX_ENTRY_BYTES + 1);
      if (bytes.length > MAX_ENTRY_BYTES) {
        throw refused(entry.getName(), "unpacks to more than " + MAX_ENTRY_BYTES + " bytes");
      }
      return bytes;
    }
  }

  private void checkName(String name) {
    boolean climbs = List.of(name.split("/")).contains("..");
    if (climbs || name.startsWith("/") || name.contains("\\") || name.contains(":")) {
      throw refused(name, "does not stay below the archive's root");
    }
  }

  private KindlingException refused(String name, String rule) {
    return new KindlingException(
        ExitCode.BAD_DATA,
        "Entry '" + name + "' of " + file + " " + rule + ": nothing was unpacked.");
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
