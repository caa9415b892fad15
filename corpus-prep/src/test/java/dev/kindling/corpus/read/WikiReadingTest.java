package dev.kindling.corpus.read;

import static dev.kindling.corpus.read.Dumps.END;
import static dev.kindling.corpus.read.Dumps.HEAD;
import static dev.kindling.corpus.read.Dumps.bzip2;
import static dev.kindling.corpus.read.Dumps.inParts;
import static dev.kindling.corpus.read.Dumps.page;
import static dev.kindling.corpus.read.Dumps.words;
import static dev.kindling.corpus.read.Warcs.brief;
import static dev.kindling.corpus.read.Warcs.bytes;
import static dev.kindling.corpus.read.Warcs.gzip;
import static dev.kindling.corpus.read.Warcs.join;
import static dev.kindling.corpus.read.Warcs.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.corpus.Document;
import dev.kindling.corpus.Quarantined;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WikiReadingTest {
  private static final long PER_STREAM = WikiFrames.PAGES_PER_STREAM;
  private static final byte[] A = page("A & b".replace("&", "&amp;"), "First [[page]].");
  private static final byte[] B = page("Bä/ß", "Second ''page''.");

  @Test
  void shouldGiveEachArticleItsTitleAddressAndPlace() {
    byte[] plain = join(HEAD, A, B, END);
    List<ReadResult> results = read(InputFormat.AUTO, "x.xml", plain);
    assertThat(brief(results)).containsExactly("A & b\nFirst page.", "Bä/ß\nSecond page.");
    Document second = document(results.get(1));
    assertThat(second.uri()).isEqualTo("https://en.example.org/wiki/B%C3%A4/%C3%9F");
    assertThat(second.offset()).isEqualTo(HEAD.length + A.length + 2);
    assertThat(document(results.get(0)).uri()).isEqualTo("https://en.example.org/wiki/A_%26_b");

    List<ReadResult> gzipped = read(InputFormat.WIKIPEDIA, "x.xml.gz", gzip(plain));
    assertThat(brief(gzipped)).isEqualTo(brief(results));
    assertThat(offsets(gzipped)).containsExactly(1L, 2L);

    byte[] head = bzip2(HEAD);
    List<ReadResult> streams =
        read(InputFormat.AUTO, "x", join(head, bzip2(A, B), bzip2(B), bzip2(END)));
    assertThat(brief(streams)).hasSize(3).startsWith(brief(results).toArray(String[]::new));
    long third = (long) head.length + bzip2(A, B).length;
    assertThat(offsets(streams))
        .containsExactly(
            head.length * PER_STREAM + 1, head.length * PER_STREAM + 2, third * PER_STREAM + 1);
  }

  @Test
  void shouldTellWhyAPageIsNoArticle() {
    byte[] file =
        join(
            HEAD,
            page("Talk:A", 1, "", "Hello."),
            page("C", 0, "<redirect title=\"A\" />", "#REDIRECT [[A]]"),
            page("D", "D may mean:\n* [[E]]\n{{Disambiguation|place}}"),
            page("E (disambiguation)", "* [[E]]"),
            page("F", "{{stub}}"),
            bytes(
                new String(A, java.nio.charset.StandardCharsets.UTF_8).replace("wikitext", "css")),
            B,
            END);
    List<ReadResult> results = read(InputFormat.WIKIPEDIA, "x.xml", file);
    assertThat(brief(results))
        .containsExactly(
            "!namespace",
            "!redirect",
            "!disambiguation",
            "!disambiguation",
            "!empty",
            "!content-model",
            "Bä/ß\nSecond page.");
    assertThat(results.subList(0, 6)).noneMatch(result -> quarantined(result).damaged());
  }

  @Test
  void shouldLoseNoPageBehindABrokenOne() {
    byte[] badEntity = bytes("<page><title>X</title><ns>0</ns><text>&nope;</text></page>");
    byte[] doctype =
        bytes(
            "<page><!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><title>&b;</title></page>");
    byte[] unclosed = bytes("<page><title>Y</title><ns>0</ns><revision><text>cut");
    byte[] wrongNesting = bytes("<page><title>Z</ns></page>");
    byte[] file =
        join(HEAD, badEntity, A, doctype, unclosed, B, wrongNesting, A, bytes("<page><title>"));
    List<ReadResult> results = read(InputFormat.WIKIPEDIA, "x.xml", file);
    String a = "A & b\nFirst page.";
    assertThat(brief(results))
        .containsExactly(
            "!malformed-page",
            a,
            "!malformed-page",
            "!malformed-page",
            "Bä/ß\nSecond page.",
            "!malformed-page",
            a,
            "!truncated");
    assertThat(inParts("x.xml", file, 1)).isEqualTo(results);
  }

  @Test
  void shouldRejectLargePagesAndFilesThatAreNoDumps() {
    ReadLimits small = new ReadLimits(1000, 200, 1000, 10, 30);
    byte[] file = join(HEAD, page("Large", words(1, 500)), B, END);
    assertThat(brief(read(InputFormat.WIKIPEDIA, "x.xml", file, small)))
        .containsExactly("!too-large", "Bä/ß\nSecond page.");
    assertThat(brief(read(InputFormat.WIKIPEDIA, "x.xml", bytes("A book."))))
        .containsExactly("!malformed-dump");
    assertThat(brief(read(InputFormat.WIKIPEDIA, "x.xml", join(HEAD, END))))
        .containsExactly("!empty");
    assertThat(brief(read(InputFormat.WIKIPEDIA, "x.xml", HEAD))).containsExactly("!truncated");
    assertThat(brief(read(InputFormat.WIKIPEDIA, "x.xml", B)))
        .containsExactly("Bä/ß\nSecond page.");
    byte[] bomb = bzip2(HEAD, page("Bomb", "a".repeat(5_000_000)), END);
    assertThat(brief(read(InputFormat.WIKIPEDIA, "x.xml", join(bomb, bzip2(B)))))
        .containsExactly("!decompressed-ratio", "Bä/ß\nSecond page.");
  }

  @ParameterizedTest
  @ValueSource(ints = {11, 64, 997, 10_000_000})
  void shouldGiveTheSameWhereverAFileIsCut(int partBytes) {
    byte[] plain = join(HEAD, A, page("Long", words(2, 60)), B, page("X", 1, "", "x"), END);
    byte[] pageStreams =
        join(bzip2(HEAD), bzip2(A, B), bzip2(), bzip2(page("Long", words(3, 60))), bzip2(END));
    byte[] damagedStream = Dumps.replaced(pageStreams, bzip2(HEAD).length + 40, new byte[3]);
    byte[] garbage = join(bzip2(HEAD), bzip2(A), bytes("BZh91AY&SYno stream"), bzip2(B, END));
    byte[] zeros = join(bzip2(HEAD, A), new byte[700], bzip2(B, END));
    for (byte[] file :
        List.of(plain, pageStreams, damagedStream, garbage, zeros, crossing(plain))) {
      List<ReadResult> whole = read(InputFormat.AUTO, "x.xml.bz2", file);
      assertThat(whole).hasSizeGreaterThan(1);
      assertThat(inParts("x.xml.bz2", file, partBytes)).isEqualTo(whole);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {61, 400})
  void shouldGiveTheSameOfADamagedFileWhereverItIsCut(int partBytes) {
    for (byte[] sound : List.of(Dumps.plain(), Dumps.multistream())) {
      for (byte[] file : Damage.files(sound, 2, 9)) {
        assertThat(inParts("x.xml.bz2", file, partBytes))
            .isEqualTo(file.length == 0 ? List.of() : read(InputFormat.AUTO, "x.xml.bz2", file));
      }
    }
  }

  /** As parallel compressors write it: streams that end anywhere, in tags too. */
  private static byte[] crossing(byte[] plain) {
    List<byte[]> streams = new ArrayList<>();
    Random random = new Random(5);
    for (int start = 0; start < plain.length; ) {
      int end = Math.min(plain.length, start + 1 + random.nextInt(90));
      streams.add(bzip2(Arrays.copyOfRange(plain, start, end)));
      start = end;
    }
    return join(streams.toArray(byte[][]::new));
  }

  @Test
  void shouldReadPagesThatCrossStreams() {
    byte[] plain = join(HEAD, A, B, END);
    assertThat(brief(read(InputFormat.AUTO, "x.xml.bz2", crossing(plain))))
        .containsExactly("A & b\nFirst page.", "Bä/ß\nSecond page.");
  }

  @Test
  void shouldGiveOutNoPageOfADamagedBlockAndAllOthers() {
    List<byte[]> pages = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      pages.add(page("Page " + i, words(i, 900)));
    }
    byte[] streamA = bzip2(pages.subList(0, 30).toArray(byte[][]::new)); // three blocks or more
    byte[] streamB = bzip2(pages.subList(30, 60).toArray(byte[][]::new));
    byte[] file = join(bzip2(HEAD), streamA, streamB);
    List<String> sound = brief(read(InputFormat.AUTO, "x.xml.bz2", file));
    Random random = new Random(1);
    for (int run = 0; run < 8; run++) {
      int at = bzip2(HEAD).length + 12 + random.nextInt(streamA.length - 12);
      byte[] damaged = Dumps.replaced(file, at, new byte[] {(byte) (file[at] ^ 1 << run % 8)});
      List<ReadResult> results = read(InputFormat.AUTO, "x.xml.bz2", damaged);
      List<String> accepted =
          brief(results).stream().filter(text -> !text.startsWith("!")).toList();
      assertThat(sound).containsAll(accepted);
      assertThat(accepted).containsAll(sound.subList(30, 60)).hasSizeLessThan(60);
      assertThat(brief(results)).contains("!malformed-bzip2");
    }
    assertThat(brief(read(InputFormat.AUTO, "x.xml.bz2", Arrays.copyOf(file, file.length - 9))))
        .contains("!truncated")
        .containsAll(sound.subList(0, 30));
  }

  private static List<Long> offsets(List<ReadResult> results) {
    return results.stream().map(result -> document(result).offset()).toList();
  }

  private static Document document(ReadResult result) {
    return ((ReadResult.Accepted) result).document();
  }

  private static Quarantined quarantined(ReadResult result) {
    return ((ReadResult.Rejected) result).quarantined();
  }
}
