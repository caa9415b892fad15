package dev.kindling.benchmarks.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The most memory that this process ever had in RAM, as the kernel counts it. */
final class PeakMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String KEY = "VmHWM:";

  private PeakMemory() {}

  /** Returns it in KiB: heap, native memory and the touched parts of libraries. */
  static long kibibytes() throws IOException {
    return kibibytes(Files.readAllLines(STATUS));
  }

  /** Finds it among the lines of a process's status. */
  static long kibibytes(List<String> status) {
    for (String line : status) {
      if (line.startsWith(KEY)) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new IllegalArgumentException("no line " + KEY + " in " + STATUS + ": is this Linux?");
  }
}
