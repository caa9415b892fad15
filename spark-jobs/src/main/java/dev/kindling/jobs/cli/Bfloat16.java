package dev.kindling.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Whether {@code precision: bfloat16} pays on this machine: a processor that multiplies it. */
final class Bfloat16 {
  /** Linux's names of the instructions, the fastest first. */
  private static final List<String> INSTRUCTIONS = List.of("amx_bf16", "avx512_bf16");

  private Bfloat16() {}

  /** What to tell the user of this machine. */
  static String ofThisMachine() {
    try {
      return of(Files.readString(Path.of("/proc/cpuinfo"), UTF_8));
    } catch (IOException e) {
      return "not known here, only Linux says what its processor can; precision: float32 is safe";
    }
  }

  /**
   * What to tell the user of a processor.
   *
   * @param cpuinfo text of Linux's {@code /proc/cpuinfo}
   */
  static String of(String cpuinfo) {
    return INSTRUCTIONS.stream()
        .filter(name -> Pattern.compile("\\b" + name + "\\b").matcher(cpuinfo).find())
        .findFirst()
        .map(name -> "the processor has " + name + ": precision: bfloat16 trains faster")
        .orElse(
            "the processor has neither of "
                + String.join(", ", INSTRUCTIONS)
                + ": precision: float32 is faster than bfloat16");
  }
}
