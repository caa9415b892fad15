package dev.kindling.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kindling.examples.ExampleKind;
import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.tokenizer.Profile;
import dev.kindling.tokenizer.TokenizerOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ConfigLoaderTest {
  private static final String MINIMAL =
      """
      corpus:
        inputs:
          books: {path: raw}
      """;
  private static final String COMPLETE =
      """
      seed: 7
      corpus:
        inputs:
          books: {path: raw/books, format: auto}
          web: {path: raw/web, format: warc}
        rules:
          length: {minimum-words: 100}
      vocab: {size: 512}
      examples:
        bert: {kind: masked-language-model, sequence-length: 64, shards: 4}
        gpt: {kind: next-word, shards: 6}
      runs:
        small:
          examples: bert
          model: {architecture: bert, layers: 2, hidden: 32, heads: 4}
          training: {workers: 2, steps: 500, batch-size: 12}
      """;

  @Test
  void shouldFillInDefaults() {
    PipelineConfig config = parse(MINIMAL);

    assertThat(config.workdir()).isEqualTo("work");
    assertThat(config.vocab())
        .isEqualTo(
            new VocabularyConfig(
                30522, Profile.HF, true, true, true, 2, 1000, 10_000_000, List.of()));
    assertThat(config.examples()).isEmpty();
  }

  @Test
  void shouldStripAccentsWithUpperCaseUnlessToldOtherwise() {
    VocabularyConfig cased = parse(MINIMAL + "vocab: {lowercase: false}\n").vocab();
    VocabularyConfig accented = parse(MINIMAL + "vocab: {strip-accents: false}\n").vocab();

    assertThat(cased.tokenizerOptions()).isEqualTo(TokenizerOptions.hf(false));
    assertThat(accented.tokenizerOptions())
        .isEqualTo(new TokenizerOptions(Profile.HF, true, false, true, 100));
  }

  @Test
  void shouldCheckReservedPieces() {
    assertThat(parse(MINIMAL + "vocab: {reserved: [\"[A]\", b]}\n").vocab().reserved())
        .containsExactly("[A]", "b");
    assertThat(problem(MINIMAL + "vocab: {reserved: [a, \"b c\"]}\n"))
        .contains("vocab.reserved = [a, b c]: a reserved piece must have characters");
    String many =
        IntStream.range(0, 60).mapToObj(i -> "r" + i).collect(Collectors.joining(", ", "[", "]"));
    assertThat(problem(MINIMAL + "vocab: {size: 66, reserved: " + many + "}\n"))
        .contains("vocab.size = 66: must be more than the special tokens and the 60 reserved");
  }

  @Test
  void shouldReadNestedRecordsMapsAndEnums() {
    PipelineConfig config = parse(COMPLETE);

    assertThat(config.corpus().inputs()).containsOnlyKeys("books", "web");
    assertThat(config.corpus().rules().get("length"))
        .containsExactly(
            Map.entry("minimum-words", (Object) 100.0),
            Map.entry("maximum-words", (Object) 100_000.0));
    assertThat(config.examples().get("bert").kind()).isEqualTo(ExampleKind.MASKED_LANGUAGE_MODEL);
  }

  @Test
  void shouldResolveWhatDependsOnOtherKeys() {
    RunConfig run = parse(COMPLETE).runs().get("small");

    assertThat(run.model().feedForward()).isEqualTo(4 * 32);
    assertThat(run.training().microBatchSize()).isEqualTo(12); // 768 tokens
    assertThat(run.training().warmupSteps()).isEqualTo(5);
    assertThat(run.training().maxPredictions()).isEqualTo(10); // 0.15 * 64 rounded up
  }

  @Test
  void shouldReportAllProblemsAtOnceWithTheirLines() {
    String text =
        """
        corpus:
          inputs:
            books: {path: raw}
          held-out-fraction: 15
          max-bad-fractoin: 0.1
        vocab: {size: many}
        """;

    assertThat(problem(text))
        .isEqualTo(
            """
            3 problems in pipeline.yaml
              corpus.held-out-fraction = 15: must be in [0, 1) (line 4)
              corpus.max-bad-fractoin: unknown key; did you mean corpus.max-bad-fraction? (line 5)
              vocab.size = many: must be a whole number (line 6)""");
  }

  @Test
  void shouldRejectAnUnknownQualityRule() {
    assertThat(problem(COMPLETE.replace("length: {", "lenght: {")))
        .contains("corpus.rules = ", "unknown rule lenght; did you mean length?");
  }

  @Test
  void shouldLayRulesOverAPreset() {
    PipelineConfig config =
        parse(
            COMPLETE.replace(
                "  rules:\n", "  preset: gopher\n  rules:\n    stop-words: {enabled: false}\n"));

    assertThat(config.corpus().rules().get("length")).containsEntry("minimum-words", 100.0);
    assertThat(config.corpus().rules().get("stop-words")).containsOnly(Map.entry("enabled", false));
    assertThat(config.corpus().rules()).containsKey("bullet-lines");
    assertThat(parse(ConfigTree.yaml(config))).isEqualTo(config);
    assertThat(problem(COMPLETE.replace("  rules:\n", "  preset: gofer\n  rules:\n")))
        .contains("corpus.preset = gofer: unknown preset gofer; did you mean gopher?");
  }

  @Test
  void shouldSayOneProblemInTheSingular() {
    assertThat(problem(MINIMAL + "vocabulary: {}\n")).startsWith("1 problem in pipeline.yaml\n");
  }

  @Test
  void shouldSuggestASubsectionForAMisplacedKey() {
    assertThat(
            problem(
                COMPLETE.replace(
                    "    examples: bert\n", "    examples: bert\n    batch-size: 4\n")))
        .contains(
            "runs.small.batch-size: unknown key; did you mean runs.small.training.batch-size? (line 15)");
  }

  @Test
  void shouldListTheKnownKeysWhereNoneIsClose() {
    assertThat(problem(MINIMAL + "vocab: {colour: red}\n"))
        .contains(
            "vocab.colour: unknown key; known here: size, profile, lowercase, strip-accents, split-ideographs, minimum-frequency, alphabet-limit, word-limit, reserved");
  }

  @Test
  void shouldNameTheConstantsOfAnEnum() {
    assertThat(problem(COMPLETE.replace("masked-language-model", "MASKED_LANGUAGE_MODEL")))
        .contains(
            "examples.bert.kind = MASKED_LANGUAGE_MODEL: must be one of masked-language-model, full-sentences, next-word (line 10)");
  }

  @Test
  void shouldRejectMissingRequiredKeys() {
    assertThat(problem("corpus:\n  inputs:\n    books: {format: warc}\n"))
        .contains("corpus.inputs.books.path: missing; it has no default (line 3)");
    assertThat(problem("seed: 1\n")).contains("corpus: missing; it has no default");
  }

  @Test
  void shouldRejectDuplicateKeys() {
    assertThat(problem(MINIMAL + "seed: 1\nseed: 2\n"))
        .contains("seed: stands here twice (line 5)");
  }

  @Test
  void shouldRejectNamesThatAreNoFolderNames() {
    assertThat(problem(MINIMAL.replace("books", "../books")))
        .contains("a name may hold a-z, 0-9, - and _ only");
  }

  @Test
  void shouldRejectBrokenYaml() {
    assertThat(problem("corpus: {inputs: [\n"))
        .startsWith("1 problem in pipeline.yaml\n  not valid YAML:");
  }

  @Test
  void shouldRejectAnEmptyFileAndAListForAMapping() {
    assertThat(problem("")).contains("corpus: missing");
    assertThat(problem("- 1\n")).contains("the file = […]: must be a mapping");
    assertThat(problem("corpus: 5\n")).contains("corpus = 5: must be a mapping (line 1)");
  }

  @Test
  void shouldCheckTheRulesBetweenSections() {
    assertThat(problem(COMPLETE.replace("examples: bert", "examples: brt")))
        .contains(
            "runs.small.examples = brt: must name an entry of examples (bert, gpt) (line 14)");
    assertThat(problem(COMPLETE.replace("examples: bert", "examples: gpt")))
        .contains(
            "examples.gpt.kind must be masked-language-model or full-sentences for architecture bert, it is next-word");
    assertThat(problem(COMPLETE.replace("workers: 2", "workers: 3")))
        .contains(
            "runs.small.training.workers = 3: must divide examples.bert.shards = 4 (line 16)");
    assertThat(problem(COMPLETE.replace("steps: 500", "steps: 500, max-predictions: 65")))
        .contains("max-predictions = 65: must be at most examples.bert.sequence-length = 64");
    assertThat(problem(COMPLETE.replace("heads: 4", "heads: 5")))
        .contains("runs.small.model.hidden = 32: must be divisible by heads = 5");
  }

  @Test
  void shouldRejectNumbersThatAreNone() {
    assertThat(problem(MINIMAL + "seed: 99999999999999999999\n"))
        .contains("seed = 99999999999999999999: must be in [");
    assertThat(problem(MINIMAL.replace("corpus:\n", "corpus:\n  held-out-fraction: .nan\n")))
        .contains("corpus.held-out-fraction = .nan: must be a number");
    assertThat(problem(MINIMAL + "vocab: {lowercase: yes}\n"))
        .contains("vocab.lowercase = yes: must be true or false");
  }

  @Test
  void shouldApplyOverrides() {
    PipelineConfig config =
        parse(
            COMPLETE,
            "workdir=elsewhere",
            "runs.small.training.steps=900",
            "examples.gpt.sequence-length=32",
            "vocab.size=");

    assertThat(config.workdir()).isEqualTo("elsewhere");
    assertThat(config.runs().get("small").training().steps()).isEqualTo(900);
    assertThat(config.examples().get("gpt").sequenceLength()).isEqualTo(32);
    assertThat(config.vocab().size()).isEqualTo(30522); // an empty value restores the default
  }

  @Test
  void shouldCheckOverridesLikeTheFile() {
    assertThat(problem(COMPLETE, "vocab.siz=10", "vocab.size=10"))
        .contains("vocab.siz: unknown key; did you mean vocab.size? (--set)")
        .contains("vocab.size = 10: must be in [64, 1000000] (--set)");
    assertThat(problem(COMPLETE, "vocab"))
        .contains("--set vocab: must look like section.key=value");
  }

  @Test
  void shouldRenderYamlThatLoadsToTheSameConfig() {
    PipelineConfig config = parse(COMPLETE);

    assertThat(parse(ConfigTree.yaml(config))).isEqualTo(config);
    assertThat(ConfigTree.yaml(config)).isEqualTo(ConfigTree.yaml(parse(COMPLETE)));
  }

  @Test
  void shouldRenderCanonicalJsonWithoutOperationalKeys() {
    ExamplesConfig examples = parse(COMPLETE, "examples.gpt.partitions=99").examples().get("gpt");

    assertThat(ConfigTree.json(ConfigTree.of(examples, false)))
        .isEqualTo(
            "{\"cross-documents\":true,\"duplicates\":1,\"kind\":\"next-word\",\"sequence-length\":128,\"shards\":6,\"short-sequence-rate\":0.1}");
  }

  @Test
  void shouldNameAMissingFile() {
    assertThatThrownBy(() -> ConfigLoader.load(Path.of("no-such.yaml"), List.of()))
        .isInstanceOf(KindlingException.class)
        .hasMessage("There is no config file no-such.yaml. Name one with --config FILE.");
  }

  private static PipelineConfig parse(String text, String... overrides) {
    return ConfigLoader.parse(text, "pipeline.yaml", List.of(overrides));
  }

  private static String problem(String text, String... overrides) {
    try {
      return "no problem with " + parse(text, overrides);
    } catch (KindlingException e) {
      assertThat(e.code()).isEqualTo(ExitCode.USAGE);
      return e.getMessage();
    }
  }
}
