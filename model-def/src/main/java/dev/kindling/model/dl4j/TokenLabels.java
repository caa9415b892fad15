package dev.kindling.model.dl4j;

import java.util.stream.IntStream;

/** Label positions and labels (B, K), of which a negative one stands for none. */
final class TokenLabels {
  private TokenLabels() {}

  /** The places of those that are given. */
  static int[] given(int[] values) {
    return IntStream.range(0, values.length).filter(i -> values[i] >= 0).toArray();
  }

  /** The rows of (places, classes) at some places, one behind the other. */
  static float[] pick(float[] all, int[] places, int classes) {
    float[] some = new float[places.length * classes];
    for (int i = 0; i < places.length; i++) {
      System.arraycopy(all, places[i] * classes, some, i * classes, classes);
    }
    return some;
  }

  /** The reverse of {@link #pick}: zero elsewhere. */
  static float[] spread(float[] some, int[] places, int classes, int count) {
    float[] all = new float[Math.multiplyExact(count, classes)];
    for (int i = 0; i < places.length; i++) {
      System.arraycopy(some, i * classes, all, places[i] * classes, classes);
    }
    return all;
  }
}
