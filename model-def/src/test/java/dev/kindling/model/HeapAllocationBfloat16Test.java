package dev.kindling.model;

class HeapAllocationBfloat16Test extends HeapAllocation {
  HeapAllocationBfloat16Test() {
    super(Precision.BFLOAT16);
  }
}
