package dev.kindling.jobs.storage;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * What Hadoop's local file system does not promise: bytes and names that survive a power cut, moves
 * that are atomic.
 */
final class LocalDisk {
  private LocalDisk() {}

  static Path path(org.apache.hadoop.fs.Path path) {
    return Path.of(path.toUri().getPath());
  }

  static OutputStream create(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    FileOutputStream out = new FileOutputStream(file.toFile());
    return new SyncedOutputStream(out, out.getFD()::sync);
  }

  static void move(Path from, Path to, boolean replace) throws IOException {
    if (!replace && Files.exists(to)) {
      throw new FileAlreadyExistsException(to.toString());
    }
    Files.createDirectories(to.getParent());
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    force(to.getParent());
  }

  /** Makes the names in a folder survive a power cut; a no-op where folders cannot be opened. */
  private static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
