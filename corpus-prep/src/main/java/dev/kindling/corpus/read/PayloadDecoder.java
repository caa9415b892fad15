package dev.kindling.corpus.read;

import dev.kindling.corpus.Deadline;
import dev.kindling.corpus.book.BookText;
import dev.kindling.corpus.extract.ExtractionOptions;
import dev.kindling.corpus.extract.HtmlText;
import dev.kindling.corpus.extract.LineJoiner;
import dev.kindling.corpus.extract.TextNormalizer;
import java.util.List;
import java.util.Optional;

/**
 * Turns the bytes of a page or of plain text into a result. Its methods end with the deadline, by a
 * {@link dev.kindling.corpus.TimeLimitException}.
 */
final class PayloadDecoder {
  /** Text has line ends and tabs; more than this share of other control characters is none. */
  private static final double MAX_CONTROL_SHARE = 0.01;

  private final ReadLimits limits;
  private final ExtractionOptions extraction;

  PayloadDecoder(ReadLimits limits, ExtractionOptions extraction) {
    this.limits = limits;
    this.extraction = extraction;
  }

  /** Decodes plain text; the charset may be null. */
  ReadResult text(Place place, byte[] bytes, String charset, Deadline deadline) {
    String text = CharsetDecoding.text(bytes, charset);
    if (isBinary(bytes, text)) {
      return binary(place, bytes);
    }
    deadline.check();
    String normalized = TextNormalizer.normalize(text);
    deadline.check();
    return finished(place, LineJoiner.join(normalized), bytes);
  }

  /** Decodes a book of plain text: a document, or one for each chapter. */
  List<ReadResult> book(Place place, byte[] bytes, ReadOptions options, Deadline deadline) {
    String text = CharsetDecoding.text(bytes, null);
    if (isBinary(bytes, text)) {
      return List.of(binary(place, bytes));
    }
    deadline.check();
    List<String> texts = BookText.read(text, options.splitChapters(), deadline);
    return texts.isEmpty()
        ? List.of(place.rejected("empty", "there is no text", bytes))
        : place.book(texts, options);
  }

  /** Decodes a page; the charset may be null. */
  ReadResult html(Place place, byte[] bytes, String charset, Deadline deadline) {
    String html = CharsetDecoding.html(bytes, charset);
    if (isBinary(bytes, html)) {
      return binary(place, bytes);
    }
    if (html.length() > limits.maxHtmlCharacters()) {
      String detail =
          "the page has %d characters, max-html-characters is %d"
              .formatted(html.length(), limits.maxHtmlCharacters());
      return place.rejected("html-too-large", detail, bytes);
    }
    Optional<String> text = HtmlText.extract(html, limits.maxHtmlDepth(), deadline, extraction);
    if (text.isEmpty()) {
      String detail = "elements are nested deeper than max-html-depth, " + limits.maxHtmlDepth();
      return place.rejected("html-too-deep", detail, bytes);
    }
    return finished(place, text.get(), bytes);
  }

  private static ReadResult finished(Place place, String text, byte[] bytes) {
    return text.isEmpty()
        ? place.rejected("empty", "there is no text", bytes)
        : place.accepted(text);
  }

  private static ReadResult binary(Place place, byte[] bytes) {
    return place.rejected("binary", "the bytes are not text", bytes);
  }

  private static boolean isBinary(byte[] bytes, String text) {
    if (FormatSniffer.isKnownBinary(bytes)) {
      return true;
    }
    long controls = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && !Character.isWhitespace(c)) || c == '\ufffd') {
        controls++;
      }
    }
    return controls > MAX_CONTROL_SHARE * text.length();
  }
}
