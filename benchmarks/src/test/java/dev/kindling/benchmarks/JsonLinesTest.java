package dev.kindling.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class JsonLinesTest {
  private record Sample(String model, long oursTokensPerS, double ratio, String error) {}

  @Test
  void shouldWriteComponentsInOrderAndSnakeCase() {
    assertThat(JsonLines.of(new Sample("gpt", 4530, 1.25, "a \"b\"\n")))
        .isEqualTo(
            "{\"model\":\"gpt\",\"ours_tokens_per_s\":4530,\"ratio\":1.25,"
                + "\"error\":\"a \\\"b\\\"\\n\"}");
  }

  @Test
  void shouldReadWhatItWrote() {
    Sample sample = new Sample("gpt", 4530, 1.25, null);

    assertThat(JsonLines.read(JsonLines.of(sample), Sample.class)).isEqualTo(sample);
    assertThatThrownBy(() -> JsonLines.read("Killed", Sample.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no Sample: Killed");
  }

  @Test
  void shouldRoundToDigitsBehindThePoint() {
    assertThat(JsonLines.rounded(1.23456, 3)).isEqualTo(1.235);
    assertThat(JsonLines.rounded(-0.05, 1)).isEqualTo(-0.0);
    assertThat(JsonLines.rounded(8052.6, 0)).isEqualTo(8053);
  }
}
