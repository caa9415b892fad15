package dev.kindling.model.kernels.cpu;

/** A team of threads, each with memory of its own. */
final class Workers implements AutoCloseable {
  private final ThreadTeam team;
  private final Worker[] workers;

  /**
   * Starts the threads.
   *
   * @param threads the caller's included, at least 1
   */
  Workers(int threads) {
    team = new ThreadTeam(threads);
    workers = new Worker[threads];
    for (int i = 0; i < threads; i++) {
      workers[i] = new Worker();
    }
  }

  ThreadTeam team() {
    return team;
  }

  /** Runs all tasks and returns when all have ended, as {@link ThreadTeam#run}. */
  void run(int tasks, Task task) {
    team.run(tasks, (number, thread) -> task.run(number, workers[thread]));
  }

  /** Ends the threads and frees their memory. */
  @Override
  public void close() {
    team.close();
    for (Worker worker : workers) {
      worker.close();
    }
  }

  /** A part of a kernel. */
  interface Task {
    void run(int task, Worker worker);
  }
}
