package dev.kindling.benchmarks.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kindling.benchmarks.JsonLines;
import dev.kindling.model.Precision;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final TrainingArguments ARGUMENTS = TrainingArguments.parse(List.of());

  @Test
  void shouldTakeRatesFromMedians() throws Exception {
    JsonNode line = new ObjectMapper().readTree(JsonLines.of(comparison("bert-4x256", 256, 512)));
    assertThat(line.get("model").asText()).isEqualTo("bert-4x256");
    assertThat(line.get("dtype").asText()).isEqualTo("bfloat16");
    assertThat(line.get("ours_tokens_per_s").asLong()).isEqualTo(16_000);
    assertThat(line.get("peer_tokens_per_s").asLong()).isEqualTo(8_000);
    assertThat(line.get("ratio").asDouble()).isEqualTo(2);
    assertThat(line.get("ours_peak_mib").asLong()).isEqualTo(300);
    assertThat(line.get("peer_peak_mib").asLong()).isEqualTo(900);
    assertThat(line.get("ours_gflops").asDouble()).isEqualTo(359.6); // 92.06e9 in 256 ms
  }

  @Test
  void shouldSummariseWithTheSmallestRatio() {
    List<Comparison> comparisons =
        List.of(comparison("bert-4x256", 100, 180), comparison("gpt-4x256", 100, 120));
    assertThat(JsonLines.of(TrainingComparison.summary(comparisons, 1)))
        .isEqualTo(
            "{\"comparisons\":2,\"failed\":1,\"smallest_ratio\":1.2,"
                + "\"smallest_ratio_of\":\"gpt-4x256/bfloat16\"}");
  }

  @Test
  void shouldSummariseWithoutARatioWhenAllFailed() {
    assertThat(JsonLines.of(TrainingComparison.summary(List.of(), 2)))
        .isEqualTo(
            "{\"comparisons\":0,\"failed\":2,\"smallest_ratio\":null,\"smallest_ratio_of\":null}");
  }

  private static Comparison comparison(String workload, double oursMs, double peerMs) {
    return Comparison.of(
        Workload.named(workload),
        Precision.BFLOAT16,
        new Comparison.Measured(new StepTimes(oursMs, oursMs / 2), 9, 300.4),
        new Comparison.Measured(new StepTimes(peerMs, peerMs / 2), 9, 900.4),
        ARGUMENTS);
  }
}
