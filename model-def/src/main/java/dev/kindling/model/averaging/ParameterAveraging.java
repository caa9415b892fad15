package dev.kindling.model.averaging;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The arithmetic of one exchange, for any slice of the parameters: what a worker sends, what the
 * slice's owner makes of it, and what a worker does with the answer. Every number depends on the
 * same number of each worker alone (or, under a codec with blocks, on its block), and sums run in
 * the order of the workers: whoever computes a slice, in whatever process, gets the same bits.
 *
 * <p>Slices begin at multiples of {@link DeltaCodec#BLOCK}. With {@link DeltaCodec#FP32} and {@link
 * OuterOptimizer#AVERAGE} one worker gets back exactly what it sent.
 *
 * @param outer what is done with the mean
 * @param codec how numbers travel, in both directions
 */
public record ParameterAveraging(OuterOptimizer outer, DeltaCodec codec) implements Serializable {

  /**
   * What a worker sends of a slice.
   *
   * @param start parameters before its local steps
   * @param end parameters after them
   * @param residual what rounding took from earlier contributions, added here and replaced; null
   *     unless the codec has error feedback
   * @return {@code codec.bytes(count)} bytes
   */
  public byte[] contribution(float[] start, float[] end, int from, int count, float[] residual) {
    return contribution(start, from, Arrays.copyOfRange(end, from, from + count), residual);
  }

  /**
   * What a worker sends of a slice that has been cut out already.
   *
   * @param start all parameters before its local steps
   * @param from where the slice begins
   * @param end the slice's parameters after the steps; used as working memory
   * @param residual as above, of all parameters
   */
  public byte[] contribution(float[] start, int from, float[] end, float[] residual) {
    byte[] bytes = new byte[codec.bytes(end.length)];
    if (codec.carriesParameters()) {
      codec.encode(end, 0, end.length, bytes, 0);
      return bytes;
    }
    for (int i = 0; i < end.length; i++) {
      end[i] -= start[from + i];
    }
    encodeWithFeedback(end, residual, from, bytes);
    return bytes;
  }

  /**
   * The mean of all workers' contributions to a slice: of parameters or of changes, as the codec
   * carries them.
   *
   * @param contributions in the order of the workers
   * @param weights one for each, usually the tokens it trained on
   * @param count numbers in the slice
   */
  public float[] mean(List<byte[]> contributions, long[] weights, int count) {
    List<float[]> vectors = new ArrayList<>();
    for (byte[] contribution : contributions) {
      if (contribution.length != codec.bytes(count)) {
        throw new IllegalArgumentException(
            "a slice of %d numbers came as %d bytes instead of %d"
                .formatted(count, contribution.length, codec.bytes(count)));
      }
      float[] values = new float[count];
      codec.decode(contribution, 0, values, 0, count);
      vectors.add(values);
    }
    float[] mean = new float[count];
    WeightedMean.into(mean, vectors, weights);
    return mean;
  }

  /**
   * The outer step of a slice, where it is owned.
   *
   * @param mean from {@link #mean}
   * @param parameters moved from {@code from} on, as far as the mean goes
   * @param momentum b of all parameters, changed; null unless the outer optimizer has momentum
   * @param residual what rounding took from earlier updates, added here and replaced; null unless
   *     the codec has error feedback
   * @return what {@link #follow} needs to make the same move: {@code codec.bytes(count)} bytes
   */
  public byte[] outerStep(
      float[] mean, float[] parameters, int from, float[] momentum, float[] residual) {
    float[] sent = new float[mean.length];
    for (int i = 0; i < mean.length; i++) {
      sent[i] = moved(mean[i], parameters[from + i], momentum, from + i);
    }
    byte[] update = new byte[codec.bytes(mean.length)];
    encodeWithFeedback(sent, residual, from, update);
    follow(update, parameters, from, mean.length);
    return update;
  }

  /** Where a parameter goes, or how far, as the codec carries it. */
  private float moved(float mean, float before, float[] momentum, int index) {
    if (outer.equals(OuterOptimizer.AVERAGE)) {
      return mean; // a sum would turn -0.0 into 0.0
    }
    boolean absolute = codec.carriesParameters();
    double gradient = absolute ? (double) before - mean : -(double) mean;
    double step = gradient;
    if (momentum != null) {
      momentum[index] = (float) (outer.momentum() * momentum[index] + gradient);
      step += outer.momentum() * momentum[index];
    }
    double change = -outer.learningRate() * step;
    return (float) (absolute ? before + change : change);
  }

  /** Moves a slice of a worker's parameters as {@link #outerStep} moved its owner's. */
  public void follow(byte[] update, float[] parameters, int from, int count) {
    if (codec.carriesParameters()) {
      codec.decode(update, 0, parameters, from, count);
      return;
    }
    float[] change = new float[count];
    codec.decode(update, 0, change, 0, count);
    for (int i = 0; i < count; i++) {
      parameters[from + i] += change[i];
    }
  }

  private void encodeWithFeedback(float[] values, float[] residual, int from, byte[] bytes) {
    boolean feedback = codec.hasErrorFeedback();
    if (feedback) {
      for (int i = 0; i < values.length; i++) {
        values[i] += residual[from + i];
      }
    }
    codec.encode(values, 0, values.length, bytes, 0);
    if (feedback) {
      float[] decoded = new float[values.length];
      codec.decode(bytes, 0, decoded, 0, values.length);
      for (int i = 0; i < values.length; i++) {
        residual[from + i] = values[i] - decoded[i];
      }
    }
  }
}
