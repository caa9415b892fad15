package dev.kindling.train.sync;

import dev.kindling.model.averaging.ParameterAveraging;
import dev.kindling.train.state.StateVector;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * One shuffle that brings the contributions to each slice together, and one job that takes their
 * means to the driver. The driver gets them a few slices at a time and hands them on at once, so
 * that it never holds all of them.
 */
final class SliceReduction {
  /**
   * Small enough that what is on its way is little beside the vectors, and that the tasks at the
   * end are short; below the 200 above which Spark would sort the records.
   */
  private static final int MOST_PARTITIONS = 64;

  /** A task costs as much as averaging a million numbers. */
  private static final int LEAST_SLICES = 16;

  /** What is done with the slices of a vector; travels to the tasks. */
  interface Averaging extends Serializable {
    /** The arithmetic for a vector of the layout. */
    ParameterAveraging of(StateVector vector);
  }

  private final Averaging averaging;
  private final SliceLayout layout;
  private final int workers;

  SliceReduction(Averaging averaging, SliceLayout layout, int workers) {
    this.averaging = averaging;
    this.layout = layout;
    this.workers = workers;
  }

  /**
   * Computes the outcomes and averages them.
   *
   * @param take given each slice's mean once, by several threads at the same time
   */
  void run(JavaRDD<WorkerOutcome> outcomes, Consumer<SliceMean> take) {
    RDD<SliceMean> means = means(outcomes).rdd();
    ConcurrentLinkedQueue<CompletableFuture<Void>> taken = new ConcurrentLinkedQueue<>();
    SparkContext spark = means.context();
    spark.runJob(
        means,
        new ToList(),
        new AbstractFunction2<Object, List<SliceMean>, BoxedUnit>() {
          @Override
          public BoxedUnit apply(Object partition, List<SliceMean> some) {
            // Spark calls from its scheduler's only thread, which has other things to do.
            taken.add(CompletableFuture.runAsync(() -> some.forEach(take)));
            return BoxedUnit.UNIT;
          }
        },
        tag());
    taken.forEach(CompletableFuture::join);
    means.cleanShuffleDependencies(false); // or its files stay until the driver collects garbage
  }

  private JavaRDD<SliceMean> means(JavaRDD<WorkerOutcome> outcomes) {
    Averaging averagingOfRound = averaging; // the closures below must not drag this along
    SliceLayout layoutOfRound = layout;
    int contributors = workers;
    return outcomes
        .flatMapToPair(
            outcome ->
                IntStream.range(0, outcome.contributions().size())
                    .mapToObj(slice -> new Tuple2<>(slice, Contribution.of(outcome, slice)))
                    .iterator())
        .partitionBy(new HashPartitioner(partitions()))
        .mapPartitions(
            records -> {
              Map<Integer, List<Contribution>> bySlice = new HashMap<>();
              records.forEachRemaining(
                  record ->
                      bySlice
                          .computeIfAbsent(record._1(), k -> new ArrayList<>())
                          .add(record._2()));
              return bySlice.entrySet().stream()
                  .map(
                      slice -> {
                        int number = slice.getKey();
                        return SliceMean.of(
                            number,
                            layoutOfRound.length(number),
                            slice.getValue(),
                            contributors,
                            averagingOfRound.of(layoutOfRound.vector(number)));
                      })
                  .iterator();
            });
  }

  private int partitions() {
    return Math.min(MOST_PARTITIONS, (layout.slices() + LEAST_SLICES - 1) / LEAST_SLICES);
  }

  private static ClassTag<List<SliceMean>> tag() {
    return ClassTag$.MODULE$.apply(List.class);
  }

  /** All that a task computes, in one result. */
  private static final class ToList extends AbstractFunction1<Iterator<SliceMean>, List<SliceMean>>
      implements Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public List<SliceMean> apply(Iterator<SliceMean> means) {
      List<SliceMean> all = new ArrayList<>();
      while (means.hasNext()) {
        all.add(means.next());
      }
      return all;
    }
  }
}
