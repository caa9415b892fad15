package dev.kindling.corpus.read;

import java.io.IOException;

/** Bytes that break their format or a limit: the record is at fault, not the storage. */
final class DamagedInputException extends IOException {
  private static final long serialVersionUID = 1;

  private final String reason;

  /**
   * @param reason a word to count by
   * @param detail a sentence for a reader
   */
  DamagedInputException(String reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }
}
