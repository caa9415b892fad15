package dev.kindling.model.kernels;

/** A backend of this build that cannot run on this machine; the message says what to do. */
public final class BackendUnavailableException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  /** With the reason in the message alone. */
  public BackendUnavailableException(String message) {
    super(message);
  }

  /** With the library or module that is missing, as a {@link LinkageError}. */
  public BackendUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
