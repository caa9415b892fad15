package dev.kindling.train.aeron;

import java.io.Serializable;
import java.security.SecureRandom;
import java.time.Duration;

/**
 * What the tasks of one stage share, handed out in the task closure: Spark authenticates that where
 * it is set up to.
 *
 * @param generation number of the stage among all attempts of the run; frames of others are dropped
 * @param tasks that take part
 * @param key secret of the stage, for the frames' authentication codes; never logged
 * @param deadline of every wait
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
public record ExchangeGroup(long generation, int tasks, byte[] key, Duration deadline)
    implements Serializable {
  /** As long as SHA-256's result: more adds nothing. */
  private static final int KEY_BYTES = 32;

  /** A group with a fresh random key. */
  public static ExchangeGroup withRandomKey(long generation, int tasks, Duration deadline) {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return new ExchangeGroup(generation, tasks, key, deadline);
  }

  @Override
  public String toString() {
    return "generation " + generation;
  }
}
