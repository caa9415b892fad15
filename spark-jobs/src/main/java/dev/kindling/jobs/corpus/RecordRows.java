package dev.kindling.jobs.corpus;

import dev.kindling.corpus.Decision;
import dev.kindling.corpus.Document;
import dev.kindling.corpus.HeldOut;
import dev.kindling.corpus.Quarantined;
import dev.kindling.corpus.dedup.ContentHash;
import dev.kindling.corpus.filter.Outcome;
import dev.kindling.corpus.filter.Rule;
import dev.kindling.corpus.filter.Rules;
import dev.kindling.corpus.read.ReadResult;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Decides about one record and writes the decision as a row of {@link CorpusTables#RECORDS}. */
final class RecordRows {
  /** A document without text, whatever the rules are. */
  static final String EMPTY = "empty-text";

  private final List<Rule> rules;
  private final double heldOutFraction;

  RecordRows(List<Rule> rules, double heldOutFraction) {
    this.rules = rules;
    this.heldOutFraction = heldOutFraction;
  }

  Row row(ReadResult result) {
    if (result instanceof ReadResult.Accepted accepted) {
      return decide(accepted.document());
    }
    return quarantined(((ReadResult.Rejected) result).quarantined());
  }

  private Row decide(Document document) {
    Outcome outcome = Rules.apply(rules, document);
    if (outcome.drop().isPresent()) {
      return dropped(document, outcome.drop().get());
    }
    Document kept = outcome.document();
    return kept.text().isBlank() ? dropped(kept, new Decision.Drop(EMPTY, 0, 1)) : kept(kept);
  }

  private Row kept(Document document) {
    String text = document.text();
    return RowFactory.create(
        document.id(),
        document.source(),
        document.offset(),
        document.uri(),
        text,
        ContentHash.of(text),
        HeldOut.contains(document.id(), heldOutFraction),
        (long) text.codePointCount(0, text.length()),
        utf8Bytes(text),
        null,
        null,
        null,
        null,
        null,
        false);
  }

  private static Row dropped(Document document, Decision.Drop drop) {
    return RowFactory.create(
        document.id(),
        document.source(),
        document.offset(),
        document.uri(),
        null,
        null,
        false,
        0L,
        0L,
        drop.reason(),
        drop.value(),
        drop.threshold(),
        drop.detail().isEmpty() ? null : drop.detail(),
        null,
        false);
  }

  private static Row quarantined(Quarantined record) {
    return RowFactory.create(
        Document.id(record.source(), record.offset()),
        record.source(),
        record.offset(),
        record.uri(),
        null,
        null,
        false,
        0L,
        0L,
        record.reason(),
        null,
        null,
        record.detail(),
        record.sha256(),
        record.damaged());
  }

  /** Length in UTF-8; texts are normalised, so a surrogate is half of a four-byte character. */
  private static long utf8Bytes(String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }
}
