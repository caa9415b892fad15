package dev.kindling.benchmarks.averaging;

import dev.kindling.benchmarks.InvalidArgumentsException;
import dev.kindling.model.Batch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A text as next-byte examples: no vocabulary stands between the text and the loss. The last tenth
 * is held out.
 */
final class ByteText {
  /** Ids that there are. */
  static final int VOCABULARY = 256;

  private static final int HELD_OUT_SHARE = 10;
  private static final long SEED = 20_260_101;

  private final byte[] text;
  private final int trainingBytes;
  private final int sequences;
  private final int length;

  /**
   * Cuts a text.
   *
   * @param sequences in a batch
   * @param length bytes of a sequence
   */
  ByteText(byte[] text, int sequences, int length) {
    this.text = text;
    this.sequences = sequences;
    this.length = length;
    trainingBytes = text.length - text.length / HELD_OUT_SHARE;
    if (text.length / HELD_OUT_SHARE < sequences * length + 1) {
      throw new InvalidArgumentsException(
          "the text must have at least %,d bytes, got %,d"
              .formatted(HELD_OUT_SHARE * (sequences * length + 1), text.length));
    }
  }

  /** Returns the sequences of a batch. */
  int sequences() {
    return sequences;
  }

  /** Reads a file, or all files below a folder, in the order of their paths. */
  static byte[] read(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        Files.copy(file, bytes);
      }
      return bytes.toByteArray();
    }
  }

  /** A training batch; the same for the same number, whoever asks. */
  Batch training(long number) {
    SplittableRandom random = new SplittableRandom(SEED + number);
    return batch(IntStream.generate(() -> random.nextInt(trainingBytes - length)).limit(sequences));
  }

  /** Held-out batches: sequences one after the other, as many as fill whole batches. */
  List<Batch> heldOut(int most) {
    List<Batch> batches = new ArrayList<>();
    int bytes = sequences * length;
    for (int start = trainingBytes;
        batches.size() < most && start + bytes < text.length;
        start += bytes) {
      int first = start;
      batches.add(batch(IntStream.range(0, sequences).map(i -> first + i * length)));
    }
    return batches;
  }

  private Batch batch(IntStream starts) {
    int[] tokens = new int[sequences * length];
    int[] labels = new int[tokens.length];
    int row = 0;
    for (int start : starts.toArray()) {
      for (int i = 0; i < length; i++, row++) {
        tokens[row] = Byte.toUnsignedInt(text[start + i]);
        labels[row] = Byte.toUnsignedInt(text[start + i + 1]);
      }
    }
    int[] lengths = new int[sequences];
    Arrays.fill(lengths, length);
    int[] rows = IntStream.range(0, tokens.length).toArray();
    return Batch.gpt(sequences, length, tokens, lengths, rows, labels);
  }
}
