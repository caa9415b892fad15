package dev.kindling.jobs.storage;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps two processes from writing to one work folder. A lock of the operating system, which ends
 * with its process however that ends; on file systems other than the local one there is none, and a
 * second writer is the user's to avoid.
 */
public final class WorkLock implements AutoCloseable {
  private static final String NAME = ".lock";

  private final FileChannel channel;

  private WorkLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock of a work folder, which is created where it is missing.
   *
   * @param workspace the work folder
   * @return to be closed when the work is over
   * @throws KindlingException (usage) if another process has it, or the folder cannot be written
   * @throws IOException if the folder's file system cannot be reached
   */
  public static WorkLock take(Workspace workspace) throws IOException {
    if (!workspace.isLocal(workspace.root())) {
      return new WorkLock(null);
    }
    Path folder = LocalDisk.path(workspace.root());
    FileChannel channel = open(folder);
    FileLock lock;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) { // another thread of this process
      lock = null;
    }
    if (lock == null) {
      channel.close();
      throw new KindlingException(
          ExitCode.USAGE,
          "Another kindling process is at work in "
              + folder
              + ". Wait for it, or point workdir elsewhere.");
    }
    return new WorkLock(channel);
  }

  private static FileChannel open(Path folder) {
    try {
      Files.createDirectories(folder);
      return FileChannel.open(
          folder.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new KindlingException(
          ExitCode.USAGE,
          "workdir = %s cannot be written (%s). Give this user the right to write there, or point workdir at another folder."
              .formatted(folder, FileProblems.describe(e)),
          e);
    }
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
