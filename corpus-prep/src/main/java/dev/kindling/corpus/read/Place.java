package dev.kindling.corpus.read;

import dev.kindling.corpus.Document;
import dev.kindling.corpus.Quarantined;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Where a record lies; makes its result. */
record Place(String source, long offset, String uri) {
  ReadResult accepted(String text) {
    String id = Document.id(source, offset);
    return new ReadResult.Accepted(new Document(id, source, offset, uri, text));
  }

  ReadResult rejected(String reason, String detail, byte[] bytes) {
    return new ReadResult.Rejected(
        new Quarantined(source, offset, uri, reason, detail, sha256(bytes)));
  }

  ReadResult rejected(DamagedInputException damage, byte[] bytes) {
    return rejected(damage.reason(), damage.getMessage(), bytes);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
