package dev.kindling.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.junit.jupiter.api.Test;

/** What a process says that is ended from outside: a process of its own. */
final class InterruptionTest {
  private static final Logger LOG = LogManager.getLogger(InterruptionTest.class);

  @Test
  @SuppressWarnings("try") // closed when it ends
  void shouldSayThatNothingIsLostAndKeepTheLogsOfTheEndToItself() throws Exception {
    Process process =
        new ProcessBuilder(
                List.of(
                    System.getProperty("java.home")
                        + File.separator
                        + "bin"
                        + File.separator
                        + "java",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Watched.class.getName()))
            .redirectErrorStream(true)
            .start();
    StringBuilder text = new StringBuilder();
    try (var lines = process.inputReader(UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        text.append(line).append('\n');
        if (line.contains("at work")) {
          process.toHandle().destroy(); // as Ctrl-C does, it lets hooks run; its output stays open
        }
      }
    }

    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(text.toString())
        .contains("at work")
        .endsWith("kindling: stopped. The same command goes on from what is complete.\n");
  }

  /** Works until it is ended, and logs a failure as soon as that has begun. */
  static final class Watched {
    private Watched() {}

    public static void main(String[] args) throws InterruptedException {
      Interruption.watch(System.err);
      LOG.error("at work");
      while (!Interruption.underway()) {
        Thread.sleep(1);
      }
      Thread.sleep(100); // the message comes first
      LOG.error("what an end breaks");
      Thread.sleep(60_000);
    }
  }
}
