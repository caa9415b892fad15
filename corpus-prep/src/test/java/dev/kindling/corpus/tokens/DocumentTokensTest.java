package dev.kindling.corpus.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.examples.ExampleKind;
import dev.kindling.examples.TokenizedDocument;
import dev.kindling.examples.TokenizedSentence;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DocumentTokensTest {
  @Test
  void shouldPlaceTheTokensOfEachSentenceInTheDocument() {
    String text = "One. Two!\n\n Three";
    List<TokenizedDocument> parts = parts(ExampleKind.MASKED_LANGUAGE_MODEL, text);

    assertThat(parts).hasSize(1);
    assertThat(parts.get(0).id()).isEqualTo("id");
    assertThat(parts.get(0).sentences()).extracting(s -> s.starts()[0]).containsExactly(0, 5, 12);
    assertThat(read(parts.get(0), text)).isEqualTo("One.Two!Three");
    assertThat(parts(ExampleKind.NEXT_WORD, text).get(0).sentences()).hasSize(1);
    assertThat(parts(ExampleKind.NEXT_WORD, "")).isEmpty();
  }

  @Test
  void shouldCutALongDocumentBehindALine() {
    String line = "A line of text that stands here again and again.\n";
    String text = line.repeat(60_000);
    for (ExampleKind kind : ExampleKind.values()) {
      List<TokenizedDocument> parts = parts(kind, text);

      assertThat(parts).hasSize(3);
      assertThat(parts).extracting(TokenizedDocument::part).containsExactly(0, 1, 2);
      StringBuilder whole = new StringBuilder();
      for (TokenizedDocument part : parts) {
        String read = read(part, text);
        assertThat(read.length()).isLessThanOrEqualTo(DocumentTokens.LONGEST_PART);
        assertThat(read).startsWith("A line").endsWith(kind == ExampleKind.NEXT_WORD ? ".\n" : ".");
        whole.append(read);
      }
      assertThat(whole.toString().replace("\n", "")).isEqualTo(text.replace("\n", ""));
    }
  }

  @Test
  void shouldCutBehindAWordWhereThereIsNoLineAndNeverInsideACharacter() {
    String words = "word ".repeat(300_000);
    assertThat(DocumentTokens.partEnd(words, 0)).isEqualTo(DocumentTokens.LONGEST_PART / 5 * 5);

    String pictographs = "x" + "😀".repeat(DocumentTokens.LONGEST_PART);
    assertThat(DocumentTokens.partEnd(pictographs, 0)).isEqualTo(DocumentTokens.LONGEST_PART - 1);
    assertThat(DocumentTokens.partEnd(pictographs, pictographs.length() - 2))
        .isEqualTo(pictographs.length());
  }

  /** One token a character. */
  private static List<TokenizedDocument> parts(ExampleKind kind, String text) {
    DocumentTokens tokens =
        new DocumentTokens(
            kind,
            sentence ->
                new TokenizedSentence(
                    sentence.chars().toArray(),
                    IntStream.range(0, sentence.length()).toArray(),
                    IntStream.rangeClosed(1, sentence.length()).toArray()));
    List<TokenizedDocument> parts = new ArrayList<>();
    Iterator<TokenizedDocument> all = tokens.parts("id", text, "");
    all.forEachRemaining(parts::add);
    return parts;
  }

  /** The characters at the places of the tokens, which are the tokens. */
  private static String read(TokenizedDocument part, String text) {
    StringBuilder read = new StringBuilder();
    for (TokenizedSentence sentence : part.sentences()) {
      for (int i = 0; i < sentence.tokens().length; i++) {
        char c = text.charAt(sentence.starts()[i]);
        if (sentence.tokens()[i] != c || sentence.ends()[i] != sentence.starts()[i] + 1) {
          throw new AssertionError("token " + i + " does not stand at its place");
        }
        read.append(c);
      }
    }
    return read.toString();
  }
}
