package dev.kindling.jobs.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a config key means when it is absent, where that follows from other keys. The component is
 * null then, until its record or the one above it puts the value there.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Derived {
  /**
   * Where the value comes from, for people.
   *
   * @return for example {@code the preset's}
   */
  String value();
}
