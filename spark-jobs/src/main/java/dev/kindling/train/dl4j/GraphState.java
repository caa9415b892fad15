package dev.kindling.train.dl4j;

import dev.kindling.model.dl4j.Floats;
import dev.kindling.train.state.FloatBytes;
import java.io.Serializable;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A graph on its way to the workers: bytes, which travel as one block.
 *
 * @param configuration as JSON
 * @param parameters of float32
 * @param updater its state, of float32; empty where it has none
 * @param iteration minibatches trained on before
 * @param epoch epochs trained before
 */
@SuppressWarnings("ArrayRecordComponent") // carried, never compared
record GraphState(String configuration, byte[] parameters, byte[] updater, int iteration, int epoch)
    implements Serializable {

  static GraphState of(ComputationGraph graph, float[] parameters, float[] updater) {
    ComputationGraphConfiguration configuration = graph.getConfiguration();
    return new GraphState(
        configuration.toJson(),
        FloatBytes.encode(parameters, 0, parameters.length),
        FloatBytes.encode(updater, 0, updater.length),
        configuration.getIterationCount(),
        configuration.getEpochCount());
  }

  /** Such a graph, with this state. */
  ComputationGraph open() {
    ComputationGraphConfiguration settings = ComputationGraphConfiguration.fromJson(configuration);
    settings.setIterationCount(iteration);
    settings.setEpochCount(epoch);
    ComputationGraph graph = new ComputationGraph(settings);
    graph.init(Nd4j.createFromArray(parameterValues()), false);
    if (updater.length > 0) {
      set(graph.getUpdater().getStateViewArray(), updaterValues());
    }
    return graph;
  }

  float[] parameterValues() {
    return values(parameters);
  }

  float[] updaterValues() {
    return values(updater);
  }

  private static float[] values(byte[] bytes) {
    float[] values = new float[bytes.length / Float.BYTES];
    FloatBytes.decode(bytes, values, 0);
    return values;
  }

  /** The state of a graph's updater; empty where it has none. */
  static float[] updaterOf(ComputationGraph graph) {
    INDArray state = graph.getUpdater().getStateViewArray();
    return state == null ? new float[0] : Floats.of(state);
  }

  static void set(INDArray target, float[] values) {
    target.assign(Nd4j.createFromArray(values).reshape('c', target.shape()));
  }
}
