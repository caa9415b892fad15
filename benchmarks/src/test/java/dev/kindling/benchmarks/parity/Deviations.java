package dev.kindling.benchmarks.parity;

import dev.kindling.model.ParameterLayout;
import dev.kindling.model.ParameterSlice;
import dev.kindling.model.TransformerConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** How far the engine's vectors are from PyTorch's tensors, slice by slice, in double. */
final class Deviations {
  private final TransformerConfig config;
  private final LibtorchNetwork network;

  Deviations(TransformerConfig config, LibtorchNetwork network) {
    this.config = config;
    this.network = network;
  }

  /**
   * Returns {@code |ours - theirs| / |theirs|} of each gradient; where theirs is zero, 0 if ours is
   * zero too, else infinity.
   */
  Map<String, Double> ofGradients(float[] ours) {
    Map<String, Double> deviations = new LinkedHashMap<>();
    for (ParameterSlice slice : ParameterLayout.of(config).slices()) {
      deviations.put(slice.name(), relative(slice(ours, slice), gradient(slice)));
    }
    return deviations;
  }

  /** Returns the cosine of the angle between both gradients of each slice; 1 if both are zero. */
  Map<String, Double> cosinesOfGradients(float[] ours) {
    Map<String, Double> cosines = new LinkedHashMap<>();
    for (ParameterSlice slice : ParameterLayout.of(config).slices()) {
      Tensor a = slice(ours, slice);
      Tensor b = gradient(slice);
      double norms = norm(a) * norm(b);
      boolean bothZero = norm(a) + norm(b) == 0;
      cosines.put(slice.name(), bothZero ? 1 : a.mul(b).sum().item_double() / norms);
    }
    return cosines;
  }

  /**
   * Returns {@code |ours - theirs| / |theirs - start|} of each slice of the weights. Keys' biases
   * are left out: softmax does not see them, so that their gradient is nothing but rounding, which
   * Adam makes as large as any other.
   */
  Map<String, Double> ofUpdates(float[] start, float[] ours) {
    Map<String, Double> deviations = new LinkedHashMap<>();
    for (ParameterSlice slice : ParameterLayout.of(config).slices()) {
      Tensor from = slice(start, slice);
      Tensor theirs = network.parameters().get(slice.name()).detach().to(ScalarType.Double);
      Tensor ourUpdate = slice(ours, slice).sub(from);
      Tensor theirUpdate = theirs.sub(from);
      if (slice.name().endsWith("attention.qkv.bias")) {
        ourUpdate = withoutKeys(ourUpdate);
        theirUpdate = withoutKeys(theirUpdate);
      }
      deviations.put(slice.name(), relative(ourUpdate, theirUpdate));
    }
    return deviations;
  }

  private Tensor withoutKeys(Tensor qkv) {
    int hidden = config.hidden();
    return torch.cat(
        new TensorVector(qkv.narrow(0, 0, hidden), qkv.narrow(0, 2L * hidden, hidden)));
  }

  /** Returns the largest difference of two logits. */
  static double largest(float[] ours, Tensor theirs) {
    Tensor difference = Tensor.create(ours, theirs.shape()).sub(theirs.detach());
    return difference.abs().max().item_double();
  }

  private static Tensor slice(float[] vector, ParameterSlice slice) {
    return LibtorchNetwork.tensor(vector, slice).to(ScalarType.Double);
  }

  private Tensor gradient(ParameterSlice slice) {
    Tensor parameter = network.parameters().get(slice.name());
    Tensor gradient = parameter.grad();
    return gradient.defined()
        ? gradient.to(ScalarType.Double)
        : torch.zeros_like(parameter).to(ScalarType.Double);
  }

  private static double relative(Tensor ours, Tensor theirs) {
    double difference = norm(ours.sub(theirs));
    return difference == 0 ? 0 : difference / norm(theirs);
  }

  private static double norm(Tensor tensor) {
    return tensor.norm().item_double();
  }
}
