package dev.kindling.model;

class HeapAllocationFloat32Test extends HeapAllocation {
  HeapAllocationFloat32Test() {
    super(Precision.FLOAT32);
  }
}
