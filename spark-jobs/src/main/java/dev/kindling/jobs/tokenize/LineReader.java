package dev.kindling.jobs.tokenize;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * Reads files one after the other, in blocks of whole lines. A file's last line ends with the file,
 * whether it has a line feed or not. What waits for more input is handed on at once, so that lines
 * typed or piped in do not wait for a full block.
 */
final class LineReader implements AutoCloseable {
  /** The name of standard input. */
  static final String STANDARD_INPUT = "-";

  /** A line becomes up to six times as many bytes of tokens, and an array holds 2 GiB. */
  static final int LONGEST_LINE = 1 << 28;

  private final Iterator<String> files;
  private final int longestLine;
  private String file = "";
  private InputStream in = InputStream.nullInputStream();
  private byte[] rest = new byte[Block.BYTES];
  private int restSize;

  LineReader(List<String> files) {
    this(files, LONGEST_LINE);
  }

  LineReader(List<String> files, int longestLine) {
    this.files = files.iterator();
    this.longestLine = longestLine;
  }

  /**
   * Fills a block with lines.
   *
   * @return false if there are none left
   * @throws KindlingException (bad data) if a line has {@link #LONGEST_LINE} bytes or more
   */
  boolean fill(Block block) throws IOException {
    block.text = ensure(block.text, restSize + 1);
    System.arraycopy(rest, 0, block.text, 0, restSize);
    block.textSize = restSize;
    restSize = 0;
    while (true) {
      if (block.textSize == block.text.length) {
        block.text = ensure(block.text, block.textSize + 1);
      }
      int read = in.read(block.text, block.textSize, block.text.length - block.textSize);
      if (read >= 0) {
        block.textSize += read;
        boolean pause = block.textSize == block.text.length || in.available() == 0;
        if (pause && keepRest(block, block.textSize - read)) {
          return true;
        }
      } else if (block.textSize > 0) {
        return true; // the next block begins with the next file
      } else if (!files.hasNext()) {
        return false;
      } else {
        open(files.next());
      }
    }
  }

  /** Puts what stands behind the last line feed aside; false if none was read. */
  private boolean keepRest(Block block, int firstRead) {
    int end = block.textSize;
    while (end > firstRead && block.text[end - 1] != '\n') {
      end--;
    }
    if (end == firstRead) {
      return false;
    }
    restSize = block.textSize - end;
    rest = ensure(rest, restSize);
    System.arraycopy(block.text, end, rest, 0, restSize);
    block.textSize = end;
    return true;
  }

  private byte[] ensure(byte[] bytes, int size) {
    if (size <= bytes.length) {
      return bytes;
    }
    if (size > longestLine) {
      throw new KindlingException(
          ExitCode.BAD_DATA,
          "%s has a line of %,d bytes or more. A line is a document: put line breaks between the documents."
              .formatted(file, longestLine));
    }
    return Arrays.copyOf(bytes, (int) Math.min(longestLine, Math.max(size, 2L * bytes.length)));
  }

  private void open(String next) throws IOException {
    close();
    file = next.equals(STANDARD_INPUT) ? "standard input" : next;
    // Other than a channel's stream, this one tells what waits in a pipe.
    in = next.equals(STANDARD_INPUT) ? System.in : new FileInputStream(next);
  }

  @Override
  public void close() throws IOException {
    if (in != System.in) {
      in.close();
    }
  }
}
