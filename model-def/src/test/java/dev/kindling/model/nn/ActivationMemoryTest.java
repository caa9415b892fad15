package dev.kindling.model.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.model.BatchShape;
import dev.kindling.model.EngineOptions;
import dev.kindling.model.ParameterLayout;
import dev.kindling.model.Precision;
import dev.kindling.model.TransformerConfig;
import dev.kindling.model.Variants;
import dev.kindling.model.kernels.Backends;
import dev.kindling.model.kernels.Kernels;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ActivationMemoryTest {
  static Stream<TransformerConfig> configs() {
    return Stream.of(
            TransformerConfig.bert(101, 3, 24, 3, 40, 12, 0.1),
            TransformerConfig.gpt(101, 3, 24, 3, 40, 12, 0.1))
        .flatMap(config -> Variants.of(config).stream());
  }

  @ParameterizedTest
  @MethodSource("configs")
  void shouldForetellWhatANetworkAllocates(TransformerConfig config) {
    for (Precision precision : Precision.values()) {
      for (boolean recompute : new boolean[] {false, true}) {
        EngineOptions options =
            EngineOptions.cpu().withPrecision(precision).withRecomputeActivations(recompute);
        assertForetold(config, new BatchShape(5, 12, 20), options);
        assertForetold(config, new BatchShape(5, 12, 60), options); // every row has a label
      }
    }
  }

  private static void assertForetold(
      TransformerConfig config, BatchShape shape, EngineOptions options) {
    try (Kernels kernels = Backends.open(options.backend(), 1);
        Parameters parameters = new Parameters(kernels, ParameterLayout.of(config));
        Transformer network = new Transformer(kernels, config, shape, options, parameters)) {
      assertThat(ActivationMemory.bytes(config, shape, options)).isEqualTo(network.bytes());
    }
  }

  /** BERT base, 32 sequences of 128 with 20 labels each: 601 kB a token, or 121 recomputed. */
  @Test
  void shouldTakeFarLessWhereActivationsAreRecomputed() {
    TransformerConfig base = TransformerConfig.bert(30522, 12, 768, 12, 3072, 512, 0.1);
    BatchShape shape = new BatchShape(32, 128, 640);
    EngineOptions kept = EngineOptions.cpu();
    EngineOptions recomputed = kept.withRecomputeActivations(true);
    assertThat(ActivationMemory.bytes(base, shape, recomputed))
        .isLessThan(ActivationMemory.bytes(base, shape, kept) / 4);
  }
}
