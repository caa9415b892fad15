package dev.kindling.jobs.corpus;

import dev.kindling.jobs.storage.Workspace;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.TaskCompletionListener;

/**
 * The rows of one Parquet file in their order, one at a time. Spark's own reader divides files
 * among tasks as it likes; here a task takes one file, so that what it writes is in the order of
 * ids without another sort.
 */
final class ParquetRows implements Iterator<Row>, Closeable {
  private final Path file;
  private final StructType columns;
  private final ParquetReader<Group> reader;
  private Group next;

  /**
   * The rows of a table's file; none where the table has no such file.
   *
   * @param directory of a table that {@link SortedParquet} wrote
   * @param number of the file
   * @param columns as for the constructor
   * @throws UncheckedIOException if it cannot be opened
   */
  static Iterator<Row> open(Workspace workspace, Path directory, int number, StructType columns) {
    Path file = SortedParquet.file(directory, number);
    try {
      return workspace.exists(file)
          ? new ParquetRows(workspace, file, columns)
          : Collections.emptyIterator();
    } catch (IOException e) {
      throw new UncheckedIOException("Storage failed while looking for " + file, e);
    }
  }

  /**
   * Opens a file; inside a Spark task it is closed with the task at the latest.
   *
   * @param columns of strings, longs, doubles, booleans, and arrays of structs of these; those that
   *     the file has not are null
   * @throws UncheckedIOException if it cannot be opened
   */
  ParquetRows(Workspace workspace, Path file, StructType columns) {
    this.file = file;
    this.columns = columns;
    try {
      Configuration hadoop = workspace.fileSystem(file).getConf();
      reader = ParquetReader.builder(new Projection(columns), file).withConf(hadoop).build();
    } catch (IOException e) {
      throw failed(e);
    }
    TaskContext task = TaskContext.get();
    if (task != null) {
      TaskCompletionListener close = ended -> close();
      task.addTaskCompletionListener(close);
    }
  }

  @Override
  public boolean hasNext() {
    try {
      next = next == null ? reader.read() : next;
    } catch (IOException e) {
      throw failed(e);
    }
    return next != null;
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    Row row = row(next, columns);
    next = null;
    return row;
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static Row row(Group group, StructType columns) {
    Object[] values = new Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(group, columns.apply(i).name(), columns.apply(i).dataType());
    }
    return new GenericRowWithSchema(values, columns);
  }

  private static Object value(Group group, String name, DataType type) {
    if (!group.getType().containsField(name) || group.getFieldRepetitionCount(name) == 0) {
      return null;
    }
    if (type.equals(DataTypes.StringType)) {
      return group.getString(name, 0);
    }
    if (type.equals(DataTypes.LongType)) {
      return group.getLong(name, 0);
    }
    if (type.equals(DataTypes.DoubleType)) {
      return group.getDouble(name, 0);
    }
    if (type.equals(DataTypes.BooleanType)) {
      return group.getBoolean(name, 0);
    }
    if (type instanceof ArrayType array && array.elementType() instanceof StructType element) {
      return rows(group.getGroup(name, 0), element);
    }
    throw new IllegalArgumentException("a column of type " + type + " cannot be read here");
  }

  /** A list is a group of repeated groups, each of which holds one element. */
  private static Row[] rows(Group list, StructType columns) {
    Row[] rows = new Row[list.getFieldRepetitionCount(0)];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = row(list.getGroup(0, i).getGroup(0, 0), columns);
    }
    return rows;
  }

  /** Asks for the file's own columns of the wanted names. */
  private static final class Projection extends GroupReadSupport {
    private final Set<String> names;

    Projection(StructType columns) {
      this.names = Set.of(columns.fieldNames());
    }

    @Override
    public ReadContext init(
        Configuration hadoop, Map<String, String> metadata, MessageType fileSchema) {
      List<Type> wanted =
          fileSchema.getFields().stream().filter(f -> names.contains(f.getName())).toList();
      return new ReadContext(new MessageType(fileSchema.getName(), wanted));
    }
  }

  private UncheckedIOException failed(IOException e) {
    return new UncheckedIOException("Storage failed while reading " + file, e);
  }
}
