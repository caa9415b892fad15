package dev.kindling.jobs.tryout;

import java.io.PrintStream;
import java.util.List;

/** Tries an exported model on a text; needs no Spark. */
@SuppressWarnings("DoNotCallSuggester")
public final class GenerateCommand {
  private GenerateCommand() {}

  /**
   * Runs the command.
   *
   * @param args what follows the command's name
   * @param out where the answer goes
   * @return exit status
   */
  public static int run(List<String> args, PrintStream out) {
    throw new IllegalStateException("not built yet");
  }
}
