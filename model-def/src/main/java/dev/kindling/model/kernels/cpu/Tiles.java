package dev.kindling.model.kernels.cpu;

/**
 * A length, cut into tiles of a size. The last may be smaller, or larger by one: none has a length
 * of one, which {@link ProductShape} would refuse, unless it is the whole.
 *
 * @param whole length, at least 1
 * @param size of the tiles, at least 2
 */
record Tiles(int whole, int size) {
  /** Returns the number of tiles. */
  int count() {
    return Math.max(1, ThreadTeam.tasks(whole - 1, size));
  }

  /** Returns where a tile starts. */
  int start(int tile) {
    return tile * size;
  }

  /** Returns the length of a tile. */
  int length(int tile) {
    return tile == count() - 1 ? whole - start(tile) : size;
  }
}
