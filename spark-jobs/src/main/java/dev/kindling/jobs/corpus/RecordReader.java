package dev.kindling.jobs.corpus;

import dev.kindling.corpus.Quarantined;
import dev.kindling.corpus.extract.ExtractionOptions;
import dev.kindling.corpus.read.DocumentReader;
import dev.kindling.corpus.read.RawBytes;
import dev.kindling.corpus.read.ReadLimits;
import dev.kindling.corpus.read.ReadResult;
import dev.kindling.corpus.read.RecordSource;
import dev.kindling.jobs.storage.Workspace;
import java.io.IOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.util.TaskCompletionListener;

/**
 * The task that turns raw files into rows of {@link CorpusTables#RECORDS}, one record at a time.
 */
final class RecordReader implements FlatMapFunction<Iterator<RawFile>, Row> {
  /** SHA-256 of no bytes: nothing of an unreadable file was read. */
  private static final String NOTHING_SHA256 =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  private final Workspace workspace;
  private final ReadLimits limits;
  private final ExtractionOptions extraction;

  RecordReader(Workspace workspace, ReadLimits limits, ExtractionOptions extraction) {
    this.workspace = workspace;
    this.limits = limits;
    this.extraction = extraction;
  }

  @Override
  public Iterator<Row> call(Iterator<RawFile> files) {
    RecordRows rows = new RecordRows();
    Records records = new Records(files);
    TaskContext task = TaskContext.get();
    if (task != null) {
      TaskCompletionListener close = ended -> records.closeReader();
      task.addTaskCompletionListener(close);
    }
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return records.hasNext();
      }

      @Override
      public Row next() {
        return rows.row(records.next());
      }
    };
  }

  /** The records of all files in turn; one file is open at a time. */
  private final class Records implements Iterator<ReadResult> {
    private final Iterator<RawFile> files;
    private RecordSource reader;
    private ReadResult next;

    Records(Iterator<RawFile> files) {
      this.files = files;
    }

    @Override
    public boolean hasNext() {
      while (next == null) {
        if (reader != null && reader.hasNext()) {
          next = reader.next();
        } else if (files.hasNext()) {
          closeReader();
          open(files.next());
        } else {
          closeReader();
          return false;
        }
      }
      return true;
    }

    @Override
    public ReadResult next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      ReadResult result = next;
      next = null;
      return result;
    }

    private void open(RawFile file) {
      try {
        if (ParquetInputs.isParquet(file)) {
          Path path = new Path(file.path());
          reader =
              ParquetRecords.open(
                  workspace.fileSystem(path), path, file.source(), limits, file.options());
          return;
        }
        RawBytes bytes = offset -> open(file.path(), offset);
        reader =
            DocumentReader.open(
                file.format(),
                file.source(),
                bytes,
                file.split(),
                limits,
                file.options().with(extraction));
      } catch (IOException e) {
        if (!file.split().first()) {
          return; // the first part tells
        }
        next =
            new ReadResult.Rejected(
                new Quarantined(
                    file.source(),
                    0,
                    file.source(),
                    "unreadable",
                    "The file cannot be opened: " + e.getMessage(),
                    NOTHING_SHA256));
      }
    }

    private StorageStream open(String path, long offset) throws IOException {
      FSDataInputStream in = workspace.open(new Path(path));
      if (offset > 0) {
        in.seek(offset);
      }
      return new StorageStream(in, path);
    }

    private void closeReader() {
      if (reader != null) {
        reader.close();
        reader = null;
      }
    }
  }
}
