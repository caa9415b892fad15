package dev.kindling.benchmarks.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.benchmarks.InvalidArgumentsException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdsMeasurementTest {

  @TempDir Path folder;

  @Test
  void shouldFindTheSameIds() throws IOException {
    Path text = folder.resolve("text");
    Files.write(text, "Naïve [SEP] ΣΑΣ\n\n漢字 x".getBytes(StandardCharsets.UTF_8));
    Path broken = folder.resolve("broken");
    Files.write(broken, new byte[] {'a', (byte) 0xC3, '\n', (byte) 0xFF, 'b', '\n'});
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    int status =
        new IdsMeasurement()
            .run(List.of(text.toString(), broken.toString()), new PrintStream(out, true));

    assertThat(out.toString(StandardCharsets.UTF_8).lines())
        .hasSize(3)
        .last()
        .asString()
        .contains("\"file\":\"2 files\",\"lines\":5,", "\"different\":0");
    assertThat(status).isZero();
  }

  @Test
  void shouldShowWhereALineDiffers() throws IOException {
    try (IdsPair pair = new IdsPair(google())) {
      IdsPair.Compared compared =
          pair.compare(
              List.of(
                  "same".getBytes(StandardCharsets.UTF_8),
                  "x \uE000".getBytes(StandardCharsets.UTF_8)));

      assertThat(compared.lines()).isEqualTo(2);
      assertThat(compared.different())
          .containsExactly(
              new IdsDiffer(
                  IdsDiffer.ROW, "", 2, "utf-8", 1, List.of("[UNK]"), List.of(), "x \uE000"));
    }
  }

  /** Hugging Face's reader passes over the profile, so that private characters differ. */
  private static byte[] google() {
    String json = new String(TokenizerFile.read(Optional.empty()), StandardCharsets.UTF_8);
    String normalizer = "\"type\": \"BertNormalizer\",";
    assertThat(json).contains(normalizer);
    return json.replace(normalizer, normalizer + "\"profile\": \"google\",")
        .getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void shouldRejectWhatIsNoFile() {
    assertThatThrownBy(() -> IdsArguments.parse(List.of()))
        .isInstanceOf(InvalidArgumentsException.class)
        .hasMessage("no text is given");
    assertThatThrownBy(() -> IdsArguments.parse(List.of(folder.toString())))
        .isInstanceOf(InvalidArgumentsException.class)
        .hasMessageContaining(folder.toString());
    assertThatThrownBy(() -> IdsArguments.parse(List.of("--threads", "2")))
        .isInstanceOf(InvalidArgumentsException.class)
        .hasMessageContaining("--threads");
  }
}
