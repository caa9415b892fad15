package dev.kindling.benchmarks.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.kindling.model.EngineOptions;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings("try") // the scope is there for what is made inside it
class Float32ParityTest {
  private static final double LOGITS = 1e-4;
  private static final double LOSS = 1e-5;
  private static final double GRADIENT = 1e-5; // of each tensor's norm

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
  void shouldAgreeWithPyTorch(ParityCase parity) {
    float[] weights = parity.weights();
    EngineOutput ours =
        EngineOutput.of(parity.config(), weights, parity.batch(), EngineOptions.cpu());
    try (PointerScope scope = new PointerScope()) {
      LibtorchNetwork network = new LibtorchNetwork(parity.config(), weights, ScalarType.Float);
      LibtorchNetwork.Output theirs = network.forward(parity.batch());
      theirs.loss().backward();
      assertLosses(ours, theirs, parity);
      if (theirs.logits() != null) {
        assertThat(Deviations.largest(ours.logits(), theirs.logits())).isLessThan(LOGITS);
      }
      assertThat(new Deviations(parity.config(), network).ofGradients(ours.gradient()))
          .allSatisfy((name, deviation) -> assertThat(deviation).isLessThan(GRADIENT));
    }
  }

  private static void assertLosses(
      EngineOutput ours, LibtorchNetwork.Output theirs, ParityCase parity) {
    int labels = Math.max(1, parity.batch().labelCount());
    int next = Math.max(1, parity.batch().nextLabelCount());
    assertThat(ours.losses().loss()).isCloseTo(theirs.loss().item_double(), within(LOSS));
    assertThat(ours.losses().labelLoss()).isCloseTo(theirs.labelLossSum() / labels, within(LOSS));
    assertThat(ours.losses().nextLoss()).isCloseTo(theirs.nextLossSum() / next, within(LOSS));
  }
}
