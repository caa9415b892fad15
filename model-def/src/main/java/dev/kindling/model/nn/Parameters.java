package dev.kindling.model.nn;

import dev.kindling.model.ParameterLayout;
import dev.kindling.model.ParameterSlice;
import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.Kernels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All weights of a model and their gradients in a device's memory, one buffer a slice. */
public final class Parameters implements AutoCloseable {
  private final Kernels kernels;
  private final Map<String, Parameter> byName = new LinkedHashMap<>();

  /** Makes room for the weights and gradients of a layout. */
  public Parameters(Kernels kernels, ParameterLayout layout) {
    this.kernels = kernels;
    try {
      for (ParameterSlice slice : layout.slices()) {
        Buffer value = kernels.allocate(slice.size());
        byName.put(slice.name(), new Parameter(slice, value, kernels.allocate(slice.size())));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Returns all in the order of the layout. */
  public List<Parameter> all() {
    return new ArrayList<>(byName.values());
  }

  /** Returns the parameter of that name, which must exist. */
  public Parameter get(String name) {
    return byName.get(name);
  }

  /** Takes the weights from a flat vector. */
  public void write(float[] vector) {
    for (Parameter p : byName.values()) {
      p.value().write(vector, p.slice().offset());
    }
  }

  /** Copies the weights into a flat vector. */
  public void read(float[] vector) {
    for (Parameter p : byName.values()) {
      p.value().read(vector, p.slice().offset(), p.slice().size());
    }
  }

  /** Copies the gradients into a flat vector. */
  public void readGradients(float[] vector) {
    for (Parameter p : byName.values()) {
      p.gradient().read(vector, p.slice().offset(), p.slice().size());
    }
  }

  /** Sets all gradients to zero. */
  public void zeroGradients() {
    for (Parameter p : byName.values()) {
      kernels.zero(p.slice().size(), p.gradient());
    }
  }

  @Override
  public void close() {
    for (Parameter p : byName.values()) {
      p.value().close();
      p.gradient().close();
    }
  }
}
