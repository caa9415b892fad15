package dev.kindling.train.progress;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kindling.jobs.stage.Json;
import dev.kindling.jobs.storage.AppendedFile;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.train.state.RunState;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.hadoop.fs.Path;

/**
 * {@code metrics.jsonl}: one JSON object a line, one line a round. A run that goes on from a
 * checkpoint first cuts the file back to that checkpoint's round, so no round stands there twice.
 */
public final class MetricsLog implements RoundListener, Closeable {
  private final Workspace files;
  private final Path file;
  private AppendedFile out;
  private long lastNanos; // when the round before was told of, or the first one began

  /** A log that need not exist yet. */
  public MetricsLog(Workspace files, Path file) {
    this.files = files;
    this.file = file;
  }

  @Override
  public void started(RunState start, List<String> skipped) throws IOException {
    close(); // open where a failed round came before
    rewrite(line -> line.path("round").asLong(Long.MAX_VALUE) <= start.round(), List.of());
    out = files.append(file);
    lastNanos = System.nanoTime();
  }

  @Override
  public void afterRound(RoundSummary summary) throws IOException {
    ObjectNode line = Json.object();
    line.put("event", "train");
    if (summary.phase() != RoundSummary.ONLY_PHASE) {
      line.put("phase", summary.phase());
    }
    line.put("round", summary.round());
    line.put("step", summary.step());
    line.put("tokens", summary.tokens());
    line.put("loss", summary.losses().loss());
    if (summary.losses().nextCount() > 0) {
      line.put("mlm_loss", summary.losses().labelLoss());
      line.put("nsp_loss", summary.losses().nextLoss());
    }
    addLearning(line, summary.learning());
    line.put("learning_rate", summary.learningRate());
    line.put("grad_norm", summary.gradientNorm());
    line.put("drift", summary.drift());
    if (summary.skippedSteps() > 0) {
      line.put("skipped_steps", summary.skippedSteps());
    }
    if (summary.workerSteps().stream().distinct().count() > 1) {
      summary.workerSteps().forEach(line.withArray("worker_steps")::add);
    }
    line.put("sync_bytes", summary.sentBytes());
    line.put("tokens_per_second", rounded(summary.tokensPerSecond()));
    line.put("sync_seconds", rounded(summary.syncSeconds()));
    line.put("compute_seconds", rounded(summary.computeSeconds()));
    line.put("wall_seconds", rounded(secondsSinceLast()));
    if (summary.peakBytes() > 0) {
      line.put("peak_memory_bytes", summary.peakBytes());
    }
    ArrayNode speeds = line.putArray("worker_tokens_per_second");
    summary.workerTokensPerSecond().forEach(speed -> speeds.add(rounded(speed)));
    out.write(bytes(line)); // a reader, and a crash, see whole rounds
  }

  private double secondsSinceLast() {
    long now = System.nanoTime();
    double seconds = (now - lastNanos) / 1e9;
    lastNanos = now;
    return seconds;
  }

  private static void addLearning(ObjectNode line, Learning learning) {
    if (Double.isFinite(learning.unigramLoss())) {
      line.put("unigram_loss", learning.unigramLoss());
    }
    if (learning.phase() != null) {
      line.put("learning", learning.phase().text());
    }
  }

  /** Adds one line in place of all earlier lines of the same event. */
  public void replace(ObjectNode line) throws IOException {
    String event = line.path("event").asText();
    rewrite(old -> !event.equals(old.path("event").asText()), List.of(line));
  }

  private void rewrite(Predicate<JsonNode> keep, List<ObjectNode> added) throws IOException {
    List<JsonNode> lines = new ArrayList<>(lines().stream().filter(keep).toList());
    lines.addAll(added);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (JsonNode line : lines) {
      text.write(bytes(line));
    }
    files.writeAtomically(file, text.toByteArray());
  }

  /** The lines so far; a last line that a crash cut short is left out. */
  public List<JsonNode> lines() throws IOException {
    return files.exists(file)
        ? parse(new String(files.read(file), StandardCharsets.UTF_8))
        : List.of();
  }

  /**
   * The lines of a log.
   *
   * @param text the file's content; a last line that a crash cut short is left out
   */
  public static List<JsonNode> parse(String text) {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      try {
        if (!line.isBlank()) {
          lines.add(Json.parse(line));
        }
      } catch (JsonProcessingException cut) {
        break;
      }
    }
    return lines;
  }

  private static byte[] bytes(JsonNode line) {
    return (line + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** Timings are measured, not computed: three decimals say all there is. */
  private static double rounded(double value) {
    return Math.rint(value * 1000) / 1000;
  }

  @Override
  public void close() throws IOException {
    if (out != null) {
      out.close();
      out = null;
    }
  }
}
