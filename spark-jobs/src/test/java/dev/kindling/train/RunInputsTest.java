package dev.kindling.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kindling.examples.ExampleKind;
import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.config.ConfigLoader;
import dev.kindling.jobs.config.PipelineConfig;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.tokenizer.Tokenizer;
import dev.kindling.tokenizer.TokenizerOptions;
import dev.kindling.tokenizer.json.TokenizerFiles;
import dev.kindling.tokenizer.json.TokenizerJson.Template;
import dev.kindling.train.plan.RunPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What pretraining, evaluation and export make sure of before they begin. */
final class RunInputsTest {
  private static final PipelineConfig CONFIG =
      ConfigLoader.parse(
          """
          corpus: {inputs: {none: {path: none}}}
          examples:
            bert: {kind: masked-language-model, sequence-length: 16, shards: 2}
          runs:
            test: {examples: bert, model: {preset: bert-tiny}, training: {workers: 1}}
          """,
          "test",
          List.of());

  @TempDir Path folder;

  private Workspace workspace;

  @BeforeEach
  void writeVocabularyAndExamples() throws IOException {
    workspace = new Workspace(folder.toString(), new Configuration());
    TestShards.write(
        folder.resolve("examples/bert/train"), ExampleKind.MASKED_LANGUAGE_MODEL, 16, 4, 4);
    write(TestShards.tokenizer());
  }

  @Test
  void shouldTakeExamplesOfTheSameTokenizer() throws IOException {
    assertThat(plan().transformer().vocabularySize()).isEqualTo(TestShards.vocabulary().size());
  }

  @Test
  void shouldRefuseExamplesOfAnotherTokenizer() throws IOException {
    write(Tokenizer.of(TestShards.vocabulary(), TokenizerOptions.hf(false)));

    assertRefused(
        "The tokenizer has changed: examples/bert was built with fingerprint "
            + TestShards.tokenizer().fingerprint().substring(0, 8)
            + "… (36 pieces), vocab/ now holds ",
        "… (36 pieces, cased). Run `kindling examples` again, or point workdir elsewhere.");
  }

  @Test
  void shouldRefuseADamagedTokenizer() throws IOException {
    Path pieces = folder.resolve("vocab/vocab.txt");
    Files.writeString(pieces, Files.readString(pieces).replace("\n", "\r\n"));
    assertRefused(
        "The tokenizer is damaged: vocab/vocab.txt, line 1: the line ends in CR LF",
        "for example with dos2unix. Run `kindling vocab` again");

    Files.delete(pieces);
    assertRefused("vocab.txt is missing. Run `kindling vocab` first.");
  }

  private void write(Tokenizer tokenizer) throws IOException {
    TokenizerFiles.write(folder.resolve("vocab"), tokenizer, Template.BERT, OptionalInt.empty());
  }

  private RunPlan plan() throws IOException {
    return RunInputs.plan(CONFIG, "test", workspace);
  }

  private void assertRefused(String... parts) {
    assertThatExceptionOfType(KindlingException.class)
        .isThrownBy(this::plan)
        .satisfies(e -> assertThat(e).hasMessageContainingAll(parts))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ExitCode.BAD_DATA));
  }
}
