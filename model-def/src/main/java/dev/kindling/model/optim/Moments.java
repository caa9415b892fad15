package dev.kindling.model.optim;

import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.ElementType;
import dev.kindling.model.kernels.Kernels;
import dev.kindling.model.kernels.ParameterState;
import dev.kindling.model.nn.Parameter;
import dev.kindling.model.nn.Parameters;
import java.util.ArrayList;
import java.util.List;

/** The running means of the gradients and of their squares, one buffer a slice each; zero first. */
public final class Moments implements AutoCloseable {
  private final Kernels kernels;
  private final List<Parameter> parameters;
  private final List<Buffer> first = new ArrayList<>();
  private final List<Buffer> second = new ArrayList<>();

  /** Makes room for the moments of all parameters. */
  public Moments(Kernels kernels, Parameters parameters) {
    this.kernels = kernels;
    this.parameters = parameters.all();
    try {
      for (Parameter p : this.parameters) {
        first.add(kernels.allocate(p.slice().size(), ElementType.FLOAT32));
        second.add(kernels.allocate(p.slice().size(), ElementType.FLOAT32));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Returns the parameters that decay, or the others, with their moments. */
  List<ParameterState> states(boolean decaying) {
    List<ParameterState> states = new ArrayList<>();
    for (int i = 0; i < parameters.size(); i++) {
      Parameter p = parameters.get(i);
      if (p.slice().decays() == decaying) {
        states.add(new ParameterState(p.value(), p.gradient(), first.get(i), second.get(i)));
      }
    }
    return states;
  }

  /** Sets all to zero. */
  public void clear() {
    first.forEach(kernels::zero);
    second.forEach(kernels::zero);
  }

  /** Takes the first moments from a flat vector. */
  public void writeFirst(float[] vector) {
    write(first, vector);
  }

  /** Takes the second moments from a flat vector. */
  public void writeSecond(float[] vector) {
    write(second, vector);
  }

  private void write(List<Buffer> buffers, float[] vector) {
    for (int i = 0; i < parameters.size(); i++) {
      buffers.get(i).write(vector, parameters.get(i).slice().offset());
    }
  }

  /** Copies the moments into flat vectors. */
  public void read(float[] firstMoment, float[] secondMoment) {
    for (int i = 0; i < parameters.size(); i++) {
      int offset = parameters.get(i).slice().offset();
      first.get(i).read(firstMoment, offset, first.get(i).size());
      second.get(i).read(secondMoment, offset, second.get(i).size());
    }
  }

  /** Copies first moments from place {@code from} of the flat vector on, as many as fit. */
  public void readFirst(int from, float[] target) {
    readStretch(first, from, target);
  }

  /** Copies second moments from place {@code from} of the flat vector on, as many as fit. */
  public void readSecond(int from, float[] target) {
    readStretch(second, from, target);
  }

  private void readStretch(List<Buffer> buffers, int from, float[] target) {
    for (int i = 0; i < parameters.size(); i++) {
      parameters.get(i).readStretch(buffers.get(i), from, target);
    }
  }

  @Override
  public void close() {
    first.forEach(Buffer::close);
    second.forEach(Buffer::close);
  }
}
