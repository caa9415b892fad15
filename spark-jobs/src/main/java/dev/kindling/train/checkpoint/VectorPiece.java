package dev.kindling.train.checkpoint;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Some values of a vector on their way into a file, where they are: nothing is copied.
 *
 * @param first index in the vector of the first of them
 * @param values from the buffer's position to its limit; neither is moved
 */
public record VectorPiece(int first, FloatBuffer values) {

  Range range() {
    return new Range(first, values.remaining());
  }

  /** Pieces that go into one file each: as many as make up the size of a file. */
  static List<List<VectorPiece>> grouped(List<VectorPiece> pieces, int fileFloats) {
    List<List<VectorPiece>> groups = new ArrayList<>();
    int room = 0;
    for (VectorPiece piece : pieces) {
      int count = piece.values().remaining();
      if (count > room) {
        groups.add(new ArrayList<>());
        room = fileFloats;
      }
      groups.get(groups.size() - 1).add(piece);
      room -= count;
    }
    return groups;
  }

  /** A whole vector in pieces of at most so many values. */
  static List<VectorPiece> cut(float[] vector, int mostFloats) {
    List<VectorPiece> pieces = new ArrayList<>();
    for (int first = 0; first < vector.length; first += mostFloats) {
      int count = Math.min(mostFloats, vector.length - first);
      pieces.add(new VectorPiece(first, FloatBuffer.wrap(vector, first, count)));
    }
    return pieces;
  }
}
