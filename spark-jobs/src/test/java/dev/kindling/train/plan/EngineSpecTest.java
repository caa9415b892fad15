package dev.kindling.train.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kindling.jobs.KindlingException;
import dev.kindling.model.BatchShape;
import dev.kindling.model.EngineOptions;
import dev.kindling.model.OptimizerConfig;
import dev.kindling.model.OptimizerKind;
import dev.kindling.model.TransformerConfig;
import org.junit.jupiter.api.Test;

final class EngineSpecTest {
  @Test
  void shouldExplainWhyAnEngineCannotStart() {
    EngineSpec spec =
        new EngineSpec(
            TransformerConfig.gpt(16, 1, 8, 2, 16, 4, 0),
            new OptimizerConfig(OptimizerKind.ADAMW, 0.9, 0.999, 1e-6, 0.01, 1),
            new BatchShape(1, 5, 5),
            EngineOptions.cpu());

    assertThatExceptionOfType(KindlingException.class)
        .isThrownBy(spec::open)
        .withMessage(
            "The training engine cannot start: sequences of 5 tokens are longer than the model's 4 positions")
        .satisfies(e -> assertThat(e.code()).isEqualTo(KindlingException.ExitCode.CLUSTER));
  }
}
