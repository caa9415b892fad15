package dev.kindling.jobs.tokenize.spark;

import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.types.UTF8String;

/** {@code pieces(text)}: the pieces of a text as the vocabulary has them, {@code ##} included. */
public final class PiecesFunction extends TextFunction<ArrayData> {
  private static final long serialVersionUID = 1;

  private final SharedTokenizer tokenizer;

  PiecesFunction(SharedTokenizer tokenizer) {
    super("pieces", DataTypes.createArrayType(DataTypes.StringType, false));
    this.tokenizer = tokenizer;
  }

  @Override
  public ArrayData invoke(UTF8String text) {
    if (text == null) {
      return null;
    }
    TextEncoder encoder = tokenizer.encoder();
    Object[] pieces = new Object[encoder.encode(text)];
    for (int i = 0; i < pieces.length; i++) {
      pieces[i] = UTF8String.fromString(tokenizer.get().vocabulary().piece(encoder.ids()[i]));
    }
    return new GenericArrayData(pieces);
  }
}
