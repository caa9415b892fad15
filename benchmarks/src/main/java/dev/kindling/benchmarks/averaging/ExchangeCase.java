package dev.kindling.benchmarks.averaging;

import java.util.ArrayList;
import java.util.List;

/**
 * One way to end a round. Moments stay with the workers, so that parameters are all that travels.
 *
 * @param row its name
 * @param sync value of {@code training.sync}
 * @param codec value of {@code training.averaging.codec}
 */
record ExchangeCase(String row, String sync, String codec) {
  private static final String DEFAULT_SYNC = "spark";

  static List<ExchangeCase> all() {
    List<ExchangeCase> cases = new ArrayList<>();
    for (String sync : List.of(DEFAULT_SYNC, "aeron")) {
      for (String codec : List.of("fp32", "fp16", "int8")) {
        cases.add(new ExchangeCase("round/%s/%s".formatted(sync, codec), sync, codec));
      }
    }
    return cases;
  }

  /** What it changes in the section {@code training} of a run. */
  List<String> settings() {
    String averaging = "averaging.codec=" + codec;
    return sync.equals(DEFAULT_SYNC) ? List.of(averaging) : List.of(averaging, "sync=" + sync);
  }
}
