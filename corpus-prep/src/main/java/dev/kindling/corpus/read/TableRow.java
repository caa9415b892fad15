package dev.kindling.corpus.read;

import dev.kindling.corpus.Deadline;
import dev.kindling.corpus.TimeLimitException;
import dev.kindling.corpus.extract.TextNormalizer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** A row of a table as a document; for tables whose format a stream cannot be read in. */
public final class TableRow {
  private static final byte[] NOTHING = {};

  private TableRow() {}

  /**
   * Makes the row's result.
   *
   * @param source input's name and path below its root
   * @param row the row's number in the file, from 0; its offset
   * @param uri name or address of the document; null where the row has none
   * @param text the text's bytes; null where the row has none
   * @param limits what one record may cost
   * @return a document, or why there is none
   */
  public static ReadResult read(
      String source, long row, String uri, byte[] text, ReadLimits limits) {
    Place unnamed = Place.of(source, row);
    Place place = uri == null || uri.isBlank() ? unnamed : new Place(source, row, uri);
    if (text == null) {
      return place.rejected("no-text", "the row's text is null", NOTHING);
    }
    if (text.length > limits.maxRecordBytes()) {
      String detail =
          "the text has %d bytes, max-record-bytes is %d"
              .formatted(text.length, limits.maxRecordBytes());
      return place.rejected("too-large", detail, text);
    }
    try {
      Deadline deadline = limits.deadline();
      String decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
      deadline.check();
      String normalized = TextNormalizer.normalize(decoded);
      deadline.check();
      return normalized.isEmpty()
          ? place.rejected("empty", "there is no text", text)
          : place.accepted(normalized);
    } catch (CharacterCodingException e) {
      return place.rejected("invalid-utf-8", "the text is not valid UTF-8", text);
    } catch (TimeLimitException e) {
      return place.rejected(e, text);
    }
  }

  /**
   * A place in a table that cannot be read.
   *
   * @param source input's name and path below its root
   * @param row number of the first row that is lost, from 0
   * @param reason a word to count by
   * @param detail a sentence for a reader
   * @return a reject
   */
  public static ReadResult damaged(String source, long row, String reason, String detail) {
    return Place.of(source, row).rejected(reason, detail, NOTHING);
  }
}
