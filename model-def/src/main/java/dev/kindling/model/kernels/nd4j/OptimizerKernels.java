package dev.kindling.model.kernels.nd4j;

import dev.kindling.model.kernels.AdamWUpdate;
import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.ParameterState;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.floating.SquaredNorm;
import org.nd4j.linalg.api.ops.impl.transforms.floating.Sqrt;
import org.nd4j.linalg.factory.Nd4j;

/** Passes over parameters: norms, the updates of AdamW and LAMB. */
final class OptimizerKernels implements AutoCloseable {
  /** Elements whose squares ND4J sums; Java sums the blocks, in double and in their order. */
  private static final int NORM_BLOCK = 1024;

  private final Scratch scratch = new Scratch();

  /** Returns the sum of the squares of all elements. */
  double squaredNorm(Nd4jBuffer x) {
    int blocks = x.size() / NORM_BLOCK;
    int rest = x.size() % NORM_BLOCK;
    double sum = 0;
    if (blocks > 0) {
      sum += sumOfSquares(x.matrix(blocks, NORM_BLOCK));
    }
    if (rest > 0) {
      sum += sumOfSquares(x.matrix(blocks * NORM_BLOCK, 1, rest));
    }
    return sum;
  }

  private double sumOfSquares(INDArray blocks) {
    INDArray norms = scratch.matrix(0, blocks.rows(), 1);
    Nd4j.exec(new SquaredNorm(blocks, norms, true, 1));
    double sum = 0;
    for (float norm : Nd4jBuffer.read(norms)) {
      sum += norm;
    }
    return sum;
  }

  /** See {@link AdamWUpdate}. */
  void adamW(AdamWUpdate update, double gradientScale, ParameterState p) {
    INDArray direction = direction(update, gradientScale, p);
    all(p.value()).subi(direction);
  }

  /** See {@link dev.kindling.model.kernels.Kernels#lamb}. */
  void lamb(AdamWUpdate update, double learningRate, double gradientScale, ParameterState p) {
    INDArray direction = direction(update, gradientScale, p);
    double weights = squaredNorm((Nd4jBuffer) p.value());
    double norm = squaredNorm((Nd4jBuffer) p.gradient());
    double ratio = weights > 0 && norm > 0 ? Math.sqrt(weights / norm) : 1;
    all(p.value()).subi(direction.muli(learningRate * ratio));
  }

  /** Updates the moments; returns the gradient, which becomes what the weights are to lose. */
  private INDArray direction(AdamWUpdate u, double gradientScale, ParameterState p) {
    INDArray g = all(p.gradient());
    INDArray m = all(p.first());
    INDArray v = all(p.second());
    INDArray other = scratch.matrix(0, 1, g.columns());
    g.muli(gradientScale);
    g.muli(1 - u.beta1(), other);
    m.muli(u.beta1()).addi(other);
    g.muli(g, other).muli(1 - u.beta2());
    v.muli(u.beta2()).addi(other);
    Nd4j.exec(new Sqrt(v, other));
    other.muli(u.secondCorrection()).addi(u.epsilon());
    m.divi(other, other).muli(u.stepSize());
    return all(p.value()).muli(u.decay(), g).addi(other);
  }

  private static INDArray all(Buffer buffer) {
    return ((Nd4jBuffer) buffer).matrix(1, buffer.size());
  }

  @Override
  public void close() {
    scratch.close();
  }
}
