package dev.kindling.jobs.stage;

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** How long the steps of a stage took. For people: no output depends on it. */
public final class StepTimes {
  private final Map<String, Double> seconds = new LinkedHashMap<>();

  /** No step yet. */
  public StepTimes() {}

  /**
   * A step's work.
   *
   * @param <T> what it gives
   */
  @FunctionalInterface
  public interface Work<T> {
    /**
     * Does it.
     *
     * @return its result
     * @throws IOException if storage fails
     */
    T run() throws IOException;
  }

  /**
   * Does a step's work and notes how long it took.
   *
   * @param <T> what it gives
   * @param step its name; the same name again adds up
   * @param work to do
   * @return its result
   * @throws IOException as the work does
   */
  public <T> T time(String step, Work<T> work) throws IOException {
    long start = System.nanoTime();
    try {
      return work.run();
    } finally {
      double taken = Math.rint((System.nanoTime() - start) / 1e6) / 1e3;
      seconds.merge(step, taken, Double::sum);
    }
  }

  /**
   * The steps so far.
   *
   * @return seconds by step, in the order of their first run
   */
  public Map<String, Double> seconds() {
    return Collections.unmodifiableMap(seconds);
  }
}
