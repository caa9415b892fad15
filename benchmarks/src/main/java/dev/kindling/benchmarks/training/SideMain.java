package dev.kindling.benchmarks.training;

import dev.kindling.model.Precision;
import dev.kindling.train.sync.PeakMemory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * One side of a comparison, in a process of its own: it answers {@code ready} when the model is
 * built, does a step for each line {@code step} and answers with its nanoseconds and loss, answers
 * {@code peak} with the process's peak memory in KiB, and ends with its input. A failure is
 * answered with {@code failed} and its message.
 */
public final class SideMain {
  private SideMain() {}

  /** Takes the side, the workload, the precision and the number of threads. */
  public static void main(String[] arguments) throws IOException {
    PrintStream answers = System.out;
    System.setOut(System.err); // whatever libraries print is no answer
    try (TrainingStep step =
        Side.valueOf(arguments[0])
            .open(
                Workload.named(arguments[1]),
                Precision.valueOf(arguments[2]),
                Integer.parseInt(arguments[3]))) {
      answers.println("ready");
      serve(step, answers);
    } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
      answers.println("failed " + String.valueOf(e).replaceAll("\\s+", " "));
    }
  }

  private static void serve(TrainingStep step, PrintStream answers) throws IOException {
    BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String request = requests.readLine(); request != null; request = requests.readLine()) {
      if (request.equals("step")) {
        long start = System.nanoTime();
        double loss = step.step();
        answers.println((System.nanoTime() - start) + " " + loss);
      } else {
        answers.println(PeakMemory.bytes().orElseThrow() >> 10);
      }
    }
  }
}
