/**
 * Turns one strict YAML file and its {@code --set} overrides into validated records, reporting all
 * problems at once. Uses snakeyaml-engine and the enums of the other modules. Never imports Spark
 * or Hadoop.
 */
package dev.kindling.jobs.config;
