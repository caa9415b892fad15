package dev.kindling.model.kernels.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GpuTest {
  @ParameterizedTest
  @CsvSource({"3, 7", "5, 2", "6, 1", "7, 0", "7, 5", "8, 0", "8, 6", "8, 9"})
  void shouldTakeGpusThatTheLibraryHasCodeFor(int major, int minor) {
    assertThat(Gpu.refusal(List.of(new Gpu("any", major, minor)))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"9, 0", "10, 0", "12, 1"})
  void shouldNameTheCudaBackendOnLaterGpus(int major, int minor) {
    List<Gpu> gpus = List.of(new Gpu("A100", 8, 0), new Gpu("H100", major, minor));
    assertThat(Gpu.refusal(gpus).orElseThrow())
        .isEqualTo(
            "The backend nd4j cannot compute on the GPU H100, whose compute capability is %d.%d: the CUDA library of ND4J 1.0.0-M2.1 has code for 3.7 to 8.9 only; take the backend cuda."
                .formatted(major, minor));
  }

  @ParameterizedTest
  @CsvSource({"3, 5", "2, 1"})
  void shouldSendOlderGpusToTheProcessor(int major, int minor) {
    assertThat(Gpu.refusal(List.of(new Gpu("K20", major, minor))).orElseThrow())
        .endsWith("take the backend cpu.");
  }

  @Test
  void shouldTakeTheFirstGpuOrTheOneAskedFor() {
    assertThat(Gpu.index("", 0)).isZero();
    assertThat(Gpu.index("", 4)).isZero();
    assertThat(Gpu.index("3", 4)).isEqualTo(3);
    assertThatThrownBy(() -> Gpu.index("4", 4))
        .hasMessage("there is no GPU 4 for the backend nd4j, which sees 0 to 3");
    assertThatThrownBy(() -> Gpu.index("0", 0))
        .hasMessage("the backend nd4j has no GPU 0: its library here computes on the processor");
  }
}
