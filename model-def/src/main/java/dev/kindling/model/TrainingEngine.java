package dev.kindling.model;

import dev.kindling.model.kernels.Backends;
import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.Clipping;
import dev.kindling.model.kernels.Kernels;
import dev.kindling.model.kernels.Scalars;
import dev.kindling.model.nn.DropoutPlan;
import dev.kindling.model.nn.PackedBatch;
import dev.kindling.model.nn.Parameter;
import dev.kindling.model.nn.Parameters;
import dev.kindling.model.nn.PendingLosses;
import dev.kindling.model.nn.Transformer;
import dev.kindling.model.optim.Moments;
import dev.kindling.model.optim.Optimizer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;

/**
 * Trains one transformer.
 *
 * <p>An engine has one caller at a time; engines of different callers do not disturb each other.
 * The caller computes along with the threads of {@link EngineOptions#threads}, which sleep between
 * calls. Equal states, batches and precision give equal bits, whatever the number of threads and
 * with or without recomputation. Its memory lies outside the heap until {@link #close}: 16 bytes a
 * parameter, the weights once more as products read them, and activations in proportion to the
 * shape. A step allocates nothing that grows with model or batch.
 */
public final class TrainingEngine implements AutoCloseable {
  private static final int INITIALIZED_AT_ONCE = 1 << 16; // elements, even

  private final TransformerConfig config;
  private final Clipping clipping;
  private final Kernels kernels;
  private final Parameters parameters;
  private final Moments moments;
  private final Optimizer optimizer;
  private final Transformer transformer;
  private final PackedBatch packed;
  private final List<Buffer> gradients;
  private final Scalars squaredNorm; // of the gradients
  private long stepsDone;
  private boolean closed;

  /**
   * Makes room for the model and for batches up to a shape.
   *
   * @param options how it computes
   * @throws IllegalArgumentException if there is no such backend or {@code shape.length()} exceeds
   *     the model's positions
   * @throws IllegalStateException if the backend cannot start here; the message says what to do
   */
  public TrainingEngine(
      TransformerConfig config,
      OptimizerConfig optimizer,
      BatchShape shape,
      EngineOptions options) {
    this(
        config,
        optimizer,
        shape,
        options,
        () -> Backends.open(options.backend(), options.threads()));
  }

  /** The same with kernels from elsewhere, which the engine closes; for tests. */
  TrainingEngine(
      TransformerConfig config,
      OptimizerConfig optimizer,
      BatchShape shape,
      EngineOptions options,
      Supplier<Kernels> backend) {
    if (shape.length() > config.positions()) {
      throw new IllegalArgumentException(
          "sequences of "
              + shape.length()
              + " tokens are longer than the model's "
              + config.positions()
              + " positions");
    }
    this.config = config;
    kernels = backend.get();
    packed = new PackedBatch(shape, config);
    Deque<AutoCloseable> opened = new ArrayDeque<>(List.of(kernels));
    try {
      opened.push(parameters = new Parameters(kernels, ParameterLayout.of(config)));
      opened.push(moments = new Moments(kernels, parameters));
      opened.push(squaredNorm = kernels.scalars(1));
      transformer = new Transformer(kernels, config, shape, options, parameters);
    } catch (RuntimeException e) { // most likely not enough memory: give back what there is
      closeAll(opened, e);
      throw e;
    }
    this.optimizer = Optimizer.of(kernels, optimizer, moments);
    clipping = new Clipping(squaredNorm, 0, optimizer.clipNorm());
    gradients = parameters.all().stream().map(Parameter::gradient).toList();
  }

  private static void closeAll(Deque<AutoCloseable> opened, RuntimeException cause) {
    for (AutoCloseable closeable : opened) {
      try {
        closeable.close();
      } catch (Exception e) {
        cause.addSuppressed(e);
      }
    }
  }

  /**
   * Takes a copy of a state.
   *
   * @throws IllegalArgumentException if it is of another size than the model
   */
  public void load(TrainingState state) {
    loadParameters(state.parameters(), state.step());
    loadFirstMoment(state.firstMoment());
    loadSecondMoment(state.secondMoment());
  }

  /**
   * Takes a copy of weights and goes on from them. The moments stay as they are.
   *
   * @param step optimizer steps done so far, not negative
   * @throws IllegalArgumentException if there are more or fewer than the model has
   */
  public void loadParameters(float[] values, long step) {
    requireFitting("parameters", values);
    if (step < 0) {
      throw new IllegalArgumentException("step must not be negative, got " + step);
    }
    parameters.write(values);
    transformer.refreshWeights();
    stepsDone = step;
  }

  /**
   * Takes a copy of first moments. Weights, second moments and the steps done stay as they are.
   *
   * @throws IllegalArgumentException if there are more or fewer than the model has parameters
   */
  public void loadFirstMoment(float[] values) {
    requireFitting("first moments", values);
    moments.writeFirst(values);
  }

  /**
   * Takes a copy of second moments. Weights, first moments and the steps done stay as they are.
   *
   * @throws IllegalArgumentException if there are more or fewer than the model has parameters
   */
  public void loadSecondMoment(float[] values) {
    requireFitting("second moments", values);
    moments.writeSecond(values);
  }

  private void requireFitting(String what, float[] values) {
    requireOpen();
    int size = ParameterLayout.of(config).size();
    if (values.length != size) {
      throw new IllegalArgumentException(
          "the state has "
              + values.length
              + " "
              + what
              + ", the model "
              + size
              + " parameters: they are of different configurations");
    }
  }

  /**
   * Begins a training: draws the weights into the engine's own memory and sets the moments to zero,
   * the state that {@link TrainingState#initial} has.
   */
  public void initialize(long seed) {
    requireOpen();
    Initializer initializer = new Initializer(config, seed);
    float[] chunk = new float[INITIALIZED_AT_ONCE];
    for (Parameter p : parameters.all()) {
      int size = p.slice().size();
      for (int from = 0; from < size; from += chunk.length) {
        int count = Math.min(chunk.length, size - from);
        initializer.draw(p.slice(), from, count, chunk, 0);
        p.value().slice(from, count).write(chunk, 0);
      }
    }
    moments.clear();
    transformer.refreshWeights();
    stepsDone = 0;
  }

  /** Returns a copy of the state. */
  public TrainingState store() {
    requireOpen();
    int size = ParameterLayout.of(config).size();
    TrainingState state =
        new TrainingState(new float[size], new float[size], new float[size], stepsDone);
    parameters.read(state.parameters());
    moments.read(state.firstMoment(), state.secondMoment());
    return state;
  }

  /**
   * Copies weights out of the engine's memory, so that no caller needs all of them at once.
   *
   * @param from place of the first one in the flat vector
   * @param target filled whole
   */
  public void readParameters(int from, float[] target) {
    requireOpen();
    parameters.read(from, target);
  }

  /** Copies first moments, as {@link #readParameters} does weights. */
  public void readFirstMoment(int from, float[] target) {
    requireOpen();
    moments.readFirst(from, target);
  }

  /** Copies second moments, as {@link #readParameters} does weights. */
  public void readSecondMoment(int from, float[] target) {
    requireOpen();
    moments.readSecond(from, target);
  }

  /**
   * Does one optimizer step on the mean loss over all labels of all micro-batches.
   *
   * @param microBatches at least one, each within the engine's shape
   * @param learningRate of this step, not negative
   * @param dropoutSeed with the row and column of an element it decides what drops out
   * @throws ArithmeticException if the gradient is not finite; parameters and moments stay as they
   *     were
   */
  public StepResult step(List<Batch> microBatches, double learningRate, long dropoutSeed) {
    PendingStep step = begin(microBatches, learningRate, dropoutSeed);
    try {
      return step.result();
    } catch (ArithmeticException notFinite) {
      stepsDone--;
      throw notFinite;
    }
  }

  /**
   * Begins what {@link #step} does and leaves it to the device; the next calls take their turn
   * behind it. A step whose gradient is not finite changes nothing but counts: the next one is the
   * one behind it.
   */
  public PendingStep begin(List<Batch> microBatches, double learningRate, long dropoutSeed) {
    requireOpen();
    List<PendingLosses> losses = gradients(microBatches, dropoutSeed);
    squaredNorm.clear();
    kernels.squaredNorm(gradients, squaredNorm, 0);
    stepsDone++;
    optimizer.update(stepsDone, learningRate, clipping);
    transformer.refreshWeights();
    PendingStep step = new PendingStep(stepsDone, losses, squaredNorm.read());
    kernels.submit();
    return step;
  }

  /** Computes the gradient of the mean loss and leaves it in the parameters' gradients. */
  private List<PendingLosses> gradients(List<Batch> microBatches, long dropoutSeed) {
    long labels = 0;
    long nextLabels = 0;
    for (Batch batch : microBatches) {
      labels += batch.labelCount();
      nextLabels += batch.nextLabelCount();
    }
    float labelScale = 1f / Math.max(1, labels);
    float nextScale = 1f / Math.max(1, nextLabels);
    parameters.beginStep();
    List<PendingLosses> losses = new ArrayList<>(microBatches.size());
    long tokens = 0;
    for (Batch batch : microBatches) {
      packed.fill(batch);
      DropoutPlan plan = new DropoutPlan(config.dropout(), dropoutSeed, tokens);
      losses.add(transformer.train(packed, plan, labelScale, nextScale));
      kernels.submit();
      tokens += packed.rows();
    }
    parameters.completeGradients();
    return losses;
  }

  /**
   * Returns the gradient that a step would use, before clipping; for tests.
   *
   * @return in the order of {@link ParameterLayout}
   */
  float[] gradient(List<Batch> microBatches, long dropoutSeed) {
    gradients(microBatches, dropoutSeed);
    float[] vector = new float[ParameterLayout.of(config).size()];
    parameters.readGradients(vector);
    return vector;
  }

  /** Returns the losses with the dropout of a step; for tests. */
  LossSums lossesWithDropout(List<Batch> microBatches, long dropoutSeed) {
    return gradients(microBatches, dropoutSeed).stream()
        .map(PendingLosses::sums)
        .reduce(LossSums.ZERO, LossSums::plus);
  }

  /** Returns the losses of a batch, without dropout; the state stays as it is. */
  public LossSums evaluate(Batch batch) {
    requireOpen();
    packed.fill(batch);
    return transformer.evaluate(packed);
  }

  /**
   * Returns the logits of the label rows, without dropout; labels are ignored.
   *
   * @return (labelCount, V), row-major
   * @throws IllegalArgumentException if they do not fit one array
   */
  public float[] logits(Batch batch) {
    requireOpen();
    packed.fill(batch);
    float[] logits = new float[Math.multiplyExact(batch.labelCount(), config.vocabularySize())];
    transformer.logits(packed, logits);
    return logits;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the engine is closed");
    }
  }

  /** Frees all memory; a second call does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      transformer.close();
      squaredNorm.close();
      moments.close();
      parameters.close();
      kernels.close();
    }
  }
}
