package dev.kindling.train.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * All that a report shows.
 *
 * @param name the run's name
 * @param bert whether the run trains a BERT; a GPT otherwise
 * @param metrics from {@code metrics.jsonl}
 * @param evaluation from {@code evaluation.json}, or a missing node
 * @param funnel what became of the documents
 * @param samples texts with a caption each
 * @param seconds stages and how long each took, in the order of the pipeline
 * @param settings the resolved config as YAML
 * @param provenance what was built from what: label and hash
 * @param live how far it is; null unless it is being trained
 */
record RunData(
    String name,
    boolean bert,
    Metrics metrics,
    JsonNode evaluation,
    Funnel funnel,
    List<Sample> samples,
    Map<String, Double> seconds,
    String settings,
    Map<String, String> provenance,
    Live live) {

  /**
   * A text of the corpus or of the model.
   *
   * @param caption what it is
   * @param text shown as it is, with its line breaks
   */
  record Sample(String caption, String text) {}

  /**
   * A run that is being trained.
   *
   * @param steps to take in all
   * @param secondsLeft at the pace so far
   */
  record Live(long steps, double secondsLeft) {}

  /**
   * Documents from reading to examples.
   *
   * @param read documents that came in
   * @param dropped how many were dropped, by reason
   * @param kept documents that were kept, held-out ones included
   * @param heldOut those set aside for evaluation
   */
  record Funnel(long read, Map<String, Long> dropped, long kept, long heldOut) {}
}
