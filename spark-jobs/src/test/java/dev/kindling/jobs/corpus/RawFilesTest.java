package dev.kindling.jobs.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.corpus.read.InputFormat;
import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.config.InputConfig;
import dev.kindling.jobs.storage.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RawFilesTest {
  @TempDir Path folder;
  private Path raw;

  @BeforeEach
  void createFolder() throws IOException {
    raw = Files.createDirectories(folder.resolve("raw"));
  }

  @Test
  void shouldListFilesAtAnyDepthSortedWithoutHiddenOnes() throws IOException {
    write("b.txt");
    write("a/z.txt");
    write("a b/ä.html");
    write(".hidden/x.txt");
    write("_SUCCESS");
    write(".b.txt.crc");

    assertThat(list(Map.of("books", "raw")))
        .extracting(RawFile::source)
        .containsExactly("books/a b/ä.html", "books/a/z.txt", "books/b.txt");
  }

  @Test
  void shouldListInputsInTheOrderOfTheirNamesAndTakeASingleFile() throws IOException {
    write("b.txt");
    write("a/z.txt");

    assertThat(list(Map.of("y", raw.resolve("a").toString(), "x", "raw/b.txt")))
        .extracting(RawFile::source)
        .containsExactly("x/b.txt", "y/z.txt");
  }

  @Test
  void shouldRefuseAMissingFolder() {
    assertThatThrownBy(() -> list(Map.of("web", "raw/nowhere")))
        .isInstanceOf(KindlingException.class)
        .hasMessageContaining("corpus.inputs.web: there is no ")
        .hasMessageContaining("raw/nowhere");
  }

  @Test
  void shouldNameTheModuleThatAPathNeeds() {
    assertThatThrownBy(() -> list(Map.of("web", "s3a://bucket/raw")))
        .isInstanceOf(KindlingException.class)
        .hasMessageContaining("corpus.inputs.web: cannot list s3a://bucket/raw")
        .hasMessageContaining("org.apache.hadoop:hadoop-aws:3.");
    assertThatThrownBy(() -> list(Map.of("web", "s4://bucket/raw")))
        .isInstanceOf(KindlingException.class)
        .hasMessageContaining("no module for s4:// paths");
  }

  @Test
  void shouldRefuseAFolderOfHiddenFilesOnly() throws IOException {
    write(".gitkeep");

    assertThatThrownBy(() -> list(Map.of("web", "raw")))
        .isInstanceOfSatisfying(
            KindlingException.class,
            e -> assertThat(e.code()).isEqualTo(KindlingException.ExitCode.BAD_DATA))
        .hasMessageContaining("holds no files");
  }

  @Test
  void shouldRefuseALinkThatLeavesTheRoot() throws IOException {
    write("a.txt");
    Path outside = Files.writeString(folder.resolve("secret.txt"), "secret");
    Files.createSymbolicLink(raw.resolve("link.txt"), outside);

    assertThatThrownBy(() -> list(Map.of("web", "raw")))
        .isInstanceOf(KindlingException.class)
        .hasMessageContaining("link.txt leads to")
        .hasMessageContaining("secret.txt");
  }

  @Test
  void shouldRefuseALinkToAFolderThatContainsIt() throws IOException {
    write("a/b.txt");
    Files.createSymbolicLink(raw.resolve("a/loop"), raw);

    assertThatThrownBy(() -> list(Map.of("web", "raw")))
        .isInstanceOf(KindlingException.class)
        .hasMessageContaining("a/loop leads to");
  }

  @Test
  void shouldRefuseALinkThatLeadsNowhere() throws IOException {
    write("a.txt");
    Files.createSymbolicLink(raw.resolve("gone.txt"), raw.resolve("nothing"));

    assertThatThrownBy(() -> list(Map.of("web", "raw")))
        .isInstanceOf(KindlingException.class)
        .hasMessageContaining("gone.txt leads nowhere");
  }

  @Test
  void shouldFollowALinkAsTheRootAndLinksToFilesWithinIt() throws IOException {
    write("a.txt");
    Files.createSymbolicLink(raw.resolve("b.txt"), raw.resolve("a.txt"));
    Files.createSymbolicLink(folder.resolve("root"), raw);

    assertThat(list(Map.of("web", "root")))
        .extracting(RawFile::source)
        .containsExactly("web/a.txt", "web/b.txt");
  }

  private void write(String name) throws IOException {
    Path file = raw.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "text");
  }

  private List<RawFile> list(Map<String, String> paths) {
    Map<String, InputConfig> inputs = new HashMap<>();
    paths.forEach(
        (name, path) ->
            inputs.put(name, new InputConfig(path, InputFormat.AUTO, "text", "url", false)));
    return RawFiles.list(inputs, new Workspace(folder.toString(), new Configuration()));
  }
}
