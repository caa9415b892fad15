package dev.kindling.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kindling.jobs.KindlingException;
import dev.kindling.model.Activation;
import dev.kindling.model.Architecture;
import dev.kindling.model.NormPlacement;
import dev.kindling.model.PositionEncoding;
import dev.kindling.model.Preset;
import dev.kindling.model.TransformerConfig;
import dev.kindling.model.optim.LearningRateSchedule.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a run's section means: presets, defaults of the papers, phases. */
final class RunConfigTest {
  private static final String HEAD =
      """
      corpus: {inputs: {books: {path: raw}}}
      examples:
        bert128: {kind: masked-language-model, sequence-length: 128, shards: 8}
        bert512: {kind: masked-language-model, sequence-length: 512, shards: 8}
        gpt: {kind: next-word, sequence-length: 256, shards: 8}
      runs:
        small:
      """;
  private static final String TWO_PHASES =
      """
          model: {preset: bert-tiny}
          training:
            workers: 2
            batch-size: 48
            warmup-steps: 7
            phases:
              - {examples: bert128, steps: 900}
              - {examples: bert512, steps: 100, batch-size: 12, learning-rate: 4.0e-3}
      """;

  @ParameterizedTest
  @EnumSource(Preset.class)
  void shouldTakeEveryValueOfAPreset(Preset preset) {
    boolean bert = preset.name().startsWith("BERT");
    RunConfig run =
        run(
            "    examples: %s\n    model: {preset: %s}\n"
                .formatted(bert ? "bert128" : "gpt", Names.value(preset)));

    assertThat(run.model().transformer(1000, 64)).isEqualTo(preset.of(1000, 64, 0.1));
  }

  @ParameterizedTest
  @CsvSource({"GPT1, gpt-1", "GPT2_124M, gpt-2-124m", "BERT_LARGE, bert-large"})
  void shouldCallPresetsAsTheyWerePublished(Preset preset, String name) {
    assertThat(Names.value(preset)).isEqualTo(name);
  }

  @Test
  void shouldLetSingleValuesOverrideAPreset() {
    ModelConfig model =
        run("""
                examples: gpt
                model: {preset: gpt-1, layers: 3, position-encoding: sinusoidal, activation: relu}
            """)
            .model();

    assertThat(model.layers()).isEqualTo(3);
    assertThat(model.hidden()).isEqualTo(768);
    assertThat(model.positionEncoding()).isEqualTo(PositionEncoding.SINUSOIDAL);
    assertThat(model.normPlacement()).isEqualTo(NormPlacement.POST);
    assertThat(model.activation()).isEqualTo(Activation.RELU);
  }

  @Test
  void shouldTakeThePapersValuesWithoutAPreset() {
    RunConfig bert = run("    examples: bert128\n    model: {architecture: bert}\n");
    RunConfig gpt = run("    examples: gpt\n    model: {architecture: gpt}\n");

    assertThat(bert.model().transformer(100, 64))
        .isEqualTo(TransformerConfig.bert(100, 12, 768, 12, 3072, 64, 0.1));
    assertThat(gpt.model().transformer(100, 64))
        .isEqualTo(TransformerConfig.gpt(100, 12, 768, 12, 3072, 64, 0.1));
  }

  @Test
  void shouldAskForAnArchitectureThatFitsThePreset() {
    assertThat(problem("    examples: gpt\n    model: {layers: 2}\n"))
        .contains("runs.small.model.architecture: missing; name one, or a preset (line 9)");
    assertThat(problem("    examples: gpt\n    model: {preset: bert-tiny, architecture: gpt}\n"))
        .contains("runs.small.model.architecture = gpt: must be bert, as preset says");
    assertThat(problem("    examples: gpt\n    model: {preset: gpt2}\n"))
        .contains("runs.small.model.preset = gpt2: must be one of bert-tiny,", "gpt-2-1558m");
  }

  @Test
  void shouldRejectNetworksThatNoExportHolds() {
    assertThat(problem("    examples: gpt\n    model: {preset: gpt-1, activation: gelu-erf}\n"))
        .contains("runs.small.model.activation = gelu-erf: the model could not be exported");
    assertThat(problem("    examples: gpt\n    model: {preset: gpt-1, feed-forward: 100}\n"))
        .contains("runs.small.model.feed-forward = 100: the model could not be exported");
  }

  @Test
  void shouldShowEveryValueOfAPresetButLeaveItsNameOutOfTheFingerprint() {
    RunConfig named = run("    examples: bert128\n    model: {preset: bert-mini}\n");
    RunConfig written =
        run(
            "    examples: bert128\n"
                + "    model: {architecture: bert, layers: 4, hidden: 256, heads: 4}\n");

    assertThat(ConfigTree.of(named, true).toString())
        .contains("preset=bert-mini", "layers=4", "norm-placement=post", "activation=gelu-erf");
    assertThat(ConfigTree.of(named, false)).isEqualTo(ConfigTree.of(written, false));
  }

  @ParameterizedTest
  @CsvSource({"bert128, 32, 32", "bert512, 32, 8", "bert512, 12, 6", "bert128, 7, 7"})
  void shouldChooseMicroBatchesOfAtMost4096Tokens(String examples, int batch, int expected) {
    RunConfig run =
        run(
            "    examples: %s\n    model: {architecture: bert}\n    training: {batch-size: %d}\n"
                .formatted(examples, batch));

    assertThat(run.training().microBatchSize()).isEqualTo(expected);
  }

  @Test
  void shouldBeOnePhaseWithoutPhases() {
    RunConfig run = run("    examples: bert128\n    model: {architecture: bert}\n");

    assertThat(run.phases())
        .containsExactly(new PhaseConfig("bert128", 100_000, 32, 32, 16, null, null, null, 20));
    assertThat(run.exampleSets()).containsExactly("bert128");
    assertThat(run.training().phases()).isEmpty();
  }

  @Test
  void shouldFillInWhatAPhaseDoesNotName() {
    RunConfig run = run(TWO_PHASES);

    assertThat(run.training().steps()).isEqualTo(1000);
    assertThat(run.phases())
        .containsExactly(
            new PhaseConfig("bert128", 900, 48, 24, 16, null, null, null, 20),
            new PhaseConfig("bert512", 100, 12, 6, 16, 4e-3, 1L, Shape.LINEAR, 77));
    assertThat(run.exampleSets()).containsExactly("bert128", "bert512");
    assertThat(run.lastExamples()).isEqualTo("bert512");
  }

  @Test
  void shouldRenderPhasesAsYamlThatLoadsToTheSameConfig() {
    PipelineConfig config = ConfigLoader.parse(HEAD + TWO_PHASES, "pipeline.yaml", List.of());

    assertThat(ConfigLoader.parse(ConfigTree.yaml(config), "resolved", List.of()))
        .isEqualTo(config);
    assertThat(ConfigTree.json(ConfigTree.of(config.runs().get("small"), false)))
        .contains("\"phases\":[{\"batch-size\":48,", "\"warmup-steps\":1}");
  }

  @Test
  void shouldReportAllProblemsOfPhasesUnderTheirNumbers() {
    assertThat(
            problem(
                """
                    model: {preset: bert-tiny}
                    training:
                      phases:
                        - {examples: bert128, steps: 0, batch-siz: 4}
                        - {examples: bert512, warmup-steps: 5, steps: many}
                        - 12
                """))
        .isEqualTo(
            """
            4 problems in pipeline.yaml
              runs.small.training.phases.1.batch-siz: unknown key; did you mean runs.small.training.phases.1.batch-size? (line 11)
              runs.small.training.phases.1.steps = 0: must be greater than 0 (line 11)
              runs.small.training.phases.2.steps = many: must be a whole number (line 12)
              runs.small.training.phases.3 = 12: must be a mapping (line 13)""");
  }

  @Test
  void shouldCheckPhasesAgainstTheirExamples() {
    String text =
        TWO_PHASES
            .replace("examples: bert128", "examples: gpt, micro-batch-size: 5")
            .replace("examples: bert512", "examples: bert512, max-predictions: 600");
    assertThat(problem(text))
        .startsWith("3 problems")
        .contains(
            "runs.small.training.phases.1.examples = gpt: examples.gpt.kind must be masked-language-model",
            "runs.small.training.phases.1.micro-batch-size = 5: must divide batch-size = 48",
            "runs.small.training.phases.2.max-predictions = 600: must be at most examples.bert512.sequence-length = 512");
    assertThat(problem(TWO_PHASES.replace("workers: 2", "workers: 3")))
        .contains("runs.small.training.workers = 3: must divide examples.bert128.shards = 8");
  }

  @Test
  void shouldAskForExamplesInTheRunOrInEachPhase() {
    assertThat(problem("    model: {preset: bert-tiny}\n"))
        .contains(
            "runs.small.examples: missing; name an entry of examples, here or in each of training.phases");
    assertThat(problem(TWO_PHASES.replace("examples: bert512, ", "")))
        .contains("runs.small.examples: missing");
    assertThat(
            run("    examples: bert512\n" + TWO_PHASES.replace("examples: bert512, ", ""))
                .exampleSets())
        .containsExactly("bert128", "bert512");
  }

  @Test
  void shouldRejectStepsThatAreNotThoseOfThePhases() {
    assertThat(problem(TWO_PHASES.replace("workers: 2", "steps: 1001")))
        .contains(
            "runs.small.training.steps = 1001: must be the sum of the phases' steps = 1000, or be left out");
  }

  @Test
  void shouldRejectAScheduleWithoutALearningRate() {
    assertThat(problem(TWO_PHASES.replace("steps: 900", "steps: 900, schedule: cosine")))
        .contains("runs.small.training.phases.1.schedule = cosine: needs a learning-rate");
  }

  @Test
  void shouldOverrideAPhaseByItsNumber() {
    String text = HEAD + TWO_PHASES;

    PipelineConfig config =
        ConfigLoader.parse(
            text, "pipeline.yaml", List.of("runs.small.training.phases.2.steps=500"));

    assertThat(config.runs().get("small").training().steps()).isEqualTo(1400);
    assertThat(problem(TWO_PHASES, "runs.small.training.phases.3.steps=5"))
        .contains("runs.small.training.phases.3.steps: the list has no item 3, only 2 (--set)");
  }

  @Test
  void shouldFollowTheArchitectureOfThePreset() {
    assertThat(run("    examples: gpt\n    model: {preset: gpt-2-355m}\n").model().architecture())
        .isEqualTo(Architecture.GPT);
    assertThat(problem("    examples: bert128\n    model: {preset: gpt-1}\n"))
        .contains("must be next-word for architecture gpt");
  }

  @Test
  void shouldDelayTheMeanOfWorkersWithMomentsOfTheirOwnOnly() {
    String delayed = "runs.small.training.averaging.delayed=true";

    assertThat(problem(TWO_PHASES, delayed))
        .contains("runs.small.training.averaging.delayed = true: needs moments = local");
    assertThat(problem(TWO_PHASES, delayed, "runs.small.training.averaging.moments=local"))
        .startsWith("no problem");
  }

  @Test
  void shouldRefuseAModelThatNoArrayHolds() {
    String size = "runs.small.model.hidden=";
    String[] large = {"runs.small.model.layers=96", "runs.small.model.heads=32", size + 4096};
    assertThat(problem(TWO_PHASES, large))
        .contains("runs.small.model.hidden = 4096: makes some ")
        .contains(" parameters with layers = 96 and vocab.size = ")
        .endsWith("; at most 2,147,483,647 fit (--set)");
    large[2] = size + (1 << 29);
    assertThat(problem(TWO_PHASES, large)).contains("at most 2,147,483,647 fit");
    large[2] = size + 1024;
    assertThat(problem(TWO_PHASES, large)).startsWith("no problem");
  }

  @Test
  void shouldTakeAddressesAndNetworks() {
    String key = "runs.small.training.aeron.address";
    for (String network : List.of("10.0.0.1", "10.0.0.0/8", "::1", "fd00::/64", "node-1.lan")) {
      assertThat(problem(TWO_PHASES, key + "=\"" + network + "\"")).startsWith("no problem");
    }
    for (String network : List.of("10.0.0.0/33", "/8", "10.0.0.0/", "10.0.0.0/x", "fd00::/129")) {
      assertThat(problem(TWO_PHASES, key + "=\"" + network + "\""))
          .contains(key + " = " + network + ": must be an address, or a network: 10.0.0.0/8");
    }
  }

  private static RunConfig run(String section) {
    return ConfigLoader.parse(HEAD + section, "pipeline.yaml", List.of()).runs().get("small");
  }

  private static String problem(String section, String... overrides) {
    try {
      return "no problem with "
          + ConfigLoader.parse(HEAD + section, "pipeline.yaml", List.of(overrides));
    } catch (KindlingException e) {
      return e.getMessage();
    }
  }
}
