package dev.kindling.jobs.export;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.jobs.config.CheckpointAveragingConfig;
import dev.kindling.jobs.config.PhaseConfig;
import dev.kindling.jobs.config.TrainingConfig;
import dev.kindling.model.OptimizerKind;
import dev.kindling.model.TransformerConfig;
import dev.kindling.model.format.HuggingFaceClass;
import dev.kindling.train.plan.Phase;
import dev.kindling.train.plan.RunPlan;
import java.util.Locale;
import java.util.Map;

/**
 * The README of a model folder: what the model is, what it has read, how it does, how to load it.
 * Holds no time and no path, so the same run gives the same page.
 */
final class ModelCard {
  private final StringBuilder text = new StringBuilder();

  private ModelCard() {}

  /**
   * Renders the page.
   *
   * @param plan of the run
   * @param runCounts the run's own figures, from its manifest
   * @param dataCounts figures of the corpus and the examples, by a name for people
   * @param evaluation the held-out figures; may be empty
   */
  static String render(
      RunPlan plan,
      Map<String, Long> runCounts,
      Map<String, Long> dataCounts,
      JsonNode evaluation) {
    ModelCard card = new ModelCard();
    card.head(plan);
    card.table("What it has read", dataCounts);
    card.table("Training", runCounts);
    card.settings(plan);
    card.figures(evaluation);
    card.loading(plan.isBert(), HuggingFaceClass.of(plan.transformer()).className());
    return card.text.toString();
  }

  private void head(RunPlan plan) {
    TransformerConfig model = plan.transformer();
    String kind = plan.isBert() ? "BERT" : "GPT";
    line("---");
    line("library_name: transformers");
    line("pipeline_tag: " + (plan.isBert() ? "fill-mask" : "text-generation"));
    line("tags: [kindling, pretraining]");
    line("---");
    line("# " + plan.name());
    line("");
    line(
        "A %s of %d layers, width %d, %d heads, feed-forward %d, at most %d word pieces, a vocabulary of %,d pieces; %,d parameters; %s positions, norms %s each sublayer, %s. Pretrained from scratch with Kindling.",
        kind,
        model.layers(),
        model.hidden(),
        model.heads(),
        model.feedForward(),
        model.positions(),
        model.vocabularySize(),
        plan.parameterCount(),
        word(model.positionEncoding()),
        model.isPreNorm() ? "before" : "after",
        word(model.activation()).replace('_', ' '));
  }

  private void table(String title, Map<String, Long> figures) {
    line("");
    line("## " + title);
    line("");
    line("| figure | value |");
    line("|---|---:|");
    figures.forEach((name, value) -> line("| %s | %,d |", name, value));
  }

  private void settings(RunPlan plan) {
    TrainingConfig training = plan.training();
    line("");
    line(
        "%s, weight decay %s, clip %s, dropout %s; matrix products in %s. %d virtual workers.",
        training.optimizer() == OptimizerKind.LAMB ? "LAMB" : "AdamW",
        training.weightDecay(),
        training.clipNorm(),
        plan.model().dropout(),
        word(training.precision()),
        training.workers());
    plan.phases().forEach(phase -> phase(plan, phase));
    CheckpointAveragingConfig average = training.checkpointAveraging();
    if (average.count() > 1) {
      line(
          "The weights are the mean of those at %d points of the training, %,d steps apart, the last step among them.",
          average.count(), average.everySteps());
    }
    if (plan.isBert()) {
      line(
          "Masked language model (%s of the pieces%s) and next-sentence prediction.",
          training.maskRate(), training.wholeWordMasking() ? ", whole words" : "");
    }
  }

  private void phase(RunPlan plan, Phase phase) {
    PhaseConfig settings = phase.settings();
    boolean own = settings.hasOwnSchedule();
    TrainingConfig training = plan.training();
    line(
        "%s%d sequences of at most %d word pieces%s a worker and step, averaged every %d steps; peak learning rate %s, %d warm-up steps, %s decay%s.",
        plan.phases().size() == 1
            ? ""
            : String.format(
                Locale.ROOT, "Steps %,d to %,d: ", phase.firstStep() + 1, phase.endStep()),
        settings.batchSize(),
        phase.shards().sequenceLength(),
        plan.isBert()
            ? ", at most %d of them to predict,".formatted(settings.maxPredictions())
            : "",
        settings.localSteps(),
        own ? settings.learningRate() : Double.valueOf(training.learningRate()),
        own ? settings.warmupSteps() : Long.valueOf(training.warmupSteps()),
        word(own ? settings.schedule() : training.schedule()),
        own || plan.phases().size() == 1 ? "" : " over the whole run");
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private void figures(JsonNode evaluation) {
    if (evaluation.isEmpty()) {
      return; // exported before it was evaluated
    }
    line("");
    line("## Held-out text");
    line("");
    line("| figure | value |");
    line("|---|---:|");
    evaluation
        .fields()
        .forEachRemaining(
            field -> {
              if (field.getValue().isFloatingPointNumber()) {
                line("| %s | %.4f |", field.getKey(), field.getValue().asDouble());
              }
            });
    line("");
    line("Losses are in nats. `unigram_loss` is what knowing only the words' frequencies gives.");
  }

  private void loading(boolean bert, String className) {
    line("");
    line("## Loading");
    line("");
    line("```python");
    if (bert) {
      line("from transformers import AutoTokenizer, %s, pipeline", className);
      line("tokenizer = AutoTokenizer.from_pretrained(\".\")");
      line("model = %s.from_pretrained(\".\")", className);
      line("pipeline(\"fill-mask\", model=\".\")(\"the [MASK] method returns a string\")");
    } else {
      line("from transformers import AutoTokenizer, %s", className);
      line("tokenizer = AutoTokenizer.from_pretrained(\".\")");
      line("model = %s.from_pretrained(\".\")", className);
      line("ids = tokenizer(\"the server\", return_tensors=\"pt\")");
      line("tokenizer.decode(model.generate(**ids, max_new_tokens=60, do_sample=True)[0])");
    }
    line("```");
  }

  private void line(String format, Object... arguments) {
    text.append(arguments.length == 0 ? format : String.format(Locale.ROOT, format, arguments))
        .append('\n');
  }
}
