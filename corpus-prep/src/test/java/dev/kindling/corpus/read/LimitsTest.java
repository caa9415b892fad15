package dev.kindling.corpus.read;

import static dev.kindling.corpus.read.Warcs.brief;
import static dev.kindling.corpus.read.Warcs.bytes;
import static dev.kindling.corpus.read.Warcs.gzip;
import static dev.kindling.corpus.read.Warcs.join;
import static dev.kindling.corpus.read.Warcs.page;
import static dev.kindling.corpus.read.Warcs.pageText;
import static dev.kindling.corpus.read.Warcs.read;
import static dev.kindling.corpus.read.Warcs.record;
import static dev.kindling.corpus.read.Warcs.response;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What passes a limit stops there, is told by the limit's name, and costs no other record. */
class LimitsTest {
  private static final int BOMB_BYTES = 20_000_000;
  private static final String OK = "HTTP/1.1 200 OK\nContent-Type: text/html";

  /** Ratio first: 20 MB of one byte take 20 KB. */
  private static final ReadLimits RATIO = new ReadLimits(64 << 20, 200, 1 << 20, 100, 10);

  /** Size first. */
  private static final ReadLimits SIZE = new ReadLimits(100_000, 5_000, 1 << 20, 100, 10);

  /** The page first. */
  private static final ReadLimits PAGES = new ReadLimits(64 << 20, 5_000, 1 << 20, 100, 10);

  /** No work takes so little. */
  private static final ReadLimits NO_TIME = new ReadLimits(1 << 20, 200, 1 << 20, 100, 1e-9);

  static List<Sample> samples() {
    return Sample.all();
  }

  @ParameterizedTest
  @EnumSource(names = {"AUTO", "TEXT", "HTML", "BOOK", "JSONL"})
  void shouldStopAtCompressionBombs(InputFormat format) {
    byte[] bomb = gzip("x".repeat(BOMB_BYTES).getBytes(StandardCharsets.US_ASCII));
    assertThat(brief(read(format, "f", bomb, RATIO))).containsExactly("!decompressed-ratio");
    assertThat(brief(read(format, "f", bomb, SIZE))).containsExactly("!too-large");
  }

  @Test
  void shouldStopAtBombsInWebArchives() {
    byte[] bomb = gzip(response("http://e.org/", OK, new byte[BOMB_BYTES]));
    byte[] file = join(gzip(page(1)), bomb, gzip(page(2)));
    assertThat(brief(read(InputFormat.WARC, "f", file, RATIO)))
        .containsExactly(pageText(1), "!decompressed-ratio");
    assertThat(brief(read(InputFormat.WARC, "f", file, SIZE)))
        .containsExactly(pageText(1), "!too-large", pageText(2));
  }

  @Test
  void shouldStopAtBombsInHttpBodies() {
    byte[] zeros = new byte[BOMB_BYTES];
    byte[] file =
        join(
            response("http://e.org/a", OK + "\nContent-Encoding: gzip", gzip(zeros)),
            response("http://e.org/b", OK + "\nContent-Encoding: deflate", deflate(zeros)),
            response("http://e.org/c", OK + "\nContent-Encoding: gzip, gzip", gzip(gzip(zeros))),
            response("http://e.org/d", OK + "\nTransfer-Encoding: gzip", gzip(zeros)),
            page(1));
    assertThat(brief(read(InputFormat.WARC, "f", file, RATIO)))
        .containsExactly(
            "!decompressed-ratio",
            "!decompressed-ratio",
            "!decompressed-ratio",
            "!decompressed-ratio",
            pageText(1));
    assertThat(brief(read(InputFormat.WARC, "f", file, SIZE)))
        .containsExactly("!too-large", "!too-large", "!too-large", "!too-large", pageText(1));
  }

  @Test
  void shouldStopAtBombsInBooks() {
    Map<String, byte[]> entries = EpubTest.book();
    entries.put("OPS/picture.jpg", new byte[BOMB_BYTES]);
    assertThat(brief(read(InputFormat.EPUB, "f", EpubTest.zip(entries), RATIO)))
        .containsExactly("!decompressed-ratio");
    entries = EpubTest.book();
    entries.put("OPS/one.xhtml", bytes("<html><body>" + "<p>word</p>".repeat(20_000)));
    assertThat(brief(read(InputFormat.EPUB, "f", EpubTest.zip(entries), SIZE)))
        .containsExactly("!too-large");
  }

  @Test
  void shouldPassOverRecordsThatAreTooLarge() {
    byte[] large = record("conversion", "http://e.org/", "text/plain", bytes("w ".repeat(60_000)));
    assertThat(brief(read(InputFormat.WARC, "f", join(page(1), large, page(2)), SIZE)))
        .containsExactly(pageText(1), "!too-large", pageText(2));
    byte[] lines = bytes("{\"text\":\"a\"}\n{\"text\":\"" + "w ".repeat(60_000) + "\"}\n");
    assertThat(brief(read(InputFormat.JSONL, "f", join(lines, bytes("{\"text\":\"b\"}")), SIZE)))
        .containsExactly("a", "!too-large", "b");
  }

  @Test
  void shouldLimitPages() {
    String large = "<p>word ".repeat((1 << 20) / 8 + 1);
    String deep = "<div>".repeat(101) + "word";
    for (String html : List.of(large, deep)) {
      String reason = html.equals(large) ? "!html-too-large" : "!html-too-deep";
      assertThat(brief(read(InputFormat.HTML, "f", bytes(html), PAGES))).containsExactly(reason);
      assertThat(
              brief(
                  read(
                      InputFormat.WARC,
                      "f",
                      join(response("http://e.org/", OK, bytes(html)), page(1)),
                      PAGES)))
          .containsExactly(reason, pageText(1));
      Map<String, byte[]> entries = EpubTest.book();
      entries.put("OPS/one.xhtml", bytes("<html><body>" + html));
      assertThat(brief(read(InputFormat.EPUB, "f", EpubTest.zip(entries), PAGES)))
          .containsExactly(reason);
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void shouldStopWorkOnEveryRecordThatTakesTooLong(Sample sample) {
    List<ReadResult> sound = read(sample.format(), "f", sample.file());
    assertThat(brief(read(sample.format(), "f", sample.file(), NO_TIME)))
        .hasSameSizeAs(sound)
        .containsOnly("!too-slow");
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void shouldGoOnBehindAPageThatTakesTooLong() {
    // Formatting elements left open are opened again in each paragraph.
    byte[] slow = bytes("<b><i><u><s>".repeat(300) + "<p>x".repeat(500_000));
    ReadLimits limits = new ReadLimits(16 << 20, 200, 16 << 20, 512, 0.05);
    byte[] file = join(response("http://e.org/", OK, slow), page(1));
    try (DocumentReader reader =
        DocumentReader.open(InputFormat.WARC, "f", new ByteArrayInputStream(file), limits)) {
      assertThat(brief(List.of(reader.next()))).containsExactly("!too-slow");
      assertThat(reader.next()).isInstanceOf(ReadResult.class);
      assertThat(reader.hasNext()).isFalse();
    }
  }

  private static byte[] deflate(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
      deflater.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
