package dev.kindling.benchmarks.parity;

import dev.kindling.model.ParameterLayout;
import dev.kindling.model.ParameterSlice;
import dev.kindling.model.TransformerConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.bytedeco.javacpp.PointerScope;
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
    return bySlice(slice -> relative(slice(ours, slice), gradient(slice)));
  }

  /** Returns the cosine of the angle between both gradients of each slice; 1 if both are zero. */
  Map<String, Double> cosinesOfGradients(float[] ours) {
    return bySlice(slice -> cosine(slice(ours, slice), gradient(slice)));
  }

  /**
   * Returns {@code |ours - theirs| / |theirs - start|} of each slice of the weights. Keys' biases
   * are left out: softmax does not see them, so that their gradient is nothing but rounding, which
   * Adam makes as large as any other.
   */
  Map<String, Double> ofUpdates(float[] start, float[] ours) {
    return bySlice(
        slice -> {
          Tensor from = slice(start, slice);
          Tensor theirs = network.parameters().get(slice.name()).detach().to(ScalarType.Double);
          Tensor ourUpdate = slice(ours, slice).sub(from);
          Tensor theirUpdate = theirs.sub(from);
          return slice.name().endsWith("attention.qkv.bias")
              ? relative(withoutKeys(ourUpdate), withoutKeys(theirUpdate))
              : relative(ourUpdate, theirUpdate);
        });
  }

  @SuppressWarnings("try") // the scope is there for what is made inside it
  private Map<String, Double> bySlice(ToDoubleFunction<ParameterSlice> measure) {
    Map<String, Double> values = new LinkedHashMap<>();
    for (ParameterSlice slice : ParameterLayout.of(config).slices()) {
      try (PointerScope scope = new PointerScope()) { // a slice in double may take 300 MB
        values.put(slice.name(), measure.applyAsDouble(slice));
      }
    }
    return values;
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

  private static double cosine(Tensor a, Tensor b) {
    double norms = norm(a) * norm(b);
    return norm(a) + norm(b) == 0 ? 1 : a.mul(b).sum().item_double() / norms;
  }

  private static double norm(Tensor tensor) {
    return tensor.norm().item_double();
  }
}
