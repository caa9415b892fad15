package dev.kindling.jobs.corpus;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/** Refuses pages that say to be larger than a limit, before memory is taken for them. */
final class BoundedCodecs implements CompressionCodecFactory {
  private final CompressionCodecFactory codecs;
  private final long maxPageBytes;

  BoundedCodecs(CompressionCodecFactory codecs, long maxPageBytes) {
    this.codecs = codecs;
    this.maxPageBytes = maxPageBytes;
  }

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName codec) {
    return codecs.getCompressor(codec);
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
    BytesInputDecompressor decompressor = codecs.getDecompressor(codec);
    return new BytesInputDecompressor() {
      @Override
      public BytesInput decompress(BytesInput bytes, int size) throws IOException {
        check(size);
        return decompressor.decompress(bytes, size);
      }

      @Override
      public void decompress(ByteBuffer in, int compressed, ByteBuffer out, int size)
          throws IOException {
        check(size);
        decompressor.decompress(in, compressed, out, size);
      }

      @Override
      public void release() {
        decompressor.release();
      }
    };
  }

  @Override
  public void release() {
    codecs.release();
  }

  private void check(int size) throws IOException {
    if (size < 0 || size > maxPageBytes) {
      throw new IOException("a page of " + size + " bytes passes the limit of " + maxPageBytes);
    }
  }
}
