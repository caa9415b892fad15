package dev.kindling.jobs.corpus;

import dev.kindling.corpus.read.ReadOptions;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;

/** Finds the columns that an input names in the schema of a file. */
final class ParquetColumns {
  private final MessageType schema;
  private final ReadOptions options;

  ParquetColumns(MessageType schema, ReadOptions options) {
    this.schema = schema;
    this.options = options;
  }

  /** What is wrong with the text column; nothing if it can be read. */
  Optional<String> problem() {
    String name = options.textColumn();
    if (!schema.containsField(name)) {
      return Optional.of("there is no column %s; there are %s".formatted(name, columns()));
    }
    return isText(schema.getType(name))
        ? Optional.empty()
        : Optional.of("the column %s holds no text; there are %s".formatted(name, columns()));
  }

  /** What is wrong with the column of names; nothing if it can be read. */
  Optional<String> uriProblem() {
    String name = options.uriColumn();
    if (!schema.containsField(name)) {
      return Optional.of("there is no column %s; there are %s".formatted(name, columns()));
    }
    return isText(schema.getType(name)) || isInteger(schema.getType(name))
        ? Optional.empty()
        : Optional.of(
            "the column %s holds neither text nor integers; there are %s"
                .formatted(name, columns()));
  }

  private boolean hasUri() {
    return uriProblem().isEmpty();
  }

  /** The columns to read, and no others. */
  MessageType projection() {
    Type text = schema.getType(options.textColumn());
    return hasUri() && !options.uriColumn().equals(options.textColumn())
        ? new MessageType(schema.getName(), text, schema.getType(options.uriColumn()))
        : new MessageType(schema.getName(), text);
  }

  private static boolean isInteger(Type type) {
    return isSingle(type)
        && (type.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT32
            || type.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT64);
  }

  /** Strings; also bytes that nothing is said about, as old writers leave them. */
  private static boolean isText(Type type) {
    LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
    return isSingle(type)
        && type.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY
        && (meaning == null || meaning.equals(LogicalTypeAnnotation.stringType()));
  }

  private static boolean isSingle(Type type) {
    return type.isPrimitive() && !type.isRepetition(Repetition.REPEATED);
  }

  private String columns() {
    return schema.getFields().stream()
        .map(type -> type.getName() + " (" + kind(type) + ")")
        .collect(Collectors.joining(", "));
  }

  private static String kind(Type type) {
    if (!type.isPrimitive()) {
      return "nested";
    }
    LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
    String name =
        meaning == null ? type.asPrimitiveType().getPrimitiveTypeName().name() : meaning.toString();
    return name.toLowerCase(Locale.ROOT);
  }
}
