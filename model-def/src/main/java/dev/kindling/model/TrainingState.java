package dev.kindling.model;

/**
 * All that training carries from step to step, as flat vectors in the order of {@link
 * ParameterLayout}. The arrays are kept, not copied.
 *
 * @param parameters weights
 * @param firstMoment the optimizer's running mean of gradients
 * @param secondMoment the optimizer's running mean of squared gradients
 * @param step optimizer steps done so far
 */
@SuppressWarnings(
    "ArrayRecordComponent") // compared and copied by nobody; a class would add only getters
public record TrainingState(
    float[] parameters, float[] firstMoment, float[] secondMoment, long step) {
  /** Checks that the vectors are of one size. */
  public TrainingState {
    if (firstMoment.length != parameters.length || secondMoment.length != parameters.length) {
      throw new IllegalArgumentException(
          "parameters and moments must have one size, got "
              + parameters.length
              + ", "
              + firstMoment.length
              + " and "
              + secondMoment.length);
    }
    if (step < 0) {
      throw new IllegalArgumentException("step must not be negative, got " + step);
    }
  }

  /**
   * Returns the state before the first step: weights from {@link Initializer}, moments zero.
   *
   * @param seed any value; equal seeds give equal bits on every machine
   */
  public static TrainingState initial(TransformerConfig config, long seed) {
    ParameterLayout layout = ParameterLayout.of(config);
    Initializer initializer = new Initializer(config, seed);
    float[] parameters = new float[layout.size()];
    for (ParameterSlice slice : layout.slices()) {
      initializer.draw(slice, 0, slice.size(), parameters, slice.offset());
    }
    return new TrainingState(
        parameters, new float[parameters.length], new float[parameters.length], 0);
  }
}
