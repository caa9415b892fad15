package dev.kindling.corpus.read;

import dev.kindling.corpus.Document;
import dev.kindling.corpus.Quarantined;
import dev.kindling.corpus.Sha256;
import dev.kindling.corpus.TimeLimitException;

/** Where a record lies; makes its result. */
record Place(String source, long offset, String uri) {
  ReadResult accepted(String text) {
    String id = Document.id(source, offset);
    return new ReadResult.Accepted(new Document(id, source, offset, uri, text));
  }

  ReadResult rejected(String reason, String detail, byte[] bytes) {
    return new ReadResult.Rejected(
        new Quarantined(source, offset, uri, reason, detail, Sha256.of(bytes)));
  }

  ReadResult rejected(DamagedInputException damage, byte[] bytes) {
    return rejected(damage.reason(), damage.getMessage(), bytes);
  }

  ReadResult rejected(TimeLimitException tooSlow, byte[] bytes) {
    return rejected(TimeLimitException.REASON, tooSlow.getMessage(), bytes);
  }
}
