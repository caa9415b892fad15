package dev.kindling.train.sync;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which number each task of a barrier stage goes by: the one that it had in the stage before, if
 * its virtual machine still holds the state of that; the others take what is left. Spark puts
 * partitions on executors at random, and a task's workers and slices follow from its number.
 *
 * @param ofPartitions the number of each partition's task
 */
record TaskNumbers(List<Integer> ofPartitions) {
  /** Stands for no wish. */
  static final int ANY = -1;

  /**
   * The numbers for some wishes; every task comes to the same.
   *
   * @param wishes of the partitions: a number below theirs, or {@link #ANY}
   */
  static TaskNumbers of(List<Integer> wishes) {
    Integer[] numbers = new Integer[wishes.size()];
    List<Integer> free = new ArrayList<>();
    for (int number = 0; number < numbers.length; number++) {
      int partition = wishes.indexOf(number);
      if (partition < 0) {
        free.add(number);
      } else {
        numbers[partition] = number;
      }
    }
    for (int partition = 0; partition < numbers.length; partition++) {
      if (numbers[partition] == null) {
        numbers[partition] = free.remove(0);
      }
    }
    return new TaskNumbers(Arrays.asList(numbers));
  }

  /** Puts what the partitions have given into the order of the tasks' numbers. */
  <T> List<T> inOrder(List<T> byPartition) {
    List<T> ordered = new ArrayList<>(byPartition);
    for (int partition = 0; partition < ofPartitions.size(); partition++) {
      ordered.set(ofPartitions.get(partition), byPartition.get(partition));
    }
    return ordered;
  }
}
