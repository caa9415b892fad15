package dev.kindling.train.progress;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.model.LossSums;
import dev.kindling.train.state.RunState;
import dev.kindling.train.state.StateVectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class MetricsLogTest {
  private static final LossSums BERT = new LossSums(12, 4, 1, 3, 2, 1, 50);
  private static final LossSums GPT = new LossSums(12, 4, 1, 0, 0, 0, 50);

  @TempDir Path folder;

  @Test
  void shouldWriteOneWholeLineARound() throws IOException {
    write(0, 1, 2);

    List<String> lines = lines();
    assertThat(lines).hasSize(2);
    assertThat(new ObjectMapper().readTree(lines.get(1)).fieldNames())
        .toIterable()
        .containsExactly(
            "event",
            "round",
            "step",
            "tokens",
            "loss",
            "mlm_loss",
            "nsp_loss",
            "learning_rate",
            "grad_norm",
            "drift",
            "sync_bytes",
            "tokens_per_second",
            "sync_seconds",
            "compute_seconds",
            "wall_seconds",
            "peak_memory_bytes",
            "worker_tokens_per_second");
    assertThat(lines.get(1)).contains("\"loss\":4.5,\"mlm_loss\":3.0,\"nsp_loss\":1.5");
  }

  @Test
  void shouldLeaveOutPartsOfTheLossThatGptDoesNotHave() throws IOException {
    try (MetricsLog log = log()) {
      log.started(state(0), List.of());
      log.afterRound(summary(1, GPT));
    }

    assertThat(lines().get(0)).contains("\"loss\":3.0").doesNotContain("mlm_loss", "nsp_loss");
  }

  @Test
  void shouldSayWhereTheLossStands() throws IOException {
    try (MetricsLog log = log()) {
      log.started(state(0), List.of());
      log.afterRound(summary(1, GPT).with(new Learning(LearningPhase.UNIGRAM_PLATEAU, 6.25)));
    }

    assertThat(lines().get(0))
        .contains("\"unigram_loss\":6.25,\"learning\":\"unigram plateau\"")
        .contains("\"worker_tokens_per_second\":[20.0,12.5]");
  }

  @Test
  void shouldCutBackToTheCheckpointSoThatNoRoundStandsTwice() throws IOException {
    write(0, 1, 2, 3, 4);

    write(2, 3, 4, 5);

    assertThat(rounds()).containsExactly(1, 2, 3, 4, 5);
  }

  @Test
  void shouldBeginAnewWhenTheRunDoes() throws IOException {
    write(0, 1, 2);

    write(0, 1);

    assertThat(rounds()).containsExactly(1);
  }

  @Test
  void shouldForgetALastLineThatACrashCutShort() throws IOException {
    write(0, 1, 2);
    Files.writeString(file(), "{\"event\":\"train\",\"rou", StandardOpenOption.APPEND);

    write(2, 3);

    assertThat(rounds()).containsExactly(1, 2, 3);
  }

  @Test
  void shouldHoldOneEvaluationHoweverOftenItIsMade() throws IOException {
    write(0, 1, 2);
    ObjectNode first = new ObjectMapper().createObjectNode().put("event", "eval").put("loss", 3.0);
    ObjectNode second = new ObjectMapper().createObjectNode().put("event", "eval").put("loss", 2.0);

    log().replace(first);
    log().replace(second);

    assertThat(lines()).hasSize(3).last().asString().isEqualTo("{\"event\":\"eval\",\"loss\":2.0}");
  }

  private void write(int from, int... rounds) throws IOException {
    try (MetricsLog log = log()) {
      log.started(state(from), List.of());
      for (int round : rounds) {
        log.afterRound(summary(round, BERT));
      }
    }
  }

  private MetricsLog log() throws IOException {
    Workspace workspace = new Workspace(folder.toString(), new Configuration(false));
    return new MetricsLog(workspace, workspace.path("metrics.jsonl"));
  }

  private static RunState state(int round) {
    return new RunState(round, round, 0, 0, List.of(), new StateVectors());
  }

  private static RoundSummary summary(int round, LossSums losses) {
    return TestSummaries.of(round, losses);
  }

  private List<Integer> rounds() throws IOException {
    ObjectMapper json = new ObjectMapper();
    return lines().stream()
        .map(
            line -> {
              try {
                return json.readTree(line).get("round").asInt();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .toList();
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(file());
  }

  private Path file() {
    return folder.resolve("metrics.jsonl");
  }
}
