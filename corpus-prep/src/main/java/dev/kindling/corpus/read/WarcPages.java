package dev.kindling.corpus.read;

import dev.kindling.corpus.Deadline;
import dev.kindling.corpus.TimeLimitException;
import dev.kindling.corpus.extract.ExtractionOptions;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import org.netpreserve.jwarc.WarcReader;
import org.netpreserve.jwarc.WarcRecord;
import org.netpreserve.jwarc.WarcResponse;
import org.netpreserve.jwarc.WarcTargetRecord;
import org.netpreserve.jwarc.WarcTruncationReason;

/** Turns one WARC record into a page, a reason why it is none, or nothing. */
final class WarcPages {
  /** Wget stores its log and arguments as resources under such addresses. */
  private static final String CRAWLER_URI = "metadata:";

  private static final int PARTIAL_CONTENT = 206;

  private final String source;
  private final HttpPayload httpPayload;
  private final PayloadDecoder decoder;

  WarcPages(String source, ReadLimits limits, ExtractionOptions extraction) {
    this.source = source;
    this.httpPayload = new HttpPayload(limits);
    this.decoder = new PayloadDecoder(limits, extraction);
  }

  /**
   * Decodes a record.
   *
   * @return nothing for the kinds that hold no page by the standard: warcinfo, request, metadata,
   *     revisit; and for what the crawler says about itself
   */
  Optional<ReadResult> decode(long offset, byte[] bytes, Deadline deadline) {
    Place place = new Place(source, offset, source);
    try (WarcReader reader = new WarcReader(new ByteArrayInputStream(bytes))) {
      WarcRecord warc = reader.next().orElseThrow(EOFException::new);
      if (warc instanceof WarcTargetRecord target && target.target() != null) {
        place = new Place(source, offset, target.target());
      }
      if (place.uri().startsWith(CRAWLER_URI)) {
        return Optional.empty();
      }
      return switch (warc.type()) {
        case "warcinfo", "request", "metadata", "revisit" -> Optional.empty();
        case "response" -> Optional.of(response(place, (WarcResponse) warc, bytes, deadline));
        case "resource", "conversion" ->
            Optional.of(
                payload(place, declaredType(warc), warc.body().stream().readAllBytes(), deadline));
        case "continuation" -> Optional.of(segmented(place, bytes));
        default -> Optional.of(place.rejected("record-type", "record type " + warc.type(), bytes));
      };
    } catch (DamagedInputException e) {
      return Optional.of(place.rejected(e, bytes));
    } catch (TimeLimitException e) {
      return Optional.of(place.rejected(e, bytes));
    } catch (IOException | RuntimeException e) {
      // The bytes lie in memory: whatever the parser says is about them, not about storage.
      return Optional.of(place.rejected("malformed-record", e.toString(), bytes));
    }
  }

  private ReadResult response(Place place, WarcResponse warc, byte[] bytes, Deadline deadline)
      throws IOException {
    if (warc.segmentNumber().isPresent()) {
      return segmented(place, bytes);
    }
    ContentType recordType = declaredType(warc);
    if (!recordType.base().equals("application/http")) {
      return notText(place, recordType, bytes);
    }
    HttpMessage http = HttpMessage.parse(warc.body().stream().readAllBytes());
    int status = http.status();
    if (status < 200 || status > 299 || status == PARTIAL_CONTENT) {
      return place.rejected("http-status", "HTTP status " + status, bytes);
    }
    boolean cutByCrawler = warc.truncated() != WarcTruncationReason.NOT_TRUNCATED;
    if (!cutByCrawler) {
      checkLength(http);
    }
    byte[] payload = httpPayload.decode(http, cutByCrawler, deadline);
    ContentType declared = ContentType.of(http.last("Content-Type"));
    return payload(
        place, declared.base().isEmpty() ? sniffed(payload) : declared, payload, deadline);
  }

  /** A body that misses bytes is damaged. One that has more was stored decoded. */
  private static void checkLength(HttpMessage http) throws DamagedInputException {
    String declared = http.last("Content-Length");
    long length = http.body().length;
    if (http.elements("Transfer-Encoding").isEmpty()
        && declared.matches("\\d{1,18}")
        && length < Long.parseLong(declared)) {
      throw new DamagedInputException(
          "truncated",
          "the page's Content-Length is %s, it has %d bytes".formatted(declared, length));
    }
  }

  private static ContentType declaredType(WarcRecord warc) {
    return ContentType.of(warc.headers().first("Content-Type").orElse(""));
  }

  /** A server that does not say what it sends: only a page is taken, as by browsers. */
  private static ContentType sniffed(byte[] payload) {
    return new ContentType(FormatSniffer.isPage(payload) ? "text/html" : "", null);
  }

  private ReadResult payload(Place place, ContentType type, byte[] payload, Deadline deadline) {
    if (type.isHtml()) {
      return decoder.html(place, payload, type.charset(), deadline);
    }
    if (type.isPlainText()) {
      return decoder.text(place, payload, type.charset(), deadline);
    }
    return notText(place, type, payload);
  }

  private static ReadResult notText(Place place, ContentType type, byte[] bytes) {
    String shown = type.base().isEmpty() ? "not declared" : type.base();
    return place.rejected("not-text", "the content type is " + shown, bytes);
  }

  private static ReadResult segmented(Place place, byte[] bytes) {
    return place.rejected("segmented", "the page is spread over several records", bytes);
  }
}
