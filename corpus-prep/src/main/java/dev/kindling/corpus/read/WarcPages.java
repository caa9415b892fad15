package dev.kindling.corpus.read;

import dev.kindling.corpus.Deadline;
import dev.kindling.corpus.TimeLimitException;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import org.netpreserve.jwarc.HttpResponse;
import org.netpreserve.jwarc.MediaType;
import org.netpreserve.jwarc.WarcReader;
import org.netpreserve.jwarc.WarcRecord;
import org.netpreserve.jwarc.WarcResponse;
import org.netpreserve.jwarc.WarcTargetRecord;
import org.netpreserve.jwarc.WarcTruncationReason;

/** Turns one WARC record into a page, a reason why it is none, or nothing. */
final class WarcPages {
  private static final int PARTIAL_CONTENT = 206;

  private final String source;
  private final HttpPayload httpPayload;
  private final PayloadDecoder decoder;

  WarcPages(String source, ReadLimits limits) {
    this.source = source;
    this.httpPayload = new HttpPayload(limits);
    this.decoder = new PayloadDecoder(limits);
  }

  /**
   * Decodes a record.
   *
   * @return nothing for the kinds that hold no page by the standard: warcinfo, request, metadata,
   *     revisit
   */
  Optional<ReadResult> decode(long offset, byte[] bytes, Deadline deadline) {
    Place place = new Place(source, offset, source);
    try (WarcReader reader = new WarcReader(new ByteArrayInputStream(bytes))) {
      WarcRecord warc = reader.next().orElseThrow(EOFException::new);
      if (warc instanceof WarcTargetRecord target && target.target() != null) {
        place = new Place(source, offset, target.target());
      }
      return switch (warc.type()) {
        case "warcinfo", "request", "metadata", "revisit" -> Optional.empty();
        case "response" -> Optional.of(response(place, (WarcResponse) warc, bytes, deadline));
        case "resource", "conversion" ->
            Optional.of(
                payload(place, warc.contentType(), warc.body().stream().readAllBytes(), deadline));
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
    if (!warc.contentType().base().equals(MediaType.HTTP)) {
      return notText(place, warc.contentType(), bytes);
    }
    HttpResponse http = warc.http();
    int status = http.status();
    if (status < 200 || status > 299 || status == PARTIAL_CONTENT) {
      return place.rejected("http-status", "HTTP status " + status, bytes);
    }
    byte[] body = http.body().stream().readAllBytes();
    checkLength(warc, http, body.length);
    return payload(
        place, http.contentType(), httpPayload.decode(http.headers(), body, deadline), deadline);
  }

  /** A body that the crawler cut says so; one that misses bytes otherwise is damaged. */
  private static void checkLength(WarcResponse warc, HttpResponse http, long length)
      throws DamagedInputException {
    String declared = http.headers().first("Content-Length").orElse("").strip();
    boolean chunked = http.headers().first("Transfer-Encoding").isPresent();
    if (chunked
        || warc.truncated() != WarcTruncationReason.NOT_TRUNCATED
        || !declared.matches("\\d{1,18}")
        || length >= Long.parseLong(declared)) {
      return;
    }
    throw new DamagedInputException(
        "truncated",
        "the page's Content-Length is %s, it has %d bytes".formatted(declared, length));
  }

  private ReadResult payload(Place place, MediaType type, byte[] payload, Deadline deadline) {
    String charset = type.parameters().get("charset");
    MediaType base = type.base();
    if (base.equals(MediaType.HTML) || base.equals(MediaType.XHTML)) {
      return decoder.html(place, payload, charset, deadline);
    }
    if (base.equals(MediaType.PLAIN_TEXT)) {
      return decoder.text(place, payload, charset, deadline);
    }
    return notText(place, type, payload);
  }

  private static ReadResult notText(Place place, MediaType type, byte[] bytes) {
    return place.rejected("not-text", "the content type is " + type, bytes);
  }

  private static ReadResult segmented(Place place, byte[] bytes) {
    return place.rejected("segmented", "the page is spread over several records", bytes);
  }
}
