package dev.kindling.jobs.corpus;

import dev.kindling.corpus.Document;
import dev.kindling.corpus.Language;
import dev.kindling.corpus.Quarantined;
import dev.kindling.corpus.language.LanguageDetector;
import dev.kindling.corpus.read.ReadResult;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Writes one record, read or in quarantine, as a row of {@link CorpusTables#RECORDS}. */
final class RecordRows {
  private final LanguageDetector languages = new LanguageDetector();

  Row row(ReadResult result) {
    return result instanceof ReadResult.Accepted accepted
        ? accepted(accepted.document())
        : quarantined(((ReadResult.Rejected) result).quarantined());
  }

  private Row accepted(Document document) {
    String text = document.text();
    Language language = languages.detect(text);
    return RowFactory.create(
        document.id(),
        document.source(),
        document.offset(),
        document.uri(),
        text,
        language.code(),
        language.score(),
        (long) text.codePointCount(0, text.length()),
        utf8Bytes(text),
        null,
        null,
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
        null,
        0L,
        0L,
        record.reason(),
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
