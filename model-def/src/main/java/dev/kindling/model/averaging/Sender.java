package dev.kindling.model.averaging;

/** Encodes one sender's numbers, with what rounding took from earlier ones where a codec asks. */
final class Sender {
  private final DeltaCodec codec;
  private final float[] residual; // null where nothing is kept
  private float[] decoded = new float[0];

  /**
   * A sender.
   *
   * @param residual what rounding has taken, changed; not used unless the codec has error feedback
   */
  Sender(DeltaCodec codec, float[] residual) {
    this.codec = codec;
    this.residual = codec.hasErrorFeedback() ? residual : null;
  }

  /**
   * Encodes whole blocks, the last of a slice excepted.
   *
   * @param values used as working memory
   * @param place of the first one among all that the sender sends
   */
  void encode(float[] values, int from, int count, int place, byte[] bytes, int at) {
    if (residual == null) {
      codec.encode(values, from, count, bytes, at);
      return;
    }
    for (int i = 0; i < count; i++) {
      values[from + i] += residual[place + i];
    }
    codec.encode(values, from, count, bytes, at);
    if (decoded.length < count) {
      decoded = new float[count];
    }
    codec.decode(bytes, at, decoded, 0, count);
    for (int i = 0; i < count; i++) {
      residual[place + i] = values[from + i] - decoded[i];
    }
  }
}
