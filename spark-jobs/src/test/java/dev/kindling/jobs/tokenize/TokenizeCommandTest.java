package dev.kindling.jobs.tokenize;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.tokenizer.SpecialToken;
import dev.kindling.tokenizer.Tokenizer;
import dev.kindling.tokenizer.TokenizerOptions;
import dev.kindling.tokenizer.Vocabulary;
import dev.kindling.tokenizer.json.TokenizerJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenizeCommandTest {
  private static final List<String> WORDS =
      List.of("the", "read", "##er", "##s", ".", "日", "ο", "##σ", "##ς", "café");

  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private Vocabulary vocabulary;
  private String tokenizer;

  @BeforeEach
  void writeTokenizer() throws IOException {
    vocabulary =
        Vocabulary.of(
            Stream.concat(
                    Arrays.stream(SpecialToken.values()).map(SpecialToken::text), WORDS.stream())
                .toList());
    byte[] json =
        TokenizerJson.write(vocabulary, TokenizerOptions.hf(true), TokenizerJson.Template.BERT);
    tokenizer = Files.write(folder.resolve("tokenizer.json"), json).toString();
  }

  @Test
  void shouldWriteTheIdsOfEachLine() throws Exception {
    String file = write("text", "The readers.\n\n \t\r\nthe 日\r\nreads");

    assertThat(run(file)).isEqualTo("6 7 8 9 10\n\n\n6 11\n7 9\n");
  }

  @Test
  void shouldWritePieces() throws Exception {
    assertThat(run("--pieces", write("text", "The readers? 日\n")))
        .isEqualTo("the read ##er ##s [UNK] 日\n");
  }

  @Test
  void shouldPutSpecialTokensAroundEachLineWhenAsked() throws Exception {
    String file = write("text", "the\n\n[SEP]\n");

    assertThat(run("--special", file)).isEqualTo("2 6 3\n2 3\n2 1 1 1 3\n");
    assertThat(run("--special", "--pieces", file))
        .startsWith("[CLS] the [SEP]\n[CLS] [SEP]\n[CLS] [UNK]");
  }

  @Test
  void shouldFollowTheProfile() throws Exception {
    String file = write("text", "ΟΣ\n");

    assertThat(run("--pieces", file)).isEqualTo("ο ##σ\n");
    assertThat(run("--pieces", "--profile", "google", file)).isEqualTo("ο ##ς\n");
  }

  @Test
  void shouldReadFilesAndStandardInputInTheirOrder() throws Exception {
    String first = write("first", "the");
    String empty = write("empty", "");
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream("read\nreads".getBytes(UTF_8)));
    try {
      assertThat(run(first, empty, "-", first)).isEqualTo("6\n7\n7 9\n6\n");
      System.setIn(new ByteArrayInputStream("read\n".getBytes(UTF_8)));
      assertThat(run()).isEqualTo("7\n");
    } finally {
      System.setIn(before);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void shouldKeepTheOrderWhateverTheThreads(int threads) throws Exception {
    SplittableRandom random = new SplittableRandom(7);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      int words = i == 9_000 ? 400_000 : random.nextInt(60); // one line is longer than a block
      lines.add(
          random
              .ints(words, 0, WORDS.size())
              .mapToObj(WORDS::get)
              .collect(Collectors.joining(random.nextBoolean() ? " " : "")));
    }
    Tokenizer reference = Tokenizer.of(vocabulary, TokenizerOptions.hf(true));
    String expected =
        lines.stream().map(line -> ids(reference, line)).collect(Collectors.joining());

    String written = run("--threads", "" + threads, write("text", String.join("\n", lines)));

    assertThat(written.equals(expected)).isTrue(); // megabytes: not to be printed
  }

  @Test
  void shouldReadMalformedBytes() throws Exception {
    Path file = Files.write(folder.resolve("text"), new byte[] {'t', 'h', 'e', (byte) 0xc3, '\n'});

    assertThat(run(file.toString())).isEqualTo("6\n"); // U+FFFD is deleted
  }

  @Test
  void shouldNameAllFilesThatCannotBeRead() {
    assertRefused(
        ExitCode.BAD_DATA,
        "a: there is no such file\n" + folder + " is a folder",
        "a",
        "" + folder);
  }

  @Test
  void shouldRejectWrongOptions() {
    assertRefused(ExitCode.USAGE, "--threads 0: must be 1 to 1,024", "--threads", "0");
    assertRefused(ExitCode.USAGE, "--profile bert: must be hf or google", "--profile", "bert");
    assertRefused(ExitCode.USAGE, "unknown option --thread; did you mean --threads?", "--thread");
    assertThatThrownBy(() -> TokenizeCommand.run(List.of("--pieces"), printer()))
        .hasMessageContaining("--tokenizer is missing")
        .hasMessageContaining("usage: kindling tokenize");
  }

  @Test
  void shouldReadAFolderAndAVocabularyAlone() throws Exception {
    String file = write("text", "The readers\n");
    tokenizer = folder.toString();
    assertThat(run(file)).isEqualTo("6 7 8 9\n");
    Path alone = Files.createDirectory(folder.resolve("alone")).resolve("vocab.txt");
    tokenizer = Files.write(alone, vocabulary.toBytes()).toString();
    assertThat(run(file)).isEqualTo("6 7 8 9\n");
  }

  @Test
  void shouldNameATokenizerThatCannotBeRead() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    tokenizer = empty.toString();
    assertRefused(
        ExitCode.BAD_DATA,
        "--tokenizer %s: %1$s/tokenizer.json: there is no such file, nor is there a vocab.txt"
            .formatted(empty));
    tokenizer = folder.resolve("missing.json").toString();
    assertRefused(
        ExitCode.BAD_DATA, "--tokenizer %s: %1$s: there is no such file".formatted(tokenizer));
    tokenizer = write("damaged.json", "{");
    assertRefused(ExitCode.BAD_DATA, "--tokenizer " + tokenizer + ": " + tokenizer);
  }

  @Test
  void shouldNameTheSpecialTokenThatTheVocabularyLacks() throws IOException {
    byte[] json =
        TokenizerJson.write(
            Vocabulary.of(List.of("[UNK]", "a")),
            TokenizerOptions.hf(true),
            TokenizerJson.Template.GPT);
    Files.write(Path.of(tokenizer), json);

    assertRefused(
        ExitCode.BAD_DATA, "--special: The vocabulary of 2 pieces has no [CLS]", "--special");
  }

  @Test
  void shouldSayWhenTheOutputIsGone() throws IOException {
    PrintStream closed =
        new PrintStream(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
              }
            });
    String file = write("text", "the\n");

    assertThatThrownBy(() -> TokenizeCommand.run(List.of("--tokenizer", tokenizer, file), closed))
        .isInstanceOf(KindlingException.class)
        .hasMessageStartingWith("Standard output was closed");
  }

  private static String ids(Tokenizer tokenizer, String line) {
    return Arrays.stream(tokenizer.encode(line))
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(" ", "", "\n"));
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private void assertRefused(ExitCode code, String message, String... arguments) {
    assertThatThrownBy(() -> run(arguments))
        .isInstanceOf(KindlingException.class)
        .hasMessageStartingWith(message)
        .satisfies(e -> assertThat(((KindlingException) e).code()).isEqualTo(code));
  }

  private String run(String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("--tokenizer", tokenizer));
    all.addAll(List.of(arguments));
    out.reset();
    assertThat(TokenizeCommand.run(all, printer())).isZero();
    return out.toString(UTF_8);
  }

  private PrintStream printer() {
    return new PrintStream(out, false, UTF_8);
  }
}
