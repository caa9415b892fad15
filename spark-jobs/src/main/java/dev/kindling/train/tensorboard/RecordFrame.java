package dev.kindling.train.tensorboard;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The frame of a record in an event file (the TFRecord format): the length in 8 bytes, its masked
 * checksum in 4, the record, its masked checksum in 4; lowest bytes first.
 */
final class RecordFrame {
  private static final int MASK_DELTA = 0xa282ead8;

  private RecordFrame() {}

  static byte[] of(byte[] record) {
    ByteBuffer frame = ByteBuffer.allocate(16 + record.length).order(ByteOrder.LITTLE_ENDIAN);
    frame.putLong(record.length);
    frame.putInt(maskedChecksum(frame.array(), 0, Long.BYTES));
    frame.put(record);
    frame.putInt(maskedChecksum(record, 0, record.length));
    return frame.array();
  }

  /** CRC-32C, rotated and shifted so that a checksum of checksums stays a good one. */
  static int maskedChecksum(byte[] bytes, int from, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, from, length);
    return Integer.rotateRight((int) checksum.getValue(), 15) + MASK_DELTA;
  }
}
