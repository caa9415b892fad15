package dev.kindling.corpus.read;

import static dev.kindling.corpus.read.Warcs.brief;
import static dev.kindling.corpus.read.Warcs.bytes;
import static dev.kindling.corpus.read.Warcs.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.corpus.Document;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

class EpubTest {
  private static final String CONTAINER =
      """
      <?xml version="1.0"?>
      <container xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
        <rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles>
      </container>
      """;

  private static final String PACKAGE =
      """
      <?xml version="1.0"?>
      <package xmlns="http://www.idpf.org/2007/opf" version="3.0">
        <manifest>
          <item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
          <item id="two" href="../text/two%20b.xhtml" media-type="application/xhtml+xml"/>
          <item id="one" href="one.xhtml" media-type="application/xhtml+xml"/>
          <item id="cover" href="cover.xhtml" media-type="application/xhtml+xml"/>
          <item id="aside" href="aside.xhtml" media-type="application/xhtml+xml"/>
          <item id="picture" href="picture.jpg" media-type="image/jpeg"/>
        </manifest>
        <spine>
          <itemref idref="cover"/><itemref idref="nav"/><itemref idref="one"/>
          <itemref idref="aside" linear="no"/><itemref idref="two"/><itemref idref="picture"/>
        </spine>
        <guide><reference type="cover" href="cover.xhtml#top"/></guide>
      </package>
      """;

  private static final String TEXT = "Chapter One\nThe first text.\n\nThe second text.";

  @Test
  void shouldReadPagesInTheOrderOfTheSpine() {
    byte[] book = zip(book());
    assertThat(brief(read(InputFormat.AUTO, "b.epub", book))).containsExactly(TEXT);
    assertThat(brief(read(InputFormat.AUTO, "named-otherwise", book))).containsExactly(TEXT);
  }

  @Test
  void shouldMakeEachPageADocumentIfAsked() {
    List<ReadResult> results = new ArrayList<>();
    try (DocumentReader reader =
        DocumentReader.open(
            InputFormat.EPUB,
            "in/b",
            new ByteArrayInputStream(zip(book())),
            ReadLimits.defaults(),
            new ReadOptions("text", "url", true))) {
      reader.forEachRemaining(results::add);
    }
    assertThat(brief(results)).containsExactly("Chapter One\nThe first text.", "The second text.");
    Document second = ((ReadResult.Accepted) results.get(1)).document();
    assertThat(second.offset()).isEqualTo(1);
    assertThat(second.id()).isEqualTo(Document.id("in/b", 1));
  }

  @Test
  void shouldDoWithoutMimetypeAndContainer() {
    Map<String, byte[]> book = book();
    book.remove("mimetype");
    book.remove("META-INF/container.xml");
    assertThat(brief(read(InputFormat.AUTO, "b.epub", zip(book)))).containsExactly(TEXT);
  }

  @Test
  void shouldReadTheOnlyPageEvenIfItIsTheCover() {
    Map<String, byte[]> book = book();
    String onlyCover =
        PACKAGE
            .replaceAll("<itemref[^>]*>", "")
            .replace("<spine>", "<spine><itemref idref='cover'/>");
    book.put("OPS/book.opf", bytes(onlyCover));
    assertThat(brief(read(InputFormat.EPUB, "b", zip(book)))).containsExactly("Cover");
  }

  @Test
  void shouldTellEncryptedTextFromObfuscatedFonts() {
    Map<String, byte[]> book = book();
    book.put("META-INF/encryption.xml", encryption("http://www.idpf.org/2008/embedding"));
    assertThat(brief(read(InputFormat.EPUB, "b", zip(book)))).containsExactly(TEXT);
    book.put("META-INF/encryption.xml", encryption("http://www.w3.org/2001/04/xmlenc#aes256-cbc"));
    assertThat(brief(read(InputFormat.EPUB, "b", zip(book)))).containsExactly("!encrypted");
  }

  @Test
  void shouldNeverLeaveTheArchive() {
    assertThat(EpubPackage.resolve("OPS/a.opf", "../../../etc/passwd")).isEqualTo("etc/passwd");
    assertThat(EpubPackage.resolve("OPS/a.opf", "/x/./y.html?q#f")).isEqualTo("x/y.html");
    assertThat(EpubPackage.resolve("", "100%.html")).isEqualTo("100%.html");
    assertThat(EpubPackage.resolve("a/b.opf", "c+d%C3%A9.html")).isEqualTo("a/c+d\u00e9.html");
    Map<String, byte[]> book = book();
    book.put("OPS/book.opf", bytes(PACKAGE.replace("one.xhtml", "../../../../../etc/hosts")));
    book.put("../../evil.xhtml", bytes("<p>evil</p>"));
    assertThat(brief(read(InputFormat.EPUB, "b", zip(book)))).containsExactly("!malformed-epub");
  }

  @Test
  void shouldStopAtZipBombs() {
    Map<String, byte[]> book = book();
    book.put("OPS/picture.jpg", new byte[20_000_000]);
    assertThat(brief(read(InputFormat.EPUB, "b", zip(book))))
        .containsExactly("!decompressed-ratio");
    book.put("OPS/picture.jpg", bytes("<" + "a".repeat(30_000)));
    ReadLimits limits = new ReadLimits(20_000, 200, 1000, 50, 30);
    assertThat(brief(read(InputFormat.EPUB, "b", zip(book), limits))).containsExactly("!too-large");
    Map<String, byte[]> many = book();
    for (int i = 0; i < 100; i++) {
      many.put("e" + i, bytes("<"));
    }
    assertThat(brief(read(InputFormat.EPUB, "b", zip(many), limits))).containsExactly("!too-large");
  }

  @Test
  void shouldKeepTheLimitsOfPages() {
    Map<String, byte[]> book = book();
    book.put("OPS/one.xhtml", bytes("<p>" + "word ".repeat(300)));
    ReadLimits limits = new ReadLimits(20_000, 200, 1000, 50, 30);
    assertThat(brief(read(InputFormat.EPUB, "b", zip(book), limits)))
        .containsExactly("!html-too-large");
    book.put("OPS/one.xhtml", bytes("<div>".repeat(60) + "word"));
    assertThat(brief(read(InputFormat.EPUB, "b", zip(book), limits)))
        .containsExactly("!html-too-deep");
  }

  @Test
  void shouldNeverTakeACutFileForAShorterBook() {
    byte[] book = zip(book());
    int directory = book.length - directoryLength(book);
    for (int length = 4; length < directory; length++) {
      assertThat(brief(read(InputFormat.EPUB, "b", Arrays.copyOf(book, length))))
          .as("cut at byte %d", length)
          .hasSize(1)
          .allMatch(result -> result.startsWith("!"));
    }
  }

  @Test
  void shouldRemovePageNumbersLicencesAndHowWordsAreRead() {
    Map<String, byte[]> book = book();
    book.put(
        "OPS/one.xhtml",
        bytes(
            "<html xmlns:epub='http://www.idpf.org/2007/ops'><head><title/></head><body>"
                + "<section id='pg-header'><p>Licence</p></section>"
                + "<p>A<span epub:type='pagebreak' id='p1'>12</span> word"
                + "<span class='pagenum'>[Pg 13]</span>, <a id='x'/>one "
                + "<ruby>\u6f22<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>.</p>"
                + "<aside hidden='hidden'>unseen</aside><nav epub:type='toc'><p>One</p></nav>"
                + "<footer>A note.</footer></body></html>"));
    book.put(
        "text/two b.xhtml",
        bytes("<h1>Contents</h1><p><a href='one.xhtml'>One</a></p><p><a href='x'>Two</a></p>"));
    assertThat(brief(read(InputFormat.EPUB, "b", zip(book))))
        .containsExactly("A word, one \u6f22.\nA note.");
  }

  static Map<String, byte[]> book() {
    Map<String, byte[]> book = new LinkedHashMap<>();
    book.put("mimetype", bytes("application/epub+zip"));
    book.put("OPS/picture.jpg", new byte[] {(byte) 0xff, (byte) 0xd8, 1, 2, 3});
    book.put("text/two b.xhtml", bytes("<html><body><p>The second\n text.</p></body></html>"));
    book.put(
        "OPS/one.xhtml",
        bytes("\ufeff<?xml version='1.0'?><html><body><h1>Chapter One</h1><p>The first text.</p>"));
    book.put("OPS/cover.xhtml", bytes("<html><body><p>Cover</p></body></html>"));
    book.put("OPS/nav.xhtml", bytes("<html><body><nav><p>One</p></nav></body></html>"));
    book.put("OPS/aside.xhtml", bytes("<html><body><p>Aside</p></body></html>"));
    book.put("OPS/book.opf", bytes(PACKAGE));
    book.put("META-INF/container.xml", bytes(CONTAINER));
    return book;
  }

  private static byte[] encryption(String algorithm) {
    return bytes(
        "<encryption xmlns:enc='http://www.w3.org/2001/04/xmlenc#'><enc:EncryptedData>"
            + "<enc:EncryptionMethod Algorithm='"
            + algorithm
            + "'/></enc:EncryptedData></encryption>");
  }

  static byte[] zip(Map<String, byte[]> entries) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        boolean first = entry.getKey().equals("mimetype"); // its bytes tell the file's kind
        zip.putNextEntry(first ? stored(entry) : new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static ZipEntry stored(Map.Entry<String, byte[]> entry) {
    CRC32 crc = new CRC32();
    crc.update(entry.getValue());
    ZipEntry stored = new ZipEntry(entry.getKey());
    stored.setMethod(ZipEntry.STORED);
    stored.setSize(entry.getValue().length);
    stored.setCrc(crc.getValue());
    return stored;
  }

  /** From the first signature of the directory to the end. */
  private static int directoryLength(byte[] zip) {
    for (int i = 0; i + 3 < zip.length; i++) {
      if (zip[i] == 'P' && zip[i + 1] == 'K' && zip[i + 2] == 1 && zip[i + 3] == 2) {
        return zip.length - i;
      }
    }
    throw new IllegalStateException("no directory");
  }
}
