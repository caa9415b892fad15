package dev.kindling.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.kernels.cuda.CudaUnderTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That products do what follows them along the way, where the library can. */
class CudaEpiloguesTest {
  private static final int LAYERS = 2;

  @Test
  void shouldApplyGeluAndItsDerivativeWithinTheProducts() {
    List<String> products =
        productsOfAStep(TransformerConfig.gpt(41, LAYERS, 32, 2, 64, 12, 0.1), false);
    assertThat(Collections.frequency(products, "BIAS_GELU")).isEqualTo(LAYERS);
    assertThat(Collections.frequency(products, "GELU_GRADIENT")).isEqualTo(LAYERS);
  }

  @Test
  void shouldDoSoWhereActivationsAreRecomputed() {
    List<String> products =
        productsOfAStep(TransformerConfig.gpt(41, LAYERS, 32, 2, 64, 12, 0.1), true);
    assertThat(Collections.frequency(products, "BIAS_GELU")).isEqualTo(2 * LAYERS - 1);
    assertThat(Collections.frequency(products, "GELU_GRADIENT")).isEqualTo(LAYERS);
  }

  /** The library knows GELU's tanh form alone. */
  @Test
  void shouldLeaveTheExactFormToKernels() {
    List<String> products =
        productsOfAStep(TransformerConfig.bert(41, LAYERS, 32, 2, 64, 12, 0.1), false);
    assertThat(products).contains("BIAS").doesNotContain("BIAS_GELU", "GELU_GRADIENT");
  }

  private static List<String> productsOfAStep(TransformerConfig config, boolean recompute) {
    List<String> products = new ArrayList<>();
    EngineOptions options =
        EngineOptions.cpu().withPrecision(Precision.BFLOAT16).withRecomputeActivations(recompute);
    OptimizerConfig optimizer =
        new OptimizerConfig(OptimizerKind.ADAMW, 0.9, 0.98, 1e-6, 0.01, 0.5);
    try (TrainingEngine engine =
        new TrainingEngine(
            config,
            optimizer,
            new BatchShape(3, 12, 36),
            options,
            () -> CudaUnderTest.emulated(products))) {
      engine.initialize(3);
      engine.step(List.of(Batches.of(config, 5, 12, 12, 7)), 1e-3, 1);
    }
    return products;
  }
}
