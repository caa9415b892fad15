package dev.kindling.jobs.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

final class StorageStreamTest {
  @Test
  void shouldPassBytesThrough() throws IOException {
    InputStream in = new StorageStream(new ByteArrayInputStream(new byte[] {1, 2, 3}), "f");

    assertThat(in.readAllBytes()).containsExactly(1, 2, 3);
  }

  @Test
  void shouldNotLetAStorageFailureLookLikeABrokenFile() {
    InputStream lost =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("connection reset");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            throw new IOException("connection reset");
          }
        };

    assertThatThrownBy(() -> new StorageStream(lost, "hdfs://host/f").read(new byte[4], 0, 4))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("hdfs://host/f")
        .hasRootCauseMessage("connection reset");
  }
}
