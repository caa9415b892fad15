package dev.kindling.model.kernels.cuda;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Files that are slow to make and cheap to make again, by a hash of all that they are made from. A
 * folder that cannot be written only costs time: nothing here fails.
 */
final class KernelCache {
  private final Path folder;

  KernelCache(Path folder) {
    this.folder = folder;
  }

  /** Returns the name of what is made from some texts. */
  static String key(List<String> texts) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      for (String text : texts) {
        byte[] bytes = text.getBytes(UTF_8);
        sha256.update((bytes.length + ":").getBytes(UTF_8)); // keeps "ab", "c" from "a", "bc"
        sha256.update(bytes);
      }
      return HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  /** Returns what was stored, if it was. */
  Optional<byte[]> read(String key) {
    try {
      return Optional.of(Files.readAllBytes(folder.resolve(key)));
    } catch (IOException unreadable) {
      return Optional.empty(); // made again
    }
  }

  /** Stores a file whole or not at all, whatever other processes do. */
  void write(String key, byte[] content) {
    try {
      Files.createDirectories(folder);
      Path draft = Files.createTempFile(folder, "draft-", "");
      try {
        Files.write(draft, content);
        Files.move(draft, folder.resolve(key), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException unwritable) {
      // the next start makes it again
    }
  }
}
