package dev.kindling.train.sync;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * The most memory that this process ever had in RAM, as the kernel counts it: heap, native memory
 * and the touched parts of libraries.
 */
public final class PeakMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String KEY = "VmHWM:"; // in KiB

  private PeakMemory() {}

  /** Bytes until now; empty where the system does not tell, which is not Linux. */
  public static OptionalLong bytes() {
    try {
      return bytes(Files.readAllLines(STATUS));
    } catch (IOException notLinux) {
      return OptionalLong.empty();
    }
  }

  /** Finds it among the lines of a process's status. */
  static OptionalLong bytes(List<String> status) {
    return status.stream()
        .filter(line -> line.startsWith(KEY))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
        .findFirst();
  }
}
