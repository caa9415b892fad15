package dev.kindling.model.nn;

import dev.kindling.model.ParameterLayout;
import dev.kindling.model.ParameterSlice;
import dev.kindling.model.kernels.Buffer;
import dev.kindling.model.kernels.ElementType;
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
    this(kernels, layout.slices());
  }

  /** Makes room for some weights and their gradients. */
  Parameters(Kernels kernels, List<ParameterSlice> slices) {
    this.kernels = kernels;
    try {
      for (ParameterSlice slice : slices) {
        Buffer value = allocate(slice);
        byName.put(slice.name(), new Parameter(kernels, slice, value, allocate(slice)));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private Buffer allocate(ParameterSlice slice) {
    return kernels.allocate(slice.size(), ElementType.FLOAT32);
  }

  /** Returns all in the order of the layout. */
  public List<Parameter> all() {
    return new ArrayList<>(byName.values());
  }

  /** Returns the parameter of that name, or null. */
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

  /** Copies the weights from place {@code from} of the flat vector on, as many as fit. */
  public void read(int from, float[] target) {
    for (Parameter p : byName.values()) {
      p.readStretch(p.value(), from, target);
    }
  }

  /** Copies the gradients into a flat vector. */
  public void readGradients(float[] vector) {
    for (Parameter p : byName.values()) {
      p.gradient().read(vector, p.slice().offset(), p.slice().size());
    }
  }

  /** Begins a step: what the gradients hold no longer counts. */
  public void beginStep() {
    byName.values().forEach(Parameter::beginStep);
  }

  /** Completes a step's gradients: those that nothing was written to become zero. */
  public void completeGradients() {
    byName.values().forEach(Parameter::gradientToAddTo);
  }

  @Override
  public void close() {
    for (Parameter p : byName.values()) {
      p.value().close();
      p.gradient().close();
    }
  }
}
