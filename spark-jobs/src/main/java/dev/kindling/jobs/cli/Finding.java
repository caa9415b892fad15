package dev.kindling.jobs.cli;

import java.io.Serializable;

/**
 * What a check has found.
 *
 * @param ok whether it is as it should be
 * @param text for people; of a problem, with what to do about it
 */
record Finding(boolean ok, String text) implements Serializable {
  static Finding ok(String text) {
    return new Finding(true, text);
  }

  static Finding problem(String text) {
    return new Finding(false, text);
  }
}
