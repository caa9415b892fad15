package dev.kindling.jobs.vocab;

import static org.apache.spark.sql.functions.bin;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Which words are learned from: all of them, or where they are more than the limit, those that are
 * seen at least so often, the smallest power of two that makes them fit. Counts of the words that
 * stay are exact, so this is the whole error, and it is known.
 *
 * @param leastCount a word seen less often is left out; a power of two
 * @param words different words that stay
 * @param occurrences how often these are seen, together
 * @param wordsLeftOut different words that do not
 * @param occurrencesLeftOut how often those are seen, together
 * @param pairCountError neighbouring characters in these occurrences: no pair's count is too low by
 *     more
 */
record WordSelection(
    long leastCount,
    long words,
    long occurrences,
    long wordsLeftOut,
    long occurrencesLeftOut,
    long pairCountError) {

  private record Group(long words, long occurrences, long pairs) {}

  /**
   * Chooses; the same for the same table.
   *
   * @param table words with their counts, each word once
   * @param limit most words that may stay
   */
  static WordSelection of(Dataset<Row> table, long limit) {
    SortedMap<Integer, Group> byMagnitude = groups(table);
    long words = byMagnitude.values().stream().mapToLong(Group::words).sum();
    long occurrences = byMagnitude.values().stream().mapToLong(Group::occurrences).sum();
    long wordsOut = 0;
    long occurrencesOut = 0;
    long pairsOut = 0;
    long leastCount = 1;
    for (Map.Entry<Integer, Group> group : byMagnitude.entrySet()) {
      if (words - wordsOut <= limit) {
        break;
      }
      wordsOut += group.getValue().words();
      occurrencesOut += group.getValue().occurrences();
      pairsOut += group.getValue().pairs();
      leastCount = 1L << group.getKey(); // has one binary digit more than the counts left out
    }
    return new WordSelection(
        leastCount,
        words - wordsOut,
        occurrences - occurrencesOut,
        wordsOut,
        occurrencesOut,
        pairsOut);
  }

  /** Sums over the words whose counts have the same number of binary digits, by that number. */
  private static SortedMap<Integer, Group> groups(Dataset<Row> table) {
    SortedMap<Integer, Group> groups = new TreeMap<>();
    for (Row row :
        table
            .groupBy(length(bin(col(WordsTable.COUNT))))
            .agg(
                count(lit(1)),
                sum(WordsTable.COUNT),
                sum(col(WordsTable.COUNT).multiply(length(col(WordsTable.WORD)).minus(1))))
            .collectAsList()) {
      groups.put(row.getInt(0), new Group(row.getLong(1), row.getLong(2), row.getLong(3)));
    }
    return groups;
  }
}
