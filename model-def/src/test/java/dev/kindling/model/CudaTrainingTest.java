package dev.kindling.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.kindling.model.kernels.Kernels;
import dev.kindling.model.kernels.cuda.CudaUnderTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole network on the CUDA backend, emulated, against the CPU's. */
class CudaTrainingTest {
  private static final int VOCABULARY_SIZE = 41; // products want rows of another width
  private static final BatchShape SHAPE = new BatchShape(3, 12, 36);

  private static TransformerConfig config(Architecture architecture, double dropout) {
    return architecture == Architecture.BERT
        ? TransformerConfig.bert(VOCABULARY_SIZE, 2, 32, 2, 64, 12, dropout)
        : TransformerConfig.gpt(VOCABULARY_SIZE, 2, 32, 2, 64, 12, dropout);
  }

  /** Starts the backend; see {@link CudaUnderTest#emulated}. */
  Kernels open(boolean epilogues) {
    return CudaUnderTest.emulated(epilogues);
  }

  private static OptimizerConfig optimizer(OptimizerKind kind) {
    return new OptimizerConfig(kind, 0.9, 0.98, 1e-6, 0.01, 0.5);
  }

  private static TrainingEngine onCpu(TransformerConfig config, OptimizerKind kind) {
    return onCpu(config, kind, EngineOptions.cpu());
  }

  private static TrainingEngine onCpu(
      TransformerConfig config, OptimizerKind kind, EngineOptions options) {
    return new TrainingEngine(config, optimizer(kind), SHAPE, options);
  }

  private static TrainingEngine onGpu(
      Kernels gpu, TransformerConfig config, OptimizerKind kind, EngineOptions options) {
    return new TrainingEngine(config, optimizer(kind), SHAPE, options, () -> gpu);
  }

  private static EngineOptions options(Precision precision) {
    return EngineOptions.cpu().withPrecision(precision);
  }

  /** With dropout, so that gradients agree only where the masks do. */
  @ParameterizedTest
  @CsvSource({
    "BERT, FLOAT32, false",
    "GPT, FLOAT32, true",
    "BERT, BFLOAT16, true",
    "GPT, BFLOAT16, true",
    "GPT, BFLOAT16, false"
  })
  void shouldGiveTheLossesAndGradientsOfTheCpu(
      Architecture architecture, Precision precision, boolean epilogues) {
    TransformerConfig config = config(architecture, 0.1);
    Batch whole = Batches.of(config, 5, 12, 12, 7, 9, 3);
    List<Batch> parts = List.of(Batches.part(whole, 0, 3), Batches.part(whole, 3, 4));
    double exact = precision == Precision.FLOAT32 ? 1e-5 : 5e-3;
    double cosine = precision == Precision.FLOAT32 ? 0.999999 : 0.9995;
    try (TrainingEngine cpu = onCpu(config, OptimizerKind.ADAMW, options(precision));
        TrainingEngine gpu =
            onGpu(open(epilogues), config, OptimizerKind.ADAMW, options(precision))) {
      cpu.initialize(3);
      gpu.initialize(3);
      assertThat(gpu.lossesWithDropout(parts, 17).loss())
          .isCloseTo(cpu.lossesWithDropout(parts, 17).loss(), within(exact));
      float[] expected = cpu.gradient(parts, 17);
      float[] actual = gpu.gradient(parts, 17);
      for (ParameterSlice slice : ParameterLayout.of(config).slices()) {
        assertThat(cosine(expected, actual, slice)).as(slice.name()).isGreaterThanOrEqualTo(cosine);
      }
      Batch part = parts.get(0);
      assertThat(gpu.evaluate(part).loss()).isCloseTo(cpu.evaluate(part).loss(), within(exact));
      float[] logits = cpu.logits(part);
      float[] ofGpu = gpu.logits(part);
      for (int i = 0; i < logits.length; i++) {
        assertThat(ofGpu[i]).isCloseTo(logits[i], within((float) (4 * exact)));
      }
    }
  }

  /** 1 where both are zero. */
  private static double cosine(float[] a, float[] b, ParameterSlice slice) {
    double dot = 0;
    double ofA = 0;
    double ofB = 0;
    for (int i = slice.offset(); i < slice.end(); i++) {
      dot += (double) a[i] * b[i];
      ofA += (double) a[i] * a[i];
      ofB += (double) b[i] * b[i];
    }
    return ofA == 0 && ofB == 0 ? 1 : dot / Math.sqrt(ofA * ofB);
  }

  /** Losses are read behind all steps; the state and its bits are the same at every run. */
  @ParameterizedTest
  @CsvSource({
    "BERT, ADAMW, FLOAT32, false",
    "GPT, ADAMW, BFLOAT16, true",
    "GPT, LAMB, FLOAT32, false",
    "BERT, LAMB, BFLOAT16, false"
  })
  void shouldFollowTheCpuOverTenSteps(
      Architecture architecture, OptimizerKind kind, Precision precision, boolean recompute) {
    TransformerConfig config = config(architecture, 0);
    List<Batch> batches = List.of(Batches.of(config, 8, 12, 12, 5, 9));
    List<StepResult> expected;
    try (TrainingEngine cpu = onCpu(config, kind)) {
      cpu.initialize(4);
      expected = steps(cpu, kind, batches);
    }
    EngineOptions options = options(precision).withRecomputeActivations(recompute);
    Kernels kernels = open(true);
    TrainingState first;
    try (TrainingEngine gpu = onGpu(kernels, config, kind, options)) {
      gpu.initialize(4);
      List<StepResult> actual = steps(gpu, kind, batches);
      double tolerance = precision == Precision.FLOAT32 ? 2e-4 : 2e-2;
      for (int i = 0; i < expected.size(); i++) {
        assertThat(actual.get(i).losses().loss())
            .isCloseTo(expected.get(i).losses().loss(), within(tolerance));
      }
      double start = actual.get(0).losses().loss();
      assertThat(actual.get(9).losses().loss()).isLessThan(0.9 * start);
      assertThat(CudaUnderTest.replays(kernels)).isGreaterThan(10);
      first = gpu.store();
    }
    try (TrainingEngine again = onGpu(open(true), config, kind, options)) {
      again.initialize(4);
      steps(again, kind, batches);
      assertThat(again.store().parameters()).isEqualTo(first.parameters());
      assertThat(again.store().secondMoment()).isEqualTo(first.secondMoment());
    }
  }

  private static List<StepResult> steps(
      TrainingEngine engine, OptimizerKind kind, List<Batch> batches) {
    double rate = kind == OptimizerKind.LAMB ? 0.05 : 0.01;
    List<PendingStep> begun = new ArrayList<>();
    for (int step = 0; step < 10; step++) {
      begun.add(engine.begin(batches, rate, step));
    }
    return begun.stream().map(PendingStep::result).toList();
  }

  /** Batches of all lengths come and go; what the host prepares must not run into the next. */
  @Test
  void shouldTakeBatchesOfChangingShapes() {
    TransformerConfig config = config(Architecture.BERT, 0.2);
    try (TrainingEngine cpu = onCpu(config, OptimizerKind.ADAMW);
        TrainingEngine gpu =
            onGpu(open(true), config, OptimizerKind.ADAMW, options(Precision.FLOAT32))) {
      cpu.initialize(4);
      gpu.initialize(4);
      List<PendingStep> begun = new ArrayList<>();
      List<StepResult> expected = new ArrayList<>();
      for (int step = 0; step < 7; step++) {
        List<Batch> batches =
            List.of(
                Batches.of(config, step, 12, 12, 5 + step, 1 + step),
                Batches.of(config, 50 + step, 12, 12 - step));
        begun.add(gpu.begin(batches, 1e-3, step));
        expected.add(cpu.step(batches, 1e-3, step));
      }
      for (int step = 0; step < 7; step++) {
        StepResult actual = begun.get(step).result();
        assertThat(actual.losses().loss())
            .isCloseTo(expected.get(step).losses().loss(), within(1e-4));
        assertThat(actual.gradientNorm())
            .isCloseTo(expected.get(step).gradientNorm(), within(1e-4));
        assertThat(actual.losses().labelCorrect())
            .isEqualTo(expected.get(step).losses().labelCorrect());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(OptimizerKind.class)
  void shouldChangeNothingInAStepWhoseGradientIsNotFinite(OptimizerKind kind) {
    TransformerConfig config = config(Architecture.GPT, 0);
    TrainingState state = TrainingState.initial(config, 1);
    state.parameters()[ParameterLayout.of(config).slice("final.norm.gain").offset()] = Float.NaN;
    try (TrainingEngine gpu = onGpu(open(true), config, kind, options(Precision.BFLOAT16))) {
      gpu.load(state);
      List<Batch> batches = List.of(Batches.of(config, 1, 12, 12));
      PendingStep bad = gpu.begin(batches, 1e-3, 1);
      assertThatThrownBy(bad::result)
          .isInstanceOf(ArithmeticException.class)
          .hasMessageContaining("step 1 is not finite");
      assertThat(gpu.store().parameters()).isEqualTo(state.parameters());
      assertThat(gpu.store().firstMoment()).isEqualTo(state.firstMoment());
      assertThat(gpu.store().step()).isEqualTo(1);
      gpu.load(TrainingState.initial(config, 1));
      assertThat(gpu.step(batches, 1e-3, 1).gradientNorm()).isPositive();
    }
  }
}
