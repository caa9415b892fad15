package dev.kindling.jobs.corpus.dedup;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.apache.spark.sql.Row;

/** Rows of which each becomes none, one or several, made only as they are asked for. */
final class Expanding implements Iterator<Row> {
  /** What is done with a row; may remember earlier ones. */
  @FunctionalInterface
  interface Step {
    void take(Row row, Consumer<Row> out);
  }

  private final Iterator<Row> rows;
  private final Step step;
  private final ArrayDeque<Row> pending = new ArrayDeque<>();

  Expanding(Iterator<Row> rows, Step step) {
    this.rows = rows;
    this.step = step;
  }

  @Override
  public boolean hasNext() {
    while (pending.isEmpty() && rows.hasNext()) {
      step.take(rows.next(), pending::add);
    }
    return !pending.isEmpty();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return pending.remove();
  }
}
