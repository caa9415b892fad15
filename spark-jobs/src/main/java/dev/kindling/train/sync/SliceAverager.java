package dev.kindling.train.sync;

import dev.kindling.model.averaging.ParameterAveraging;
import dev.kindling.train.aeron.SliceExchange;
import dev.kindling.train.aeron.SliceMessage;
import dev.kindling.train.aeron.SliceMessage.Kind;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.state.StateVector;
import dev.kindling.train.state.StateVectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One task's part in the exchange of one round: sends its workers' contributions to the owners of
 * slices, takes the outer step of the slices that it owns itself, and follows the others'.
 */
final class SliceAverager {
  /** Enough to see which peer hangs. */
  private static final int MOST_NAMED = 8;

  private final RunPlan plan;
  private final SliceExchange exchange;
  private final int task;
  private final int tasks;
  private final long round;
  private final SliceLayout layout;

  SliceAverager(
      RunPlan plan, SliceExchange exchange, int task, int tasks, long round, SliceLayout layout) {
    this.plan = plan;
    this.exchange = exchange;
    this.task = task;
    this.tasks = tasks;
    this.round = round;
    this.layout = layout;
  }

  /** The task that owns a slice. */
  static int owner(int slice, int tasks) {
    return slice % tasks;
  }

  /** The slices that a task owns, in ascending order. */
  static int[] owned(int task, int tasks, SliceLayout layout) {
    return IntStream.range(0, layout.slices()).filter(s -> owner(s, tasks) == task).toArray();
  }

  /** Sends what a worker contributes, each slice to its owner. */
  void contribute(WorkerOutcome outcome) {
    WorkerReport report = outcome.report();
    for (int i = 0; i < layout.slices(); i++) {
      int slice = (task + 1 + i) % layout.slices(); // not all tasks at the same owner at once
      exchange.push(
          owner(slice, tasks),
          new SliceMessage(
              Kind.CONTRIBUTION,
              task,
              round,
              slice,
              report.worker(),
              report.weight(),
              outcome.contributions().get(slice)));
    }
  }

  /**
   * Averages the slices that the task owns, as they become complete, and sends the updates.
   *
   * @param target shared vectors, moved
   */
  void averageOwned(StateVectors target) {
    int workers = plan.training().workers();
    Map<Integer, List<Contribution>> waiting = new TreeMap<>();
    for (int slice : owned(task, tasks, layout)) {
      waiting.put(slice, new ArrayList<>());
    }
    while (!waiting.isEmpty()) {
      SliceMessage message =
          exchange.take(Kind.CONTRIBUTION, round, () -> missingContributions(waiting));
      List<Contribution> contributions = waiting.get(message.slice());
      if (contributions == null) {
        throw new IllegalStateException("not expected: " + message);
      }
      contributions.add(
          new Contribution(message.worker(), message.weight(), message.payload(), null));
      if (contributions.size() == workers) {
        publish(message.slice(), contributions, target);
        waiting.remove(message.slice());
      }
    }
  }

  private void publish(int slice, List<Contribution> contributions, StateVectors target) {
    StateVector vector = layout.vector(slice);
    ParameterAveraging averaging = plan.averagingOf(vector);
    SliceMean mean =
        SliceMean.of(
            slice, layout.length(slice), contributions, plan.training().workers(), averaging);
    boolean parameters = vector == StateVector.PARAMETERS;
    byte[] update =
        averaging.outerStep(
            mean.values(),
            target.get(vector),
            layout.start(slice),
            parameters ? target.get(StateVector.OUTER_MOMENTUM) : null,
            parameters ? target.get(StateVector.RESIDUAL) : null);
    exchange.publish(new SliceMessage(Kind.UPDATE, task, round, slice, 0, 0, update));
  }

  /**
   * Moves the slices of other tasks as their owners have.
   *
   * @param target shared vectors, moved
   */
  void follow(StateVectors target) {
    TreeSet<Integer> waiting =
        IntStream.range(0, layout.slices())
            .filter(slice -> owner(slice, tasks) != task)
            .boxed()
            .collect(Collectors.toCollection(TreeSet::new));
    Supplier<String> missing = () -> names(waiting.stream().map(this::ownedSlice).toList());
    while (!waiting.isEmpty()) {
      SliceMessage message = exchange.take(Kind.UPDATE, round, missing);
      int slice = message.slice();
      if (!waiting.remove(slice) || message.from() != owner(slice, tasks)) {
        throw new IllegalStateException("not expected: " + message);
      }
      StateVector vector = layout.vector(slice);
      plan.averagingOf(vector)
          .follow(message.payload(), target.get(vector), layout.start(slice), layout.length(slice));
    }
  }

  private String missingContributions(Map<Integer, List<Contribution>> waiting) {
    List<String> missing = new ArrayList<>();
    waiting.forEach(
        (slice, contributions) ->
            IntStream.range(0, plan.training().workers())
                .filter(worker -> contributions.stream().noneMatch(c -> c.worker() == worker))
                .forEach(
                    worker ->
                        missing.add(
                            "slice %d of worker %d (task %d)"
                                .formatted(slice, worker, worker % tasks))));
    return names(missing);
  }

  private String ownedSlice(int slice) {
    return "slice %d (task %d)".formatted(slice, owner(slice, tasks));
  }

  private static String names(List<String> all) {
    String named = String.join(", ", all.subList(0, Math.min(MOST_NAMED, all.size())));
    return all.size() > MOST_NAMED
        ? "%s and %d more".formatted(named, all.size() - MOST_NAMED)
        : named;
  }
}
