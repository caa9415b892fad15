package dev.kindling.jobs.sample;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netpreserve.jwarc.WarcReader;
import org.netpreserve.jwarc.WarcRecord;
import org.netpreserve.jwarc.WarcResponse;
import org.netpreserve.jwarc.Warcinfo;

class SampleCorpusTest {
  private static final String PROSE =
      "<p>The server keeps its pages in a folder and reads them again at night.</p>\n";

  @TempDir Path folder;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private SampleSources sources;

  @BeforeEach
  void writeArtifacts() throws IOException {
    Path book =
        zip(
            "manual-1.zip",
            Map.of(
                "manual/index.html", page("Start", 40),
                "manual/config/a.html", page("Alpha", 5),
                "manual/config/b.html", page("Beta", 5),
                "manual/RUNNING.txt", "How to run it.\n",
                "manual/build.xml.txt", "<project/>",
                "other/skipped.html", page("Other", 5)));
    Path site =
        zip(
            "library-2-javadoc.jar",
            Map.of(
                "org/library/Long.html", page("Long", 40),
                "org/library/Übung.html", page("Exercise", 40),
                "org/library/Short.html", page("Short", 1),
                "org/library/class-use/Long.html", page("Uses", 40),
                "org/library/package-tree.html", page("Tree", 40),
                "index-all.html", page("Index", 40)));
    sources =
        new SampleSources(
            List.of(
                new SampleSources.Book(
                    artifact("manual", "1", "", "zip", book), "manual", "manual/", false, "")),
            List.of(artifact("library", "2", "javadoc", "jar", site)));
  }

  @Test
  void shouldUnpackThePagesOfABook() throws IOException {
    make();

    assertThat(files(folder.resolve("books")))
        .containsExactly(
            "manual/RUNNING.txt",
            "manual/config/a.html",
            "manual/config/b.html",
            "manual/index.html");
    assertThat(folder.resolve("books/manual/config/a.html")).hasContent(page("Alpha", 5));
  }

  @Test
  void shouldCutABookOfOnePageIntoChaptersOfPlainText() throws IOException {
    String chapter = "<div class='sect1'><h2 id='%s'>%s</h2><pre>a\n  b</pre>" + PROSE + "</div>";
    Path whole =
        zip(
            "whole-1.zip",
            Map.of(
                "whole/index.html",
                "<html><body>"
                    + chapter.formatted("one", "First &amp; foremost")
                    + chapter.formatted("../two", "Second")
                    + "</body></html>"));
    sources =
        new SampleSources(
            List.of(
                new SampleSources.Book(
                    artifact("whole", "1", "", "zip", whole),
                    "whole",
                    "whole/",
                    true,
                    "div.sect1")),
            List.of());
    make();

    assertThat(files(folder.resolve("books/whole"))).containsExactly("01-one.txt", "02-two.txt");
    assertThat(Files.readString(folder.resolve("books/whole/01-one.txt")))
        .contains("First & foremost", "reads them again at night.")
        .doesNotContain("<", "Second");
  }

  @Test
  void shouldPackPagesOfProseAsWarcResponses() throws IOException {
    make();

    List<String> pages = new ArrayList<>();
    try (WarcReader reader = new WarcReader(folder.resolve("web/library-2.warc.gz"))) {
      List<WarcRecord> seen = new ArrayList<>();
      for (WarcRecord entry : reader) {
        seen.add(entry);
        if (entry instanceof WarcResponse response) {
          pages.add(response.target());
          assertThat(response.http().status()).isEqualTo(200);
          assertThat(response.http().contentType().toString()).contains("text/html");
          assertThat(new String(response.http().body().stream().readAllBytes(), UTF_8))
              .contains(PROSE);
        }
      }
      assertThat(seen.get(0)).isInstanceOf(Warcinfo.class);
    }
    assertThat(pages)
        .containsExactly(
            "https://javadoc.example/org.example/library/2/org/library/Long.html",
            "https://javadoc.example/org.example/library/2/org/library/%C3%9Cbung.html");
  }

  @Test
  void shouldWriteTheSameBytesTwice() throws IOException {
    make();
    byte[] first = Files.readAllBytes(folder.resolve("web/library-2.warc.gz"));
    Files.delete(folder.resolve(".complete"));
    make();

    assertThat(Files.readAllBytes(folder.resolve("web/library-2.warc.gz"))).isEqualTo(first);
  }

  @Test
  void shouldDoNothingWhenComplete() throws IOException {
    make();
    Path book = folder.resolve("books/manual/RUNNING.txt");
    Files.writeString(book, "changed by hand");
    Files.delete(folder.resolve("artifacts/manual-1.zip"));
    make();

    assertThat(Files.readString(book)).isEqualTo("changed by hand");
    assertThat(log.toString(UTF_8)).contains("is complete");
    assertThat(new SampleCorpus(folder, sources).state()).isEqualTo("complete");
  }

  @Test
  void shouldNameMissingArtifacts() throws IOException {
    Files.delete(folder.resolve("artifacts/library-2-javadoc.jar"));

    assertThat(new SampleCorpus(folder, sources).state()).isEqualTo("missing");
    assertThatThrownBy(this::make)
        .isInstanceOfSatisfying(
            KindlingException.class, e -> assertThat(e.code()).isEqualTo(ExitCode.BAD_DATA))
        .hasMessageContaining("1 of 2 artifacts")
        .hasMessageContaining("org.example:library:2:jar:javadoc");
  }

  @Test
  void shouldRefuseAnAlteredArtifact() throws IOException {
    Files.write(folder.resolve("artifacts/manual-1.zip"), new byte[] {1, 2, 3});

    assertThatThrownBy(this::make)
        .hasMessageContaining("manual-1.zip has sha256")
        .hasMessageContaining("expected");
    assertThat(folder.resolve("books")).doesNotExist();
  }

  @Test
  void shouldRefuseEntriesThatLeaveTheArchive() throws IOException {
    Path evil = zip("manual-1.zip", Map.of("manual/../../escaped.html", page("Evil", 5)));
    sources =
        new SampleSources(
            List.of(
                new SampleSources.Book(
                    artifact("manual", "1", "", "zip", evil), "manual", "manual/", false, "")),
            List.of());

    assertThatThrownBy(this::make).hasMessageContaining("'manual/../../escaped.html'");
    assertThat(folder.resolve("escaped.html")).doesNotExist();
  }

  @Test
  void shouldLeaveFoldersOfOthersAlone() throws IOException {
    Files.createDirectories(folder.resolve("books"));
    Files.writeString(folder.resolve("books/mine.txt"), "mine");

    assertThatThrownBy(this::make).hasMessageContaining("did not make");
    assertThat(folder.resolve("books/mine.txt")).hasContent("mine");
  }

  @Test
  void shouldNameSourcesAndLicences() throws IOException {
    make();

    assertThat(Files.readString(folder.resolve("SOURCES.md")))
        .contains(
            "org.example:library:2:jar:javadoc", "Apache-2.0", sources.sites().get(0).sha256());
  }

  private void make() throws IOException {
    new SampleCorpus(folder, sources).make(new PrintStream(log, true, UTF_8));
  }

  private Path zip(String name, Map<String, String> entries) throws IOException {
    Path file = Files.createDirectories(folder.resolve("artifacts")).resolve(name);
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, String> entry : new TreeMap<>(entries).entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue().getBytes(UTF_8));
      }
    }
    return file;
  }

  private static SampleArtifact artifact(
      String name, String version, String classifier, String extension, Path file)
      throws IOException {
    return new SampleArtifact(
        "org.example",
        name,
        version,
        classifier,
        extension,
        SampleCorpus.sha256(file),
        "Apache-2.0",
        "2024-02-03");
  }

  private static String page(String title, int paragraphs) {
    return "<html><head><title>"
        + title
        + "</title></head><body><h1>"
        + title
        + "</h1>\n"
        + PROSE.repeat(paragraphs)
        + "</body></html>";
  }

  private static List<String> files(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      return paths
          .filter(Files::isRegularFile)
          .map(path -> root.relativize(path).toString())
          .sorted()
          .toList();
    }
  }
}
