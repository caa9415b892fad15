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

  static OutputStream create(org.apache.hadoop.fs.Path file) throws IOException {
    FileOutputStream out = open(file, false);
    return new SyncedOutputStream(file, out, out.getFD()::sync);
  }

  static AppendedFile append(org.apache.hadoop.fs.Path file) throws IOException {
    FileOutputStream out = open(file, true); // nothing of it is kept in this process
    return new AppendedFile(new SyncedOutputStream(file, out, out::flush));
  }

  private static FileOutputStream open(org.apache.hadoop.fs.Path file, boolean append)
      throws IOException {
    Path local = path(file);
    Files.createDirectories(local.getParent());
    return new FileOutputStream(local.toFile(), append);
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
