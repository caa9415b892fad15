package dev.kindling.model.reference;

/** The scalar and vector functions of the reference network, each as its paper writes it. */
final class ReferenceMath {

  private ReferenceMath() {}

  /**
   * The error function, to double precision: erf(x) = 2/sqrt(pi) · exp(-x²) · sum over n of 2^n
   * x^(2n+1) / (1·3·…·(2n+1)), whose terms all have the sign of x (Abramowitz and Stegun 7.1.6).
   */
  static double erf(double x) {
    if (Math.abs(x) > 6) {
      return Math.signum(x); // 1 - erf(6) is 2e-17
    }
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }

  /** BERT's GELU: x · Phi(x), with the normal distribution Phi through erf. */
  static double geluErf(double x) {
    return 0.5 * x * (1 + erf(x / Math.sqrt(2)));
  }

  /** GPT-2's GELU: the tanh approximation of Hendrycks and Gimpel. */
  static double geluTanh(double x) {
    return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
  }

  /**
   * (x - mean) / sqrt(variance + epsilon) · gain + bias, with the variance divided by the width.
   */
  static double[] layerNorm(double[] x, double[] gain, double[] bias, double epsilon) {
    double mean = 0;
    for (double value : x) {
      mean += value / x.length;
    }
    double variance = 0;
    for (double value : x) {
      variance += (value - mean) * (value - mean) / x.length;
    }
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = (x[i] - mean) / Math.sqrt(variance + epsilon) * gain[i] + bias[i];
    }
    return y;
  }

  /** The position of Vaswani et al. (2017): sin and cos of position / 10000^(2i/width) in turns. */
  static double[] sinusoids(int position, int width) {
    double[] x = new double[width];
    for (int i = 0; 2 * i < width; i++) {
      double angle = position / Math.exp(2.0 * i / width * Math.log(10_000));
      x[2 * i] = Math.sin(angle);
      if (2 * i + 1 < width) {
        x[2 * i + 1] = Math.cos(angle);
      }
    }
    return x;
  }

  /** ln of the sum of exp(x). */
  static double logSumExp(double[] x) {
    double max = Double.NEGATIVE_INFINITY;
    for (double value : x) {
      max = Math.max(max, value);
    }
    double sum = 0;
    for (double value : x) {
      sum += Math.exp(value - max);
    }
    return max + Math.log(sum);
  }

  static double[] softmax(double[] x) {
    double total = logSumExp(x);
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = Math.exp(x[i] - total);
    }
    return y;
  }

  /** -ln of the label's probability. */
  static double crossEntropy(double[] logits, int label) {
    return logSumExp(logits) - logits[label];
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  static double[] plus(double[] a, double[] b) {
    double[] sum = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      sum[i] = a[i] + b[i];
    }
    return sum;
  }
}
