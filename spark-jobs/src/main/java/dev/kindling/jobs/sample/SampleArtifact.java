package dev.kindling.jobs.sample;

/**
 * One pinned artifact of the sample corpus.
 *
 * @param group Maven group id
 * @param name Maven artifact id
 * @param version Maven version
 * @param classifier Maven classifier, empty for none
 * @param extension {@code zip} or {@code jar}
 * @param sha256 64 hex digits, of the whole file
 * @param licence SPDX expression, as the publisher states it
 * @param published day of publication, {@code yyyy-mm-dd}: the date of the WARC records, since a
 *     run's own date would make every fetch different
 */
record SampleArtifact(
    String group,
    String name,
    String version,
    String classifier,
    String extension,
    String sha256,
    String licence,
    String published) {

  /**
   * The coordinates as Maven's {@code copy} goal reads them:
   * group:name:version:extension[:classifier].
   */
  String coordinates() {
    return group
        + ":"
        + name
        + ":"
        + version
        + ":"
        + extension
        + (classifier.isEmpty() ? "" : ":" + classifier);
  }

  /** The name that Maven's {@code copy} goal gives the file. */
  String fileName() {
    return name + "-" + version + (classifier.isEmpty() ? "" : "-" + classifier) + "." + extension;
  }
}
