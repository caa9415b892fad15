package dev.kindling.train.aeron;

import java.util.Locale;

/**
 * One slice on its way between two tasks.
 *
 * @param kind what it is for
 * @param from task that sends it
 * @param round that it belongs to, from 1
 * @param slice its number in the round's layout
 * @param worker whose contribution it is; with an update, the task's choice
 * @param weight of the contribution in the mean; with an update, the task's choice
 * @param payload as the round's codec made it; at most {@link #MOST_BYTES}; must not be changed
 *     once it is sent
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
public record SliceMessage(
    Kind kind, int from, long round, int slice, int worker, long weight, byte[] payload) {
  /** 64 MiB: far above any slice, low enough that no message can exhaust a heap. */
  public static final int MOST_BYTES = 64 << 20;

  /** What a message is for. */
  public enum Kind {
    /** From a worker's task to the slice's owner. */
    CONTRIBUTION(1),
    /** From the slice's owner to all other tasks. */
    UPDATE(2);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    /** How frames write it. */
    int code() {
      return code;
    }

    static Kind of(int code) {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      throw new IllegalArgumentException(code + " is no kind of message");
    }
  }

  /** Refuses a payload that no receiver would take. */
  public SliceMessage {
    if (payload.length > MOST_BYTES) {
      throw new IllegalArgumentException(
          "slice %d has %,d bytes, more than %,d".formatted(slice, payload.length, MOST_BYTES));
    }
  }

  @Override
  public String toString() {
    return "%s of slice %d, worker %d, round %d, from task %d, %,d bytes"
        .formatted(
            kind.name().toLowerCase(Locale.ROOT), slice, worker, round, from, payload.length);
  }
}
