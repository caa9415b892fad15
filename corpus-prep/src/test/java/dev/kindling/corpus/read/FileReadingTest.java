package dev.kindling.corpus.read;

import static dev.kindling.corpus.read.Warcs.brief;
import static dev.kindling.corpus.read.Warcs.bytes;
import static dev.kindling.corpus.read.Warcs.gzip;
import static dev.kindling.corpus.read.Warcs.join;
import static dev.kindling.corpus.read.Warcs.page;
import static dev.kindling.corpus.read.Warcs.pageText;
import static dev.kindling.corpus.read.Warcs.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.corpus.Document;
import dev.kindling.corpus.extract.ExtractionOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileReadingTest {
  private static final String HTML = "<!DOCTYPE html><title>T</title><body><p>A page.</p></body>";

  @Test
  void shouldTakeAFileAsOneDocument() {
    byte[] file = bytes("First line.\r\n\r\n\r\nSecond line.\n");
    ReadResult result = read(InputFormat.TEXT, "book.txt", file).get(0);
    Document document = ((ReadResult.Accepted) result).document();
    assertThat(document.text()).isEqualTo("First line.\n\nSecond line.");
    assertThat(document.offset()).isZero();
    assertThat(document.uri()).isEqualTo("in/book.txt");
    assertThat(brief(read(InputFormat.TEXT, "book.txt.gz", gzip(file))))
        .containsExactly(document.text());
    assertThat(
            brief(read(InputFormat.TEXT, "two.gz", join(gzip(bytes("a b ")), gzip(bytes("c d"))))))
        .containsExactly("a b c d");
  }

  @Test
  void shouldDecideByContentBeforeName() {
    assertThat(brief(read(InputFormat.AUTO, "x.txt", bytes(HTML)))).containsExactly("A page.");
    assertThat(
            brief(read(InputFormat.AUTO, "x", gzip(bytes("\ufeff \n<!-- c --><HTML><p>A page.")))))
        .containsExactly("A page.");
    assertThat(brief(read(InputFormat.AUTO, "x.html", HTML.getBytes(StandardCharsets.UTF_16))))
        .containsExactly("A page.");
    assertThat(brief(read(InputFormat.AUTO, "x.html", page(1)))).containsExactly(pageText(1));
    assertThat(brief(read(InputFormat.AUTO, "x.html", bytes("<p>Part of a page.</p>"))))
        .containsExactly("Part of a page.");
    assertThat(brief(read(InputFormat.AUTO, "x.txt", bytes("<p>Text about tags.</p>"))))
        .containsExactly("<p>Text about tags.</p>");
    assertThat(brief(read(InputFormat.AUTO, "x.html", bytes("No tags at all, 1 < 2."))))
        .containsExactly("No tags at all, 1 < 2.");
  }

  @Test
  void shouldDecodeUtf8Utf16AndWindows1252() {
    String text = "naïve “quotes” – ok";
    for (Charset charset :
        new Charset[] {
          StandardCharsets.UTF_8, StandardCharsets.UTF_16, Charset.forName("windows-1252")
        }) {
      assertThat(brief(read(InputFormat.AUTO, "x.txt", text.getBytes(charset))))
          .containsExactly(text);
    }
    byte[] littleEndian =
        join(new byte[] {(byte) 0xff, (byte) 0xfe}, text.getBytes(StandardCharsets.UTF_16LE));
    assertThat(brief(read(InputFormat.TEXT, "x.txt", littleEndian))).containsExactly(text);
  }

  /** The same sentence of the Universal Declaration of Human Rights, undeclared. */
  @ParameterizedTest
  @CsvSource({
    "KOI8-R, Все люди рождаются свободными и равными в своем достоинстве и правах.",
    "windows-1251, Все люди рождаются свободными и равными в своем достоинстве и правах.",
    "windows-1253, Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια.",
    "windows-1255, כל בני האדם נולדו בני חורין ושווים בערכם ובזכויותיהם.",
    "windows-1252, Tous les êtres humains naissent libres et égaux en dignité et en droits.",
    "ISO-8859-2, Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw.",
    "Shift_JIS, すべての人間は、生れながらにして自由であり、かつ、尊厳と権利とについて平等である。",
    "EUC-JP, すべての人間は、生れながらにして自由であり、かつ、尊厳と権利とについて平等である。",
    "ISO-2022-JP, すべての人間は、生れながらにして自由であり、かつ、尊厳と権利とについて平等である。",
    "GB18030, 人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神相对待。",
    "Big5, 人人生而自由，在尊嚴和權利上一律平等。他們賦有理性和良心，並應以兄弟關係的精神相對待。",
    "EUC-KR, 모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다.",
    "UTF-16LE, All human beings are born free and equal in dignity and rights.",
    "UTF-16BE, All human beings are born free and equal in dignity and rights."
  })
  void shouldGuessUndeclaredCharsets(String charset, String text) {
    byte[] plain = text.getBytes(Charset.forName(charset));
    byte[] page = ("<p>" + text + "</p>").getBytes(Charset.forName(charset));
    assertThat(brief(read(InputFormat.TEXT, "x", plain))).containsExactly(text);
    assertThat(brief(read(InputFormat.HTML, "x", page))).containsExactly(text);
  }

  @Test
  void shouldRejectBinaryEmptyAndDamagedFiles() {
    byte[] binary = new byte[4_000];
    for (int i = 0; i < binary.length; i++) {
      binary[i] = (byte) (i * 31);
    }
    for (InputFormat format :
        new InputFormat[] {InputFormat.AUTO, InputFormat.TEXT, InputFormat.HTML}) {
      assertThat(brief(read(format, "x.txt", binary))).containsExactly("!binary");
      assertThat(brief(read(format, "x.txt", gzip(binary)))).containsExactly("!binary");
      assertThat(brief(read(format, "x.txt", bytes("%PDF-1.4 text text"))))
          .containsExactly("!binary");
      assertThat(brief(read(format, "x.txt", new byte[0]))).containsExactly("!empty");
      assertThat(brief(read(format, "x.txt", bytes(" \n\t\n")))).containsExactly("!empty");
    }
    byte[] compressed = gzip(bytes(HTML.repeat(50)));
    for (int length = 2; length < compressed.length; length++) {
      assertThat(brief(read(InputFormat.AUTO, "x.html.gz", Arrays.copyOf(compressed, length))))
          .as("cut at byte %d", length)
          .containsExactly("!truncated");
    }
    assertThat(brief(read(InputFormat.AUTO, "x.gz", join(compressed, bytes("garbage")))))
        .containsExactly("!malformed-gzip");
    assertThat(brief(read(InputFormat.AUTO, "x.gz", join(compressed, new byte[100]))))
        .hasSize(1)
        .noneMatch(text -> text.startsWith("!"));
  }

  @Test
  void shouldRejectWhatPassesALimit() {
    ReadLimits limits = new ReadLimits(10_000, 200, 500, 50, 10);
    assertThat(brief(read(InputFormat.TEXT, "x", bytes("word ".repeat(3_000)), limits)))
        .containsExactly("!too-large");
    assertThat(brief(read(InputFormat.HTML, "x", bytes("<p>word ".repeat(100)), limits)))
        .containsExactly("!html-too-large");
    assertThat(brief(read(InputFormat.HTML, "x", bytes("<div>".repeat(60) + "word"), limits)))
        .containsExactly("!html-too-deep");
    assertThat(brief(read(InputFormat.TEXT, "x", gzip(new byte[100_000_000]))))
        .containsExactly("!decompressed-ratio");
    assertThatThrownBy(() -> new ReadLimits(0, 1, 1, 1, 1))
        .hasMessageContaining("max-record-bytes");
  }

  @Test
  void shouldTellTheShaOfWhatWasRead() {
    ReadResult.Rejected empty =
        (ReadResult.Rejected) read(InputFormat.TEXT, "x", new byte[0]).get(0);
    assertThat(empty.quarantined().sha256())
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assertThat(empty.quarantined().damaged()).isFalse();
  }

  @Test
  void shouldNotTakeAFailingDiskForABadFile() {
    InputStream failing =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("disk failure");
          }

          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            throw new IOException("disk failure");
          }
        };
    InputStream in = new SequenceInputStream(new ByteArrayInputStream(gzip(page(1))), failing);
    try (DocumentReader reader =
        DocumentReader.open(InputFormat.WARC, "s", in, ReadLimits.defaults())) {
      assertThatThrownBy(() -> reader.forEachRemaining(result -> {}))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("disk failure");
    }
  }

  @Test
  void shouldLeaveOutWhatTheOptionsSay() {
    byte[] page = bytes("<p>words</p><ul><li>item</ul><pre>code</pre>");
    ReadOptions options = ReadOptions.defaults().with(new ExtractionOptions(false, false, true));
    try (DocumentReader reader =
        DocumentReader.open(
            InputFormat.HTML,
            "s",
            new ByteArrayInputStream(page),
            ReadLimits.defaults(),
            options)) {
      assertThat(brief(List.of(reader.next()))).containsExactly("words");
    }
  }

  @Test
  void shouldEndLikeAnIterator() {
    try (DocumentReader reader =
        DocumentReader.open(
            InputFormat.TEXT, "s", new ByteArrayInputStream(bytes("a")), ReadLimits.defaults())) {
      assertThat(reader.next()).isInstanceOf(ReadResult.Accepted.class);
      assertThat(reader.hasNext()).isFalse();
      assertThatThrownBy(reader::next).isInstanceOf(NoSuchElementException.class);
    }
  }

  @Test
  void shouldStayFastOnHostileStarts() {
    // Would take exponential time in a backtracking pattern.
    byte[] comments = bytes("<!-- -->".repeat(250) + "text");
    assertThat(brief(read(InputFormat.AUTO, "x", comments))).hasSize(1);
    byte[] deep = bytes("<b><i>".repeat(50_000) + "word");
    assertThat(brief(read(InputFormat.HTML, "x", deep))).containsExactly("!html-too-deep");
  }
}
