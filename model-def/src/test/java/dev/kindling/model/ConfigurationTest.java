package dev.kindling.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What the records of a model, its optimizer and its engine refuse, and how they change. */
class ConfigurationTest {
  private static final TransformerConfig GPT = TransformerConfig.gpt(7, 2, 4, 2, 16, 5, 0.1);

  @Test
  void shouldChangeOneComponentAndNoOther() {
    TransformerConfig changed =
        GPT.withPositionEncoding(PositionEncoding.SINUSOIDAL)
            .withNormPlacement(NormPlacement.POST)
            .withActivation(Activation.RELU);
    assertThat(changed)
        .isEqualTo(
            new TransformerConfig(
                Architecture.GPT,
                7,
                2,
                4,
                2,
                16,
                5,
                PositionEncoding.SINUSOIDAL,
                NormPlacement.POST,
                Activation.RELU,
                0.1,
                1e-5));
    assertThat(
            EngineOptions.cpu()
                .withBackend("other")
                .withPrecision(Precision.BFLOAT16)
                .withThreads(3)
                .withRecomputeActivations(true))
        .isEqualTo(new EngineOptions("other", Precision.BFLOAT16, 3, true));
    assertThat(EngineOptions.cpu())
        .isEqualTo(new EngineOptions("cpu", Precision.FLOAT32, 1, false));
  }

  @Test
  void shouldNameWhatAModelLacks() {
    assertThatThrownBy(() -> GPT.withPositionEncoding(null))
        .hasMessage("position-encoding must be given");
    assertThatThrownBy(() -> GPT.withNormPlacement(null))
        .hasMessage("norm-placement must be given");
    assertThatThrownBy(() -> GPT.withActivation(null)).hasMessage("activation must be given");
    assertThatThrownBy(() -> TransformerConfig.gpt(7, 2, 5, 2, 16, 5, 0))
        .hasMessage("hidden must be a multiple of heads, got hidden 5 and heads 2");
  }

  @Test
  void shouldNameWhatAnOptimizerOrAnEngineCannotBe() {
    assertThatThrownBy(() -> new OptimizerConfig(null, 0.9, 0.999, 1e-8, 0, 0))
        .hasMessage("the optimizer's kind must be given");
    assertThatThrownBy(() -> new OptimizerConfig(OptimizerKind.LAMB, 0.9, 1, 1e-8, 0, 0))
        .hasMessage("beta2 must be in [0, 1), got 1.0");
    assertThatThrownBy(() -> EngineOptions.cpu().withThreads(0))
        .hasMessage("threads must be at least 1, got 0");
    assertThatThrownBy(() -> EngineOptions.cpu().withPrecision(null))
        .hasMessage("precision must be given");
    assertThatThrownBy(() -> EngineOptions.cpu().withBackend(" "))
        .hasMessage("backend must be given");
  }
}
