package dev.kindling.model.kernels.cuda;

import dev.kindling.model.Activation;

/** Activations in double precision. */
final class ActivationReference {
  private ActivationReference() {}

  static double value(Activation form, double x) {
    return switch (form) {
      case GELU_ERF -> x * normalDistribution(x);
      case GELU_TANH ->
          0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
      case RELU -> Math.max(0, x);
    };
  }

  /** Φ by Simpson's rule from 0. */
  private static double normalDistribution(double x) {
    int pieces = 2000;
    double h = x / pieces;
    double sum = 1 + Math.exp(-x * x / 2);
    for (int i = 1; i < pieces; i++) {
      sum += (i % 2 == 0 ? 2 : 4) * Math.exp(-(i * h) * (i * h) / 2);
    }
    return 0.5 + sum * h / 3 / Math.sqrt(2 * Math.PI);
  }
}
