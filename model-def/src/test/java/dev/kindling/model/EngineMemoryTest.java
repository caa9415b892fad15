package dev.kindling.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.kindling.model.kernels.Kernels;
import dev.kindling.model.kernels.cuda.CudaUnderTest;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineMemoryTest {
  private static final int PERCENT = 3;
  private static final long INPUT_BYTES = 1 << 20; // what carries the host's values
  private static final int LENGTH = 64;
  private static final BatchShape SHAPE = new BatchShape(4, LENGTH, 4 * LENGTH);

  /** After a step the kernels have all the memory that they will ever ask for. */
  @ParameterizedTest
  @CsvSource({
    "BERT, FLOAT32, true",
    "BERT, BFLOAT16, false",
    "GPT, BFLOAT16, false",
    "GPT, BFLOAT16, true"
  })
  void shouldForetellWhatAnEngineTakesOnAGpu(
      Architecture architecture, Precision precision, boolean recompute) {
    TransformerConfig config =
        architecture == Architecture.BERT
            ? TransformerConfig.bert(600, 2, 64, 2, 256, LENGTH, 0.1)
            : TransformerConfig.gpt(600, 2, 64, 2, 256, LENGTH, 0.1);
    EngineOptions options = new EngineOptions("cuda", precision, 1, recompute);
    OptimizerConfig optimizer =
        new OptimizerConfig(OptimizerKind.ADAMW, 0.9, 0.98, 1e-6, 0.01, 0.5);
    Kernels kernels = CudaUnderTest.emulated(true);
    try (TrainingEngine engine =
        new TrainingEngine(config, optimizer, SHAPE, options, () -> kernels)) {
      engine.initialize(1);
      engine.step(List.of(Batches.of(config, 5, LENGTH, 64, 64, 64, 64)), 1e-3, 1);
      long foretold =
          EngineMemory.bytes(config, SHAPE, options) - EngineMemory.GPU_LIBRARY_BYTES + INPUT_BYTES;
      assertThat(CudaUnderTest.usedBytes(kernels)).isCloseTo(foretold, withinPercentage(PERCENT));
    }
  }
}
