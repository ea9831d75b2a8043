package io.rsyncbackup.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The texts that a field can have in this version; later versions may know more, so clients must take any. */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
@interface KnownValues {
    /** Of whose constants. */
    Class<? extends Enum<?>>[] of() default {};

    /** The texts themselves. */
    String[] value() default {};
}
