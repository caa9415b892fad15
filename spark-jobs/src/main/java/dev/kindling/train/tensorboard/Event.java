package dev.kindling.train.tensorboard;

import java.util.Map;

/**
 * Events as TensorBoard's {@code event.proto} and {@code summary.proto} define them, as far as
 * scalars need them.
 */
final class Event {
  private static final int WALL_TIME = 1;
  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;
  private static final int SESSION_LOG = 7;
  private static final int SUMMARY_VALUE = 1;
  private static final int VALUE_TAG = 1;
  private static final int VALUE_SIMPLE_VALUE = 2;
  private static final int SESSION_STATUS = 1;
  private static final int STATUS_START = 1;

  private Event() {}

  /** What a file begins with. */
  static ProtoMessage version(double seconds) {
    return at(seconds, 0).string(FILE_VERSION, "brain.Event:2");
  }

  /** What earlier files of the run tell of steps from this one on does not count. */
  static ProtoMessage start(double seconds, long step) {
    return at(seconds, step)
        .message(SESSION_LOG, new ProtoMessage().int64(SESSION_STATUS, STATUS_START));
  }

  /** Figures of a step; those that are not finite stay out. */
  static ProtoMessage scalars(double seconds, long step, Map<String, Double> values) {
    ProtoMessage summary = new ProtoMessage();
    values.forEach(
        (tag, value) -> {
          if (Double.isFinite(value)) {
            summary.message(
                SUMMARY_VALUE,
                new ProtoMessage()
                    .string(VALUE_TAG, tag)
                    .float32(VALUE_SIMPLE_VALUE, (float) (double) value));
          }
        });
    return at(seconds, step).message(SUMMARY, summary);
  }

  /** Wall time is in seconds since 1970. */
  private static ProtoMessage at(double seconds, long step) {
    ProtoMessage event = new ProtoMessage().float64(WALL_TIME, seconds);
    return step == 0 ? event : event.int64(STEP, step); // 0 is what an absent field says
  }
}
