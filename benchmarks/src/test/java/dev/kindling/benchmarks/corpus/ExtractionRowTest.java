package dev.kindling.benchmarks.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.benchmarks.InvalidArgumentsException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtractionRowTest {
  @TempDir Path folder;

  @Test
  void shouldScoreByRunsOfFourWords() {
    assertThat(ShingleScore.of("a b c d e", "a b c d e")).isEqualTo(new ShingleScore(1, 1));
    assertThat(ShingleScore.of("a b c d x", "a b c d")).isEqualTo(new ShingleScore(0.5, 1));
    assertThat(ShingleScore.of("a b c d", "a, b - c\nd é f"))
        .isEqualTo(new ShingleScore(1, 1 / 3.0));
    assertThat(ShingleScore.of("a b", "a b")).isEqualTo(new ShingleScore(1, 1));
    assertThat(ShingleScore.of("a b a b a b", "a b a b a")).isEqualTo(new ShingleScore(2 / 3.0, 1));
    assertThat(ShingleScore.of("", "a")).isEqualTo(new ShingleScore(Double.NaN, 0));
  }

  @Test
  void shouldMeasureAFolderOfPages() throws Exception {
    write("{\"one\": {\"articleBody\": \"a b c d\"}, \"two\": {\"articleBody\": \"e f g h\"}}");
    Path html = Files.createDirectory(folder.resolve("html"));
    Files.writeString(html.resolve("one.html"), "<p>a b c d</p>");
    try (OutputStream two =
        new GZIPOutputStream(Files.newOutputStream(html.resolve("two.html.gz")))) {
      two.write("<p>e f g h i</p>".getBytes(StandardCharsets.UTF_8));
    }
    ExtractionRow.Extraction result = (ExtractionRow.Extraction) measure().get(0);
    assertThat(result.pages()).isEqualTo(2);
    assertThat(result.precision()).isEqualTo(0.75);
    assertThat(result.recall()).isEqualTo(1);
    assertThat(result.f1()).isEqualTo(0.8571);
    assertThat(result.millisPerPage()).isPositive();
  }

  @Test
  void shouldNameAMissingPage() throws IOException {
    write("{\"one\": {\"articleBody\": \"a\"}}");
    assertThatThrownBy(this::measure)
        .isInstanceOf(InvalidArgumentsException.class)
        .hasMessageContaining("html/one.html");
  }

  @Test
  void shouldSayThatThePagesAreMissing() throws Exception {
    CorpusArguments none = CorpusArguments.parse(List.of(), List.of("extraction"));
    assertThat(List.<Record>copyOf(new ExtractionRow().measure(none)))
        .containsExactly(new ExtractionRow.Skipped("extraction", "no pages: give --pages FOLDER"));
  }

  private void write(String truth) throws IOException {
    Files.writeString(folder.resolve("ground-truth.json"), truth);
  }

  private List<? extends Record> measure() throws Exception {
    return new ExtractionRow()
        .measure(
            CorpusArguments.parse(
                List.of("--pages", folder.toString(), "--rounds", "1"), List.of("extraction")));
  }
}
