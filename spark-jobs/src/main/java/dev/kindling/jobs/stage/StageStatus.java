package dev.kindling.jobs.stage;

/**
 * What {@code kindling run} would do with a stage.
 *
 * @param stage the stage's command
 * @param action what happens
 * @param reason why, in one or two sentences; empty where the action says it all
 */
public record StageStatus(String stage, Action action, String reason) {
  /** What happens to a stage. */
  public enum Action {
    /** Its output is there, whole, and made from this config and these inputs. */
    DONE,
    /** It runs. */
    RUN,
    /** It runs after a stage before it, whose output is not there yet. */
    WAIT,
    /**
     * Its output is damaged or was made from something else: refused by {@code run}, rebuilt by the
     * stage's own command.
     */
    OUTDATED,
    /**
     * It cannot run: raw text is missing, an upstream output does not fit, or its folder holds
     * files of somebody else.
     */
    REFUSED
  }
}
