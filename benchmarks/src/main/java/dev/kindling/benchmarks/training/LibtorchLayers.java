package dev.kindling.benchmarks.training;

import static org.bytedeco.pytorch.global.torch.gelu;
import static org.bytedeco.pytorch.global.torch.layer_norm;
import static org.bytedeco.pytorch.global.torch.ones;
import static org.bytedeco.pytorch.global.torch.randn;
import static org.bytedeco.pytorch.global.torch.scaled_dot_product_attention;
import static org.bytedeco.pytorch.global.torch.zeros;

import dev.kindling.model.TransformerConfig;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * What a transformer is made of, in libtorch's operations and in the types that its automatic mixed
 * precision gives them: matrix products and attention in one type, everything else, master weights
 * included, in float32.
 */
final class LibtorchLayers {
  private static final Scalar DEVIATION = new Scalar(0.02);

  private final TransformerConfig config;
  private final ScalarType productType;
  private final List<Tensor> parameters = new ArrayList<>();

  LibtorchLayers(TransformerConfig config, ScalarType productType) {
    this.config = config;
    this.productType = productType;
  }

  /** Weight (out, in) and bias (out) of a linear layer. */
  record Linear(Tensor weight, Tensor bias) {}

  /** Gain and bias of a layer normalisation. */
  record Norm(Tensor gain, Tensor bias) {}

  /** Returns all parameters made so far. */
  List<Tensor> parameters() {
    return parameters;
  }

  Tensor matrix(long rows, long columns) {
    return parameter(randn(rows, columns).mul(DEVIATION));
  }

  Tensor vector(long size) {
    return parameter(zeros(size));
  }

  Linear linear(long out, long in) {
    return new Linear(matrix(out, in), vector(out));
  }

  Norm norm() {
    return new Norm(parameter(ones(config.hidden())), vector(config.hidden()));
  }

  private Tensor parameter(Tensor tensor) {
    parameters.add(tensor.set_requires_grad(true));
    return tensor;
  }

  /** Returns x·weightᵀ + bias in the products' type. */
  Tensor apply(Linear layer, Tensor x) {
    return project(x, layer.weight(), layer.bias());
  }

  Tensor project(Tensor x, Tensor weight, Tensor bias) {
    return torch.linear(cast(x), cast(weight), new TensorOptional(cast(bias)));
  }

  Tensor project(Tensor x, Tensor weight) {
    return torch.linear(cast(x), cast(weight));
  }

  Tensor apply(Norm norm, Tensor x) {
    return layer_norm(
        x,
        new long[] {config.hidden()},
        new TensorOptional(norm.gain()),
        new TensorOptional(norm.bias()),
        config.layerNormEpsilon(),
        true);
  }

  Tensor activation(Tensor x) {
    return config.isBert() ? gelu(x) : gelu(x, "tanh");
  }

  /**
   * Multi-head attention.
   *
   * @param qkv (B, L, 3·hidden)
   * @return (B, L, hidden)
   */
  Tensor attention(Tensor qkv) {
    long sequences = qkv.size(0);
    long length = qkv.size(1);
    Tensor byHead =
        qkv.view(sequences, length, 3, config.heads(), config.headSize()).permute(2, 0, 3, 1, 4);
    Tensor context =
        scaled_dot_product_attention(
            byHead.select(0, 0),
            byHead.select(0, 1),
            byHead.select(0, 2),
            new TensorOptional(),
            0, // dropout
            !config.isBert(), // causal
            new DoubleOptional(),
            false);
    return context.transpose(1, 2).reshape(sequences, length, config.hidden());
  }

  private Tensor cast(Tensor tensor) {
    return tensor.to(productType); // itself where it is of that type
  }
}
