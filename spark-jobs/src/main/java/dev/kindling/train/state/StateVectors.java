package dev.kindling.train.state;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * Some vectors of a training state. They travel as raw bytes in blocks, not one object write per
 * number; in local mode Spark hands over the object itself, so nobody changes an array after it was
 * put here.
 */
public final class StateVectors implements Externalizable {
  private static final long serialVersionUID = 1;
  private static final int BLOCK_FLOATS = 64 * 1024;

  private final Map<StateVector, float[]> vectors = new EnumMap<>(StateVector.class);

  /** No vectors. Also for deserialisation. */
  public StateVectors() {}

  /** These vectors and one more, or another in its place; arrays are kept, not copied. */
  public StateVectors with(StateVector vector, float[] values) {
    StateVectors more = new StateVectors();
    more.vectors.putAll(vectors);
    more.vectors.put(vector, values);
    return more;
  }

  /** Those of a set that are here. */
  public StateVectors only(Set<StateVector> wanted) {
    StateVectors some = new StateVectors();
    some.vectors.putAll(vectors);
    some.vectors.keySet().retainAll(wanted);
    return some;
  }

  /** One vector, null where it is not kept here. */
  public float[] get(StateVector vector) {
    return vectors.get(vector);
  }

  /** Which vectors are here, in the order of {@link StateVector}. */
  public Set<StateVector> present() {
    return Collections.unmodifiableSet(vectors.keySet());
  }

  @Override
  public void writeExternal(ObjectOutput out) throws IOException {
    out.writeInt(vectors.size());
    byte[] block = new byte[BLOCK_FLOATS * Float.BYTES];
    for (Map.Entry<StateVector, float[]> entry : vectors.entrySet()) {
      float[] values = entry.getValue();
      out.writeUTF(entry.getKey().name());
      out.writeInt(values.length);
      for (int from = 0; from < values.length; from += BLOCK_FLOATS) {
        int count = Math.min(BLOCK_FLOATS, values.length - from);
        littleEndian(block).asFloatBuffer().put(values, from, count);
        out.write(block, 0, count * Float.BYTES);
      }
    }
  }

  @Override
  public void readExternal(ObjectInput in) throws IOException {
    byte[] block = new byte[BLOCK_FLOATS * Float.BYTES];
    for (int left = in.readInt(); left > 0; left--) {
      StateVector vector = StateVector.valueOf(in.readUTF());
      float[] values = new float[in.readInt()];
      for (int from = 0; from < values.length; from += BLOCK_FLOATS) {
        int count = Math.min(BLOCK_FLOATS, values.length - from);
        in.readFully(block, 0, count * Float.BYTES);
        littleEndian(block).asFloatBuffer().get(values, from, count);
      }
      vectors.put(vector, values);
    }
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
