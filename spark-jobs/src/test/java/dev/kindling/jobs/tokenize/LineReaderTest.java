package dev.kindling.jobs.tokenize;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.jobs.KindlingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LineReaderTest {
  @TempDir Path folder;

  @Test
  void shouldGiveBlocksOfWholeLines() throws IOException {
    String line = "x".repeat(999) + "\n";
    String text = line.repeat(3 * Block.BYTES / line.length()) + "end";
    String file = Files.writeString(folder.resolve("text"), text).toString();

    List<String> blocks = new ArrayList<>();
    try (LineReader reader = new LineReader(List.of(file, file))) {
      Block block = new Block();
      while (reader.fill(block)) {
        blocks.add(text(block));
      }
    }

    assertThat(String.join("", blocks).equals(text + text))
        .isTrue(); // megabytes: not to be printed
    assertThat(blocks).hasSizeGreaterThan(6).allMatch(b -> b.endsWith("x\n") || b.endsWith("end"));
  }

  @Test
  void shouldHandOnLinesWhileTheirPipeStaysOpen() throws IOException {
    InputStream before = System.in;
    try (PipedOutputStream pipe = new PipedOutputStream();
        LineReader reader = new LineReader(List.of(LineReader.STANDARD_INPUT))) {
      System.setIn(new PipedInputStream(pipe));
      pipe.write("one\ntwo\nthr".getBytes(UTF_8));
      Block block = new Block();
      assertThat(reader.fill(block)).isTrue();
      assertThat(text(block)).isEqualTo("one\ntwo\n");
      pipe.write("ee\n".getBytes(UTF_8));
      assertThat(reader.fill(block)).isTrue();
      assertThat(text(block)).isEqualTo("three\n");
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void shouldNameTheFileOfALineThatIsTooLong() throws IOException {
    int longest = 2 * Block.BYTES;
    Path file = folder.resolve("long");
    Files.writeString(file, "\n" + "x".repeat(longest - 1) + "\n");
    try (LineReader reader = new LineReader(List.of(file.toString()), longest)) {
      Block block = new Block();
      assertThat(reader.fill(block)).isTrue();
      assertThat(reader.fill(block)).isTrue();
      assertThat(block.textSize).isEqualTo(longest);
      assertThat(reader.fill(block)).isFalse();
    }
    Files.writeString(file, "x".repeat(longest + 1) + "\n");
    try (LineReader reader = new LineReader(List.of(file.toString()), longest)) {
      assertThatThrownBy(() -> reader.fill(new Block()))
          .isInstanceOf(KindlingException.class)
          .hasMessageStartingWith(file + " has a line of 2,097,152 bytes or more.");
    }
  }

  private static String text(Block block) {
    return new String(block.text, 0, block.textSize, UTF_8);
  }
}
