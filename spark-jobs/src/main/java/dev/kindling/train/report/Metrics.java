package dev.kindling.train.report;

import static java.lang.Double.NaN;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kindling.train.progress.MetricsLog;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.StreamSupport;

/**
 * What {@code metrics.jsonl} tells of a run: its train events in the order of steps and its eval
 * events in the order of the file. A step that was run twice, because the driver was stopped after
 * its last checkpoint, counts once, as run last.
 */
final class Metrics {
  private final List<JsonNode> train;
  private final List<JsonNode> eval;

  private Metrics(Collection<JsonNode> train, List<JsonNode> eval) {
    this.train = List.copyOf(train);
    this.eval = List.copyOf(eval);
  }

  /**
   * Reads the lines of a metrics file; a last line that was cut off is left out, and so are unknown
   * events.
   */
  static Metrics parse(String lines) {
    TreeMap<Long, JsonNode> train = new TreeMap<>();
    List<JsonNode> eval = new ArrayList<>();
    for (JsonNode event : MetricsLog.parse(lines)) {
      switch (event.path("event").asText()) {
        case "train" -> train.put(event.path("step").asLong(), event);
        case "eval" -> eval.add(event);
        default -> {}
      }
    }
    return new Metrics(train.values(), eval);
  }

  int points() {
    return train.size();
  }

  /** One field of all train events; NaN where an event does not have it. */
  double[] train(String field) {
    return train.stream().mapToDouble(event -> value(event, field)).toArray();
  }

  /**
   * Where the phases after the first begin: the last step before each, by its name for people; none
   * in a run of one phase.
   */
  SortedMap<Double, String> phaseBorders() {
    SortedMap<Double, String> borders = new TreeMap<>();
    for (int i = 1; i < train.size(); i++) {
      int phase = train.get(i).path("phase").asInt();
      if (phase != train.get(i - 1).path("phase").asInt()) {
        borders.put(value(train.get(i - 1), "step"), "phase " + phase);
      }
    }
    return borders;
  }

  /** One field of the last train event, or NaN. */
  double last(String field) {
    return train.isEmpty() ? Double.NaN : value(train.get(train.size() - 1), field);
  }

  /** One text of the last train event; empty where it has none. */
  String lastText(String field) {
    return train.isEmpty() ? "" : train.get(train.size() - 1).path(field).asText("");
  }

  /** The least and the greatest number of an array field, for each train event; NaN without. */
  double[][] range(String field) {
    return new double[][] {
      train.stream().mapToDouble(event -> numbers(event, field).min().orElse(NaN)).toArray(),
      train.stream().mapToDouble(event -> numbers(event, field).max().orElse(NaN)).toArray()
    };
  }

  private static DoubleStream numbers(JsonNode event, String field) {
    return StreamSupport.stream(event.path(field).spliterator(), false)
        .mapToDouble(JsonNode::asDouble);
  }

  /** How many workers the last train event tells of; 0 where it does not. */
  int workers() {
    return train.isEmpty()
        ? 0
        : train.get(train.size() - 1).path("worker_tokens_per_second").size();
  }

  /** The latest evaluation. */
  Optional<JsonNode> evaluation() {
    return eval.isEmpty() ? Optional.empty() : Optional.of(eval.get(eval.size() - 1));
  }

  /** A field as a number; NaN if it is absent, null or text such as "NaN". */
  static double value(JsonNode event, String field) {
    JsonNode value = event.path(field);
    return value.isNumber() ? value.asDouble() : Double.NaN;
  }
}
