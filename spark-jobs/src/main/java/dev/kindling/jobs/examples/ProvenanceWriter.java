package dev.kindling.jobs.examples;

import dev.kindling.examples.Origin;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * Writes where the examples of a shard come from: a Parquet file with a row for each run of tokens
 * of one document, in the order of the shard's records.
 */
final class ProvenanceWriter implements Closeable {
  private static final MessageType SCHEMA =
      Types.buildMessage()
          .required(PrimitiveTypeName.INT64)
          .named("record")
          .required(PrimitiveTypeName.INT64)
          .named("example")
          .required(PrimitiveTypeName.INT32)
          .named("first_token")
          .required(PrimitiveTypeName.INT32)
          .named("tokens")
          .required(PrimitiveTypeName.BINARY)
          .as(LogicalTypeAnnotation.stringType())
          .named("document")
          .required(PrimitiveTypeName.INT32)
          .named("start")
          .required(PrimitiveTypeName.INT32)
          .named("end")
          .named("provenance");

  /** Rows are small, and a task may write while another builds examples: little memory. */
  private static final long ROW_GROUP_BYTES = 4L << 20;

  private final ParquetWriter<Group> writer;

  /**
   * A writer.
   *
   * @param target closed with this writer
   */
  ProvenanceWriter(OutputStream target) throws IOException {
    writer =
        ExampleParquetWriter.builder(new StreamFile(target))
            .withType(SCHEMA)
            .withConf(new Configuration(false))
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .withRowGroupSize(ROW_GROUP_BYTES)
            .build();
  }

  /**
   * Writes the rows of one example.
   *
   * @param record its number in the shard
   */
  void write(long record, Packed.Traced traced) throws IOException {
    for (Origin origin : traced.origins()) {
      SimpleGroup row = new SimpleGroup(SCHEMA);
      row.add("record", record);
      row.add("example", traced.example().id());
      row.add("first_token", origin.firstToken());
      row.add("tokens", origin.tokens());
      row.add("document", origin.document());
      row.add("start", origin.start());
      row.add("end", origin.end());
      writer.write(row);
    }
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }

  /** A file of which there is only the stream. */
  private record StreamFile(OutputStream target) implements OutputFile {
    @Override
    public PositionOutputStream create(long blockSizeHint) {
      return new PositionOutputStream() {
        private long position;

        @Override
        public long getPos() {
          return position;
        }

        @Override
        public void write(int b) throws IOException {
          target.write(b);
          position++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          target.write(bytes, offset, length);
          position += length;
        }

        @Override
        public void flush() throws IOException {
          target.flush();
        }

        @Override
        public void close() throws IOException {
          target.close();
        }
      };
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
      return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }
  }
}
