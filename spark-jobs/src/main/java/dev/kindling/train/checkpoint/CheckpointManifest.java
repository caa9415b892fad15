package dev.kindling.train.checkpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.kindling.jobs.storage.Sha256;
import dev.kindling.train.state.RunState;
import dev.kindling.train.state.StateVectors;
import dev.kindling.train.state.WorkerProgress;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * The file that makes a checkpoint: what it holds and how to tell that it is whole.
 *
 * @param format version of this layout
 * @param round rounds done
 * @param step steps of the schedule done
 * @param tokens trained on so far
 * @param skippedSteps steps whose gradient was not finite
 * @param loss mean training loss of the rounds since the checkpoint before
 * @param timesInAverage how often its parameters count in the average that the run ends with
 * @param fingerprint of the configuration that the run belongs to
 * @param workers where each worker stands
 * @param parts the files beside this one
 * @param sha256 of this manifest's own bytes with null in this place
 */
@JsonPropertyOrder({
  "format",
  "round",
  "step",
  "tokens",
  "skippedSteps",
  "loss",
  "timesInAverage",
  "fingerprint",
  "workers",
  "parts",
  "sha256"
})
@JsonInclude(JsonInclude.Include.ALWAYS)
record CheckpointManifest(
    int format,
    long round,
    long step,
    long tokens,
    long skippedSteps,
    double loss,
    int timesInAverage,
    String fingerprint,
    List<WorkerProgress> workers,
    List<CheckpointPart> parts,
    String sha256) {

  static final String FILE = "manifest.json";
  static final int FORMAT = 3;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  static CheckpointManifest of(
      RunState state, Retention retention, String fingerprint, List<CheckpointPart> parts) {
    return new CheckpointManifest(
        FORMAT,
        state.round(),
        state.step(),
        state.tokens(),
        state.skippedSteps(),
        retention.loss(),
        retention.timesInAverage(),
        fingerprint,
        state.workers(),
        parts,
        null);
  }

  /** The bytes of the file, with its own checksum filled in. */
  byte[] toBytes() {
    return render(withSha256(Sha256.of(render(withSha256(null)))));
  }

  /**
   * Reads a manifest that was written by {@link #toBytes}.
   *
   * @throws IOException when one byte of it is another
   */
  static CheckpointManifest parse(byte[] bytes) throws IOException {
    CheckpointManifest manifest;
    try {
      manifest = JSON.readValue(bytes, CheckpointManifest.class);
    } catch (JsonProcessingException e) {
      throw new IOException(FILE + " is damaged: " + e.getOriginalMessage(), e);
    }
    if (manifest == null || !Arrays.equals(bytes, manifest.toBytes())) {
      throw new IOException(FILE + " is damaged: its checksum does not match");
    }
    if (manifest.format != FORMAT) {
      throw new IOException(
          FILE + " has format " + manifest.format + ", this version reads " + FORMAT);
    }
    return manifest;
  }

  /** What the checkpoint holds apart from vectors that workers keep. */
  RunState state(StateVectors shared) {
    return new RunState(round, step, tokens, skippedSteps, workers, shared);
  }

  /** Files of vectors that belong to all workers. */
  List<CheckpointPart> sharedParts() {
    return parts.stream().filter(CheckpointPart::isShared).toList();
  }

  /** Files of vectors that workers keep. */
  List<CheckpointPart> partsOfWorkers() {
    return parts.stream().filter(part -> !part.isShared()).toList();
  }

  /**
   * Checks that it is of a run with a configuration.
   *
   * @throws IOException if it is of another one
   */
  void requireFingerprint(String wanted) throws IOException {
    if (!fingerprint.equals(wanted)) {
      throw new IOException("it belongs to another configuration");
    }
  }

  private CheckpointManifest withSha256(String value) {
    return new CheckpointManifest(
        format,
        round,
        step,
        tokens,
        skippedSteps,
        loss,
        timesInAverage,
        fingerprint,
        workers,
        parts,
        value);
  }

  private static byte[] render(CheckpointManifest manifest) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // numbers and strings always render
    }
  }
}
