package dev.kindling.train.sync;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;

/**
 * Vectors in the form in which they are broadcast: raw bytes in blocks, not one object write per
 * number. In local mode Spark hands over the object itself, so readers must not change the arrays.
 */
public final class FloatVectors implements Externalizable {
  private static final long serialVersionUID = 1;
  private static final int BLOCK_FLOATS = 64 * 1024;

  private float[][] vectors;

  /** For deserialisation only. */
  public FloatVectors() {}

  private FloatVectors(float[][] vectors) {
    this.vectors = vectors;
  }

  /** Wraps vectors; the arrays are kept, not copied. */
  public static FloatVectors of(float[]... vectors) {
    return new FloatVectors(vectors);
  }

  /** The vector at a place, from 0. */
  public float[] get(int index) {
    return vectors[index];
  }

  @Override
  public void writeExternal(ObjectOutput out) throws IOException {
    out.writeInt(vectors.length);
    for (float[] values : vectors) {
      out.writeInt(values.length);
      for (int from = 0; from < values.length; from += BLOCK_FLOATS) {
        int count = Math.min(BLOCK_FLOATS, values.length - from);
        out.write(FloatBytes.encode(values, from, count));
      }
    }
  }

  @Override
  public void readExternal(ObjectInput in) throws IOException {
    vectors = new float[in.readInt()][];
    byte[] block = new byte[BLOCK_FLOATS * Float.BYTES];
    for (int v = 0; v < vectors.length; v++) {
      vectors[v] = new float[in.readInt()];
      for (int from = 0; from < vectors[v].length; from += BLOCK_FLOATS) {
        int bytes = Math.min(BLOCK_FLOATS, vectors[v].length - from) * Float.BYTES;
        in.readFully(block, 0, bytes);
        FloatBytes.decode(block, bytes, vectors[v], from);
      }
    }
  }
}
