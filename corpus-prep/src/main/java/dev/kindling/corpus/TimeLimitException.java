package dev.kindling.corpus;

import java.time.Duration;

/** A record took longer than it may. The record goes to quarantine; the job goes on. */
public final class TimeLimitException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The reason under which such a record stands in quarantine. */
  public static final String REASON = "too-slow";

  /**
   * Tells the limit.
   *
   * @param limit what the record was allowed
   */
  public TimeLimitException(Duration limit) {
    super("the record takes more than seconds-per-record, " + limit.toMillis() / 1000.0);
  }
}
