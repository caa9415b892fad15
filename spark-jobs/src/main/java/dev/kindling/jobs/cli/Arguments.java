package dev.kindling.jobs.cli;

import dev.kindling.corpus.NearestName;
import dev.kindling.jobs.KindlingException;
import dev.kindling.jobs.KindlingException.ExitCode;
import dev.kindling.jobs.config.ConfigLoader;
import dev.kindling.jobs.config.Device;
import dev.kindling.jobs.config.PipelineConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The words after a pipeline command. */
final class Arguments {
  private static final String REPLAY = "--replay";
  private static final String SAMPLE = "--sample";
  private static final List<String> OPTIONS =
      List.of("--config", "--set", "--device", "--master", REPLAY, SAMPLE);

  private final Command command;
  private final List<String> overrides = new ArrayList<>();
  private Optional<Path> file = Optional.empty();
  private Optional<String> name = Optional.empty();
  private Optional<String> device = Optional.empty();
  private boolean replay;
  private OptionalInt sample = OptionalInt.empty();

  /**
   * Splits the words.
   *
   * @throws KindlingException (usage) at the first word that does not belong
   */
  Arguments(Command command, List<String> words) {
    this.command = command;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (!word.startsWith("-")) {
        setName(word);
        continue;
      }
      int equals = word.indexOf('=');
      String option = equals < 0 ? word : word.substring(0, equals);
      if (!OPTIONS.contains(option)) {
        String hint =
            NearestName.of(option, OPTIONS).map(o -> "; did you mean " + o + "?").orElse(".");
        throw wrong("Unknown option " + option + hint);
      }
      if (command != Command.CORPUS && (option.equals(REPLAY) || option.equals(SAMPLE))) {
        throw wrong("Only `kindling corpus` takes " + option + ".");
      }
      if (word.equals(REPLAY)) {
        replay = true;
        continue;
      }
      if (equals < 0 && i + 1 == words.size()) {
        throw wrong(option + " needs a value.");
      }
      set(option, equals < 0 ? words.get(++i) : word.substring(equals + 1));
    }
  }

  Optional<String> name() {
    return name;
  }

  /** Whether the corpus is made from the records that are there. */
  boolean replay() {
    return replay;
  }

  /** How many records a dry run takes. */
  OptionalInt sample() {
    return sample;
  }

  boolean hasConfig() {
    return file.isPresent();
  }

  PipelineConfig config() {
    Path path =
        file.orElseThrow(
            () ->
                wrong(
                    "--config FILE is missing, for example: kindling %s --config cluster-configs/local/quickstart.yaml"
                        .formatted(command.word())));
    PipelineConfig config = ConfigLoader.load(path, overrides);
    return device.isEmpty() ? config : ConfigLoader.load(path, withDevice(config));
  }

  /** The overrides, and the device for every run. */
  private List<String> withDevice(PipelineConfig config) {
    List<String> all = new ArrayList<>(overrides);
    for (String run : config.runs().keySet()) {
      all.add("runs." + run + ".training.device=" + device.orElseThrow());
    }
    return all;
  }

  private void setName(String word) {
    if (!command.takesName()) {
      throw wrong("`kindling " + command.word() + "` takes no name, got " + word + ".");
    }
    if (name.isPresent()) {
      throw wrong(
          "`kindling "
              + command.word()
              + "` takes one name, got "
              + name.get()
              + " and "
              + word
              + ".");
    }
    name = Optional.of(word);
  }

  private void set(String option, String value) {
    switch (option) {
      case "--config" -> file = Optional.of(Path.of(value));
      case "--set" -> overrides.add(value);
      case "--device" -> device = Optional.of(device(value));
      case SAMPLE -> sample = OptionalInt.of(records(value));
      case REPLAY -> throw wrong("--replay takes no value, got " + value + ".");
      case "--master" -> {
        // The launcher hands it to spark-submit; commands without Spark do not need it.
      }
      default -> throw new IllegalStateException(option);
    }
  }

  private static String device(String value) {
    if (!Device.isKnown(value)) {
      throw wrong("--device = " + value + ": " + Device.RULE + ".");
    }
    return value;
  }

  private static int records(String value) {
    try {
      int records = Integer.parseInt(value);
      if (records > 0) {
        return records;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw wrong("--sample = " + value + ": must be a number of records, such as 1000.");
  }

  private static KindlingException wrong(String message) {
    return new KindlingException(ExitCode.USAGE, message);
  }
}
