package dev.kindling.jobs.config;

/**
 * What {@code kindling estimate} reckons with. A machine is what runs one worker at a time: an
 * executor with one engine.
 *
 * @param gigaflops speed of a machine in training, in 10^9 floating-point operations a second; 0:
 *     measured where the command runs
 * @param machines workers that train at the same time; 0: all of them
 * @param bandwidthMegabytes of a machine's network, in 10^6 bytes a second and direction
 * @param pricePerHour of a machine, in any currency; 0: not known
 * @param watts of a machine at work; 0: not known
 */
public record EstimateConfig(
    @Operational @Default("0") double gigaflops,
    @Operational @Default("0") int machines,
    @Operational @Default("125") double bandwidthMegabytes,
    @Operational @Default("0") double pricePerHour,
    @Operational @Default("0") double watts) {
  /** Checks the ranges. */
  public EstimateConfig {
    new Check()
        .notNegative("gigaflops", gigaflops)
        .notNegative("machines", machines)
        .positive("bandwidth-megabytes", bandwidthMegabytes)
        .notNegative("price-per-hour", pricePerHour)
        .notNegative("watts", watts)
        .done();
  }
}
