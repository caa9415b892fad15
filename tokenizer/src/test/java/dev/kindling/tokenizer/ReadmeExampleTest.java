package dev.kindling.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.tokenizer.json.TokenizerFiles;
import dev.kindling.tokenizer.json.TokenizerJson.Template;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java lines in README.md compile, and do what stands there. */
final class ReadmeExampleTest {
  private static final Path README = Path.of("").toAbsolutePath().getParent().resolve("README.md");
  private static final Pattern JAVA = Pattern.compile("```java\n(.+?)```", Pattern.DOTALL);

  private static final String PROGRAM =
      """
      import dev.kindling.tokenizer.*;
      import dev.kindling.tokenizer.json.*;
      import java.nio.file.Path;
      import java.util.Arrays;

      class Example {
        public static void main(String[] args) throws Exception {
          byte[] utf8 = "number of elements".getBytes("UTF-8");
          int[] buffer = new int[utf8.length];
      %s
          System.out.print(Arrays.toString(ids) + text + Arrays.toString(Arrays.copyOf(buffer, count)));
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void shouldRunTheExample() throws IOException, InterruptedException {
    Matcher example = JAVA.matcher(Files.readString(README));
    assertThat(example.find()).isTrue();
    assertThat(example.group(1).lines()).hasSize(5);
    Path program =
        Files.writeString(folder.resolve("Example.java"), PROGRAM.formatted(example.group(1)));
    writeTokenizer(folder.resolve("work/vocab"));

    String classes = Path.of("target/classes").toAbsolutePath().toString();
    String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
    Process process =
        new ProcessBuilder(java, "-cp", classes, program.toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), UTF_8);

    assertThat(process.waitFor()).as(printed).isZero();
    assertThat(printed).isEqualTo("[6, 7, 8, 9, 10, 11]returns the number of elements.[8, 9, 10]");
  }

  private static void writeTokenizer(Path at) throws IOException {
    List<String> pieces =
        Stream.concat(
                Arrays.stream(SpecialToken.values()).map(SpecialToken::text),
                Stream.of("returns", "the", "number", "of", "elements", "."))
            .toList();
    Tokenizer tokenizer = Tokenizer.of(Vocabulary.of(pieces), TokenizerOptions.hf(true));
    TokenizerFiles.write(at, tokenizer, Template.BERT, OptionalInt.empty());
  }
}
