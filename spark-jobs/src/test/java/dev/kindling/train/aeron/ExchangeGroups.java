package dev.kindling.train.aeron;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Tasks of one test, each with a thread of its own. */
final class ExchangeGroups {
  private ExchangeGroups() {}

  /** What a task does. */
  interface Part<T> {
    T run(int task, SliceExchange exchange) throws Exception;
  }

  /** Connects the endpoints to each other and runs a part on each; the results in task order. */
  static <T> List<T> run(List<? extends ExchangeEndpoint> endpoints, Part<T> part)
      throws Exception {
    List<String> addresses = endpoints.stream().map(ExchangeEndpoint::address).toList();
    ExecutorService threads = Executors.newFixedThreadPool(endpoints.size());
    try {
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < endpoints.size(); i++) {
        int task = i;
        running.add(
            threads.submit(
                () -> {
                  SliceExchange exchange =
                      endpoints.get(task).connect(task, addresses, () -> false);
                  return part.run(task, exchange);
                }));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : running) {
        results.add(future.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
      endpoints.forEach(ExchangeEndpoint::close);
    }
  }
}
