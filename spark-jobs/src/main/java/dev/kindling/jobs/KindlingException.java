package dev.kindling.jobs;

/**
 * A failure that its reader can act on: printed as its message alone, without a stack trace, and
 * ending the process with its exit code.
 */
public final class KindlingException extends RuntimeException {
  /** What the process answers to its caller. */
  public enum ExitCode {
    /** The command line or the config is wrong. */
    USAGE(2),
    /** Data is missing, broken, or made with another config. */
    BAD_DATA(3),
    /** No checkpoint verifies. */
    CORRUPT_CHECKPOINT(4),
    /** Spark or its cluster failed. */
    CLUSTER(5);

    private final int status;

    ExitCode(int status) {
      this.status = status;
    }

    /**
     * The status of the process.
     *
     * @return 2 to 5
     */
    public int status() {
      return status;
    }
  }

  private final ExitCode code;

  /**
   * A failure with its reason.
   *
   * @param code what the process answers
   * @param message what is wrong, where, and the next step, in one or two sentences
   */
  public KindlingException(ExitCode code, String message) {
    super(message);
    this.code = code;
  }

  /**
   * A failure with its reason and the exception that it stands for.
   *
   * @param code what the process answers
   * @param message what is wrong, where, and the next step, in one or two sentences
   * @param cause shown only in debug logs
   */
  public KindlingException(ExitCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /**
   * What the process answers.
   *
   * @return the code
   */
  public ExitCode code() {
    return code;
  }
}
