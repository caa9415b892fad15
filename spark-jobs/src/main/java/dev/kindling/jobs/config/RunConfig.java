package dev.kindling.jobs.config;

import java.io.Serializable;
import java.util.List;

/**
 * One model to train.
 *
 * @param examples which entry of {@code examples} it reads; may be null where each phase names one
 * @param model the network
 * @param training its optimizer, batches and rounds
 */
public record RunConfig(
    @Derived("required without phases") String examples,
    ModelConfig model,
    @Default("{}") TrainingConfig training)
    implements Serializable {

  /** The phases in their order; a run that names none is one phase. */
  public List<PhaseConfig> phases() {
    return training.phases().isEmpty() ? List.of(whole()) : training.phases();
  }

  private PhaseConfig whole() {
    return new PhaseConfig(
        examples,
        training.steps(),
        training.batchSize(),
        orNull(training.microBatchSize()),
        training.localSteps(),
        null,
        null,
        null,
        orNull(training.maxPredictions()));
  }

  private static Integer orNull(int value) {
    return value == 0 ? null : value;
  }

  /** The names of the example sets that it reads, each once, in the order of the phases. */
  public List<String> exampleSets() {
    return phases().stream().map(PhaseConfig::examples).distinct().toList();
  }

  /** The name of the last phase's example set: what the finished model is judged by. */
  public String lastExamples() {
    return phases().get(phases().size() - 1).examples();
  }
}
