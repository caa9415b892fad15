package dev.kindling.train.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetricsTest {
  @Test
  void shouldKeepTheLastOfStepsThatWereRunTwice() {
    Metrics metrics =
        Metrics.parse(
            """
            {"event":"train","step":10,"loss":5.0}
            {"event":"train","step":20,"loss":4.0}
            {"event":"train","step":20,"loss":4.5}
            {"event":"train","step":30,"loss":3.0}
            """);

    assertThat(metrics.train("step")).containsExactly(10, 20, 30);
    assertThat(metrics.train("loss")).containsExactly(5.0, 4.5, 3.0);
    assertThat(metrics.last("loss")).isEqualTo(3.0);
  }

  @Test
  void shouldLeaveOutACutLineAndUnknownEvents() {
    Metrics metrics =
        Metrics.parse(
            "{\"event\":\"train\",\"step\":10,\"loss\":5}\n{\"event\":\"note\"}\n{\"event\":\"tra");

    assertThat(metrics.points()).isEqualTo(1);
  }

  @Test
  void shouldGiveNaNForAbsentAndNonNumericFields() {
    Metrics metrics = Metrics.parse("{\"event\":\"train\",\"step\":1,\"loss\":\"NaN\"}");

    assertThat(metrics.train("loss")).containsExactly(Double.NaN);
    assertThat(metrics.train("mlm_loss")).containsExactly(Double.NaN);
    assertThat(metrics.evaluation()).isEmpty();
  }

  @Test
  void shouldGiveTheLatestEvaluation() {
    Metrics metrics =
        Metrics.parse("{\"event\":\"eval\",\"loss\":5}\n{\"event\":\"eval\",\"loss\":4}");

    assertThat(metrics.evaluation())
        .hasValueSatisfying(e -> assertThat(e.path("loss").asInt()).isEqualTo(4));
  }
}
