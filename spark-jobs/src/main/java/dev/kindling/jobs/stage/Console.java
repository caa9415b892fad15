package dev.kindling.jobs.stage;

import java.io.PrintStream;
import java.util.Locale;

/** Lines for the person who watches. */
public final class Console {
  private final PrintStream out;

  /**
   * A console.
   *
   * @param out where the lines go
   */
  public Console(PrintStream out) {
    this.out = out;
  }

  /**
   * Prints one line.
   *
   * @param format as in {@link String#format}, English
   * @param arguments for the format
   */
  public void line(String format, Object... arguments) {
    out.println(String.format(Locale.ROOT, format, arguments));
    out.flush();
  }
}
