package dev.kindling.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;

/** Writes records as JSON objects on one line, names in snake_case, in the order of components. */
public final class JsonLines {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

  private JsonLines() {}

  /** Returns one line, without its end. */
  public static String of(Record record) {
    try {
      return MAPPER.writeValueAsString(record);
    } catch (JsonProcessingException e) { // a component that no JSON can hold: our own mistake
      throw new IllegalArgumentException(record.getClass() + " cannot be written as JSON", e);
    }
  }

  /**
   * Reads a line that {@link #of} wrote.
   *
   * @throws IllegalArgumentException if it is no such record
   */
  public static <T extends Record> T read(String line, Class<T> type) {
    try {
      return MAPPER.readValue(line, type);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no " + type.getSimpleName() + ": " + line, e);
    }
  }

  /** Returns the value rounded to a number of digits behind the point. */
  public static double rounded(double value, int decimals) {
    double scale = Math.pow(10, decimals);
    return Math.rint(value * scale) / scale;
  }
}
