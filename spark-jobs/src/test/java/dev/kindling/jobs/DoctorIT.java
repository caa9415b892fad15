package dev.kindling.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kindling doctor} through the launcher, on executor processes. */
final class DoctorIT {
  private static final String MODULE = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED";

  @TempDir Path folder;
  private Launcher launcher;
  private Path config;

  @BeforeEach
  void writeConfig() throws IOException {
    launcher = new Launcher(Path.of("").toAbsolutePath().getParent(), folder.resolve("output.txt"));
    config =
        Files.writeString(
            folder.resolve("pipeline.yaml"),
            """
            workdir: %s
            corpus: {inputs: {none: {path: none}}}
            vocab: {size: 1000}
            examples: {gpt: {kind: next-word, sequence-length: 16, shards: 4}}
            runs:
              small:
                examples: gpt
                model: {architecture: gpt, layers: 1, hidden: 8, heads: 2}
                training: {workers: 2, steps: 10, sync: aeron}
            """
                .formatted(folder.resolve("work")));
    Files.writeString(
        folder.resolve("spark-defaults.conf"),
        "spark.executor.extraJavaOptions %s%nspark.ui.enabled false%n".formatted(MODULE));
  }

  @Test
  void shouldAskEveryExecutor() throws Exception {
    Launcher.Result result = doctor("local-cluster[2,1,1024]");

    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output())
        .containsPattern("ok +executor 0 .*Java 17.*takes a training step.*1,024 MB.*clock [+-]\\d")
        .containsPattern("ok +executor 1 .*UDP ports free from 40200")
        .containsPattern("ok +memory .*heaps take up to 2,048 and engines 2 x")
        .contains("runs.small: the executors' tasks reach each other");
  }

  @Test
  void shouldSayWhatAnExecutorLacks() throws Exception {
    Launcher.Result result =
        doctor("local-cluster[2,1,1024]", "--set", "runs.small.training.aeron.address=10.9.8.0/24");

    assertThat(result.exitCode()).as(result.output()).isEqualTo(5);
    assertThat(result.output()).containsPattern("problem +executor 0 .*10.9.8.0/24");
  }

  private Launcher.Result doctor(String master, String... more) throws Exception {
    String[] arguments = new String[5 + more.length];
    arguments[0] = "doctor";
    arguments[1] = "--config";
    arguments[2] = config.toString();
    arguments[3] = "--master";
    arguments[4] = master;
    System.arraycopy(more, 0, arguments, 5, more.length);
    return launcher.run(arguments);
  }
}
