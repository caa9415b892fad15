package dev.kindling.train.aeron;

import io.aeron.CommonContext;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.agrona.IoUtil;

/**
 * Folders of media drivers: in {@code /dev/shm} where there is one, and readable for their user
 * alone. A process that is killed leaves its folder, and so memory, behind; the next one on the
 * machine removes it.
 */
final class DriverDirectory {
  private static final String PREFIX = "kindling-aeron-";

  /** Long after a driver's last sign of life, and long after any start. */
  private static final Duration ABANDONED = Duration.ofMinutes(2);

  private DriverDirectory() {}

  /** Where media drivers keep their buffers. */
  static Path parent() {
    Path sharedMemory = Path.of("/dev/shm");
    return Files.isWritable(sharedMemory)
        ? sharedMemory
        : Path.of(System.getProperty("java.io.tmpdir"));
  }

  /** A new folder; those that killed processes left are removed first. */
  static Path create() {
    try {
      removeAbandoned(parent());
      return Files.createTempDirectory(parent(), PREFIX).resolve("driver");
    } catch (IOException e) {
      throw new UncheckedIOException(parent() + " holds no new folder", e);
    }
  }

  static void removeAbandoned(Path parent) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path folder : folders) {
        if (Files.isWritable(folder) && isAbandoned(folder)) {
          remove(folder);
        }
      }
    }
  }

  private static boolean isAbandoned(Path folder) throws IOException {
    Instant recent = Instant.now().minus(ABANDONED);
    File driver = folder.resolve("driver").toFile();
    return Files.getLastModifiedTime(folder).toInstant().isBefore(recent)
        && !CommonContext.isDriverActive(driver, ABANDONED.toMillis(), message -> {});
  }

  /** Removes a media driver's folder with its parent of ours. */
  static void remove(Path folder) {
    IoUtil.delete(folder.toFile(), true);
  }
}
