package dev.kindling.benchmarks.tokenizer;

import dev.kindling.tokenizer.SpecialTokensInText;
import dev.kindling.tokenizer.Tokenizer;
import dev.kindling.tokenizer.Vocabulary;
import dev.kindling.tokenizer.WordPieceEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Ours, from bytes and from strings, and Hugging Face's, given the same lines. */
final class IdsPair implements AutoCloseable {
  private static final int PIECES_SHOWN = 8;

  private final Vocabulary vocabulary;
  private final WordPieceEncoder ours;
  private final HuggingFaceEncoder theirs;
  private int[] ids = new int[0];

  IdsPair(byte[] json) {
    Tokenizer tokenizer = TokenizerFile.parse(json);
    this.vocabulary = tokenizer.vocabulary();
    this.ours = tokenizer.encoder(SpecialTokensInText.RECOGNIZED); // as theirs always does
    this.theirs = new HuggingFaceEncoder(json, true);
  }

  /**
   * What came out.
   *
   * @param tokens of the peer
   * @param different lines, without the file's name, numbered within these lines from 1 on
   */
  record Compared(int lines, long bytes, long tokens, List<IdsDiffer> different) {}

  Compared compare(List<byte[]> lines) {
    List<String> texts =
        lines.stream().map(line -> new String(line, StandardCharsets.UTF_8)).toList();
    List<int[]> expected = texts.isEmpty() ? List.of() : theirs.idsOfAll(texts);
    List<IdsDiffer> different = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      String text = texts.get(i);
      byte[] utf8 = lines.get(i);
      reserve(Math.max(utf8.length, text.length()));
      int size = ours.encode(utf8, 0, utf8.length, ids, 0);
      if (!isEqual(size, expected.get(i))) {
        different.add(differ(i, "utf-8", size, expected.get(i), text));
        continue;
      }
      size = ours.encode(text, ids, 0);
      if (!isEqual(size, expected.get(i))) {
        different.add(differ(i, "chars", size, expected.get(i), text));
      }
    }
    return new Compared(
        lines.size(),
        lines.stream().mapToLong(line -> line.length + 1).sum(),
        expected.stream().mapToLong(each -> each.length).sum(),
        different);
  }

  private void reserve(int length) {
    if (ids.length < WordPieceEncoder.maxTokens(length)) {
      ids = new int[WordPieceEncoder.maxTokens(2 * length)];
    }
  }

  private boolean isEqual(int size, int[] expected) {
    return Arrays.equals(ids, 0, size, expected, 0, expected.length);
  }

  private IdsDiffer differ(int index, String side, int size, int[] expected, String text) {
    int token = Arrays.mismatch(ids, 0, size, expected, 0, expected.length);
    return new IdsDiffer(
        IdsDiffer.ROW,
        "",
        index + 1L,
        side,
        token,
        pieces(Arrays.copyOf(ids, size), token),
        pieces(expected, token),
        text);
  }

  private List<String> pieces(int[] from, int token) {
    return IntStream.range(token, Math.min(from.length, token + PIECES_SHOWN))
        .mapToObj(i -> vocabulary.piece(from[i]))
        .toList();
  }

  @Override
  public void close() {
    theirs.close();
  }
}
