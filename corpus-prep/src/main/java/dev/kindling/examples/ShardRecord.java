package dev.kindling.examples;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * One record of a shard, little-endian: id (8), token count (4), second segment's start (4), random
 * next (4), the tokens padded with zeros to their capacity, CRC32C (4). The checksum also covers
 * the record's index, so that a record in the wrong place is found too.
 */
final class ShardRecord {
  static final int TOKENS_OFFSET = 20;

  private final ShardHeader header;
  private final byte[] array;
  private final ByteBuffer bytes;
  private final byte[] indexBytes = new byte[Long.BYTES];

  ShardRecord(ShardHeader header) {
    this.header = header;
    this.array = new byte[header.recordBytes()];
    this.bytes = ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
  }

  byte[] array() {
    return array;
  }

  void encode(long index, Example example) {
    check(example);
    int[] tokens = example.tokens();
    bytes.clear();
    bytes.putLong(example.id()).putInt(tokens.length);
    bytes.putInt(example.secondSegmentStart()).putInt(example.randomNext() ? 1 : 0);
    boolean narrow = header.tokenBytes() == Short.BYTES;
    for (int i = 0; i < header.tokenCapacity(); i++) {
      int token = i < tokens.length ? tokens[i] : 0;
      if (narrow) {
        bytes.putShort((short) token);
      } else {
        bytes.putInt(token);
      }
    }
    bytes.putInt(checksum(index));
  }

  Example decode(String origin, long index) throws IOException {
    if (bytes.getInt(array.length - Integer.BYTES) != checksum(index)) {
      throw new IOException(
          "%s: record %d of %d: its checksum does not match"
              .formatted(origin, index, header.records()));
    }
    bytes.clear();
    long id = bytes.getLong();
    int count = bytes.getInt();
    int secondStart = bytes.getInt();
    int flags = bytes.getInt();
    if (count < 0 || count > header.tokenCapacity()) {
      throw new IOException(
          "%s: record %d: %d tokens, a record holds at most %d"
              .formatted(origin, index, count, header.tokenCapacity()));
    }
    int[] tokens = new int[count];
    boolean narrow = header.tokenBytes() == Short.BYTES;
    for (int i = 0; i < count; i++) {
      tokens[i] = narrow ? bytes.getShort() & 0xffff : bytes.getInt();
    }
    return new Example(id, tokens, secondStart, flags == 1);
  }

  private void check(Example example) {
    int[] tokens = example.tokens();
    if (tokens.length == 0 || tokens.length > header.tokenCapacity()) {
      throw new IllegalArgumentException(
          "an example of this shard has 1 to %d tokens, got %d"
              .formatted(header.tokenCapacity(), tokens.length));
    }
    if (example.secondSegmentStart() < 0 || example.secondSegmentStart() >= tokens.length) {
      throw new IllegalArgumentException(
          "the second segment must start in [0, %d), got %d"
              .formatted(tokens.length, example.secondSegmentStart()));
    }
    for (int token : tokens) {
      if (token < 0 || token >= header.vocabularySize()) {
        throw new IllegalArgumentException(
            "token ids must be in [0, %d), got %d".formatted(header.vocabularySize(), token));
      }
    }
  }

  private int checksum(long index) {
    ByteBuffer.wrap(indexBytes).order(ByteOrder.LITTLE_ENDIAN).putLong(index);
    CRC32C crc = new CRC32C();
    crc.update(array, 0, array.length - Integer.BYTES);
    crc.update(indexBytes, 0, indexBytes.length);
    return (int) crc.getValue();
  }
}
