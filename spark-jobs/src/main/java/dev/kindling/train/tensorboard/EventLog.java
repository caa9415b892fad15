package dev.kindling.train.tensorboard;

import dev.kindling.jobs.storage.AppendedFile;
import dev.kindling.jobs.storage.Workspace;
import dev.kindling.train.progress.RoundListener;
import dev.kindling.train.progress.RoundSummary;
import dev.kindling.train.state.RunState;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/**
 * An event file for TensorBoard, a new one at each start. What files of earlier starts tell of
 * rounds that are run again is taken back by the file's first event, so {@code tensorboard --logdir
 * runs} shows every round once.
 */
public final class EventLog implements RoundListener, Closeable {
  private final Workspace files;
  private final Path folder;
  private final Clock clock;
  private AppendedFile out;

  /** A log of the run whose directory this is. */
  public EventLog(Workspace files, Path folder, Clock clock) {
    this.files = files;
    this.folder = folder;
    this.clock = clock;
  }

  @Override
  public void started(RunState start, List<String> skipped) throws IOException {
    close(); // the run may start again within one process
    out = create(start.step());
    write(Event.version(seconds()));
    write(Event.start(seconds(), start.step() + 1));
  }

  /** TensorBoard reads a run's files in the order of their names. */
  private AppendedFile create(long step) throws IOException {
    long second = clock.instant().getEpochSecond();
    Path file;
    do {
      String name = "events.out.tfevents.%010d.step-%08d".formatted(second++, step);
      file = new Path(folder, name);
    } while (files.exists(file));
    return files.append(file);
  }

  @Override
  public void afterRound(RoundSummary round) throws IOException {
    write(Event.scalars(seconds(), round.step(), scalars(round))); // whoever watches sees it whole
  }

  private static Map<String, Double> scalars(RoundSummary round) {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("loss/total", round.losses().loss());
    values.put("loss/label", round.losses().labelLoss());
    if (round.losses().nextCount() > 0) {
      values.put("loss/next_sentence", round.losses().nextLoss());
    }
    values.put("loss/unigram", round.learning().unigramLoss());
    values.put("optimizer/learning_rate", round.learningRate());
    values.put("optimizer/grad_norm", round.gradientNorm());
    values.put("optimizer/drift", round.drift());
    values.put("optimizer/skipped_steps", (double) round.skippedSteps());
    values.put("speed/tokens_per_second", round.tokensPerSecond());
    values.put("speed/sync_share", round.syncShare());
    values.put("speed/sync_bytes", (double) round.sentBytes());
    List<Double> workers = round.workerTokensPerSecond();
    for (int worker = 0; worker < workers.size(); worker++) {
      values.put("workers/%03d_tokens_per_second".formatted(worker), workers.get(worker));
    }
    return values;
  }

  private void write(ProtoMessage event) throws IOException {
    out.write(RecordFrame.of(event.toBytes()));
  }

  private double seconds() {
    return clock.millis() / 1e3;
  }

  @Override
  public void close() throws IOException {
    if (out != null) {
      out.close();
      out = null;
    }
  }
}
