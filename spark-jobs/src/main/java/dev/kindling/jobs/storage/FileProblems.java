package dev.kindling.jobs.storage;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Says what is wrong with a file where Java leaves that to the name of the exception's class. */
public final class FileProblems {
  private FileProblems() {}

  /** Such as {@code /data/work: permission denied}; the message where it says enough. */
  public static String describe(Throwable thrown) {
    if (thrown instanceof FileSystemException named && named.getReason() == null) {
      if (thrown instanceof AccessDeniedException) {
        return named.getFile() + ": permission denied";
      }
      if (thrown instanceof FileAlreadyExistsException || thrown instanceof NotDirectoryException) {
        return named.getFile() + " is no folder";
      }
      if (thrown instanceof NoSuchFileException) {
        return named.getFile() + " does not exist";
      }
    }
    return thrown.getMessage();
  }
}
