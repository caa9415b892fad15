package dev.kindling.train.progress;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.model.LossSums;
import dev.kindling.train.state.RunState;
import dev.kindling.train.state.StateVectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LearningWatchTest {
  private static final int ROUNDS = 60;

  @TempDir Path folder;

  @Test
  void shouldJudgeARunThatWasStoppedAsOneThatWasNot() throws IOException {
    List<LearningPhase> whole = run("whole", 0, ROUNDS);
    for (int stop = 7; stop < ROUNDS; stop += 13) {
      String name = "stopped-" + stop;
      run(name, 0, stop + 3); // three rounds after its last checkpoint

      assertThat(run(name, stop, ROUNDS)).isEqualTo(whole.subList(stop, ROUNDS));
      assertThat(lines(name)).isEqualTo(lines("whole"));
    }
    assertThat(whole).contains(LearningPhase.LEARNING, LearningPhase.DIVERGING);
  }

  @Test
  void shouldPassOnWhyTheRunGoesBack() throws IOException {
    List<String> heard = new ArrayList<>();
    RoundListener listener =
        new RoundListener() {
          @Override
          public void restarting(String reason, int restart) {
            heard.add(restart + ": " + reason);
          }

          @Override
          public void afterRound(RoundSummary summary) {
            heard.add("a round");
          }
        };
    Workspace workspace = new Workspace(folder.toString(), new Configuration(false));
    try (MetricsLog metrics = new MetricsLog(workspace, workspace.path("metrics"))) {
      new LearningWatch(4.3, metrics, List.of(listener)).restarting("a peer is gone", 2);
    }

    assertThat(heard).containsExactly("2: a peer is gone");
  }

  private List<LearningPhase> run(String name, int from, int to) throws IOException {
    Workspace workspace = new Workspace(folder.toString(), new Configuration(false));
    List<LearningPhase> phases = new ArrayList<>();
    try (MetricsLog metrics = new MetricsLog(workspace, workspace.path(name))) {
      LearningWatch watch =
          new LearningWatch(
              4.3, metrics, List.of(summary -> phases.add(summary.learning().phase())));
      watch.started(new RunState(from, 4L * from, 0, 0, List.of(), new StateVectors()), List.of());
      for (int round = from + 1; round <= to; round++) {
        watch.afterRound(TestSummaries.of(round, losses(round)));
      }
    }
    return phases;
  }

  /** What the metrics say, but for the time that passed. */
  private List<ObjectNode> lines(String name) throws IOException {
    List<ObjectNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve(name))) {
      lines.add(((ObjectNode) new ObjectMapper().readTree(line)).without("wall_seconds"));
    }
    return lines;
  }

  /** A loss that falls until round 40 and rises after it. */
  private static LossSums losses(int round) {
    double loss = 3 + Math.abs(round - 40) / (round < 40 ? 13.0 : 4.0);
    return new LossSums(loss * 7, 7, 1, 3, 2, 1, 50);
  }
}
