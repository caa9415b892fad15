package dev.kindling.jobs.cli;

import java.io.PrintStream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * Tells the user of Ctrl-C that nothing is lost. Spark stops by itself when the process ends; what
 * its threads throw and log on the way is no failure to report.
 */
final class Interruption implements AutoCloseable {
  /** What a shell reports of a process that Ctrl-C has ended. */
  static final int STATUS = 130;

  private static volatile boolean underway;

  private final Thread hook;

  private Interruption(Thread hook) {
    this.hook = hook;
  }

  /** Watches from now on, until it is closed. */
  static Interruption watch(PrintStream err) {
    Thread hook =
        new Thread(
            () -> {
              underway = true;
              Configurator.setAllLevels(LogManager.ROOT_LOGGER_NAME, Level.OFF);
              err.println("kindling: stopped. The same command goes on from what is complete.");
            },
            "kindling-interruption");
    Runtime.getRuntime().addShutdownHook(hook);
    return new Interruption(hook);
  }

  /** Whether the process is being ended from outside. */
  static boolean underway() {
    return underway;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      underway = true; // the hook is running, or about to
    }
  }
}
