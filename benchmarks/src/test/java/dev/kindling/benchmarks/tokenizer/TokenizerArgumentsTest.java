package dev.kindling.benchmarks.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.benchmarks.InvalidArgumentsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerArgumentsTest {
  private static final List<String> ROWS = List.of("learn", "encode");

  @TempDir private Path folder;
  private String text;

  @BeforeEach
  void writeText() throws IOException {
    text = Files.writeString(folder.resolve("text"), "a\n").toString();
  }

  @Test
  void shouldTakeThePublishedVocabularyUnlessTold() {
    TokenizerArguments arguments = TokenizerArguments.parse(List.of(text), ROWS);

    assertThat(arguments.text()).hasToString(text);
    assertThat(arguments.tokenizer()).isEmpty();
    assertThat(arguments.trainer()).isEmpty();
  }

  @Test
  void shouldMeasureEachThreadCountOnce() {
    assertThat(parse("--threads", "3").threadCounts()).containsExactly(1, 3);
    assertThat(parse("--threads", "1").threadCounts()).containsExactly(1);
  }

  @Test
  void shouldRejectMissingText() {
    assertThatThrownBy(() -> TokenizerArguments.parse(List.of("--rounds", "3"), ROWS))
        .isInstanceOf(InvalidArgumentsException.class)
        .hasMessage("the first argument must be a text file");
  }

  @Test
  void shouldRejectFilesThatDoNotExist() {
    assertThatThrownBy(() -> parse("--tokenizer", folder + "/tokenizer.json"))
        .isInstanceOf(InvalidArgumentsException.class)
        .hasMessage("--tokenizer " + folder + "/tokenizer.json does not exist");
    assertThatThrownBy(() -> TokenizerArguments.parse(List.of(text + "s"), ROWS))
        .isInstanceOf(InvalidArgumentsException.class)
        .hasMessage("the text " + text + "s does not exist");
  }

  @Test
  void shouldRejectFilterThatLeavesNothing() {
    assertThat(ROWS).filteredOn(parse("--filter", "^enc").filter()).containsExactly("encode");
    assertThatThrownBy(() -> parse("--filter", "decode"))
        .isInstanceOf(InvalidArgumentsException.class)
        .hasMessage("--filter decode leaves nothing to measure; the rows are [learn, encode]");
  }

  private TokenizerArguments parse(String option, String value) {
    return TokenizerArguments.parse(List.of(text, option, value), ROWS);
  }
}
