package dev.kindling.jobs.config;

import java.util.regex.Pattern;

/** The values of {@code training.device}. */
public final class Device {
  /** The processor. */
  public static final String CPU = "cpu";

  /** GPUs of compute capability 8.0 and newer. */
  public static final String CUDA = "cuda";

  /** What ND4J's backend computes on, a GPU or the processor. */
  public static final String ND4J = "nd4j";

  /** A GPU where there is one that can be used, else the processor. */
  public static final String AUTO = "auto";

  /** What a device must be, for messages. */
  public static final String RULE =
      "must be cpu, cuda, nd4j or auto; cuda:1 or cuda:GPU-… means one of several GPUs";

  private static final Pattern KNOWN =
      Pattern.compile("cpu|auto|(cuda|nd4j)(:\\d{1,4})?|cuda:(?i:GPU)-[0-9a-fA-F-]+");

  private Device() {}

  /** Whether there can be such a device; whether this machine has it is another question. */
  public static boolean isKnown(String device) {
    return KNOWN.matcher(device).matches();
  }
}
