package dev.kindling.train.sync;

import dev.kindling.jobs.stage.TaskMessages;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.train.aeron.ExchangeEndpoint;
import dev.kindling.train.aeron.ExchangeFactory;
import dev.kindling.train.aeron.ExchangeGroup;
import dev.kindling.train.aeron.SliceExchange;
import dev.kindling.train.checkpoint.CheckpointPart;
import dev.kindling.train.checkpoint.CheckpointStore;
import dev.kindling.train.checkpoint.WorkerParts;
import dev.kindling.train.plan.RunPlan;
import dev.kindling.train.state.StateVectors;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * What the tasks of one barrier stage are to do: some rounds, from a state to a checkpoint.
 *
 * @param plan of the run
 * @param workspace reads examples and checkpoints
 * @param shared vectors at the start
 * @param parts where the workers find what they had kept; null where that is nothing
 * @param rounds at least one
 * @param factory of the exchange between the tasks
 * @param group of the tasks
 * @param attempt at the checkpoint after the last round
 * @param threads of the engines
 */
record ExchangeStage(
    Broadcast<RunPlan> plan,
    Workspace workspace,
    Broadcast<StateVectors> shared,
    WorkerParts parts,
    ArrayList<RoundAssignment> rounds,
    ExchangeFactory factory,
    ExchangeGroup group,
    CheckpointStore.Attempt attempt,
    EngineThreads threads)
    implements BarrierStage.Body<StageOutcome>, Serializable {

  @Override
  public StageOutcome run(BarrierTaskContext context) throws Exception {
    int number = context.partitionId();
    try (ExchangeEndpoint endpoint = factory.open(group)) {
      List<String> addresses = List.of(context.allGather(endpoint.address()));
      try (SliceExchange exchange = endpoint.connect(number, addresses, context::isInterrupted);
          ExchangeTask task =
              new ExchangeTask(
                  plan.value(), exchange, number, addresses.size(), threads, workspace)) {
        return run(number, task);
      }
    }
  }

  private StageOutcome run(int number, ExchangeTask task) throws Exception {
    task.load(shared.value(), parts);
    ArrayList<RoundReports> reports = new ArrayList<>();
    RoundAssignment last = rounds.get(rounds.size() - 1);
    for (RoundAssignment round : rounds) {
      long startNanos = System.nanoTime();
      List<WorkerReport> workers = task.run(round);
      if (round == last) {
        task.settle();
      }
      double seconds = (System.nanoTime() - startNanos) / 1e9;
      RoundReports report =
          new RoundReports(round.round(), number, seconds, new ArrayList<>(workers));
      reports.add(report);
      TaskMessages.send(group.generation(), report);
    }
    List<CheckpointPart> written = task.write(attempt);
    return new StageOutcome(reports, new ArrayList<>(task.owned(last)), new ArrayList<>(written));
  }
}
