package dev.kindling.jobs.examples;

import java.util.Iterator;
import scala.Tuple2;

/** Reads records that are sorted by key bin by bin. */
final class Bins {
  /** Takes the records of a bin. */
  @FunctionalInterface
  interface Sink<E extends Exception> {
    void accept(byte[] key, byte[] value) throws E;
  }

  private final Iterator<Tuple2<byte[], byte[]>> records;
  private Tuple2<byte[], byte[]> ahead;

  Bins(Iterator<Tuple2<byte[], byte[]>> sortedRecords) {
    this.records = sortedRecords;
    advance();
  }

  boolean hasNext() {
    return ahead != null;
  }

  /** The bin of the next record. */
  int next() {
    return Keys.bin(ahead._1());
  }

  /** Takes all records of a bin, if it is the next one. */
  <E extends Exception> void forEachRecord(int bin, Sink<E> sink) throws E {
    while (hasNext() && next() == bin) {
      sink.accept(ahead._1(), ahead._2());
      advance();
    }
  }

  private void advance() {
    ahead = records.hasNext() ? records.next() : null;
  }
}
