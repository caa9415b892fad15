package dev.kindling.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.config.Device;
import dev.kindling.model.kernels.BackendUnavailableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MainTest {
  @TempDir Path folder;
  private Path config;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void writeConfig() throws IOException {
    config = folder.resolve("pipeline.yaml");
    Files.writeString(
        config,
        """
        workdir: %s
        corpus: {inputs: {books: {path: raw}}}
        vocab: {size: 1000}
        examples:
          gpt: {kind: next-word, sequence-length: 16, shards: 4}
        runs:
          small:
            examples: gpt
            model: {architecture: gpt, layers: 2, hidden: 8, heads: 2}
            training: {workers: 2, steps: 10, batch-size: 4}
        """
            .formatted(folder.resolve("work")));
  }

  @Test
  void shouldListEveryCommandAndExitCodeInTheHelp() {
    assertThat(run("help")).isZero();
    for (Command command : Command.values()) {
      assertThat(out()).contains("\n  " + command.word());
    }
    assertThat(out())
        .contains(
            "0 done, 1 unexpected", "2 usage", "3 bad data", "4 corrupt checkpoint", "5 cluster");
  }

  @Test
  void shouldFailWithoutACommand() {
    assertThat(run()).isEqualTo(2);
    assertThat(err()).contains("usage: kindling COMMAND");
  }

  @Test
  void shouldSuggestACommand() {
    assertThat(run("pretrian")).isEqualTo(2);
    assertThat(err()).isEqualTo("kindling: Unknown command pretrian; did you mean pretrain?\n");
  }

  @Test
  void shouldNameAWorkdirThatCannotBeWritten() throws IOException {
    Files.writeString(folder.resolve("work"), "a file");

    assertThat(runWithConfig("corpus")).isEqualTo(2);
    assertThat(err())
        .startsWith("kindling: workdir = " + folder.resolve("work") + " cannot be written (")
        .contains("is no folder")
        .doesNotContain("\tat ");
  }

  @Test
  void shouldSayHowToStartWhereSparkIsMissing() {
    Throwable thrown = new NoClassDefFoundError("org/apache/spark/SparkConf");

    assertThat(Failures.report(thrown, new PrintStream(err))).isEqualTo(2);
    assertThat(err()).contains("Start kindling with scripts/kindling").doesNotContain("\tat ");
  }

  @Test
  void shouldShowWhatABackendLacksInATask() {
    Throwable thrown =
        new SparkException(
            "Job aborted", new BackendUnavailableException("needs a module", new LinkageError()));

    assertThat(Failures.report(thrown, new PrintStream(err))).isEqualTo(5);
    assertThat(err()).isEqualTo("kindling: needs a module\n");
  }

  @Test
  void shouldNameThePathThatMayNotBeRead() {
    Throwable thrown = new java.nio.file.AccessDeniedException("/data/vocab.txt");

    assertThat(Failures.report(thrown, new PrintStream(err))).isEqualTo(5);
    assertThat(err()).startsWith("kindling: /data/vocab.txt: permission denied\n");
  }

  @Test
  void shouldNameAFileInAFoldersPlaceAndAFolderWithoutWriting() {
    assertThat(report(new java.nio.file.FileAlreadyExistsException("/w/runs/a/checkpoints")))
        .isEqualTo(5);
    assertThat(err())
        .startsWith("kindling: /w/runs/a/checkpoints is no folder\nA folder has to be there, ");
    err.reset();
    assertThat(report(new java.io.FileNotFoundException("/w/a.tmp (Read-only file system)")))
        .isEqualTo(5);
    assertThat(err())
        .startsWith("kindling: /w/a.tmp (Read-only file system)\nNothing can be written there");
  }

  @Test
  void shouldShowTheCheckpointsOfARun() throws IOException {
    assertThat(runWithConfig("checkpoints")).isZero();
    assertThat(out()).isEqualTo("small: no checkpoints\n");
  }

  @Test
  void shouldCutTheStackTracesInSparksMessages() {
    Throwable thrown = new SparkException("Job aborted: lost executor\n\tat A.b(C.java:1)");

    assertThat(Failures.report(thrown, new PrintStream(err))).isEqualTo(5);
    assertThat(err())
        .startsWith("kindling: Spark failed: Job aborted: lost executor\nSee the logs");
  }

  @Test
  void shouldSuggestAnOption() {
    assertThat(run("run", "--confg", "x.yaml")).isEqualTo(2);
    assertThat(err()).isEqualTo("kindling: Unknown option --confg; did you mean --config?\n");
  }

  @Test
  void shouldCheckTheOptionsOfAVocabularyFromText() {
    assertThat(run("vocab", "--text")).isEqualTo(2);
    assertThat(err()).contains("--text needs a file\nusage: kindling vocab --text FILE...");
    assertThat(run("vocab", "--text", "a.txt")).isEqualTo(2);
    assertThat(err()).contains("--output is missing");
    assertThat(run("vocab", "--text", "a.txt", "--szie", "3")).isEqualTo(2);
    assertThat(err()).contains("unknown option --szie; did you mean --size?");
    assertThat(run("vocab", "--text", "a.txt", "--output", "x", "--size=3", "--reserved", "[a, a]"))
        .isEqualTo(2);
    assertThat(err())
        .contains("2 problems in the options")
        .contains("vocab.size = 3: must be in [64, 1000000]")
        .contains("vocab.reserved = [a, a]: the reserved piece \"a\" is a special token or comes");
  }

  @Test
  void shouldAskForTheConfig() {
    assertThat(run("vocab")).isEqualTo(2);
    assertThat(err()).contains("--config FILE is missing, for example: kindling vocab --config ");
  }

  @Test
  void shouldRejectOptionsWithoutAValueAndNamesWhereNoneBelongs() {
    assertThat(run("run", "--config")).isEqualTo(2);
    assertThat(run("corpus", "books", "--config", config.toString())).isEqualTo(2);
    assertThat(run("examples", "a", "b", "--config", config.toString())).isEqualTo(2);
    assertThat(err().lines())
        .containsExactly(
            "kindling: --config needs a value.",
            "kindling: `kindling corpus` takes no name, got books.",
            "kindling: `kindling examples` takes one name, got a and b.");
  }

  @Test
  void shouldPrintConfigProblemsWithoutAStackTrace() {
    assertThat(runWithConfig("run", "--set", "vocab.sise=3")).isEqualTo(2);
    assertThat(err())
        .isEqualTo(
            "kindling: 1 problem in pipeline.yaml\n  vocab.sise: unknown key; did you mean vocab.size? (--set)\n");
  }

  @Test
  void shouldNameTheMissingRawFolder() {
    assertThat(runWithConfig("run")).isEqualTo(3);
    assertThat(err())
        .startsWith("kindling: corpus.inputs.books.path = raw: ")
        .doesNotContain("\tat ");
  }

  @Test
  void shouldNameTheStageToRunFirst() {
    assertThat(runWithConfig("vocab")).isEqualTo(3);
    assertThat(err()).isEqualTo("kindling: documents/ is missing: run `kindling corpus` first.\n");
  }

  @Test
  void shouldSuggestTheNameOfAnEntry() {
    assertThat(runWithConfig("pretrain", "smal")).isEqualTo(2);
    assertThat(err()).isEqualTo("kindling: The config has no runs.smal; did you mean small?\n");
  }

  @Test
  void shouldPlanEveryStageInOrder() throws IOException {
    Files.createDirectories(folder.resolve("work/raw"));
    Files.writeString(folder.resolve("work/raw/a.txt"), "text");

    assertThat(runWithConfig("plan")).isZero();
    assertThat(
            out()
                .lines()
                .map(line -> line.split(" {2,}", 3))
                .map(columns -> columns[0] + ": " + columns[1]))
        .containsExactly(
            "records: run",
            "corpus: wait",
            "corpus-report: wait",
            "words: wait",
            "vocab: wait",
            "examples gpt: wait",
            "pretrain small: wait",
            "evaluate small: wait",
            "export small: wait",
            "report small: wait");
  }

  @Test
  void shouldEstimateFromTheConfigAlone() {
    assertThat(runWithConfig("estimate")).isZero();
    // 1000*8 + 16*8 embeddings, 2 blocks of 4*64+32 + 2*8*32+40 + 32, final norm 16
    assertThat(out()).contains("parameters            9,888");
    assertThat(out()).contains("2 workers x 10 steps").contains("up to 1.28 k tokens");
  }

  @Test
  void shouldReportTheCauseThatATaskThrew() {
    KindlingException cause =
        new KindlingException(ExitCode.CORRUPT_CHECKPOINT, "No checkpoint verifies.");

    assertThat(report(new SparkException("Job aborted", cause))).isEqualTo(4);
    assertThat(err()).isEqualTo("kindling: No checkpoint verifies.\n");
  }

  @Test
  void shouldTellClusterFailuresFromFaults() {
    assertThat(report(new SparkException("Job aborted: executor lost"))).isEqualTo(5);
    assertThat(report(new IOException("no namenode", new ConnectException("refused"))))
        .isEqualTo(5);
    assertThat(report(new IOException("No space left on device"))).isEqualTo(5);
    assertThat(err()).doesNotContain("\tat ");

    assertThat(report(new SparkException("Job aborted", new NullPointerException("a fault"))))
        .isEqualTo(1);
    assertThat(err())
        .contains("please report it")
        .contains("NullPointerException: a fault")
        .contains("\tat ");
  }

  @Test
  void shouldFindThisMachineFitForTraining() {
    assertThat(runWithConfig("doctor")).as(out()).isZero();
    assertThat(out()).contains("the cpu backend takes a training step").doesNotContain("problem");
    assertThat(out()).contains("ok       bfloat16    ");
  }

  @Test
  void shouldRefuseADeviceThatThereCannotBe() {
    for (String device : List.of("gpu", "", "cuda:", "cuda:x", "cuda:-1", "nd4j:GPU-1", "cpu:1")) {
      err.reset();
      assertThat(runWithConfig("plan", "--device", device)).as(device).isEqualTo(2);
      assertThat(err()).isEqualTo("kindling: --device = %s: %s.\n".formatted(device, Device.RULE));
    }
    for (String device : List.of("cuda:12", "cuda:GPU-01ab-c", "nd4j:1", "auto", "cpu")) {
      assertThat(runWithConfig("estimate", "--device", device)).as(device + err()).isZero();
    }
  }

  @Test
  void shouldSayWhatADeviceLacksWhereARunIsToComputeOnIt() {
    assertThat(runWithConfig("doctor", "--device", "nd4j:99")).as(out()).isEqualTo(5);
    assertThat(out().lines().filter(line -> line.startsWith("problem")))
        .singleElement()
        .asString()
        .startsWith("problem  ND4J        ");
  }

  private int report(Throwable thrown) {
    return Failures.report(thrown, print(err));
  }

  private int run(String... args) {
    return new Main(print(out), print(err)).run(List.of(args));
  }

  private int runWithConfig(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--config");
    all.add(config.toString());
    return run(all.toArray(String[]::new));
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
