package dev.kindling.train.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class StateVectorsTest {
  @Test
  void shouldTravelWithoutChangingABit() throws Exception {
    float[] values = new float[200_000]; // more than one block, and no whole number of them
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.intBitsToFloat(i * 0x9E3779B1);
    }
    values[0] = -0.0f;
    StateVectors vectors =
        new StateVectors()
            .with(StateVector.SECOND_MOMENT, new float[] {1.5f})
            .with(StateVector.PARAMETERS, values)
            .with(StateVector.RESIDUAL, new float[0]);

    StateVectors copy = copy(vectors);

    assertThat(copy.present())
        .containsExactly(StateVector.PARAMETERS, StateVector.SECOND_MOMENT, StateVector.RESIDUAL);
    assertThat(FloatBytes.encode(copy.get(StateVector.PARAMETERS), 0, values.length))
        .isEqualTo(FloatBytes.encode(values, 0, values.length));
    assertThat(copy.get(StateVector.RESIDUAL)).isEmpty();
    assertThat(copy.get(StateVector.SECOND_MOMENT)).containsExactly(1.5f);
    assertThat(copy.get(StateVector.FIRST_MOMENT)).isNull();
  }

  @Test
  void shouldGiveSomeOfItsVectors() {
    StateVectors vectors =
        new StateVectors()
            .with(StateVector.PARAMETERS, new float[1])
            .with(StateVector.RESIDUAL, new float[1]);

    assertThat(vectors.only(Set.of(StateVector.PARAMETERS, StateVector.FIRST_MOMENT)).present())
        .containsExactly(StateVector.PARAMETERS);
    assertThat(vectors.present()).hasSize(2);
  }

  @SuppressWarnings("BanSerializableRead") // how Spark sends a broadcast
  private static StateVectors copy(StateVectors vectors)
      throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(vectors);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (StateVectors) in.readObject();
    }
  }
}
