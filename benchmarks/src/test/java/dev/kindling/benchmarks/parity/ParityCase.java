package dev.kindling.benchmarks.parity;

import dev.kindling.model.Batch;
import dev.kindling.model.ParameterLayout;
import dev.kindling.model.ParameterSlice;
import dev.kindling.model.TransformerConfig;
import java.util.SplittableRandom;

/**
 * One model and one batch to compute on both sides.
 *
 * @param name shown in the test report
 */
record ParityCase(String name, TransformerConfig config, Batch batch) {
  /**
   * Returns weights with nothing left at zero or one, so that no term can be missing unseen:
   * matrices as large as keeps a row's length (deviation 1/sqrt(h)), gains within 0.2 of 1, biases
   * within 0.2 of 0.
   */
  float[] weights() {
    ParameterLayout layout = ParameterLayout.of(config);
    float[] weights = new float[layout.size()];
    double matrixReach = Math.sqrt(3.0 / config.hidden());
    SplittableRandom random = new SplittableRandom(name.hashCode());
    for (ParameterSlice slice : layout.slices()) {
      double reach = slice.decays() ? matrixReach : 0.2;
      double middle = slice.name().endsWith(".gain") ? 1 : 0;
      for (int i = slice.offset(); i < slice.end(); i++) {
        weights[i] = (float) (middle + reach * (2 * random.nextDouble() - 1));
      }
    }
    return weights;
  }

  @Override
  public String toString() {
    return name;
  }
}
