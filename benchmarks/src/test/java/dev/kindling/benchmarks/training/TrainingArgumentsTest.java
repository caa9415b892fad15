package dev.kindling.benchmarks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.benchmarks.InvalidArgumentsException;
import dev.kindling.model.Precision;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingArgumentsTest {
  @Test
  void shouldCompareEverythingOnTwoThreadsUnlessTold() {
    TrainingArguments arguments = TrainingArguments.parse(List.of());
    assertThat(arguments.threads()).isEqualTo(2);
    assertThat(arguments.steps()).isGreaterThanOrEqualTo(10);
    for (Workload workload : Workload.ALL) {
      assertThat(arguments.wants(workload, Precision.FLOAT32)).isTrue();
      assertThat(arguments.wants(workload, Precision.BFLOAT16)).isTrue();
    }
  }

  @Test
  void shouldFilterByModelAndPrecision() {
    TrainingArguments arguments =
        TrainingArguments.parse(List.of("--filter", "bert-.*/bfloat16", "--steps", "3"));
    assertThat(arguments.steps()).isEqualTo(3);
    assertThat(arguments.wants(Workload.named("bert-12x768"), Precision.BFLOAT16)).isTrue();
    assertThat(arguments.wants(Workload.named("bert-12x768"), Precision.FLOAT32)).isFalse();
    assertThat(arguments.wants(Workload.named("gpt-4x256"), Precision.BFLOAT16)).isFalse();
  }

  @Test
  void shouldRejectFilterThatLeavesNothing() {
    assertThatThrownBy(() -> TrainingArguments.parse(List.of("--filter", "llama")))
        .isInstanceOf(InvalidArgumentsException.class)
        .hasMessageContaining("--filter llama leaves nothing")
        .hasMessageContaining("gpt-4x256");
  }

  @Test
  void shouldRejectFilterThatIsNoRegularExpression() {
    assertThatThrownBy(() -> TrainingArguments.parse(List.of("--filter", "(")))
        .isInstanceOf(InvalidArgumentsException.class)
        .hasMessageContaining("--filter must be a regular expression, got (");
  }
}
