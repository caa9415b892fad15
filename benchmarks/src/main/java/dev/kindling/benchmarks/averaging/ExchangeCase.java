package dev.kindling.benchmarks.averaging;

import java.util.ArrayList;
import java.util.List;

/**
 * One way to end a round. Moments stay with the workers, so that parameters are all that travels.
 *
 * @param row its name
 * @param sync value of {@code training.sync}
 * @param codec value of {@code training.averaging.codec}
 * @param delayed value of {@code training.averaging.delayed}: what is left of an exchange that runs
 *     beside the next round's steps
 */
record ExchangeCase(String row, String sync, String codec, boolean delayed) {
  private static final String SPARK = "spark"; // the default
  private static final String AERON = "aeron";

  static List<ExchangeCase> all() {
    List<ExchangeCase> cases = new ArrayList<>();
    for (String sync : List.of(SPARK, AERON)) {
      for (String codec : List.of("fp32", "fp16", "int8")) {
        cases.add(new ExchangeCase("round/%s/%s".formatted(sync, codec), sync, codec, false));
      }
    }
    cases.add(new ExchangeCase("round/aeron/fp16/delayed", AERON, "fp16", true));
    return cases;
  }

  /** What it changes in the section {@code training} of a run. */
  List<String> settings() {
    List<String> settings = new ArrayList<>(List.of("averaging.codec=" + codec));
    if (!sync.equals(SPARK)) {
      settings.add("sync=" + sync);
    }
    if (delayed) {
      settings.add("averaging.delayed=true");
    }
    return settings;
  }
}
