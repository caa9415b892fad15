package dev.kindling.train.sync;

import dev.kindling.jobs.stage.TaskMessages;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.train.aeron.ExchangeEndpoint;
import dev.kindling.train.aeron.ExchangeFactory;
import dev.kindling.train.aeron.ExchangeGroup;
import dev.kindling.train.aeron.SliceExchange;
import dev.kindling.train.checkpoint.CheckpointPart;
import dev.kindling.train.checkpoint.CheckpointStore;
import dev.kindling.train.checkpoint.StoredVectors;
import dev.kindling.train.plan.RunPlan;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * What the tasks of one barrier stage are to do: some rounds, from a checkpoint to the next. The
 * vectors do not pass through the driver: tasks find them in what the stage before has left in
 * their virtual machine, else in the checkpoint, and write them to the next one.
 *
 * @param plan of the run
 * @param workspace reads examples and checkpoints
 * @param run of the driver, for {@link HeldState}
 * @param start the checkpoint that the rounds begin at; null at the start of the run
 * @param rounds at least one
 * @param factory of the exchange between the tasks
 * @param group of the tasks
 * @param attempt at the checkpoint after the last round
 * @param threads of the engines
 */
record ExchangeStage(
    Broadcast<RunPlan> plan,
    Workspace workspace,
    String run,
    StoredVectors start,
    ArrayList<RoundAssignment> rounds,
    ExchangeFactory factory,
    ExchangeGroup group,
    CheckpointStore.Attempt attempt,
    EngineThreads threads)
    implements BarrierStage.Body<StageOutcome>, Serializable {

  @Override
  public StageOutcome run(BarrierTaskContext context) throws Exception {
    HeldState held = HeldState.take(run, rounds.get(0).round() - 1);
    int wish = held == null || held.tasks() != group.tasks() ? TaskNumbers.ANY : held.task();
    try (ExchangeEndpoint endpoint = factory.open(group)) {
      List<Place> places = new ArrayList<>();
      for (String line : context.allGather(new Place(wish, endpoint.address()).text())) {
        places.add(Place.parse(line));
      }
      TaskNumbers numbers = TaskNumbers.of(places.stream().map(Place::wish).toList());
      int number = numbers.ofPartitions().get(context.partitionId());
      List<String> addresses = numbers.inOrder(places.stream().map(Place::address).toList());
      try (SliceExchange exchange = endpoint.connect(number, addresses, context::isInterrupted);
          ExchangeTask task =
              new ExchangeTask(
                  plan.value(), exchange, number, addresses.size(), threads, workspace)) {
        if (number == wish) {
          task.goOn(held);
          held = null; // or its arrays would stay until the stage ends
        } else {
          task.load(start);
        }
        return run(number, task);
      }
    }
  }

  /** What the tasks tell each other first. */
  private record Place(int wish, String address) {
    static Place parse(String text) {
      int space = text.indexOf(' ');
      return new Place(Integer.parseInt(text.substring(0, space)), text.substring(space + 1));
    }

    String text() {
      return wish + " " + address;
    }
  }

  private StageOutcome run(int number, ExchangeTask task) throws Exception {
    ArrayList<RoundReports> reports = new ArrayList<>();
    RoundAssignment last = rounds.get(rounds.size() - 1);
    for (RoundAssignment round : rounds) {
      long startNanos = System.nanoTime();
      List<WorkerReport> workers = task.run(round);
      if (round.equals(last)) {
        task.settle();
      }
      double seconds = (System.nanoTime() - startNanos) / 1e9;
      RoundReports report =
          new RoundReports(round.round(), number, seconds, new ArrayList<>(workers));
      reports.add(report);
      TaskMessages.send(group.generation(), report);
    }
    List<CheckpointPart> written = task.write(attempt, last);
    task.held(run, last.round()).leave();
    return new StageOutcome(reports, new ArrayList<>(written));
  }
}
