package dev.kindling.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.jobs.stage.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExtractCommandTest {
  private static final String PAGE = "<title>T</title><nav>Home</nav><p>Čau, \"world\".<p>Bye.";
  private static final String TEXT = "Čau, \"world\".\nBye.";

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void shouldPrintOneLineAFile() throws IOException {
    String plain = write("plain.html", PAGE.getBytes(UTF_8));
    String packed = folder.resolve("packed.html.gz").toString();
    try (OutputStream file = new GZIPOutputStream(Files.newOutputStream(Path.of(packed)))) {
      file.write(PAGE.getBytes(UTF_8));
    }
    assertThat(run(plain, packed)).isZero();
    List<JsonNode> lines = lines();
    assertThat(lines).extracting(line -> line.get("file").asText()).containsExactly(plain, packed);
    assertThat(lines).extracting(line -> line.get("text").asText()).containsExactly(TEXT, TEXT);
    assertThat(lines).allMatch(line -> line.get("millis").asDouble() > 0);
  }

  @Test
  void shouldReadStandardInput() throws IOException {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(PAGE.getBytes(UTF_8)));
    try {
      assertThat(run("-")).isZero();
    } finally {
      System.setIn(before);
    }
    assertThat(lines()).singleElement().matches(line -> line.get("text").asText().equals(TEXT));
  }

  @Test
  void shouldGoOnBehindAFileThatFails() throws IOException {
    String missing = folder.resolve("missing.html").toString();
    String binary = write("binary.html", new byte[2000]);
    String cut = write("cut.html.gz", new byte[] {0x1f, (byte) 0x8b, 8, 0});
    String sound = write("sound.html", PAGE.getBytes(UTF_8));
    assertThat(run(missing, folder.toString(), binary, cut, sound)).isEqualTo(3);
    assertThat(lines()).singleElement().matches(line -> line.get("file").asText().equals(sound));
    assertThat(err.toString(UTF_8).lines())
        .satisfiesExactly(
            line -> assertThat(line).contains(missing, "no such file"),
            line -> assertThat(line).contains("is a folder"),
            line -> assertThat(line).contains(binary, "not text"),
            line -> assertThat(line).contains(cut));
  }

  @Test
  void shouldGiveAPageWithoutTextAnEmptyText() throws IOException {
    assertThat(run(write("empty.html", "<script>run()</script>".getBytes(UTF_8)))).isZero();
    assertThat(run(write("nothing.html", new byte[0]))).isZero();
    assertThat(lines()).allMatch(line -> line.get("text").asText().isEmpty());
  }

  @Test
  void shouldAskForAFile() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("--lines", "a.html")).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("kindling extract FILE...", "Unknown option --lines");
  }

  private String write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes).toString();
  }

  private int run(String... files) {
    List<String> words = new ArrayList<>(List.of("extract"));
    words.addAll(List.of(files));
    return new Main(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8))
        .run(words);
  }

  private List<JsonNode> lines() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : out.toString(UTF_8).lines().toList()) {
      lines.add(Json.parse(line));
    }
    return lines;
  }
}
