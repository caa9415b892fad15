package dev.kindling.jobs.corpus.report;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * All that the page shows.
 *
 * @param counts of the records and corpus stages, by the names of {@link
 *     dev.kindling.jobs.corpus.CorpusCounts}
 * @param quarantined records without a document, by reason, in the order of reasons
 * @param dropped documents not kept, by reason, in the order of reasons; no quarantined ones
 * @param edited texts changed, by reason, in the order of reasons
 * @param samples of dropped and changed texts, by reason
 * @param lengths documents kept, by the power of two at or below their length in code points
 * @param languages documents kept, by code; the empty code where none was detected
 * @param clusters documents kept that stand for others like them, and documents in all clusters
 * @param seconds stages and how long each took, in the order of the pipeline
 * @param steps parts of the stages and how long each took, in their order
 * @param provenance what was built from what: label and hash
 * @param settings the resolved config as YAML
 */
record CorpusReport(
    Map<String, Long> counts,
    SortedMap<String, Long> quarantined,
    SortedMap<String, Long> dropped,
    SortedMap<String, Long> edited,
    List<Sample> samples,
    SortedMap<Integer, Long> lengths,
    Map<String, Long> languages,
    Clusters clusters,
    Map<String, Double> seconds,
    Map<String, Double> steps,
    Map<String, String> provenance,
    String settings) {

  /**
   * A text that a rule dropped, or the part of one that it changed.
   *
   * @param reason of the drop or edit
   * @param caption where it is from, what was measured, what the limit is
   * @param text its beginning, or what was changed to what
   */
  record Sample(String reason, String caption, String text) {}

  /**
   * Near and exact duplicates.
   *
   * @param keepers documents kept for others too
   * @param repeats documents dropped because a keeper stands for them
   */
  record Clusters(long keepers, long repeats) {}

  long count(String name) {
    return counts.getOrDefault(name, 0L);
  }
}
