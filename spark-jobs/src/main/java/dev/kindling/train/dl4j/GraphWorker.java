package dev.kindling.train.dl4j;

import dev.kindling.model.dl4j.Floats;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import scala.Tuple2;

/** The task of one worker in one round: plain {@code fit}, minibatch after minibatch. */
final class GraphWorker
    implements PairFlatMapFunction<
        Tuple2<Integer, Iterable<Tuple2<Long, MultiDataSet>>>, Integer, GraphContribution> {
  private static final long serialVersionUID = 1;

  private final Broadcast<GraphState> start;
  private final GraphSlices slices;

  GraphWorker(Broadcast<GraphState> start, GraphSlices slices) {
    this.start = start;
    this.slices = slices;
  }

  @Override
  public Iterator<Tuple2<Integer, GraphContribution>> call(
      Tuple2<Integer, Iterable<Tuple2<Long, MultiDataSet>>> share) {
    List<Tuple2<Long, MultiDataSet>> inOrder = new ArrayList<>();
    share._2().forEach(inOrder::add);
    inOrder.sort(Comparator.comparingLong(Tuple2::_1));
    ComputationGraph graph = start.value().open();
    long examples = 0;
    double scoreSum = 0;
    for (Tuple2<Long, MultiDataSet> numbered : inOrder) {
      long count = numbered._2().getFeatures(0).size(0);
      graph.fit(numbered._2());
      examples += count;
      scoreSum += count * graph.score();
    }
    return contributions(share._1(), graph, examples, scoreSum).iterator();
  }

  private List<Tuple2<Integer, GraphContribution>> contributions(
      int worker, ComputationGraph graph, long examples, double scoreSum) {
    float[] before = start.value().parameterValues();
    float[] updaterBefore = start.value().updaterValues();
    float[] after = Floats.of(graph.params());
    float[] updaterAfter = GraphState.updaterOf(graph);
    List<Tuple2<Integer, GraphContribution>> contributions = new ArrayList<>();
    for (int slice = 0; slice < slices.count(); slice++) {
      boolean ofParameters = slices.ofParameters(slice);
      byte[] bytes =
          slices
              .averaging(slice)
              .contribution(
                  ofParameters ? before : updaterBefore,
                  ofParameters ? after : updaterAfter,
                  slices.start(slice),
                  slices.length(slice),
                  null);
      contributions.add(
          new Tuple2<>(slice, new GraphContribution(worker, examples, scoreSum, bytes)));
    }
    return contributions;
  }
}
