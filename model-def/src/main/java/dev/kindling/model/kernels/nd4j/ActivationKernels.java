package dev.kindling.model.kernels.nd4j;

import dev.kindling.model.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erfc;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Exp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sigmoid;
import org.nd4j.linalg.factory.Nd4j;

/** Activations of feed-forward layers and their gradients. */
final class ActivationKernels {
  private static final double MINUS_SQRT_HALF = -Math.sqrt(0.5);
  private static final double INVERSE_SQRT_2_PI = 1 / Math.sqrt(2 * Math.PI);

  // (1 + tanh(u)) / 2 is the logistic function of 2u = SCALE · (x + CUBE · x³).
  private static final double SCALE = 2 * Math.sqrt(2 / Math.PI);
  private static final double CUBE = 0.044715;

  private ActivationKernels() {}

  /** {@code y = activation(x)}; y is another array than x. */
  static void forward(Activation activation, INDArray x, INDArray y) {
    switch (activation) {
      case GELU_ERF -> normalDistribution(x, y);
      case GELU_TANH -> gate(x, y);
      case RELU -> Nd4j.exec(new Step(x, y, 0.0));
    }
    y.muli(x);
  }

  /** {@code dSum = dy · activation'(x)}; it may be one of the others. */
  static void gradient(
      Activation activation, INDArray x, INDArray dy, INDArray dSum, Scratch scratch) {
    INDArray slope = scratch.matrix(0, x.rows(), x.columns());
    INDArray other = scratch.matrix(1, x.rows(), x.columns());
    switch (activation) {
      case GELU_ERF -> { // Φ(x) + x·Φ'(x)
        normalDistribution(x, slope);
        x.muli(x, other).muli(-0.5);
        Nd4j.exec(new Exp(other, other));
        slope.addi(other.muli(x).muli(INVERSE_SQRT_2_PI));
      }
      case GELU_TANH -> { // s + x·s·(1 - s)·(2u)'
        INDArray rise = scratch.matrix(2, x.rows(), x.columns());
        gate(x, slope);
        x.muli(x, other).muli(3 * SCALE * CUBE).addi(SCALE).muli(x);
        slope.rsubi(1, rise).muli(slope).muli(other);
        slope.addi(rise);
      }
      case RELU -> Nd4j.exec(new Step(x, slope, 0.0));
    }
    dy.muli(slope, dSum);
  }

  /** {@code y = Φ(x)}. */
  private static void normalDistribution(INDArray x, INDArray y) {
    x.muli(MINUS_SQRT_HALF, y);
    Nd4j.exec(new Erfc(y, y));
    y.muli(0.5);
  }

  /** {@code y = (1 + tanh(u)) / 2}. */
  private static void gate(INDArray x, INDArray y) {
    x.muli(x, y).muli(SCALE * CUBE).addi(SCALE).muli(x);
    Nd4j.exec(new Sigmoid(y, y));
  }
}
