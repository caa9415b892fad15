package dev.kindling.corpus.read;

import static dev.kindling.corpus.read.Warcs.brief;
import static dev.kindling.corpus.read.Warcs.bytes;
import static dev.kindling.corpus.read.Warcs.read;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.jwat.warc.WarcRecord;
import org.jwat.warc.WarcWriter;
import org.jwat.warc.WarcWriterFactory;

/** WARC and WET files written by JWAT, which shares no code with the library that reads them. */
class ForeignWarcTest {
  private static final String HTTP =
      "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n";

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldReadAWebArchive(boolean gzipped) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (WarcWriter writer = WarcWriterFactory.getWriter(file, gzipped)) {
      write(writer, "warcinfo", null, "application/warc-fields", "software: JWAT\r\n");
      write(writer, "request", "http://e.org/1", "application/http; msgtype=request", "GET / \r\n");
      String type = "application/http; msgtype=response";
      write(writer, "response", "http://e.org/1", type, HTTP + "<p>Größe eins.</p>");
      write(writer, "response", "http://e.org/2", type, HTTP + "<p>Two.</p>");
      write(writer, "resource", "file:///three", "text/html", "<p>Three.</p>");
    }
    List<ReadResult> results = read(InputFormat.AUTO, "a", file.toByteArray());
    assertThat(brief(results)).containsExactly("Größe eins.", "Two.", "Three.");
    assertThat(results)
        .extracting(result -> ((ReadResult.Accepted) result).document().uri())
        .containsExactly("http://e.org/1", "http://e.org/2", "file:///three");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldReadExtractedText(boolean gzipped) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (WarcWriter writer = WarcWriterFactory.getWriter(file, gzipped)) {
      write(writer, "warcinfo", null, "application/warc-fields", "software: JWAT\r\n");
      write(writer, "conversion", "http://e.org/1", "text/plain", "Erste Größe.");
      write(writer, "conversion", "http://e.org/2", "text/plain", "Second page.");
    }
    assertThat(brief(read(InputFormat.AUTO, "a.wet", file.toByteArray())))
        .containsExactly("Erste Größe.", "Second page.");
  }

  private static void write(
      WarcWriter writer, String type, String uri, String contentType, String block)
      throws IOException {
    WarcRecord record = WarcRecord.createRecord(writer);
    record.header.addHeader("WARC-Type", type);
    record.header.addHeader("WARC-Date", "2026-01-01T00:00:00Z");
    record.header.addHeader("WARC-Record-ID", "<urn:uuid:00000000-0000-4000-8000-000000000001>");
    if (uri != null) {
      record.header.addHeader("WARC-Target-URI", uri);
    }
    record.header.addHeader("Content-Type", contentType);
    record.header.addHeader("Content-Length", Integer.toString(bytes(block).length));
    writer.writeHeader(record);
    writer.writePayload(bytes(block));
    writer.closeRecord();
  }
}
