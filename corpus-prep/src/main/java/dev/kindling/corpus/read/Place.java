package dev.kindling.corpus.read;

import dev.kindling.corpus.Document;
import dev.kindling.corpus.Quarantined;
import dev.kindling.corpus.Sha256;
import dev.kindling.corpus.TimeLimitException;
import dev.kindling.corpus.extract.TextNormalizer;
import java.util.ArrayList;
import java.util.List;

/** Where a record lies; makes its result. */
record Place(String source, long offset, String uri) {
  /** A parser may quote the bytes that it met. */
  private static final int MAX_DETAIL_CHARACTERS = 300;

  /** Of a record without an address: the source, and what tells it from the others there. */
  static Place of(String source, long offset) {
    return new Place(source, offset, source + "#" + offset);
  }

  ReadResult accepted(String text) {
    String id = Document.id(source, offset);
    return new ReadResult.Accepted(new Document(id, source, offset, uri, text));
  }

  /** A book's results: it lies here, its chapters at their numbers from 0 on. */
  List<ReadResult> book(List<String> texts, ReadOptions options) {
    if (!options.splitChapters()) {
      return List.of(accepted(String.join("\n\n", texts)));
    }
    List<ReadResult> chapters = new ArrayList<>();
    for (String text : texts) {
      chapters.add(Place.of(source, chapters.size()).accepted(text));
    }
    return chapters;
  }

  ReadResult rejected(String reason, String detail, byte[] bytes) {
    return rejectedWith(Sha256.of(bytes), reason, detail);
  }

  private ReadResult rejectedWith(String sha256, String reason, String detail) {
    return new ReadResult.Rejected(
        new Quarantined(source, offset, uri, reason, shortened(detail), sha256));
  }

  private static String shortened(String detail) {
    String plain = TextNormalizer.normalize(detail);
    return plain.length() <= MAX_DETAIL_CHARACTERS
        ? plain
        : plain.substring(0, MAX_DETAIL_CHARACTERS - 1) + "…";
  }

  ReadResult rejected(String reason, String detail, MemberStream in) {
    return rejectedWith(in.sha256(), reason, detail);
  }

  ReadResult rejected(DamagedInputException damage, byte[] bytes) {
    return rejected(damage.reason(), damage.getMessage(), bytes);
  }

  ReadResult rejected(TimeLimitException tooSlow, byte[] bytes) {
    return rejected(TimeLimitException.REASON, tooSlow.getMessage(), bytes);
  }
}
