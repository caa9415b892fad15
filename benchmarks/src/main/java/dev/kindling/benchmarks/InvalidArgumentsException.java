package dev.kindling.benchmarks;

/** The command line makes no sense; the message names the argument, its value and the rule. */
public final class InvalidArgumentsException extends RuntimeException {
  /** Takes a message for the user. */
  public InvalidArgumentsException(String message) {
    super(message);
  }
}
