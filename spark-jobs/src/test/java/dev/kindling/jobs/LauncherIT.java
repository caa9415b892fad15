package dev.kindling.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code scripts/kindling} hands to the {@code spark-submit} of a user's own Spark. */
final class LauncherIT {
  private static final String VECTOR = "--add-modules=jdk.incubator.vector";
  private static final String OPENS = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED";

  @TempDir Path folder;

  @Test
  void shouldAddWhatEveryJvmNeedsToTheUsersOwnOptions() throws Exception {
    String submitted =
        submit(
            """
            spark.driver.extraJavaOptions    -Dmine=1
            spark.executor.extraJavaOptions  %s -Dmine=2 %s
            """
                .formatted(OPENS, VECTOR));

    assertThat(submitted)
        .contains("spark.driver.extraJavaOptions=%s %s -Dmine=1 ".formatted(OPENS, VECTOR))
        .contains("spark.executor.extraJavaOptions=%s -Dmine=2 %s\n".formatted(OPENS, VECTOR));
  }

  @Test
  void shouldSayThemWhereTheUserSaysNothing() throws Exception {
    assertThat(submit("spark.eventLog.enabled false\n"))
        .contains("spark.driver.extraJavaOptions=%s %s ".formatted(OPENS, VECTOR))
        .contains("spark.executor.extraJavaOptions=%s %s".formatted(OPENS, VECTOR));
  }

  /** The arguments, one a line. */
  private String submit(String settings) throws IOException, InterruptedException {
    Path spark = folder.resolve("spark");
    Files.createDirectories(spark.resolve("jars"));
    Path submit = Files.createDirectory(spark.resolve("bin")).resolve("spark-submit");
    Files.writeString(submit, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    assertThat(submit.toFile().setExecutable(true)).isTrue();
    Files.writeString(folder.resolve("spark-defaults.conf"), settings);
    Path launcher = Path.of("").toAbsolutePath().getParent().resolve("scripts/kindling");
    String config = folder.resolve("pipeline.yaml").toString();
    ProcessBuilder builder =
        new ProcessBuilder(launcher.toString(), "pretrain", "--config", config);
    builder.environment().put("SPARK_HOME", spark.toString());
    Process process = builder.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
