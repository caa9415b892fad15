package dev.kindling.benchmarks.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kindling.model.Activation;
import dev.kindling.model.EngineOptions;
import dev.kindling.model.Precision;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine in bfloat16 against PyTorch in float32. */
@SuppressWarnings("try") // the scope is there for what is made inside it
class Bfloat16ParityTest {
  private static final double LOSS = 0.005; // of the loss
  private static final double COSINE = 0.999;

  /**
   * ReLU's slope jumps at zero, so a sum that rounding takes across gives another gradient: about
   * one unit in four hundred here. PyTorch's own bfloat16 comes down to 0.9957 in these cases.
   */
  private static final double RELU_COSINE = 0.99;

  @BeforeAll
  static void loadLibtorch() {
    Libtorch.load(1);
  }

  static Stream<ParityCase> cases() {
    return Stream.of(ParityCases.batches(), ParityCases.variants(), ParityCases.sizes())
        .flatMap(Function.identity());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldGoPyTorchsWay(ParityCase parity) {
    float[] weights = parity.weights();
    EngineOptions bfloat16 = EngineOptions.cpu().withPrecision(Precision.BFLOAT16);
    EngineOutput ours = EngineOutput.of(parity.config(), weights, parity.batch(), bfloat16);
    try (PointerScope scope = new PointerScope()) {
      LibtorchNetwork network = new LibtorchNetwork(parity.config(), weights, ScalarType.Float);
      LibtorchNetwork.Output theirs = network.forward(parity.batch());
      theirs.loss().backward();
      double loss = theirs.loss().item_double();
      assertThat(ours.losses().loss()).isCloseTo(loss, within(LOSS * loss));
      assertThat(new Deviations(parity.config(), network).cosinesOfGradients(ours.gradient()))
          .allSatisfy((name, cosine) -> assertThat(cosine).isBetween(leastCosine(parity), 1.001));
    }
  }

  private static double leastCosine(ParityCase parity) {
    return parity.config().activation() == Activation.RELU ? RELU_COSINE : COSINE;
  }
}
