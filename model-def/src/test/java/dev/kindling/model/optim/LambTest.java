package dev.kindling.model.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kindling.model.OptimizerConfig;
import dev.kindling.model.OptimizerKind;
import dev.kindling.model.ParameterLayout;
import dev.kindling.model.ParameterSlice;
import dev.kindling.model.TransformerConfig;
import dev.kindling.model.kernels.Backends;
import dev.kindling.model.kernels.Clipping;
import dev.kindling.model.kernels.Kernels;
import dev.kindling.model.kernels.Scalars;
import dev.kindling.model.nn.Parameter;
import dev.kindling.model.nn.Parameters;
import dev.kindling.model.reference.ReferenceLamb;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LambTest {
  private static final ParameterLayout LAYOUT =
      ParameterLayout.of(TransformerConfig.gpt(13, 1, 10, 2, 14, 5, 0));
  private static final int SIZE = LAYOUT.size();

  private Kernels kernels;
  private Parameters parameters;
  private Moments moments;

  @BeforeEach
  void open() {
    kernels = Backends.open("cpu", 1);
    parameters = new Parameters(kernels, LAYOUT);
    moments = new Moments(kernels, parameters);
  }

  @AfterEach
  void close() {
    moments.close();
    parameters.close();
    kernels.close();
  }

  private static OptimizerConfig config(double weightDecay, double clipNorm) {
    return new OptimizerConfig(OptimizerKind.LAMB, 0.9, 0.98, 1e-6, weightDecay, clipNorm);
  }

  @Test
  void shouldFollowTheReferenceOverSeveralStepsWithAndWithoutClipping() {
    float[] start = random(1, 0.05);
    for (double clipNorm : new double[] {0, 0.7}) {
      OptimizerConfig config = config(0.01, clipNorm);
      ReferenceLamb reference = new ReferenceLamb(config, LAYOUT, widened(start));
      Optimizer lamb = Optimizer.of(kernels, config, moments);
      parameters.write(start);
      moments.clear();
      for (int step = 1; step <= 6; step++) {
        float[] gradient = random(10 + step, step == 4 ? 1e-4 : 0.03);
        step(lamb, config, step, 0.02 / step, gradient);
        reference.step(widened(gradient), 0.02 / step);
      }
      assertClose(read(), reference.parameters());
      // and it has moved far more than the tolerance
      assertThat(Math.abs(read()[0] - start[0])).isGreaterThan(1e-3f);
    }
  }

  /** The length of a matrix's step is the learning rate times its norm, whatever the gradient. */
  @Test
  void shouldStepInProportionToTheWeights() {
    float[] start = random(2, 0.05);
    for (double size : new double[] {1e-2, 1e3}) {
      parameters.write(start);
      moments.clear();
      step(Optimizer.of(kernels, config(0, 0), moments), config(0, 0), 1, 0.1, random(3, size));
      float[] end = read();
      for (ParameterSlice slice : LAYOUT.slices()) {
        if (slice.decays()) {
          double[] moved = new double[SIZE];
          double[] weights = new double[SIZE];
          for (int i = slice.offset(); i < slice.end(); i++) {
            moved[i] = end[i] - start[i];
            weights[i] = start[i];
          }
          assertThat(norm(moved)).as(slice.name()).isCloseTo(0.1 * norm(weights), within(1e-5));
        }
      }
    }
  }

  @Test
  void shouldTakeAdamsStepWhereTheWeightsAreZeroAndForBiases() {
    parameters.write(new float[SIZE]);
    float[] gradient = random(4, 0.5);
    step(Optimizer.of(kernels, config(0.1, 0), moments), config(0.1, 0), 1, 0.1, gradient);
    float[] end = read();
    for (int i = 0; i < SIZE; i++) {
      // Adam's first step is the gradient's sign, but for epsilon
      assertThat(end[i]).isCloseTo(-0.1f * Math.signum(gradient[i]), within(1e-3f));
    }
  }

  @Test
  void shouldStandStillWithoutGradientAndDecay() {
    float[] start = random(5, 0.05);
    parameters.write(start);
    step(Optimizer.of(kernels, config(0, 0), moments), config(0, 0), 1, 0.1, new float[SIZE]);
    assertThat(read()).isEqualTo(start);
  }

  /** Writes the gradients and does what an engine does with them. */
  private void step(
      Optimizer optimizer, OptimizerConfig config, long step, double rate, float[] gradient) {
    for (Parameter p : parameters.all()) {
      p.gradient().write(gradient, p.slice().offset());
    }
    try (Scalars squares = kernels.scalars(1)) {
      kernels.squaredNorm(parameters.all().stream().map(Parameter::gradient).toList(), squares, 0);
      optimizer.update(step, rate, new Clipping(squares, 0, config.clipNorm()));
    }
  }

  private float[] read() {
    float[] vector = new float[SIZE];
    parameters.read(vector);
    return vector;
  }

  private static float[] random(long seed, double deviation) {
    Random random = new Random(seed);
    float[] values = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return values;
  }

  private static double[] widened(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  private static double norm(double[] values) {
    return Math.sqrt(IntStream.range(0, SIZE).mapToDouble(i -> values[i] * values[i]).sum());
  }

  private static void assertClose(float[] actual, double[] expected) {
    for (int i = 0; i < SIZE; i++) {
      assertThat((double) actual[i]).as("parameter %d", i).isCloseTo(expected[i], within(1e-6));
    }
  }
}
