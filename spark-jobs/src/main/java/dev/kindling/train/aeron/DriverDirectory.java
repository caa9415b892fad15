package dev.kindling.train.aeron;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
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

  /**
   * Checks that buffers fit: to write to a mapped file that has no room ends a process.
   *
   * @return bytes that are free
   * @throws KindlingException (cluster) if there are fewer than needed
   */
  static long requireRoom(long needed) {
    try {
      long room = Files.getFileStore(parent()).getUsableSpace();
      if (room < needed) {
        throw new KindlingException(
            ExitCode.CLUSTER,
            "%s has %,d MB left, Aeron and the buffers of one task need %,d: enlarge it (a container's shared memory is 64 MB by default), or lower training.aeron.term-length."
                .formatted(parent(), room / 1_000_000, needed / 1_000_000));
      }
      return room;
    } catch (IOException e) {
      throw new KindlingException(ExitCode.CLUSTER, parent() + " cannot be read: " + e, e);
    }
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
