package dev.kindling.jobs.tokenize;

import dev.kindling.tokenizer.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;

/** What each token is written as, a space behind it: all in one array, ready to be copied. */
final class TokenTexts {
  private final byte[] texts;
  private final int[] starts; // and the end of the last

  private TokenTexts(int tokens, IntFunction<String> text) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    starts = new int[tokens + 1];
    for (int id = 0; id < tokens; id++) {
      all.writeBytes((text.apply(id) + " ").getBytes(StandardCharsets.UTF_8));
      starts[id + 1] = all.size();
    }
    texts = all.toByteArray();
  }

  static TokenTexts ids(Vocabulary vocabulary) {
    return new TokenTexts(vocabulary.size(), Integer::toString);
  }

  static TokenTexts pieces(Vocabulary vocabulary) {
    return new TokenTexts(vocabulary.size(), vocabulary::piece);
  }

  /** Appends a line of tokens to the block's. */
  void append(int[] ids, int count, Block block) {
    int bytes = 1;
    for (int i = 0; i < count; i++) {
      bytes += starts[ids[i] + 1] - starts[ids[i]];
    }
    block.reserveTokens(bytes);
    byte[] to = block.tokens;
    int size = block.tokensSize;
    for (int i = 0; i < count; i++) {
      int end = starts[ids[i] + 1];
      for (int at = starts[ids[i]]; at < end; at++) { // a few bytes: a call would cost more
        to[size++] = texts[at];
      }
    }
    size -= count > 0 ? 1 : 0; // the last one's space
    to[size++] = '\n';
    block.tokensSize = size;
  }
}
