package dev.kindling.jobs.tokenize.spark;

import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/** {@code encode(text)}: the ids of a text, without special tokens around it. */
public final class EncodeFunction extends TextFunction<ArrayData> {
  private static final long serialVersionUID = 1;

  private final SharedTokenizer tokenizer;

  EncodeFunction(SharedTokenizer tokenizer) {
    super("encode", DataTypes.createArrayType(DataTypes.IntegerType, false));
    this.tokenizer = tokenizer;
  }

  @Override
  public ArrayData invoke(UTF8String text) {
    if (text == null) {
      return null;
    }
    TextEncoder encoder = tokenizer.encoder();
    int size = encoder.encode(text);
    int[] ids = encoder.ids();
    UnsafeArrayData array = UnsafeArrayData.createFreshArray(size, Integer.BYTES);
    for (int i = 0; i < size; i++) {
      array.setInt(i, ids[i]);
    }
    return array;
  }
}
