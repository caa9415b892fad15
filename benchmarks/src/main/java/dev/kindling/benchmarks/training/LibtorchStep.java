package dev.kindling.benchmarks.training;

import static org.bytedeco.pytorch.global.torch.clip_grad_norm_;
import static org.bytedeco.pytorch.global.torch.manual_seed;
import static org.bytedeco.pytorch.global.torch.set_num_threads;

import dev.kindling.model.Precision;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** Official libtorch, eager mode, with the optimizer and the clipping that it brings. */
final class LibtorchStep implements TrainingStep {
  private static final double CLIP_NORM = 1;

  private final LibtorchNetwork network;
  private final TensorVector parameters;
  private final AdamW optimizer;

  LibtorchStep(Workload workload, Precision precision, int threads) {
    set_num_threads(threads);
    manual_seed(1);
    ScalarType type = precision == Precision.BFLOAT16 ? ScalarType.BFloat16 : ScalarType.Float;
    LibtorchLayers layers = new LibtorchLayers(workload.model(), type);
    network = new LibtorchNetwork(workload, layers);
    parameters = new TensorVector(layers.parameters().toArray(new Tensor[0]));
    optimizer = new AdamW(parameters, new AdamWOptions(LEARNING_RATE)); // its defaults are ours
  }

  @Override
  @SuppressWarnings("try") // the scope works by being open
  public double step() {
    try (PointerScope scope = new PointerScope()) { // frees the step's tensors, as Python would
      optimizer.zero_grad();
      Tensor loss = network.loss();
      loss.backward();
      clip_grad_norm_(parameters, CLIP_NORM);
      optimizer.step();
      return loss.item_float();
    }
  }

  @Override
  public void close() {
    optimizer.close();
    parameters.close();
  }
}
