package dev.kindling.train.aeron;

import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Where one task can be reached, before the tasks know of each other. Each task opens one, the
 * addresses are gathered (a barrier stage's {@code allGather}), and each connects to all.
 */
public interface ExchangeEndpoint extends AutoCloseable {

  /** Where the others reach this task: one line of text for {@link #connect}. */
  String address();

  /**
   * Connects to all tasks; returns when every peer can be reached, waits at most the deadline.
   *
   * @param task this one's place in the list
   * @param addresses of all tasks, in task order, its own among them
   * @param cancelled asked in every wait; true ends it with an error (a task that Spark has killed)
   */
  SliceExchange connect(int task, List<String> addresses, BooleanSupplier cancelled);

  /** Frees the address; closes the exchange too. */
  @Override
  void close();
}
