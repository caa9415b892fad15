package dev.kindling.model.dl4j;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Between ND4J's arrays and Java's: whole blocks of memory, not element by element. */
public final class Floats {
  static {
    KernelsFirst.load();
  }

  private Floats() {}

  /** A copy of an array's elements, row-major. */
  public static float[] of(INDArray array) {
    float[] values = new float[Math.toIntExact(array.length())];
    if (values.length > 0) {
      INDArray plain = array.castTo(DataType.FLOAT);
      if (plain.isView() || plain.ordering() != 'c') {
        plain = plain.dup('c');
      }
      try (FloatPointer memory = new FloatPointer(plain.data().addressPointer())) {
        memory.get(values);
      }
    }
    return values;
  }

  /** The same, of whole numbers. */
  static int[] ints(INDArray array) {
    float[] values = of(array);
    int[] ints = new int[values.length];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = (int) values[i];
    }
    return ints;
  }

  /** An array of float32 with these elements, row-major. */
  static INDArray array(float[] values, long... shape) {
    return Nd4j.createFromArray(values).reshape('c', shape);
  }
}
