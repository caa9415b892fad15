package dev.kindling.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Makes the tables of {@link CharacterData} anew. Where one differs from the committed one, the new
 * one is left in {@code target/characters}, to be copied into the resources if it is the better.
 */
class CharacterDataTest {

  @Test
  void shouldHoldUnicode13ForGooglesRules() throws IOException {
    check(
        "characters-google.tsv",
        new UnicodeSource().table("Unicode 13, as the rules of Google's BERT see it"));
  }

  @Test
  void shouldHoldWhatHuggingFaceDoesWithEachCharacter() throws IOException {
    check(
        "characters-hf.tsv",
        new HuggingFaceSource()
            .table(
                "As Hugging Face's tokenizers 0.22 treats characters; found by CharacterDataTest"));
  }

  private static void check(String name, String table) throws IOException {
    Path committed = Path.of("src/main/resources/dev/kindling/tokenizer", name);
    if (!Files.exists(committed) || !Files.readString(committed).equals(table)) {
      Path made = Files.createDirectories(Path.of("target", "characters")).resolve(name);
      Files.writeString(made, table);
    }
    assertThat(committed).hasContent(table);
  }
}
