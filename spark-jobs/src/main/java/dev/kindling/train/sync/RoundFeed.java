package dev.kindling.train.sync;

import dev.kindling.jobs.stage.TaskMessages;
import dev.kindling.train.plan.RunPlan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Puts the reports of tasks together and tells the observer of each round once, in order, as soon
 * as all tasks have done it.
 */
final class RoundFeed implements AutoCloseable {
  private static final long LOOK_MILLIS = 100;

  private final RunPlan plan;
  private final List<RoundAssignment> rounds;
  private final Rounds.Observer observer;
  private final Map<Long, List<RoundReports>> waiting = new TreeMap<>();
  private final long generation;
  private final int tasks;
  private final BlockingQueue<Object> arriving;
  private int told;

  /**
   * The feed of one stage.
   *
   * @param generation of the stage
   * @param tasks that it has
   */
  RoundFeed(
      RunPlan plan,
      List<RoundAssignment> rounds,
      Rounds.Observer observer,
      long generation,
      int tasks) {
    this.plan = plan;
    this.rounds = rounds;
    this.observer = observer;
    this.generation = generation;
    this.tasks = tasks;
    this.arriving = TaskMessages.open(generation);
  }

  /** Waits a moment for a report and takes it in. */
  void look() throws IOException, InterruptedException {
    Object message = arriving.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    if (message instanceof RoundReports reports) {
      accept(List.of(reports));
    }
  }

  /** Takes in reports of one task; those that have come before are not counted twice. */
  void accept(List<RoundReports> ofTask) throws IOException {
    for (RoundReports reports : ofTask) {
      List<RoundReports> known =
          waiting.computeIfAbsent(reports.round(), round -> new ArrayList<>());
      if (known.stream().noneMatch(k -> k.task() == reports.task())) {
        known.add(reports);
      }
    }
    tell();
  }

  private void tell() throws IOException {
    while (told < rounds.size()) {
      RoundAssignment round = rounds.get(told);
      List<RoundReports> reports = waiting.getOrDefault(round.round(), List.of());
      if (reports.size() < tasks) {
        return;
      }
      told++;
      observer.finished(result(round, reports));
    }
  }

  private RoundResult result(RoundAssignment round, List<RoundReports> reports) {
    List<WorkerReport> workers =
        reports.stream()
            .flatMap(r -> r.workers().stream())
            .sorted(Comparator.comparingInt(WorkerReport::worker))
            .toList();
    double seconds = reports.stream().mapToDouble(RoundReports::seconds).max().orElse(0);
    SliceLayout layout = SliceLayout.of(plan.averagedVectors(round.round()), plan.parameterCount());
    long bytes = 0;
    for (int slice = 0; slice < layout.slices(); slice++) {
      bytes += plan.averagingOf(layout.vector(slice)).codec().bytes(layout.length(slice));
    }
    return new RoundResult(round, workers, seconds, 2 * bytes); // contribution and update
  }

  @Override
  public void close() {
    TaskMessages.close(generation);
  }
}
