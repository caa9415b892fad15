package dev.kindling.benchmarks.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentsTest {
  @TempDir private Path folder;

  @Test
  void shouldReadLinesThatAreNotBlank() throws IOException {
    Documents documents =
        Documents.read(Files.writeString(folder.resolve("text"), "é\n\n \nab c"), 1);

    assertThat(documents.texts()).containsExactly("é", "ab c");
    assertThat(documents.bytes()).isEqualTo(6);
    assertThat(documents.longest()).isEqualTo(4);
  }

  @Test
  void shouldStopAfterTheMegabytes() throws IOException {
    List<String> lines = List.of("a".repeat(999_999), "b", "c");

    Documents documents = Documents.read(Files.write(folder.resolve("text"), lines), 1);

    assertThat(documents.texts()).hasSize(2);
    assertThat(documents.bytes()).isEqualTo(1_000_000);
  }

  @Test
  void shouldHoldOutEachTenthDocument() {
    Documents documents = Documents.of(IntStream.range(0, 25).mapToObj(Integer::toString).toList());

    assertThat(documents.heldOut().texts()).containsExactly("0", "10", "20");
    assertThat(documents.learned().texts())
        .hasSize(22)
        .doesNotContainAnyElementsOf(documents.heldOut().texts());
  }
}
