package dev.kindling.corpus.read;

/** An uncompressed file: one member, none if it is empty. */
final class PlainMember implements Members {
  private final RawInput raw;
  private boolean opened;

  PlainMember(RawInput raw) {
    this.raw = raw;
  }

  @Override
  public boolean next() {
    boolean first = !opened && raw.available() > 0;
    opened = true;
    return first;
  }

  @Override
  public boolean compressed() {
    return false;
  }

  @Override
  public boolean splittable() {
    return true;
  }

  @Override
  public Members from(RawInput atSplit, Split split) {
    return new PlainMember(atSplit);
  }

  @Override
  public void close() {}

  @Override
  public long start() {
    return 0;
  }

  @Override
  public long position() {
    return raw.position();
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    return raw.read(into, offset, length);
  }
}
