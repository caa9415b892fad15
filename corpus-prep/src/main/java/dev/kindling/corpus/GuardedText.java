package dev.kindling.corpus;

/** Text that ends with its deadline. */
final class GuardedText implements CharSequence {
  /** A few microseconds of matching, against which the look at the clock is small. */
  private static final int CHARACTERS_PER_CHECK = 1 << 12;

  private final CharSequence text;
  private final Deadline deadline;
  private int untilCheck = 1; // the first character checks

  GuardedText(CharSequence text, Deadline deadline) {
    this.text = text;
    this.deadline = deadline;
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    if (--untilCheck == 0) {
      untilCheck = CHARACTERS_PER_CHECK;
      deadline.check();
    }
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.subSequence(start, end);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
