package dev.kindling.jobs.config;

/**
 * One thing that is wrong with a config.
 *
 * @param key dotted path, such as {@code examples.bert.sequence-length}
 * @param text value and rule, as shown after the key
 * @param line 1-based line in the file, 0 where it has none, {@link #OVERRIDE} for {@code --set}
 */
public record ConfigProblem(String key, String text, int line) {
  /** Stands for a line where the value was given with {@code --set}. */
  public static final int OVERRIDE = -1;

  @Override
  public String toString() {
    String place = line > 0 ? " (line " + line + ")" : line == OVERRIDE ? " (--set)" : "";
    return key + text + place;
  }
}
