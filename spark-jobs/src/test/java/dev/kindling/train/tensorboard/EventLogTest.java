package dev.kindling.train.tensorboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.model.LossSums;
import dev.kindling.train.progress.TestSummaries;
import dev.kindling.train.state.RunState;
import dev.kindling.train.state.StateVectors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Event files, read back with the library of Protocol Buffers. */
final class EventLogTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.ofEpochMilli(1_700_000_000_250L), ZoneOffset.UTC);

  @TempDir Path folder;

  @Test
  void shouldBeginAsEveryEventFileDoes() throws IOException {
    write(0);

    byte[] file = Files.readAllBytes(files().get(0));

    // the length 24 and its checksum: the first bytes of any file that TensorFlow writes
    assertThat(file).startsWith(0x18, 0, 0, 0, 0, 0, 0, 0, 0xa3, 0x7f, 0x4b, 0x22, 0x09);
    UnknownFieldSet first = events(files().get(0)).get(0);
    assertThat(text(first, 3)).isEqualTo("brain.Event:2");
    assertThat(Double.longBitsToDouble(first.getField(1).getFixed64List().get(0)))
        .isEqualTo(1_700_000_000.25);
  }

  @Test
  void shouldHoldTheFiguresOfEachRound() throws IOException {
    write(0, 1, 2);

    List<UnknownFieldSet> events = events(files().get(0));

    assertThat(events).hasSize(4); // version, start, two rounds
    assertThat(step(events.get(3))).isEqualTo(8);
    assertThat(scalars(events.get(3)))
        .containsEntry("loss/total", 4.5f)
        .containsEntry("loss/label", 3f)
        .containsEntry("loss/next_sentence", 1.5f)
        .containsEntry("optimizer/learning_rate", 1e-3f)
        .containsEntry("speed/tokens_per_second", 25f)
        .containsEntry("speed/sync_share", 0.25f)
        .containsEntry("workers/001_tokens_per_second", 12.5f)
        .doesNotContainKey("loss/unigram"); // not known
  }

  @Test
  void shouldTakeBackTheRoundsThatAreRunAgain() throws IOException {
    write(0, 1, 2, 3);
    write(2, 3);

    assertThat(files()).hasSize(2); // one a start, in the order of their names
    UnknownFieldSet start = events(files().get(1)).get(1);
    assertThat(step(start)).isEqualTo(9); // the first step after the checkpoint
    assertThat(message(start, 7).getField(1).getVarintList()).containsExactly(1L); // START
  }

  private void write(int from, int... rounds) throws IOException {
    Workspace workspace = new Workspace(folder.toString(), new Configuration(false));
    try (EventLog log = new EventLog(workspace, workspace.path("."), CLOCK)) {
      log.started(new RunState(from, 4L * from, 0, 0, List.of(), new StateVectors()), List.of());
      for (int round : rounds) {
        log.afterRound(TestSummaries.of(round, new LossSums(12, 4, 1, 3, 2, 1, 50)));
      }
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static List<UnknownFieldSet> events(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<UnknownFieldSet> events = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte[] record = new byte[(int) bytes.getLong()];
      bytes.getInt(); // the length's checksum
      bytes.get(record);
      assertThat(bytes.getInt()).isEqualTo(RecordFrame.maskedChecksum(record, 0, record.length));
      events.add(UnknownFieldSet.parseFrom(record));
    }
    return events;
  }

  private static long step(UnknownFieldSet event) {
    return event.getField(2).getVarintList().get(0);
  }

  private static Map<String, Float> scalars(UnknownFieldSet event) throws IOException {
    Map<String, Float> scalars = new LinkedHashMap<>();
    for (ByteString bytes : message(event, 5).getField(1).getLengthDelimitedList()) {
      UnknownFieldSet value = UnknownFieldSet.parseFrom(bytes);
      int bits = value.getField(2).getFixed32List().get(0);
      scalars.put(text(value, 1), Float.intBitsToFloat(bits));
    }
    return scalars;
  }

  private static UnknownFieldSet message(UnknownFieldSet event, int field) throws IOException {
    return UnknownFieldSet.parseFrom(event.getField(field).getLengthDelimitedList().get(0));
  }

  private static String text(UnknownFieldSet message, int field) {
    return message.getField(field).getLengthDelimitedList().get(0).toString(UTF_8);
  }
}
