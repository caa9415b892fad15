package dev.kindling.jobs.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a config key means when it is absent. A record component without one is a required key. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Default {
  /**
   * The value, as YAML text.
   *
   * @return for example {@code 0.15}, <code>{}</code>
   */
  String value();
}
