package dev.kindling.benchmarks.parity;

import dev.kindling.model.Batch;
import dev.kindling.model.OptimizerConfig;
import dev.kindling.model.ParameterLayout;
import dev.kindling.model.ParameterSlice;
import dev.kindling.model.TransformerConfig;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** PyTorch's own AdamW and clipping: one optimizer for what decays, one for the rest. */
final class LibtorchAdamW {
  /** What a step reports. */
  record Step(double loss, double gradientNorm) {}

  private final LibtorchNetwork network;
  private final double clipNorm;
  private final AdamW decaying;
  private final AdamW others;

  LibtorchAdamW(
      TransformerConfig config,
      LibtorchNetwork network,
      OptimizerConfig optimizer,
      double learningRate) {
    this.network = network;
    this.clipNorm = optimizer.clipNorm();
    this.decaying = adamW(config, true, optimizer, learningRate, optimizer.weightDecay());
    this.others = adamW(config, false, optimizer, learningRate, 0);
  }

  private AdamW adamW(
      TransformerConfig config,
      boolean decays,
      OptimizerConfig optimizer,
      double learningRate,
      double weightDecay) {
    Tensor[] tensors =
        ParameterLayout.of(config).slices().stream()
            .filter(slice -> slice.decays() == decays)
            .map(ParameterSlice::name)
            .map(network.parameters()::get)
            .toArray(Tensor[]::new);
    AdamWOptions options = new AdamWOptions(learningRate);
    // A C++ tuple of two doubles, laid out last element first by GNU's library.
    options.betas().put(1, optimizer.beta1()).put(0, optimizer.beta2());
    options.eps().put(optimizer.epsilon());
    options.weight_decay().put(weightDecay);
    return new AdamW(new TensorVector(tensors), options);
  }

  /** Returns the loss before the step and the gradient's norm before clipping. */
  Step step(Batch batch) {
    decaying.zero_grad();
    others.zero_grad();
    Tensor loss = network.forward(batch).loss();
    loss.backward();
    Tensor[] withGradient =
        network.parameters().values().stream()
            .filter(tensor -> tensor.grad().defined())
            .toArray(Tensor[]::new);
    double limit = clipNorm > 0 ? clipNorm : Float.MAX_VALUE;
    double norm = torch.clip_grad_norm_(new TensorVector(withGradient), limit);
    decaying.step();
    others.step();
    return new Step(loss.item_double(), norm);
  }
}
