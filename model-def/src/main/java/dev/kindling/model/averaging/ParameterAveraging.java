package dev.kindling.model.averaging;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * The arithmetic of one exchange, for any slice of the parameters: what a worker sends, what the
 * slice's owner makes of it, and what a worker does with the answer. Every number depends on the
 * same number of each worker alone (or, under a codec with blocks, on its block), and sums run in
 * the order of the workers: whoever computes a slice, in whatever process, gets the same bits.
 *
 * <p>Slices begin at multiples of {@link DeltaCodec#BLOCK}, and all work goes block by block, so
 * that what lies between reading and writing stays in the processor's nearest cache. With {@link
 * DeltaCodec#FP32} and {@link OuterOptimizer#AVERAGE} one worker gets back exactly what it sent.
 *
 * @param outer what is done with the mean
 * @param codec how numbers travel, in both directions
 */
public record ParameterAveraging(OuterOptimizer outer, DeltaCodec codec) implements Serializable {

  /** Numbers that are worked on at once: whole blocks, which fit the nearest cache many times. */
  private static final int STRETCH = 4 * DeltaCodec.BLOCK;

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
    return contribution(start, from, Arrays.copyOfRange(end, from, from + count), count, residual);
  }

  /**
   * What a worker sends of a slice that has been cut out already.
   *
   * @param start all parameters before its local steps
   * @param from where the slice begins
   * @param end the slice's parameters after the steps, from 0 on; used as working memory
   * @param residual as above, of all parameters
   */
  public byte[] contribution(float[] start, int from, float[] end, int count, float[] residual) {
    byte[] bytes = new byte[codec.bytes(count)];
    if (codec.carriesParameters()) {
      codec.encode(end, 0, count, bytes, 0);
      return bytes;
    }
    Sender sender = new Sender(codec, residual);
    for (int at = 0; at < count; at += STRETCH) {
      int length = Math.min(STRETCH, count - at);
      for (int i = at; i < at + length; i++) {
        end[i] -= start[from + i];
      }
      sender.encode(end, at, length, from + at, bytes, codec.bytes(at));
    }
    return bytes;
  }

  /**
   * The squared Euclidean distance that a worker has gone in a slice. Squares are summed by their
   * places within stretches first, so that the order is the same whatever a processor's width.
   *
   * @param start all parameters before its local steps
   * @param from where the slice begins
   * @param end the slice's parameters after the steps, from 0 on
   */
  public static double squaredDistance(float[] start, int from, float[] end, int count) {
    double[] difference = new double[STRETCH];
    double[] sums = new double[STRETCH];
    for (int at = 0; at < count; at += STRETCH) {
      int length = Math.min(STRETCH, count - at);
      DoubleLanes.subtract(difference, end, at, start, from + at, length);
      DoubleLanes.addSquares(sums, difference, length);
    }
    double sum = 0;
    for (double part : sums) {
      sum += part;
    }
    return sum;
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
    for (byte[] contribution : contributions) {
      if (contribution.length != codec.bytes(count)) {
        throw new IllegalArgumentException(
            "a slice of %d numbers came as %d bytes instead of %d"
                .formatted(count, contribution.length, codec.bytes(count)));
      }
    }
    WeightedMean sum = new WeightedMean(weights, contributions.size(), STRETCH);
    float[] decoded = new float[STRETCH];
    float[] mean = new float[count];
    for (int at = 0; at < count; at += STRETCH) {
      int length = Math.min(STRETCH, count - at);
      for (int worker = 0; worker < weights.length; worker++) {
        codec.decode(contributions.get(worker), codec.bytes(at), decoded, 0, length);
        sum.add(worker, decoded, 0, length);
      }
      sum.end(mean, at, length);
    }
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
    byte[] update = new byte[codec.bytes(mean.length)];
    float[] sent = new float[STRETCH];
    double[] step = new double[STRETCH];
    Sender sender = new Sender(codec, residual);
    for (int at = 0; at < mean.length; at += STRETCH) {
      int length = Math.min(STRETCH, mean.length - at);
      if (outer.equals(OuterOptimizer.AVERAGE)) {
        System.arraycopy(mean, at, sent, 0, length); // a sum would turn -0.0 into 0.0
      } else {
        move(mean, at, parameters, from + at, momentum, step, sent, length);
      }
      sender.encode(sent, 0, length, from + at, update, codec.bytes(at));
    }
    follow(update, parameters, from, mean.length);
    return update;
  }

  /** Where parameters go, or how far, as the codec carries it. */
  private void move(
      float[] mean,
      int at,
      float[] parameters,
      int from,
      float[] momentum,
      double[] step,
      float[] sent,
      int length) {
    boolean absolute = codec.carriesParameters();
    if (absolute) {
      DoubleLanes.subtract(step, parameters, from, mean, at, length);
    } else {
      DoubleLanes.scale(step, -1, mean, at, length);
    }
    if (momentum != null) {
      DoubleLanes.push(momentum, from, outer.momentum(), step, length);
    }
    if (absolute) {
      DoubleLanes.move(sent, parameters, from, -outer.learningRate(), step, length);
    } else {
      DoubleLanes.multiply(sent, -outer.learningRate(), step, length);
    }
  }

  /** Moves a slice of a worker's parameters as {@link #outerStep} moved its owner's. */
  public void follow(byte[] update, float[] parameters, int from, int count) {
    follow(update, parameters, parameters, from, count);
  }

  /**
   * Puts a slice where {@link #outerStep} moved its owner's.
   *
   * @param before parameters before the step; may be {@code after} itself, is not changed otherwise
   * @param after written from {@code from} on
   */
  public void follow(byte[] update, float[] before, float[] after, int from, int count) {
    if (codec.carriesParameters()) {
      codec.decode(update, 0, after, from, count);
      return;
    }
    float[] change = new float[STRETCH];
    for (int at = 0; at < count; at += STRETCH) {
      int length = Math.min(STRETCH, count - at);
      codec.decode(update, codec.bytes(at), change, 0, length);
      for (int i = 0; i < length; i++) {
        after[from + at + i] = before[from + at + i] + change[i];
      }
    }
  }
}
