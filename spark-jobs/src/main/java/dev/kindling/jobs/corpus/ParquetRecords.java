package dev.kindling.jobs.corpus;

import dev.kindling.corpus.read.ReadLimits;
import dev.kindling.corpus.read.ReadOptions;
import dev.kindling.corpus.read.ReadResult;
import dev.kindling.corpus.read.RecordSource;
import dev.kindling.corpus.read.TableRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.crypto.ParquetCryptoRuntimeException;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;

/**
 * The rows of a Parquet file. Of a row group only the columns in question are read; one is held at
 * a time, compressed. Behind a row group that is damaged the next one is read.
 */
final class ParquetRecords implements RecordSource {
  /** Below this many rows, or bytes, no ratio is suspicious. */
  private static final long RATIO_FREE = 1 << 20;

  private final String source;
  private final ReadLimits limits;
  private final ReadOptions options;
  private ParquetFileReader file;
  private MessageType projection;
  private RecordReader<Group> rows;
  private int nextGroup;
  private long groupStart; // row numbers
  private long groupEnd;
  private long row;
  private long fileBytes;
  private long textBytes;
  private Optional<ReadResult> upcoming = Optional.empty();

  private ParquetRecords(String source, ReadLimits limits, ReadOptions options) {
    this.source = source;
    this.limits = limits;
    this.options = options;
  }

  /**
   * Opens a file and reads its footer.
   *
   * @throws IOException if there is no such file, or it may not be read
   */
  static ParquetRecords open(
      FileSystem storage, Path path, String source, ReadLimits limits, ReadOptions options)
      throws IOException {
    ParquetRecords records = new ParquetRecords(source, limits, options);
    ParquetStorage bytes = new ParquetStorage(storage, path);
    records.start(bytes, storage.getConf());
    return records;
  }

  private void start(ParquetStorage bytes, Configuration hadoop) {
    fileBytes = Math.max(1, bytes.getLength());
    try {
      file = open(bytes, hadoop, limits);
      MessageType schema = file.getFooter().getFileMetaData().getSchema();
      ParquetColumns columns = new ParquetColumns(schema, options);
      Optional<String> problem = columns.problem();
      if (problem.isPresent()) {
        upcoming = Optional.of(TableRow.damaged(source, 0, "no-text-column", problem.get()));
        nextGroup = file.getRowGroups().size();
        return;
      }
      projection = columns.projection();
      file.setRequestedSchema(projection);
    } catch (UncheckedIOException e) {
      throw e;
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      upcoming = Optional.of(damaged(0, e));
    }
  }

  /** Opens the reader with limits on what one page may take. */
  static ParquetFileReader open(ParquetStorage bytes, Configuration hadoop, ReadLimits limits)
      throws IOException {
    return ParquetFileReader.open(
        bytes,
        HadoopReadOptions.builder(hadoop)
            .withCodecFactory(new BoundedCodecs(new CodecFactory(hadoop, 0), maxPageBytes(limits)))
            .build());
  }

  /** A page holds at least one value, with its length before it. */
  private static long maxPageBytes(ReadLimits limits) {
    return Math.max(limits.maxRecordBytes(), 1 << 24) + Integer.BYTES;
  }

  @Override
  public boolean hasNext() {
    while (upcoming.isEmpty() && (row < groupEnd || startGroup())) {
      if (upcoming.isEmpty()) {
        upcoming = Optional.of(readRow());
      }
    }
    return upcoming.isPresent();
  }

  @Override
  public ReadResult next() {
    if (!hasNext()) {
      throw new NoSuchElementException(source + " has no more rows");
    }
    ReadResult result = upcoming.get();
    upcoming = Optional.empty();
    return result;
  }

  @Override
  public void close() {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Goes to the next row group; one that is damaged gives one reject. False behind the last. */
  private boolean startGroup() {
    if (file == null || nextGroup >= file.getRowGroups().size()) {
      return false;
    }
    groupStart = groupEnd;
    row = groupStart;
    groupEnd = groupStart + Math.max(0, file.getRowGroups().get(nextGroup).getRowCount());
    try {
      checkCounts(file.getRowGroups().get(nextGroup));
      PageReadStore pages = file.readRowGroup(nextGroup);
      MessageColumnIO columns = new ColumnIOFactory().getColumnIO(projection);
      rows = columns.getRecordReader(pages, new GroupRecordConverter(projection));
    } catch (UncheckedIOException e) {
      throw e;
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      loseGroup(e);
    }
    nextGroup++;
    return true;
  }

  /** A few bytes can say that a value comes billions of times. */
  private void checkCounts(BlockMetaData group) throws IOException {
    long bytes = 0;
    for (ColumnChunkMetaData column : group.getColumns()) {
      if (projection.containsPath(column.getPath().toArray())) {
        bytes += column.getTotalSize();
        if (column.getValueCount() != group.getRowCount()) {
          throw new IOException(
              "the row group says to have %d rows and %d values of %s"
                  .formatted(group.getRowCount(), column.getValueCount(), column.getPath()));
        }
      }
    }
    if (group.getRowCount() > RATIO_FREE + limits.maxDecompressedRatio() * bytes) {
      throw new IOException(group.getRowCount() + " rows cannot come of " + bytes + " bytes");
    }
  }

  private ReadResult readRow() {
    try {
      Group group = rows.read();
      byte[] text = null;
      if (group.getFieldRepetitionCount(options.textColumn()) > 0) {
        text = group.getBinary(options.textColumn(), 0).getBytes();
      }
      textBytes += text == null ? 0 : text.length;
      if (textBytes > RATIO_FREE && textBytes / fileBytes >= limits.maxDecompressedRatio()) {
        nextGroup = file.getRowGroups().size();
        throw new IllegalStateException(
            "%d bytes gave more than max-decompressed-ratio %d allows"
                .formatted(fileBytes, limits.maxDecompressedRatio()));
      }
      String uri = null;
      if (projection.getFieldCount() > 1
          && group.getFieldRepetitionCount(options.uriColumn()) > 0) {
        uri = group.getValueToString(projection.getFieldIndex(options.uriColumn()), 0);
      }
      return TableRow.read(source, row++, uri, text, limits);
    } catch (UncheckedIOException e) {
      throw e;
    } catch (RuntimeException | OutOfMemoryError e) {
      loseGroup(e);
      ReadResult lost = upcoming.orElseThrow();
      upcoming = Optional.empty();
      return lost;
    }
  }

  /**
   * Gives up the rows that are left of the group. An array that a damaged length asked for, and no
   * memory holds, is damage too: nothing was taken for it.
   */
  private void loseGroup(Throwable e) {
    upcoming = Optional.of(damaged(row, e));
    row = groupEnd;
  }

  private ReadResult damaged(long at, Throwable e) {
    boolean encrypted = e instanceof ParquetCryptoRuntimeException;
    return TableRow.damaged(
        source,
        at,
        encrypted ? "encrypted" : "malformed-parquet",
        "rows from %d on cannot be read: %s".formatted(at, e));
  }
}
