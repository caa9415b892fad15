package dev.kindling.benchmarks.corpus;

import java.util.List;

/** One thing that {@code benchmarks/run corpus} measures. */
interface CorpusRow {
  /** Returns the name by which the row is asked for; also the first field of its lines. */
  String name();

  /**
   * Measures on the calling thread.
   *
   * @return one record a line; its first component is {@code row}, the name
   */
  List<? extends Record> measure(CorpusArguments arguments) throws Exception;
}
