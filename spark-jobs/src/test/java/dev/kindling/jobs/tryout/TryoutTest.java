package dev.kindling.jobs.tryout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.model.TrainingState;
import dev.kindling.model.TransformerConfig;
import dev.kindling.model.format.HuggingFaceLayout;
import dev.kindling.model.format.ModelFiles;
import dev.kindling.model.format.TokenizerSettings;
import dev.kindling.tokenizer.SpecialToken;
import dev.kindling.tokenizer.Tokenizer;
import dev.kindling.tokenizer.TokenizerOptions;
import dev.kindling.tokenizer.Vocabulary;
import dev.kindling.tokenizer.json.TokenizerFiles;
import dev.kindling.tokenizer.json.TokenizerJson.Template;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TryoutTest {
  private static final List<String> WORDS =
      List.of("the", "server", "reads", "a", "request", "##s");

  @TempDir Path folder;

  @BeforeEach
  void exportModels() throws IOException {
    int pieces = vocabulary().size();
    export("bert", TransformerConfig.bert(pieces, 1, 16, 2, 32, 12, 0.1));
    export("gpt", TransformerConfig.gpt(pieces, 1, 16, 2, 32, 12, 0.1));
  }

  @Test
  void shouldRankPiecesForEachMask() {
    List<String> lines = fillMask("the [MASK] reads a [MASK]", "--top", "3");

    assertThat(lines).hasSize(8);
    assertThat(lines.get(0)).isEqualTo("[MASK] 1");
    assertThat(lines.get(4)).isEqualTo("[MASK] 2");
    assertThat(lines.subList(1, 4)).allMatch(line -> line.matches(" +\\d+\\.\\d\\d%  \\S+"));
    assertThat(percent(lines.get(1))).isGreaterThanOrEqualTo(percent(lines.get(2)));
  }

  @Test
  void shouldPrintNoHeadingForOneMask() {
    assertThat(fillMask("[MASK]")).hasSize(5).allMatch(line -> line.contains("%"));
  }

  @Test
  void shouldTakeAnOptionAndItsValueAsOneWord() {
    assertThat(fillMask("[MASK]", "--top=2")).hasSize(2);
  }

  @Test
  void shouldSuggestAnOption() {
    assertRefused(
        ExitCode.USAGE,
        "unknown option --tob; did you mean --top?",
        () -> fillMask("[MASK]", "--tob", "2"));
  }

  @Test
  void shouldRefuseATextWithoutAMask() {
    assertRefused(ExitCode.USAGE, "no [MASK]", () -> fillMask("the server"));
  }

  @Test
  void shouldRefuseATextLongerThanTheModel() {
    assertRefused(
        ExitCode.USAGE,
        "the text has 15 pieces, the model reads at most 12",
        () -> fillMask("the ".repeat(12) + "[MASK]"));
  }

  @Test
  void shouldContinueAPromptTheSameWayForTheSameSeed() {
    String first = generate("the server", "--tokens", "30", "--seed", "5");
    String again = generate("the server", "--tokens", "30", "--seed", "5");
    String other = generate("the server", "--tokens", "30", "--seed", "6");

    assertThat(first).startsWith("the server").isEqualTo(again).isNotEqualTo(other);
    assertThat(first).doesNotContain("[");
  }

  @Test
  void shouldSlideItsWindowOverALongPrompt() {
    String prompt = "the server reads ".repeat(10).strip();

    assertThat(generate(prompt, "--tokens", "20")).startsWith(prompt);
  }

  @Test
  void shouldBeginATextForAnEmptyPrompt() {
    assertThat(generate("", "--tokens", "5")).isNotNull();
  }

  @Test
  void shouldNameTheCommandForTheOtherArchitecture() {
    assertRefused(
        ExitCode.USAGE,
        "kindling generate",
        () -> FillMaskCommand.run(List.of("--model", path("gpt"), "[MASK]"), sink()));
    assertRefused(
        ExitCode.USAGE,
        "kindling fill-mask",
        () -> GenerateCommand.run(List.of("--model", path("bert"), "--prompt", "the"), sink()));
  }

  @Test
  void shouldNameAMissingFile() throws IOException {
    Files.delete(folder.resolve("bert/vocab.txt")); // which could stand in for tokenizer.json
    for (String name : List.of("config.json", "model.safetensors", "tokenizer.json")) {
      Path file = folder.resolve("bert").resolve(name);
      byte[] bytes = Files.readAllBytes(file);
      Files.delete(file);

      assertRefused(ExitCode.BAD_DATA, name, () -> fillMask("[MASK]"));
      Files.write(file, bytes);
    }
    assertRefused(
        ExitCode.BAD_DATA,
        "there is no such folder",
        () -> FillMaskCommand.run(List.of("--model", path("none"), "[MASK]"), sink()));
  }

  @Test
  void shouldRefuseATokenizerThatTheModelWasNotTrainedWith() throws IOException {
    for (String model : List.of("bert", "gpt")) {
      Path file = folder.resolve(model).resolve("tokenizer.json");
      String json = Files.readString(file);
      Files.writeString(file, json.replace("_word\": 100", "_word\": 99"));
    }
    String expected = "the model was trained with the tokenizer ";
    assertRefused(ExitCode.BAD_DATA, expected, () -> fillMask("[MASK]"));
    assertRefused(ExitCode.BAD_DATA, expected, () -> generate("the"));
  }

  @Test
  void shouldTakeAModelThatNamesNoTokenizer() throws IOException {
    Path config = folder.resolve("bert/config.json");
    String json = Files.readString(config);
    Files.writeString(config, json.replaceAll("\"tokenizer_fingerprint\" : \"[0-9a-f]{64}\",", ""));
    assertThat(config).content().isNotEqualTo(json);
    assertThat(fillMask("[MASK]")).hasSize(5);
  }

  @Test
  void shouldExplainTheArgumentsThatItDoesNotUnderstand() {
    assertRefused(ExitCode.USAGE, "unknown option --models", () -> fillMask("x", "--models", "y"));
    assertRefused(ExitCode.USAGE, "--tokens many", () -> generate("the", "--tokens", "many"));
    assertRefused(ExitCode.USAGE, "temperature", () -> generate("the", "--temperature", "-1"));
    assertRefused(ExitCode.USAGE, "--seed needs a value", () -> generate("the", "--seed"));
    assertRefused(
        ExitCode.USAGE,
        "--prompt is missing",
        () -> GenerateCommand.run(List.of("--model", "x"), sink()));
  }

  private void export(String name, TransformerConfig config) throws IOException {
    Path target = Files.createDirectories(folder.resolve(name));
    Tokenizer tokenizer = Tokenizer.of(vocabulary(), TokenizerOptions.hf(true));
    HuggingFaceLayout.write(
        config,
        TrainingState.initial(config, 3).parameters(),
        new TokenizerSettings(0, 5, tokenizer.fingerprint()),
        ModelFiles.in(target));
    TokenizerFiles.write(
        target,
        tokenizer,
        config.isBert() ? Template.BERT : Template.GPT,
        OptionalInt.of(config.positions()));
  }

  private static Vocabulary vocabulary() {
    List<String> pieces = new ArrayList<>();
    for (SpecialToken token : SpecialToken.values()) {
      pieces.add(token.text());
    }
    pieces.addAll(WORDS);
    return Vocabulary.of(pieces);
  }

  private List<String> fillMask(String text, String... more) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<String> args = new ArrayList<>(List.of("--model", path("bert"), text));
    args.addAll(List.of(more));
    assertThat(FillMaskCommand.run(args, print(bytes))).isZero();
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private String generate(String prompt, String... more) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List<String> args = new ArrayList<>(List.of("--model", path("gpt"), "--prompt", prompt));
    args.addAll(List.of(more));
    assertThat(GenerateCommand.run(args, print(bytes))).isZero();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private static PrintStream sink() {
    return print(new ByteArrayOutputStream());
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static double percent(String line) {
    return Double.parseDouble(line.substring(0, line.indexOf('%')).strip());
  }

  private static void assertRefused(ExitCode code, String message, Runnable command) {
    assertThatExceptionOfType(KindlingException.class)
        .isThrownBy(command::run)
        .withMessageContaining(message)
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
  }
}
