package dev.kindling.benchmarks.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncodeProcessTest {
  @TempDir private Path folder;

  @Test
  void shouldMeasureEachSideInAProcessOfItsOwn() throws Exception {
    TokenizerArguments arguments = arguments("under the tree\n".repeat(50));

    for (EncoderSide side : EncoderSide.values()) {
      ColdStart start = EncodeProcess.cold(arguments, side);

      assertThat(start.side()).isEqualTo(side.label());
      assertThat(start.tokensPerS() * start.firstPassMs() / 1e3).isBetween(100.0, 200.0); // rounded
    }
  }

  private TokenizerArguments arguments(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("text"), text);
    return TokenizerArguments.parse(List.of(file.toString()), List.of(EncodeRate.ROW));
  }
}
