package dev.kindling.jobs.stage;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * What a directory holds and how it was made; written last, as {@code manifest.json}. The same work
 * gives the same bytes: it holds no times.
 *
 * @param stage command of the stage
 * @param version the stage's version
 * @param fingerprint SHA-256 of stage, version, config, seed and inputs: equal fingerprints mean
 *     equal content
 * @param config the resolved sections, operational keys left out
 * @param seed of the pipeline
 * @param inputs what was read
 * @param counts by name, in the order of names
 * @param dropped records dropped by reason, in the order of reasons
 * @param files the directory's files, in the order of paths
 */
public record Manifest(
    String stage,
    int version,
    String fingerprint,
    JsonNode config,
    long seed,
    List<InputIdentity> inputs,
    Map<String, Long> counts,
    Map<String, Long> dropped,
    List<FileEntry> files) {
  /** Its usual file name. */
  public static final String FILE_NAME = "manifest.json";

  /**
   * An input as it was when it was read.
   *
   * @param path upstream directory, or the raw input's name
   * @param fingerprint the upstream's fingerprint, or SHA-256 of the raw listing
   * @param files how many raw files, 0 for an upstream
   */
  public record InputIdentity(String path, String fingerprint, long files) {
    String shown() {
      String count = files > 0 ? files + " files, " : "";
      return count
          + "fingerprint "
          + fingerprint.substring(0, Math.min(8, fingerprint.length()))
          + "…";
    }
  }

  /**
   * One file.
   *
   * @param path below the directory
   * @param bytes its length
   * @param sha256 of its content
   */
  public record FileEntry(String path, long bytes, String sha256) implements Serializable {}
}
