package dev.kindling.model.kernels.cuda;

import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects commands and hands them to a GPU together: what the host gives them goes over in one
 * copy before, what it wants to know comes back in one copy behind. The host then goes on at once,
 * up to {@link #AHEAD} submissions ahead of the GPU.
 */
final class CommandQueue implements KernelRunner, AutoCloseable {
  /** Submissions that may be under way: enough that the GPU never waits for the host. */
  private static final int AHEAD = 4;

  private final GpuDevice device;
  private final DeviceMemory memory;
  private final StepGraphs graphs;
  private final StepInputs inputs;
  private final StepReadings readings;
  private final GpuEvent[] done = new GpuEvent[AHEAD]; // of the last submission in each place
  private final Map<Product, Boolean> supported = new HashMap<>();
  private final Map<Product, Boolean> preferred = new HashMap<>();
  private List<Command> commands = new ArrayList<>();
  private Runnable putOff; // null for nothing
  private int turn;
  private boolean waited = true; // whether the place of this turn is free

  CommandQueue(GpuDevice device, DeviceMemory memory) {
    this.device = device;
    this.memory = memory;
    graphs = new StepGraphs(device);
    inputs = new StepInputs(device, memory, AHEAD);
    readings = new StepReadings(device, memory, AHEAD);
  }

  private void add(Command command) {
    finish();
    commands.add(command);
  }

  /**
   * Puts work off until the next command, in front of which it comes, unless {@link #take} has
   * taken it until then: what follows may do it along the way.
   */
  void putOff(Runnable work) {
    finish();
    putOff = work;
  }

  /** Returns what is put off, null for nothing. */
  Runnable putOff() {
    return putOff;
  }

  /** Forgets what is put off. */
  void take() {
    putOff = null;
  }

  private void finish() {
    Runnable work = putOff;
    putOff = null;
    if (work != null) {
      work.run();
    }
  }

  /** Returns what carries the host's values to the next commands. */
  StepInputs inputs() {
    waitForTurn();
    return inputs;
  }

  @Override
  public GpuFunction function(CudaProgram program, String name) {
    return device.function(program, name);
  }

  @Override
  public void launch(GpuFunction function, LaunchGeometry geometry, KernelArguments arguments) {
    long[] slots = new long[arguments.count()];
    for (int i = 0; i < slots.length; i++) {
      slots[i] = arguments.slots().getLong(i * KernelArguments.SLOT_BYTES);
    }
    add(new Command.Launch(function, geometry, LongBuffer.wrap(slots)));
  }

  /** Returns what {@link GpuDevice#supports} says, and asks it once. */
  boolean supports(Product product) {
    return supported.computeIfAbsent(product, device::supports);
  }

  /** Returns what {@link GpuDevice#prefers} says, and asks it once. */
  boolean prefers(Product product) {
    return preferred.computeIfAbsent(product, device::prefers);
  }

  void product(Product product, ProductOperands operands) {
    add(new Command.Multiply(product, operands));
  }

  void copy(long target, long source, long bytes) {
    add(new Command.Copy(target, source, bytes));
  }

  void zero(long address, long bytes) {
    add(new Command.Zero(address, bytes));
  }

  /** Returns what so many doubles are behind the commands so far. */
  StepReadings.Numbers read(long address, int count) {
    waitForTurn();
    if (!readings.fits(count)) {
      submit();
      waitForTurn();
    }
    add(new Command.Copy(readings.next(), address, (long) count * Double.BYTES));
    return readings.take(this, count);
  }

  /** Returns how many submissions were replays of a graph. */
  int replays() {
    return graphs.replays();
  }

  /** Hands over all commands so far. */
  void submit() {
    finish();
    if (commands.isEmpty()) {
      return;
    }
    waitForTurn();
    inputs.send(turn);
    List<Command> step = commands;
    commands = new ArrayList<>(step.size());
    graphs.run(step);
    memory.freeRetired();
    readings.receive(turn);
    done[turn] = device.record();
    readings.submitted(done[turn]);
    turn = (turn + 1) % AHEAD;
    waited = false;
  }

  /** Waits until the submission before the last ones has left its place to the next. */
  private void waitForTurn() {
    if (waited) {
      return;
    }
    if (done[turn] != null) {
      device.await(done[turn]);
      readings.harvest(turn);
      done[turn].close();
      done[turn] = null;
    }
    inputs.begin(turn);
    readings.begin(turn);
    waited = true;
  }

  /** Frees what belongs to it; commands not handed over are dropped. */
  @Override
  public void close() {
    device.synchronize();
    for (int place = 0; place < AHEAD; place++) {
      if (done[place] != null) {
        readings.harvest(place);
        done[place].close();
      }
    }
    graphs.close();
    inputs.close();
    readings.close();
  }
}
