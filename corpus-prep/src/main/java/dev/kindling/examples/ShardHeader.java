package dev.kindling.examples;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/**
 * The first {@value #BYTES} bytes of a shard file, little-endian.
 *
 * <pre>
 *  0  magic "KNDLSHRD"        8      24  vocabulary size        4
 *  8  version                 4      28  record count           8
 * 12  kind                    4      36  tokenizer fingerprint 32
 * 16  sequence length L       4      68  CRC32C of the above    4
 * 20  bytes per token         4
 * </pre>
 *
 * @param kind what the examples are for
 * @param sequenceLength the model's sequence length L; BERT records hold L tokens, GPT's L + 1
 * @param vocabularySize one more than the largest token id; decides the width of a token
 * @param tokenizerFingerprint 64 hex digits that name the vocabulary and the options that the text
 *     was encoded with
 * @param records number of records that follow
 */
public record ShardHeader(
    ExampleKind kind,
    int sequenceLength,
    int vocabularySize,
    String tokenizerFingerprint,
    long records) {
  private static final int BYTES = 72;
  private static final int CHECKED_BYTES = BYTES - Integer.BYTES;
  private static final byte[] MAGIC = "KNDLSHRD".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 2;
  private static final int LARGEST_TWO_BYTE_VOCABULARY = 1 << 16;

  /** A bound that keeps a record below 2 GiB and a damaged length from allocating much. */
  private static final int LONGEST_SEQUENCE = 1 << 24;

  /** Checks the ranges. */
  public ShardHeader {
    if (sequenceLength < 1 || sequenceLength > LONGEST_SEQUENCE) {
      throw new IllegalArgumentException(
          "sequence length must be in [1, " + LONGEST_SEQUENCE + "], got " + sequenceLength);
    }
    if (vocabularySize < 1) {
      throw new IllegalArgumentException(
          "vocabulary size must be at least 1, got " + vocabularySize);
    }
    if (!tokenizerFingerprint.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "tokenizer fingerprint must be 64 lower-case hex digits, got " + tokenizerFingerprint);
    }
    if (records < 0) {
      throw new IllegalArgumentException("records must not be negative, got " + records);
    }
  }

  /**
   * Size of the header.
   *
   * @return bytes before the first record
   */
  public int headerBytes() {
    return BYTES;
  }

  /**
   * Size of a record.
   *
   * @return bytes from one record to the next
   */
  public int recordBytes() {
    return ShardRecord.TOKENS_OFFSET + tokenCapacity() * tokenBytes() + Integer.BYTES;
  }

  int tokenCapacity() {
    return kind.tokenCapacity(sequenceLength);
  }

  int tokenBytes() {
    return vocabularySize <= LARGEST_TWO_BYTE_VOCABULARY ? Short.BYTES : Integer.BYTES;
  }

  long fileBytes() {
    return BYTES + records * recordBytes();
  }

  byte[] toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(MAGIC).putInt(VERSION).putInt(kind.code()).putInt(sequenceLength);
    bytes.putInt(tokenBytes()).putInt(vocabularySize).putLong(records);
    bytes.put(HexFormat.of().parseHex(tokenizerFingerprint));
    return bytes.putInt(checksum(bytes.array())).array();
  }

  static ShardHeader read(String origin, ExampleShardReader.Source source) throws IOException {
    byte[] header = new byte[BYTES];
    long length = source.length();
    if (length < BYTES) {
      throw damaged(origin, "it has " + length + " bytes, a header has " + BYTES);
    }
    ExampleShardReader.readFully(origin, source, 0, header);
    if (!Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw damaged(origin, "it does not start with KNDLSHRD");
    }
    ByteBuffer bytes = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.getInt(CHECKED_BYTES) != checksum(header)) {
      throw damaged(origin, "its checksum does not match");
    }
    int version = bytes.position(MAGIC.length).getInt();
    if (version != VERSION) {
      throw new IOException(
          origin + ": shard version " + version + ", this program reads version " + VERSION);
    }
    ShardHeader read = parse(origin, bytes);
    if (length != read.fileBytes()) {
      throw new IOException(
          "%s: the shard has %d bytes, its header promises %d (%d records of %d bytes)"
              .formatted(origin, length, read.fileBytes(), read.records, read.recordBytes()));
    }
    return read;
  }

  private static ShardHeader parse(String origin, ByteBuffer bytes) throws IOException {
    int code = bytes.getInt();
    int sequenceLength = bytes.getInt();
    int tokenBytes = bytes.getInt();
    int vocabularySize = bytes.getInt();
    long records = bytes.getLong();
    byte[] fingerprint = new byte[32];
    bytes.get(fingerprint);
    ExampleKind kind =
        ExampleKind.withCode(code)
            .orElseThrow(() -> damaged(origin, "unknown example kind " + code));
    try {
      ShardHeader header =
          new ShardHeader(
              kind, sequenceLength, vocabularySize, HexFormat.of().formatHex(fingerprint), records);
      if (header.tokenBytes() != tokenBytes) {
        throw damaged(origin, "token width " + tokenBytes + " for " + vocabularySize + " pieces");
      }
      return header;
    } catch (IllegalArgumentException e) {
      throw new IOException(origin + ": damaged shard header: " + e.getMessage(), e);
    }
  }

  private static IOException damaged(String origin, String reason) {
    return new IOException(origin + ": damaged shard header: " + reason);
  }

  private static int checksum(byte[] header) {
    CRC32C crc = new CRC32C();
    crc.update(header, 0, CHECKED_BYTES);
    return (int) crc.getValue();
  }
}
