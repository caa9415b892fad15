package dev.kindling.corpus.read;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Writes small WARC files and reads them back. */
final class Warcs {
  private Warcs() {}

  /** A record of any kind; headers are whole lines. */
  static byte[] record(
      String type, String uri, String contentType, byte[] block, String... headers) {
    StringBuilder head = new StringBuilder("WARC/1.0\r\nWARC-Type: " + type + "\r\n");
    head.append("WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-000000000001>\r\n");
    head.append("WARC-Date: 2026-01-01T00:00:00Z\r\n");
    if (uri != null) {
      head.append("WARC-Target-URI: ").append(uri).append("\r\n");
    }
    head.append("Content-Type: ").append(contentType).append("\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    head.append("Content-Length: ").append(block.length).append("\r\n\r\n");
    return join(bytes(head.toString()), block, bytes("\r\n\r\n"));
  }

  /** A response; http is status line and header lines. */
  static byte[] response(String uri, String http, byte[] body, String... headers) {
    byte[] block = join(bytes(http.replace("\n", "\r\n") + "\r\n\r\n"), body);
    return record("response", uri, "application/http; msgtype=response", block, headers);
  }

  /** An ordinary page. */
  static byte[] page(int number) {
    String html =
        "<html><body><h1>Page " + number + "</h1><p>Text of page " + number + ".</p></body></html>";
    return response(
        "http://example.org/" + number,
        "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nContent-Length: " + html.length(),
        bytes(html));
  }

  static String pageText(int number) {
    return "Page " + number + "\nText of page " + number + ".";
  }

  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static List<ReadResult> read(InputFormat format, String name, byte[] file) {
    return read(format, name, file, ReadLimits.defaults());
  }

  static List<ReadResult> read(InputFormat format, String name, byte[] file, ReadLimits limits) {
    List<ReadResult> results = new ArrayList<>();
    try (DocumentReader reader =
        DocumentReader.open(format, "in/" + name, new ByteArrayInputStream(file), limits)) {
      reader.forEachRemaining(results::add);
    }
    return results;
  }

  /** "text" of a document, "!reason" of a reject. */
  static List<String> brief(List<ReadResult> results) {
    return results.stream().map(Warcs::brief).toList();
  }

  private static String brief(ReadResult result) {
    return result instanceof ReadResult.Accepted accepted
        ? accepted.document().text()
        : "!" + ((ReadResult.Rejected) result).quarantined().reason();
  }
}
