package dev.kindling.model.kernels.cuda;

import dev.kindling.model.kernels.ElementType;

/** A vector in a GPU's memory, as the launching classes take it. */
interface DeviceVector {
  /** Returns the byte address of the first element, a multiple of the element's size. */
  long address();

  /** Returns how the elements are stored. */
  ElementType type();

  /** Returns the distance of one row of so many columns from the next, in elements. */
  default int stride(int columns) {
    return columns;
  }
}
