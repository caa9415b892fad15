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

import dev.kindling.corpus.Document;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

class WarcReadingTest {
  private static final String OK = "HTTP/1.1 200 OK\nContent-Type: text/html";

  @Test
  void shouldReadPagesAndTellWhereTheyAre() {
    byte[] info =
        gzip(record("warcinfo", null, "application/warc-fields", bytes("software: x\r\n")));
    byte[] first = gzip(page(1));
    List<ReadResult> results =
        read(InputFormat.AUTO, "a.warc.gz", join(info, first, gzip(page(2))));
    assertThat(brief(results)).containsExactly(pageText(1), pageText(2));
    Document second = ((ReadResult.Accepted) results.get(1)).document();
    assertThat(second.source()).isEqualTo("in/a.warc.gz");
    assertThat(second.offset()).isEqualTo(info.length + first.length);
    assertThat(second.uri()).isEqualTo("http://example.org/2");
    assertThat(second.id()).isEqualTo(Document.id("in/a.warc.gz", second.offset()));
  }

  @Test
  void shouldReadUncompressedFilesAndFilesGzippedAsAWhole() {
    byte[] plain = join(page(1), page(2), page(3));
    for (byte[] file : List.of(plain, gzip(plain))) {
      List<ReadResult> results = read(InputFormat.AUTO, "a", file);
      assertThat(brief(results)).containsExactly(pageText(1), pageText(2), pageText(3));
      assertThat(results.stream().map(r -> ((ReadResult.Accepted) r).document().offset()))
          .containsExactly(0L, (long) page(1).length, 2L * page(1).length);
    }
  }

  @Test
  void shouldSkipRecordsThatHoldNoPageByTheStandard() {
    byte[] file =
        join(
            record("warcinfo", null, "application/warc-fields", bytes("a: b\r\n")),
            record(
                "request",
                "http://e.org/",
                "application/http;msgtype=request",
                bytes("GET / HTTP/1.0\r\n\r\n")),
            record("metadata", "http://e.org/", "application/warc-fields", bytes("a: b\r\n")),
            record(
                "revisit",
                "http://e.org/",
                "application/http;msgtype=response",
                bytes("HTTP/1.1 200 OK\r\n\r\n"),
                "WARC-Profile: http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"),
            record(
                "resource",
                "metadata://gnu.org/software/wget/warc/wget_arguments.txt",
                "text/plain",
                bytes("arguments")),
            page(1));
    assertThat(brief(read(InputFormat.WARC, "a", file))).containsExactly(pageText(1));
  }

  @Test
  void shouldReadResourcesAndExtractedText() {
    byte[] file =
        join(
            record("resource", "file:///a.html", "text/html", bytes("<p>A resource.</p>")),
            record("conversion", "http://e.org/", "text/plain", bytes("From a WET file: é.")));
    assertThat(brief(read(InputFormat.AUTO, "a.wet", file)))
        .containsExactly("A resource.", "From a WET file: é.");
  }

  @Test
  void shouldCountRecordsThatAreNoPages() {
    byte[] file =
        join(
            response("http://e.org/a", "HTTP/1.1 200 OK\nContent-Type: image/png", new byte[300]),
            response(
                "http://e.org/b",
                "HTTP/1.1 404 Not Found\nContent-Type: text/html",
                bytes("<p>no</p>")),
            response("http://e.org/c", "HTTP/1.1 301 Moved\nLocation: /d", new byte[0]),
            response("http://e.org/d", OK, new byte[0]),
            record("response", "dns:e.org", "text/dns", bytes("e.org. 1 IN A 127.0.0.1")),
            record(
                "continuation",
                "http://e.org/e",
                "application/http",
                bytes("more"),
                "WARC-Segment-Number: 2"),
            record("elsewhere", "http://e.org/f", "text/plain", bytes("?")));
    List<ReadResult> results = read(InputFormat.AUTO, "a", file);
    assertThat(brief(results))
        .containsExactly(
            "!not-text",
            "!http-status",
            "!http-status",
            "!empty",
            "!not-text",
            "!segmented",
            "!record-type");
    assertThat(((ReadResult.Rejected) results.get(0)).quarantined().uri())
        .isEqualTo("http://e.org/a");
    assertThat(results.stream().filter(r -> ((ReadResult.Rejected) r).quarantined().damaged()))
        .hasSize(1);
  }

  @Test
  void shouldUndoTransferAndContentEncodings() {
    byte[] html = bytes("<p>Encoded text.</p>");
    byte[] chunked =
        bytes("8\r\n<p>Encod\r\n".replace("8\r\n", "8;x=y\r\n") + "c\r\ned text.</p>\r\n0\r\n\r\n");
    byte[] file =
        join(
            response("http://e.org/a", OK + "\nTransfer-Encoding: chunked", chunked),
            response("http://e.org/b", OK + "\nContent-Encoding: gzip", gzip(html)),
            response("http://e.org/c", OK + "\nContent-Encoding: deflate", deflate(html, false)),
            response("http://e.org/d", OK + "\nContent-Encoding: deflate", deflate(html, true)),
            response("http://e.org/e", OK + "\nContent-Encoding: gzip", html),
            response("http://e.org/f", OK + "\nContent-Encoding: br", html));
    String text = "Encoded text.";
    assertThat(brief(read(InputFormat.AUTO, "a", file)))
        .containsExactly(text, text, text, text, text, "!content-encoding");
  }

  @Test
  void shouldReadChunksAsServersSendAndCrawlersStoreThem() {
    String chunked = OK + "\nTransfer-Encoding: chunked";
    byte[] gzipped = gzip(bytes("<p>Both."));
    String size = Integer.toHexString(gzipped.length);
    byte[] cut = bytes("f\r\n<p>First chunk.\r\nff\r\n and a part");
    byte[] file =
        join(
            response("http://e.org/a", chunked, bytes("<p>Stored decoded.</p>")),
            response("http://e.org/b", chunked, bytes("00003 \n<p>\n4\nLine\n0\n\n")),
            response("http://e.org/c", chunked, cut),
            response("http://e.org/d", chunked, cut, "WARC-Truncated: disconnect"),
            response("http://e.org/e", chunked, bytes("3\r\n<p>\r\n-5\r\nabcde\r\n0\r\n\r\n")),
            response("http://e.org/f", chunked, bytes("3\r\n<p>\r\nfffffffffffffff\r\nabcde")),
            response(
                "http://e.org/g",
                OK + "\nTransfer-Encoding: gzip, chunked",
                join(bytes(size + "\r\n"), gzipped, bytes("\r\n0\r\n\r\n"))),
            response("http://e.org/h", chunked, new byte[0]),
            page(1));
    assertThat(brief(read(InputFormat.WARC, "a", file)))
        .containsExactly(
            "Stored decoded.",
            "Line",
            "!truncated",
            "First chunk. and a part",
            "!malformed-http",
            "!truncated",
            "Both.",
            "!empty",
            pageText(1));
  }

  @Test
  void shouldReadHeadersThatDeviateFromTheStandard() {
    String type = "\nContent-Type: text/html";
    byte[] html = bytes("<p>Text.</p>");
    byte[] file =
        join(
            response("http://e.org/a", "HTTP/2 200" + type, html),
            response("http://e.org/b", "HTTP/1.1 200" + type, html),
            response("http://e.org/c", "ICY 200 OK" + type, html),
            response("http://e.org/d", OK + "\nno colon here", html),
            response("http://e.org/e", OK + "\n: no name\nX-\u00e9: \u0001", html),
            response("http://e.org/f", "HTTP/1.1 200 OK\nContent-Type: image/png" + type, html),
            response("http://e.org/g", "HTTP/1.1 200 OK\ncontent-type:TEXT/HTML ;x", html),
            response("http://e.org/h", "HTTP/1.1 200 OK\nServer: x", bytes("<html><p>Text.")),
            response("http://e.org/i", "HTTP/1.1 200 OK\nServer: x", bytes("Text.")),
            record(
                "response",
                "http://e.org/j",
                "application/http;msgtype=response",
                bytes("HTTP/1.0 200 OK\nContent-Type: text/html\n\n<p>Text.")));
    List<String> expected = new ArrayList<>(Collections.nCopies(10, "Text."));
    expected.set(8, "!not-text");
    assertThat(brief(read(InputFormat.WARC, "a", file))).isEqualTo(expected);
  }

  @Test
  void shouldTellOfEachRecordInWhichABitIsFlipped() {
    byte[] file = join(page(1), page(2), page(3));
    int second = page(1).length;
    for (int bit = 0; bit < 8 * page(2).length; bit++) {
      byte[] flipped = file.clone();
      flipped[second + bit / 8] ^= (byte) (1 << (bit % 8));
      List<String> actual = brief(read(InputFormat.WARC, "a", flipped));
      assertThat(actual).as("bit %d", bit).hasSize(3).contains(pageText(3));
    }
  }

  @Test
  void shouldDecodeDeclaredMetaAndGuessedCharsets() {
    String umlauts = "Größe, Äpfel und Öl: schöne Wörter für den Test.";
    String russian =
        "Большинство жителей города узнали о новом законе из газет, потому что он был принят"
            + " вчера вечером и сразу вступил в силу.";
    byte[] latin = ("<p>" + umlauts + "</p>").getBytes(StandardCharsets.ISO_8859_1);
    byte[] koi8 = ("<p>" + russian + "</p>").getBytes(Charset.forName("KOI8-R"));
    byte[] meta =
        ("<meta charset='windows-1251'><p>" + russian + "</p>")
            .getBytes(Charset.forName("windows-1251"));
    byte[] file =
        join(
            response("http://e.org/a", OK + "; charset=ISO-8859-1", latin),
            response("http://e.org/b", OK + "; charset=koi8-r", koi8),
            response("http://e.org/c", OK, meta),
            response("http://e.org/d", OK + "; charset=utf-8", latin),
            response(
                "http://e.org/e", OK + "; charset=iso-8859-1", bytes("<p>" + umlauts + "</p>")),
            response("http://e.org/f", OK + "; charset=nonsense", koi8));
    assertThat(brief(read(InputFormat.AUTO, "a", file)))
        .containsExactly(umlauts, russian, russian, umlauts, umlauts, russian);
  }

  @Test
  void shouldRejectWrongLengths() {
    byte[] tooShort =
        new String(page(1), StandardCharsets.UTF_8)
            .replaceFirst("Content-Length: 1..", "Content-Length: 100")
            .getBytes(StandardCharsets.UTF_8);
    byte[] tooLong =
        new String(page(1), StandardCharsets.UTF_8)
            .replaceFirst("Content-Length: 1..", "Content-Length: 9999999999")
            .getBytes(StandardCharsets.UTF_8);
    byte[] bodyCut = response("http://e.org/", OK + "\nContent-Length: 1000", bytes("<p>cut</p>"));
    byte[] cutByCrawler =
        response(
            "http://e.org/",
            OK + "\nContent-Length: 1000",
            bytes("<p>cut</p>"),
            "WARC-Truncated: length");
    assertThat(brief(read(InputFormat.WARC, "a", join(page(0), tooShort, page(2)))))
        .containsExactly(pageText(0), "!malformed-warc", pageText(2));
    assertThat(brief(read(InputFormat.WARC, "a", join(page(0), tooLong, page(2)))))
        .containsExactly(pageText(0), "!truncated", pageText(2));
    assertThat(
            brief(
                read(
                    InputFormat.WARC,
                    "a",
                    join(gzip(page(0)), gzip(tooShort), gzip(tooLong), gzip(page(2))))))
        .containsExactly(pageText(0), "!malformed-warc", "!truncated", pageText(2));
    assertThat(brief(read(InputFormat.WARC, "a", join(bodyCut, cutByCrawler, page(2)))))
        .containsExactly("!truncated", "cut", pageText(2));
  }

  @Test
  void shouldKeepTheRecordsBeforeACutAtEveryByteOfAGzippedFile() {
    byte[][] members = {gzip(page(1)), gzip(page(2)), gzip(page(3))};
    byte[] file = join(members);
    for (int length = 0; length <= file.length; length++) {
      int whole = wholeMembers(members, length);
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < whole; i++) {
        expected.add(pageText(i + 1));
      }
      boolean clean = length == lengthOf(members, whole);
      if (length == 0) {
        expected.add("!empty");
      } else if (!clean) {
        expected.add("!truncated");
      }
      List<String> actual = brief(read(InputFormat.WARC, "a.warc.gz", Arrays.copyOf(file, length)));
      if (length == 1) { // no gzip magic yet
        expected = List.of("!malformed-warc");
      }
      assertThat(actual).as("cut at byte %d", length).isEqualTo(expected);
    }
  }

  @Test
  void shouldKeepTheRecordsBeforeACutAtEveryByteOfOtherFiles() {
    byte[] plain = join(page(1), page(2), page(3));
    for (byte[] file : List.of(plain, gzip(plain))) {
      for (int length = 0; length <= file.length; length++) {
        List<String> actual = brief(read(InputFormat.AUTO, "a.warc", Arrays.copyOf(file, length)));
        long rejects = actual.stream().filter(text -> text.startsWith("!")).count();
        assertThat(rejects).as("cut at byte %d", length).isLessThanOrEqualTo(1);
        for (int i = 0; i < actual.size() - rejects; i++) {
          assertThat(actual.get(i)).as("cut at byte %d", length).isEqualTo(pageText(i + 1));
        }
        if (file == plain) {
          assertThat(actual.size() - rejects).isGreaterThanOrEqualTo(length / page(1).length);
        }
      }
    }
  }

  @Test
  void shouldNeverGiveOutAMemberWithAFlippedBit() {
    byte[] first = gzip(page(1));
    byte[] file = join(first, gzip(page(2)));
    for (int bit = 0; bit < first.length * 8; bit++) {
      byte[] flipped = file.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      List<String> actual = brief(read(InputFormat.WARC, "a.warc.gz", flipped));
      List<String> texts = actual.stream().filter(text -> !text.startsWith("!")).toList();
      // Time, flags and system of the gzip header are not covered by its checksum.
      assertThat(List.of(pageText(1), pageText(2))).as("bit %d", bit).containsAll(texts);
      assertThat(actual.size()).isLessThanOrEqualTo(2);
    }
  }

  @Test
  void shouldSurviveRandomDamage() {
    byte[] plain =
        join(
            page(1),
            page(2),
            page(3),
            response("http://e.org/", OK + "\nContent-Encoding: gzip", gzip(bytes("<p>x</p>"))));
    long state = 42;
    for (int i = 0; i < 3_000; i++) {
      byte[] damaged = (i % 2 == 0 ? plain : gzip(plain)).clone();
      for (int k = 0; k <= i % 5; k++) {
        state = state * 6364136223846793005L + 1442695040888963407L;
        damaged[(int) ((state >>> 33) % damaged.length)] = (byte) (state >>> 25);
      }
      assertThat(read(InputFormat.WARC, "a", damaged).size()).isBetween(1, 6);
    }
  }

  @Test
  void shouldPassOverOversizeRecordsAndStopAtBombs() {
    ReadLimits limits = new ReadLimits(2_000, 200, 1_000_000, 100, 10);
    byte[] large = response("http://e.org/", OK, new byte[5_000]);
    assertThat(brief(read(InputFormat.WARC, "a", join(page(1), large, page(2)), limits)))
        .containsExactly(pageText(1), "!too-large", pageText(2));
    byte[] bomb = response("http://e.org/", OK, new byte[20_000_000]);
    assertThat(brief(read(InputFormat.WARC, "a", join(gzip(page(1)), gzip(bomb), gzip(page(2))))))
        .containsExactly(pageText(1), "!decompressed-ratio");
    byte[] inner =
        response("http://e.org/", OK + "\nContent-Encoding: gzip", gzip(new byte[20_000_000]));
    assertThat(brief(read(InputFormat.WARC, "a", join(inner, page(2)))))
        .containsExactly("!decompressed-ratio", pageText(2));
  }

  @Test
  void shouldRejectWhatIsNoWarc() {
    assertThat(brief(read(InputFormat.WARC, "a", bytes("Just text."))))
        .containsExactly("!malformed-warc");
    assertThat(brief(read(InputFormat.AUTO, "a.warc.gz", bytes("Just text."))))
        .containsExactly("!malformed-warc");
    assertThat(brief(read(InputFormat.WARC, "a", bytes("WARC/1.0\r\nWARC-Type: response\r\n\r\n"))))
        .containsExactly("!malformed-warc");
    assertThat(brief(read(InputFormat.WARC, "a", bytes("WARC/1.0\r\n" + "x".repeat(100_000)))))
        .containsExactly("!malformed-warc");
    byte[] noHttp = record("response", "http://e.org/", "application/http", bytes("no such thing"));
    assertThat(brief(read(InputFormat.WARC, "a", join(noHttp, page(1)))))
        .containsExactly("!malformed-http", pageText(1));
  }

  private static int wholeMembers(byte[][] members, int length) {
    int whole = 0;
    while (whole < members.length && lengthOf(members, whole + 1) <= length) {
      whole++;
    }
    return whole;
  }

  private static int lengthOf(byte[][] members, int count) {
    return Arrays.stream(members, 0, count).mapToInt(member -> member.length).sum();
  }

  private static byte[] deflate(byte[] bytes, boolean bare) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, bare);
    deflater.setInput(bytes);
    deflater.finish();
    byte[] out = new byte[1_000];
    int count = deflater.deflate(out);
    deflater.end();
    return Arrays.copyOf(out, count);
  }
}
