package dev.kindling.benchmarks.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.benchmarks.InvalidArgumentsException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusArgumentsTest {
  private static final List<String> ROWS = List.of("filters", "signatures");

  @Test
  void shouldMeasureEveryRowByDefault() {
    CorpusArguments arguments = CorpusArguments.parse(List.of(), ROWS);

    assertThat(ROWS).allMatch(arguments.filter());
    assertThat(arguments.pages()).isEmpty();
  }

  @Test
  void shouldRefuseAFilterThatLeavesNothing() {
    assertThatThrownBy(() -> CorpusArguments.parse(List.of("--filter", "training"), ROWS))
        .isInstanceOf(InvalidArgumentsException.class)
        .hasMessageContaining("training")
        .hasMessageContaining("signatures");
  }

  @Test
  void shouldRefuseAFolderWithoutGroundTruth(@TempDir Path folder) {
    List<String> words = List.of("--pages", folder.toString());

    assertThatThrownBy(() -> CorpusArguments.parse(words, ROWS))
        .isInstanceOf(InvalidArgumentsException.class)
        .hasMessageContaining("ground-truth.json");
  }
}
