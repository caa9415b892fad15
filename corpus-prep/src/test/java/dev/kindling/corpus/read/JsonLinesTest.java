package dev.kindling.corpus.read;

import static dev.kindling.corpus.read.Warcs.brief;
import static dev.kindling.corpus.read.Warcs.bytes;
import static dev.kindling.corpus.read.Warcs.gzip;
import static dev.kindling.corpus.read.Warcs.join;
import static dev.kindling.corpus.read.Warcs.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.corpus.Document;
import dev.kindling.corpus.Quarantined;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonLinesTest {
  private static final String FIRST = "{\"text\": \"One é.\", \"url\": \"http://a.example/\"}\n";
  private static final String SECOND =
      "{\"id\": 7, \"meta\": {\"text\": [\"x\"]}, \"text\": \"Two.\"}\n";

  @Test
  void shouldTakeEachLineAsADocumentWithItsByteOffset() {
    List<ReadResult> results = read(InputFormat.AUTO, "x.jsonl", bytes(FIRST + "\n" + SECOND));

    Document first = ((ReadResult.Accepted) results.get(0)).document();
    Document second = ((ReadResult.Accepted) results.get(1)).document();
    assertThat(results).hasSize(2);
    assertThat(first.text()).isEqualTo("One é.");
    assertThat(first.uri()).isEqualTo("http://a.example/");
    assertThat(first.offset()).isZero();
    assertThat(second.text()).isEqualTo("Two.");
    assertThat(second.offset()).isEqualTo(bytes(FIRST).length + 1);
    assertThat(second.uri()).isEqualTo("in/x.jsonl#" + second.offset());
    assertThat(second.id()).isEqualTo(Document.id("in/x.jsonl", second.offset()));
  }

  @Test
  void shouldReadTheColumnsThatAreNamed() {
    ReadOptions options = new ReadOptions("body", "id", false);
    byte[] file = bytes("{\"body\":\"B\",\"id\":12,\"text\":\"T\"}\r\n{\"text\":\"T\"}");
    List<ReadResult> results = new ArrayList<>();
    try (DocumentReader reader =
        DocumentReader.open(
            InputFormat.JSONL,
            "in/x",
            new ByteArrayInputStream(file),
            ReadLimits.defaults(),
            options)) {
      reader.forEachRemaining(results::add);
    }
    assertThat(brief(results)).containsExactly("B", "!no-text");
    assertThat(((ReadResult.Accepted) results.get(0)).document().uri()).isEqualTo("12");
  }

  @Test
  void shouldKeepLinesAndOffsetsWhateverTheGzipMembers() {
    byte[] file = bytes(FIRST + SECOND + FIRST);
    List<ReadResult> whole = read(InputFormat.JSONL, "x", file);
    for (int cut = 1; cut < file.length; cut += 5) {
      byte[] members =
          join(gzip(Arrays.copyOf(file, cut)), gzip(Arrays.copyOfRange(file, cut, file.length)));
      assertThat(read(InputFormat.JSONL, "x", members)).as("cut at %d", cut).isEqualTo(whole);
    }
  }

  @Test
  void shouldQuarantineBadLinesAndReadTheOthers() {
    byte[] latin = {'{', '"', 't', 'e', 'x', 't', '"', ':', '"', (byte) 0xe9, '"', '}', '\n'};
    byte[] file =
        join(
            bytes("{\"text\": \"a\"\n"),
            latin,
            bytes("[1, 2]\n\"text\"\n{\"text\": 5}\n{\"text\": null}\n{}\n{\"text\": \" \"}\n"),
            bytes("{\"text\": \"a\"} {\"text\": \"b\"}\n"),
            bytes("[".repeat(10_000) + "\n"),
            bytes("{\"x\": " + "[".repeat(10_000) + "\n"),
            bytes(SECOND));

    List<ReadResult> results = read(InputFormat.JSONL, "x", file);

    assertThat(brief(results))
        .containsExactly(
            "!malformed-json",
            "!invalid-utf-8",
            "!malformed-json",
            "!malformed-json",
            "!no-text",
            "!no-text",
            "!no-text",
            "!empty",
            "!malformed-json",
            "!malformed-json",
            "!malformed-json",
            "Two.");
    Quarantined second = ((ReadResult.Rejected) results.get(1)).quarantined();
    assertThat(second.offset()).isEqualTo(13);
    assertThat(second.damaged()).isTrue();
  }

  @Test
  void shouldSkipALineThatIsTooLongAndGoOn() {
    ReadLimits limits = new ReadLimits(100, 200, 1000, 50, 30);
    byte[] file = bytes(FIRST + "{\"text\": \"" + "word ".repeat(50_000) + "\"}\n" + SECOND);
    assertThat(brief(read(InputFormat.JSONL, "x", file, limits)))
        .containsExactly("One é.", "!too-large", "Two.");
  }

  @Test
  void shouldKeepTheLinesBeforeDamage() {
    byte[] file = gzip(bytes(FIRST.repeat(3)));
    List<String> results =
        brief(read(InputFormat.AUTO, "x.json.gz", Arrays.copyOf(file, file.length - 6)));
    assertThat(results).startsWith("One é.").endsWith("!truncated");
  }

  @Test
  void shouldTellOneObjectALineFromOneObjectInAFile() {
    assertThat(brief(read(InputFormat.AUTO, "x.json", bytes(FIRST)))).containsExactly("One é.");
    assertThat(brief(read(InputFormat.AUTO, "x.json.gz", gzip(bytes(FIRST)))))
        .containsExactly("One é.");
    assertThat(brief(read(InputFormat.AUTO, "x.json", bytes("{\n  \"text\": 1\n}"))))
        .containsExactly("{\n\"text\": 1\n}");
    assertThat(brief(read(InputFormat.AUTO, "x.ndjson", bytes("\ufeff" + FIRST))))
        .containsExactly("One é.");
  }

  @Test
  void shouldReplaceLoneSurrogates() {
    assertThat(brief(read(InputFormat.JSONL, "x", bytes("{\"text\": \"a\\ud800b\"}"))))
        .containsExactly("a\ufffdb");
  }

  @Test
  void shouldReadEachLineOnceWhereverTheFileIsCut() throws IOException {
    byte[] file = bytes("\n\n" + FIRST + "{bad\n" + SECOND + "\r\n" + FIRST.repeat(3).strip());
    List<ReadResult> whole = read(InputFormat.JSONL, "x", file);
    for (int length = 1; length <= file.length; length++) {
      assertThat(inParts(file, length)).as("parts of %d bytes", length).isEqualTo(whole);
    }
    byte[] blank = bytes(" \n\n \n\n\n ");
    assertThat(brief(inParts(blank, 2))).containsExactly("!empty");
    assertThat(inParts(gzip(file), 20)).isEqualTo(whole);
  }

  private static List<ReadResult> inParts(byte[] file, int length) throws IOException {
    RawBytes bytes =
        offset -> new ByteArrayInputStream(file, (int) offset, file.length - (int) offset);
    List<ReadResult> results = new ArrayList<>();
    for (int start = 0; start < file.length; start += length) {
      try (DocumentReader reader =
          DocumentReader.open(
              InputFormat.JSONL,
              "in/x",
              bytes,
              new Split(start, length),
              ReadLimits.defaults(),
              ReadOptions.defaults())) {
        reader.forEachRemaining(results::add);
      }
    }
    return results;
  }
}
