package dev.kindling.benchmarks.averaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.benchmarks.InvalidArgumentsException;
import dev.kindling.model.averaging.OuterOptimizer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AveragingArgumentsTest {
  @TempDir Path text;

  @Test
  void shouldTakeTheOuterStepFromTheCommandLine() {
    AveragingArguments arguments =
        AveragingArguments.parse(
            List.of(
                text.toString(),
                "--filter",
                "nesterov/50/fp32",
                "--outer-learning-rates",
                "0.3,0.5",
                "--outer-momentum",
                "0.5"));

    assertThat(arguments.lossCases())
        .extracting(LossCase::outer)
        .containsExactly(new OuterOptimizer(0.3, 0.5), new OuterOptimizer(0.5, 0.5));
    assertThat(arguments.workers()).isEqualTo(4);
  }

  @Test
  void shouldRefuseAFilterThatLeavesNothing() {
    assertThatThrownBy(
            () -> AveragingArguments.parse(List.of(text.toString(), "--filter", "training")))
        .isInstanceOf(InvalidArgumentsException.class)
        .hasMessageContaining("training")
        .hasMessageContaining("loss/plain/50");
  }

  @Test
  void shouldRefuseARateOutOfRange() {
    List<String> words = List.of(text.toString(), "--learning-rate", "0");

    assertThatThrownBy(() -> AveragingArguments.parse(words))
        .isInstanceOf(InvalidArgumentsException.class)
        .hasMessage("--learning-rate must be above 0.0 and at most 1.0, got 0");
  }

  @Test
  void shouldRefuseAMissingText() {
    assertThatThrownBy(() -> AveragingArguments.parse(List.of(text.resolve("absent").toString())))
        .isInstanceOf(InvalidArgumentsException.class)
        .hasMessageContaining("absent does not exist");
    assertThatThrownBy(() -> AveragingArguments.parse(List.of("--steps", "3")))
        .hasMessage("the first argument must be a text file or a folder");
  }
}
