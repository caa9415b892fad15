package dev.kindling.jobs.tokenize.spark;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A function of one column of text; null gives null. Besides what stands here Spark calls {@code
 * invoke(UTF8String)} of the class below it, straight from generated code.
 *
 * @param <R> what Spark has for {@link #resultType}
 */
abstract class TextFunction<R> implements UnboundFunction, ScalarFunction<R> {
  private static final long serialVersionUID = 1;

  private final String name;
  private final DataType resultType;

  TextFunction(String name, DataType resultType) {
    this.name = name;
    this.resultType = resultType;
  }

  /**
   * What the function gives for a text.
   *
   * @param text null for null
   */
  public abstract R invoke(UTF8String text);

  @Override
  public R produceResult(InternalRow row) {
    return invoke(row.isNullAt(0) ? null : row.getUTF8String(0));
  }

  @Override
  public BoundFunction bind(StructType arguments) {
    List<DataType> types = Arrays.stream(arguments.fields()).map(StructField::dataType).toList();
    boolean isNull = types.equals(List.of(DataTypes.NullType)); // a literal one; Spark casts it
    if (!isNull && !types.equals(List.of(DataTypes.StringType))) {
      throw new UnsupportedOperationException(
          types.stream()
              .map(DataType::simpleString)
              .collect(Collectors.joining(", ", name + " takes one string, got (", ")")));
    }
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return name + "(text): " + resultType.simpleString();
  }

  @Override
  public DataType[] inputTypes() {
    return new DataType[] {DataTypes.StringType};
  }

  @Override
  public DataType resultType() {
    return resultType;
  }
}
