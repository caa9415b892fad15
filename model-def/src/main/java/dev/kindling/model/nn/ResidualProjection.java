package dev.kindling.model.nn;

import dev.kindling.model.Activation;
import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.Dropout;

/** The end of a sublayer: projection, dropout, residual, and the normalisation that follows. */
final class ResidualProjection {
  private final Linear projection;
  private final ResidualSum end;

  ResidualProjection(Linear projection, ResidualSum end) {
    this.projection = projection;
    this.end = end;
  }

  /** What it writes. */
  ResidualSum end() {
    return end;
  }

  void forward(int rows, Buffer input, Dropout dropout, Buffer residual) {
    projection.forward(rows, input, dropout, residual, end.sum());
    end.normalize(rows);
  }

  /** Leaves the residual's gradient in the stream and the input's in dInput. */
  void backward(int rows, Buffer input, Dropout dropout, RowGradients g, Buffer dInput) {
    Buffer dProjected = backward(rows, input, dropout, g);
    projection.inputGradient(rows, dProjected, false, dInput);
  }

  /** The same through the activation that made the input; dSum may be the sum. */
  void backward(
      Activation activation,
      int rows,
      Buffer input,
      Buffer sum,
      Dropout dropout,
      RowGradients g,
      Buffer dSum) {
    Buffer dProjected = backward(rows, input, dropout, g);
    projection.inputGradient(activation, rows, dProjected, sum, dSum);
  }

  private Buffer backward(int rows, Buffer input, Dropout dropout, RowGradients g) {
    Buffer dProjected = end.backward(rows, dropout, g);
    projection.parameterGradients(rows, dProjected, input);
    return dProjected;
  }
}
