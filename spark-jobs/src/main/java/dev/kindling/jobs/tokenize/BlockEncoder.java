package dev.kindling.jobs.tokenize;

import dev.kindling.tokenizer.WordPieceEncoder;
import java.util.Arrays;

/** Encodes the lines of blocks; for one thread. */
final class BlockEncoder {
  private final WordPieceEncoder encoder;
  private final TokenTexts texts;
  private final int[] before;
  private final int[] behind;
  private int[] ids = new int[Block.BYTES];

  /**
   * An encoder of blocks.
   *
   * @param before ids to put before the tokens of each line
   * @param behind ids to put behind them
   */
  BlockEncoder(WordPieceEncoder encoder, TokenTexts texts, int[] before, int[] behind) {
    this.encoder = encoder;
    this.texts = texts;
    this.before = before;
    this.behind = behind;
    System.arraycopy(before, 0, ids, 0, before.length);
  }

  /** Fills the block's tokens from its text. */
  void encode(Block block) {
    block.tokensSize = 0;
    int start = 0;
    while (start < block.textSize) {
      int end = start;
      while (end < block.textSize && block.text[end] != '\n') {
        end++;
      }
      encodeLine(block, start, end);
      start = end + 1;
    }
  }

  private void encodeLine(Block block, int start, int end) {
    int room = before.length + (end - start) + behind.length; // at most a token a byte
    if (room > ids.length) {
      ids = Arrays.copyOf(ids, room);
    }
    int size = before.length;
    size += encoder.encode(block.text, start, end, ids, size);
    System.arraycopy(behind, 0, ids, size, behind.length);
    texts.append(ids, size + behind.length, block);
  }
}
